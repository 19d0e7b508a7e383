"""Lists of rows in the order of the form, also those without a row."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.kyc import read_form

FORM = read_form(
    {
        "fields": {
            "type": "object",
            "properties": {
                "kind": {"enum": ["company", "person"]},
                "owners": {
                    "type": "array",
                    "maxItems": 3,
                    "items": {
                        "type": "object",
                        "properties": {
                            "name": {"type": "string"},
                            "phones": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "properties": {"number": {"type": "string"}},
                                },
                            },
                        },
                    },
                },
                "pets": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"name": {"type": "string"}}},
                },
            },
            "if": {"properties": {"kind": {"const": "person"}}, "required": ["kind"]},
            "else": {"properties": {"pets": False}},
        }
    }
)


def lists(data: Any) -> list[str]:
    return [section.path for section in FORM.outline(data) if not section.fields]


def test_a_list_stands_behind_its_rows_and_those_of_a_row_within_it() -> None:
    data = {"owners": [{"name": "Ann", "phones": [{"number": "+1"}]}, {"name": "Bob"}]}
    assert [section.path for section in FORM.outline(data)] == [
        "",
        "owners.0",
        "owners.0.phones.0",
        "owners.0.phones",
        "owners.1",
        "owners.1.phones",
        "owners",
    ]


def test_a_list_without_rows_is_there_as_long_as_it_applies() -> None:
    assert lists({"kind": "person"}) == ["owners", "pets"]
    assert lists({"kind": "company"}) == ["owners"]


def test_a_list_says_how_many_rows_it_takes() -> None:
    [owners] = [section for section in FORM.outline({}) if section.path == "owners"]
    assert (owners.min_rows, owners.max_rows, owners.row) == (0, 3, None)


def test_questions_are_the_outline_without_the_lists() -> None:
    data = {"owners": [{"name": "Ann"}]}
    asked = [section for section in FORM.outline(data) if section.fields]
    assert list(FORM.questions(data)) == asked
