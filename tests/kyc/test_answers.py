"""Answers as plain data, what is proposed and dropped of them, and what changed in a form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sinch_order_cli.kyc import (
    MISSING,
    drop_unfit,
    get,
    merge,
    put,
    read_form,
    remove,
    shape_changes,
    shape_notes,
)
from tests.kyc.samples import SAMPLES, au_answers, de_answers, sample


@pytest.mark.parametrize(
    ("data", "path", "value"),
    [
        ([[{"a": 1}]], "0.0.a", 1),
        ({"a": None}, "a", None),
        ({"a": 1}, "a.b", MISSING),
        ([1], "5", MISSING),
        ([1], "*", MISSING),
        ({"a.b": 1}, "a~1b", 1),
        ({"2024": 1}, "2024", 1),
        (5, "", 5),
    ],
)
def test_get(data: Any, path: str, value: Any) -> None:
    assert get(data, path) is value or get(data, path) == value


def test_put_makes_the_containers_that_lack_and_changes_nothing_else() -> None:
    before: list[Any] = [[{}], {}]
    assert put(before, "0.2.a", 1) == [[{}, {}, {"a": 1}], {}]
    assert before == [[{}], {}]
    assert put(None, "a.1.b", 1) == {"a": [{}, {"b": 1}]}
    assert put(5, "0.0", 1) == [[1]]
    with pytest.raises(ValueError, match="not an index"):
        put([], "123456789", 1)


def test_remove_takes_empty_objects_with_it_but_no_rows() -> None:
    data = [{"a": {"b": {"c": 1}}, "d": 1}, [{"x": 1}, {"x": 2}]]
    assert remove(data, "0.a.b.c") == [{"d": 1}, [{"x": 1}, {"x": 2}]]
    assert remove(data, "1.0.x")[1] == [{}, {"x": 2}]
    assert remove(data, "9.x") is data


@pytest.mark.parametrize(
    ("base", "over", "merged"),
    [
        ({"a": 1, "b": 2}, {"b": None, "c": 3}, {"a": 1, "b": 2, "c": 3}),
        ([[{"a": 1}], {"b": 1}], [[{"a": 2}]], [[{"a": 2}], {"b": 1}]),
        ([[{"a": 1, "b": 2}]], [[{"a": 3}]], [[{"a": 3, "b": 2}]]),
        ([[{"a": 1}, {"a": 2}]], [[{"a": 2}]], [[{"a": 2}]]),
        ([[{"a": 1}, {"a": 2}]], [[{}], {"b": 1}], [[{"a": 1}, {"a": 2}], {"b": 1}]),
        ({"a": ["x", "y"]}, {"a": ["z", "y"]}, {"a": ["z", "y"]}),
        ({"a": {"b": 1}}, {"a": 5}, {"a": 5}),
        (None, {"a": 1}, {"a": 1}),
        ({"a": 1}, None, {"a": 1}),
    ],
)
def test_merge(base: Any, over: Any, merged: Any) -> None:
    assert merge(base, over) == merged


def test_what_the_form_proposes_is_taken_only_where_an_answer_has_to_be() -> None:
    row = {
        "type": "object",
        "required": ["land", "agree"],
        "properties": {
            "land": {"type": "string", "default": "DE"},
            "agree": {"const": True, "default": True},
            "note": {"type": "string", "default": "x"},
        },
        "if": {"properties": {"land": {"const": "DE"}}, "required": ["land"]},
        "then": {"required": ["zip"], "properties": {"zip": {"type": "integer", "default": 0}}},
    }
    form = read_form({"fields": {"rules": [{"template": {"type": "array", "items": row}}]}})
    data, taken = form.with_defaults([[{}, {"land": "AT", "note": "y"}]])
    assert data == [[{"land": "DE", "zip": 0}, {"land": "AT", "note": "y"}]]
    assert [(change.path, change.before, change.after) for change in taken] == [
        ("0.0.land", None, "DE"),
        ("0.0.zip", None, 0),
    ]
    assert [problem.path for problem in form.check(data)] == ["0.0.agree", "0.1.agree"]
    assert form.blank() == [[{"land": "DE", "agree": None, "note": "x", "zip": 0}]]


def test_a_remembered_answer_that_no_longer_fits_is_dropped_and_the_rest_kept() -> None:
    data = de_answers()
    data[0]["employees"] = "twelve"
    data[1][1]["share"] = 200
    kept, dropped = drop_unfit(sample("de-local"), data)
    assert [problem.path for problem in dropped] == ["0.employees", "1.1.share"]
    assert "employees" not in kept[0]
    assert kept[1] == [{"fullName": "Ann Ay", "share": 33.3}, {"fullName": "Bo Be"}]


def test_blank_answers_stand_in_the_order_of_the_form() -> None:
    section = {"type": "object", "properties": {"x": {"type": "string"}, "w": {"type": "string"}}}
    form = read_form({"fields": {"z": {"type": "string"}, "who": section, "a": {"type": "date"}}})
    assert str(form.blank()) == str({"z": None, "a": None, "who": {"x": None, "w": None}})
    rules = {"rules": [{"template": section}, {"template": {}}]}
    assert read_form({"fields": rules}).blank() == [{"x": None, "w": None}, {}]


def test_what_is_given_now_is_not_dropped() -> None:
    data, form = de_answers(), sample("de-local")
    data[0].update(employees="twelve", email="x")
    kept, dropped = drop_unfit(form, data, given=[{"employees": "twelve"}])
    assert kept[0]["employees"] == "twelve"
    assert [problem.path for problem in dropped] == ["0.email"]
    assert drop_unfit(form, ["no"], given=["no"]) == (["no"], ())


def test_too_many_rows_are_not_dropped_but_a_wrong_shape_is() -> None:
    form = sample("de-local")
    firm, owners = de_answers()
    many = [firm, owners * 6]
    assert drop_unfit(form, many) == (many, ())
    kept, dropped = drop_unfit(form, [firm, {"fullName": "Ann"}])
    assert [problem.path for problem in dropped] == ["1"]
    assert kept[0] == firm
    assert drop_unfit(form, {"companyName": "Acme"})[0] == form.empty()
    assert drop_unfit(form, au_answers())[1]


def test_what_changed_since_the_last_lookup_is_told() -> None:
    before = sample("au-mobile")
    raw = json.loads((SAMPLES / "au-mobile.json").read_text())
    numbers, business, person = (rule["template"]["properties"] for rule in raw["fields"]["rules"])
    numbers[1]["enum"] = ["One Time Password", "Notifications", "Customer Care", "Surveys"]
    business[2]["required"] = True
    business[6]["pattern"] = "^[0-9]{5}$"
    del person[0]
    person.append({"name": "email", "title": "E-mail", "type": "string", "required": True})
    raw["attachments"][1].update(mandatory=True, allowedMimeTypes=["application/pdf"])
    raw["attachments"].append({"id": "x", "title": "Extract"})
    assert shape_notes(before, read_form(raw)) == (
        '"Purpose of the traffic" can now be Surveys.',
        '"Purpose of the traffic" can no longer be Marketing.',
        '"Address, second line" is now required.',
        '"Postal code" now accepts 5 digits.',
        'New in Contact person: "E-mail", which is required.',
        '"First name" is no longer in the form.',
        'The document "Proof of identity" is now required.',
        'The document "Proof of identity" must now be application/pdf.',
        'New document: "Extract", optional.',
    )
    assert shape_notes(before, sample("au-mobile")) == ()
    changes = shape_changes(before, read_form(raw))
    assert [(change.path, change.kind) for change in changes] == [
        ("0.*.purposeOfTheTraffic", "allowed"),
        ("0.*.purposeOfTheTraffic", "allowed"),
        ("1.endBusinessAddress2", "need"),
        ("1.postalCode", "allowed"),
        ("2.email", "added"),
        ("2.firstName", "removed"),
        (raw["attachments"][1]["id"], "document-changed"),
        (raw["attachments"][1]["id"], "document-changed"),
        ("x", "document-added"),
    ]
    assert {change.title for change in changes} >= {"Postal code", "E-mail", "Extract"}


def test_a_section_put_in_before_others_changes_nothing_of_them() -> None:
    raw = json.loads((SAMPLES / "au-mobile.json").read_text())
    first = {"title": "Purpose", "properties": [{"name": "why", "title": "Why"}]}
    raw["fields"]["rules"].insert(0, {"template": first})
    raw["fields"]["rules"][1]["template"].update(maxItems=1)
    raw["fields"]["rules"][2]["template"].update(title="Company")
    notes = shape_notes(sample("au-mobile"), read_form(raw))
    assert notes[0] == 'New in Purpose: "Why", which is optional.'
    assert 'New in Company: "City", which is required.' in notes
    assert '"City" is no longer in the form.' in notes
    assert "Numbers now has 1 entry." in notes
    assert not any("First name" in note or "Purpose of" in note for note in notes)


def test_a_section_that_is_only_renamed_and_an_answer_that_becomes_conditional() -> None:
    raw = json.loads((SAMPLES / "br-local.json").read_text())
    raw["fields"]["title"] = "Registro"
    raw["fields"]["required"] = ["customerType", "legalName"]
    condition = {"properties": {"customerType": {"const": "BUSINESS"}}}
    raw["fields"]["allOf"].append({"if": condition, "then": {"required": ["notes"]}})
    assert shape_notes(sample("br-local"), read_form(raw)) == (
        '"City" is now optional.',
        '"Notes for the reviewer" is now asked depending on other answers.',
    )
