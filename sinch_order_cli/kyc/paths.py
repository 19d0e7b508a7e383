"""Where an answer stands in `requestDetails.data`, as steps and as the text that people type.

`0.2.senderId` is `data[0][2]["senderId"]`. A number is the place in a list, `*` any row of one.
Names hold whatever a country writes, so four things in a name are escaped, and every path stays
unique and reads back as what it was: `~0` is `~`, `~1` is a dot, `~2` is `*`, and `~3` stands for
nothing: it begins a name that is empty or looks like a number (`~32024` is the name "2024").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

Step = str | int
Steps = tuple[Step, ...]

ROW: Final = -1
"""The step that stands for any row of a list, written `*`."""

_LONGEST_INDEX = 9  # digits; no list is longer, and int() of a longer text is costly


def join(steps: Steps) -> str:
    """The path as text; "" is the whole of the data."""
    return ".".join(_written(step) for step in steps)


def split(path: str) -> Steps:
    """The steps of a path as people type it. Any text is a path; it need not lead anywhere."""
    return tuple(_read(part) for part in path.split(".")) if path else ()


def with_rows(steps: Steps) -> Iterator[Steps]:
    """The steps with every choice of their numbers read as "any row", the most specific first.

    A number can be the place of a section or of a row; only the form knows which.
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
