"""The reservation's clock: when to warn, and whether what is left to do can be done in time.

Only `expireTime` counts, by the server's clock; how long a reservation lasts is never computed.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sinch_order_cli.workflow.model import Order, parse_time, seconds_left

Urgency = Literal["", "quarter", "soon", "over"]

SOON = 30 * 60
"""Seconds: the last warning comes when no more are left."""

LAST_PART = 0.25
"""The part of a reservation that is left when the first warning comes."""

_ANSWER, _DOCUMENT = 5, 20
"""Seconds that an answer and a document take at the least, with everything at hand."""

_AMPLE = 4 * 3600
"""Seconds: with more left, any form can be finished, so its missing answers are not counted."""


class Clock(Struct, frozen=True):
    """How a reservation stands.

    `left` is in seconds, negative once it has ended. `urgency` is `quarter` from the last quarter
    of its time on and `soon` from the last half hour on. `answers` and `documents` are still
    missing, and take `needed` seconds at the least; they are 0 while more than four hours are left.
    """

    left: float
    urgency: Urgency
    answers: int
    documents: int

    @property
    def needed(self) -> int:
        """Seconds that what is missing takes at the least."""
        return self.answers * _ANSWER + self.documents * _DOCUMENT

    @property
    def is_hopeless(self) -> bool:
        """Whether the form can't be finished before the reservation ends."""
        return 0 < self.left < self.needed


def clock(order: Order, now: float) -> Clock | None:
    """The clock of a reservation that was not submitted yet; None where none runs.

    Args:
        now: this machine's time, in seconds since 1970.
    """
    left = seconds_left(order, now)
    if left is None:
        return None
    if left > _AMPLE:
        return Clock(left, _urgency(order, left), 0, 0)
    return Clock(left, _urgency(order, left), _answers(order), len(order.missing_attachments))


def _urgency(order: Order, left: float) -> Urgency:
    if left <= 0:
        return "over"
    if left <= SOON:
        return "soon"
    return "quarter" if left <= length(order) * LAST_PART else ""


def length(order: Order) -> float:
    """How many seconds the reservation lasts in all; 0 where that is not known."""
    began, ends = order.reserved_at or parse_time(order.created_at), order.expires_at
    return max(0.0, (ends - began).total_seconds()) if began and ends else 0.0


def _answers(order: Order) -> int:
    """How many answers are missing or wrong; none once they were accepted."""
    if order.lookup is None or order.registered_at or not order.lookup.needs_registration:
        return 0
    from sinch_order_cli.kyc import read_form

    form = read_form(order.lookup.raw)
    return len(form.check(order.answers if order.answers is not None else form.empty()))
