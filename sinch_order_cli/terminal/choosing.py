"""A list to choose from, apart from how it is drawn: pointer, marks, filter, and what is seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.terminal.prompter import Option


def folded(text: str) -> str:
    """`text` without case, accents and spaces: what filters compare ("cote" finds Côte)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def matching(options: Sequence[Option], typed: str) -> list[int]:
    """The places of the options that hold every word of `typed`, spaces in numbers apart."""
    words = folded(typed).split()
    found = []
    for place, option in enumerate(options):
        text = folded(f"{option.label} {option.hint}")
        packed = "".join(text.split())
        if all(word in text or word in packed for word in words):
            found.append(place)
    return found


class Shown(Struct, frozen=True):
    """The part of a list that fits: places of options, and how many are above and below."""

    places: list[int]
    above: int
    below: int


class Choosing:
    """The state of a list while a person chooses.

    Attributes:
        pointer: the place of the option that Enter takes, None where there is none.
        marked: the places that are marked.
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
        """The option that Enter takes."""
        return None if self.pointer is None else self.options[self.pointer]

    def filter(self, typed: str) -> None:
        """Keep what fits `typed`; the pointer stays on its option while that is there."""
        self.typed = typed
        self.found = matching(self.options, typed)
        if self.pointer not in self.found:
            self.pointer = self._first()

    def move(self, steps: int, *, around: bool = True) -> None:
        """Move the pointer over the options that can be chosen."""
        free = [place for place in self.found if not self.options[place].disabled]
        if not free or self.pointer is None:
            return
        to = free.index(self.pointer) + steps
        self.pointer = free[to % len(free) if around else max(0, min(len(free) - 1, to))]

    def toggle(self) -> None:
        """Mark the pointed option, or take its mark away."""
        if self.pointer is not None:
            self.marked ^= {self.pointer}

    def values(self) -> list[Any]:
        """What the marked options stand for, in their order."""
        return [self.options[place].value for place in sorted(self.marked)]

    def shown(self, height: int) -> Shown:
        """At most `height` options around the pointer, scrolled no more than is needed."""
        count = len(self.found)
        height = max(1, height)
        at = self.found.index(self.pointer) if self.pointer in self.found else 0
        self._top = max(0, min(self._top, at, count - height))
        self._top = max(self._top, at - height + 1)
        end = min(count, self._top + height)
        return Shown(self.found[self._top : end], self._top, count - end)

    def _first(self) -> int | None:
        return next((place for place in self.found if not self.options[place].disabled), None)
