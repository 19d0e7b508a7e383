"""A new order with what an earlier one had: after it expired, was rejected, or lost its number."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import AvailableNumber
from sinch_order_cli.errors import NotFoundError, StateError, UsageError
from sinch_order_cli.workflow import request
from sinch_order_cli.workflow.order import Earlier, Order, timestamp
from sinch_order_cli.workflow.request import Wanted

_CHOICES = ("numberOrderOption", "quantityOrderOption")


def renew(
    old: Order, now: float, *, region: str = "", kind: str = "", wanted: Wanted | None = None
) -> Order:
    """A new order, not yet named or saved, with the old one's choices and answers.

    Args:
        now: the time in seconds since 1970.
        region, kind, wanted: what is given now goes before what the old order had.

    Raises:
        StateError: the old order has not ended, or is completed, so that its number is not free.
        UsageError: no number or quantity is known.
    """
    other = wanted is not None and (wanted.number or wanted.quantity is not None)
    if old.state not in ("EXPIRED", "REJECTED") and old.server is not None and not other:
        raise StateError(
            f"{old.name} is {old.state}: its number is not free",
            reason="a new order takes its place once it has expired or was rejected",
            hint=f"Go on with it: sinch-order resume {old.name}\n"
            "or order another number with the same answers: "
            f"sinch-order create --from {old.name} --number +E164",
        )
    body = _body(old, region, kind, wanted)
    return Order(
        region_code=body["regionCode"],
        number_type=body["numberType"],
        project_id=old.project_id,
        created_at=timestamp(now),
        request=body,
        answers=old.answers,
        earlier=Earlier(name=old.name, state=old.state, logs=old.logs, answers=old.answers),
    )


def change_request(order: Order, *, region: str = "", kind: str = "", wanted: Wanted) -> None:
    """Put what is given now into an order that is not reserved yet.

    Raises:
        UsageError: no number or quantity is known.
    """
    body = _body(order, region, kind, wanted)
    if body.get("numberOrderOption") != order.request.get("numberOrderOption"):
        order.offer = None
    if (body["regionCode"], body["numberType"]) != (order.region_code, order.number_type):
        order.lookup = None
    order.region_code, order.number_type = body["regionCode"], body["numberType"]
    order.request = body


def asks_for_the_same(order: Order, region: str, kind: str, wanted: Wanted) -> bool:
    """Whether an order that is not reserved asks for what it would with what is given now.

    Raises:
        UsageError: no number or quantity is known.
    """
    return _body(order, region, kind, wanted) == order.request


def _body(old: Order, region: str, kind: str, wanted: Wanted | None) -> dict[str, Any]:
    """The body of createNumberOrder as an order had it, with what is given now."""
    code = request.region_code(region or old.region_code)
    number_type = request.number_type(kind or old.number_type)
    body: dict[str, Any] = {**old.request, "regionCode": code, "numberType": number_type}
    if not any(choice in body for choice in _CHOICES) and old.phone_numbers:
        numbers = old.phone_numbers
        if len(numbers) == 1:
            body["numberOrderOption"] = {"phoneNumbers": numbers}
        else:  # an order by quantity that was taken up by its id
            body["quantityOrderOption"] = {"requestedQuantity": len(numbers)}
    if wanted is not None:
        if wanted.number or wanted.quantity is not None:
            body = {key: value for key, value in body.items() if key not in _CHOICES}
            body |= request.build_request(code, number_type, wanted)
        elif "numberOrderOption" in body and (code, number_type) != (
            old.region_code,
            old.number_type,
        ):
            raise UsageError(
                f"the number of {old.name} is {old.region_code} {old.number_type}, "
                f"not {code} {number_type}",
                hint="Give a number of that kind with --number, or --quantity.",
            )
        body |= request.configuration(wanted)
    if not any(choice in body for choice in _CHOICES):
        raise UsageError(f"{old.name} has no number yet", hint="Give one with --number.")
    return body


def settle_number(api: NumbersApi, order: Order) -> AvailableNumber | None:
    """See that the number of a renewed order is free, else put one like it in its place.

    Like it is one that begins with the same digits, as many as there are numbers for, and can do
    the same.

    Returns:
        The number that was put in its place; None where the old one is free, or the order is for
        a quantity.

    Raises:
        NotFoundError: it is not free, and there is none like it.
    """
    numbers = (order.request.get("numberOrderOption") or {}).get("phoneNumbers") or []
    if not numbers:
        return None
    wanted = str(numbers[0])
    try:
        order.offer = api.get_available_number(wanted).raw
        return None
    except NotFoundError:
        pass
    capabilities = list((order.offer or {}).get("capability") or [])
    for length in range(len(wanted) - 2, 2, -2):
        found = api.search_available_numbers(
            order.region_code,
            order.number_type,
            capabilities=capabilities,
            pattern=wanted[:length],
            search_pattern="START",
            size=1,
        ).available_numbers
        if found:
            phone_number = found[0].phone_number
            order.request["numberOrderOption"] = {"phoneNumbers": [phone_number]}
            order.offer = None
            return found[0]
    raise NotFoundError(
        f"{wanted} is not free any more, and there is no number like it",
        hint=f"Choose one: sinch-order search {order.region_code} {order.number_type}",
        details=[{"phoneNumber": wanted}],
    )


def is_unchanged(order: Order, data: Any) -> bool:
    """Whether answers are the very ones that were rejected the last time."""
    earlier = order.earlier
    return earlier is not None and earlier.state == "REJECTED" and earlier.answers == data
