"""Lines that fit the terminal: their width in cells, cut, padded and wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes; our own colours in it take none."""
    if "\x1b" in text:
        text = re.sub(r"\x1b\[[\d;]*m", "", text)
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def fit(text: str, width: int) -> str:
    """`text` in at most `width` columns, its end replaced by … where it is longer."""
    if cells(text) <= width:
        return text
    kept = _head(text, max(0, width - 1)).rstrip()
    return f"{kept}…" if width > 0 else ""


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` columns."""
    gap = " " * max(0, width - cells(text))
    return gap + text if right else text + gap


def _head(text: str, width: int) -> str:
    """As much of the beginning of `text` as fits into `width` columns, marks with their letter."""
    if text.isascii():
        return text[:width]
    from wcwidth import iter_graphemes, wcswidth

    used = place = 0
    for grapheme in iter_graphemes(text):
        used += max(0, wcswidth(grapheme))
        if used > width:
            return text[:place]
        place += len(grapheme)
    return text


def wrap(text: str, width: int, indent: int = 0, hang: int = 0) -> list[str]:
    """Lines of at most `width` columns, broken at spaces; a word is broken only if it must be.

    Line breaks in `text` are kept. Every line begins with `indent` spaces, those that go on with
    a line before with `hang` more.
    """
    room = max(1, width - indent)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        first, *more = _wrap_line(paragraph, room, max(1, room - hang))
        lines += [" " * indent + first, *(" " * (indent + hang) + line for line in more)]
    return lines


def _wrap_line(text: str, width: int, then: int) -> list[str]:
    """Lines of `width` columns, and of `then` columns after the first."""
    if cells(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if cells(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
            width = then
        while cells(word) > width:
            head = _head(word, width) or word[0]
            lines.append(head)
            word = word[len(head) :]
            width = then
        line = word
    return [*lines, line] if line else lines


def wrap_facts(facts: Sequence[str], width: int, indent: int = 0) -> list[str]:
    """Facts with dots between them, broken at the dots; a fact is broken only if it must be."""
    lines: list[str] = []
    for fact in facts:
        longer = f"{lines[-1]} · {fact}" if lines else ""
        if lines and cells(longer) <= width:
            lines[-1] = longer
        else:
            lines += wrap(fact, width, indent)
    return lines
