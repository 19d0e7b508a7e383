"""An answer of a form as text, for reading or as typed input."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.kyc import MISSING
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.text import safe


def shown(field: Field, value: Any) -> str:
    """Format an answer for reading; "" if there is none."""
    if value is MISSING or value is None:
        return ""
    if isinstance(value, bool):
        return in_words(value)
    for choice in field.choices:
        if choice.value == value and type(choice.value) is type(value):
            return safe(choice.title)
    if isinstance(value, list):
        return safe(", ".join(shown(field, one) for one in value))
    return safe(as_typed(value))


def in_words(value: Any) -> str:
    """Format a value without its field for reading."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe(as_typed(value))


def as_typed(value: Any) -> str:
    """Format a value as it would be typed."""
    if isinstance(value, str):
        return value
    import msgspec

    return msgspec.json.encode(value).decode()
