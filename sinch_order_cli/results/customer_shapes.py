"""Customers and how they fit a form, as `customer --json` prints them."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType

from sinch_order_cli.results.shape import Part, Result


class ServedFor(Part, kw_only=True):
    """An order that was accepted with a customer's document."""

    region: str
    type: str
    title: str
    accepted_at: str


class CustomerDocument(Part, kw_only=True):
    """A file that proves something about a customer; `person` is the number of whose it is."""

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
    shortened unless `--all` asks for them."""

    version: int
    name: str
    facts: dict[str, str | int]
    documents: list[CustomerDocument]
    created_at: str
    updated_at: str


class ListedCustomer(Part, kw_only=True):
    """A customer in the list; `orders` are those on this machine that were made for it."""

    name: str
    company: str
    country: str
    documents: int
    next_expiry: str | None
    orders: list[str]


class Customers(Result, kw_only=True):
    """The customers on this machine."""

    customers: list[ListedCustomer]


class MatchedField(Part, kw_only=True):
    """A field of a form and the fact that it takes; several facts are put together in order."""

    path: str
    title: str
    fact: str | list[str] | None
    value: Any
    confidence: Literal["sure", "likely", "open", "never"]
    reason: str


class MatchedDocument(Part, kw_only=True):
    """A required document and the customer's file for it; `pages` where several pictures become
    one PDF."""

    attachment_id: str
    title: str
    file: str | None
    confidence: Literal["sure", "likely", "open", "never"]
    problems: list[str]
    pages: list[str] | UnsetType = UNSET


class CustomerMatch(Result, kw_only=True):
    """What a customer's facts and documents are for a form."""

    customer: str
    region_code: str
    number_type: str
    fields: list[MatchedField]
    documents: list[MatchedDocument]
    filled: int
    proposed: int
    open: int


class ForgottenCustomers(Result, kw_only=True):
    """The names of the customers that were removed."""

    forgotten: list[str]
