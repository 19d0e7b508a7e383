"""Rows written to a terminal, counted so that the last of them can be taken away."""

from __future__ import annotations

import re

from msgspec import Struct

from sinch_order_cli.console.text_layout import cells

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Position(Struct, frozen=True):
    """A place in what was written: rows before it, and where the rows are comparable.

    Attributes:
        era: changes when something was written that nobody counted.
        width: columns of the terminal; another width wraps other rows.
        marks: how many lines had been said that must stay: what was done, failed, or is warned of.
    """

    era: int
    width: int
    rows: int
    marks: int


class Written:
    """Counts the rows that were written to a terminal."""

    def __init__(self) -> None:
        self._era = self._rows = self._marks = 0
        self._begun = False

    def add(self, text: str, width: int) -> None:
        """Count a text. One that does not end its last line can't be counted."""
        *lines, begun = _STYLE.sub("", text).split("\n")
        if begun or self._begun:
            self.lose_count()
        self._begun = bool(begun)
        self._rows += sum(max(1, -(-cells(line) // width)) for line in lines)

    def add_mark(self) -> None:
        """Count a line that must stay."""
        self._marks += 1

    def lose_count(self) -> None:
        """Something is written that can't be counted: a program of its own, say."""
        self._era += 1

    def position(self, width: int) -> Position:
        """The place that has been reached."""
        return Position(self._era, width, self._rows, self._marks)

    def rewind(self, position: Position, width: int) -> int:
        """Go back to a place; returns the rows to take away, 0 where that is not possible."""
        if (position.era, position.width, position.marks) != (self._era, width, self._marks):
            return 0
        rows, self._rows = self._rows - position.rows, position.rows
        return rows
