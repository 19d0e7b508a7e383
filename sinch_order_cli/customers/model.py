"""A customer: who numbers are for, as its file keeps it."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

VERSION = 1
"""The version of the customer file that this program writes."""

DOCUMENT_KINDS = (
    "passport",
    "idCard",
    "drivingLicence",
    "residencePermit",
    "companyRegistration",
    "taxCertificate",
    "proofOfAddress",
    "letterOfAuthorisation",
    "powerOfAttorney",
    "other",
)

_NUMBERED = re.compile(r"(addresses|people)\.(\d+)\.")


class Served(Struct, rename="camel", frozen=True, kw_only=True):
    """An order that was accepted with a document: where, and for which required document."""

    region: str
    type: str
    title: str
    accepted_at: str


class Document(Struct, rename="camel", frozen=True, kw_only=True):
    """A file that proves something about the customer. It stays where it is; `sha256` and `size`
    tell whether it is still the same. `person` is the number of the person it belongs to."""

    kind: str
    path: str
    sha256: str
    size: int
    mime_type: str = ""
    person: int | None = None
    issued: str = ""
    expires: str = ""
    served_for: tuple[Served, ...] = ()


class Lesson(Struct, rename="camel", frozen=True, kw_only=True):
    """What the user taught about a field: the fact that it takes, None for none. Never a value."""

    region: str
    type: str
    path: str
    title: str
    fact: str | tuple[str, ...] | None


class Customer(Struct, rename="camel", kw_only=True):
    """One customer, by name."""

    version: int = VERSION
    name: str = ""
    facts: dict[str, Any] = {}
    documents: list[Document] = []
    learned: list[Lesson] = []
    created_at: str = ""
    updated_at: str = ""

    def numbers(self, group: str) -> list[int]:
        """The numbers that `addresses` or `people` have, in order."""
        found = (_NUMBERED.match(fact) for fact in self.facts)
        return sorted({int(match[2]) for match in found if match and match[1] == group})

    def with_role(self, group: str, role: str) -> list[int]:
        """The numbers of the addresses or people that have a role."""
        return [n for n in self.numbers(group) if self.facts.get(f"{group}.{n}.role") == role]

    @property
    def kind(self) -> str:
        """`company.kind`; a customer without a company's name who has people is a person."""
        if said := self.facts.get("company.kind"):
            return str(said)
        return "company" if "company.name" in self.facts or not self.numbers("people") else "person"

    @property
    def title(self) -> str:
        """What to call the customer in a list: the company's name, or the first person's."""
        if name := self.facts.get("company.name"):
            return str(name)
        for person in self.numbers("people"):
            parts = (self.facts.get(f"people.{person}.{n}") for n in ("firstName", "lastName"))
            if name := " ".join(str(part) for part in parts if part):
                return name
        return ""

    @property
    def country(self) -> str:
        """The country of the registered address, else of the first address; "" for none."""
        numbers = [*self.with_role("addresses", "registered"), *self.numbers("addresses")]
        countries = (self.facts.get(f"addresses.{number}.country") for number in numbers)
        return next((str(country) for country in countries if country), "")
