"""The keywords of JSON Schema that concern a single value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from sinch_order_cli.kyc.schema import formats
from sinch_order_cli.kyc.schema.outcome import Verdict
from sinch_order_cli.kyc.schema.schema import same


def is_multiple(value: Any, of: Any) -> bool:
    """Compare decimals as written: 0.3 is a multiple of 0.1, despite binary rounding."""
    from fractions import Fraction

    def as_written(number: int | float) -> Fraction:
        return Fraction(number if isinstance(number, int) else repr(number))

    return isfinite(value) and as_written(value) % as_written(of) == 0


def has_duplicates(items: list[Any]) -> bool:
    """Return True if two items are equal, avoiding pairwise comparison if possible."""
    if all(isinstance(item, str) for item in items):
        return len(set(items)) != len(items)
    return any(same(one, other) for place, one in enumerate(items) for other in items[:place])


def _is_anything(_: Any) -> bool:
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _has_format(name: str, text: str) -> Verdict:
    return formats.CHECKS[name](text) if name in formats.CHECKS else None


ASSERTIONS: dict[str, tuple[Callable[[Any], bool], Callable[[Any, Any], Verdict]]] = {
    "enum": (_is_anything, lambda enum, value: any(same(one, value) for one in enum)),
    "const": (_is_anything, same),
    "minLength": (_is_text, lambda low, text: len(text) >= low),
    "maxLength": (_is_text, lambda high, text: len(text) <= high),
    "format": (_is_text, _has_format),
    "minimum": (_is_number, lambda low, number: number >= low),
    "maximum": (_is_number, lambda high, number: number <= high),
    "exclusiveMinimum": (_is_number, lambda low, number: number > low),
    "exclusiveMaximum": (_is_number, lambda high, number: number < high),
    "multipleOf": (_is_number, lambda of, number: is_multiple(number, of)),
    "minItems": (_is_list, lambda low, items: len(items) >= low),
    "maxItems": (_is_list, lambda high, items: len(items) <= high),
    "uniqueItems": (_is_list, lambda wanted, items: not (wanted and has_duplicates(items))),
    "minProperties": (_is_object, lambda low, members: len(members) >= low),
    "maxProperties": (_is_object, lambda high, members: len(members) <= high),
}
"""For each keyword: a test for the values it applies to, and the check itself."""
