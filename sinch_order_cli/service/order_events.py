"""What has happened to an order since it was last seen, as events for the user's own commands."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from sinch_order_cli.workflow.deadline import LAST_PART, SOON, length
from sinch_order_cli.workflow.model import Order, parse_time, seconds_left
from sinch_order_cli.workflow.provisioning import failed, usable

Kind = Literal["state", "message", "deadline", "usable"]

DEADLINES = (float(SOON), 7200.0)
"""Seconds before the end of a reservation at which it is an event, for longer reservations."""


QUESTION_WAITS = 12 * 3600.0
"""Seconds after which a question of the reviewers that waits for an answer is an event."""


class Seen(Struct, frozen=True):
    """What was last seen of an order."""

    state: str
    messages: int
    setup: bool | None

    @classmethod
    def of(cls, order: Order) -> Seen:
        """What is seen of an order now."""
        return cls(order.state, len(order.logs), _setup(order))


def _setup(order: Order) -> bool | None:
    """Whether the numbers of a completed order are ready; False where that failed, None before."""
    if not order.status.completed:
        return None
    return False if failed(order) else usable(order) or None


def events(order: Order, before: Seen, now: float) -> list[Kind]:
    """What has happened to an order, each kind once.

    Deadlines and waiting questions are noted in the order's `alerts`, which have to be saved, so
    that each is an event once.

    Args:
        now: seconds since 1970.
    """
    after = Seen.of(order)
    found: list[Kind] = []
    if after.state != before.state:
        found.append("state")
    if after.messages > before.messages:
        found.append("message")
    if after.setup is not None and after.setup != before.setup:
        found.append("usable")
    if _note(order, _deadlines(order, now)):
        found.append("deadline")
    if _note(order, _question(order, now)) and "message" not in found:
        found.append("message")
    return found


def _note(order: Order, alerts: list[str]) -> bool:
    """Note alerts of an order. Return True if one of them is new."""
    new = [one for one in alerts if one not in order.alerts]
    order.alerts = (*order.alerts, *new)
    return bool(new)


def _deadlines(order: Order, now: float) -> list[str]:
    """The deadlines that have come: a quarter of the reservation, 2 hours, 30 minutes left."""
    left = seconds_left(order, now)
    if left is None or left <= 0:
        return []
    total = length(order)
    limits = {"deadline-quarter": total * LAST_PART} if total else {}
    limits |= {f"deadline-{limit:.0f}": limit for limit in DEADLINES if not total or limit < total}
    return [name for name, limit in limits.items() if left <= limit]


def _question(order: Order, now: float) -> list[str]:
    """The reviewers' question that has waited for too long."""
    if not order.status.blocked:
        return []
    asked = _asked_at(order)
    if asked is None or now + order.clock_offset - asked.timestamp() < QUESTION_WAITS:
        return []
    return [f"question-{asked.isoformat()}"]


def _asked_at(order: Order) -> datetime | None:
    last = str(order.logs[-1].get("createTime") or "") if order.logs else ""
    return parse_time(last) or order.changed_at
