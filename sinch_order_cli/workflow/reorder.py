"""A new order based on an earlier one that expired, was rejected, or lost its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from sinch_order_cli.api.order_models import AvailableNumber, OrderRequest, read_kept
from sinch_order_cli.errors import NotFoundError, StateError, Suggestion, UsageError
from sinch_order_cli.kyc import read_form
from sinch_order_cli.workflow import create_request
from sinch_order_cli.workflow.create_request import Wanted
from sinch_order_cli.workflow.model import CHOICES, Earlier, Order, timestamp
from sinch_order_cli.workflow.numbers import rewrite, without_others

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi


def renew(
    old: Order, now: float, *, region: str = "", kind: str = "", wanted: Wanted | None = None
) -> Order:
    """Return a new order, without name and not saved, with the old one's choices and answers.

    Args:
        now: the time in seconds since 1970.
        region, kind, wanted: values that override the old order's.

    In the answers, the new order's number replaces the old one's.

    Raises:
        StateError: the old order is not final, or is completed, so its number is not available.
        UsageError: no number or quantity is known.
    """
    other = wanted is not None and (wanted.number or wanted.quantity is not None)
    if not old.status.reorderable and old.server is not None and not other:
        another = Suggestion("create", from_=old.name, number="+E164")
        say = "order another number with the same answers"
        if old.status.completed:
            raise StateError(
                f"{old.name} is {old.state}: its number is yours",
                hint=another.saying(f"To {say}"),
            )
        raise StateError(
            f"{old.name} is {old.state}, so its number is not available",
            reason="a new order can replace it once it has expired or was rejected",
            hint=[
                Suggestion("resume", old.name, say="To continue"),
                another.saying(f"Or {say}"),
            ],
        )
    body = _body(old, region, kind, wanted)
    order = Order(
        region_code=body["regionCode"],
        number_type=body["numberType"],
        project_id=old.project_id,
        created_at=timestamp(now),
        request=body,
        offer=old.offer if _number(body) in old.phone_numbers else None,
        earlier=Earlier(
            name=old.name,
            id_number_order=old.id_number_order,
            state=old.state,
            logs=old.logs,
            answers=old.answers,
        ),
        customer=old.customer,
        customer_since=old.customer_since,
        answer_sources=dict(old.answer_sources),
    )
    take_answers(order, old)
    return order


def is_based_on(order: Order, old: Order | Earlier | None) -> bool:
    """Return True if an order was created from `old`.

    A name can be used again once its order is deleted; an ID can't. Files of older versions have
    only the name.
    """
    earlier = order.earlier
    if earlier is None or old is None:
        return False
    if earlier.id_number_order and old.id_number_order:
        return earlier.id_number_order == old.id_number_order
    return earlier.name == old.name


def differs_in_number_only(body: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return True if two requests are for one number each and equal except for the number."""
    if not (_number(body) and _number(other)):
        return False
    rest, other_rest = (
        {key: value for key, value in one.items() if key not in CHOICES} for one in (body, other)
    )
    return rest == other_rest


def take_answers(order: Order, old: Order) -> tuple[str, ...]:
    """Copy the old order's answers, with the new order's number.

    Returns:
        The paths of the answers with the new number.
    """
    if old.answers is None or (old.region_code, old.number_type) != (
        order.region_code,
        order.number_type,
    ):
        order.answers = old.answers
        return ()
    form = read_form(old.lookup.raw if old.lookup else None)
    order.answers, paths = rewrite(form, old.answers, old.phone_numbers, order.phone_numbers)
    if order.phone_numbers:  # which may be fewer
        order.answers, _ = without_others(form, order.answers, order.phone_numbers)
    return paths


def _number(body: Mapping[str, Any]) -> str:
    return next(iter(read_kept(OrderRequest, body).phone_numbers), "")


def change_request(order: Order, *, region: str = "", kind: str = "", wanted: Wanted) -> None:
    """Apply new values to an order that is not reserved yet; its answers follow its number.

    Raises:
        UsageError: no number or quantity is known.
    """
    body, before = _body(order, region, kind, wanted), replace(order)
    if read_kept(OrderRequest, body).number_order_option != before.requested.number_order_option:
        order.offer = None
    if (body["regionCode"], body["numberType"]) != (order.region_code, order.number_type):
        order.lookup = None
    order.region_code, order.number_type = body["regionCode"], body["numberType"]
    order.request = body
    if order.phone_numbers and order.phone_numbers != before.phone_numbers:
        take_answers(order, before)


def _body(old: Order, region: str, kind: str, wanted: Wanted | None) -> dict[str, Any]:
    """Return an order's createNumberOrder body, updated with new values."""
    code = create_request.region_code(region or old.region_code)
    number_type = create_request.number_type(kind or old.number_type)
    body: dict[str, Any] = {**old.request, "regionCode": code, "numberType": number_type}
    if not any(choice in body for choice in CHOICES) and old.phone_numbers:
        numbers = old.phone_numbers
        if len(numbers) == 1:
            body["numberOrderOption"] = {"phoneNumbers": numbers}
        else:  # an order by quantity that was imported by its ID
            body["quantityOrderOption"] = {"requestedQuantity": len(numbers)}
    if wanted is not None:
        if wanted.campaign and not wanted.sms_plan:
            plan = read_kept(OrderRequest, body).sms_configuration.service_plan_id
            wanted = replace(wanted, sms_plan=plan)
        if wanted.number or wanted.quantity is not None:
            body = {key: value for key, value in body.items() if key not in CHOICES}
            body |= create_request.build_request(code, number_type, wanted)
        elif "numberOrderOption" in body and (code, number_type) != (
            old.region_code,
            old.number_type,
        ):
            raise UsageError(
                f"the number of {old.name} is {old.region_code} {old.number_type}, "
                f"not {code} {number_type}",
                hint="Give a number of that type with --number, or use --quantity.",
            )
        else:
            body |= _with_criteria(body, wanted)
        body |= create_request.configuration(wanted)
    if not any(choice in body for choice in CHOICES):
        raise UsageError(
            f"{old.name} has no number yet",
            hint=Suggestion("create", say="To give one", from_=old.name, number="+E164"),
        )
    return body


def _with_criteria(body: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """Return the choice of a body with the given criteria, which a quantity can have.

    Raises:
        UsageError: the contract forbids them.
    """
    requested, code = read_kept(OrderRequest, body), body["regionCode"]
    if requested.phone_numbers:
        create_request.check(code, replace(wanted, number=requested.phone_numbers[0]))
    if not requested.quantity:
        return {}
    option = body["quantityOrderOption"]
    wanted = replace(wanted, quantity=requested.quantity)
    if wanted.match and not wanted.pattern:
        wanted = replace(wanted, pattern=option.get("numberPattern", {}).get("pattern", ""))
    create_request.check(code, wanted)
    return {"quantityOrderOption": {**option, **create_request.quantity_option(wanted)}}


def is_available(api: NumbersApi, order: Order) -> bool:
    """Return True if the number of a renewed order is available; its price is stored.

    An order for a quantity names no number, and counts as available.
    """
    wanted = _number(order.request)
    if not wanted:
        return True
    try:
        order.offer = api.get_available_number(wanted).raw
    except NotFoundError:
        return False
    return True


def similar_number(api: NumbersApi, order: Order, old: Order) -> AvailableNumber:
    """Return an available number similar to that of a renewed order, with its capabilities.

    Similar means with the longest possible common start.

    Args:
        old: the order that had the number, whose capabilities are required.

    Raises:
        NotFoundError: there is none.
    """
    wanted = _number(order.request)
    capabilities = _capabilities(old)
    for length in range(len(wanted) - 2, 2, -2):
        found = api.search_available_numbers(
            order.region_code,
            order.number_type,
            capabilities=capabilities,
            pattern=wanted[:length],
            search_pattern="START",
            size=1,
        ).available_numbers
        able = [one for one in found if set(capabilities) <= set(one.capability)]
        if able:
            return able[0]
    raise NotFoundError(
        f"{wanted} is no longer available, and there is no similar number",
        hint=Suggestion("search", order.region_code, order.number_type, say="To choose one"),
        details=[{"phoneNumber": wanted}],
    )


def _capabilities(old: Order) -> list[str]:
    """Return the capabilities of the old order's number, from the order or the search."""
    listed = old.numbers[0].capabilities if old.numbers else ()
    return list(listed or old.offered.capability)


def use_number(order: Order, old: Order, number: AvailableNumber) -> None:
    """Change the number of a renewed order, also in its answers. `old` may be the same order."""
    before = replace(old)
    order.request = {
        **order.request,
        "numberOrderOption": {"phoneNumbers": [number.phone_number]},
    }
    order.offer = number.raw
    take_answers(order, before)


def is_unchanged(order: Order, data: Any) -> bool:
    """Return True if the answers are equal to those last rejected."""
    earlier = order.earlier
    return earlier is not None and earlier.status.rejected and earlier.answers == data
