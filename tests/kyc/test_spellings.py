"""What a form says in words of its own: choices, titles in several languages, markup, order."""

from __future__ import annotations

from typing import Any

import pytest
from pytest import MonkeyPatch

from sinch_order_cli.kyc import Form, read_form
from sinch_order_cli.kyc.parse.texts import plain


def field_of(spec: Any) -> Any:
    field = read_form({"fields": {"a": spec}}).field("a")
    assert field is not None
    return field


def form_of(properties: dict[str, Any], **more: Any) -> Form:
    return read_form({"fields": {"type": "object", "properties": properties, **more}})


def asked(form: Form) -> list[str]:
    return [field.path for section in form.sections for field in section.fields]


TITLES = {"de": "Firmenname", "en": "Company name", "pt-BR": "Razão social"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de_AT.UTF-8", "Firmenname"),
        ("pt_BR.UTF-8", "Razão social"),
        ("pt_PT.UTF-8", "Razão social"),
        ("sv_SE.UTF-8", "Company name"),
        ("C.UTF-8", "Company name"),
    ],
)
def test_of_titles_by_language_the_operators_is_shown(
    monkeypatch: MonkeyPatch, language: str, title: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert field_of({"type": "string", "title": TITLES}).title == title


def test_without_english_the_first_language_is_shown(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    spec = {"enum": ["x"], "enumNames": [{"fi": "Eksä", "sv": "Ex"}], "title": {"fi": "Nimi"}}
    field = field_of({**spec, "messages": {"required": {"fi": "Puuttuu"}}, "required": True})
    assert (field.title, field.choices[0].title) == ("Nimi", "Eksä")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<b>Name</b> of&nbsp;the <i>company</i>", "Name of\u00a0the company"),
        ("Street<br/>and number", "Street and number"),
        (
            'I accept the <a href="https://x.example/t">terms</a>.',
            "I accept the terms (https://x.example/t).",
        ),
        ("**Name** of the `company`", "Name of the company"),
        ("See [the terms](https://x.example/t)", "See the terms (https://x.example/t)"),
        ("Turnover < 10 & > 5", "Turnover < 10 & > 5"),
        ("<name> of the firm", "<name> of the firm"),
        ("A & B &amp; C", "A & B & C"),
        ("<script>alert(1)</script>Name", "Name"),
        ("2 * 3 * 4, __init, a_b_c", "2 * 3 * 4, __init, a_b_c"),
    ],
)
def test_markup_is_shown_as_plain_words(raw: str, words: str) -> None:
    assert plain(raw) == words
    assert field_of({"type": "string", "title": raw}).title == words


def test_titles_of_choices_are_plain_too() -> None:
    spec = {"options": [{"value": "x", "label": {"en": "<b>Ex</b>"}}, {"value": "y"}]}
    assert [choice.title for choice in field_of(spec).choices] == ["Ex", "y"]


def test_a_value_that_is_listed_twice_or_empty_is_shown_once_or_not() -> None:
    field = field_of({"type": "string", "enum": ["b", "a", "b", "", "  ", None]})
    assert [choice.value for choice in field.choices] == ["b", "a"]
    assert field.allowed == "one of b, a"


def test_true_and_one_are_two_values() -> None:
    field = field_of({"options": [1, True, "1", 1.0]})
    assert [choice.value for choice in field.choices] == [1, True, "1"]


def test_options_that_say_how_a_field_is_drawn_are_no_choices() -> None:
    assert field_of({"type": "string", "options": {"format": "radio"}}).kind == "text"
    assert field_of({"type": "string", "options": {"multi": True}}).kind == "text"


def test_a_document_is_named() -> None:
    form = read_form({"fields": {"a": {"type": "Attachment", "title": "Scan"}}})
    assert field_of({"type": "Attachment"}).allowed == "a document"
    assert [note.path for note in form.unread] == ["a"]


@pytest.mark.parametrize(
    "beside",
    [
        {"ui:order": ["c", "*", "a"]},
        {"order": ["c", "b", "a"]},
        {"propertyOrder": ["c", "b", "a"]},
    ],
)
def test_the_forms_own_order_is_followed(beside: dict[str, Any]) -> None:
    properties = {name: {"type": "string"} for name in "abc"}
    assert asked(form_of(properties, **beside)) == ["c", "b", "a"]


@pytest.mark.parametrize("key", ["order", "propertyOrder", "ui:order"])
def test_fields_may_be_numbered(key: str) -> None:
    properties = {"a": {"type": "string"}, "b": {"type": "string", key: 2}, "c": {key: 1}}
    assert asked(form_of(properties)) == ["c", "b", "a"]


def test_rows_are_in_the_forms_own_order_too() -> None:
    rows = {"type": "array", "ui:order": ["b", "a"], "properties": {"a": {}, "b": {}}}
    assert asked(form_of({"rows": rows})) == ["rows.*.b", "rows.*.a"]


class TestOnlyOneValue:
    def filled(self, properties: dict[str, Any], data: Any = None) -> Any:
        form = form_of(properties, required=list(properties))
        return form.with_only_values(form.empty() if data is None else data)[0]

    def test_it_fills_itself_and_is_said(self) -> None:
        form = form_of({"a": {"const": "DE", "title": "Country"}}, required=["a"])
        data, changes = form.with_only_values({})
        assert data == {"a": "DE"}
        assert [(one.title, one.before, one.after) for one in changes] == [("Country", None, "DE")]
        assert form.with_defaults({})[0] == {"a": "DE"}

    def test_one_value_of_an_enum_is_enough(self) -> None:
        assert self.filled({"a": {"enum": [None, "", "DE"]}, "b": {"enum": [3]}}) == {
            "a": "DE",
            "b": 3,
        }

    @pytest.mark.parametrize(
        "spec",
        [
            {"const": True},
            {"const": False},
            {"enum": ["I agree"]},
            {"enum": ["Yes"]},
            {"const": "X", "title": "I confirm that all of this is true"},
            {"const": "X", "description": "By this you accept the terms."},
            {"const": "Ich stimme zu"},
            {"enum": ["DE", "AT"]},
        ],
    )
    def test_nobody_consents_by_default(self, spec: Any) -> None:
        assert self.filled({"a": spec}) == {}

    def test_a_name_that_promises_is_no_matter_of_form(self) -> None:
        assert self.filled({"termsAccepted": {"const": "X"}}) == {}

    def test_what_may_be_left_empty_is_left_so(self) -> None:
        form = form_of({"a": {"const": "DE"}})
        assert form.with_only_values({})[0] == {}
        assert form.blank() == {"a": None}

    def test_an_answer_is_kept(self) -> None:
        assert self.filled({"a": {"const": "DE"}}, {"a": "AT"}) == {"a": "AT"}

    def test_what_holds_only_under_an_answer_waits_for_it(self) -> None:
        form = form_of(
            {"kind": {"enum": ["B", "P"]}, "land": {"enum": ["DE", "AT"]}},
            required=["land"],
            **{
                "if": {"properties": {"kind": {"const": "B"}}, "required": ["kind"]},
                "then": {"properties": {"land": {"const": "AT"}}},
            },
        )
        assert form.with_only_values({"kind": "P"})[0] == {"kind": "P"}
        assert form.with_only_values({"kind": "B"})[0] == {"kind": "B", "land": "AT"}

    def test_what_is_hidden_is_filled_where_it_has_to_be(self) -> None:
        hidden = {"readOnly": True}
        form = form_of(
            {"a": {"const": "x", **hidden}, "b": {"default": 2, "hidden": True}, "c": {**hidden}},
            required=["a", "b", "c"],
        )
        assert form.with_only_values({})[0] == {"a": "x", "b": 2}
        assert form.check({"a": "x", "b": 2}) == ()


@pytest.mark.parametrize(
    "spec",
    [
        {"type": "string", "pattern": "^[0-9]{4}$", "default": "n/a"},
        {"type": "string", "enum": ["A", "B"], "default": "C"},
        {"type": "integer", "minimum": 1, "default": 0},
        {"type": "string", "default": " "},
    ],
)
def test_a_default_that_breaks_its_own_rule_is_not_taken(spec: Any) -> None:
    form = form_of({"a": spec}, required=["a"])
    assert form.with_defaults({})[0] == {}
    assert form.blank() == {"a": None}


@pytest.mark.parametrize("inside", [True, False], ids=["template", "rule"])
def test_a_list_of_rows_that_is_not_required_may_be_left_empty(inside: bool) -> None:
    rows = {"type": "array", "properties": [{"name": "who", "required": True}]}
    after = {"template": [{"name": "city", "required": True}]}

    def form_of(required: bool) -> Form:
        said = {"required": required}
        rule = {"template": {**rows, **said}} if inside else {"template": rows, **said}
        return read_form({"fields": {"rules": [rule, after]}})

    assert [one.path for one in form_of(True).check([[], {"city": "x"}])] == ["0.0.who"]
    form = form_of(False)
    assert form.empty() == [[], {}]
    assert form.check([[], {"city": "x"}]) == ()
    assert [one.path for one in form.check([[{}], {"city": "x"}])] == ["0.0.who"]
