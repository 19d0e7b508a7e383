"""What can't be seen, made visible; shared by what the server says and what the terminal shows."""

from __future__ import annotations

from typing import Any

LONGEST_TEXT = 500
_JOINERS = "\u200c\u200d"  # invisible, harmless, and part of the spelling in several languages


def plain(text: Any, limit: int = LONGEST_TEXT) -> str:
    """A server's text in one line of bounded length; control and direction characters are shown
    as their pictures."""
    if not isinstance(text, str):
        return ""
    words = " ".join(text[: limit * 4].split())
    line = "".join(c if c.isprintable() or c in _JOINERS else picture(c) for c in words)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def picture(char: str) -> str:
    """What stands for a character that can't be seen: ␛ for ESC, a code (<U+202E>) for others."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
