"""Patterns of a form. They are written for a Java engine and come from outside.

The `regex` library knows most of Java's dialect and stops after a time; what it does not know is
translated (`java_patterns.py`), and a pattern that can't be used is skipped and said: what it
would say of a text is undecided, and the server decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sinch_order_cli.kyc.schema.java_patterns import characters, from_java
from sinch_order_cli.kyc.schema.outcome import Verdict

TIME_LIMIT = 0.2
"""Seconds that one pattern may take on one answer."""

_IMPATIENT = 0.02
_PATIENCE = 5  # patterns that ran out of time before the rest get `_IMPATIENT` seconds only
_LONGEST = 2_000
_MOST_REPEATS = 100_000  # nested counts are unrolled when compiled: (a{1000}){1000} is a million

_NESTED_COUNT = re.compile(r"\)\{(\d{1,9})")
_COUNT = re.compile(r"\{(\d{1,9})")


class Patterns:
    """Compiles each pattern once and remembers which can't be used, and why."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}
        self._found: dict[str, Callable[[str, float], bool]] = {}
        self._timeouts = 0

    def verdict(self, pattern: str, text: str) -> Verdict:
        """Whether `pattern` is found in `text`, as JSON Schema searches; None where skipped."""
        if not self.usable(pattern):
            return None
        limit = TIME_LIMIT if self._timeouts < _PATIENCE else _IMPATIENT
        try:
            return self._found[pattern](text, limit)
        except TimeoutError:
            self._timeouts += 1
            self.skipped[pattern] = "takes too long to match"
            return None

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


def strangers(pattern: str, text: str) -> str:
    """The characters of the text that nothing in the pattern takes, each once; "" where that
    can't be told. Plain letters and digits are left out: they are seen."""
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
    """Raises ValueError with the reason, in words, where the pattern can't be used."""
    if len(pattern) > _LONGEST or _repeats(pattern) > _MOST_REPEATS:
        raise ValueError("is too large")
    import regex

    try:
        compiled: Any = regex.compile(from_java(pattern), flags=regex.VERSION1)
    except (regex.error, RecursionError, OverflowError, ValueError) as error:
        raise ValueError("can't be read here") from error
    return lambda text, limit: compiled.search(text, timeout=limit) is not None


def _repeats(pattern: str) -> int:
    """How far nested counts multiply, at most; an estimate that errs on the high side."""
    total = max((int(count) for count in _COUNT.findall(pattern)), default=1)
    for count in _NESTED_COUNT.findall(pattern):
        total *= max(int(count), 1)
    return total
