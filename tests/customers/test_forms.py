"""The aims of the matching, over every form of the set; the forms held out on their own too."""

from __future__ import annotations

import json

import pytest
from benchmarks.customers import Field, count, measure

from customers.samples import FORMS, cases


@pytest.fixture(scope="module")
def measured() -> dict[bool, list[Field]]:
    return measure()


def test_the_set_is_what_it_should_be() -> None:
    documents = [json.loads(path.read_text("utf-8")) for path in FORMS.glob("*.json")]
    held_out = sum(document["heldOut"] for document in documents)
    pairs = "AUBRCHCZDEDKESFRGBHKINITJPNLPLSESGZA"
    regions = {pairs[at : at + 2] for at in range(0, len(pairs), 2)}
    assert len(documents) >= 60
    assert held_out >= len(documents) // 4
    assert {document["region"] for document in documents} >= regions
    assert {document["kind"] for document in documents} == {"company", "soleTrader", "person"}


def test_every_field_has_a_label() -> None:
    for case in cases():
        asked = {field.path for section in case.form.sections for field in section.fields}
        assert asked == set(case.labels), case.name


@pytest.mark.parametrize("held_out", [False, True])
def test_nothing_that_is_sure_is_wrong(measured: dict[bool, list[Field]], held_out: bool) -> None:
    sure = [one for one in measured[held_out] if one.confidence == "sure" and one.is_given]
    assert [(one.case.name, one.path) for one in sure if not one.is_right] == []
    assert len(sure) > 100


@pytest.mark.parametrize("held_out", [False, True])
def test_most_of_what_can_be_is_filled_or_proposed(
    measured: dict[bool, list[Field]], held_out: bool
) -> None:
    assert count(measured[held_out]).share >= 0.85


def test_what_a_person_has_to_give_is_never_filled(measured: dict[bool, list[Field]]) -> None:
    found = [one for rows in measured.values() for one in rows if one.label == "never"]
    assert len(found) > 20
    assert {one.confidence for one in found} == {"never"}


def test_what_a_number_is_used_for_is_never_sure(measured: dict[bool, list[Field]]) -> None:
    given = [one for rows in measured.values() for one in rows if one.is_given]
    used = [one for one in given if str(one.match and one.match.fact).startswith("use.")]
    assert len(used) > 10
    assert {one.confidence for one in used} == {"likely"}
