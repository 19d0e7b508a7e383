"""A `$ref` leads into the document that it stands in, or the template or section around it."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.kyc import read_form

ADDRESS = {
    "type": "object",
    "required": ["city"],
    "properties": {"city": {"type": "string", "maxLength": 5}},
}


def part(holder: str, **beside: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"address": {"$ref": f"#/{holder}/address"}},
        "required": ["address"],
        holder: {"address": ADDRESS},
        **beside,
    }


SECTIONS: dict[str, tuple[Any, Any]] = {
    "a rule's template": (
        {"rules": [{"template": part("definitions")}, {"template": part("$defs")}]},
        lambda a: [{"address": a}, {"address": a}],
    ),
    "a template that stands alone": ({"template": part("$defs")}, lambda a: {"address": a}),
    "a named section": (
        {"company": part("definitions"), "person": part("$defs")},
        lambda a: {"company": {"address": a}, "person": {"address": a}},
    ),
    "definitions beside named sections": (
        {"company": {"properties": {"address": {"$ref": "#/$defs/a"}}}, "$defs": {"a": ADDRESS}},
        lambda a: {"company": {"address": a}},
    ),
    "a property of the template": (
        {
            "rules": [
                {
                    "template": {
                        "type": "object",
                        "properties": {"home": ADDRESS, "work": {"$ref": "#/properties/home"}},
                    }
                }
            ]
        },
        lambda a: [{"home": {"city": "x"}, "work": a}],
    ),
    "a section within a schema": (
        {"type": "object", "properties": {"company": part("definitions")}},
        lambda a: {"company": {"address": a}},
    ),
}


@pytest.mark.parametrize("name", SECTIONS)
def test_a_reference_into_definitions_around_it_is_followed(name: str) -> None:
    fields, data = SECTIONS[name]
    form = read_form({"fields": fields})
    assert form.unread == ()
    assert all(field.kind == "text" for section in form.sections for field in section.fields)
    assert form.check(data({"city": "Bonn"})) == ()
    wrong = form.check(data({"city": "Berlin"}))
    assert {problem.problem for problem in wrong} == {"Must be up to 5 characters; yours has 6."}


def test_the_document_comes_before_what_only_stands_around() -> None:
    inner = {**part("definitions"), "definitions": {"address": {"type": "boolean"}}}
    schema = {"type": "object", "properties": {"a": inner}, "definitions": {"address": ADDRESS}}
    form = read_form({"fields": schema})
    assert form.check({"a": {"address": {"city": "Bonn"}}}) == ()


def test_what_has_an_id_of_its_own_is_a_document() -> None:
    inner = {**part("$defs"), "$id": "https://x.example/inner.json"}
    schema = {"type": "object", "properties": {"a": inner}, "$defs": {"address": {"type": "null"}}}
    form = read_form({"fields": schema})
    assert form.check({"a": {"address": {"city": "Bonn"}}}) == ()


def test_same_definitions_in_several_templates_are_each_their_own() -> None:
    def template(most: int) -> dict[str, Any]:
        field = {"type": "string", "maxLength": most}
        return {"properties": {"a": {"$ref": "#/definitions/f"}}, "definitions": {"f": field}}

    form = read_form({"fields": {"rules": [{"template": template(n)} for n in (2, 4)]}})
    assert [p.path for p in form.check([{"a": "xxx"}, {"a": "xxx"}])] == ["0.a"]


def test_beside_a_reference_nothing_refuses_in_the_drafts_where_it_stands_alone() -> None:
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": {"a": {"$ref": "#/definitions/text", "maxLength": 2, "title": "Name"}},
        "definitions": {"text": {"type": "string"}},
    }
    form = read_form({"fields": schema})
    assert form.check({"a": "long"}) == ()
    assert [field.title for section in form.sections for field in section.fields] == ["Name"]
    newer = {**schema, "$schema": "https://json-schema.org/draft/2019-09/schema"}
    assert read_form({"fields": newer}).check({"a": "long"}) != ()
