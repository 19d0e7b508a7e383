"""A section that the form lets be left out: no problem, no question, nothing sent until begun."""

from __future__ import annotations

import io
from typing import Any

import pytest
from msgspec import UNSET

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.kyc import Form, read_form, shape_notes
from sinch_order_cli.views.requirements_view import print_requirements, section_lines

AGENT = [
    {"name": "who", "type": "string", "required": True},
    {"name": "land", "type": "string", "required": True, "default": "AU"},
    {"name": "note", "type": "string"},
]
OWNER = {"template": {"properties": [{"name": "city", "type": "string", "required": True}]}}
OWNED = {"city": "x"}


def rule(inside: bool, said: Any = False) -> dict[str, Any]:
    """A rule that may be left out, as the rule or as its template says."""
    template: dict[str, Any] = {"title": "Agent", "properties": AGENT}
    if inside:
        return {"template": {**template, "required": said}}
    return {"template": template, "required": said}


def by_place(inside: bool = False, said: Any = False) -> Form:
    return read_form({"fields": {"rules": [rule(inside, said), OWNER]}})


def by_name(inside: bool = False, said: Any = False) -> Form:
    return read_form({"fields": {"agent": rule(inside, said), "owner": OWNER}})


@pytest.mark.parametrize("said", [False, "false"])
@pytest.mark.parametrize("inside", [True, False], ids=["template", "rule"])
def test_a_rule_that_is_left_out_lacks_nothing_and_keeps_its_place(inside: bool, said: Any) -> None:
    form = by_place(inside, said)
    assert form.empty() == [{}, {}]
    for nothing in ({}, None, {"who": None, "land": None, "note": None}):
        assert form.check([nothing, OWNED]) == ()
        assert form.sendable([nothing, OWNED])[0] == [{}, OWNED]
    assert [one.path for one in form.check([{}, {}])] == ["1.city"]
    assert form.progress([{}, OWNED]) == (1, 1)
    assert [field.required for field in form.sections[0].fields] == [False, False, False]


@pytest.mark.parametrize("inside", [True, False], ids=["template", "rule"])
def test_once_begun_its_own_required_fields_count(inside: bool) -> None:
    form = by_place(inside)
    begun = [{"note": "n"}, OWNED]
    assert [one.path for one in form.check(begun)] == ["0.who", "0.land"]
    asked = {field.path: field.required for field in form.questions(begun)[0].fields}
    assert asked == {"0.who": True, "0.land": True, "0.note": False}
    assert form.check([{"who": "A", "land": "AU"}, OWNED]) == ()


@pytest.mark.parametrize("inside", [True, False], ids=["template", "rule"])
def test_a_section_by_name_that_is_left_out_is_not_sent(inside: bool) -> None:
    form = by_name(inside)
    for nothing in ({}, None, {"who": None, "land": None, "note": None}):
        assert form.check({"agent": nothing, "owner": OWNED}) == ()
        assert form.sendable({"agent": nothing, "owner": OWNED})[0] == {"owner": OWNED}
    assert [one.path for one in form.check({"agent": {"note": "n"}, "owner": OWNED})] == [
        "agent.who",
        "agent.land",
    ]


@pytest.mark.parametrize("form", [by_place(), by_name()], ids=["place", "name"])
def test_the_blank_form_does_not_begin_it(form: Form) -> None:
    """What the form proposes within would make all of it wanted, once the file is read back."""
    blank = form.without_notes(form.annotated_blank())
    assert [one.path for one in form.check(blank)] == [form.sections[1].fields[0].path]
    assert form.sections[0].optional
    assert not form.sections[1].optional
    taken, changes = form.with_defaults(form.empty())
    assert (taken, changes) == (form.empty(), ())


def rows(least: int) -> Form:
    listed = {"type": "array", "properties": AGENT, "minItems": least}
    return read_form({"fields": {"rules": [{"template": listed, "required": False}, OWNER]}})


def test_a_list_of_rows_that_is_left_out_lacks_none() -> None:
    form = rows(2)
    assert form.empty() == [[], {}]
    for nothing in ([], None, [{"who": None}, {"who": None}]):
        assert form.check([nothing, OWNED]) == ()
        assert form.sendable([nothing, OWNED])[0] == [[], OWNED]
    one = [[{"who": "A", "land": "AU"}], OWNED]
    assert [(p.path, p.given) for p in form.check(one)] == [("0.1.who", UNSET), ("0.1.land", UNSET)]
    assert [section.path for section in form.questions([[], {}])] == ["1"]


def test_its_own_sections_are_left_out_with_it() -> None:
    nested = {
        "title": "Agent",
        "required": False,
        "properties": [
            {"name": "who", "required": True},
            {
                "name": "seat",
                "type": "object",
                "required": True,
                "properties": [{"name": "city", "required": True}],
            },
        ],
    }
    form = read_form({"fields": {"rules": [nested, OWNER]}})
    assert form.check([{}, OWNED]) == ()
    assert form.check([{"who": None, "seat": {"city": None}}, OWNED]) == ()
    assert [one.path for one in form.check([{"who": "A"}, OWNED])] == ["0.seat.city"]
    assert [section.optional for section in form.sections] == [True, True, False]


def test_it_is_said_wherever_a_form_is_shown() -> None:
    form = by_place()
    assert form.as_json()["sections"][0]["optional"] is True
    assert form.annotated_blank()[0]["//"] == "Agent. Optional section"
    assert section_lines(form)[0][1].startswith("3 answers, optional as a whole: Who")
    out = io.StringIO()
    print_requirements(Terminal(io.StringIO(), out, io.StringIO(), {}), "AU", "MOBILE", form, None)
    assert "Agent · optional section" in out.getvalue()


def test_a_list_of_rows_that_became_optional_is_told_as_a_change() -> None:
    listed = {"title": "Owners", "type": "array", "properties": AGENT, "minItems": 2}
    required = read_form({"fields": {"rules": [{"template": listed}, OWNER]}})
    optional = read_form({"fields": {"rules": [{"template": listed, "required": False}, OWNER]}})
    assert shape_notes(required, optional) == ('"Owners" is now optional.',)
    assert shape_notes(optional, required) == ('"Owners" is now required.',)
