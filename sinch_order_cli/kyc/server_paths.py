"""Splits what servers write for the place of a field: paths in many dialects, and sentences."""

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
"""What a validator may put after the path: the rule that was broken."""


def tokens(text: str) -> list[str]:
    """The parts of a path with dots, brackets or slashes."""
    text = text.strip()
    if text.startswith(("/", "#/")):
        parts = text.lstrip("#").split("/")[1:]
        return [part.replace("~1", "/").replace("~0", "~") for part in parts]
    return [next(part for part in found if part) for found in _TOKEN.findall(text) if any(found)]


def spellings(text: str) -> Iterator[list[str]]:
    """The parts of a path as the text may be read, its plainest reading first."""
    plain = _ARROW.sub(".", text.strip()).replace("`", "").strip(_QUOTES)
    head = re.split(r":\s|:$", plain, maxsplit=1)[0]
    texts = dict.fromkeys((text, plain, head, head.split(" ", maxsplit=1)[0].rstrip(",;")))
    readings = [[part.strip(_QUOTES) for part in tokens(one)] for one in texts if one]
    yield from readings
    for parts in readings:
        if len(parts) > 1 and parts[-1].casefold() in _KEYWORDS:
            yield parts[:-1]


def places_in(sentence: str) -> Iterator[list[str]]:
    """The groups of texts in a sentence that may name a field, the surest group first.

    Paths, then what stands in quotes, then words that are no prose (`senderId`), then what a
    sentence begins with. A word of prose may be the name of a field by chance, and is not taken.
    """
    flat = _ARROW.sub(".", sentence)
    words = [word.strip(_QUOTES + ".,;:()!?") for word in flat.split()]
    yield [word for word in words if "://" not in word and _is_path(word)]
    yield _QUOTED.findall(flat)
    yield [word for word in words if _COMPOUND.fullmatch(word)]
    begin = _SUBJECT.match(flat)
    yield [begin[0]] if begin and begin[0] == begin[0].lower() else []


def _is_path(word: str) -> bool:
    """Whether a word is made of parts of which one is a name."""
    parts = tokens(word)
    return len(parts) > 1 and any(not part.isdigit() for part in parts)
