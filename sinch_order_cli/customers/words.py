"""Normalise words of a form for comparison: camelCase, accents and letter case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
_LONGEST = 400
"""Limit on the characters of a title or description, both of which come from outside."""


def folded(text: str) -> str:
    """Return the text in lower case without accents: "Número" becomes "numero"."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in spread if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Split a name or title into words: "endBusinessName" becomes end, business, name."""
    parts = _CAMEL.sub(" ", text[:_LONGEST])
    return tuple(_TOKEN.findall(folded(parts)))


def bare(text: str) -> str:
    """Join the words, as in the lexicon's keys: "Post code" and "postCode" are equal."""
    return "".join(tokens(text))


def without_parentheses(text: str) -> tuple[str, str]:
    """Split a title into the text without parentheses and the text inside them."""
    text = text[:_LONGEST]
    return _PARENTHESES.sub(" ", text).strip(), " ".join(_PARENTHESES.findall(text))
