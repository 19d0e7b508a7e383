"""Validate and parse query strings by the contract; violations name their field."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TypeVar

from msgspec import Struct
from werkzeug.datastructures import MultiDict

from sinch_order_cli.sandbox import bodies
from sinch_order_cli.sandbox.inventory import (
    CAPABILITIES,
    NUMBER_TYPES,
    SEARCH_PATTERNS,
    Criteria,
)

DEFAULT_SIZE = 20
MAX_SIZE = 1000

_ORDERS = ("phoneNumber", "displayName")
_T = TypeVar("_T")


class ActiveQuery(Struct, frozen=True, kw_only=True):
    """A page of the active numbers. `after` is the last number of the previous page, or ""."""

    region_code: str
    number_type: str
    criteria: Criteria
    size: int
    after: str
    descending: bool


def search_query(arguments: MultiDict[str, str]) -> tuple[str, str, Criteria, int]:
    """Return region, type, filters and size of a search.

    Raises:
        ApiError: 400, if the query violates the contract.
    """
    size = arguments.get("size", str(DEFAULT_SIZE))
    wanted = _criteria(arguments, "capabilities")

    def problems() -> Iterator[bodies.Problem]:
        yield from _place_problems(arguments)
        yield from _criteria_problems(wanted, "capabilities")
        yield from _size_problems("size", size)

    bodies.refuse(problems())
    region_code, number_type = arguments["regionCode"], arguments["type"]
    return region_code, number_type, bodies.criteria(wanted), min(int(size), MAX_SIZE)


def active_query(arguments: MultiDict[str, str]) -> ActiveQuery:
    """Return the requested page of the active numbers.

    Raises:
        ApiError: 400, if the query violates the contract.
    """
    size = arguments.get("pageSize", str(DEFAULT_SIZE))
    order, _, direction = arguments.get("orderBy", "phoneNumber").partition(" ")
    after = _number_of_token(arguments.get("pageToken", ""))
    wanted = _criteria(arguments, "capability")

    def problems() -> Iterator[bodies.Problem]:
        yield from _place_problems(arguments)
        yield from _criteria_problems(wanted, "capability")
        yield from _size_problems("pageSize", size)
        if after is None:
            yield "pageToken", "must be the nextPageToken of an answer"
        if order not in _ORDERS or direction not in ("", "asc", "desc"):
            yield "orderBy", f"must be one of {', '.join(_ORDERS)}, with asc or desc behind it"

    bodies.refuse(problems())
    return ActiveQuery(
        region_code=arguments["regionCode"],
        number_type=arguments["type"],
        criteria=bodies.criteria(wanted),
        size=min(int(size), MAX_SIZE),
        after=after or "",
        descending=direction == "desc",
    )


def page_token(phone_number: str) -> str:
    """Return the token of the page that starts after this number."""
    return base64.urlsafe_b64encode(phone_number.encode()).decode()


def region_types(arguments: MultiDict[str, str]) -> list[str]:
    """Return the requested `types` of regions; all if the query has none."""
    types = arguments.getlist("types")
    bodies.refuse(_choice_problems("types", types, NUMBER_TYPES))
    return types or list(NUMBER_TYPES)


def _number_of_token(token: str) -> str | None:
    """Return the number in a page token, "" for the first page, None if the token is invalid."""
    try:
        number = base64.b64decode(token, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return number if re.fullmatch(r"(\+[0-9]{5,15})?", number) else None


def _criteria(arguments: MultiDict[str, str], capability: str) -> bodies.Json:
    """Return the filters of a query in the format of a body."""
    pattern = _without_none(
        pattern=arguments.get("numberPattern.pattern"),
        searchPattern=arguments.get("numberPattern.searchPattern"),
    )
    return {"capabilities": arguments.getlist(capability), "numberPattern": pattern}


def _place_problems(arguments: MultiDict[str, str]) -> Iterator[bodies.Problem]:
    if not re.fullmatch("[A-Z]{2}", arguments.get("regionCode", "")):
        yield "regionCode", "must be two capital letters, as in ISO 3166-1"
    yield from _choice_problems("type", [arguments.get("type", "")], NUMBER_TYPES)


def _criteria_problems(wanted: bodies.Json, capability: str) -> Iterator[bodies.Problem]:
    match = wanted["numberPattern"].get("searchPattern", "START")
    yield from _choice_problems(capability, wanted["capabilities"], CAPABILITIES)
    yield from _choice_problems("numberPattern.searchPattern", [match], SEARCH_PATTERNS)


def _choice_problems(
    field: str, values: list[str], choices: tuple[str, ...]
) -> Iterator[bodies.Problem]:
    if not set(values) <= set(choices):
        yield field, f"must be one of {', '.join(choices)}"


def _size_problems(name: str, size: str) -> Iterator[bodies.Problem]:
    if not re.fullmatch("[1-9][0-9]{0,8}", size):
        yield name, "must be a whole number from 1"


def _without_none(**values: _T | None) -> dict[str, _T]:
    return {name: value for name, value in values.items() if value is not None}
