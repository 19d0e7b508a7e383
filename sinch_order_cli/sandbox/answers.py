"""Check a registration against the form, and format the place of each violation.

Forms use the dialects in `requirements/`: a list of rules, an object of named sections, or plain
JSON Schema. All are converted to JSON Schema, which `judge.py` evaluates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from sinch_order_cli.sandbox.judge import Place, Schema, Violation, path_text, violations
from sinch_order_cli.sandbox.magic import REFUSED

ViolationStyle = Literal["brackets", "dots", "pointer", "bare", "unprefixed"]

_PREFIX: Place = ("requestDetails", "data")


def check(fields: Schema, data: Any) -> list[Violation]:
    """Return all violations in the data; [] if the form has no fields."""
    schema = schema_of_form(fields)
    return [*violations(schema, data, form=True), *_refused(data, ())] if schema else []


def _refused(value: Any, place: Place) -> Iterator[Violation]:
    """Yield violations that the form doesn't express, but only the server can know: see `magic`."""
    if isinstance(value, str) and REFUSED in value:
        yield Violation(place, "No register knows this. Give it as it stands in the register.")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _refused(one, (*place, index))
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _refused(one, (*place, name))


def schema_of_form(fields: Schema) -> Schema:
    """Return JSON Schema for the whole of `data`, {} if the form has no fields."""
    if "rules" in fields:
        schemas = [_schema(rule["template"]) for rule in fields["rules"]]
        return {
            "type": "array",
            "minItems": len(schemas),
            "maxItems": len(schemas),
            "prefixItems": schemas,
        }
    if not fields or "type" in fields:
        return fields
    sections = {name: _schema(template) for name, template in fields.items()}
    return {"type": "object", "required": list(sections), "properties": sections}


def field_name(place: Place, style: ViolationStyle) -> str:
    """Format the `field` of a violation. The API's format is undocumented, so there are several."""
    if style == "bare":
        return [step for step in _PREFIX + place if isinstance(step, str)][-1]
    if style == "dots":
        return ".".join(map(str, _PREFIX + place))
    if style == "pointer":
        escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in _PREFIX + place)
        return "/" + "/".join(escaped)
    return path_text(place if style == "unprefixed" else _PREFIX + place)


def _schema(template: Schema) -> Schema:
    """Convert a template to JSON Schema: `properties` may be a list, `required` a boolean."""
    schema = dict(template)
    if "items" in schema:
        schema["items"] = _schema(schema["items"])
    properties = schema.get("properties")
    if properties is None:
        return schema
    if isinstance(properties, list):
        schema["required"] = [field["name"] for field in properties if field.get("required")]
        properties = {field["name"]: _without_required(field) for field in properties}
    schema["properties"] = {name: _schema(field) for name, field in properties.items()}
    if schema.get("type", "object") == "object":
        return schema | {"type": "object"}
    rows = {"type": "object", "required": schema.pop("required", [])}
    return schema | {"items": rows | {"properties": schema.pop("properties")}}


def _without_required(field: Schema) -> Schema:
    return {key: value for key, value in field.items() if key != "required"}
