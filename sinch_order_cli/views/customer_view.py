"""Customers, their documents, and their matches with forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.customers import facts
from sinch_order_cli.customers.model import Customer, Document
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.results import customer_shapes

if TYPE_CHECKING:
    from sinch_order_cli.customers.documents import DocumentMatch


def customer_result(customer: Customer, *, everything: bool = False) -> customer_shapes.Customer:
    """Return a customer for `--json`, with identity numbers shortened unless `everything` is
    set."""
    content = msgspec.to_builtins(customer)
    del content["learned"]
    content["facts"] = {f: _value(customer, f, v, everything) for f, v in customer.facts.items()}
    return msgspec.convert(content, customer_shapes.Customer)


def _value(customer: Customer, fact: str, value: Any, everything: bool) -> Any:
    return value if everything else facts.shortened(fact, value, customer.kind)


def show_customer(
    terminal: Terminal, customer: Customer, done: str = "", *, everything: bool = False
) -> None:
    """Show a customer; in text, with the action `done` before it."""
    terminal.show(
        json=lambda: customer_result(customer, everything=everything),
        text=lambda: _print_customer(terminal, customer, done, everything),
    )


def _print_customer(terminal: Terminal, customer: Customer, done: str, everything: bool) -> None:
    if done:
        terminal.success(done)
    rows = [[f, str(_value(customer, f, v, everything))] for f, v in customer.facts.items()]
    terminal.table(["FACT", "VALUE"], rows)
    if customer.documents:
        terminal.note()
        print_documents(terminal, customer)


def print_documents(terminal: Terminal, customer: Customer) -> None:
    """Print a customer's documents and their current problems."""
    if not customer.documents:
        add = Suggestion("customer document add", customer.name, "FILE", kind="KIND")
        terminal.hint(add.saying("No documents yet. To add one"))
        return
    from sinch_order_cli.customers.documents import problems

    today = date.today()
    rows = [
        [
            document.kind,
            document.path,
            _whose(customer, document),
            document.issued,
            document.expires,
            "; ".join(problems(document, today)),
        ]
        for document in customer.documents
    ]
    terminal.table(["KIND", "FILE", "PERSON", "ISSUED", "EXPIRES", "PROBLEM"], rows)


def _whose(customer: Customer, document: Document) -> str:
    if document.person is None:
        return ""
    names = (customer.facts.get(f"people.{document.person}.{n}") for n in ("firstName", "lastName"))
    return " ".join([str(document.person), *(str(name) for name in names if name)])


def list_result(
    customers: Sequence[Customer], used: Mapping[str, Sequence[str]]
) -> customer_shapes.Customers:
    """Return the customers for `--json`; `used` names the orders of each."""
    found = [_listed(customer, used.get(customer.name, [])) for customer in customers]
    return customer_shapes.Customers(customers=found)


def print_list(terminal: Terminal, found: Sequence[customer_shapes.ListedCustomer]) -> None:
    """Print a line for each customer."""
    if not found:
        terminal.hint(Suggestion("customer add", "NAME", say="No customers here yet. To add one"))
        return
    terminal.table(
        ["NAME", "COMPANY", "COUNTRY", "DOCUMENTS", "NEXT EXPIRY", "ORDERS"],
        [
            [
                one.name,
                one.company,
                one.country,
                str(one.documents or ""),
                one.next_expiry or "",
                str(len(one.orders) or ""),
            ]
            for one in found
        ],
    )


def _listed(customer: Customer, orders: Sequence[str]) -> customer_shapes.ListedCustomer:
    expiries = [document.expires for document in customer.documents if document.expires]
    return customer_shapes.ListedCustomer(
        name=customer.name,
        company=customer.title,
        country=customer.country,
        documents=len(customer.documents),
        next_expiry=min(expiries, default=None),
        orders=list(orders),
    )


class Matched(msgspec.Struct, frozen=True):
    """A match of a customer with a form: the shape for `--json`, and the complete documents."""

    body: customer_shapes.CustomerMatch
    documents: Sequence[DocumentMatch]


def print_match(
    terminal: Terminal, customer: Customer, found: Matched, *, everything: bool = False
) -> None:
    """Print the fact for each field, the file for each document, and what is missing."""

    def shown(fact: str | list[str] | None, value: object) -> str:
        if value is None:
            return ""
        return str(value if everything else facts.shortened(fact, value, customer.kind))

    body, documents = found.body, found.documents
    rows = [
        [
            one.path,
            one.title,
            one.confidence,
            shown(one.fact, one.value),
            " + ".join([one.fact] if isinstance(one.fact, str) else one.fact or []),
            one.reason,
        ]
        for one in body.fields
    ]
    if rows:
        terminal.table(["PATH", "FIELD", "MATCH", "VALUE", "FACT", "WHY"], rows)
    if documents:
        terminal.note()
        terminal.table(
            ["DOCUMENT", "MATCH", "FILE", "WHY", "PROBLEM"],
            [
                [
                    one.title,
                    one.confidence,
                    one.shown,
                    one.reason,
                    "; ".join(one.problems),
                ]
                for one in documents
            ],
        )
    terminal.note(
        f"{body.filled} filled, {body.proposed} proposed, {body.open} open. "
        "Proposals must be confirmed."
        if rows
        else "This form has no questions."
    )
