r"""Translate Java patterns for the `regex` library (its VERSION1).

Both support possessive quantifiers, look-around and named groups. The main differences: in Java
`\d`, `\w`, `\s` and POSIX classes are ASCII only, and classes are parsed differently
(`java_classes.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sinch_order_cli.kyc.schema.java_classes import ClassReader, character, escaped, named

_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)|\\.", re.DOTALL)
_GROUP = re.compile(
    r"\((?:(?!\?)|\?(?:<?[=!]|<[A-Za-z]\w*>|>|(?P<flags>[A-Za-z-]*)(?::|(?=\)))))", re.ASCII
)
_COUNT = re.compile(r"\{\d+(?:,\d*)?\}", re.ASCII)
_REFERENCE = re.compile(r"k<(\w+)>")
_KNOWN_FLAGS = set("imsu-")
_SAME = set("123456789bBAGzRX")
"""Escapes with the same meaning in both that are not characters."""


def from_java(pattern: str) -> str:
    """Return the equivalent pattern for `regex`. Some patterns that Java rejects are accepted.

    Raises:
        ValueError: a part can't be translated or is invalid in Java.
    """
    return "".join(text for text, _ in _pieces(pattern))


def characters(pattern: str) -> list[str]:
    """Return the parts of the pattern that match one character each, for `regex`.

    Raises:
        ValueError: as `from_java`.
    """
    return [text for text, takes in _pieces(pattern) if takes]


def _pieces(pattern: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of the pattern, and whether each matches a character."""
    pattern = _QUOTED.sub(_unquoted, pattern)
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            text, at = _escape(pattern, at + 1)
            yield text, text[0] == "[" or text[1:2] == "x" or not text.startswith(("\\", "("))
        elif sign == "[":
            reader = ClassReader(pattern, at + 1)
            text, at = reader.read(), reader.at
            yield text, True
        elif found := _GROUP.match(pattern, at):
            if set(found["flags"] or "") - _KNOWN_FLAGS:
                raise ValueError("a flag that can't be used here")
            yield found[0], False
            at = found.end()
        elif found := _COUNT.match(pattern, at):
            yield found[0], False
            at = found.end()
        elif sign in "({":
            raise ValueError("an unmatched bracket")
        else:
            yield sign, sign not in ")*+?|^$"
            at += 1


def _unquoted(found: re.Match[str]) -> str:
    r"""Return the text between `\Q` and `\E`, escaped."""
    if found[1] is None:
        return found[0]
    return re.sub(r"([^A-Za-z0-9])", r"\\\1", found[1], flags=re.ASCII)


def _escape(pattern: str, at: int) -> tuple[str, int]:
    inside, end = named(pattern, at)
    if inside:
        return f"[{inside}]", end
    found, end = character(pattern, at)
    if found:
        return escaped(found), end
    sign = pattern[at : at + 1]
    if reference := _REFERENCE.match(pattern, at):
        return f"(?P={reference[1]})", reference.end()
    if sign == "Z":
        return r"(?=\r?\n?\z)", at + 1
    if sign not in _SAME:
        raise ValueError(f"an unknown escape {sign}")
    return f"\\{sign}", at + 1
