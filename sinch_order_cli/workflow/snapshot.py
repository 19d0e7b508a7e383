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


def requested_quantity(request: dict[str, Any]) -> int:
    """How many numbers a request asks for by their count; 0 where it names the number."""
    count = _of(dict, request.get("quantityOrderOption")).get("requestedQuantity")
    return count if isinstance(count, int) else 0


def _of(kind: type[Any], value: Any) -> Any:
    return value if isinstance(value, kind) else kind()
