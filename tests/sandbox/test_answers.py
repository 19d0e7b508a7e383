"""What the sandbox takes as answers, and that the client's own checker is of the same opinion.

The sandbox judges by the library jsonschema, the client by code of its own: where both are wrong,
they are not wrong in the same way.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sinch_order_cli.kyc import read_form
from sinch_order_cli.sandbox import forms
from sinch_order_cli.sandbox.answers import check
from sinch_order_cli.sandbox.judge import violations
from tests.contract import schemas

from .driver import AU_ANSWERS
from .test_order import BR_PERSON, DE_ANSWERS, SE_ANSWERS

GOOD = {
    ("AU", "MOBILE"): AU_ANSWERS,
    ("DE", "LOCAL"): DE_ANSWERS,
    ("SE", "LOCAL"): SE_ANSWERS,
    ("BR", "LOCAL"): BR_PERSON | {"cpf": "12345678901", "cnpj": "12345678000199", "notes": "x"},
}
SCALARS = (
    st.sampled_from(["BUSINESS", "HRB 1", "12345678901", "2026-02-30", "a@b.de", "10115"])
    | st.integers(-1, 10**7)
    | st.floats(0, 101)
    | st.booleans()
    | st.none()
)
VALUES = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(), SCALARS, max_size=2)


def places(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the data, without the root."""
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for step, value in steps:
        found.append((*here, step))
        if isinstance(value, dict | list):
            found += places(value, (*here, step))
    return found


@st.composite
def spoilt(draw: st.DrawFn, data: Any) -> Any:
    """Good answers in which some were replaced or removed."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from(places(data) or [()]))
        if not place:
            return data
        inner = data
        for step in place[:-1]:
            inner = inner[step]
        if isinstance(inner, dict) and draw(st.booleans()):
            del inner[place[-1]]
        else:
            inner[place[-1]] = draw(VALUES)
    return data


ANSWERS = st.sampled_from(sorted(GOOD)).flatmap(
    lambda order: st.tuples(st.just(order), spoilt(GOOD[order]))
)


@settings(max_examples=250, deadline=None)
@given(ANSWERS)
@example((("SE", "LOCAL"), SE_ANSWERS | {"subscriber": ""}))
def test_the_client_and_the_sandbox_judge_alike(case: tuple[tuple[str, str], Any]) -> None:
    order, data = case
    fields = forms.fields(*order)
    form = read_form({"fields": fields}, order[0])
    sent, _ = form.sendable(data)
    assert bool(form.check(data)) == bool(check(fields, sent)), (form.check(data), sent)


@pytest.mark.parametrize(
    ("schema", "data", "found"),
    [
        ({"pattern": r"^[\p{L} '-]++$"}, "Zoë O'Neil", []),
        ({"pattern": r"^[\p{L} '-]++$"}, "4", [((), "must match the pattern ^[\\p{L} '-]++$")]),
        ({"type": "string", "enum": ["a"]}, 5, [((), "must be of type string")]),
        ({"items": {"format": "date"}}, ["20261123"], [((0,), "must be a valid date")]),
        ({"properties": {"a": {"message": "No."}}, "required": ["a"]}, {}, [(("a",), "No.")]),
        ({"uniqueItems": True}, [1, 1], [((), "must meet the rule uniqueItems")]),
    ],
)
def test_each_violation_has_a_place_and_a_description(
    schema: dict[str, Any], data: Any, found: list[tuple[tuple[Any, ...], str]]
) -> None:
    assert [(one.place, one.description) for one in violations(schema, data)] == found


def test_null_is_an_answer_that_is_not_given_yet_in_a_form_alone() -> None:
    schema = {"properties": {"a": {"type": "string"}}, "required": ["a"]}
    (as_form,) = violations(schema, {"a": None}, form=True)
    (as_body,) = violations(schema, {"a": None})
    assert (as_form.description, as_body.description) == ("is required", "must be of type string")


def test_the_schemas_of_bodies_are_the_contracts() -> None:
    again = "run: python -m tests.contract.schemas"
    assert schemas.FILE.read_text(encoding="utf-8") == schemas.text(), again
