"""The answers file that explains itself, and that feeds back as it is."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.kyc import read_form
from tests.kyc.corpus import CASES, Case, text, whole
from tests.kyc.samples import sample


def test_each_answer_has_a_note_on_its_path_and_what_is_allowed() -> None:
    numbers, business, _ = sample("au-mobile").annotated_blank()
    assert numbers[0]["//"] == "Numbers. 1 to 50 entries: copy this one to add another"
    assert list(numbers[0])[:3] == ["//", "// senderId", "senderId"]
    assert business["// state"] == (
        "1.state: State. Required. One of ACT, NSW, NT, QLD, SA, TAS, VIC, WA"
    )
    assert business["// endBusinessAddress2"].startswith(
        "1.endBusinessAddress2: Address, second line. Optional. Up to 120"
    )


def test_a_long_list_of_choices_is_there_in_full() -> None:
    lands = [{"const": f"L{i}", "title": f"Land {i}"} for i in range(40)]
    form = read_form({"fields": whole({"land": {"oneOf": lands}})})
    note = form.annotated_blank()["// land"]
    assert note.startswith("land: Land. Optional. One of 40 choices: L0 = Land 0, L1")
    assert note.endswith("L39 = Land 39")


def test_the_entries_of_a_list_are_explained_at_the_list() -> None:
    pair = {"type": "array", "prefixItems": [text(title="A"), {"type": "integer"}]}
    form = read_form({"fields": whole({"mails": {"type": "array", "items": text()}, "pair": pair})})
    assert form.annotated_blank() == {
        "// mails": "Mails. Any number of entries: copy this one to add another; mails.0: Mails. "
        "Required",
        "mails": [None],
        "// pair": "pair.0: A. Optional; pair.1: Part 2. Optional. A whole number",
        "pair": [None, None],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_field_has_its_note_and_the_file_feeds_back(case: Case) -> None:
    form = read_form({"fields": case.fields})
    file = form.annotated_blank()
    assert form.without_notes(file) == form.blank()
    notes = "\n".join(_notes(file))
    held_by_objects = [
        field.path.replace("*", "0")
        for section in form.sections
        for field in section.fields
        if any(not step.isdigit() for step in field.path.replace("*", "0").split(".") if step)
    ]
    for path in held_by_objects:
        assert f"{path}: " in notes


def _notes(data: Any) -> list[str]:
    if isinstance(data, list):
        return [note for entry in data for note in _notes(entry)]
    if not isinstance(data, dict):
        return []
    own = [value for name, value in data.items() if name.startswith("//")]
    return own + [note for value in data.values() for note in _notes(value)]


def test_a_field_whose_name_begins_like_a_note_is_kept() -> None:
    form = read_form({"fields": whole({"//x": text(), "y": text()})})
    assert form.without_notes({"//x": "a", "//y": "b", "y": "c"}) == {"//x": "a", "y": "c"}
