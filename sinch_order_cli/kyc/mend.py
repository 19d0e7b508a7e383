"""Mending answers without asking, and reading typed ones. Each change is shown to the operator."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sinch_order_cli.kyc import words
from sinch_order_cli.kyc.model import Choice, Field
from sinch_order_cli.kyc.schema import shown

_SPACED_NUMBER = re.compile(r"\+[0-9\s().\-/\u00a0\u2007\u202f\u2010-\u2015]+")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_YES = ("yes", "y", "true", "1", "on")
_NO = ("no", "n", "false", "0", "off")
_LONGEST_NUMBER = 60
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def mended(field: Field, value: Any, passes: Callable[[Any], bool]) -> Any:
    """The answer as it was surely meant; unchanged where that is not sure or not better.

    Outer white space goes wherever the answer passes as well without it. A phone number typed
    with spaces, and a choice in another letter case, are changed only where they do not pass.
    """
    if field.kind == "choices" and isinstance(value, list):
        return [_choice(field.choices, one) for one in value]
    if field.kind == "choice":
        return value if passes(value) else _choice(field.choices, value)
    if not isinstance(value, str):
        return value
    bare = value.strip()
    if passes(bare) or not passes(value):
        value = bare
    if not passes(value) and (number := normalised_number(value)) and passes(number):
        return number
    return value


def normalised_number(text: str) -> str | None:
    """A phone number typed for people, as E.164; None where it is not surely one.

    "+49 (0)30" holds a zero that is not dialled after the country code: left to the operator.
    """
    text = text.strip()
    if not _SPACED_NUMBER.fullmatch(text) or _TRUNK_ZERO.search(text):
        return None
    return "+" + re.sub(r"[^0-9]", "", text)


def _choice(options: Sequence[Choice], value: Any) -> Any:
    """The one choice that is the same text in another letter case; else the value as it is."""
    if not isinstance(value, str):
        return value
    texts = [choice.value for choice in options if isinstance(choice.value, str)]
    for fold in (str, str.casefold):
        found = [text for text in texts if fold(text) == fold(value.strip())]
        if len(found) == 1:
            return found[0]
    return value


def parsed(field: Field, text: str) -> Any:
    """What was typed, as the value that the field takes; None for nothing typed.

    Raises:
        ValueError: it can't be such a value; the text is a sentence for the operator.
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
            return _chosen(field.choices, text)
        case "choices":
            return _several(field.choices, text)
        case "json":
            return _json(text)
        case _:
            return text


def _integer(text: str) -> int:
    try:
        found = _number(text)
    except ValueError:
        raise ValueError("Needs a whole number, in digits only.") from None
    if found != int(found):
        raise ValueError("Needs a whole number.")
    return int(found)


def _number(text: str) -> int | float:
    """Exactly what was typed; ".5" and "+5", which JSON does not write, as the same number."""
    from decimal import Decimal, InvalidOperation

    from sinch_order_cli.api import exact

    try:
        found = Decimal(text) if len(text) <= _LONGEST_NUMBER and "_" not in text else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found.adjusted()) > _LONGEST_NUMBER:
        point = " Write it with a point, such as 33.3." if "," in text else ""
        raise ValueError(f"Needs a number.{point}")
    if not _JSON_NUMBER.fullmatch(text):
        text = format(found, "f")
    return exact.number(text) if set(text) & set(".eE") else int(text)


def _yes_or_no(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError("Needs yes or no.")


def _chosen(options: Sequence[Choice], text: str) -> Any:
    """By value, else by title, else either without regard to letter case."""
    exact: tuple[Callable[[Choice], str], ...] = (
        lambda choice: shown(choice.value),
        lambda choice: choice.title,
    )
    for name in exact:
        for choice in options:
            if name(choice) == text:
                return choice.value
    wanted = text.strip().casefold()
    for name in exact:
        found = [choice.value for choice in options if name(choice).casefold() == wanted]
        if len(found) == 1:
            return found[0]
    raise ValueError(f"Needs {words.one_of(options)}.")


def _several(options: Sequence[Choice], text: str) -> list[Any]:
    if text.strip().startswith("["):
        listed = _json(text)
        return [_chosen(options, one) if isinstance(one, str) else one for one in listed]
    try:
        return [_chosen(options, text)]  # a single choice may hold a comma
    except ValueError:
        return [_chosen(options, part.strip()) for part in text.split(",") if part.strip()]


def _json(text: str) -> Any:
    import msgspec

    from sinch_order_cli.api import exact

    try:
        return exact.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(f"Needs JSON: {error}.") from error
