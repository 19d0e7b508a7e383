"""Tables in gh's style: columns of text without boxes, no wider than the terminal.

rich (see `progress`) is not used here: importing its tables takes as long as the rest of a command,
10,000 rows take seconds, and it truncates cells where these tables become cards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sinch_order_cli.console.text_layout import cells, fit, pad, wrap
from sinch_order_cli.text import safe

_GAP = 2
_NARROWEST = 10
"""Minimum width of a column; tables that need less become cards."""

_NARROW = 60
"""Columns below which facts are not aligned."""

Style = Callable[[str, str], str]
"""Styles a text: `style("12 min", "red")`."""


class Column(NamedTuple):
    """A column's title and alignment.

    Attributes:
        right: right-aligned, as for amounts.
        below: placed below the row if there is no room beside it.
        whole: a command line, which is copied, so it is never broken into lines.
        piped: only for pipes, to save space on terminals.
    """

    title: str
    right: bool = False
    below: bool = False
    piped: bool = False
    whole: bool = False


class Cell(NamedTuple):
    """A cell's text, with a colour that adds no information ("red", "dim")."""

    text: str
    colour: str = ""


def plain(row: Sequence[Cell]) -> str:
    """Format a row for another program, with tabs between cells."""
    return "\t".join(safe(cell.text, 10_000) for cell in row)


def layout(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, style: Style
) -> list[str]:
    """Return the table's lines with a header; if the columns don't fit, a card for each row.

    Empty columns are omitted.
    """
    shown = [
        place
        for place, column in enumerate(columns)
        if not column.piped and (not rows or any(row[place].text for row in rows))
    ]
    columns = [columns[place] for place in shown]
    rows = [[row[place] for place in shown] for row in rows]
    texts = [[safe(cell.text) for cell in row] for row in rows]
    titles = [column.title.upper() for column in columns]
    written = list(zip(titles, *texts, strict=True))
    natural = [max(map(cells, column)) for column in written]
    words = [[word for text in column for word in text.split()] for column in written]
    least = [max([_NARROWEST, *map(cells, column)]) for column in words]
    room = width - _GAP * (len(columns) - 1)
    if sum(natural) > room and columns[-1].below:
        widths = _shrink(natural[:-1], least[:-1], room + _GAP)
    else:
        widths = _shrink(natural, least, room)
    if widths is None:
        return _cards(columns, rows, texts, width, style)
    headed = [Cell(title, "dim") for title in titles]
    lines = _row(columns, headed, titles, widths, style)
    for row, row_texts in zip(rows, texts, strict=True):
        lines += _row(columns, row, row_texts, widths, style)
        if len(widths) < len(columns) and row_texts[-1]:
            lines += _below(columns[-1], row[-1], row_texts[-1], width, style)
    return lines


def _shrink(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Return widths that fit into `room`, narrowing the widest columns first; None if impossible.

    Args:
        least: widths that keep the longest words whole, as paths must be copyable.
    """
    widths = list(natural)
    while (over := sum(widths) - room) > 0:
        slack = [place for place, width in enumerate(widths) if width > least[place]]
        if not slack:
            return None
        place = max(slack, key=widths.__getitem__)
        widest = widths[place]
        second = max([least[place], *(width for width in widths if width < widest)])
        widths[place] = max(second, widest - over)
    # Cells wrapped into many lines are harder to read than cards.
    crowded = any(now < was / 3 for now, was in zip(widths, natural, strict=True))
    return None if crowded else widths


def _row(
    columns: Sequence[Column],
    row: Sequence[Cell],
    texts: Sequence[str],
    widths: Sequence[int],
    style: Style,
) -> list[str]:
    """Return one row's lines; long cells wrap within their column."""
    wrapped = [wrap(text, width) for text, width in zip(texts, widths, strict=False)]
    lines = []
    for number in range(max(map(len, wrapped), default=0)):
        parts = []
        for column, cell, lines_of_cell, width in zip(columns, row, wrapped, widths, strict=False):
            text = lines_of_cell[number] if number < len(lines_of_cell) else ""
            padded = pad(text, width, right=column.right)
            parts.append(padded.replace(text, style(text, cell.colour), 1) if text else padded)
        lines.append((" " * _GAP).join(parts).rstrip())
    return lines


def _below(column: Column, cell: Cell, text: str, width: int, style: Style) -> list[str]:
    """Return the lines of a cell that is placed below its row or title."""
    lines = [f"  {text}"] if column.whole else wrap(text, width, 2, 2)
    return [style(line, cell.colour) for line in lines]


def _cards(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[Sequence[str]],
    width: int,
    style: Style,
) -> list[str]:
    """Return each row as lines of title and value, with an empty line between rows.

    A value with a word that is too long beside its title, such as an ID, is placed below it.
    """
    titles = [column.title.upper() for column in columns]
    indent = max(map(cells, titles)) + _GAP
    room = max(_NARROWEST, width - indent)
    lines: list[str] = []
    for row, row_texts in zip(rows, texts, strict=True):
        lines += [""] if lines else []
        for column, title, cell, text in zip(columns, titles, row, row_texts, strict=True):
            if not text:
                continue
            parts = [text] if column.whole else text.split()
            if any(cells(part) > room for part in parts):
                lines += [style(title, "dim"), *_below(column, cell, text, width, style)]
                continue
            first, *more = wrap(text, room)
            lines.append(style(pad(title, indent), "dim") + style(first, cell.colour))
            lines += [" " * indent + style(line, cell.colour) for line in more]
    return lines


def facts(
    rows: Sequence[tuple[str, str]], width: int, *, indent: int = 2, most: int = 32
) -> list[str]:
    """Return facts below each other, with names in a column of at most `most`.

    On narrow terminals, each fact is a paragraph: `Name: text`.
    """
    named = min(max((cells(name) for name, _ in rows), default=0), most)
    room = width - indent - named - 2
    lines: list[str] = []
    for name, text in rows:
        if width < _NARROW:
            lines += wrap(f"{name}: {text}", width, 2, 2)
            continue
        first, *more = wrap(text, room)
        lines.append(f"{' ' * indent}{pad(fit(name, named), named)}  {first}".rstrip())
        lines += [f"{' ' * (indent + named + 2)}{line}" for line in more]
    return lines
