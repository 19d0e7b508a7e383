"""Several ways to answer: which is meant, and what is said where none is, or more than one."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.kyc import Form, read_form

VAT: dict[str, Any] = {"type": "string", "title": "VAT number"}
CARD: dict[str, Any] = {"type": "string", "title": "Identity card"}
NAME: dict[str, Any] = {"type": "string", "title": "Name"}

COMPANY = {
    "title": "Company",
    "properties": {"vat": VAT, "name": NAME, "seat": {"type": "string"}},
    "required": ["vat", "name", "seat"],
}
PERSON = {
    "title": "Person",
    "properties": {"card": CARD, "name": NAME},
    "required": ["card", "name"],
}


def form_of(**schema: Any) -> Form:
    return read_form({"fields": {"type": "object", **schema}})


def either(keyword: str) -> Form:
    several = [{"required": ["vat"]}, {"required": ["card"]}]
    return form_of(properties={"vat": VAT, "card": CARD}, **{keyword: several})


def told(form: Form, data: Any) -> list[tuple[str, str]]:
    return [(problem.path, problem.problem) for problem in form.check(data)]


def asked(form: Form, data: Any) -> dict[str, bool]:
    return {f.path: f.required for section in form.questions(data) for f in section.fields}


def test_one_of_two_fields_that_is_required_is_said_of_both() -> None:
    for keyword in ("oneOf", "anyOf"):
        form = either(keyword)
        assert told(form, {}) == [("vat", "VAT number or Identity card is required.")]
        assert told(form, {"vat": "1"}) == []
        assert told(form, {"card": "1"}) == []


def test_a_field_that_another_can_replace_is_not_called_optional() -> None:
    for keyword in ("oneOf", "anyOf"):
        form = either(keyword)
        [section] = form.sections
        assert [(f.required, f.instead) for f in section.fields] == [
            (False, ("Identity card",)),
            (False, ("VAT number",)),
        ]
        note = form.annotated_blank()["// vat"]
        assert "This or Identity card is required" in note
        assert "optional" not in note.lower()


def test_where_two_fit_of_which_one_may_it_says_which() -> None:
    form = either("oneOf")
    both = {"vat": "1", "card": "2"}
    assert told(form, both) == [("vat", "Give only one of VAT number, Identity card.")]
    assert asked(form, both) == {"vat": False, "card": False}  # either can be taken back
    assert told(either("anyOf"), both) == []


def test_branches_are_named_by_their_titles_before_any_is_begun() -> None:
    form = form_of(oneOf=[COMPANY, PERSON])
    assert told(form, {}) == [
        ("vat", "Company or Person is required."),
        ("name", "Answer missing."),
    ]
    assert told(form, {"name": "Ann"}) == [("vat", "Company or Person is required.")]


def test_the_branch_of_which_something_is_answered_is_the_one_that_is_meant() -> None:
    form = form_of(oneOf=[COMPANY, PERSON])
    assert asked(form, {"vat": "1"}) == {"name": True, "vat": True, "seat": True}
    assert told(form, {"vat": "1"}) == [
        ("name", "Answer missing."),
        ("seat", "Answer missing."),
    ]
    assert asked(form, {"card": "1"}) == {"name": True, "card": True}


def test_lists_of_different_things_are_answered_in_json() -> None:
    texts = {"type": "array", "items": {"type": "object", "properties": {"a": VAT}}}
    numbers = {"type": "array", "items": {"type": "object", "properties": {"b": CARD}}}
    form = form_of(properties={"list": {"title": "List", "oneOf": [texts, numbers]}})
    [[field]] = [section.fields for section in form.sections]
    assert (field.path, field.kind) == ("list", "json")
    assert told(form, {"list": [{"b": "1"}]}) != []  # both fit: the server would say so too
    strict = [
        {**one, "items": {**one["items"], "additionalProperties": False}}
        for one in (texts, numbers)
    ]
    form = form_of(properties={"list": {"title": "List", "oneOf": strict}})
    assert form.check({"list": [{"b": "1"}]}) == ()
    assert form.sendable({"list": [{"b": "1"}]})[0] == {"list": [{"b": "1"}]}


def test_an_object_or_a_text_is_answered_in_json() -> None:
    form = form_of(properties={"who": {"oneOf": [{"type": "object", **PERSON}, NAME]}})
    [[field]] = [section.fields for section in form.sections]
    assert (field.path, field.kind) == ("who", "json")
    assert form.check({"who": "Ann"}) == ()
    assert form.check({"who": {"card": "1", "name": "Ann"}}) == ()
