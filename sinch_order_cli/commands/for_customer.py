"""`--customer` in the commands of the six steps: filling, proposing and uploading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import Run
from sinch_order_cli.commands.options import duration
from sinch_order_cli.errors import Hint, NotFoundError, Suggestion, UsageError

if TYPE_CHECKING:
    from sinch_order_cli.customers.documents import DocumentMatch
    from sinch_order_cli.customers.fill import Match
    from sinch_order_cli.customers.model import Customer as KeptCustomer
    from sinch_order_cli.kyc import Form
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.workflow.check import Finding
    from sinch_order_cli.workflow.for_customer import Completion, Source
    from sinch_order_cli.workflow.model import Order

Customer = Annotated[
    str, typer.Option(metavar="CUSTOMER", help="Fill in answers from this customer's facts.")
]
AcceptProposals = Annotated[
    bool,
    typer.Option("--accept-proposals", help="Accept likely matches from the customer, too."),
]
MaxAge = Annotated[
    str, typer.Option(metavar="90d", help="Maximum age of the customer's documents.")
]


def max_age(text: str) -> timedelta | None:
    """Parse the maximum age of documents; None if not given.

    Raises:
        UsageError: it is not a duration.
    """
    return timedelta(seconds=duration(text, "--max-age", bare=False)) if text else None


def source(run: Run, name: str, *, accept: bool = False) -> Source | None:
    """Return the customer of that name with its lessons; None for "".

    Raises:
        NotFoundError: there is no such customer.
        UsageError: accepting proposals requires a customer, and there is none.
    """
    if not name:
        if accept:
            raise UsageError(
                "--accept-proposals needs a customer",
                hint="Name the customer with --customer NAME.",
                details=[{"flag": "--customer", "problem": "no customer is given"}],
            )
        return None
    from sinch_order_cli.workflow.for_customer import Source

    return Source(customer=run.customers.load(name), lessons=run.customers.lessons(), accept=accept)


def source_of(run: Run, order: Order, given: str, *, accept: bool = False) -> Source | None:
    """Return an order's customer, given now or stored.

    If a stored customer has been deleted, a warning is printed and nothing is filled in, also if
    another one has its name now: only the user can know whether the order is for that one.

    Raises:
        StateError: the order has another customer.
        NotFoundError: the given customer does not exist.
    """
    from sinch_order_cli.workflow.for_customer import for_an_earlier_one, is_for, other_customer

    if given and order.customer not in ("", given):
        raise other_customer(order, given)
    try:
        found = source(run, given or order.customer, accept=accept)
    except NotFoundError as error:
        if given or accept:
            raise
        run.terminal.warn(f"{order.name} is for {order.customer}, but {error.message}.")
        return None
    if found is None or given or is_for(order, found.customer):
        return found
    say = f"{for_an_earlier_one(order)}. If it is the same company"
    run.terminal.warn(Suggestion("register", order.name, say=say, customer=order.customer))
    return None


def completion(found: Source | None, form: Form, region: str, kind: str) -> Completion | None:
    """Return the function that fills answers from the customer; None without one."""
    from sinch_order_cli.workflow.for_customer import Completion

    return None if found is None else Completion(found, form, region, kind)


def fill_order(
    run: Run, order: Order, given: str, *, accept: bool, old: Order | None
) -> list[Match]:
    """Store a new order's customer, and fill in all certain answers.

    Args:
        old: the order that it is based on.

    Returns:
        The proposals.
    """
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow.for_customer import is_for, note_sources, take_customer

    found = source_of(run, order, given, accept=accept)
    if found is None:
        return []
    form = read_form(order.lookup.raw if order.lookup else None, order.region_code)
    filler = completion(found, form, order.region_code, order.number_type)
    if filler is None or not form.has_fields:
        take_customer(order, found.customer)
        return []
    data = filler(order.answers)
    if not is_for(old or order, found.customer):
        warn_of_other_answers(run, order, found.customer, filler)
    take_customer(order, found.customer)
    if sources := filler.sources(data):
        note_sources(order, data, sources)
        order.answers = data
    show_filled(run, found.customer, filler)
    return filler.proposals(data)


def warn_of_other_answers(
    run: Run, order: Order, customer: KeptCustomer, filler: Completion
) -> None:
    """Print the answers from before an order had a customer that are not that customer's: they
    stay, and may be another company's."""
    from sinch_order_cli.customers.facts import shortened
    from sinch_order_cli.text import safe

    differing = filler.differing(order.answers)
    if differing:
        run.terminal.warn(f"{order.name} has answers that differ from {customer.name}'s:")
    for match, answer in differing:
        given, own = (shortened(match.fact, v, customer.kind) for v in (answer, match.value))
        run.terminal.note(
            f"{safe(match.title)}: {safe(str(given))}; {customer.name} has {safe(str(own))}",
            indent=2,
        )


def show_filled(run: Run, customer: KeptCustomer, filler: Completion) -> None:
    """Print the filled answers with their sources, before they are sent, and the proposals."""
    from sinch_order_cli.customers.facts import shortened
    from sinch_order_cli.text import safe

    filled = filler.filled
    if filled is None:
        return
    if filled.sources:
        run.terminal.note(f"Filled in from {customer.name}:")
    for match in filled.matches:
        if match.path in filled.sources:
            value = shortened(match.fact, match.value, customer.kind)
            run.terminal.note(f"{safe(match.title)}: {safe(str(value))}", indent=2)
    proposals = filler.proposals(filled.data)
    if proposals:
        run.terminal.note(
            f"Likely, and not filled in without --accept-proposals ({customer.name}):"
        )
    for match in proposals:
        value = shortened(match.fact, match.value, customer.kind)
        run.terminal.note(f"{safe(match.title)}: {safe(str(value))} ({match.reason})", indent=2)


def proposal_results(
    matches: Iterable[Match], documents: Iterable[DocumentMatch] = ()
) -> list[order_shapes.Proposal]:
    """Return the answers to confirm, for `proposals` in `--json`."""
    from sinch_order_cli.results import order_shapes

    found = [
        order_shapes.Proposal(
            path=one.path,
            title=one.title,
            fact=[one.fact] if isinstance(one.fact, str) else list(one.fact or ()),
            value=one.value,
            reason=one.reason,
        )
        for one in matches
    ]
    return found + [
        order_shapes.Proposal(
            path=f"attachments.{one.attachment_id}",
            title=one.title,
            fact=[],
            value=one.shown,
            reason=one.reason,
        )
        for one in documents
        if one.document is not None and one.confidence == "likely" and not one.problems
    ]


def documents_for(
    customer: KeptCustomer, form: Form, place: tuple[str, str], age: timedelta | None
) -> list[DocumentMatch]:
    """Return the customer's file for each document of a form."""
    from sinch_order_cli.customers.documents import match_documents

    region, kind = place
    return match_documents(
        customer, form.attachments, region=region, type=kind, today=date.today(), max_age=age
    )


def document_findings(customer: str, documents: Sequence[DocumentMatch]) -> list[Finding]:
    """Return the problems with the customer's files, and how to fix them."""
    from sinch_order_cli.customers.pdf import MISSING_EXTRA
    from sinch_order_cli.customers.sides import NO_PDF_HERE
    from sinch_order_cli.workflow.check import Finding

    found = []
    for one in documents:
        where = f"attachments.{one.attachment_id}"
        for problem in one.problems if one.document else ():
            kind = one.document.kind if one.document else ""
            fix: Hint = Suggestion("customer document add", customer, "FILE", kind=kind)
            if problem == NO_PDF_HERE:
                fix = MISSING_EXTRA
            found.append(Finding(where, f"{one.title} ({one.shown}): {problem}", fix, where))
    return found
