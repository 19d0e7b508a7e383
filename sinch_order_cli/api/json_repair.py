"""Makes almost-JSON readable: one bad character must not hide a paid order.

A byte order mark is taken off, another encoding behind one is read, what is no text and half
surrogates become U+FFFD, and control characters in a text are escaped. Nothing else is guessed.
"""

from __future__ import annotations

import codecs
import re

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x1f]")


def repaired(body: bytes) -> bytes:
    """The body as a JSON decoder is more likely to take it."""
    text = _text(body)
    return _TEXT.sub(lambda found: _well_formed(found[0]), text).encode()


def _text(body: bytes) -> str:
    for mark, encoding in _ENCODINGS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    return body.decode(errors="replace")


def _well_formed(text: str) -> str:
    """One JSON text without half surrogates and bare control characters."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: "\\ufffd" if found[1] else found[0], text)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
