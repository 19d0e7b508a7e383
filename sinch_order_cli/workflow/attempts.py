"""Attempts to reserve: every createNumberOrder sent by this program, and its known outcome.

The API has no list of orders and no idempotency key (FACTS.md). So if a response is lost, it can
only be inferred whether the request reserved something. Attempts are appended to an order and
decided by evidence; none is overwritten or removed:

- a response with an order ID, whatever its status: `reserved`;
- a refusal by the API, or a request that was never sent: `refused`;
- the number is available after the request can no longer be executed, or another attempt for the
  same number succeeded (only one order at a time has a number): `refused`;
- the user's decision: `abandoned`, which an order ID can still change to `reserved`;
- anything else: `unknown`. The local clock and a 404 for an order prove nothing.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.api.order_models import OrderRequest, read_kept

Outcome = Literal["unknown", "refused", "reserved", "abandoned"]

GRACE = 120.0
"""Seconds after its own timeout within which a request may still be executed."""

_PORTS = {"http": 80, "https": 443}

_JUMP = 2.0
"""Seconds by which two clocks may differ, plus 5 % of the elapsed time, before one was changed."""


class Reading(Struct, rename="camel", frozen=True):
    """Two clocks at one moment: the server's `Date`, and this machine's time since boot.

    `date` is in seconds since 1970, `uptime` in seconds since the boot with the ID `boot`.
    """

    boot: str
    uptime: float
    date: float


class Attempt(Struct, rename="camel", frozen=True, kw_only=True):
    """A createNumberOrder that was sent.

    Attributes:
        body: the request body.
        project_id, host: the target; the attempt is checked and repeated only there. "" from an
        earlier version of the order file: the current one.
        sent_at: by the local clock.
        server_date: by the server's clock, in seconds since 1970; None if that is unknown.
        time_limit: the request's timeout in seconds.
        status: the HTTP status of the response, 0 without one.
        counted_from: the clocks at the server's first response after the request; its age is
            counted from here.
        look_again_at: the time of the next useful check, by the local clock; "" for never.
    """

    body: dict[str, Any]
    project_id: str = ""
    host: str = ""
    sent_at: str = ""
    server_date: float | None = None
    outcome: Outcome = "unknown"
    id_number_order: str = ""
    time_limit: float = 0.0
    status: int = 0
    counted_from: Reading | None = None
    look_again_at: str = ""

    @property
    def phone_number(self) -> str:
        """The requested number, "" for a quantity."""
        return next(iter(read_kept(OrderRequest, self.body).phone_numbers), "")


class Attempted(Protocol):
    """The part of an order that attempts need."""

    attempts: tuple[Attempt, ...]

    @property
    def reserved_numbers(self) -> list[str]:
        """The reserved numbers, by the server."""


def unknown_attempts(order: Attempted) -> list[Attempt]:
    """Return an order's attempts with unknown outcome."""
    return [attempt for attempt in order.attempts if attempt.outcome == "unknown"]


def seconds_until_over(attempt: Attempt, now: Reading | None) -> tuple[Attempt, float]:
    """Return how long a request may still be executed; 0 or less if it can't be any more.

    Both clocks of `Reading` are used; the shorter elapsed time counts. After a reboot or a clock
    change, counting restarts; without a date it doesn't start.

    Returns:
        The attempt with updated counting, and the seconds.
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
    """Replace an attempt by its updated version."""
    order.attempts = tuple(after if one is before else one for one in order.attempts)
    return after


def decide(order: Attempted, attempt: Attempt, outcome: Outcome, id_number_order: str = "") -> None:
    """Decide an attempt."""
    after = replace(attempt, outcome=outcome, id_number_order=id_number_order, look_again_at="")
    update(order, attempt, after)


def refuse_competing(order: Attempted, winner: Attempt) -> bool:
    """Decide the unknown attempts of `order` for a number reserved by another attempt.

    This requires that the other one reserved exactly that number, as a server may have given
    another one.

    Returns:
        True if there were any.
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
    """Abandon all attempts with unknown outcome, as the user decided."""
    for attempt in unknown_attempts(order):
        decide(order, attempt, "abandoned")


def adopt_id(order: Attempted, id_number_order: str, attempt: Attempt) -> Attempt:
    """Record an order ID with the attempt that it belongs to, which may be a new one.

    The order already has the server's numbers.

    Returns:
        The attempt that has the ID now.
    """
    for one in order.attempts:
        if one.id_number_order == id_number_order:
            return one
    if not any(one is attempt for one in order.attempts):
        record(order, attempt)
    decide(order, attempt, "reserved", id_number_order)
    if attempt.phone_number and attempt.phone_number in order.reserved_numbers:
        refuse_competing(order, attempt)
    return attempt


def _same_place(one: Attempt, other: Attempt) -> bool:
    return (one.project_id, _spelled_once(one.host)) == (
        other.project_id,
        _spelled_once(other.host),
    )


def is_elsewhere(attempt: Attempt, host: str) -> bool:
    """Return True if an attempt was made at another host; False if one of them is unknown."""
    known = bool(attempt.host and host)
    return known and _spelled_once(attempt.host) != _spelled_once(host)


def _spelled_once(host: str) -> str:
    """Return the one spelling of a URL that has several: a slash at its end, upper case, a port
    that is the default."""
    try:
        url = urlsplit(host)
        port = url.port
    except ValueError:
        return host
    name = url.hostname or ""
    shown = f":{port}" if port and port != _PORTS.get(url.scheme) else ""
    return f"{url.scheme}://{name}{shown}{url.path.rstrip('/')}"


def look_again_at(order: Attempted) -> str:
    """Return when the next check can show whether the order was reserved, or ""."""
    open_ones = unknown_attempts(order)
    if not open_ones or not all(one.look_again_at for one in open_ones):
        return ""
    return max(one.look_again_at for one in open_ones)
