"""What a person answers otherwise than the customer's facts do, and what is learned from that."""

from __future__ import annotations

from typing import Any

import pytest
from kyc.samples import sample

from sinch_order_cli.customers.corrections import corrections
from sinch_order_cli.customers.fill import fill
from sinch_order_cli.customers.model import Customer
from sinch_order_cli.kyc import put

PLACE = {"region": "AU", "type": "MOBILE"}
FACTS = {
    "company.name": "Acme Pty Ltd",
    "company.tradingName": "Acme Shop",
    "addresses.0.role": "registered",
    "addresses.0.city": "Melbourne",
    "addresses.1.role": "billing",
    "addresses.1.city": "Geelong",
    "people.0.role": "contact",
    "people.0.firstName": "Zoë",
    "people.0.phone": "+61298765432",
    "people.1.role": "director",
    "people.1.firstName": "Anna",
    "people.1.phone": "+61298765433",
    "use.kind": "Notifications",
}


@pytest.mark.parametrize(
    ("path", "answer", "fact"),
    [
        ("1.endBusinessName", "Acme Shop", "company.tradingName"),
        ("1.city", "Geelong", "addresses.1.city"),
        ("2.phoneNumber", "+61298765433", "people.1.phone"),
        ("1.endBusinessName", "Acme Pty Ltd", None),  # what was filled
        ("1.endBusinessName", "Somebody Else", None),  # no fact: a value is never kept
        ("1.endBusinessName", "Anna", "people.1.firstName"),  # her business has her name
        ("0.0.purposeOfTheTraffic", "Marketing", None),  # what a number is used for may differ
        ("0.0.senderId", "+61298765433", None),  # the number itself
    ],
)
def test_another_fact_is_learned(path: str, answer: str, fact: str | None) -> None:
    form, who = sample("au-mobile"), Customer(name="acme", facts=FACTS)
    data = put(fill(form, who, **PLACE).data, path, answer)
    found = corrections(form, who, data, **PLACE, lessons=())
    assert [(one.path, one.fact) for one in found] == ([(path, fact)] if fact else [])
    who.learned = found
    assert [one for one in corrections(form, who, data, **PLACE, lessons=()) if fact] == []


def test_what_several_facts_say_teaches_nothing() -> None:
    facts: dict[str, Any] = {**FACTS, "company.phone": "+61298765433"}
    form, who = sample("au-mobile"), Customer(name="acme", facts=facts)
    data = put(fill(form, who, **PLACE).data, "2.phoneNumber", "+61298765433")
    assert corrections(form, who, data, **PLACE, lessons=()) == []
