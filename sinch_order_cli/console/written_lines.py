"""Count the rows written to a terminal, so that the last ones can be erased."""

from __future__ import annotations

import re
from typing import NamedTuple

from sinch_order_cli.console.text_layout import cells

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Position(NamedTuple):
    """A position in the output.

    Attributes:
        era: changes when uncounted output was written.
        width: columns of the terminal; a resize changes the wrapping.
        marks: number of lines so far that must stay: results, errors and warnings.
    """

    era: int
    width: int
    rows: int
    marks: int


class Written:
    """Counts the rows written to a terminal."""

    def __init__(self) -> None:
        self._era = self._rows = self._marks = 0
        self._begun = False

    def add(self, text: str, width: int) -> None:
        """Count a text. One without a final line break can't be counted."""
        *lines, begun = _STYLE.sub("", text).split("\n")
        if begun or self._begun:
            self.lose_count()
        self._begun = bool(begun)
        self._rows += sum(max(1, -(-cells(line) // width)) for line in lines)

    def add_mark(self) -> None:
        """Count a line that must stay."""
        self._marks += 1

    def lose_count(self) -> None:
        """Note that uncounted output is written, for example by another program."""
        self._era += 1

    def position(self, width: int) -> Position:
        """Return the current position."""
        return Position(self._era, width, self._rows, self._marks)

    def rewind(self, position: Position, width: int) -> int:
        """Return to a position. Return the rows to erase, 0 if that is impossible."""
        if (position.era, position.width, position.marks) != (self._era, width, self._marks):
            return 0
        rows, self._rows = self._rows - position.rows, position.rows
        return rows
