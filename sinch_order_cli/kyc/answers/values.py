"""Answers as plain data: reading and writing one by its path, and laying one set over another.

The functions never change the data that they are given; what they return shares with it whatever
did not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sinch_order_cli.kyc.paths import Step, Steps, split

MISSING: Final = object()
"""What `get` returns where nothing stands; null is an answer that is not given yet."""

_MOST_ROWS = 10_000


def get(data: Any, path: str | Steps, default: Any = MISSING) -> Any:
    """What stands at the path, `default` where nothing does."""
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
    """The data with `value` at the path.

    Containers that lack are made: a number wants a list, which is filled up to it with empty
    containers (`Form.tidy` gives those the right kind), a name wants an object. What stands in
    the way and is no container is replaced.

    Raises:
        ValueError: the path counts further than any list should.
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
    """The data without what stands at the path, and without objects that this leaves empty.

    An entry of a list is set to null rather than taken out, which would move those after it; use
    `Form.remove_row` for a row.
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
    """`over` laid over `base`: what `over` answers counts; null, and rows of nothing, are none.

    Objects and the top list (its entries are the parts of the form) are completed from `base`.
    A list of rows is completed row by row where both have as many; otherwise rows were added or
    taken out, nothing tells which is which, and `over`'s rows stand alone.
    """
    return _merge(base, over, top=True)


def _merge(base: Any, over: Any, *, top: bool = False) -> Any:
    if base is not None and not says_something(over):
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
    """The data with the members of each object in the model's order, others behind."""
    if isinstance(model, list) and isinstance(data, list):
        return [ordered_like(_at(model, place), entry) for place, entry in enumerate(data)]
    if isinstance(model, Mapping) and isinstance(data, Mapping):
        names = dict.fromkeys([*(name for name in model if name in data), *data])
        return {name: ordered_like(model.get(name), data[name]) for name in names}
    return data


def says_something(value: Any) -> bool:
    """Whether there is any answer: not null, nothing, or a list of nothing else."""
    if isinstance(value, list):
        return any(map(says_something, value))
    return value is not None and value != {}


def _at(rows: list[Any], place: int) -> Any:
    return rows[place] if place < len(rows) else None


def _steps(path: str | Steps) -> tuple[Step, ...]:
    return split(path) if isinstance(path, str) else path
