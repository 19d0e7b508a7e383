"""Prices: whether each or in all, and never over several currencies."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest
from prompts.scripted import ScriptedPrompter

from sinch_order_cli.api.order_models import NumberPrice
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.views.confirm_view import (
    confirm_reservation,
    monthly_price,
    offer_price,
    sums,
    total_price,
)
from sinch_order_cli.workflow.context import Context
from sinch_order_cli.workflow.model import Order

NUMBER = "+61411111112"
SMS = {"smsConfiguration": {"servicePlanId": "plan"}}
VOICE = {"voiceConfiguration": {"type": "RTC", "appId": "app"}}


def price(monthly: str, setup: str = "1.00", currency: str = "USD") -> dict[str, Any]:
    return {
        "monthlyPrice": {"currencyCode": currency, "amount": monthly},
        "setupPrice": {"currencyCode": currency, "amount": setup},
    }


def reserved(*prices: dict[str, Any]) -> Order:
    return Order(server={"orderNumbers": [{"numberPrice": one} for one in prices]})


def test_one_number_has_one_price() -> None:
    assert offer_price(Order(offer=price("1.50"))) == "USD 1.50 per month, USD 1.00 setup"
    assert monthly_price([Order(offer=price("1.50"))]) == "USD 1.50 per month"


def test_several_numbers_say_whether_each_or_in_all() -> None:
    assert offer_price(reserved(price("1.00"), price("1.00"))) == (
        "USD 1.00 per month, USD 1.00 setup for each number, "
        "USD 2.00 per month, USD 2.00 setup in all"
    )
    different = reserved(price("1.00"), price("2.50"))
    assert offer_price(different) == "USD 3.50 per month, USD 2.00 setup in all"
    assert monthly_price([different]) == "USD 3.50 per month in all"


def test_currencies_are_never_added_up() -> None:
    orders = [Order(offer=price("1.00")), Order(offer=price("2.00", currency="EUR"))]
    assert monthly_price(orders) == "USD 1.00 and EUR 2.00 per month in all"
    assert total_price([*orders, orders[0]]) == (
        "USD 2.00 and EUR 2.00 per month, USD 2.00 and EUR 1.00 setup"
    )


def test_what_is_not_known_has_no_sum() -> None:
    assert sums([Order(offer=price("1.00")).offered, NumberPrice()]) == ""
    assert sums([Order(offer=price("nan")).offered]) == ""
    assert monthly_price([Order(request={"quantityOrderOption": {"requestedQuantity": 3}})]) == ""


@pytest.mark.parametrize(
    ("capability", "request_", "words"),
    [
        (["VOICE"], SMS, "+61 411 111 112 has no SMS, but the order configures it."),
        (["SMS"], VOICE, "+61 411 111 112 has no voice, but the order configures it."),
        (["SMS", "VOICE"], {**SMS, **VOICE}, ""),
        ([], SMS, ""),
    ],
)
def test_what_a_number_can_not_do_is_told_before_it_is_reserved(
    capability: list[str], request_: dict[str, Any], words: str
) -> None:
    offer = {"phoneNumber": NUMBER, "capability": capability}
    terminal = Terminal(io.StringIO(), io.StringIO(), said := io.StringIO(), {})
    terminal.interactive = True
    order = Order(
        offer=offer, request={"numberOrderOption": {"phoneNumbers": [NUMBER]}, **request_}
    )
    with ScriptedPrompter([("Reserve +61 411 111 112?", True)]) as prompter:
        confirm_reservation(terminal, prompter, cast("Context", None), order)
    first = said.getvalue().splitlines()[0]
    assert first == f"! {words}" if words else not first.startswith("!")
