"""An order's numbers and the answers that are about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.kyc import Form, read_form
from sinch_order_cli.workflow.numbers import (
    fill_in,
    misplaced,
    problems,
    renumber,
    rewrite,
    spread,
    still_named,
    unplaced,
    without_others,
)

CONTRACT = Path(__file__).parents[1] / "contract" / "kyc"
NUMBERS = ["+61411111112", "+61411111113", "+61411111114"]


def form(**section: Any) -> Form:
    raw = json.loads((CONTRACT / "au-mobile.json").read_text())
    text = json.dumps(raw)
    if section:
        text = text.replace('"maxItems": 50', f'"maxItems": {section["most"]}')
    return read_form(json.loads(text))


def answers(*entries: dict[str, Any]) -> Any:
    return [list(entries), {"city": "Perth"}, {}]


def test_each_number_gets_a_copy_of_the_entry() -> None:
    data, changed = spread(form(), answers({"purposeOfTheTraffic": "Marketing"}), NUMBERS)
    assert data[0] == [
        {"purposeOfTheTraffic": "Marketing", "senderId": number} for number in NUMBERS
    ]
    assert changed == ("0.0.senderId", "0.1.senderId", "0.2.senderId")
    assert problems(form(), data, NUMBERS) == []
    assert spread(form(), data, NUMBERS) == (data, ())


def test_entries_that_are_there_stay_and_other_numbers_are_replaced() -> None:
    mine = {"senderId": NUMBERS[1], "purposeOfTheTraffic": "Marketing"}
    other = {"senderId": "+61499999999", "purposeOfTheTraffic": "Notifications"}
    data, _ = spread(form(), answers(mine, other), NUMBERS)
    assert [one["senderId"] for one in data[0]] == [NUMBERS[1], NUMBERS[0], NUMBERS[2]]
    assert [one["purposeOfTheTraffic"] for one in data[0]] == [
        "Marketing", "Notifications", "Notifications",
    ]  # fmt: skip
    assert data[1] == {"city": "Perth"}


def test_no_more_entries_than_the_form_takes() -> None:
    data, _ = spread(form(most=2), answers({}), NUMBERS)
    assert [one["senderId"] for one in data[0]] == NUMBERS[:2]


def test_numbers_follow_the_order_also_where_the_form_can_not_be_read() -> None:
    data = answers({"senderId": NUMBERS[0], "note": f"for {NUMBERS[0]}"})
    changed, paths = rewrite(read_form({"fields": "bent"}), data, NUMBERS[:1], NUMBERS[1:2])
    assert paths == ("0.0.senderId",)
    assert changed[0] == [{"senderId": NUMBERS[1], "note": f"for {NUMBERS[0]}"}]
    reference = {"type": "string", "title": "Your reference"}
    plain = read_form({"fields": {"type": "object", "properties": {"reference": reference}}})
    contact = {"reference": NUMBERS[0]}
    assert rewrite(plain, contact, NUMBERS[:1], NUMBERS[1:2]) == (contact, ())
    assert still_named(plain, contact, NUMBERS[:1]) == [("reference", "Your reference", NUMBERS[0])]
    assert still_named(plain, contact, NUMBERS[1:]) == []


def test_a_form_without_numbers_is_left_alone() -> None:
    plain = read_form(json.loads((CONTRACT / "de-local.json").read_text()))
    data = plain.empty()
    assert spread(plain, data, ["+4930123456", "+4930123457"]) == (data, ())


def test_entries_about_numbers_that_the_order_does_not_have_are_removed() -> None:
    mine, other = {"senderId": NUMBERS[0]}, {"senderId": NUMBERS[1]}
    data, removed = without_others(form(), answers(mine, other, mine), NUMBERS[:1])
    assert (data[0], removed) == ([mine, mine], ("0.1.senderId",))
    data, removed = without_others(form(), answers(other), NUMBERS[:1])
    assert (data[0], removed) == ([other], ())  # the form requires one
    data, changed = renumber(form(), answers(other, other), NUMBERS[:1])
    assert (data[0], changed) == ([mine], ("0.0.senderId", "0.1.senderId"))


def plain_form() -> Form:
    """A form whose numbers are written without +."""
    raw = json.loads((CONTRACT / "au-mobile.json").read_text())
    raw["fields"]["rules"][0]["template"]["properties"][0]["pattern"] = "^[0-9]{11}$"
    return read_form(raw)


def test_numbers_are_written_as_the_form_accepts_them() -> None:
    digits = [number[1:] for number in NUMBERS]
    one, two = answers({"senderId": digits[0]}), answers(*({"senderId": d} for d in digits[:2]))
    assert problems(plain_form(), one, NUMBERS[:1]) == []
    assert renumber(plain_form(), one, NUMBERS[:1]) == (one, ())
    assert renumber(plain_form(), answers({"senderId": NUMBERS[0]}), NUMBERS[:1])[0] == one
    assert fill_in(plain_form(), answers({}), NUMBERS[:1])[0] == one
    assert fill_in(plain_form(), one, NUMBERS[:1]) == (one, ())
    assert spread(plain_form(), one, NUMBERS[:2])[0] == two
    assert renumber(plain_form(), two, NUMBERS[1:2])[0] == answers({"senderId": digits[1]})
    assert rewrite(plain_form(), one, NUMBERS[:1], NUMBERS[1:2])[0][0] == two[0][1:]
    assert still_named(plain_form(), one, NUMBERS[:1])
    assert fill_in(form(), answers({}), NUMBERS[:1])[0][0] == [{"senderId": NUMBERS[0]}]


@pytest.mark.parametrize(
    "value", [NUMBERS[1][1:], "0411111112", "411111112", "0061411111112", " 61411111112", "++61411"]
)
def test_only_the_same_digits_are_the_same_number(value: str) -> None:
    found = problems(plain_form(), answers({"senderId": value}), NUMBERS[:1])
    assert [one.path for one in found] == ["0.0.senderId", ""]


def test_numbers_that_can_not_be_placed_are_left_out() -> None:
    for data in ({"0": {}}, [], {}, [None], "text"):
        spread(form(), data, NUMBERS)  # it has an end


def test_a_number_that_a_damaged_form_does_not_describe_is_not_placed() -> None:
    raw = json.loads((CONTRACT / "au-mobile.json").read_text())
    [numbers, *_] = raw["fields"]["rules"]
    numbers["template"]["properties"] = None
    other = answers({"senderId": NUMBERS[1]})
    assert unplaced(read_form(raw), other, NUMBERS[:1])
    assert not unplaced(read_form(raw), other, NUMBERS)
    assert not unplaced(form(), other, NUMBERS[:1])  # it is a problem of its own there


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (answers({"was": NUMBERS[1]}), "0.0.was"),  # beside the order's own number
        ([[], {"msisdn": "+61499999999"}, {}], "1.msisdn"),
        ([[], {}, {"home": NUMBERS[2]}], "2.home"),  # another order's
        ([[], {}, {"home": NUMBERS[1]}], None),
        (NUMBERS[1], None),
    ],
)
def test_another_orders_number_outside_the_form_is_told_from_a_persons(
    data: Any, path: str | None
) -> None:
    found = misplaced(form(), data, NUMBERS[:1], NUMBERS[2:])
    assert [one.path for one in found] == ([] if path is None else [path])


@pytest.mark.parametrize("value", [{}, [], {"a": 1}, 5, True])
def test_an_answer_of_another_type_is_another_number(value: Any) -> None:
    [wrong, unnamed] = problems(form(), answers({"senderId": value}), NUMBERS[:1])
    assert "is not in this order" in wrong.problem and "No answer names" in unnamed.problem
    spread(form(), answers({"senderId": value}), NUMBERS)
