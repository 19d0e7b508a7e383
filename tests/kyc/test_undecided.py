"""What can't be checked here is left to the server and said, however it is combined."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sinch_order_cli.kyc import read_form
from sinch_order_cli.kyc.parse.dialects import read_answer
from sinch_order_cli.kyc.schema.evaluate import Evaluator
from sinch_order_cli.kyc.schema.patterns import Patterns

STRANGE = {"format": "hostname"}
NO_PATTERN = {"type": "string", "pattern": r"^\p{javaLetter}+$"}
OPEN = {"type": "object", "unevaluatedProperties": False}


def form_of(schema: Any, **beside: Any) -> Any:
    return read_form({"fields": {"type": "object", "properties": {"a": schema}, **beside}})


LEFT_TO_THE_SERVER: dict[str, tuple[Any, Any]] = {
    "oneOf formats": ({"oneOf": [{"format": "ipv4"}, {"format": "hostname"}]}, "10.0.0.1"),
    "oneOf strange formats": ({"oneOf": [STRANGE, {"format": "iri"}]}, "10.0.0.1"),
    "not a format": ({"not": STRANGE}, "hello"),
    "not a keyword": ({"not": {"minWords": 2}}, "hello"),
    "not a pattern": ({"not": NO_PATTERN}, "hello"),
    "oneOf patterns": ({"oneOf": [NO_PATTERN, {"type": "string", "minLength": 1}]}, "hello"),
    "oneOf unevaluatedProperties": (
        {
            "oneOf": [
                {**OPEN, "properties": {"x": {"type": "string"}}},
                {**OPEN, "properties": {"x": {"type": "string"}, "y": {"type": "string"}}},
            ]
        },
        {"x": "1"},
    ),
    "anyOf beside what fails": ({"anyOf": [STRANGE, {"const": "x"}]}, "hello"),
    "if a format": ({"if": STRANGE, "then": {"maxLength": 1}}, "hello"),
    "if a format, else": ({"if": STRANGE, "else": {"maxLength": 1}}, "hello"),
    "at most so many that a format fits": (
        {"type": "array", "contains": STRANGE, "maxContains": 1},
        ["hello", "there"],
    ),
    "no entry that a format fits": ({"type": "array", "not": {"contains": STRANGE}}, ["hello"]),
    "names": ({"type": "object", "propertyNames": {"not": STRANGE}}, {"x": "1"}),
    "names by a pattern": (
        {"type": "object", "patternProperties": {"(": {"const": 1}}, "minProperties": 1},
        {"x": "1"},
    ),
    "other names than those by a pattern": (
        {
            "type": "object",
            "patternProperties": {"(": {}},
            "additionalProperties": False,
            "minProperties": 1,
        },
        {"x": "1"},
    ),
    "dependentSchemas": (
        {"type": "object", "dependentSchemas": {"x": {"not": {"minWords": 2}}}},
        {"x": "1"},
    ),
    "through a reference": ({"not": {"$ref": "#/$defs/strange"}}, "hello"),
    "a value that can't be read": ({"type": "string", "not": {"minLength": "many"}}, "hello"),
    "a description that can't be read": ({"type": "string", "not": 7}, "hello"),
    "a type that can't be read": ({"not": {"type": "fancy"}}, "hello"),
}


@pytest.mark.parametrize("name", LEFT_TO_THE_SERVER)
def test_what_is_undecided_is_not_refused_and_is_said(name: str) -> None:
    schema, value = LEFT_TO_THE_SERVER[name]
    form = form_of(schema, **{"$defs": {"strange": STRANGE}})
    assert form.check({"a": value}) == ()
    assert form.unread


REFUSED_ALL_THE_SAME: dict[str, tuple[Any, Any]] = {
    "beside": ({"type": "string", "maxLength": 3, "not": STRANGE}, "hello"),
    "either way": ({"if": STRANGE, "then": {"maxLength": 1}, "else": {"maxLength": 2}}, "hello"),
    "two that fit": (
        {"oneOf": [{"minLength": 1}, {"maxLength": 9}, STRANGE], "type": "string"},
        "hello",
    ),
    "too few at best": ({"type": "array", "contains": STRANGE, "minContains": 2}, ["hello"]),
}


@pytest.mark.parametrize("name", REFUSED_ALL_THE_SAME)
def test_what_is_wrong_however_it_is_decided_is_refused(name: str) -> None:
    schema, value = REFUSED_ALL_THE_SAME[name]
    assert form_of(schema).check({"a": value}) != ()


def test_a_format_that_is_not_checked_is_named_once() -> None:
    schema = {"type": "object", "properties": dict.fromkeys("abc", STRANGE)}
    notes = read_form({"fields": schema}).unread
    assert [note.what for note in notes] == ["the format hostname, which is not checked here"]


def test_a_question_under_an_undecided_condition_is_asked_and_may_be_left_empty() -> None:
    strange = {"properties": {"site": STRANGE}, "required": ["site"]}
    schema = {
        "type": "object",
        "properties": {"site": {"type": "string"}, "owner": {"type": "string"}},
        "if": strange,
        "then": {"required": ["owner"]},
        "else": {"properties": {"reason": {"type": "string"}}, "required": ["reason"]},
    }
    form = read_form({"fields": schema})
    asked = {f.name: f.required for s in form.questions({"site": "x.de"}) for f in s.fields}
    assert asked == {"site": False, "owner": False, "reason": False}
    assert form.check({"site": "x.de"}) == ()


HOLE = {"minWords": 2}
LEAVES = st.sampled_from(
    [HOLE, HOLE, {}, False, {"type": "string"}, {"minLength": 3}, {"const": 1}, {"minimum": 2}]
)
VALUES = st.recursive(
    st.sampled_from(["x", "long", 1, 2, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=5,
)


def _combined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    by_name = st.dictionaries(st.sampled_from("ab"), inner, min_size=1)
    return st.fixed_dictionaries(
        {},
        optional={
            "allOf": several,
            "anyOf": several,
            "oneOf": several,
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "properties": by_name,
            "patternProperties": by_name,
            "additionalProperties": inner,
            "propertyNames": inner,
            "dependentSchemas": by_name,
            "items": inner,
            "contains": inner,
            "maxContains": st.integers(0, 2),
        },
    )


def _filled(schema: Any, filling: bool) -> Any:
    if schema == HOLE:
        return filling
    if isinstance(schema, dict):
        return {key: _filled(value, filling) for key, value in schema.items()}
    return [_filled(one, filling) for one in schema] if isinstance(schema, list) else schema


@given(st.recursive(LEAVES, _combined, max_leaves=8), VALUES)
@settings(max_examples=500, deadline=None)
def test_a_verdict_holds_whatever_the_undecided_parts_turn_out_to_be(schema: Any, v: Any) -> None:
    raw = {"type": ["object", "array", "string", "number", "boolean"], "allOf": [schema]}
    reading = read_answer({"fields": raw})
    verdict = Evaluator(reading.document, Patterns()).verdict(reading.document.root, v)
    for filling in (True, False):
        theirs = Draft202012Validator(_filled(raw, filling)).is_valid(v)
        assert verdict is None or verdict == theirs
    if _filled(schema, True) == schema:
        assert verdict is not None
