"""Whether what was reserved is what was asked for."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.snapshot import requested_numbers

_CONFIGURATION = (
    ("smsConfiguration", "servicePlanId", "service plan ID"),
    ("smsConfiguration", "campaignId", "campaign ID"),
    ("voiceConfiguration", "appId", "app ID"),
    ("voiceConfiguration", "trunkId", "trunk ID"),
    ("voiceConfiguration", "serviceId", "service ID"),
)
_PRICES = (("monthlyPrice", "monthly price"), ("setupPrice", "setup price"))


class Difference(Struct, frozen=True):
    """One thing that was reserved otherwise: what, as it was asked or offered, as it is."""

    what: str
    asked: str
    reserved: str


def differences(order: Order) -> list[Difference]:
    """Compare the order at the server with the request, and its price with the offer last seen.

    What the server does not say is no difference.
    """
    if order.server is None:
        return []
    found: list[Difference] = []

    def compare(what: str, asked: Any, reserved: Any) -> None:
        if asked and reserved and asked != reserved:
            found.append(Difference(what, str(asked), str(reserved)))

    server, request = order.server, order.request
    compare("project", order.project_id, server.get("projectId"))
    compare("region", request.get("regionCode"), server.get("regionCode"))
    compare("type", request.get("numberType"), server.get("numberType"))
    asked = requested_numbers(request)
    if server.get("orderNumbers"):
        numbers = order.reserved_numbers
        compare("number", ", ".join(asked), ", ".join(numbers) or "none")
        compare("count", order.quantity, len(numbers))
    for part, key, words in _CONFIGURATION:
        compare(words, _member(request, part, key), _member(server, part, key))
    return found + _price_differences(order)


def _member(holder: dict[str, Any], part: str, key: str) -> Any:
    value = holder.get(part)
    return value.get(key) if isinstance(value, dict) else None


def _price_differences(order: Order) -> list[Difference]:
    if order.offer is None or len(order.numbers) != 1:
        return []
    price = order.numbers[0].price
    found = []
    for key, words in _PRICES:
        offered, reserved = order.offer.get(key), price.get(key)
        if isinstance(offered, dict) and isinstance(reserved, dict):
            before, now = _money(offered), _money(reserved)
            if before is not None and now is not None and before != now:
                found.append(Difference(words, _words(offered), _words(reserved)))
    return found


def _money(price: dict[str, Any]) -> tuple[str, Decimal] | None:
    """A price that can be compared: 1.0 and 1.00 are the same."""
    try:
        return str(price.get("currencyCode") or ""), Decimal(str(price.get("amount")))
    except InvalidOperation:
        return None


def _words(price: dict[str, Any]) -> str:
    return f"{price.get('currencyCode') or ''} {price.get('amount')}".strip()
