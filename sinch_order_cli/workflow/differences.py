"""Compare the reservation with the request."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from sinch_order_cli.api.order_models import Money, NumberOrder, OrderRequest
from sinch_order_cli.workflow.model import Order


class Difference(Struct, frozen=True):
    """A difference in a reservation: what differs, the requested or offered value, the actual
    value."""

    what: str
    asked: str
    reserved: str


def differences(order: Order) -> list[Difference]:
    """Compare the server's order with the request, and its price with the last offer.

    Values that the server doesn't state are no difference.
    """
    if order.server is None:
        return []
    found: list[Difference] = []

    def compare(what: str, asked: Any, reserved: Any) -> None:
        if asked and reserved and asked != reserved:
            found.append(Difference(what, str(asked), str(reserved)))

    server, request = order.at_server, order.requested
    compare("project", order.project_id, server.project_id)
    compare("region", request.region_code, server.region_code)
    compare("type", request.number_type, server.number_type)
    if server.order_numbers:
        numbers = order.reserved_numbers
        compare("number", ", ".join(request.phone_numbers), ", ".join(numbers) or "none")
        compare("count", request.quantity, len(numbers))
    for what, asked, reserved in compared_services(request, server):
        compare(what, asked, reserved)
    return found + _price_differences(order)


def compared_services(
    request: OrderRequest, found: NumberOrder
) -> tuple[tuple[str, str, str], ...]:
    """Return each ID of a service that numbers can be configured for, as requested and as found."""
    sms, voice = request.sms_configuration, request.voice_configuration
    found_sms, found_voice = found.sms_configuration, found.voice_configuration
    return (
        ("service plan ID", sms.service_plan_id, found_sms.service_plan_id),
        ("campaign ID", sms.campaign_id, found_sms.campaign_id),
        ("app ID", voice.app_id, found_voice.app_id),
        ("trunk ID", voice.trunk_id, found_voice.trunk_id),
        ("service ID", voice.service_id, found_voice.service_id),
    )


def _price_differences(order: Order) -> list[Difference]:
    if order.offer is None or len(order.numbers) != 1:
        return []
    offer, price = order.offered, order.numbers[0].number_price
    found = []
    for words, offered, reserved in (
        ("monthly price", offer.monthly_price, price.monthly_price),
        ("setup price", offer.setup_price, price.setup_price),
    ):
        before, now = _comparable(offered), _comparable(reserved)
        if before is not None and now is not None and before != now:
            found.append(Difference(words, _words(offered), _words(reserved)))
    return found


def _comparable(price: Money) -> tuple[str, Decimal] | None:
    """Return a comparable price: 1.0 equals 1.00."""
    try:
        return price.currency_code, Decimal(price.amount)
    except InvalidOperation:
        return None


def _words(price: Money) -> str:
    return f"{price.currency_code} {price.amount}".strip()
