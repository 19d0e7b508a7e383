"""Find the fields and documents of a form that a sentence mentions, by title and by synonyms.

Phrases match regardless of letter case, accents, plural, and British or American spelling. A common
word alone ("address", "number", "name", "state") matches nothing: it counts only with words of its
section, in quotation marks, or before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from unicodedata import normalize

from msgspec import Struct

from sinch_order_cli.customers.lexicon import phrases
from sinch_order_cli.customers.words import folded

_LONGEST_PHRASE = 9  # words
_TOKEN = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_END = re.compile(r"[.!?;]+(?=\s|$)|[\r\n]+")
_QUOTES = "\"'`´‘’“”„‚«»‹›"
_SKIPPED = frozenset({
    "the", "of", "a", "an", "your", "their", "our", "his", "her", "its", "for", "to", "in", "on",
    "s", "and", "or", "la", "le", "de",
})  # fmt: skip
"""Words to ignore, in titles and sentences."""

_SPELLINGS = (("authoriz", "authoris"), ("organiz", "organis"), ("license", "licence"))

# Concepts whose words are used for anything, so that one of them alone identifies no field.
_COMMON = frozenset({
    "name", "number", "id", "address", "description", "state", "country", "personTitle",
    "registrationAuthority", "idIssuer", "idExpires", "jobTitle", "line2", "building", "industry",
    "kind", "district", "usePurpose", "useDescription", "homeCity", "kraj", "optIn",
})  # fmt: skip
_COMMON_WORDS = frozenset({
    "by", "cap", "pin", "land", "stat", "site", "mail", "cell", "portable", "postal", "stad", "ort",
    "url",
})  # fmt: skip
_NO_ROLE_AFTER_CONTACT = frozenset({
    "us", "support", "sinch", "me", "our", "your", "with", "them",
})  # fmt: skip
_OTHERS = frozenset({"another", "other", "different", "wrong"})
_BY = frozenset({"by", "via", "per"})
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5}
_ROW_WORDS = frozenset({"row", "entry", "line", "item"})


class Word(Struct, frozen=True):
    """A word of a sentence, normalised, and its position in the text."""

    text: str
    start: int
    end: int
    is_capitals: bool = False


class Mention(Struct, frozen=True, kw_only=True):
    """Words `first` to `last` of a sentence, and their meaning.

    Attributes:
        concept: their concept in the lexicon, "" for words of the form itself.
        keys: the parts of the form whose title they match.
        is_common: True if they identify something only together with its section.
        whose: the role of a person, or "company", named by the same words.
    """

    first: int
    last: int
    concept: str = ""
    keys: tuple[str, ...] = ()
    is_common: bool = False
    whose: str = ""

    @property
    def length(self) -> int:
        """The number of words."""
        return self.last - self.first + 1


class Sentence(Struct, frozen=True):
    """A sentence, split into words."""

    text: str
    words: tuple[Word, ...]

    def places(self, name: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the positions of consecutive words, ignoring small words between them."""
        if not name:
            return
        for first, word in enumerate(self.words):
            if word.text != name[0]:
                continue
            at, last = first, first
            for wanted in name[1:]:
                at = last + 1
                while at < len(self.words) and self._may_be_skipped(at, wanted):
                    at += 1
                if at >= len(self.words) or self.words[at].text != wanted:
                    break
                last = at
            else:
                yield first, last

    def _may_be_skipped(self, at: int, wanted: str) -> bool:
        return self.words[at].text != wanted and self.words[at].text in _SKIPPED

    def is_set_apart(self, first: int, last: int) -> bool:
        """Return True if words are in quotation marks, before a colon, or beside the word
        "field"."""
        start, end = self.words[first].start, self.words[last].end
        before, after = self.text[:start].rstrip(), self.text[end:].lstrip()
        if before[-1:] and before[-1] in _QUOTES and after[:1] and after[0] in _QUOTES:
            return True
        if after.startswith(":") and not any(w.text not in _SKIPPED for w in self.words[:first]):
            return True
        beside = [self.words[at].text for at in (first - 1, last + 1) if 0 <= at < len(self.words)]
        return "field" in beside


def sentences(message: str) -> list[Sentence]:
    """Split a message into sentences."""
    parts = _END.split(normalize("NFC", message))
    return [Sentence(part, words) for part in parts if (words := tuple(_words(part)))]


def name_words(title: str) -> tuple[str, ...]:
    """Return the words of a title or field name to search for."""
    words = [word.text for word in _words(_CAMEL.sub(" ", normalize("NFC", title)))]
    return tuple(word for word in words if word not in _SKIPPED)


def is_common(word: str) -> bool:
    """Return True if a word alone identifies nothing, because it is used for anything."""
    concept = phrases().get(word) or phrases().get(_plural(word)) or ""
    return concept in _COMMON or word in _COMMON_WORDS or concept[:1] in "-@"


def _words(text: str) -> Iterator[Word]:
    for match in _TOKEN.finditer(text):
        yield Word(_normal(folded(match[0])), match.start(), match.end(), match[0].isupper())


@lru_cache(maxsize=4096)
def _normal(word: str) -> str:
    for other, plain in _SPELLINGS:
        if word.startswith(other):
            return plain + word[len(other) :].removesuffix("s")
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("sses"):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def known_phrases(sentence: Sentence) -> list[Mention]:
    """Return the phrases in a sentence that the lexicon knows, longest first at each position."""
    found: list[Mention] = []
    at = 0
    words = sentence.words
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            known = category([word.text for word in words[at : at + length]])
            if known:
                found.extend(_mention(sentence, known, at, at + length - 1))
                at += length
                break
        else:
            at += 1
    return found


def category(words: Sequence[str]) -> str:
    """Return the lexicon's category of words, also in the singular; "" if none."""
    key = "".join(words)
    return phrases().get(key) or phrases().get("".join([*words[:-1], _plural(words[-1])])) or ""


def _mention(sentence: Sentence, found: str, first: int, last: int) -> Iterator[Mention]:
    words = [word.text for word in sentence.words[first : last + 1]]
    before = sentence.words[first - 1].text if first else ""
    after = sentence.words[last + 1].text if last + 1 < len(sentence.words) else ""
    if found[0] == "@":
        is_verb = words == ["contact"] and after in _NO_ROLE_AFTER_CONTACT
        if not is_verb and before not in _OTHERS:
            yield Mention(first=first, last=last, whose=found[1:])
    elif found[0] == "#":
        if words[-1] in ("address", "adresse", "anschrift", "adres", "adress", "office"):
            whose = "" if found in ("#home", "#service", "#postal") else "company"
            yield Mention(first=first, last=last, concept="address", whose=whose)
    elif found[0].isalpha() and found not in ("never", "consent", "english"):
        if before in _BY and len(words) == 1:
            return  # "by phone" tells how to answer
        one = len(words) == 1
        short = one and len(words[0]) <= 3 and not sentence.words[first].is_capitals
        common = one and (found in _COMMON or words[0] in _COMMON_WORDS or short)
        if found == "phone" and "mobile" in words:  # the ordered number is one, too
            common = True
        yield Mention(first=first, last=last, concept=found, is_common=common)


def without_overlaps(found: Iterable[Mention]) -> list[Mention]:
    """Return the longest of overlapping mentions; of equally long ones, the form's own words."""
    kept: list[Mention] = []
    ranked = sorted(found, key=lambda one: (-one.length, not one.keys, one.first))
    for one in ranked:
        if not any(one.first <= other.last and other.first <= one.last for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.first)


def row_named(sentence: Sentence) -> int | None:
    """Return the row that a sentence refers to: "the second owner", "row 2"; None if none."""
    for at, word in enumerate(sentence.words):
        before = sentence.words[at - 1].text if at else ""
        if word.text in _ORDINALS:
            after = sentence.words[at + 1].text if at + 1 < len(sentence.words) else ""
            if after not in ("line", "name", "time"):
                return _ORDINALS[word.text]
        is_count = re.fullmatch(r"[1-9][0-9]?", word.text) is not None
        if is_count and (before in _ROW_WORDS or category([before]).startswith("@")):
            return int(word.text) - 1
    return None
