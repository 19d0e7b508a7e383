"""The order's numbers and those that its answers are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.kyc import MISSING, Form, get, put
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.kyc.paths import Steps, join


class NumberProblem(Struct, frozen=True):
    """An answer that names another order's number, or a number that no answer names.

    `path` is the answer's, "" where there is none.
    """

    path: str
    title: str
    number: str
    problem: str


def rewrite(
    form: Form, data: Any, before: Sequence[str], after: Sequence[str]
) -> tuple[Any, tuple[str, ...]]:
    """Answers with each number of `before` replaced by the one at its place in `after`.

    An answer that the form has no field for, as where a part of it can't be read, is one about a
    number if it is just that number.

    Returns:
        The answers, and the paths that were changed.
    """
    numbers = dict(zip(before, after, strict=False))
    changed: list[str] = []
    for path, value in list(_texts(data)):
        number = numbers.get(value, value)
        field = form.field(path) if number != value else None
        if number != value and (field is None or field.is_number):
            data = put(data, path, number)
            changed.append(path)
    return data, tuple(changed)


def _texts(data: Any, steps: Steps = ()) -> Iterator[tuple[str, str]]:
    """Every text among the answers, and where it stands."""
    if isinstance(data, str):
        yield join(steps), data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, (*steps, name))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _texts(value, (*steps, place))


def renumber(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Answers in which the order's own numbers stand where others did, in order.

    Numbers of the order that a row names already stay where they are.

    Returns:
        The answers, and the paths that were changed.
    """
    named = [value for _, value in _answers(form, data)]
    free = [number for number in numbers if number not in named]
    changed: list[str] = []
    for path, value in _answers(form, data):
        if value not in numbers and free:
            data = put(data, path, free.pop(0))
            changed.append(path)
    return data, tuple(changed)


def fill_in(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Answers with the order's number where a field for it is empty; only where it has just one.

    Returns:
        The answers, and the paths that were filled.
    """
    if len(numbers) != 1 or any(value == numbers[0] for _, value in _answers(form, data)):
        return data, ()
    empty = [
        path
        for path, field in _fields(form, data)
        if get(data, path) in (MISSING, None, "") and field.is_number
    ]
    if len(empty) != 1:
        return data, ()
    return put(data, empty[0], numbers[0]), (empty[0],)


def spread(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Answers in which each of the order's numbers stands, in an entry of its own.

    Numbers of other orders are replaced; for numbers that no entry is about, the last entry is
    copied, as long as the form takes more of them.

    Returns:
        The answers, and the paths that were changed.
    """
    data, moved = renumber(form, data, numbers)
    changed = list(moved)
    while free := _unnamed(form, data, numbers):
        empty = [
            path
            for path, field in _fields(form, data)
            if field.is_number and get(data, path) in (MISSING, None, "")
        ]
        if empty:
            data = put(data, empty[0], free[0])
            changed.append(empty[0])
            continue
        entries = [
            section
            for section in form.questions(data)
            if section.row is not None and any(field.is_number for field in section.fields)
        ]
        last = entries[-1] if entries else None
        if last is None or last.row is None or last.row + 1 == last.max_rows:
            break
        longer = form.copy_row(data, last.path, last.row)
        if longer == data:
            break
        data = longer
    return data, tuple(changed)


def _unnamed(form: Form, data: Any, numbers: Sequence[str]) -> list[str]:
    """The order's numbers that no answer names."""
    named = {value for _, value in _answers(form, data)}
    return [number for number in numbers if number not in named]


def problems(form: Form, data: Any, numbers: Sequence[str]) -> list[NumberProblem]:
    """Answers about numbers that the order does not have, and its numbers that no answer names.

    Args:
        numbers: the order's; nothing is a problem while none is known.
    """
    if not numbers or not any(True for _ in _fields(form, data)):
        return []
    found, named = [], set()
    words = numbers[0] if len(numbers) == 1 else f"one of {', '.join(numbers[:3])}"
    for path, field in _fields(form, data):
        value = get(data, path)
        if value in (MISSING, None, ""):
            continue
        named.add(value)
        if value not in numbers:
            text = f"{value} is not in this order. Use {words}."
            found.append(NumberProblem(path, field.title, str(value), text))
    if named:  # where nothing is filled in yet, the missing answer says it
        for number in numbers:
            if number not in named:
                text = f"No answer names {number}, which is in this order."
                found.append(NumberProblem("", "", number, text))
    return found


def _fields(form: Form, data: Any) -> Iterator[tuple[str, Field]]:
    for section in form.questions(data):
        for field in section.fields:
            if field.is_number:
                yield field.path, field


def _answers(form: Form, data: Any) -> Iterator[tuple[str, str]]:
    if data is None:
        return
    for path, _ in list(_fields(form, data)):
        value = get(data, path)
        if isinstance(value, str) and value:
            yield path, value
