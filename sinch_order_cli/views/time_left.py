"""The time left of a reservation, and warnings about it."""

from __future__ import annotations

from sinch_order_cli.errors import Suggestion
from sinch_order_cli.text import duration, when
from sinch_order_cli.workflow.deadline import Clock, clock
from sinch_order_cli.workflow.model import Order, seconds_left


def time_left(order: Order, now: float) -> str:
    """Return the time left in words; "" without a deadline."""
    left = seconds_left(order, now)
    if left is None:
        return ""
    return f"{duration(left)} left" if left > 0 else "expired"


def expiry_words(order: Order, now: float) -> str:
    """Return the time left and the deadline: "47 h 59 min, expires 29 Nov 14:58 UTC"; "" without a
    deadline."""
    left = seconds_left(order, now)
    if left is None or not order.expires_at:
        return ""
    return f"{duration(left)}, expires {when(order.expires_at)}" if left > 0 else "expired"


def time_warning(order: Order, now: float) -> str | Suggestion:
    """Return a warning if time is short, or too short for what is missing; else ""."""
    found = clock(order, now)
    if found is None:
        return ""
    if found.urgency == "over":
        return Suggestion(
            "create",
            say="The reservation has expired. Your answers are saved. "
            "To start a new order with them",
            from_=order.name,
        )
    if found.is_too_late:
        return Suggestion(
            "create",
            say=f"{_missing(found)} still missing with {duration(found.left)} left: this can't be "
            "finished in time. Your answers are saved. Once the reservation has expired, start a "
            "new order",
            from_=order.name,
        )
    if not found.urgency:
        return ""
    share = "only" if found.urgency == "soon" else "a quarter of its time,"
    ends = when(order.expires_at) if order.expires_at else ""
    return f"The reservation has {share} {duration(found.left)} left: it expires {ends}."


def _missing(found: Clock) -> str:
    parts = [
        f"{count} {one if count == 1 else one + 's'}"
        for count, one in ((found.answers, "answer"), (found.documents, "document"))
        if count
    ]
    return f"{' and '.join(parts)} {'is' if found.answers + found.documents == 1 else 'are'}"
