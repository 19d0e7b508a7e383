"""Available and ordered numbers, and their prices, for `--json`."""

from __future__ import annotations

from typing import TypedDict

from sinch_order_cli.results.shape import Result


class Money(TypedDict, total=False):
    """A price. The amount is decimal text as sent by the server."""

    currencyCode: str
    amount: str


class AvailableNumber(TypedDict, total=False):
    """A number that can be ordered."""

    phoneNumber: str
    regionCode: str
    type: str
    capability: list[str]
    setupPrice: Money
    monthlyPrice: Money
    paymentIntervalMonths: int
    supportingDocumentationRequired: bool


class AvailableRegion(TypedDict, total=False):
    """A region that has numbers, and their types."""

    regionCode: str
    regionName: str
    types: list[str]


class NumberPrice(TypedDict, total=False):
    """The price of an ordered number."""

    setupPrice: Money
    monthlyPrice: Money
    paymentIntervalMonths: int


class OrderNumber(TypedDict, total=False):
    """A number of an order."""

    phoneNumber: str
    numberPrice: NumberPrice
    capabilities: list[str]


class Search(Result, kw_only=True):
    """Numbers that can be ordered."""

    available_numbers: list[AvailableNumber]


class Regions(Result, kw_only=True):
    """The regions that have numbers."""

    available_regions: list[AvailableRegion]
