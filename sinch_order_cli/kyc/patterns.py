"""Patterns of a form. They are written for a Java engine and come from outside.

The `regex` library knows most of Java's dialect and stops after a time; what it does not know is
translated here, and a pattern that can't be used is skipped and said, so that the server decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

TIME_LIMIT = 0.2
"""Seconds that one pattern may take on one answer."""

_IMPATIENT = 0.02
_PATIENCE = 5  # patterns that ran out of time before the rest get `_IMPATIENT` seconds only
_LONGEST = 2_000
_MOST_REPEATS = 100_000  # nested counts are unrolled when compiled: (a{1000}){1000} is a million

_ASCII_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": r" \t\n\x0b\f\r"}
_NESTED_COUNT = re.compile(r"\)\{(\d{1,9})")
_COUNT = re.compile(r"\{(\d{1,9})")
_TOKEN = re.compile(r"\\Q.*?(?:\\E|$)|\\x\{[0-9A-Fa-f]+\}|\\.|\[|\]|.", re.DOTALL)


class Patterns:
    """Compiles each pattern once and remembers which can't be used, and why."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}
        self._found: dict[str, Callable[[str, float], bool]] = {}
        self._timeouts = 0

    def matches(self, pattern: str, text: str) -> bool:
        """Whether `pattern` is found in `text`, as JSON Schema searches; True where skipped."""
        if not self.usable(pattern):
            return True
        limit = TIME_LIMIT if self._timeouts < _PATIENCE else _IMPATIENT
        try:
            return self._found[pattern](text, limit)
        except TimeoutError:
            self._timeouts += 1
            self.skipped[pattern] = "takes too long to match"
            return True

    def usable(self, pattern: str) -> bool:
        """Compile the pattern if that has not been tried; False where it can't be used."""
        if pattern in self.skipped:
            return False
        if pattern not in self._found:
            try:
                self._found[pattern] = _compile(pattern)
            except ValueError as error:
                self.skipped[pattern] = str(error)
                return False
        return True


def _compile(pattern: str) -> Callable[[str, float], bool]:
    """Raises ValueError with the reason, in words, where the pattern can't be used."""
    if len(pattern) > _LONGEST or _repeats(pattern) > _MOST_REPEATS:
        raise ValueError("is too large")
    import regex

    flags = regex.VERSION1 if "&&" in pattern else regex.VERSION0
    try:
        compiled: Any = regex.compile(from_java(pattern), flags=flags)
    except (regex.error, RecursionError, OverflowError) as error:
        raise ValueError("can't be read here") from error
    return lambda text, limit: compiled.search(text, timeout=limit) is not None


def _repeats(pattern: str) -> int:
    """How far nested counts multiply, at most; an estimate that errs on the high side."""
    total = max((int(count) for count in _COUNT.findall(pattern)), default=1)
    for count in _NESTED_COUNT.findall(pattern):
        total *= max(int(count), 1)
    return total


def from_java(pattern: str) -> str:
    r"""The pattern in the dialect of `regex`.

    Java's `\d`, `\w` and `\s` mean ASCII only; `\Q…\E` quotes; `\x{…}` is a code point.
    """
    out: list[str] = []
    depth = 0  # of character classes; Java allows one within another
    for token in _TOKEN.findall(pattern):
        if token.startswith("\\Q"):
            out.append(re.escape(token[2:].removesuffix("\\E")))
        elif token.startswith("\\x{"):
            out.append(re.escape(_character(token[3:-1])))
        elif token[0] == "\\" and (inside := _ASCII_CLASSES.get(token[1:].lower())):
            negated = token[1:].isupper()
            if depth and negated:
                out.append(token)
            else:
                out.append(inside if depth else f"[{'^' if negated else ''}{inside}]")
        else:
            depth = max(depth + {"[": 1, "]": -1}.get(token, 0), 0)
            out.append(token)
    return "".join(out)


def _character(digits: str) -> str:
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError) as error:
        raise ValueError("can't be read here") from error
