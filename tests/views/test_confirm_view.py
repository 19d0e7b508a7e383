"""Prices: whether each or in all, and never over several currencies."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.api.order_models import NumberPrice
from sinch_order_cli.views.confirm_view import monthly_price, offer_price, sums, total_price
from sinch_order_cli.workflow.model import Order


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
