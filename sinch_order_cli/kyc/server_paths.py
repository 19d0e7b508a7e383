"""Parse the ways in which servers name a field: paths in many notations, and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\[\s*(?:'([^']*)'|\"([^\"]*)\"|([^\]\[]*))\s*\]|([^.\[\]/]+)")
_ARROW = re.compile(r"\s*(?:->|=>|→|»|::|(?<=\s)>(?=\s))\s*")
_QUOTES = "`'\"“”‘’«»"
_QUOTED = re.compile(r"[`'\"“‘«]([^`'\"“”‘’«»]{1,200})[`'\"”’»]")
_COMPOUND = re.compile(r"[A-Za-z][a-z0-9]*(?:[A-Z_]\w*)+", re.ASCII)  # senderId, sender_id
_SUBJECT = re.compile(r"[\w-]+(?=\s*(?::|$)|\s+(?:must|should|is|has|can(?:no|')t|was|field)\b)")
_KEYWORDS = frozenset(
    {
        "pattern", "required", "type", "format", "enum", "const", "minlength", "maxlength",
        "minimum", "maximum", "minitems", "maxitems", "uniqueitems", "multipleof", "items",
        "properties", "additionalproperties", "oneof", "anyof", "allof", "not", "contains",
    }
)  # fmt: skip
"""The violated rule, which validators may append to the path."""


def tokens(text: str) -> list[str]:
    """Split a path at dots, brackets or slashes."""
    text = text.strip()
    if text.startswith(("/", "#/")):
        parts = text.lstrip("#").split("/")[1:]
        return [part.replace("~1", "/").replace("~0", "~") for part in parts]
    return [next(part for part in found if part) for found in _TOKEN.findall(text) if any(found)]


def spellings(text: str) -> Iterator[list[str]]:
    """Yield possible readings of a path, most literal first."""
    plain = _ARROW.sub(".", text.strip()).replace("`", "").strip(_QUOTES)
    head = re.split(r":\s|:$", plain, maxsplit=1)[0]
    texts = dict.fromkeys((text, plain, head, head.split(" ", maxsplit=1)[0].rstrip(",;")))
    readings = [[part.strip(_QUOTES) for part in tokens(one)] for one in texts if one]
    yield from readings
    for parts in readings:
        if len(parts) > 1 and parts[-1].casefold() in _KEYWORDS:
            yield parts[:-1]


def places_in(sentence: str) -> Iterator[list[str]]:
    """Yield groups of words in a sentence that may name a field, most certain group first.

    Paths come first, then quoted texts, then identifiers (`senderId`), then the start of a
    sentence. Ordinary words are ignored, as they may equal a field's name by chance.
    """
    flat = _ARROW.sub(".", sentence)
    words = [word.strip(_QUOTES + ".,;:()!?") for word in flat.split()]
    yield [word for word in words if "://" not in word and _is_path(word)]
    yield _QUOTED.findall(flat)
    yield [word for word in words if _COMPOUND.fullmatch(word)]
    begin = _SUBJECT.match(flat)
    yield [begin[0]] if begin and begin[0] == begin[0].lower() else []


def _is_path(word: str) -> bool:
    """Return True if a word has the form of a path and contains a name."""
    parts = tokens(word)
    return len(parts) > 1 and any(not part.isdigit() for part in parts)
