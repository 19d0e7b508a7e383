"""Every construct of the corpus: what is asked, what passes, and the exact problems of the rest."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from msgspec import UNSET

from sinch_order_cli.kyc import MISSING, Form, get, read_form
from tests.kyc.corpus import CASES, WHOLE_SCHEMAS, Case

pytestmark = pytest.mark.timeout(20)

NO_STANDARD = {
    "formats",
    "numbers: ranges, exclusive ones in the manner of draft 4 and later, multiples",
    "references by the document's own name, by names within it and by anchors",
    "Java's patterns, and one that can't be used",
    "what no question can be made of is checked, and answered as JSON",
    "null is an answer where the form says so",
}
"""Cases with something in them that JSON Schema has not, or that its library does not take."""

UP_TO_DRAFT_7 = {
    "lists of bare values, tuples, names that are not known",
    "what draft 7 and older write otherwise",
}


def _asks(form: Form) -> dict[str, str]:
    return {
        field.path: field.kind + "*" * field.required + "?" * field.conditional
        for section in form.sections
        for field in section.fields
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_form_asks(case: Case) -> None:
    assert _asks(read_form({"fields": case.fields, "attachments": []})) == case.asks


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_good_answers_pass(case: Case) -> None:
    form = read_form({"fields": case.fields})
    for data in case.good:
        assert form.check(data) == (), data
    if not case.unread:
        assert form.unread == ()


GOOD = [(case, data) for case in CASES for data in case.good]
BAD = [(case, data, wrong) for case in CASES for data, wrong in case.bad]


@pytest.mark.parametrize(("case", "data", "wrong"), BAD, ids=lambda part: getattr(part, "name", ""))
def test_bad_answers_have_exactly_these_problems(
    case: Case, data: Any, wrong: dict[str, str]
) -> None:
    form = read_form({"fields": case.fields})
    problems = form.check(data)
    assert {problem.path: problem.problem for problem in problems} == wrong
    for problem in problems:
        given = get(data, problem.path)
        assert problem.given == (UNSET if given in (MISSING, None) else given)
        assert problem.title


STANDARD = [case for case in WHOLE_SCHEMAS if case.name not in NO_STANDARD]


@pytest.mark.parametrize("case", STANDARD, ids=lambda case: case.name)
def test_a_json_schema_validator_agrees(case: Case) -> None:
    validator = Draft7Validator if case.name in UP_TO_DRAFT_7 else Draft202012Validator
    formats = FormatChecker(["date", "date-time", "email"])
    theirs = validator(case.fields, format_checker=formats)
    form = read_form({"fields": case.fields})
    for data in [*case.good, *(data for data, _ in case.bad)]:
        sent, _ = form.sendable(data)
        assert (form.check(data) == ()) == theirs.is_valid(sent), data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_paths_are_unique_and_blank_answers_feed_back(case: Case) -> None:
    form = read_form({"fields": case.fields})
    paths = [field.path for section in form.sections for field in section.fields]
    assert len(set(paths)) == len(paths)
    blank = form.blank()
    for path in paths:
        assert get(blank, path.replace("*", "0")) is not MISSING
    assert form.check(form.tidy(blank)[0]) == form.check(blank)


@pytest.mark.parametrize("case", [c for c in CASES if c.unread], ids=lambda case: case.name)
def test_what_was_not_understood_is_named(case: Case) -> None:
    form = read_form({"fields": case.fields})
    for data in case.good:
        form.check(data)
    assert {note.what for note in form.unread} == set(case.unread)
    assert form.has_fields
