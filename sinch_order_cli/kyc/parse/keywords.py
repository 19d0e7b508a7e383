"""Parse the values of keywords from outside, or reject them as unreadable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")

_TYPE_WORDS: dict[str, dict[str, Any]] = {
    "text": {"type": ["string"]},
    "textarea": {"type": ["string"], "@long": True},
    "email": {"type": ["string"], "format": "email"},
    "date": {"type": ["string"], "format": "date"},
    "datetime": {"type": ["string"], "format": "date-time"},
    "date-time": {"type": ["string"], "format": "date-time"},
    "url": {"type": ["string"], "format": "uri"},
    "uri": {"type": ["string"], "format": "uri"},
    "phone": {"type": ["string"]},
    "tel": {"type": ["string"]},
    "select": {},
    "dropdown": {},
    "radio": {},
    "int": {"type": ["integer"]},
    "long": {"type": ["integer"]},
    "float": {"type": ["number"]},
    "double": {"type": ["number"]},
    "decimal": {"type": ["number"]},
    "bool": {"type": ["boolean"]},
    "checkbox": {"type": ["boolean"]},
    "list": {"type": ["array"]},
    "map": {"type": ["object"]},
}
"""Types outside JSON Schema whose meaning is unambiguous."""


class Unreadable(Exception):
    """The value of a keyword doesn't have the required type."""


def count(value: Any) -> int:
    """Parse a length or count, which may be text ("100")."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable
    if not isfinite(value) or value < 0 or value != int(value):
        raise Unreadable
    return int(value)


def number(value: Any) -> int | float:
    """Parse a limit, which may be text ("0.5")."""
    if isinstance(value, str) and len(value) < 40:
        try:
            value = float(value) if not value.lstrip("-").isdecimal() else int(value)
        except ValueError:
            raise Unreadable from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable
    if not isfinite(value):
        raise Unreadable
    return value


def divisor(value: Any) -> int | float:
    """Parse `multipleOf`: a number above 0."""
    found = number(value)
    if found <= 0:
        raise Unreadable
    return found


def text(value: Any) -> str:
    """Parse plain text."""
    if not isinstance(value, str):
        raise Unreadable
    return value


def flag(value: Any) -> bool:
    """Parse yes or no, which may be text."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise Unreadable
    return value


def values(value: Any) -> list[Any]:
    """Parse a list that must not be empty."""
    if not isinstance(value, list) or not value:
        raise Unreadable
    return value


def names(value: Any) -> list[str]:
    """Parse a list of names, without duplicates."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Unreadable
    return list(dict.fromkeys(value))


def names_by_name(value: Any) -> dict[str, list[str]]:
    """Parse `dependentRequired`."""
    if not isinstance(value, Mapping):
        raise Unreadable
    return {str(name): names(wanted) for name, wanted in value.items()}


def types(value: Any) -> dict[str, Any]:
    """Parse `type`, one or several, into equivalent keywords."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed:
        raise Unreadable
    found: dict[str, Any] = {}
    for word in listed:
        name = word.strip().lower() if isinstance(word, str) else ""
        if name not in TYPES and name not in _TYPE_WORDS:
            raise Unreadable
        for key, meaning in _TYPE_WORDS.get(name, {"type": [name]}).items():
            found[key] = [*found.get(key, []), *meaning] if key == "type" else meaning
    return found


def messages(value: Any) -> dict[str, str]:
    """Parse the form's own error texts: one for all keywords, or one for each."""
    if isinstance(value, str):
        return {"*": value}
    if not isinstance(value, Mapping):
        raise Unreadable
    return {str(key): text for key, text in value.items() if isinstance(text, str) and text}


SIMPLE: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "title": ("title", text),
    "label": ("title", text),
    "description": ("description", text),
    "help": ("description", text),
    "pattern": ("pattern", text),
    "format": ("format", text),
    "minLength": ("minLength", count),
    "maxLength": ("maxLength", count),
    "minItems": ("minItems", count),
    "maxItems": ("maxItems", count),
    "minProperties": ("minProperties", count),
    "maxProperties": ("maxProperties", count),
    "minContains": ("minContains", count),
    "maxContains": ("maxContains", count),
    "minimum": ("minimum", number),
    "maximum": ("maximum", number),
    "multipleOf": ("multipleOf", divisor),
    "uniqueItems": ("uniqueItems", flag),
    "enum": ("enum", values),
    "dependentRequired": ("dependentRequired", names_by_name),
    "x-placeholder": ("@placeholder", text),
    "placeholder": ("@placeholder", text),
    "message": ("@messages", messages),
    "messages": ("@messages", messages),
    "errorMessage": ("@messages", messages),
}
"""Keywords with independent values: the key to store each under, and its parser."""

LIMITS = frozenset(
    {"pattern", "format", "minLength", "maxLength", "minItems", "maxItems", "minProperties"}
    | {"maxProperties", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf", "uniqueItems", "enum", "const", "contains", "propertyNames", "not"}
)
"""Keywords that can only refuse a value and add no question."""

SILENT = frozenset(
    {"$schema", "$id", "id", "$comment", "$anchor", "$dynamicAnchor", "$vocabulary", "$defs"}
    | {"definitions", "name", "key", "order", "group", "schema", "version", "nullable"}
    | {"readOnly", "writeOnly", "deprecated"}
    | {"required", "const", "default", "examples", "example", "enumNames"}
    | {"properties", "items", "prefixItems", "additionalItems", "additionalProperties"}
)
"""Keywords that add no question, or are parsed elsewhere."""
