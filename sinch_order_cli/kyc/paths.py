"""The place of an answer in `requestDetails.data`, as steps and as a text path for users.

`0.2.senderId` is `data[0][2]["senderId"]`. A number is a list index, `*` any row of a list. Names
can contain any characters, so four cases are escaped to keep paths unique and reversible: `~0` is
`~`, `~1` is a dot, `~2` is `*`, and `~3` is an empty prefix for a name that is empty or looks like
a number (`~32024` is the name "2024").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

Step = str | int
Steps = tuple[Step, ...]

ROW: Final = -1
"""The step for any row of a list, written `*`."""

_LONGEST_INDEX = 9  # digits; no list is longer, and int() of long text is slow


def join(steps: Steps) -> str:
    """Return the path as text; "" is the whole data."""
    return ".".join(_written(step) for step in steps)


def split(path: str) -> Steps:
    """Return the steps of a typed path. Any text is a valid path, even if nothing is there."""
    return tuple(_read(part) for part in path.split(".")) if path else ()


def with_rows(steps: Steps) -> Iterator[Steps]:
    """Yield the steps with each subset of their numbers replaced by "any row", most specific first.

    A number can be the index of a section or of a row; only the form can tell.
    """
    places = [i for i, step in enumerate(steps) if isinstance(step, int)][-6:]
    for mask in range(1 << len(places)):
        rows = {place for bit, place in enumerate(places) if mask >> bit & 1}
        yield tuple(ROW if i in rows else step for i, step in enumerate(steps))


def _written(step: Step) -> str:
    if isinstance(step, int):
        return "*" if step == ROW else str(step)
    text = step.replace("~", "~0").replace(".", "~1").replace("*", "~2")
    return f"~3{text}" if not step or _is_index(step) else text


def _read(part: str) -> Step:
    if part == "*":
        return ROW
    if _is_index(part):
        return int(part)
    for mark, meaning in (("~3", ""), ("~2", "*"), ("~1", "."), ("~0", "~")):
        part = part.replace(mark, meaning)
    return part


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_INDEX
