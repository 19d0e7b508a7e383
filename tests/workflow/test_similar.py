"""A similar number in place of one that is not available: it can do what the old one could."""

from __future__ import annotations

from typing import Any, cast

import pytest

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import AvailableNumbers
from sinch_order_cli.api.order_models import AvailableNumber
from sinch_order_cli.errors import NotFoundError
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.reorder import similar_number

NUMBER = "+61411111112"


class Api:
    """Finds the same numbers whatever is searched, as a server that ignores a filter would."""

    def __init__(self, *found: tuple[str, tuple[str, ...]]) -> None:
        self.numbers = tuple(AvailableNumber(phone_number=n, capability=c) for n, c in found)
        self.asked: list[dict[str, Any]] = []

    def search_available_numbers(self, region: str, kind: str, **asked: Any) -> AvailableNumbers:
        self.asked.append(asked)
        return AvailableNumbers(available_numbers=self.numbers)


def orders(**old: Any) -> tuple[Order, Order]:
    request = {"numberOrderOption": {"phoneNumbers": [NUMBER]}}
    new = Order(region_code="AU", number_type="MOBILE", request=request)
    return new, Order(region_code="AU", number_type="MOBILE", request=request, **old)


BOTH = {"orderNumbers": [{"phoneNumber": NUMBER, "capabilities": ["SMS", "VOICE"]}]}


@pytest.mark.parametrize("old", [{"server": BOTH}, {"offer": {"capability": ["SMS", "VOICE"]}}])
def test_a_number_that_can_do_less_is_not_taken(old: dict[str, Any]) -> None:
    api = Api(("+61411111120", ("SMS",)))
    with pytest.raises(NotFoundError, match="no similar number"):
        similar_number(cast("NumbersApi", api), *orders(**old))
    assert all(set(asked["capabilities"]) == {"SMS", "VOICE"} for asked in api.asked)


def test_the_first_that_can_do_the_same_is_taken() -> None:
    api = Api(("+61411111120", ("SMS",)), ("+61411111130", ("VOICE", "SMS")))
    found = similar_number(cast("NumbersApi", api), *orders(server=BOTH))
    assert found.phone_number == "+61411111130"
