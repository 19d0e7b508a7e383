"""Screens drawn as SVG, as a window of its own colours: good on a light and on a dark page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

import pyte

from pictures.recording import COLUMNS, ROWS, Frame, Row

CELL, LINE, SIZE = 8.4, 19, 14
"""Pixels: a column's width, a row's height, the letters."""
MARGIN, BAR = 18, 34

BACKGROUND, FRAME, TEXT, TITLE = "#12161d", "#3d4552", "#d5dbe4", "#98a2b3"
COLOURS = {
    "red": "#ff8a80",
    "green": "#7fdc8f",
    "brown": "#f0c674",
    "blue": "#82b4ff",
    "magenta": "#d7a6ff",
    "cyan": "#6fd3e3",
}
"""What the terminal's colours are here; brown is what ANSI calls yellow."""

FONT = (
    "ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, "
    "'DejaVu Sans Mono', 'Liberation Mono', monospace"
)

_STYLE = f"""
text {{ font: {SIZE}px {FONT}; fill: {TEXT}; white-space: pre; }}
.bold {{ font-weight: 700; }} .dim {{ fill: {TITLE}; }}
{" ".join(f".{name} {{ fill: {colour}; }}" for name, colour in COLOURS.items())}
"""

WIDTH = round(COLUMNS * CELL) + 2 * MARGIN


def still(frame: Frame, title: str) -> str:
    """One screen, as high as what stands on it."""
    rows = _filled(frame.rows)
    body = "".join(_line(row, y * LINE) for y, row in enumerate(rows))
    return _window(len(rows) * LINE, f"<g>{body}</g>", title)


def moving(frames: Sequence[Frame], title: str, shown: str) -> str:
    """A recorded run: each screen as long as it was there, and again from the beginning.

    The screens stand below each other, and a window of one screen's height is moved over them.
    Who wants no motion, or has a viewer without, sees the screen called `shown`.
    """
    height = ROWS * LINE
    lines: dict[str, str] = {}
    screens = []
    for number, frame in enumerate(frames):
        for y, row in enumerate(frame.rows):
            drawn = _line(row, 0)
            if drawn:
                name = lines.setdefault(drawn, f"l{len(lines)}")
                screens.append(f'<use href="#{name}" y="{number * height + y * LINE}"/>')
    defs = "".join(f'<g id="{name}">{drawn}</g>\n' for drawn, name in lines.items())
    total = sum(frame.seconds for frame in frames)
    steps, passed = [], 0.0
    for number, frame in enumerate(frames):
        share = f"{passed / total * 100:.3f}".rstrip("0").rstrip(".")
        steps.append(f"{share}% {{ transform: translateY({-number * height}px); }}")
        passed += frame.seconds
    last = (len(frames) - 1) * height
    at = next(number for number, frame in enumerate(frames) if frame.name == shown) * height
    style = f"""
.film {{ transform: translateY({-at}px); }}
@media (prefers-reduced-motion: no-preference) {{
.film {{ animation: film {total:.1f}s step-end infinite; }}
}}
@keyframes film {{
{chr(10).join(steps)}
100% {{ transform: translateY({-last}px); }}
}}
"""
    newline = "\n"
    film = (
        f"<defs>{defs}</defs><style>{style}</style>\n"
        f'<svg width="{WIDTH - 2 * MARGIN}" height="{height}">'
        f'<g class="film">{newline.join(screens)}</g></svg>'
    )
    return _window(height, film, title)


def _window(height: int, body: str, title: str) -> str:
    whole = height + BAR + 2 * MARGIN - 10
    dots = "".join(f'<circle cx="{20 + 18 * n}" cy="17" r="5" fill="{FRAME}"/>' for n in range(3))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" '
        f'width="{WIDTH}" height="{whole}" role="img" aria-label="{escape(title)}">\n'
        f"<style>{_STYLE}</style>\n"
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{whole - 1}" rx="9" '
        f'fill="{BACKGROUND}" stroke="{FRAME}"/>\n{dots}\n'
        f'<text x="{WIDTH / 2:g}" y="22" text-anchor="middle" class="dim">{escape(title)}</text>\n'
        f'<g transform="translate({MARGIN} {BAR + MARGIN - 10})">\n{body}\n</g>\n</svg>\n'
    )


def _line(row: Row, y: int) -> str:
    """A row's text, in pieces of one style, each where its column is, whatever the font."""
    drawn = []
    column = 0
    for style, group in groupby(row, key=_style):
        cells = list(group)
        for place, text in _pieces(cells):
            x = round((column + place) * CELL, 1)
            wide = round(_columns(cells[place:], text) * CELL, 1)
            drawn.append(
                f'<text x="{x:g}" y="{y + 14}" textLength="{wide:g}"'
                f"{f' class={chr(34)}{style}{chr(34)}' if style else ''}>{escape(text)}</text>"
            )
        column += len(cells)
    return "".join(drawn)


def _pieces(cells: Sequence[pyte.screens.Char]) -> list[tuple[int, str]]:
    """Words with one space between them, and the cell that each begins at.

    Where there are more spaces a new piece begins: not every viewer keeps them.
    """
    # The second half of a wide letter is an empty cell, which has to count as one.
    text = "".join(cell.data[:1] or "\0" for cell in cells)
    return [
        (found.start(), "".join(cell.data for cell in cells[found.start() : found.end()]))
        for found in re.finditer(r"[^ ]+(?: [^ ]+)*", text)
    ]


def _columns(cells: Sequence[pyte.screens.Char], text: str) -> int:
    """How many cells a piece takes that begins at the first of them."""
    taken = 0
    while text and taken < len(cells):
        text = text[len(cells[taken].data) :]
        taken += 1
    while taken < len(cells) and not cells[taken].data:
        taken += 1
    return taken


def _style(cell: pyte.screens.Char) -> str:
    colour = cell.fg.removeprefix("bright") if cell.fg != "default" else ""
    parts = ["bold" if cell.bold else "", colour if colour in COLOURS else ""]
    if cell.blink and not colour:
        parts.append("dim")
    return " ".join(part for part in parts if part)


def _filled(rows: Sequence[Row]) -> list[Row]:
    """Without the empty rows at the end."""
    kept = list(rows)
    while kept and not "".join(cell.data for cell in kept[-1]).strip():
        kept.pop()
    return kept
