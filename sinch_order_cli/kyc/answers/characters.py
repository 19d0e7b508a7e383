"""Find and name characters in answers that are invisible or easily confused with others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.schema.outcome import Violation

INVISIBLE = "@invisible"
"""The keyword of a violation for a text that contains an invisible character."""

_LISTED = 3
_WRITTEN = "\t\n\r\u200c\u200d"
"""Control and format characters that are allowed: line breaks, tabs, and the joiners of some
scripts."""

_NAMES = {
    "\t": "a tab",
    "\n": "a line break",
    "\r": "a line break",
    " ": "a space",
    "\xa0": "a no-break space",
    "\u2007": "a no-break space",
    "\u202f": "a no-break space",
    "\xad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\ufeff": "a byte order mark",
    "\u2018": "curly apostrophe",
    "\u2019": "curly apostrophe",
    "\u201a": "curly quote",
    "\u201c": "curly quote",
    "\u201d": "curly quote",
    "\u201e": "curly quote",
    "\u2010": "a dash other than -",
    "\u2011": "a dash other than -",
    "\u2013": "a long dash",
    "\u2014": "a long dash",
}


def invisible(text: str) -> str:
    """Return the invisible control and format characters in the text, each once."""
    found = (c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in _WRITTEN)
    return "" if text.isascii() and text.isprintable() else "".join(dict.fromkeys(found))


def invisible_in(data: Any, steps: Steps = ()) -> Iterator[Violation]:
    """Yield a violation for each text in the data that contains an invisible character."""
    todo: list[tuple[Any, Steps]] = [(data, steps)]
    while todo:
        value, at = todo.pop()
        if isinstance(value, str):
            if invisible(value):
                yield Violation(at, INVISIBLE, {}, value)
        elif isinstance(value, Mapping):
            todo.extend((member, (*at, name)) for name, member in value.items())
        elif isinstance(value, list):
            todo.extend((member, (*at, place)) for place, member in enumerate(value))


def listed(characters: Iterable[str]) -> str:
    """Return the first few characters as text, each with its Unicode name."""
    told = [_named(character) for character in characters]
    if len(told) > _LISTED:
        told = [*told[: _LISTED - 1], "others"]
    return " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)


def _named(character: str) -> str:
    name = _NAMES.get(character, "")
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs") or category.startswith("Z"):
        known = name or unicodedata.name(character, "a hidden character").lower()
        return known if character in "\t\n\r " else f"{known} ({code})"
    if not name and category.startswith("L") and unicodedata.decomposition(character):
        name = "letter with an accent"
    return f"{character} ({name})" if name else character
