"""Attempts to reserve: every createNumberOrder that left this program, and what is known of it.

There is no list of orders and no idempotency key (FACTS.md), so whether a request whose answer was
lost reserved something can only be inferred. Attempts are appended to an order and decided by
evidence; none is overwritten or dropped:

- an answer with an order id, whatever its status: `reserved`;
- the API's own refusal, or a request that never left this machine: `refused`;
- the number is available at a moment when the request can't be carried out any more, or another
  attempt for the same number succeeded (a number is held by one order at a time): `refused`;
- the operator's word: `abandoned`, which its id can still turn into `reserved`;
- anything else: `unknown`. The local clock and a 404 for an order prove nothing.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.api.models import OrderRequest, read_kept

Outcome = Literal["unknown", "refused", "reserved", "abandoned"]

GRACE = 120.0
"""Seconds after its own time limit within which a request may still be carried out."""

_JUMP = 2.0
"""Seconds by which two clocks may differ, beside 5 % of what has passed, before one has jumped."""


class Reading(Struct, rename="camel", frozen=True):
    """Two clocks at one moment: the server's `Date`, and this machine's time since it booted.

    `date` is in seconds since 1970, `uptime` in seconds since the boot that `boot` names.
    """

    boot: str
    uptime: float
    date: float


class Attempt(Struct, rename="camel", frozen=True, kw_only=True):
    """One createNumberOrder that was sent.

    Attributes:
        body: what was sent.
        project_id, host: where to; an attempt is only looked for and repeated there. "" for one
            that an earlier version of the order file did not say it of: the current one.
        sent_at: by this machine's clock, to be shown; nothing is concluded from it.
        time_limit: seconds that the request had.
        status: the HTTP status of its answer, 0 where none came.
        counted_from: the clocks when the server first answered after the sending; how long ago the
            request was sent is counted from here.
        look_again_at: from when on looking can tell, by this machine's clock; "" for never.
    """

    body: dict[str, Any]
    project_id: str = ""
    host: str = ""
    sent_at: str = ""
    outcome: Outcome = "unknown"
    id_number_order: str = ""
    time_limit: float = 0.0
    status: int = 0
    counted_from: Reading | None = None
    look_again_at: str = ""

    @property
    def phone_number(self) -> str:
        """The number that was asked for, "" for a quantity."""
        return next(iter(read_kept(OrderRequest, self.body).phone_numbers), "")


class Attempted(Protocol):
    """What attempts are made for: an order, as far as they need to know it."""

    attempts: tuple[Attempt, ...]

    @property
    def reserved_numbers(self) -> list[str]:
        """The numbers that the server says are reserved for it."""


def unknown_attempts(order: Attempted) -> list[Attempt]:
    """The attempts of an order whose outcome is not known."""
    return [attempt for attempt in order.attempts if attempt.outcome == "unknown"]


def seconds_until_over(attempt: Attempt, now: Reading | None) -> tuple[Attempt, float]:
    """How long a request may still be carried out, 0 or less when it can't be any more.

    Counted by both clocks of `Reading`; the shorter count is believed. After a reboot, or where
    one of the clocks has jumped, counting starts again; without a date it does not begin.

    Returns:
        The attempt with its counting brought up to date, and the seconds.
    """
    limit = attempt.time_limit + GRACE
    if now is None:
        return attempt, limit
    start = attempt.counted_from
    if start is None or start.boot != now.boot:
        return replace(attempt, counted_from=now), limit
    by_date, by_uptime = now.date - start.date, now.uptime - start.uptime
    if min(by_date, by_uptime) < 0 or abs(by_date - by_uptime) > _JUMP + 0.05 * by_uptime:
        return replace(attempt, counted_from=now), limit
    return attempt, limit - min(by_date, by_uptime)


def record(order: Attempted, attempt: Attempt) -> None:
    """Append an attempt that is about to be sent."""
    order.attempts = (*order.attempts, attempt)


def update(order: Attempted, before: Attempt, after: Attempt) -> Attempt:
    """Put what was learned of an attempt in its place."""
    order.attempts = tuple(after if one is before else one for one in order.attempts)
    return after


def decide(order: Attempted, attempt: Attempt, outcome: Outcome, id_number_order: str = "") -> None:
    """Decide an attempt."""
    after = replace(attempt, outcome=outcome, id_number_order=id_number_order, look_again_at="")
    update(order, attempt, after)


def refuse_rivals(order: Attempted, winner: Attempt) -> bool:
    """Decide the unknown attempts of `order` for a number that another attempt has reserved.

    Only where it has that very number: a server may have given another one for it.

    Returns:
        Whether there were any.
    """
    beaten = [
        one
        for one in unknown_attempts(order)
        if one.phone_number == winner.phone_number and _same_place(one, winner)
    ]
    for one in beaten:
        update(order, one, replace(one, outcome="refused", look_again_at=""))
    return bool(beaten)


def abandon(order: Attempted) -> None:
    """Give up every attempt whose outcome is not known; the operator said so."""
    for attempt in unknown_attempts(order):
        decide(order, attempt, "abandoned")


def adopt_id(order: Attempted, id_number_order: str, attempt: Attempt) -> Attempt:
    """Note the order id that an attempt led to: its own, or `attempt` where none was recorded.

    The order has the server's numbers by then. An attempt for another number stays what it was.

    Returns:
        The attempt that has the id now.
    """
    for one in order.attempts:
        if one.id_number_order == id_number_order:
            return one
    open_ones = [one for one in order.attempts if one.outcome in ("unknown", "abandoned")]
    open_ones = [one for one in open_ones if _can_have_made(one, order)] or open_ones
    if not open_ones:
        record(order, attempt)
        open_ones = [attempt]
    latest = next((one for one in reversed(open_ones) if one.outcome == "unknown"), open_ones[-1])
    decide(order, latest, "reserved", id_number_order)
    if latest.phone_number and latest.phone_number in order.reserved_numbers:
        refuse_rivals(order, latest)
    return latest


def _can_have_made(attempt: Attempt, order: Attempted) -> bool:
    return not attempt.phone_number or attempt.phone_number in order.reserved_numbers


def _same_place(one: Attempt, other: Attempt) -> bool:
    return (one.project_id, one.host) == (other.project_id, other.host)


def look_again_at(order: Attempted) -> str:
    """From when on looking can tell whether the order was reserved, "" where it never can."""
    open_ones = unknown_attempts(order)
    if not open_ones or not all(one.look_again_at for one in open_ones):
        return ""
    return max(one.look_again_at for one in open_ones)
