"""Every construct of the corpus: what is asked, what passes, and the exact problems of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.kyc import Form, read_form
from tests.kyc.corpus import CASES, Case

pytestmark = pytest.mark.timeout(20)


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
    assert {problem.path: problem.problem for problem in form.check(data)} == wrong


@pytest.mark.parametrize("case", [c for c in CASES if c.unread], ids=lambda case: case.name)
def test_what_was_not_understood_is_named(case: Case) -> None:
    form = read_form({"fields": case.fields})
    for data in case.good:
        form.check(data)
    assert {note.what for note in form.unread} == set(case.unread)
    assert form.has_fields
