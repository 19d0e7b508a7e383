"""Fit text to the terminal: width in cells, truncating, padding and wrapping."""

from __future__ import annotations

import re
from collections.abc import Sequence


def cells(text: str) -> int:
    """Return the columns that `text` occupies, without colour sequences."""
    if "\x1b" in text:
        text = re.sub(r"\x1b\[[\d;]*m", "", text)
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def fit(text: str, width: int) -> str:
    """Truncate `text` to at most `width` columns, ending in …."""
    if cells(text) <= width:
        return text
    kept = _head(text, max(0, width - 1)).rstrip()
    return f"{kept}…" if width > 0 else ""


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Pad `text` with spaces to `width` columns."""
    gap = " " * max(0, width - cells(text))
    return gap + text if right else text + gap


def _head(text: str, width: int) -> str:
    """Return the start of `text` that fits into `width` columns, keeping combining marks."""
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
    """Wrap at spaces to at most `width` columns; a word is broken only if it is longer.

    Line breaks in `text` are kept. Every line is indented by `indent` spaces, continuation lines by
    `hang` more.
    """
    room = max(1, width - indent)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        first, *more = _wrap_line(paragraph, room, max(1, room - hang))
        lines += [" " * indent + first, *(" " * (indent + hang) + line for line in more)]
    return lines


def _wrap_line(text: str, width: int, then: int) -> list[str]:
    """Wrap to `width` columns, and to `then` columns after the first line."""
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
    """Join facts with dots and wrap at the dots; a fact is broken only if necessary."""
    lines: list[str] = []
    for fact in facts:
        longer = f"{lines[-1]} · {fact}" if lines else ""
        if lines and cells(longer) <= width:
            lines[-1] = longer
        else:
            lines += wrap(fact, width, indent)
    return lines
