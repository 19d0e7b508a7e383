"""Correct answers automatically, and parse typed ones. Each correction is shown to the user."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sinch_order_cli.kyc import messages
from sinch_order_cli.kyc.answers.code_names import folded
from sinch_order_cli.kyc.answers.variants import AMBIGUOUS, names_code, variants
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.kyc.schema.schema import same, shown

_YES = ("yes", "y", "true", "1", "on")
_NO = ("no", "n", "false", "0", "off")
_LONGEST_NUMBER = 60
_SHORTEST = 3


def corrected(
    field: Field, value: Any, passes: Callable[[Any], bool], region_code: str = ""
) -> Any:
    """Return the corrected answer, or the answer unchanged if a correction is uncertain or no
    better.

    Surrounding white space is trimmed if the answer still passes. Any other correction needs an
    answer that fails and a variant of it that passes (`variants.py`).
    """
    if field.kind == "choices" and isinstance(value, list):
        return [_choice(field, one, region_code) for one in value]
    if field.kind == "choice":
        return value if passes(value) else _choice(field, value, region_code)
    if not isinstance(value, str) or field.kind in ("boolean", "consent"):
        return value
    bare = value.strip()
    if passes(bare) or not passes(value):
        value = bare
    if passes(value):
        return value
    found = variants(field, value, region_code)
    return next((one for one in found if one != "" and passes(one)), value)


def _choice(field: Field, value: Any, region_code: str) -> Any:
    """Return the only choice that matches the text, or the value unchanged."""
    if not isinstance(value, str) or any(same(one.value, value) for one in field.choices):
        return value
    return next(iter(_meant(field, value, region_code)), value)


def _meant(field: Field, text: str, region_code: str) -> list[Any]:
    """Return the choice that matches the text, by the best rule that matches exactly one; else [].

    The rules in order: the exact value or title; the same without letter case and accents; the name
    of a country or state; the start of a title.
    """
    named = [(shown(choice.value), choice.title, choice.value) for choice in field.choices]
    wanted = text.strip()
    codes = list(names_code(field, wanted, region_code))
    for test in (
        lambda value, title: value == wanted,
        lambda value, title: title == wanted,
        lambda value, title: value.casefold() == wanted.casefold(),
        lambda value, title: title.casefold() == wanted.casefold(),
        lambda value, title: folded(wanted) in (folded(value), folded(title)),
        lambda value, title: value in codes,
        lambda value, title: len(wanted) >= _SHORTEST and folded(title).startswith(folded(wanted)),
    ):
        if found := [one for value, title, one in named if test(value, title)]:
            return found if len(found) == 1 else []
    return []


def parsed(field: Field, text: str, region_code: str = "") -> Any:
    """Convert typed text to a value of the field; None for empty text.

    Raises:
        ValueError: the text can't be converted; the message is a sentence for the user.
    """
    if not text.strip():
        return None
    match field.kind:
        case "integer":
            return _integer(text.strip())
        case "number":
            return _number(text.strip())
        case "boolean" | "consent":
            return _yes_or_no(text.strip())
        case "choice":
            return _chosen(field, text, region_code)
        case "choices":
            return _several(field, text, region_code)
        case "json":
            return _json(text)
        case _:
            return text


def _integer(text: str) -> int:
    try:
        found = _number(text)
    except ValueError as error:
        if AMBIGUOUS.fullmatch(text):
            raise
        raise ValueError("Must be a whole number, in digits only.") from error
    if found != int(found):
        raise ValueError("Must be a whole number.")
    return int(found)


def _number(text: str) -> int | float:
    """Convert a number, including ".5" and "+5", which JSON does not allow."""
    from decimal import Decimal, InvalidOperation

    if AMBIGUOUS.fullmatch(text):
        least, thousands = re.split("[.,]", text)[0], re.sub("[.,]", "", text)
        raise ValueError(f"Could mean {least} or {thousands}. Write it in digits only.")
    try:
        found = Decimal(text) if len(text) <= _LONGEST_NUMBER and "_" not in text else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found.adjusted()) > _LONGEST_NUMBER:
        point = " Write it with a point, such as 33.3." if "," in text else ""
        raise ValueError(f"Must be a number.{point}")
    return int(found) if found == found.to_integral_value() else float(found)


def _yes_or_no(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError("Must be yes or no.")


def _chosen(field: Field, text: str, region_code: str) -> Any:
    for found in _meant(field, text, region_code):
        return found
    raise ValueError(f"Must be {messages.one_of(field.choices)}.")


def _several(field: Field, text: str, region_code: str) -> list[Any]:
    def chosen(one: str) -> Any:
        return _chosen(field, one, region_code)

    if text.strip().startswith("["):
        return [chosen(one) if isinstance(one, str) else one for one in _json(text)]
    try:
        return [chosen(text)]  # a single choice may hold a comma
    except ValueError:
        return [chosen(part.strip()) for part in text.split(",") if part.strip()]


def _json(text: str) -> Any:
    import msgspec

    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(f"Must be JSON: {error}.") from error
