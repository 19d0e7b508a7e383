"""Customers and their matches with forms, for `customer --json`."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType

from sinch_order_cli.results.shape import Part, Result


class ServedFor(Part, kw_only=True):
    """An order accepted with a customer's document."""

    region: str
    type: str
    title: str
    accepted_at: str


class CustomerDocument(Part, kw_only=True):
    """A file with evidence about a customer; `person` is the number of the person it belongs to."""

    kind: str
    path: str
    sha256: str
    size: int
    mime_type: str
    person: int | None
    issued: str
    expires: str
    served_for: list[ServedFor]


class Customer(Result, kw_only=True):
    """A customer: facts by their names in the vocabulary, and documents. Identity numbers are
    shortened unless `--all` is used."""

    version: int
    name: str
    facts: dict[str, str | int]
    documents: list[CustomerDocument]
    created_at: str
    updated_at: str


class ListedCustomer(Part, kw_only=True):
    """A customer in the list; `orders` counts the local orders for it."""

    name: str
    company: str
    country: str
    documents: int
    next_expiry: str | None
    orders: list[str]


class Customers(Result, kw_only=True):
    """All local customers."""

    customers: list[ListedCustomer]


class MatchedField(Part, kw_only=True):
    """A field of a form and the fact for it; several facts are joined in order."""

    path: str
    title: str
    fact: str | list[str] | None
    value: Any
    confidence: Literal["sure", "likely", "open", "never"]
    reason: str


class MatchedDocument(Part, kw_only=True):
    """A required document and the customer's file for it; `pages` if several images become one
    PDF."""

    attachment_id: str
    title: str
    file: str | None
    confidence: Literal["sure", "likely", "open", "never"]
    problems: list[str]
    pages: list[str] | UnsetType = UNSET


class CustomerMatch(Result, kw_only=True):
    """A customer's facts and documents for a form."""

    customer: str
    region_code: str
    number_type: str
    fields: list[MatchedField]
    documents: list[MatchedDocument]
    filled: int
    proposed: int
    open: int


class ForgottenCustomers(Result, kw_only=True):
    """The names of the deleted customers."""

    forgotten: list[str]
