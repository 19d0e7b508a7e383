"""Text for streams whose encoding lacks some of our characters."""

from __future__ import annotations

from typing import TextIO

_ASCII = str.maketrans(
    {
        "✓": "+", "✗": "x", "·": "-", "»": ">", "…": "...", "━": "=", "─": "-", "–": "-",
        "↑": "^", "↓": "v", "←": "<", "→": ">", "’": "'", "“": '"', "”": '"',
    }
)  # fmt: skip


def encodable(text: str, stream: TextIO) -> str:
    """Return `text` in characters that `stream` can encode: replaced if possible, else escaped."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
    if encoding in ("utf-8", "utf8", "utf-16", "utf-32"):
        return text.encode("utf-8", "backslashreplace").decode() if not text.isascii() else text
    if not text.isascii():
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            text = text.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)
    return text
