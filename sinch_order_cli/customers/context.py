"""The context of a field: the words of its section and path, and its neighbouring fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from sinch_order_cli.customers.reading import Reading, read
from sinch_order_cli.customers.words import folded, without_parentheses
from sinch_order_cli.kyc.model import Field, Section
from sinch_order_cli.kyc.paths import Steps, split

COMPANY = frozenset({
    "companyName", "legalForm", "tradingName", "registrationNumber", "registrationAuthority",
    "registrationDate", "vatNumber", "taxNumber", "website", "industry", "employees", "kind",
    "shapedNumber", "uid", "uidNumber",
})  # fmt: skip
PERSON = frozenset({
    "firstName", "middleName", "lastName", "fullName", "personTitle", "jobTitle", "birthDate",
    "birthPlace", "nationality", "idType", "idNumber", "idIssuer", "idExpires",
    "firstSurname",
})  # fmt: skip
ADDRESS = frozenset({
    "line1", "street", "houseNumber", "line2", "building", "fullAddress", "address", "city",
    "homeCity", "district", "suburb", "state", "kraj", "postalCode", "country",
    "incorporationCountry",
})  # fmt: skip
USE = frozenset({
    "useDescription", "usePurpose", "monthlyVolume", "optIn", "sampleMessages", "description",
})  # fmt: skip
SHARED = frozenset(("email", "phone"))

_SHARP = {
    "name": {"firstName", "lastName", "fullName", "companyName", "tradingName", "legalName"},
    "legalName": {"companyName", "fullName"},
    "address": {"line1", "line2", "street", "fullAddress"},
    "street": {"line1"},
    "id": {"registrationNumber", "idNumber", "taxNumber", "vatNumber", "uid"},
    "number": {"phone", "registrationNumber", "houseNumber", "idNumber", "vatNumber", "taxNumber"},
    "useDescription": {"usePurpose"},
    "district": {"suburb"},
    "city": {"suburb", "homeCity"},
    "description": {"useDescription", "optIn"},
    "registrationNumber": {"shapedNumber", "uid", "taxNumber"},
    "taxNumber": {"shapedNumber", "personTaxNumber"},
}
"""Concepts that are more specific versions of another, so a title and a name may differ that
way."""


_VAGUE = ("name", "number", "id", "address", "description")
"""General concepts: together with unknown words they may belong to anything."""


class Asked(Struct, frozen=True, kw_only=True):
    """A parsed field: its concept, whose fact it is by its own words, and any doubts."""

    field: Field
    concept: str
    doubt: str = ""
    title: Reading
    name: Reading
    extra: Reading
    about: Reading

    @property
    def role(self) -> str:
        """Whose fact it is by the field's own words: a role, "company", "self", or ""."""
        extra = self.extra.role if self.extra.role not in ("company", "self") else ""
        return self.title.role or extra or self.name.role

    @property
    def role_doubt(self) -> bool:
        """Return True if title and name refer to different people."""
        title, name = self.title.role, self.name.role
        vague = ("", "company", "self")
        return title not in vague and name not in vague and title != name

    @property
    def address_role(self) -> str:
        """The address role that the field's own words refer to."""
        return self.title.address_role or self.name.address_role


def ask(field: Field) -> Asked:
    """Parse one field's title, name and description."""
    main, extra = without_parentheses(field.title)
    title, beside, name = read(main), read(extra), read(field.name)
    concept, doubt = _concept(title, beside, name, field)
    return Asked(
        field=field,
        concept=concept,
        doubt=doubt,
        title=title,
        name=name,
        extra=beside,
        about=read(field.description),
    )


def _concept(title: Reading, beside: Reading, name: Reading, field: Field) -> tuple[str, str]:
    """Return a field's concept, and the reason for any doubt."""
    said, named = title.concept, name.concept
    shown = f'"{field.title}"'
    if not said and not title.several and beside.concept:
        said = beside.concept
    doubt = f"{shown} contains unknown words" if title.unknown else ""
    if said in _VAGUE and title.unknown and (named == said or not named):
        return "", doubt  # "Product name", "IP address"
    if said == named or not named:
        return said, doubt
    if not said:
        other = "" if not title.unknown and not title.several else f"only its name, {field.name}"
        return named, other or doubt
    if named in _SHARP.get(said, ()):
        return named, doubt
    if said in _SHARP.get(named, ()):
        return said, doubt
    if {said, named} == {"line1", "address"}:
        return "line1", doubt
    return said, f"its name, {field.name}, means something else"


class Context(Struct, frozen=True):
    """A parsed section: whose fields it contains and for which address, by title and path."""

    section: Section
    asked: tuple[Asked, ...]
    role: str = ""
    address_role: str = ""
    bar: str = ""
    signed: str = ""
    is_of_numbers: bool = False
    is_mixed: bool = False
    about_use: bool = False
    title: str = ""

    def has(self, concepts: Iterable[str], *, but: Asked | None = None) -> bool:
        """Return True if another field of the section asks for one of these concepts."""
        wanted = set(concepts)
        return any(other.concept in wanted for other in self.asked if other is not but)

    @property
    def has_company(self) -> bool:
        """Return True if a field of the section can only be about a company."""
        return any(
            one.concept in COMPANY or (one.concept == "name" and one.role == "company")
            for one in self.asked
        )

    @property
    def has_person(self) -> bool:
        """Return True if a field of the section can only be about a person, by its concept
        alone."""
        return any(one.concept in PERSON for one in self.asked)

    def before(self, asked: Asked) -> Asked | None:
        """Return the nearest preceding field that states whose fact it is."""
        found = None
        for other in self.asked:
            if other is asked:
                return found
            if other.role not in ("", "self") or other.concept in COMPANY | PERSON:
                found = other
        return found

    def address_role_before(self, asked: Asked) -> str:
        """Return the address role stated by the nearest preceding address field."""
        found = ""
        for other in self.asked:
            if other is asked:
                return found
            if other.concept in ADDRESS:
                found = other.address_role
        return found

    def address_parts(self, asked: Asked) -> set[str]:
        """Return the concepts of the other fields of the same address."""
        mine = asked.address_role
        same = [o for o in self.asked if o is not asked and o.address_role in (mine, "")]
        if mine == "":
            same = [o for o in self.asked if o is not asked]
        return {other.concept for other in same if other.concept in ADDRESS | {"number"}}


def contexts(sections: Sequence[Section]) -> list[Context]:
    """Parse every section, with the words in and around it."""
    titles = {split(section.path): section.title for section in sections}
    return [_context(section, titles) for section in sections]


def _context(section: Section, titles: dict[Steps, str]) -> Context:
    steps = split(section.path)
    around: list[str] = []
    for end in range(len(steps), 0, -1):
        title = titles.get(steps[:end], "")
        around += [title] if title else []
        step = steps[end - 1]
        around += [step] if isinstance(step, str) else []
    if not steps:
        around = [section.title]
    plain = [without_parentheses(text) for text in around]
    readings = [read(main) if read(main).roles else read(f"{main} {more}") for main, more in plain]
    asked = tuple(map(ask, section.fields))
    own = readings[0] if readings else Reading()
    role = next((one.role for one in readings if one.role or one.roles), "")
    concepts = {one.concept for one in asked}
    if role in ("self", "endUser") and concepts & COMPANY and not concepts & PERSON:
        role = "company"  # "End user": a company's name and number
    number_words = {"number", "rufnummern", "nummern", "numbers", "numeros"}
    return Context(
        section=section,
        asked=asked,
        role=role,
        is_mixed=bool(own.roles) and not own.role,
        address_role=next((one.address_role for one in readings if one.address_role), ""),
        bar=next((one.bar for one in readings if one.bar), ""),
        signed=next((one.signed for one in readings if one.signed), ""),
        is_of_numbers=any(one.field.is_number for one in asked)
        or bool(own.concept == "number" or set(folded(section.title).split()) & number_words),
        about_use=any(one.concept in USE or one.concept == "number" for one in readings)
        or any(" use" in f" {folded(main)}" for main, _ in plain),
        title=section.title,
    )
