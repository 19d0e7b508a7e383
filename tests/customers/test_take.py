"""Facts taken from answers, and filled in again."""

from __future__ import annotations

import pytest
from kyc.samples import sample

from customers.samples import Case, cases
from sinch_order_cli.customers.fill import fill
from sinch_order_cli.customers.model import Customer
from sinch_order_cli.customers.take import take
from tests.commands.shell import ANSWERS


def test_an_australian_registration_gives_a_customer() -> None:
    taken = take(sample("au-mobile"), ANSWERS, region="AU", type="MOBILE")
    assert taken.facts == {
        "company.name": "Acme Pty Ltd",
        "addresses.0.role": "registered",
        "addresses.0.street": "Main Street",
        "addresses.0.houseNumber": "1",
        "addresses.0.city": "Melbourne",
        "addresses.0.state": "VIC",
        "addresses.0.postalCode": "3000",
        "addresses.0.country": "AU",
        "people.0.role": "contact",
        "people.0.firstName": "Zoë",
        "people.0.lastName": "O'Neil",
        "people.0.phone": "+61298765432",
        "use.kind": "Notifications",
    }
    assert "+61411111112" not in str(taken.facts)


@pytest.mark.parametrize("case", [c for c in cases() if not c.held_out], ids=lambda c: c.name)
def test_what_was_filled_comes_back_as_it_was(case: Case) -> None:
    """Facts that a form was filled with, taken from it and filled in again, give the same form."""
    where = {"region": case.region, "type": case.type}
    first = fill(case.form, case.customer, **where)
    taken = take(case.form, first.data, **where)
    again = fill(case.form, Customer(facts=taken.facts), **where)
    mine = dict.fromkeys(first.sources, first.data)
    same = {m.path: m.value for m in again.matches if m.value is not None}
    before = {m.path: m.value for m in first.matches if m.path in mine}
    wrong = {p: (v, before[p]) for p, v in same.items() if p in before and v != before[p]}
    assert wrong == {}
    lost = [path for path in before if path not in same]
    assert len(lost) <= len(before) // 4, lost
