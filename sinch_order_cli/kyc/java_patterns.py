r"""Patterns in Java's dialect, put into that of the `regex` library (its VERSION1).

Both know possessive quantifiers, look-around and named groups. What differs is mostly that Java
means ASCII alone by `\d`, `\w`, `\s` and the classes of POSIX, and how it reads classes
(`java_classes.py`).
"""

from __future__ import annotations

import re

from sinch_order_cli.kyc.java_classes import ClassReader, character, escaped, named

_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)|\\.", re.DOTALL)
_FLAGS = re.compile(r"\(\?([A-Za-z-]+)[:)]")
_COUNT = re.compile(r"\{\d+(?:,\d*)?\}", re.ASCII)
_REFERENCE = re.compile(r"k<(\w+)>")
_KNOWN_FLAGS = set("imsu-")
_SAME = set("123456789bBAGzRX")
"""Escapes that are no characters and mean the same in both."""


def from_java(pattern: str) -> str:
    """The same pattern for `regex`. Not all that Java would refuse is refused.

    Raises:
        ValueError: it holds something that can't be translated, or that Java does not take.
    """
    pattern = _QUOTED.sub(_unquoted, pattern)
    out: list[str] = []
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            text, at = _escape(pattern, at + 1)
        elif sign == "[":
            reader = ClassReader(pattern, at + 1)
            text, at = reader.read(), reader.at
        else:
            if (flags := _FLAGS.match(pattern, at)) and set(flags[1]) - _KNOWN_FLAGS:
                raise ValueError("a flag that can't be used here")
            if sign == "{" and not _COUNT.match(pattern, at):
                raise ValueError("a { that is no count")
            text, at = sign, at + 1
        out.append(text)
    return "".join(out)


def _unquoted(found: re.Match[str]) -> str:
    r"""What stands between `\Q` and `\E`, with its signs escaped."""
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
