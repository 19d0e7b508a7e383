"""Validate JSON with the library jsonschema, independently of the client's own code.

The library is imported on first use: that takes longer than loading the rest of the sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from jsonschema import FormatChecker, ValidationError
    from jsonschema.protocols import Validator

Schema = dict[str, Any]
Place = tuple[str | int, ...]

_PATTERN_SECONDS = 1.0


class Violation(Struct, frozen=True):
    """One violation. `place` is its path in the data."""

    place: Place
    description: str


def violations(schema: Schema, data: Any, *, form: bool = False) -> list[Violation]:
    """Return all violations of the schema in the data.

    Args:
        form: the schema is a form, in which null means not answered yet.
    """
    errors = list(_validator(form)(schema, format_checker=_format_checker()).iter_errors(data))
    mistyped = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    return [
        violation
        for error in errors
        if error.validator in ("type", "required") or tuple(error.absolute_path) not in mistyped
        for violation in _violations(error)
    ]


def path_text(place: Place) -> str:
    """Format a place, such as `data[0].city`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")


@cache
def _validator(form: bool) -> Callable[..., Validator]:
    from jsonschema.validators import Draft202012Validator, extend

    keywords = {"pattern": _pattern, "required": _required}
    if form:
        keywords |= {"required": _answered, "properties": _given_properties}
    made: Callable[..., Validator] = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    return made


def _required(
    validator: Any, names: list[str], data: Any, schema: Schema
) -> Iterator[ValidationError]:
    """Like the library's check, but the error's place is that of the missing member."""
    if isinstance(data, dict):
        yield from (_missing(name) for name in names if name not in data)


def _answered(
    validator: Any, names: list[str], data: Any, schema: Schema
) -> Iterator[ValidationError]:
    """Treat null as missing in a form's required fields, unless null is a valid answer."""
    if isinstance(data, dict):
        yield from (_missing(name) for name in names if _is_missing(name, data, schema))


def _given_properties(
    validator: Any, properties: Schema, data: Any, schema: Schema
) -> Iterator[ValidationError]:
    """Like the library's check, but skip missing members and consents that are null."""
    if not isinstance(data, dict):
        return
    missing = {name for name in schema.get("required", ()) if _is_missing(name, data, schema)}
    for name, field in properties.items():
        left_empty = data.get(name) is None and None in field.get("enum", ())
        if name in data and name not in missing and not left_empty:
            yield from validator.descend(data[name], field, path=name, schema_path=name)


def _is_missing(name: str, data: dict[str, Any], schema: Schema) -> bool:
    takes_null = "null" in schema.get("properties", {}).get(name, {}).get("type", ())
    return data.get(name) is None and not (name in data and takes_null)


def _missing(name: str) -> ValidationError:
    from jsonschema import ValidationError

    return ValidationError("is required", path=(name,))


def _pattern(validator: Any, pattern: str, data: Any, schema: Schema) -> Iterator[ValidationError]:
    r"""Match with Java's syntax: `\\p{L}`, possessive quantifiers."""
    import regex
    from jsonschema import ValidationError

    if isinstance(data, str) and not regex.search(pattern, data, timeout=_PATTERN_SECONDS):
        yield ValidationError("does not match")


def _violations(error: ValidationError) -> Iterator[Violation]:
    place = tuple(error.absolute_path)
    if error.validator == "oneOf":
        yield from _none_of_several(error, place)
    else:
        yield Violation(place, _said(error, _words(error)))


def _none_of_several(error: ValidationError, place: Place) -> Iterator[Violation]:
    """Return the violations of the chosen alternative, or that none or several match."""
    parts: Any = error.validator_value
    constants = [part["const"] for part in parts if "const" in part]
    only_required = [part["required"][0] for part in parts if set(part) == {"required"}]
    if len(constants) == len(parts):
        yield Violation(place, _said(error, f"must be one of {_listed(constants)}"))
    elif len(only_required) == len(parts):
        what = f"give exactly one of {' and '.join(only_required)}"
        yield Violation((*place, only_required[0]), what)
    else:
        yield from _of_the_meant(error, place)


def _of_the_meant(error: ValidationError, place: Place) -> Iterator[Violation]:
    """Return the violations of the alternative whose distinguishing enum is satisfied."""
    wrong_choice = {part.schema_path[0] for part in error.context or () if part.validator == "enum"}
    meant = [part for part in error.context or () if part.schema_path[0] not in wrong_choice]
    if len({part.schema_path[0] for part in meant}) == 1:
        for part in meant:
            yield from _violations(part)
        return
    choices = [part for part in error.context or () if part.validator == "enum"]
    if meant or not choices:
        yield Violation(place, "must be exactly one of the alternatives")
    else:
        values: list[Any] = [part.validator_value for part in choices]
        every = [choice for one in values for choice in one]
        yield Violation(tuple(choices[0].absolute_path), f"must be one of {_listed(every)}")


def _said(error: ValidationError, otherwise: str) -> str:
    """Return the form's own message for this rule, if it has one."""
    schema: Any = error.schema
    if error.validator == "required":
        schema = schema.get("properties", {}).get(error.path[-1], {})
    messages: Any = schema.get("message", schema.get("messages", {}))
    if isinstance(messages, str):
        return messages
    return str(messages.get(error.validator, otherwise))


_WORDS = {
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minItems": "must have at least {} entries",
    "maxItems": "must have at most {} entries",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "exclusiveMinimum": "must be more than {}",
    "exclusiveMaximum": "must be less than {}",
    "pattern": "must match the pattern {}",
    "format": "must be a valid {}",
    "const": "must be {}",
}


def _words(error: ValidationError) -> str:
    """Describe the rule, without the invalid value, which may be personal data."""
    rule: Any = error.validator_value
    if error.validator == "required":
        return "is required"
    if error.validator == "type":
        return f"must be of type {rule if isinstance(rule, str) else ' or '.join(rule)}"
    if error.validator == "enum":
        return f"must be one of {_listed([one for one in rule if one is not None])}"
    words = _WORDS.get(str(error.validator))
    return words.format(_listed([rule])) if words else f"must meet the rule {error.validator}"


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
"""Stricter than the library's own formats, half of which need additional packages."""


@cache
def _format_checker() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, fits in _FORMATS.items():
        checker.checks(name)(lambda text, fits=fits: not isinstance(text, str) or fits(text))
    return checker
