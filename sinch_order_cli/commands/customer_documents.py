"""`customer document`: the paths of files with evidence about a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.errors import NotFoundError, Suggestion, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sinch_order_cli.customers.model import Customer, Document

app = typer.Typer(
    help="""Save the paths of a customer's documents. Files are never copied.

    \b
    Example:
      sinch-order customer document add acme passport.jpg --kind passport
    """,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the customer.")]


@app.command()
@with_run
def add(
    run: Run,
    name: Name,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Path of the document.")],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="Kind of document: passport, proofOfAddress, …")
    ],
    issued: Annotated[
        str, typer.Option(metavar="DATE", help="Date of issue, such as 2026-01-31.")
    ] = "",
    expires: Annotated[
        str, typer.Option(metavar="DATE", help="Expiry date, such as 2031-01-31.")
    ] = "",
    person: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="Person the document belongs to: N of people.N."),
    ] = None,
) -> None:
    """Save a document's path, size and hash.

    Adding the same file again replaces its saved details.

    \b
    Example:
      sinch-order customer document add acme passport.jpg --kind passport --person 0
    """
    from sinch_order_cli.commands.settings import absolute
    from sinch_order_cli.views.customer_view import show_customer

    chosen = _kind(kind)
    dates = [_date(issued, "--issued"), _date(expires, "--expires")]
    with run.customers.edit(name) as customer:
        _check_person(customer, person)
        found = _looked_at(run, absolute(file, "FILE"), chosen, person, (dates[0], dates[1]))
        kept = [one for one in customer.documents if one.path != found.path]
        before = next((one for one in customer.documents if one.path == found.path), None)
        if before is not None and before.sha256 == found.sha256:
            from msgspec import structs

            found = structs.replace(found, served_for=before.served_for)
        customer.documents = [*kept, found]
        run.customers.save(customer)
    if before is not None and before.kind != found.kind:
        run.terminal.warn(f"It replaces {before.kind}: one file can have only one kind.")
    show_customer(run.terminal, customer, f"Saved {file} for {name}.")


@app.command("list")
@with_run
def list_(run: Run, name: Name) -> None:
    """List a customer's documents and their problems.

    \b
    Example:
      sinch-order customer document list acme
    """
    from sinch_order_cli.views.customer_view import customer_result, print_documents

    customer = run.customers.load(name)
    run.terminal.show(
        json=lambda: customer_result(customer),
        text=lambda: print_documents(run.terminal, customer),
    )


@app.command()
@with_run
def remove(
    run: Run,
    name: Name,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Path or file name of the document.")],
) -> None:
    """Remove a document from a customer. The file is not deleted.

    \b
    Example:
      sinch-order customer document remove acme passport.jpg
    """
    from sinch_order_cli.views.customer_view import show_customer

    with run.customers.edit(name) as customer:
        found = _named(customer, file)
        customer.documents = [one for one in customer.documents if one is not found]
        run.customers.save(customer)
    show_customer(run.terminal, customer, f"Removed {file} from {name}.")


def _kind(text: str) -> str:
    from sinch_order_cli.customers.model import DOCUMENT_KINDS

    for kind in DOCUMENT_KINDS:
        if kind.casefold() == text.strip().replace("-", "").casefold():
            return kind
    listed = ", ".join(DOCUMENT_KINDS)
    raise UsageError(
        f"'{text}' is not a kind of document",
        reason=f"one of {listed}",
        hint="For any other document: --kind other",
        details=[{"flag": "--kind", "problem": f"must be one of {listed}", "given": text}],
    )


def _date(text: str, flag: str) -> str:
    from sinch_order_cli.customers.fact_forms import FactError
    from sinch_order_cli.customers.facts import normalised

    try:
        return str(normalised("company.registrationDate", text)) if text else ""
    except FactError as error:
        raise UsageError(
            f"{flag}: {error.problem}",
            hint=error.fix,
            details=[{"flag": flag, "problem": error.problem, "given": text, "fix": error.fix}],
        ) from error


def _check_person(customer: Customer, person: int | None) -> None:
    people = customer.numbers("people")
    if person is not None and person not in people:
        listed = ", ".join(map(str, people)) or "none"
        raise UsageError(
            f"{customer.name} has no person {person}",
            reason=f"its people are {listed}",
            hint=Suggestion("customer show", customer.name, say="To see them"),
            details=[{"flag": "--person", "problem": f"must be one of {listed}", "given": person}],
        )


def _looked_at(
    run: Run, path: Path, kind: str, person: int | None, dates: tuple[str, str]
) -> Document:
    """Return the document's current data: a regular, non-empty file, with its type and hash."""
    from sinch_order_cli.customers.documents import digest_of
    from sinch_order_cli.customers.model import Document
    from sinch_order_cli.kyc.model import RequiredAttachment
    from sinch_order_cli.workflow.documents import open_document

    asked = RequiredAttachment(id="", title="a customer's document")
    with open_document(path, asked, note=run.terminal.warn) as opened:
        sha256, size = digest_of(opened.file)
        return Document(
            kind=kind,
            path=str(path),
            sha256=sha256,
            size=size,
            mime_type=opened.mime_type,
            person=person,
            issued=dates[0],
            expires=dates[1],
        )


def _named(customer: Customer, file: str) -> Document:
    """Return the document with a path or file name.

    Raises:
        NotFoundError: none matches, or several do.
    """
    from pathlib import Path

    from sinch_order_cli.commands.settings import absolute

    path = str(absolute(file, "FILE"))
    found = [one for one in customer.documents if one.path == path]
    found = found or [one for one in customer.documents if Path(one.path).name == file]
    if len(found) == 1:
        return found[0]
    raise NotFoundError(
        f"{customer.name} has {'several documents' if found else 'no document'} '{file}'",
        hint=Suggestion("customer document list", customer.name, say="To list them"),
        details=[{"path": one.path, "problem": one.kind} for one in customer.documents],
    )
