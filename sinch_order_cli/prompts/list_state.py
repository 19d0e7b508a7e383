"""The state of a list, independent of drawing: current option, marks, filter, visible part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.prompts.question import Option

_NUMBER = re.compile(r"\+?[\d ]+")


def folded(text: str) -> str:
    """Return `text` without case, accents and spaces, for filters ("cote" finds Côte)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def matching(options: Sequence[Option], typed: str) -> list[int]:
    """Return the indexes of the options that contain every word of `typed`, best first.

    A whole word ("DE") ranks before a prefix (Denmark), and that before other matches (Sweden).
    Spaces within numbers are ignored.
    """
    words = folded(typed).split()
    if len(words) > 1 and _NUMBER.fullmatch(typed.strip()):  # one number, typed in groups
        together = [place for place, one in enumerate(options) if _has(one, "".join(words))]
        if together:
            return together
    found = []
    for place, option in enumerate(options):
        text = folded(option.whole or f"{option.label} {option.hint}")
        ranks = [_rank(word, text) for word in words]
        if None not in ranks:
            found.append((ranks, place))
    return [place for _, place in sorted(found, key=lambda one: (one[0], one[1]))]


def _has(option: Option, digits: str) -> bool:
    return digits in "".join(folded(option.whole or option.label).split())


def _rank(word: str, text: str) -> int | None:
    parts = re.split(r"[^\w+]+", text)
    if word in parts:
        return 0
    if any(part.startswith(word) for part in parts):
        return 1
    return 2 if word in text or word in "".join(text.split()) else None


class Shown(Struct, frozen=True):
    """The visible part of a list: indexes of options, and the counts above and below."""

    places: list[int]
    above: int
    below: int


class Choosing:
    """The state of a list while the user chooses.

    Attributes:
        pointer: the index of the current option, which Enter selects; None without one.
        marked: the indexes of the marked options.
        typed: the filter.
    """

    def __init__(self, options: Sequence[Option], default: Any = None) -> None:
        self.options = list(options)
        self.typed = ""
        self.marked = {place for place, option in enumerate(options) if option.marked}
        self.found = list(range(len(self.options)))
        self._top = 0
        wanted = [
            place
            for place, option in enumerate(self.options)
            if default is not None and option.value == default and not option.disabled
        ]
        self.pointer = wanted[0] if wanted else self._first()

    @property
    def pointed(self) -> Option | None:
        """The option that Enter selects."""
        return None if self.pointer is None else self.options[self.pointer]

    def filter(self, typed: str) -> None:
        """Filter by `typed` and move to the best match; an empty filter keeps the position."""
        self.typed = typed
        self.found = matching(self.options, typed)
        if typed or self.pointer is None:
            self.pointer = self._first()

    def move(self, steps: int, *, around: bool = True) -> None:
        """Move the pointer over the options that can be selected."""
        free = [place for place in self.found if not self.options[place].disabled]
        if not free or self.pointer is None:
            return
        to = free.index(self.pointer) + steps
        self.pointer = free[to % len(free) if around else max(0, min(len(free) - 1, to))]

    def toggle(self) -> None:
        """Mark or unmark the current option."""
        if self.pointer is not None:
            self.marked ^= {self.pointer}

    def out_of_sight(self, places: Sequence[int]) -> list[Option]:
        """Return the marked options that are not at `places`."""
        return [self.options[place] for place in sorted(self.marked.difference(places))]

    def values(self) -> list[Any]:
        """Return the values of the marked options, in order."""
        return [self.options[place].value for place in sorted(self.marked)]

    def shown(self, height: int, heights: Mapping[int, int] | None = None) -> Shown:
        """Return the options around the pointer that fit, scrolling as little as possible.

        Args:
            height: available lines; the current option is shown even if it needs more.
            heights: lines of the option at each index; one line each if None.
        """
        count = len(self.found)
        at = self.found.index(self.pointer) if self.pointer in self.found else 0

        def lines(first: int, end: int) -> int:
            return sum(heights[place] if heights else 1 for place in self.found[first:end])

        top = max(0, min(self._top, at))
        while top < at and lines(top, at + 1) > height:
            top += 1
        while top > 0 and lines(top - 1, count) <= height:
            top -= 1
        end = at + 1
        while end < count and lines(top, end + 1) <= height:
            end += 1
        self._top = top
        return Shown(self.found[top:end], top, count - end)

    def _first(self) -> int | None:
        return next((place for place in self.found if not self.options[place].disabled), None)
