"""Parse a form's text: the concepts, people and addresses that the lexicon recognises in it."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from sinch_order_cli.customers.lexicon import phrases
from sinch_order_cli.customers.words import tokens

_LONGEST_PHRASE = 9  # words
_LINKS = ("", "s", "n", "en", "e")
"""Letters that German, Dutch and the Nordic languages put between the parts of a compound."""

_SHORTEST_PART = 4
_FURTHER = tuple("23456789")
_AND = {"and", "und", "et", "y", "e", "en", "i", "och", "og", "a", "or", "oder", "ou", "o"}
_WEAK = {"name", "number", "id", "address", "description", "legalName"}
"""Concepts that any other concept in the same text makes more specific."""

_MORE_EXACT = {
    ("address", "line1"): "line1",
    ("line1", "city"): "line1",
    ("phone", "number"): "phone",
    ("idNumber", "idType"): "idType",
    ("idExpires", "idNumber"): "idExpires",
    ("idExpires", "idType"): "idExpires",
    ("country", "nationality"): "nationality",
    ("registrationNumber", "uid"): "registrationNumber",
    ("shapedNumber", "taxNumber"): "taxNumber",
    ("birthDate", "name"): "birthDate",
}


class Reading(Struct, frozen=True):
    """A parsed text.

    Attributes:
        concept: the concept asked for; "" if the text names none or several.
        roles: the owners: "company", "self", or the role of a person.
        address_role: which address: "registered", "home", …; "" if the text doesn't say.
        bar: a word that rules out every fact, such as "bank"; "" for none.
        signed: a word about signatures or sender IDs, which are never filled; "" for none.
        consents: True if the text contains words of consent.
        unknown: the words that are not in the lexicon.
        several: True if the text names several concepts, so that `concept` is "".
        is_joined: True if the text contains "and" or "or".
    """

    concept: str = ""
    roles: tuple[str, ...] = ()
    address_role: str = ""
    bar: str = ""
    signed: str = ""
    consents: bool = False
    unknown: tuple[str, ...] = ()
    several: bool = False
    is_joined: bool = False

    @property
    def role(self) -> str:
        """The only role that the text names, of a person or "company"; "" for none or several."""
        people = [role for role in self.roles if role != "company"]
        if self.is_joined and len(self.roles) > 1:  # "Company and contact details"
            return ""
        exact = [role for role in people if role != "self"] or people
        if exact:
            return exact[0] if len(exact) == 1 else ""
        return "company" if "company" in self.roles else ""


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """Parse a text, matching the longest known phrases first."""
    words = tokens(text.replace("&", " and ").replace("/", " or "))
    whole = phrases().get("=" + "".join(words))
    if whole:
        return _summed([(whole, " ".join(words))], [])
    found: list[tuple[str, str]] = []
    unknown: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            category = phrases().get("".join(words[at : at + length]))
            if category:
                found.append((category, " ".join(words[at : at + length])))
                at += length
                break
        else:
            parts = _compound(words[at])
            found += parts
            if words[at] in _FURTHER:  # "Director 2": the number is ambiguous
                found.append(("further", words[at]))
            elif not parts and not words[at].isdigit():
                unknown.append(words[at])
            at += 1
    return _summed(found, unknown)


def _compound(word: str) -> list[tuple[str, str]]:
    """Split a compound such as "Firmenanschrift" into two known parts; [] if impossible."""
    for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        first, last = word[:cut], phrases().get(word[cut:])
        if not last or last[0] in "-@#":
            continue
        for link in _LINKS:
            stem = first.removesuffix(link) if link else first
            category = phrases().get(stem)
            if category and category[0] in "@#!" and len(stem) >= _SHORTEST_PART:
                return [(category, stem), (last, word[cut:])]
    return []


_NO_CONCEPTS = ("never", "consent", "english", "further")


def _summed(found: list[tuple[str, str]], unknown: list[str]) -> Reading:
    concepts = [category for category, _ in found if category[0].isalpha()]
    concepts = [one for one in concepts if one not in _NO_CONCEPTS]
    concept = _one_of(list(dict.fromkeys(concepts)))
    places = [word for category, word in found if category[0] == "#"]
    if not concepts and any(map(_is_address, places)):
        concept = "address"  # "Residential address" is one phrase
    words = dict(reversed(found))
    if "further" in words and (concepts or any(category[0] == "@" for category, _ in found)):
        words.setdefault("!", words["further"])  # but "field2" is only a name
    return Reading(
        concept=concept,
        roles=tuple(dict.fromkeys(c[1:] for c, _ in found if c[0] == "@")),
        address_role=next((c[1:] for c, _ in found if c[0] == "#"), ""),
        bar=words.get("!", ""),
        signed=words.get("never", ""),
        consents="consent" in words,
        unknown=tuple(unknown),
        is_joined=any(word in _AND for _, word in found) or _has_others_company(found),
        several=bool(concepts) and not concept,
    )


_PLACES = ("residenza", "residencia", "siedziba", "sidlo", "wohnsitz", "firmensitz", "headquarters")


def _is_address(phrase: str) -> bool:
    """Return True if an address role alone already asks for the address."""
    ends = ("address", "adresse", "anschrift", "adres", "adress")
    many = " " in phrase and "where" not in phrase
    return many or phrase.endswith(ends) or phrase in _PLACES


def _has_others_company(found: list[tuple[str, str]]) -> bool:
    """Return True if a company follows a person: "the owner's company" is a different company."""
    order = [category for category, word in found if word != "s"]
    return any(
        one[0] == "@" and one not in ("@company", "@self") and other == "@company"
        for one, other in pairwise(order)
    )


def _one_of(concepts: list[str]) -> str:
    """Return the single concept among these, "" if ambiguous."""
    if len(concepts) > 1:
        concepts = [one for one in concepts if one not in _WEAK] or concepts
    if len(concepts) == 2:
        pair = tuple(sorted(concepts))
        known = {tuple(sorted(two)): one for two, one in _MORE_EXACT.items()}
        return known.get(pair, "")
    return concepts[0] if len(concepts) == 1 else ""
