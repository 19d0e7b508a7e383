"""Customers as `customer` prints them, for people and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from sinch_order_cli.customers import facts
from sinch_order_cli.customers.model import Customer, Document
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.results import customer_shapes

if TYPE_CHECKING:
    from sinch_order_cli.commands.context import Run


def customer_result(customer: Customer, *, everything: bool = False) -> customer_shapes.Customer:
    """The customer as `--json` prints it; identity numbers shortened unless `everything`."""
    content = msgspec.to_builtins(customer)
    del content["learned"]
    content["facts"] = {f: _value(customer, f, v, everything) for f, v in customer.facts.items()}
    return msgspec.convert(content, customer_shapes.Customer)


def _value(customer: Customer, fact: str, value: Any, everything: bool) -> Any:
    return value if everything else facts.shortened(fact, value, customer.kind)


def report(run: Run, customer: Customer, done: str = "", *, everything: bool = False) -> None:
    """Print a customer; at a terminal what was `done` first."""
    if run.settings.flags.json:
        run.terminal.result(customer_result(customer, everything=everything))
        return
    if done:
        run.terminal.success(done)
    rows = [[f, str(_value(customer, f, v, everything))] for f, v in customer.facts.items()]
    run.terminal.table(["FACT", "VALUE"], rows)
    if customer.documents:
        run.terminal.note()
        print_documents(run, customer)


def print_documents(run: Run, customer: Customer) -> None:
    """Print a customer's documents, and what is wrong with them now."""
    from sinch_order_cli.customers.documents import problems

    today = date.today()
    rows = [
        [
            document.kind,
            document.path,
            _whose(customer, document),
            document.issued,
            document.expires,
            ", ".join(problems(document, today)),
        ]
        for document in customer.documents
    ]
    run.terminal.table(["KIND", "FILE", "PERSON", "ISSUED", "EXPIRES", "PROBLEM"], rows)


def _whose(customer: Customer, document: Document) -> str:
    if document.person is None:
        return ""
    names = (customer.facts.get(f"people.{document.person}.{n}") for n in ("firstName", "lastName"))
    return " ".join([str(document.person), *(str(name) for name in names if name)])


def print_list(run: Run, customers: Sequence[Customer], used: Mapping[str, Sequence[str]]) -> None:
    """Print the customers; `used` names the orders that are for each."""
    found = [_listed(customer, used.get(customer.name, [])) for customer in customers]
    if run.settings.flags.json:
        run.terminal.result(customer_shapes.Customers(customers=found))
        return
    if not found:
        run.terminal.hint(
            Suggestion("customer add", "NAME", say="No customers here yet. To add one")
        )
        return
    run.terminal.table(
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
