"""Answers as plain data: get, set and remove by path, and merge.

No function changes its arguments. Results share unchanged parts with the data passed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sinch_order_cli.kyc.paths import Step, Steps, split

MISSING: Final = object()
"""Returned by `get` for a path without a value. A null, in contrast, is an unanswered field."""

_MOST_ROWS = 10_000


def get(data: Any, path: str | Steps, default: Any = MISSING) -> Any:
    """Return the value at the path, or `default`."""
    for step in _steps(path):
        if isinstance(data, Mapping):
            data = data.get(str(step), MISSING)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return default
        if data is MISSING:
            return default
    return data


def put(data: Any, path: str | Steps, value: Any) -> Any:
    """Return the data with `value` at the path.

    Missing containers are created: an index creates a list, padded with empty containers
    (`Form.tidy` converts those to the right kind), a name creates an object. A value on the path
    that is not a container is replaced.

    Raises:
        ValueError: an index is too large for any list.
    """
    return _put(data, _steps(path), value)


def _put(data: Any, steps: Steps, value: Any) -> Any:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(data, Mapping) and (data or isinstance(step, str)):
        return {**data, str(step): _put(data.get(str(step)), rest, value)}
    if isinstance(step, str):
        return {step: _put(None, rest, value)}
    if not 0 <= step < _MOST_ROWS:
        raise ValueError(f"{step} is not an index of a list.")
    rows = list(data) if isinstance(data, list) else []
    while len(rows) <= step:
        rows.append(_padding(rest))
    rows[step] = _put(rows[step], rest, value)
    return rows


def _padding(rest: Steps) -> Any:
    if not rest:
        return None
    return {} if isinstance(rest[0], str) else []


def remove(data: Any, path: str | Steps) -> Any:
    """Return the data without the value at the path, and without objects that this leaves empty.

    An entry of a list is set to null instead of being removed, which would shift later entries. Use
    `Form.remove_row` for rows.
    """
    steps = _steps(path)
    if get(data, steps) is MISSING:
        return data
    return _remove(data, steps)


def _remove(data: Any, steps: Steps) -> Any:
    if not steps:
        return None
    step, rest = steps[0], steps[1:]
    if isinstance(data, list):
        assert isinstance(step, int)
        below = _remove(data[step], rest) if rest else None
        return [*data[:step], below, *data[step + 1 :]]
    name = str(step)
    below = _remove(data[name], rest) if rest else {}
    if below == {}:
        return {key: member for key, member in data.items() if key != name}
    return {**data, name: below}


def merge(base: Any, over: Any) -> Any:
    """Merge two sets of answers; those in `over` win, except nulls and empty rows.

    Objects and the top-level list (one entry for each part of the form) are merged recursively.
    Lists of rows are merged row by row if they are equally long. Otherwise rows were added or
    removed and can't be matched, so only `over`'s rows are used.
    """
    return _merge(base, over, top=True)


def _merge(base: Any, over: Any, *, top: bool = False) -> Any:
    if base is not None and not has_answer(over):
        return base
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        joined = {key: _merge(base.get(key), member) for key, member in over.items()}
        return {**base, **joined}
    if isinstance(base, list) and isinstance(over, list):
        if top:
            long = max(len(base), len(over))
            pairs = [(_at(base, place), _at(over, place)) for place in range(long)]
        elif len(base) == len(over) and all(isinstance(row, Mapping | list) for row in base):
            pairs = list(zip(base, over, strict=True))
        else:
            return over
        return [_merge(one, other) for one, other in pairs]
    return over


def ordered_like(model: Any, data: Any) -> Any:
    """Return the data with each object's members in the model's order, and other members last."""
    if isinstance(model, list) and isinstance(data, list):
        return [ordered_like(_at(model, place), entry) for place, entry in enumerate(data)]
    if isinstance(model, Mapping) and isinstance(data, Mapping):
        names = dict.fromkeys([*(name for name in model if name in data), *data])
        return {name: ordered_like(model.get(name), data[name]) for name in names}
    return data


def has_answer(value: Any) -> bool:
    """Return True if the value contains any answer, so is not null, empty, or a list of such
    values."""
    if isinstance(value, list):
        return any(map(has_answer, value))
    return value is not None and value != {}


def _at(rows: list[Any], place: int) -> Any:
    return rows[place] if place < len(rows) else None


def _steps(path: str | Steps) -> tuple[Step, ...]:
    return split(path) if isinstance(path, str) else path
