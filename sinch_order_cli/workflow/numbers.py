"""An order's numbers, compared with the numbers in its answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from sinch_order_cli.kyc import MISSING, Form, get, put
from sinch_order_cli.kyc.ask.number_fields import names_own_number
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.kyc.paths import Steps, join, split

_PHONE_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)  # E.164


class NumberProblem(Struct, frozen=True):
    """An answer with another order's number, or a number without an answer.

    `path` is the answer's, or "".
    """

    path: str
    title: str
    number: str
    problem: str


def rewrite(
    form: Form, data: Any, before: Sequence[str], after: Sequence[str]
) -> tuple[Any, tuple[str, ...]]:
    """Replace each number of `before` in the answers by the one at the same position in `after`.

    Where the form has no field, for example if a part of it can't be read, an answer counts as a
    number if it equals one.

    Returns:
        The answers, and the changed paths.
    """
    numbers = dict(zip(before, after, strict=False))
    numbers |= {_digits(old): _digits(new) for old, new in numbers.items()}
    changed: list[str] = []
    for path, value in list(_texts(data)):
        number = numbers.get(value, value)
        field = form.field(path) if number != value else None
        if number != value and (field is None or field.is_number):
            data = put(data, path, number)
            changed.append(path)
    return data, tuple(changed)


def still_named(form: Form, data: Any, numbers: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the path, title and value of each answer that is one of the given numbers.

    For the numbers of an earlier order: these answers are in fields that are not known to be for
    the order's number, such as a contact's phone number.
    """
    found = [(path, value) for path, value in _texts(data) if _own(value, numbers)]
    fields = [(path, form.field(path), value) for path, value in found]
    return [(path, field.title if field else path, value) for path, field, value in fields]


def _texts(data: Any, steps: Steps = ()) -> Iterator[tuple[str, str]]:
    """Yield the path and value of every text in the answers."""
    if isinstance(data, str):
        yield join(steps), data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, (*steps, name))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _texts(value, (*steps, place))


def renumber(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Replace other numbers in the answers by the order's own, in order.

    The order's numbers already in a row keep their place, and are written as the form accepts them.
    Entries about further numbers are removed.

    Returns:
        The answers, and the changed paths.
    """
    free, accepts = _unnamed(form, data, numbers), form.acceptor(data)
    changed: list[str] = []
    for path, value in _answers(form, data):
        number = _own(value, numbers) or (free.pop(0) if free else "")
        spelled = _accepted(accepts, path, number) if number else value
        if spelled != value:
            data = put(data, path, spelled)
            changed.append(path)
    data, removed = without_others(form, data, numbers)
    return data, (*changed, *removed)


def without_others(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Remove the entries about numbers that the order doesn't have, as far as the form allows.

    Returns:
        The answers, and the paths of the removed numbers.
    """
    sections = [one for one in form.questions(data) if one.row is not None]
    rows = Counter(join(split(one.path)[:-1]) for one in sections)
    removed: list[str] = []
    for section in reversed(sections):  # so that the earlier ones keep their index
        listed, row = join(split(section.path)[:-1]), section.row or 0
        others = [
            field.path
            for field in section.fields
            if field.is_number
            and get(data, field.path) not in (MISSING, None, "")
            and not _own(get(data, field.path), numbers)
        ]
        if others and rows[listed] > max(1, section.min_rows):
            data = form.remove_row(data, listed, row)
            rows[listed] -= 1
            removed += others
    return data, tuple(removed[::-1])


def fill_in(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Fill empty number fields, if the order has exactly one number.

    Returns:
        The answers, and the filled paths.
    """
    if len(numbers) != 1 or not _unnamed(form, data, numbers):
        return data, ()
    empty = [
        path
        for path, field in _fields(form, data)
        if get(data, path) in (MISSING, None, "") and field.is_number
    ]
    if len(empty) != 1:
        return data, ()
    number = _accepted(form.acceptor(data), empty[0], numbers[0])
    return put(data, empty[0], number), (empty[0],)


def spread(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Put each of the order's numbers in an entry of its own.

    Numbers of other orders are replaced. For numbers without an entry the last entry is copied, as
    far as the form allows more.

    Returns:
        The answers, and the changed paths.
    """
    data, moved = renumber(form, data, numbers)
    changed = list(moved)
    for _ in range(2 * len(numbers)):  # a turn adds an entry or fills one in
        if not (free := _unnamed(form, data, numbers)):
            break
        empty = [
            path
            for path, field in _fields(form, data)
            if field.is_number and get(data, path) in (MISSING, None, "")
        ]
        if empty:
            data = put(data, empty[0], _accepted(form.acceptor(data), empty[0], free[0]))
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


def unplaced(form: Form, data: Any, numbers: Sequence[str]) -> list[tuple[str, str]]:
    """Return the path and value of phone numbers that the order doesn't have, in answers that the
    form doesn't describe.

    They may be another order's, or a contact's: only a whole form can tell, and this one may have
    lost a part on its way.
    """
    return [
        (path, value)
        for path, value in _texts(data)
        if _PHONE_NUMBER.fullmatch(value) and value not in numbers and form.field(path) is None
    ]


def misplaced(
    form: Form, data: Any, numbers: Sequence[str], others: Collection[str]
) -> list[NumberProblem]:
    """Return the `unplaced` numbers that a whole form doesn't explain: those of other orders, and
    those where the order's own number would be, in a field that the form had before.

    Args:
        others: the numbers of other orders.
    """
    rows = {
        section.path
        for section in form.questions(data)
        if section.row is not None and any(field.is_number for field in section.fields)
    }
    found = []
    for path, value in unplaced(form, data, numbers):
        steps = split(path)
        named = bool(steps) and names_own_number(str(steps[-1]))
        if value in others or named or join(steps[:-1]) in rows:
            text = f"{value} is not the order's number, and the form has no such field."
            found.append(NumberProblem(path, path, value, text))
    return found


def _unnamed(form: Form, data: Any, numbers: Sequence[str]) -> list[str]:
    """Return the order's numbers without an answer."""
    named = {_own(value, numbers) for _, value in _answers(form, data)}
    return [number for number in numbers if number not in named]


def problems(form: Form, data: Any, numbers: Sequence[str]) -> list[NumberProblem]:
    """Return answers with numbers that the order doesn't have, and its numbers without an answer.

    Args:
        numbers: the order's; without numbers there are no problems.
    """
    if not numbers or not any(True for _ in _fields(form, data)):
        return []
    found: list[NumberProblem] = []
    named: list[str] = []
    words = numbers[0] if len(numbers) == 1 else f"one of {', '.join(numbers[:3])}"
    for path, field in _fields(form, data):
        value = get(data, path)
        if value in (MISSING, None, ""):
            continue
        own = _own(value, numbers)
        named.append(own)
        if not own:
            given = value if isinstance(value, str) else msgspec.json.encode(value).decode()
            text = f"{given} is not in this order. Use {words}."
            found.append(NumberProblem(path, field.title, given, text))
    if named:  # before anything is filled in, the missing answer is reported instead
        for number in numbers:
            if number not in named:
                text = f"No answer names {number}, which is in this order."
                found.append(NumberProblem("", "", number, text))
    return found


def _digits(number: str) -> str:
    return number.removeprefix("+")


def _own(value: Any, numbers: Sequence[str]) -> str:
    """Return the order's number that an answer names, with or without its +; "" if there is none.

    `value` is any JSON, as the server's answers may be.
    """
    if not isinstance(value, str):
        return ""
    return next((number for number in numbers if _digits(number) == _digits(value)), "")


def _accepted(accepts: Callable[[str, Any], bool], path: str, number: str) -> str:
    """Return a number without its + if a field accepts it only so."""
    plain = not accepts(path, number) and accepts(path, _digits(number))
    return _digits(number) if plain else number


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
