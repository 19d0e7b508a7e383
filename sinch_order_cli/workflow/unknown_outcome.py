"""An order with an unknown outcome: what is known, and the user's options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sinch_order_cli.api.order_models import NumberOrder, OrderRequest, read_kept
from sinch_order_cli.errors import Suggestion, UnknownOutcomeError, UsageError
from sinch_order_cli.workflow.attempts import GRACE, Attempt, is_elsewhere, unknown_attempts
from sinch_order_cli.workflow.differences import compared_services
from sinch_order_cli.workflow.model import Order, parse_time
from sinch_order_cli.workflow.order_json import as_json

_CLOCKS_DIFFER = 600.0
"""Seconds by which an order may appear older than the attempt that created it."""

_INACCURACY = 1.0
"""Seconds by which two times are inaccurate, as both are in whole seconds."""


def unknown(order: Order, available: bool | None, because: str = "") -> UnknownOutcomeError:
    """Return the error that explains an unknown outcome and lists the user's options.

    Args:
        available: whether its number is available, None if unknown.
        because: the result of the request, if it was just sent.
    """
    known = [because.rstrip(".")] if because else []
    known += [_found(order, available)]
    return UnknownOutcomeError(
        f"{order.name} may have been reserved: the server's answer was lost",
        reason="; ".join(known) + ".",
        hint=_ways(order, available),
        details=[unknown_outcome_json(order, available)],
    )


def _found(order: Order, available: bool | None) -> str:
    number = (order.phone_numbers or [""])[0]
    if not number:
        return "the API can't list orders, so one without a known number can't be looked up"
    if available:
        return f"{number} is still available, but the request may still go through"
    if available is None:
        return f"the availability of {number} could not be checked"
    return f"{number} is not available, most likely because this order reserved it"


def _ways(order: Order, available: bool | None) -> list[str | Suggestion]:
    ways: list[str | Suggestion] = [
        import_command(order, say="Ask Sinch for the order ID, then", into=order.name)
    ]
    if order.requested.callback_url:
        ways.append("Or find the ID in an event at your callback URL, as resourceId.")
    if order.phone_numbers and available is not False:
        at = order.look_again_at
        after = f" after {at[11:16]} UTC" if at else ""
        ways.insert(0, Suggestion("status", order.name, say=f"To check again{after}"))
    ways += [
        Suggestion(
            "forget", order.name, say="Or abandon the order and delete it here", abandon=True
        ),
        "Or reserve again anyway with create --again, which may order twice.",
    ]
    return ways


def unknown_outcome_json(order: Order, available: bool | None) -> dict[str, Any]:
    """Return the same information for `--json`."""
    members = as_json(order)
    numbers = order.phone_numbers
    return {
        "name": order.name,
        "phoneNumber": numbers[0] if numbers else None,
        "available": available,
        **{name: members[name] for name in ("mayBeReserved", "attempts", "lookAgainAt")},
    }


class Mismatch(Struct, frozen=True):
    """A reason why an order on the server can't be the one that a local order requested."""

    what: str
    asked: str
    found: str


def mismatches(order: Order, found: NumberOrder, project_id: str, host: str = "") -> list[Mismatch]:
    """Return the reasons why `found` can't be what an attempt of `order` reserved; [] if it can.

    Args:
        host: where it was found; "" if that is not known.
    """
    problems = [_mismatches(order, one, found, project_id, host) for one in _undecided(order)]
    return min(problems, key=len) if problems else []


def made_by(
    order: Order, found: NumberOrder, project_id: str, host: str, clock_offset: float
) -> Attempt | None:
    """Return the attempt of `order` that reserved `found`; None if none can have.

    If several can have, an abandoned one comes first: another one then stays unknown, as it may
    have reserved as well.

    Args:
        clock_offset: seconds by which the server's clock is ahead of the local one.
    """
    fitting = [
        one for one in _undecided(order) if not _mismatches(order, one, found, project_id, host)
    ]
    in_time = [one for one in fitting if _was_in_time(one, found, clock_offset)]
    ranked = sorted(in_time or fitting, key=lambda one: one.outcome == "abandoned")
    return ranked[-1] if ranked else None


def _was_in_time(attempt: Attempt, found: NumberOrder, clock_offset: float) -> bool:
    """Return True if an order was created while an attempt could be carried out."""
    sent, made = parse_time(attempt.sent_at), parse_time(found.create_time)
    if sent is None or made is None:
        return True
    start = attempt.server_date or sent.timestamp() + clock_offset
    ends = start + attempt.time_limit + GRACE
    return start - _INACCURACY <= made.timestamp() <= ends + _INACCURACY


def _undecided(order: Order) -> list[Attempt]:
    return [one for one in order.attempts if one.outcome in ("unknown", "abandoned")]


def _elsewhere(attempt: Attempt, host: str) -> list[Mismatch]:
    return [Mismatch("host", attempt.host, host)] if is_elsewhere(attempt, host) else []


def _mismatches(
    order: Order, attempt: Attempt, found: NumberOrder, project_id: str, host: str
) -> list[Mismatch]:
    requested = read_kept(OrderRequest, attempt.body)
    count = requested.quantity or len(requested.phone_numbers)
    numbers = ", ".join(found.phone_numbers) or "no numbers"
    problems = [
        Mismatch("project", attempt.project_id, project_id)
        if attempt.project_id and attempt.project_id != project_id
        else None,
        Mismatch("region", order.region_code, found.region_code)
        if found.region_code and found.region_code != order.region_code
        else None,
        Mismatch("type", order.number_type, found.number_type)
        if found.number_type and found.number_type != order.number_type
        else None,
        Mismatch("number", attempt.phone_number, numbers)
        if attempt.phone_number and attempt.phone_number not in found.phone_numbers
        else None,
        Mismatch("count", str(count), str(len(found.phone_numbers)))
        if count and count != len(found.phone_numbers)
        else None,
        *(
            Mismatch(what, asked, actual) if asked and actual and asked != actual else None
            for what, asked, actual in compared_services(requested, found)
        ),
    ]
    if _is_older(found, attempt):
        problems.append(Mismatch("time", f"sent {attempt.sent_at}", f"created {found.create_time}"))
    return _elsewhere(attempt, host) + [one for one in problems if one is not None]


def _is_older(found: NumberOrder, attempt: Attempt) -> bool:
    """Return True if an order was created before an attempt was sent, by both clocks, as one of
    them may be wrong."""
    sent, made = parse_time(attempt.sent_at), parse_time(found.create_time)
    if sent is None or made is None or attempt.server_date is None:
        return False
    return made.timestamp() < min(sent.timestamp(), attempt.server_date) - _CLOCKS_DIFFER


def could_match(order: Order, found: NumberOrder, project_id: str, host: str) -> bool:
    """Return True if an order of unknown outcome could be this one on the server."""
    if order.server is not None or not _undecided(order):
        return False
    problems = mismatches(order, found, project_id, host)
    return all(one.what == "time" for one in problems)


def may_have_reserved(other: Order, body: Mapping[str, Any]) -> bool:
    """Return True if `other` may have reserved what `body` requests: its number, or a similar
    quantity.

    So may a reserved order whose request is unknown, as its file was damaged, until it is
    submitted.
    """
    if other.server is None:
        return any(_is_like(one, body) for one in unknown_attempts(other))
    if other.attempts or other.has_choice or not other.status.reserved:
        return False
    asked = read_kept(OrderRequest, body)
    if asked.phone_numbers:
        return not set(asked.phone_numbers).isdisjoint(other.reserved_numbers)
    return (other.region_code, other.number_type) == (asked.region_code, asked.number_type)


def _is_like(attempt: Attempt, body: Mapping[str, Any]) -> bool:
    sent, asked = read_kept(OrderRequest, attempt.body), read_kept(OrderRequest, body)
    if sent.phone_numbers or asked.phone_numbers:
        return attempt.phone_number in asked.phone_numbers
    return (sent.region_code, sent.number_type) == (asked.region_code, asked.number_type)


def already_saved(id_number_order: str, name: str) -> UsageError:
    """Return the error for importing an ID that another local order has."""
    return UsageError(
        f"{id_number_order} is already saved as {name}",
        hint=Suggestion("resume", name, say="To continue"),
    )


def import_command(order: Order, *, say: str, order_id: str = "", **more: str) -> Suggestion:
    """Return the command that imports an order by its ID.

    Args:
        say: its purpose.
        order_id: the ID; by default the order's own.
        more: further options.
    """
    return Suggestion(
        "resume",
        say=say,
        order_id=order_id or order.id_number_order or "ID",
        region=order.region_code,
        type=order.number_type,
        **more,
    )
