"""The sandbox's checker against an independent one, on the forms that are JSON Schema."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from sinch_order_cli.sandbox import forms
from sinch_order_cli.sandbox.answers import check, schema_of_form

from .test_order import BR_PERSON, DE_ANSWERS

SCALARS = (
    st.sampled_from(["", "BUSINESS", "HRB 1", "12345678901", "2026-02-30", "a@b.de", "10115"])
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


def agrees(fields: dict[str, Any], data: Any) -> None:
    independent = Draft202012Validator(
        schema_of_form(fields), format_checker=FormatChecker(["date"])
    )
    assert (not check(fields, data)) == independent.is_valid(data), check(fields, data)


@settings(max_examples=150, deadline=None)
@given(spoilt(BR_PERSON | {"cpf": "12345678901", "cnpj": "12345678000199", "notes": "x"}))
def test_plain_json_schema(data: Any) -> None:
    agrees(forms.fields("BR", "LOCAL"), data)


@settings(max_examples=150, deadline=None)
@given(spoilt(DE_ANSWERS))
def test_a_list_of_rules(data: Any) -> None:
    fields = copy.deepcopy(forms.fields("DE", "LOCAL"))
    del fields["rules"][0]["template"]["properties"]["email"]["format"]  # stricter than jsonschema
    agrees(fields, data)
