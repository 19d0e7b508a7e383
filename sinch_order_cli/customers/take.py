"""Extract facts about a customer from answers to a form, the reverse of filling it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.customers import facts, learn, synonyms
from sinch_order_cli.customers.countries import country_code
from sinch_order_cli.customers.fact_forms import FactError
from sinch_order_cli.customers.matching import meanings
from sinch_order_cli.customers.meaning import Meaning
from sinch_order_cli.customers.model import Lesson
from sinch_order_cli.kyc import Field, Form, get

_NUMBER_FIRST = re.compile(r"(\d+[\w/-]*),?\s+(\D.*)")
_NUMBER_LAST = re.compile(r"(\D.*?),?\s+(\d+[\s\w/-]*)")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


class Taken(Struct, frozen=True, kw_only=True):
    """The facts found in answers. `notes` describes guesses; `left` gives the paths of answers
    without a fact, and the reasons."""

    facts: dict[str, Any]
    notes: tuple[str, ...]
    left: dict[str, str]


def take(form: Form, data: Any, *, region: str, type: str, lessons: Sequence[Lesson] = ()) -> Taken:
    """Extract the facts from answers. Facts whose meaning is only likely get a note. Consents and
    the ordered phone numbers are never extracted."""
    meant = meanings(form.sections, region)
    titles = learn.titles_of(form)
    taker = _Taker(region, meant.values())
    for section in form.questions(data):
        for field in section.fields:
            value = get(data, field.path, None)
            if value in (None, "", []):
                continue
            general = learn.general(field.path, meant)
            lesson = learn.lesson_for(lessons, (region, type), general, field.title, titles)
            if lesson is not None:
                taker.taught(field, lesson, value)
            else:
                row = learn.row_of(field.path, general)
                taker.answer(field, meant.get(general, Meaning()), value, row)
    return taker.done()


class _Taker:
    """Collects facts, numbering each person and address in the form."""

    def __init__(self, region: str, meant: Collection[Meaning]) -> None:
        self._region = region
        people = [one for one in meant if one.group == "people"]
        is_private = all(one.group != "company" or one.parts == ("kind",) for one in meant)
        named = {one.role for one in people if "lastName" in one.parts}
        self._is_one = is_private and "contact" not in named
        self._facts: dict[str, Any] = {}
        self._notes: list[str] = []
        self._left: dict[str, str] = {}
        self._people: dict[tuple[str, int], int] = {}
        self._addresses: dict[tuple[str, str], int] = {}

    def taught(self, field: Field, lesson: Lesson, value: Any) -> None:
        """Use an answer as the fact that the user assigned to the field."""
        if isinstance(lesson.fact, str):
            self._put(field, lesson.fact, value)

    def answer(self, field: Field, meaning: Meaning, value: Any, row: int | None) -> None:
        """Process one answer."""
        if not meaning.group:
            if meaning.confidence != "never":
                self._left[field.path] = meaning.reason
            return
        if meaning.group in ("company", "use"):
            group: str = meaning.group
        elif meaning.group == "people":
            group = f"people.{self._person(meaning.role, row or 0)}"
        else:
            group = f"addresses.{self._address(meaning, row or 0)}"
        if meaning.confidence == "likely" and meaning.group != "use":
            self._notes.append(f"{field.title}: {meaning.reason}")
        if len(meaning.parts) == 1:
            self._put(field, f"{group}.{meaning.parts[0]}", value)
        elif meaning.parts == ("firstName", "lastName"):
            self._name(field, group, str(value))
        elif meaning.parts == ("street", "houseNumber"):
            self._street(group, str(value))
        else:
            self._left[field.path] = "an address on one line is not split"

    def done(self) -> Taken:
        """Return the result, without people and addresses that have no facts."""
        self._add_countries()
        found = {
            fact: value
            for fact, value in self._facts.items()
            if not fact.endswith((".role", ".address")) or self._says_more(fact)
        }
        is_person = not any(fact.startswith("company.") for fact in found) and any(
            fact.startswith("people.") for fact in found
        )
        if is_person:
            found["company.kind"] = "person"
        kept, _ = facts.checked(found)
        return Taken(facts=kept, notes=tuple(self._notes), left=self._left)

    def _add_countries(self) -> None:
        """Set the order's country in addresses that have none."""
        for number in sorted(self._addresses.values()):
            group = f"addresses.{number}"
            known = any(
                fact.startswith(f"{group}.") for fact in self._facts if fact[-5:] != ".role"
            )
            if known and f"{group}.country" not in self._facts:
                self._facts[f"{group}.country"] = self._region
                self._notes.append(f"address {number}: assuming the country {self._region}")

    def _says_more(self, fact: str) -> bool:
        group = fact.rpartition(".")[0]
        if fact.endswith(".address"):
            group = f"addresses.{self._facts[fact]}"
        others = (other for other in self._facts if other.startswith(f"{group}."))
        return any(not other.endswith((".role", ".address")) for other in others)

    def _person(self, role: str, row: int) -> int:
        known = "contact" if role in ("self", "") else role
        if self._is_one and known == "contact":  # a form about one person, who is the customer
            known = "endUser"
        if (known, row) not in self._people:
            number = len(self._people)
            self._people[known, row] = number
            self._facts[f"people.{number}.role"] = known
        return self._people[known, row]

    def _address(self, meaning: Meaning, row: int) -> int:
        person = meaning.person
        role = meaning.role if meaning.role in facts.ADDRESS_ROLES else ""
        role = role or ("registered" if person is None else "home")
        whose = "" if person is None else f"{person}.{row}"
        if (whose, role) not in self._addresses:
            number = len(self._addresses)
            self._addresses[whose, role] = number
            self._facts[f"addresses.{number}.role"] = role
            if person is not None:
                self._facts[f"people.{self._person(person, row)}.address"] = number
        return self._addresses[whose, role]

    def _put(self, field: Field, fact: str, value: Any) -> None:
        try:
            kept = facts.normalised(fact, self._plain(field, fact, value))
        except FactError as error:
            self._left[field.path] = error.problem
            return
        if self._facts.setdefault(fact, kept) != kept:
            self._left[field.path] = f"another answer already gave {facts.title(fact)}"

    def _plain(self, field: Field, fact: str, value: Any) -> Any:
        """Normalise an answer for the vocabulary: choices by meaning, phone numbers with +."""
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        part, text = fact.rpartition(".")[2], str(value)
        title = next((choice.title for choice in field.choices if choice.value == value), text)
        kind = facts.known(fact)
        if fact == "company.kind":
            known = (synonyms.meaning("company.kind", one) for one in (text, _bare(title)))
            return next((one for one in known if one), text)
        if part == "idType":
            return synonyms.meaning("idType", title) or title
        if kind.form == "country":
            return country_code(text) or country_code(title) or text
        if kind.form == "phone":
            return _e164(text, self._region)
        if kind.form == "date":
            return _iso(text)
        return value if isinstance(value, int) and not isinstance(value, bool) else title

    def _name(self, field: Field, group: str, text: str) -> None:
        """Split a full name before its last word."""
        first, _, last = text.strip().rpartition(" ")
        self._facts.setdefault(f"{group}.lastName", last)
        if first:
            self._facts.setdefault(f"{group}.firstName", first)
            self._notes.append(f'{field.title}: split into "{first}" and "{last}"')

    def _street(self, group: str, text: str) -> None:
        """Split a street and its house number, at either end."""
        text = text.strip()
        first, last = _NUMBER_FIRST.fullmatch(text), _NUMBER_LAST.fullmatch(text)
        street, number = text, ""
        if first:
            number, street = first[1], first[2]
        elif last:
            street, number = last[1], last[2]
        self._facts.setdefault(f"{group}.street", street)
        if number:
            self._facts.setdefault(f"{group}.houseNumber", number)


def _bare(title: str) -> str:
    return re.sub(r"\([^)]*\)", "", title)


def _e164(text: str, region: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _iso(text: str) -> str:
    """Convert a day-first date to ISO, if day and month can't be confused."""
    match = _DAY_FIRST.fullmatch(text.strip())
    if match and (int(match[1]) > 12 or "." in text or match[1] == match[2]):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    return text
