"""Rows of repeatable sections, and optional sections, in answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sinch_order_cli.kyc.answers import values
from sinch_order_cli.kyc.answers.values import get, put
from sinch_order_cli.kyc.model import Section
from sinch_order_cli.kyc.paths import ROW, Steps, split, with_rows


def section_of(sections: Sequence[Section], path: str) -> tuple[Section | None, Steps]:
    """Return the repeatable section of an overview that a path refers to, and the steps to its
    list.

    The path may be that of the list (`0`), of any row (`0.*`) or of one row (`0.2`).
    """
    known = {split(section.path): section for section in sections if section.repeatable}
    steps = split(path)
    for place in (steps, steps[:-1] if steps and isinstance(steps[-1], int) else steps):
        for general in with_rows(place):
            if general in known:
                return known[general], place
    return None, steps


def is_left_out(section: Section, data: Any) -> bool:
    """Return True if an optional section, or an optional section around it, has no answers."""
    return section.optional and not _is_begun(get(data, optional_steps(section), None))


def optional_steps(section: Section) -> Steps:
    """Return the steps to the data of an optional section: its place in the list, or its name."""
    return split(section.path)[:1]


def _is_begun(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_is_begun, value.values()))
    return value not in (None, [])


def blank_row(section: Section) -> Any:
    """Return a row without answers: an object, a list for nested rows, or None for a bare value."""
    steps = split(section.path)
    inside = [split(field.path)[len(steps) + 1 :] for field in section.fields]
    if all(not rest for rest in inside):
        return None
    return [] if all(isinstance(rest[0], int) for rest in inside) else {}


def add(sections: Sequence[Section], data: Any, path: str) -> Any:
    """Return the data with one more row, or unchanged if the path is ambiguous."""
    section, steps = section_of(sections, path)
    if ROW in steps:
        return data
    listed = get(data, steps, None)
    rows = listed if isinstance(listed, list) else []
    return put(data, steps, [*rows, blank_row(section) if section else {}])


def remove(sections: Sequence[Section], data: Any, path: str, row: int) -> Any:
    """Return the data without a row."""
    _, steps = section_of(sections, path)
    listed = get(data, steps, None)
    if not isinstance(listed, list) or not 0 <= row < len(listed):
        return data
    return put(data, steps, [*listed[:row], *listed[row + 1 :]])


def copy(sections: Sequence[Section], data: Any, path: str, row: int) -> Any:
    """Return the data with a row duplicated; the copy omits the row's phone number."""
    section, steps = section_of(sections, path)
    listed = get(data, steps, None)
    if not isinstance(listed, list) or not 0 <= row < len(listed):
        return data
    other_order = listed[row]
    numbers = [field.name for field in section.fields if field.is_number] if section else []
    if isinstance(other_order, Mapping):
        other_order = {name: value for name, value in other_order.items() if name not in numbers}
    return put(data, steps, [*listed[: row + 1], other_order, *listed[row + 1 :]])


def without(data: Any, paths: Iterable[str]) -> Any:
    """Return the data without these answers, and without lists that then contain only empty
    rows."""
    for path in paths:
        steps = split(path)
        data = values.remove(data, steps)
        for at in range(len(steps) - 1, 0, -1):
            rows = get(data, steps[:at], None)
            if isinstance(rows, list) and isinstance(steps[at - 1], str) and not any(rows):
                data = values.remove(data, steps[:at])
    return data


def places(data: Any, general: Steps) -> Iterator[Steps]:
    """Yield the concrete steps, row by row, at which the data match a path with `*`."""
    if ROW not in general:
        if get(data, general, None) is not None:
            yield general
        return
    at = general.index(ROW)
    listed = get(data, general[:at], None)
    for row in range(len(listed) if isinstance(listed, list) else 0):
        yield from places(data, (*general[:at], row, *general[at + 1 :]))
