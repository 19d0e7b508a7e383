"""Words of a form, folded so that spellings compare: no camelCase, accents or capitals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
_LONGEST = 400
"""Characters of a title or description that are read: both come from outside."""


def folded(text: str) -> str:
    """The text in small letters without accents: "Número" is "numero"."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in spread if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a name or title: "endBusinessName" is end, business, name."""
    parts = _CAMEL.sub(" ", text[:_LONGEST])
    return tuple(_TOKEN.findall(folded(parts)))


def bare(text: str) -> str:
    """The words run together, as the lexicon is keyed: "Post code" and "postCode" are one."""
    return "".join(tokens(text))


def without_parentheses(text: str) -> tuple[str, str]:
    """A title without what stands in parentheses, and that."""
    text = text[:_LONGEST]
    return _PARENTHESES.sub(" ", text).strip(), " ".join(_PARENTHESES.findall(text))
