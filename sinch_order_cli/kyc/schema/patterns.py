"""Patterns of a form, which come from outside and are written for a Java engine.

The `regex` library supports most of Java's syntax and time limits. Other syntax is translated
(`java_patterns.py`). A pattern that can't be used is skipped and reported; its checks are
undecided, so the server decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sinch_order_cli.kyc.schema.java_patterns import characters, from_java
from sinch_order_cli.kyc.schema.outcome import Verdict

TIME_LIMIT = 0.2
"""Time limit for one pattern on one answer, in seconds."""

_SHORT_LIMIT = 0.02
_TIMEOUTS_ALLOWED = 5  # timeouts before all other patterns get `_SHORT_LIMIT` seconds only
_LONGEST = 2_000
_MOST_REPEATS = 100_000  # nested counts are unrolled when compiled: (a{1000}){1000} is a million

_NESTED_COUNT = re.compile(r"\)\{(\d{1,9})")
_COUNT = re.compile(r"\{(\d{1,9})")


class Patterns:
    """Compiles each pattern once, and remembers why some can't be used."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}
        self._found: dict[str, Callable[[str, float], bool]] = {}
        self._timeouts = 0

    def verdict(self, pattern: str, text: str) -> Verdict:
        """Search `text` for `pattern`, as JSON Schema does; None if the pattern is skipped."""
        if not self.usable(pattern):
            return None
        limit = TIME_LIMIT if self._timeouts < _TIMEOUTS_ALLOWED else _SHORT_LIMIT
        try:
            return self._found[pattern](text, limit)
        except TimeoutError:
            self._timeouts += 1
            self.skipped[pattern] = "takes too long to match"
            return None

    def usable(self, pattern: str) -> bool:
        """Compile the pattern on first use. Return False if it can't be used."""
        if pattern in self.skipped:
            return False
        if pattern not in self._found:
            try:
                self._found[pattern] = _compile(pattern)
            except ValueError as error:
                self.skipped[pattern] = str(error)
                return False
        return True


def unmatched_characters(pattern: str, text: str) -> str:
    """Return the characters that no part of the pattern accepts, each once, or "" if unknown. Plain
    letters and digits are omitted, as they are easy to see."""
    import regex

    try:
        pieces = characters(pattern)
        flags = regex.VERSION1 | (regex.IGNORECASE if "(?i" in pattern else 0)
        takes = regex.compile("|".join(pieces), flags=flags) if pieces else None
    except (regex.error, ValueError):
        return ""
    found = [c for c in dict.fromkeys(text[:_LONGEST]) if not (c.isascii() and c.isalnum())]
    return "".join(c for c in found if takes and not takes.fullmatch(c))


def _compile(pattern: str) -> Callable[[str, float], bool]:
    """Compile a pattern, or raise ValueError with the reason in words."""
    if len(pattern) > _LONGEST or _repeats(pattern) > _MOST_REPEATS:
        raise ValueError("is too large")
    import regex

    try:
        compiled: Any = regex.compile(from_java(pattern), flags=regex.VERSION1)
    except (regex.error, RecursionError, OverflowError, ValueError) as error:
        raise ValueError("can't be read here") from error
    return lambda text, limit: compiled.search(text, timeout=limit) is not None


def _repeats(pattern: str) -> int:
    """Return an upper estimate of the product of nested counts."""
    total = max((int(count) for count in _COUNT.findall(pattern)), default=1)
    for count in _NESTED_COUNT.findall(pattern):
        total *= max(int(count), 1)
    return total
