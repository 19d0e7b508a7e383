"""Which of several orders comes first in a list."""

from __future__ import annotations

from collections.abc import Sequence

from sinch_order_cli.workflow.model import Order, seconds_left


def by_urgency(orders: Sequence[Order], now: float) -> list[Order]:
    """What the reviewers want something for first: their silence may end it within a day. Then what
    a clock runs for, the soonest to expire; what is not reserved, what is in review, and what is
    final; each the last touched first.
    """

    def key(order: Order) -> tuple[int, float]:
        left = seconds_left(order, now)
        if left is not None:
            return 1, left
        return order.status.urgency, 0.0 if order.is_final else float("inf")

    recent = sorted(orders, key=lambda order: order.updated_at, reverse=True)
    return sorted(recent, key=key)
