"""Checks a registration against the form, and writes down where each violation is.

A form comes in the dialects of `requirements/`: a list of rules, an object of named sections, or
plain JSON Schema. All are brought to JSON Schema first; the subset understood here is what the
forms use and a little more. Independent of the client's checker on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Literal, get_args

from msgspec import Struct

from sinch_order_cli.sandbox.magic import REFUSED

Schema = dict[str, Any]
Place = tuple[str | int, ...]
ViolationStyle = Literal["brackets", "dots", "pointer", "bare", "unprefixed"]

VIOLATION_STYLES: tuple[str, ...] = get_args(ViolationStyle)

_PREFIX: Place = ("requestDetails", "data")
_PATTERN_SECONDS = 1.0


class Violation(Struct, frozen=True):
    """One thing that is wrong. `place` is where, counted from `data`."""

    place: Place
    description: str


def check(fields: Schema, data: Any) -> list[Violation]:
    """Everything that is wrong with the data; [] where nothing is asked."""
    schema = schema_of_form(fields)
    return [*_check(schema, data, ()), *_refused(data, ())] if schema else []


def _refused(value: Any, place: Place) -> Iterator[Violation]:
    """What no form forbids and only the server knows to be wrong: see `magic`."""
    if isinstance(value, str) and REFUSED in value:
        yield Violation(place, "No register knows this. Give it as it stands in the register.")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _refused(one, (*place, index))
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _refused(one, (*place, name))


def schema_of_form(fields: Schema) -> Schema:
    """JSON Schema for the whole of `data`, {} where nothing is asked."""
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
    """The `field` of a violation. How the API writes it is not documented, so every way is here."""
    if style == "bare":
        return [step for step in _PREFIX + place if isinstance(step, str)][-1]
    if style == "dots":
        return ".".join(map(str, _PREFIX + place))
    if style == "pointer":
        escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in _PREFIX + place)
        return "/" + "/".join(escaped)
    steps = place if style == "unprefixed" else _PREFIX + place
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return text.removeprefix(".")


def _schema(template: Schema) -> Schema:
    """A template as JSON Schema: `properties` may be a list there, `required` a boolean."""
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


_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool)
        and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
}


def _check(schema: Schema, value: Any, place: Place) -> Iterator[Violation]:
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if types and not any(_TYPES[name](value) for name in types):
        yield Violation(place, _said(schema, "type", f"must be of type {' or '.join(types)}"))
        return
    yield from _check_choice(schema, value, place)
    if isinstance(value, str):
        yield from _check_text(schema, value, place)
    elif _TYPES["number"](value):
        yield from _check_number(schema, value, place)
    elif isinstance(value, list):
        yield from _check_list(schema, value, place)
    elif isinstance(value, dict):
        yield from _check_object(schema, value, place)
    yield from _check_conditions(schema, value, place)


def _check_choice(schema: Schema, value: Any, place: Place) -> Iterator[Violation]:
    enum = schema.get("enum")
    if enum is not None:
        if set(map(repr, enum)) == {"None", "True"}:  # a consent box: only true passes
            enum = [True]
        if not any(_same(value, choice) for choice in enum):
            yield Violation(place, _said(schema, "enum", f"must be one of {_listed(enum)}"))
    if "const" in schema and not _same(value, schema["const"]):
        yield Violation(place, _said(schema, "const", f"must be {_listed([schema['const']])}"))


def _check_text(schema: Schema, value: str, place: Place) -> Iterator[Violation]:
    if len(value) < schema.get("minLength", 0):
        what = f"must have at least {schema['minLength']} characters"
        yield Violation(place, _said(schema, "minLength", what))
    if len(value) > schema.get("maxLength", len(value)):
        what = f"must have at most {schema['maxLength']} characters"
        yield Violation(place, _said(schema, "maxLength", what))
    pattern = schema.get("pattern")
    if pattern is not None and not _matches(pattern, value):
        yield Violation(place, _said(schema, "pattern", f"must match the pattern {pattern}"))
    form = schema.get("format")
    if form in _FORMATS and not _FORMATS[form](value):
        yield Violation(place, _said(schema, "format", f"must be a valid {form}"))


def _matches(pattern: str, text: str) -> bool:
    import regex  # \p{L} and possessive quantifiers; only a registration needs it

    return regex.search(pattern, text, timeout=_PATTERN_SECONDS) is not None


def _check_number(schema: Schema, value: float, place: Place) -> Iterator[Violation]:
    bounds: tuple[tuple[str, str, Callable[[float], bool]], ...] = (
        ("minimum", "at least", lambda bound: value >= bound),
        ("maximum", "at most", lambda bound: value <= bound),
        ("exclusiveMinimum", "more than", lambda bound: value > bound),
        ("exclusiveMaximum", "less than", lambda bound: value < bound),
    )
    for keyword, words, holds in bounds:
        if keyword in schema and not holds(schema[keyword]):
            yield Violation(place, _said(schema, keyword, f"must be {words} {schema[keyword]}"))


def _check_list(schema: Schema, value: list[Any], place: Place) -> Iterator[Violation]:
    if len(value) < schema.get("minItems", 0):
        what = f"must have at least {schema['minItems']} entries"
        yield Violation(place, _said(schema, "minItems", what))
    if len(value) > schema.get("maxItems", len(value)):
        what = f"must have at most {schema['maxItems']} entries"
        yield Violation(place, _said(schema, "maxItems", what))
    schemas = schema.get("prefixItems", [])
    for index, entry in enumerate(value):
        one = schemas[index] if index < len(schemas) else schema.get("items", {})
        yield from _check(one, entry, (*place, index))


def _check_object(schema: Schema, value: dict[str, Any], place: Place) -> Iterator[Violation]:
    properties = schema.get("properties", {})
    missing = [
        name
        for name in schema.get("required", [])
        if value.get(name) is None and not _takes_null(properties, name, value)
    ]
    for name in missing:
        field = properties.get(name, {})
        yield Violation((*place, name), _said(field, "required", "is required"))
    for name, field in properties.items():
        left_empty = value.get(name) is None and None in field.get("enum", [])
        if name in value and name not in missing and not left_empty:
            yield from _check(field, value[name], (*place, name))


def _takes_null(properties: Schema, name: str, value: dict[str, Any]) -> bool:
    return name in value and "null" in properties.get(name, {}).get("type", [])


def _check_conditions(schema: Schema, value: Any, place: Place) -> Iterator[Violation]:
    for part in schema.get("allOf", []):
        yield from _check(part, value, place)
    if "oneOf" in schema:
        fitting = [part for part in schema["oneOf"] if not any(_check(part, value, place))]
        if len(fitting) != 1:
            constants = [part["const"] for part in schema["oneOf"] if "const" in part]
            yield Violation(place, _said(schema, "oneOf", f"must be one of {_listed(constants)}"))
    if "if" in schema:
        branch = "else" if any(_check(schema["if"], value, place)) else "then"
        yield from _check(schema.get(branch, {}), value, place)


def _said(schema: Schema, keyword: str, otherwise: str) -> str:
    """The form's own message for this rule where it has one."""
    messages: Any = schema.get("message", schema.get("messages", {}))
    if isinstance(messages, str):
        return messages
    return str(messages.get(keyword, otherwise))


def _same(value: Any, choice: Any) -> bool:
    return bool(value == choice) and isinstance(value, bool) == isinstance(choice, bool)


def _listed(values: list[Any]) -> str:
    return ", ".join("true" if value is True else str(value) for value in values)


def _parses(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return check


_FORMATS: dict[str, Callable[[str], bool]] = {
    "date": lambda text: len(text) == len("2026-11-23") and _parses(date.fromisoformat)(text),
    "date-time": _parses(datetime.fromisoformat),
    "email": lambda text: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text)),
    "uri": lambda text: bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", text)),
}
