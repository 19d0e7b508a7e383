"""Merge several schemas of one field, and build the field from the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msgspec import UNSET

from sinch_order_cli.kyc import messages
from sinch_order_cli.kyc.ask.conditions import Part
from sinch_order_cli.kyc.model import Choice, Field, Kind
from sinch_order_cli.kyc.paths import Step, Steps, join
from sinch_order_cli.kyc.schema.schema import Document, Schema, choices_of, same, shown

LONG_TEXT = 500
"""Maximum length from which a text gets several lines."""

_LARGER = ("minLength", "minimum", "exclusiveMinimum", "minItems")
_SMALLER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems")
_NOT_ASKED = ("not", "contains", "patternProperties", "propertyNames")
"""Keywords that are checked, but can't be turned into a question."""

_YES = ("yes", "y", "true", "on", "1", "ok", "ja", "oui", "si", "sí", "sim", "tak", "ano", "da")
_CONSENT = re.compile(
    r"\b(agree|accept|confirm|consent|declar|certif|acknowledg|authori[sz]|attest|undertak|warrant"
    r"|approv|permi(t|ss)|i have|i am|terms|zustimm|stimme|bestätig|einverstand|einwillig|akzept"
    r"|erklär|j'|consen|aprob|aprov|acept|aceit|acord|concord|conferm|dichiar|accett|godkän|zgod"
    r"|oświadcz|souhlas|prohlaš)",
    re.IGNORECASE,
)
"""Word beginnings, in several languages, that mark a field as consent."""

_KIND_OF_FORMAT: dict[str, Kind] = {
    "date": "date",
    "date-time": "date-time",
    "email": "email",
    "idn-email": "email",
    "uri": "uri",
    "url": "uri",
}


def merge(parts: Sequence[Part]) -> Schema:
    """Merge the schemas into one, with the first one's texts and the narrowest limits."""
    if len(parts) == 1:
        return parts[0].schema
    merged: Schema = {}
    for part in [part for part in parts if part.binding] or parts:
        for key, value in part.schema.items():
            if key not in merged:
                merged[key] = value
            elif key in _LARGER:
                merged[key] = max(merged[key], value)
            elif key in _SMALLER:
                merged[key] = min(merged[key], value)
            elif key == "type":
                merged[key] = _narrowed(merged[key], value)
            elif key == "@messages":
                merged[key] = {**value, **merged[key]}
    return merged


def _narrowed(one: list[str], other: list[str]) -> list[str]:
    kept = [name for name in one if name in other or (name == "integer" and "number" in other)]
    if "integer" in other and "number" in one:
        kept.append("integer")
    return kept


def choices(parts: Sequence[Part]) -> tuple[Choice, ...] | None:
    """Return the choices: values that every part lists; of undecided alternatives, all values."""
    binding = [part for part in parts if part.binding]
    found: tuple[Choice, ...] | None = None
    for part in binding or parts:
        listed = choices_of(part.schema)
        if listed is None:
            continue
        if found is None:
            found = listed
        elif binding:
            found = tuple(one for one in found if any(same(one.value, o.value) for o in listed))
        else:
            found += tuple(o for o in listed if not any(same(one.value, o.value) for one in found))
    return found


def kind_of(merged: Schema, options: tuple[Choice, ...] | None) -> Kind:
    """Return how the field is asked."""
    types = [name for name in merged.get("type", ()) if name != "null"]
    if "@opaque" in merged or ("type" in merged and not types):
        return "json"
    if options is not None:
        return _kind_of_choice(types, options)
    if any(key in merged for key in _NOT_ASKED) and not types:
        return "json"
    if not types:
        types = _implied_types(merged)
    if "string" in types:
        long = "@long" in merged or merged.get("maxLength", 0) >= LONG_TEXT
        return _KIND_OF_FORMAT.get(merged.get("format", ""), "long-text" if long else "text")
    if types in (["boolean"], ["integer"]):
        return "boolean" if types == ["boolean"] else "integer"
    return "number" if set(types) <= {"integer", "number"} else "json"


def _kind_of_choice(types: list[str], options: tuple[Choice, ...]) -> Kind:
    """An `enum: [null, true]` is a checkbox, whatever else the schema says."""
    values = [choice.value for choice in options]
    if values and all(value is True for value in values):
        return "consent"
    if types == ["boolean"] or (values and all(isinstance(value, bool) for value in values)):
        return "boolean" if True in values and False in values else "choice"
    return "choice"


def _implied_types(merged: Schema) -> list[str]:
    """Infer the type of a field without `type` from its other keywords; text by default."""
    if {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"} & merged.keys():
        return ["number"]
    if {"properties", "additionalProperties", "minProperties", "maxProperties"} & merged.keys():
        return ["object"]
    if {"items", "prefixItems", "minItems", "maxItems", "uniqueItems"} & merged.keys():
        return ["array"]
    return ["string"]


def item_choices(document: Document, merged: Schema) -> tuple[Choice, ...] | None:
    """Return the choices of a list that accepts fixed values only."""
    items = merged.get("items")
    if not items or "array" not in merged.get("type", ["array"]):
        return None
    return choices([Part(schema) for schema in document.linked(items)])


def is_consent(parts: Sequence[Part]) -> bool:
    """Return True if the field accepts only yes, so null is not an answer."""
    options = choices(parts)
    return options is not None and kind_of(merge(parts), options) == "consent"


def make_field(
    document: Document,
    parts: Sequence[Part],
    steps: Steps,
    name: Step,
    *,
    required: bool,
    conditional: bool,
    opaque: bool = False,
) -> Field:
    """Build the question for one place. `is_number` is set later, as that needs the whole row."""
    merged = merge(parts)
    options = choices(parts)
    kind = kind_of(merged, options)
    several = item_choices(document, merged) if options is None else None
    if opaque:
        kind, options = "json", None
    elif several is not None:
        kind, options = "choices", several
    elif options is None and kind in ("choice", "consent"):
        options = ()
    return Field(
        path=join(steps),
        name=str(name),
        title=merged.get("title") or humanised(name),
        kind=kind,
        required=required,
        description=merged.get("description", ""),
        allowed=messages.allowed(merged, kind, options or ()),
        choices=options if options and kind in ("choice", "choices") else (),
        examples=tuple(merged.get("examples", ())),
        placeholder=merged.get("@placeholder", ""),
        default=merged.get("default", UNSET),
        max_length=merged.get("maxLength"),
        conditional=conditional,
    )


@lru_cache(maxsize=4096)
def humanised(name: Step) -> str:
    """Turn a name into a title: "endBusinessName" becomes "End business name"."""
    if isinstance(name, int):
        return f"Part {name + 1}"
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s]+", " ", name).strip()
    if not spaced:
        return name or "Answer"
    lowered = " ".join(word if word.isupper() else word.lower() for word in spaced.split())
    return lowered[0].upper() + lowered[1:]


def default_of(field: Field) -> Any:
    """Return the form's default value, or None. Consent never has a default."""
    if field.kind == "consent":
        return None
    return only_value(field) if field.default is UNSET else field.default


def only_value(field: Field) -> Any:
    """Return the field's only possible value, so it needs no question. None if there are several,
    or if the value agrees to something."""
    if field.kind != "choice" or len(field.choices) != 1 or _says_yes(field):
        return None
    return field.choices[0].value


def _says_yes(field: Field) -> bool:
    """Return True if an answer agrees to or confirms something, which only the user may do."""
    [only] = field.choices
    if isinstance(only.value, bool) or shown(only.value).strip().casefold() in _YES:
        return True
    told = (field.name, field.title, field.description, only.title, shown(only.value))
    return any(_CONSENT.search(re.sub("(?<=[a-z])(?=[A-Z])", " ", text)) for text in told)
