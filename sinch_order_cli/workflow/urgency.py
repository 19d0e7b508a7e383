"""Sort orders by urgency."""

from __future__ import annotations

from collections.abc import Sequence

from sinch_order_cli.workflow.model import Order, seconds_left


def by_urgency(orders: Sequence[Order], now: float) -> list[Order]:
    """Sort: first BLOCKED orders, as they may expire within a day without an answer. Then
    reservations, those that expire first before others; then orders not yet reserved, in review,
    and final. Otherwise most recently changed first."""

    def key(order: Order) -> tuple[int, float]:
        left = seconds_left(order, now)
        if left is not None:
            return 1, left
        return order.status.urgency, 0.0 if order.is_final else float("inf")

    recent = sorted(orders, key=lambda order: order.updated_at, reverse=True)
    return sorted(recent, key=key)
