"""Tables as gh draws them: columns of text without boxes, no wider than the terminal.

rich would draw them too, for as much start-up time as the rest of a command takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from sinch_order_cli.terminal.text import cells, pad, safe, wrap

_GAP = 2
_NARROWEST = 10
"""A column is not made narrower than this; a table that would need it becomes cards."""

Style = Callable[[str, str], str]
"""Colours a text: `style("12 min", "red")`."""


class Column(Struct, frozen=True):
    """A column's title, and whether its cells stand at the right, as amounts do."""

    title: str
    right: bool = False


class Cell(Struct, frozen=True):
    """A cell's text, and a colour that only repeats what the text says ("red", "dim")."""

    text: str
    colour: str = ""


def plain(row: Sequence[Cell]) -> str:
    """A row for another program: cells between tabs."""
    return "\t".join(safe(cell.text, 10_000) for cell in row)


def layout(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, style: Style
) -> list[str]:
    """The table's lines, with a header; where the columns do not fit, a card for each row."""
    texts = [[safe(cell.text) for cell in row] for row in rows]
    titles = [column.title.upper() for column in columns]
    natural = [max(map(cells, column)) for column in zip(titles, *texts, strict=True)]
    widths = _shrink(natural, width - _GAP * (len(columns) - 1))
    if widths is None:
        return _cards(titles, rows, texts, width, style)
    headed = [Cell(title, "dim") for title in titles]
    lines = _row(columns, headed, titles, widths, style)
    for row, row_texts in zip(rows, texts, strict=True):
        lines += _row(columns, row, row_texts, widths, style)
    return lines


def _shrink(natural: Sequence[int], room: int) -> list[int] | None:
    """Widths that fit into `room`, the widest columns narrowed first; None if none do."""
    widths = list(natural)
    while (over := sum(widths) - room) > 0:
        widest = max(widths)
        if widest <= _NARROWEST:
            return None
        second = max([_NARROWEST, *(width for width in widths if width < widest)])
        place = widths.index(widest)
        widths[place] = max(second, widest - over) if second < widest else widest - 1
    # Cells cut into many lines are harder to read than cards.
    crowded = any(now < was / 3 for now, was in zip(widths, natural, strict=True))
    return None if crowded else widths


def _row(
    columns: Sequence[Column],
    row: Sequence[Cell],
    texts: Sequence[str],
    widths: Sequence[int],
    style: Style,
) -> list[str]:
    """One row's lines: a cell that is too long goes on below itself."""
    wrapped = [wrap(text, width) for text, width in zip(texts, widths, strict=True)]
    lines = []
    for number in range(max(map(len, wrapped), default=0)):
        parts = []
        for column, cell, lines_of_cell, width in zip(columns, row, wrapped, widths, strict=True):
            text = lines_of_cell[number] if number < len(lines_of_cell) else ""
            padded = pad(text, width, right=column.right)
            parts.append(padded.replace(text, style(text, cell.colour), 1) if text else padded)
        lines.append((" " * _GAP).join(parts).rstrip())
    return lines


def _cards(
    titles: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[Sequence[str]],
    width: int,
    style: Style,
) -> list[str]:
    """Each row as lines of title and value, with an empty line between rows."""
    room = max(map(cells, titles)) + _GAP
    lines: list[str] = []
    for row, row_texts in zip(rows, texts, strict=True):
        lines += [""] if lines else []
        for title, cell, text in zip(titles, row, row_texts, strict=True):
            if not text:
                continue
            first, *more = wrap(text, max(_NARROWEST, width - room))
            lines.append(style(pad(title, room), "dim") + style(first, cell.colour))
            lines += [" " * room + style(line, cell.colour) for line in more]
    return lines
