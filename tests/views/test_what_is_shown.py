"""What is said before an order is reserved or submitted: identity numbers, sums, the time left."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.kyc import read_form
from sinch_order_cli.views.confirm_view import monthly_price, submission_facts, total_price
from sinch_order_cli.views.time_left import time_left
from sinch_order_cli.workflow.model import Order

ENDS = 1_764_014_400.0
IDENTITIES = {
    "passportNumber": "N1234567",
    "nationalId": "850101-4242",
    "cpf": "123.456.789-01",
    "taxNumber": "DE123456789",
    "ssn": "078-05-1120",
    "dateOfBirth": "1985-01-31",
}


def priced(currency: str, amount: str) -> Order:
    price = {"currencyCode": currency, "amount": amount}
    return Order(offer={"monthlyPrice": price, "setupPrice": price, "paymentIntervalMonths": 1})


def test_identity_numbers_are_shown_by_their_end_before_an_order_is_submitted() -> None:
    fields = {name: {"type": "string", "title": name} for name in [*IDENTITIES, "city"]}
    form = read_form({"fields": {"type": "object", "properties": fields}})
    answers: dict[str, Any] = {**IDENTITIES, "city": "Perth 6000"}
    assert {field.name for section in form.questions(answers) for field in section.fields} == set(
        answers
    )
    shown = [text for _, text in submission_facts(Order(answers=answers), form, ENDS)]
    assert "Perth 6000" in shown
    for given in IDENTITIES.values():
        assert f"…{given[-3:]}" in shown
        assert not any(given in text for text in shown)


def test_prices_in_several_currencies_are_not_added_to_each_other() -> None:
    alike = [priced("USD", "1.00"), priced("USD", "2.50")]
    assert monthly_price(alike) == "USD 3.50 per month in all"
    assert total_price(alike) == "USD 3.50 per month, USD 3.50 setup"
    mixed = [*alike, priced("EUR", "1.00")]
    assert monthly_price(mixed) == "USD 3.50 and EUR 1.00 per month in all"
    assert total_price(mixed) == "USD 3.50 and EUR 1.00 per month, USD 3.50 and EUR 1.00 setup"
    for unknown in ([*alike, Order()], [*alike, priced("USD", "?")]):
        assert monthly_price(unknown) == total_price(unknown) == ""


@pytest.mark.parametrize(
    ("minutes", "words"), [(31, "31 min left"), (29, "29 min left"), (0, "expired")]
)
def test_less_than_half_an_hour_is_said_to_be_short(minutes: int, words: str) -> None:
    server = {"state": "CREATED", "expireTime": "2025-11-24T20:00:00Z"}
    order = Order(name="one", server=server)
    assert time_left(order, ENDS - minutes * 60) == words
