"""Available numbers and regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sinch_order_cli.api.models import AvailableRegion
from sinch_order_cli.api.order_models import AvailableNumber, Money
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.text import money

if TYPE_CHECKING:
    from sinch_order_cli.results import number_shapes

NUMBER_FIELDS = (
    "phoneNumber",
    "regionCode",
    "type",
    "capability",
    "monthlyPrice.amount",
    "monthlyPrice.currencyCode",
    "setupPrice.amount",
    "setupPrice.currencyCode",
    "paymentIntervalMonths",
    "supportingDocumentationRequired",
)
"""The columns of `search --format csv`, named as in the API."""


class Filters(NamedTuple):
    """The filters of a search; `where` is the match mode of a pattern, "" without one."""

    pattern: str
    where: str
    capabilities: Sequence[str]


def search_result(numbers: list[Any]) -> number_shapes.Search:
    """Return the numbers for `search --json`, as in the API."""
    from sinch_order_cli.results import number_shapes

    return number_shapes.Search(available_numbers=numbers)


def print_numbers(terminal: Terminal, numbers: Sequence[AvailableNumber], asked: Filters) -> None:
    """Print the numbers with their prices, or why there may be none."""
    if not numbers:
        terminal.note(_nothing_found(asked))
        return
    terminal.table(
        ["NUMBER", "CAPABILITIES", "MONTHLY", "SETUP", "DOCUMENTS"],
        [
            [
                number.phone_number,
                " ".join(number.capability),
                _price(number.monthly_price),
                _price(number.setup_price),
                "required" if number.supporting_documentation_required else "",
            ]
            for number in numbers
        ],
    )


def _price(amount: Money) -> str:
    """Format the price of a whole billing period."""
    return money(amount.currency_code, amount.amount) if amount.amount else ""


def _nothing_found(asked: Filters) -> str:
    pattern, where, capabilities = asked
    if pattern and where in ("", "START") and not pattern.startswith("+"):
        return (
            f"No number starts with {pattern}. A pattern is compared with the whole number, "
            "including + and country code. Try --match CONTAINS."
        )
    place = {"CONTAINS": "contains", "END": "ends with"}.get(where, "starts with")
    filters = [f"{place} {pattern}"] if pattern else []
    filters += [f"has {' and '.join(capabilities)}"] if capabilities else []
    if not filters:
        return "No number is available now."
    return f"No available number {' and '.join(filters)}. Try fewer filters."


def regions_result(regions: list[Any]) -> number_shapes.Regions:
    """Return the regions for `regions --json`, as in the API."""
    from sinch_order_cli.results import number_shapes

    return number_shapes.Regions(available_regions=regions)


def print_regions(terminal: Terminal, regions: Sequence[AvailableRegion]) -> None:
    """Print the regions with their number types."""
    terminal.table(
        ["REGION", "NAME", "TYPES"],
        [[one.region_code, one.region_name, " ".join(one.types)] for one in regions],
    )
