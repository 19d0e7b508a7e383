"""A reservation whose answer was lost: what can be found out, and what is left to the operator.

There is no list of orders (FACTS.md, step 3), so an order whose id was lost can't be found. But
a number that is still free was not reserved, one that is not was most likely reserved by us, and
whatever was reserved has ended after 48 hours. Of an order by quantity nothing can be known.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from sinch_order_cli.errors import NotFoundError, SinchOrderError, UnknownOutcomeError
from sinch_order_cli.workflow.order import Order, parse_time
from sinch_order_cli.workflow.work import Work, settle

LONGEST_RESERVATION = 48 * 3600
"""Seconds after which a reservation has ended in any case (FACTS.md, step 3)."""


class Doubt(Struct, frozen=True):
    """What is known of a reservation that may have been made.

    `free` is True where nothing is reserved, False where the number is taken, and None where
    that can't be told. `until` is when such a reservation has ended at the latest, in seconds
    since 1970.
    """

    free: bool | None
    until: float
    reason: str


def find_out(work: Work, order: Order) -> Doubt:
    """Look whether the reservation was made. One that was not leaves no doubt, and is saved so."""
    assert order.intent is not None
    since = parse_time(order.intent.at)
    until = (since.timestamp() if since else work.now()) + LONGEST_RESERVATION
    doubt = _look(work, order, until)
    if doubt.free:
        settle(work, order)
    return doubt


def decide(work: Work, order: Order, because: str = "") -> None:
    """Settle a reservation that may have been made, where that can be done without asking.

    Args:
        because: what became of the request, where it was sent just now.

    Raises:
        UnknownOutcomeError: it can't; the choices are the operator's.
    """
    doubt = find_out(work, order)
    if not doubt.free:
        raise unknown(order, doubt, because)
    which = "The answer" if because else "The answer to an earlier attempt"
    work.note(f"{which} was lost, but {doubt.reason}. Reserving it once more.")


def unknown(order: Order, doubt: Doubt, because: str = "") -> UnknownOutcomeError:
    """What is known, what is not, and every way to go on."""
    until = _when(doubt.until)
    wait = f"wait until {until}: by then it is free again"
    known = [because.rstrip(".")] if because else []
    known += [doubt.reason, "the API has no list of orders, so that its id can't be looked up"]
    choices = [
        f"Ask Sinch for the order's id, then: {adopt_command(order)}",
        f"Or {wait if order.phone_numbers else f'wait until {until}: by then it has ended'}.",
    ]
    if order.phone_numbers:
        choices.append(
            f"Or take another number: sinch-order create --from {order.name} --number +E164 --yes"
        )
    choices.append(f"Or reserve once more: sinch-order create --from {order.name} --again --yes")
    if order.request.get("callbackUrl"):
        choices.insert(1, "An event at the callback URL carries the id as resourceId.")
    return UnknownOutcomeError(
        f"{order.name} may be reserved: the answer to the order was lost",
        reason="; ".join(known) + ".",
        hint="\n".join(choices),
        details=[doubt_json(order, doubt)],
    )


def doubt_json(order: Order, doubt: Doubt) -> dict[str, Any]:
    """The same for a script: `free` is false where the number is taken, null where unknown."""
    numbers = order.phone_numbers
    return {
        "name": order.name,
        "phoneNumber": numbers[0] if numbers else None,
        "since": order.intent.at if order.intent else None,
        "until": datetime.fromtimestamp(doubt.until, UTC).isoformat(timespec="seconds"),
        "free": doubt.free,
    }


def may_have_reserved(other: Order, order: Order) -> bool:
    """Whether `other` may have reserved what `order` asks for, without anybody knowing."""
    if not other.is_undecided or other.name == order.name:
        return False
    if order.phone_numbers:
        return bool(set(other.phone_numbers) & set(order.phone_numbers))
    return other.request == order.request


def is_answer_to(other: Order, order: Order) -> bool:
    """Whether `order`, which is at the server, is what `other` may have reserved."""
    if not other.is_undecided:
        return False
    if other.phone_numbers:
        return bool(set(other.phone_numbers) & set(order.phone_numbers))
    option = other.request.get("quantityOrderOption") or {}
    same = (other.region_code, other.number_type) == (order.region_code, order.number_type)
    return same and option.get("requestedQuantity") == len(order.phone_numbers)


def adopt_command(order: Order) -> str:
    """The command that takes up an order by its id at the server."""
    return (
        f"sinch-order resume --order-id {order.id_number_order or 'ID'} "
        f"--region {order.region_code} --type {order.number_type}"
    )


def _look(work: Work, order: Order, until: float) -> Doubt:
    if work.now() > until:
        return Doubt(True, until, "whatever it reserved has ended by now")
    if not order.phone_numbers:
        return Doubt(None, until, "an order by quantity names no number that could be looked for")
    number = order.phone_numbers[0]
    try:
        work.api.get_available_number(number)
    except NotFoundError:
        return Doubt(False, until, f"{number} is taken, most likely by this very order")
    except SinchOrderError:
        return Doubt(None, until, f"the server can't be asked now whether {number} is still free")
    return Doubt(True, until, f"{number} is still free, so that nothing was reserved")


def _when(moment: float) -> str:
    """A moment with its zone, to the minute."""
    exact = datetime.fromtimestamp(moment, UTC)
    return f"{exact.day} {exact:%b %H:%M} UTC"
