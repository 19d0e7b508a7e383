"""What the server and the request say of an order's numbers, read once and typed.

What was sent is kept beside it as it came. A member of another type than the API's counts as one
that is not there.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class ReservedNumber(Struct, frozen=True):
    """A number that an order holds.

    `price` is the API's `numberPrice`, with its amounts as text; empty where there is none.
    """

    phone_number: str
    capabilities: tuple[str, ...] = ()
    price: dict[str, Any] = {}


def reserved_numbers(server: dict[str, Any] | None) -> tuple[ReservedNumber, ...]:
    """The numbers of an order as the server last showed it."""
    rows = (server or {}).get("orderNumbers")
    return tuple(
        ReservedNumber(
            phone_number=str(row.get("phoneNumber") or ""),
            capabilities=tuple(map(str, _of(list, row.get("capabilities")))),
            price=_of(dict, row.get("numberPrice")),
        )
        for row in _of(list, rows)
        if isinstance(row, dict) and row
    )


def requested_numbers(request: dict[str, Any]) -> list[str]:
    """The numbers that a request names; none where it asks for a quantity."""
    named = _of(dict, request.get("numberOrderOption")).get("phoneNumbers")
    return [number for number in _of(list, named) if isinstance(number, str)]


def quantity_option(request: dict[str, Any]) -> dict[str, Any]:
    """What a request by quantity asks for; empty where it names the number."""
    option: dict[str, Any] = _of(dict, request.get("quantityOrderOption"))
    return option


def requested_quantity(request: dict[str, Any]) -> int:
    """How many numbers a request asks for by their count; 0 where it names the number."""
    count = quantity_option(request).get("requestedQuantity")
    return count if isinstance(count, int) else 0


def _of(kind: type[Any], value: Any) -> Any:
    return value if isinstance(value, kind) else kind()
