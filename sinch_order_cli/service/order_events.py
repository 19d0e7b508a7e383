"""The events of an order since it was last checked, for the user's own commands."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from sinch_order_cli.workflow.deadline import LAST_PART, SOON, length
from sinch_order_cli.workflow.model import Order, parse_time, seconds_left
from sinch_order_cli.workflow.provisioning import failed, usable

Kind = Literal["state", "message", "deadline", "usable"]

DEADLINES = (float(SOON), 7200.0)
"""Seconds before expiry that trigger an event, for longer reservations."""


QUESTION_WAITS = 12 * 3600.0
"""Seconds after which an unanswered question of the reviewers triggers an event."""


class Seen(Struct, frozen=True):
    """The last known state of an order, as far as it matters for events."""

    state: str
    messages: frozenset[tuple[str, str]]
    setup: bool | None

    @classmethod
    def of(cls, order: Order) -> Seen:
        """Return the current state of an order."""
        said = frozenset(
            (str(log.get("message")), str(log.get("createTime"))) for log in order.logs
        )
        return cls(order.state, said, _setup(order))


def _setup(order: Order) -> bool | None:
    """Return True if the numbers of a completed order are ready, False if provisioning failed, else
    None."""
    if not order.status.completed:
        return None
    return False if failed(order) else usable(order) or None


def events(order: Order, before: Seen, now: float) -> list[Kind]:
    """Return the events of an order, each kind once.

    Deadlines and waiting questions are recorded in the order's `alerts`, which the caller must
    save, so that each triggers only one event.

    Args:
        now: seconds since 1970.
    """
    after = Seen.of(order)
    found: list[Kind] = []
    if after.state != before.state:
        found.append("state")
    if after.messages - before.messages:
        found.append("message")
    if after.setup is not None and after.setup != before.setup:
        found.append("usable")
    if _note(order, _deadlines(order, now)):
        found.append("deadline")
    if _note(order, _question(order, now)) and "message" not in found:
        found.append("message")
    return found


def _note(order: Order, alerts: list[str]) -> bool:
    """Record alerts of an order. Return True if one of them is new."""
    new = [one for one in alerts if one not in order.alerts]
    order.alerts = (*order.alerts, *new)
    return bool(new)


def _deadlines(order: Order, now: float) -> list[str]:
    """Return the deadlines passed: a quarter of the reservation, 2 hours, 30 minutes left."""
    left = seconds_left(order, now)
    if left is None or left <= 0:
        return []
    total = length(order)
    limits = {"deadline-quarter": total * LAST_PART} if total else {}
    limits |= {f"deadline-{limit:.0f}": limit for limit in DEADLINES if not total or limit < total}
    return [name for name, limit in limits.items() if left <= limit]


def _question(order: Order, now: float) -> list[str]:
    """Return the reviewers' question that has waited too long."""
    if not order.status.blocked:
        return []
    asked = _asked_at(order)
    if asked is None or now + order.clock_offset - asked.timestamp() < QUESTION_WAITS:
        return []
    return [f"question-{asked.isoformat()}"]


def _asked_at(order: Order) -> datetime | None:
    last = str(order.logs[-1].get("createTime") or "") if order.logs else ""
    return parse_time(last) or order.changed_at
