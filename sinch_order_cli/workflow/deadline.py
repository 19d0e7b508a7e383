"""The deadline of a reservation: when to warn, and whether the remaining work fits.

Only `expireTime` by the server's clock counts; a reservation's duration is never assumed.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sinch_order_cli.workflow.model import Order, parse_time, seconds_left

Urgency = Literal["", "quarter", "soon", "over"]

SOON = 30 * 60
"""Seconds left at the last warning."""

LAST_PART = 0.25
"""Fraction of the reservation left at the first warning."""

_ANSWER, _DOCUMENT = 5, 20
"""Minimum seconds for an answer and for a document, with everything at hand."""

_AMPLE = 4 * 3600
"""With more seconds left than this, any form can be completed, so missing answers are not
counted."""


class Clock(Struct, frozen=True):
    """The deadline of a reservation.

    `left` is in seconds, negative after expiry. `urgency` is `quarter` in the last quarter of the
    time and `soon` in the last half hour. `answers` and `documents` are missing and take at least
    `needed` seconds; they are 0 while more than four hours are left.
    """

    left: float
    urgency: Urgency
    answers: int
    documents: int

    @property
    def needed(self) -> int:
        """The minimum seconds to provide what is missing."""
        return self.answers * _ANSWER + self.documents * _DOCUMENT

    @property
    def is_too_late(self) -> bool:
        """True if the form can't be completed before the reservation expires."""
        return 0 < self.left < self.needed


def clock(order: Order, now: float) -> Clock | None:
    """Return the deadline of a reservation not yet submitted; None if there is none.

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
    """Return the total duration of the reservation in seconds; 0 if unknown."""
    began, ends = order.reserved_at or parse_time(order.created_at), order.expires_at
    return max(0.0, (ends - began).total_seconds()) if began and ends else 0.0


def _answers(order: Order) -> int:
    """Return the number of missing or invalid answers; 0 once they were accepted."""
    if order.lookup is None or order.registered_at or not order.lookup.needs_registration:
        return 0
    from sinch_order_cli.kyc import read_form

    form = read_form(order.lookup.raw)
    return len(form.check(order.answers if order.answers is not None else form.empty()))
