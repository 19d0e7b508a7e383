"""Repair almost-valid JSON: one bad character must not hide a paid order.

A byte order mark is removed or its encoding decoded, undecodable bytes and lone surrogates become
U+FFFD, and control characters in texts are escaped. Nothing else is repaired.
"""

from __future__ import annotations

import codecs
import re

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, as its mark starts like this one
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
    """Return the body with the repairs applied."""
    text = _text(body)
    return _TEXT.sub(lambda found: _well_formed(found[0]), text).encode()


def _text(body: bytes) -> str:
    for mark, encoding in _ENCODINGS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    if body[:2].count(0) == 1:  # UTF-16 without a mark: JSON starts with an ASCII character
        encoding = "utf-16-be" if body[0] == 0 else "utf-16-le"
        return body.decode(encoding, errors="replace")
    return body.decode(errors="replace")


def _well_formed(text: str) -> str:
    """Replace lone surrogates and escape control characters in a JSON string."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: "\\ufffd" if found[1] else found[0], text)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
