"""A customer, as stored in its file."""

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
    """An order accepted with a document: its country and type, and the required document."""

    region: str
    type: str
    title: str
    accepted_at: str


class Document(Struct, rename="camel", frozen=True, kw_only=True):
    """A file with evidence about the customer. It stays in its place; `sha256` and `size` show if
    it has changed. `person` is the number of the person it belongs to."""

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
    """A field and the fact the user assigned to it (None for no fact). Never contains a value."""

    region: str
    type: str
    path: str
    title: str
    fact: str | tuple[str, ...] | None


class Customer(Struct, rename="camel", kw_only=True):
    """One customer, by name. `created_at` tells it from a later one of that name."""

    version: int = VERSION
    name: str = ""
    facts: dict[str, Any] = {}
    documents: list[Document] = []
    learned: list[Lesson] = []
    created_at: str = ""
    updated_at: str = ""

    def numbers(self, group: str) -> list[int]:
        """Return the numbers used in `addresses` or `people`, in order."""
        found = (_NUMBERED.match(fact) for fact in self.facts)
        return sorted({int(match[2]) for match in found if match and match[1] == group})

    def with_role(self, group: str, role: str) -> list[int]:
        """Return the numbers of the addresses or people with a role."""
        return [n for n in self.numbers(group) if self.facts.get(f"{group}.{n}.role") == role]

    @property
    def kind(self) -> str:
        """`company.kind`; a customer with people but no company name is a person."""
        if said := self.facts.get("company.kind"):
            return str(said)
        return "company" if "company.name" in self.facts or not self.numbers("people") else "person"

    @property
    def title(self) -> str:
        """The customer's title in lists: the name of the company, or of the first person."""
        if name := self.facts.get("company.name"):
            return str(name)
        for person in self.numbers("people"):
            parts = (self.facts.get(f"people.{person}.{n}") for n in ("firstName", "lastName"))
            if name := " ".join(str(part) for part in parts if part):
                return name
        return ""

    @property
    def country(self) -> str:
        """The country of the registered address, else of the first address; "" if there is none."""
        numbers = [*self.with_role("addresses", "registered"), *self.numbers("addresses")]
        countries = (self.facts.get(f"addresses.{number}.country") for number in numbers)
        return next((str(country) for country in countries if country), "")
