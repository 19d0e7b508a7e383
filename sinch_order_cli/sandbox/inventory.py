"""The numbers for sale, made by rule: the same in every run, and nothing to insert at the start.

Every region and type has four blocks of a hundred consecutive numbers, so that sequential orders
of up to a hundred can be met.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Literal

from msgspec import Struct

from sinch_order_cli.sandbox.magic import ENDINGS

NUMBER_TYPES = ("MOBILE", "LOCAL", "TOLL_FREE")
CAPABILITIES = ("SMS", "VOICE")
SEARCH_PATTERNS = ("START", "CONTAINS", "END")

_BLOCK_SIZE = 100
_FIRST_LISTED = 12  # the documentation's examples use +61411111112


class Stock(Struct, frozen=True):
    """What is for sale in one region and type.

    `blocks` are the numbers' beginnings, two digits short. `capabilities` are dealt out in turn.
    `monthly` are prices, one for each block; `reservation` is how long an order holds its numbers.
    """

    region_code: str
    region_name: str
    number_type: str
    blocks: tuple[str, str, str, str]
    capabilities: tuple[tuple[str, ...], ...]
    currency: str
    monthly: tuple[str, str, str, str]
    setup: str
    reservation: timedelta
    documentation: bool = True


_SMS, _VOICE, _BOTH = ("SMS",), ("VOICE",), ("SMS", "VOICE")

STOCKS: tuple[Stock, ...] = (
    Stock("AU", "Australia", "MOBILE", ("+614111111", "+614822334", "+614290415", "+614755019"),
          (_SMS, _SMS, _BOTH), "USD", ("1.00", "1.50", "2.25", "12.00"), "1.00",
          timedelta(hours=48)),
    Stock("BR", "Brazil", "LOCAL", ("+5511400289", "+5511334567", "+5521270091", "+5561302548"),
          (_VOICE, _VOICE, _BOTH), "USD", ("2.50", "2.5", "3", "4.75"), "0.00",
          timedelta(minutes=30)),
    Stock("DE", "Germany", "LOCAL", ("+493012345", "+498987654", "+494066006", "+492219988"),
          (_VOICE, _BOTH), "EUR", ("1.00", "1.20", "0.95", "9.90"), "2.00",
          timedelta(hours=2)),
    Stock("GB", "United Kingdom", "MOBILE",
          ("+4477009001", "+4479111234", "+4475206351", "+4474183401"),
          (_SMS, _BOTH), "GBP", ("0.85", "1.00", "1.75", "6.00"), "0.00",
          timedelta(hours=48), documentation=False),
    Stock("SE", "Sweden", "LOCAL", ("+468123456", "+463170010", "+464060090", "+461877120"),
          (_VOICE, _BOTH, _VOICE), "EUR", ("1.10", "1.10", "1.35", "4.00"), "0.50",
          timedelta(hours=24)),
    Stock("US", "United States", "LOCAL", ("+121255501", "+141555501", "+131255501", "+130555501"),
          (_BOTH, _BOTH, _VOICE), "USD", ("1.00", "1.00", "1.15", "2.00"), "0.00",
          timedelta(hours=48)),
    Stock("US", "United States", "TOLL_FREE",
          ("+180055501", "+183355501", "+184455501", "+188855501"),
          (_VOICE, _BOTH), "USD", ("2.00", "2.00", "2.40", "5.00"), "0.00",
          timedelta(hours=6)),
)  # fmt: skip


class Number(Struct, frozen=True):
    """One number for sale, with its prices as decimal text."""

    phone_number: str
    stock: Stock
    capabilities: tuple[str, ...]
    monthly: str

    def price(self) -> dict[str, Any]:
        """`numberPrice` of the contract."""
        currency = self.stock.currency
        return {
            "setupPrice": {"currencyCode": currency, "amount": self.stock.setup},
            "monthlyPrice": {"currencyCode": currency, "amount": self.monthly},
            "paymentIntervalMonths": 1,
        }

    def available_number(self) -> dict[str, Any]:
        """`AvailableNumber` of the contract.

        US numbers say that documents are required although the lookup finds no requirements:
        seen in production (FACTS.md, step 1).
        """
        return {
            "phoneNumber": self.phone_number,
            "regionCode": self.stock.region_code,
            "type": self.stock.number_type,
            "capability": self.capabilities,
            **self.price(),
            "supportingDocumentationRequired": self.stock.documentation,
        }


class Criteria(Struct, frozen=True):
    """What a number must be like. `pattern` is matched against the whole E.164 text."""

    capabilities: tuple[str, ...] = ()
    pattern: str = ""
    search_pattern: Literal["START", "CONTAINS", "END"] = "CONTAINS"

    def fits(self, number: Number) -> bool:
        """Whether the number can do all that is asked and matches the pattern."""
        if not set(self.capabilities) <= set(number.capabilities):
            return False
        text = number.phone_number
        if self.search_pattern == "START":
            return text.startswith(self.pattern)
        if self.search_pattern == "END":
            return text.endswith(self.pattern)
        return self.pattern in text


def stock_of(region_code: str, number_type: str) -> Stock | None:
    """What the region has of this type, None where there is nothing."""
    for stock in STOCKS:
        if (stock.region_code, stock.number_type) == (region_code, number_type):
            return stock
    return None


def numbers_of(stock: Stock) -> list[Number]:
    """All numbers of a stock in the order of search: block by turns, magic endings last."""
    order = [(_FIRST_LISTED + place) % _BLOCK_SIZE for place in range(_BLOCK_SIZE)]
    order.sort(key=lambda last: f"{last:02}" in ENDINGS)
    return [_number(stock, block, last) for last in order for block in range(len(stock.blocks))]


def find(phone_number: str) -> Number | None:
    """The number if it is one of ours, reserved or not."""
    beginning, last = phone_number[:-2], phone_number[-2:]
    for stock in STOCKS:
        if beginning in stock.blocks and last.isascii() and last.isdecimal():
            return _number(stock, stock.blocks.index(beginning), int(last))
    return None


def known(phone_number: str) -> Number:
    """The number, of which an order exists and which is therefore one of ours."""
    number = find(phone_number)
    assert number is not None  # only numbers of the inventory are ever ordered
    return number


def run_of(numbers: Iterable[Number], quantity: int) -> list[Number]:
    """The first `quantity` numbers that follow each other without a gap; [] for no such run."""
    free = {int(number.phone_number): number for number in numbers}
    for first in free:
        run = [free[first + step] for step in range(quantity) if first + step in free]
        if len(run) == quantity:
            return run
    return []


def _number(stock: Stock, block: int, last: int) -> Number:
    return Number(
        phone_number=f"{stock.blocks[block]}{last:02}",
        stock=stock,
        capabilities=stock.capabilities[(block + last) % len(stock.capabilities)],
        monthly=stock.monthly[block],
    )
