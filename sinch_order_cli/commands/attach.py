"""Step 5: `attach` uploads the documents that the country requires."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.for_customer import AcceptProposals, MaxAge
from sinch_order_cli.commands.for_customer import max_age as oldest
from sinch_order_cli.commands.options import DryRun, Format, OrderRef, duration, refuse_beside
from sinch_order_cli.commands.settings import absolute
from sinch_order_cli.errors import DataError, NotFoundError, Suggestion, UsageError
from sinch_order_cli.service.find import whole_name
from sinch_order_cli.text import is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch_order_cli.kyc.model import RequiredAttachment
    from sinch_order_cli.workflow.context import Document
    from sinch_order_cli.workflow.model import Order

_List = list  # `list` is an option here


# Over 60 lines: Typer reads the options from the signature and the help from the docstring.
@with_run
def attach(
    run: Run,
    order: OrderRef,
    id: Annotated[
        str, typer.Argument(metavar="ID", help="ID or title of the document, from --list.")
    ] = "",
    file: Annotated[
        _List[str] | None,
        typer.Argument(
            metavar="FILE…",
            help="The file to upload. Several images, such as the sides of a card, become one PDF.",
        ),
    ] = None,
    document_type: Annotated[
        str, typer.Option(metavar="TYPE", help="Document type, if the country requires one.")
    ] = "",
    list: Annotated[
        bool, typer.Option("--list", help="List the documents and their uploads.")
    ] = False,
    template: Annotated[
        str,
        typer.Option(
            metavar="DIR", help="Download the template of ID, or all templates, to this folder."
        ),
    ] = "",
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until the server has processed the document.")
    ] = False,
    timeout: Annotated[
        str, typer.Option(metavar="TIME", help="With --wait: maximum time (default 2m).")
    ] = "",
    from_customer: Annotated[
        bool,
        typer.Option(
            "--from-customer", help="Upload the customer's files that match with certainty."
        ),
    ] = False,
    accept_proposals: AcceptProposals = False,
    max_age: MaxAge = "",
    format: Format = "",
    dry_run: DryRun = False,
) -> None:
    """Upload a required or optional document (step 5).

    Checks the file's type before the upload. A second upload replaces the first.

    \b
    Examples:
      sinch-order attach au-mobile-112 --list
      sinch-order attach au-mobile-112 "Letter of authorisation" --template ~/Downloads
      sinch-order attach au-mobile-112 "Letter of authorisation" signed.pdf --wait
      sinch-order attach au-mobile-112 "Proof of identity" passport.jpg --document-type Passport
      sinch-order attach au-mobile-112 "Proof of identity" id1.jpg id2.jpg --document-type Passport
    """
    if timeout and not wait:
        raise UsageError("--timeout needs --wait")
    patience = duration(timeout, "--timeout") if timeout else None
    age = oldest(max_age)
    if from_customer:
        _refuse_with_customer(
            {
                "ID": id,
                "FILE": file,
                "--document-type": document_type,
                "--list": list,
                "--template": template,
                "--format": format,
            }
        )
        from sinch_order_cli.commands.attach_customer import attach_from_customer

        attach_from_customer(
            run,
            order,
            accept=accept_proposals,
            age=age,
            wait=lambda found, ids: wait_for(run, found, ids, patience) if wait else None,
            dry_run=dry_run,
        )
        return
    if accept_proposals or max_age:
        raise UsageError("--accept-proposals and --max-age need --from-customer")
    if list:
        refuse_beside(
            "--list",
            {"ID": id, "FILE": file, "--template": template, "--document-type": document_type},
        )
        run.terminal.use_format(format)
        with run.current(order) as found:
            _list(run, found)
        return
    if format:
        raise UsageError("--format needs --list")
    if template:
        refuse_beside("--template", {"FILE": file, "--document-type": document_type})
        _save_templates(
            run, run.store.load(run.store.resolve(order)), id, absolute(template, "--template")
        )
        return
    _refuse_incomplete(order, id, file)
    if not dry_run:
        run.open_early(3)
    with run.store.edit(whole_name(run, order)) as found:
        paths = [absolute(one, "FILE") for one in file or ()]
        sent = _upload(run, found, id, paths, document_type, dry_run=dry_run)
        if dry_run:
            return
        if wait:
            wait_for(run, found, [sent], patience)
        from sinch_order_cli.views.order_view import report_order

        report_order(run.terminal, found, run.now(), "Uploaded.")


def wait_for(run: Run, order: Order, attachment_ids: list[str], patience: float | None) -> None:
    """Wait until the server has checked documents, for `--wait` and `submit`.

    Args:
        patience: maximum time in seconds; None for the default.
    """
    from sinch_order_cli.workflow.intake import PATIENCE, wait_for_documents

    most = PATIENCE if patience is None else patience
    with run.terminal.spinner("Waiting for the server to process the document"):
        wait_for_documents(run.context(order), order, attachment_ids, timeout=most)


def _refuse_incomplete(order: str, id: str, file: Sequence[str] | None) -> None:
    if id and not file and Path(id).is_file():  # the ID was left out
        id, file = "", [id]
    missing = [] if id else [("ID", "the ID or title of the document")]
    missing += [] if file else [("FILE", "the file to upload")]
    if missing:
        raise UsageError(
            is_missing([name for name, _ in missing]),
            hint=Suggestion("attach", order, say="To list the documents", list=True),
            details=[{"flag": name, "problem": f"{name}: {what}"} for name, what in missing],
        )


def _refuse_with_customer(others: dict[str, object]) -> None:
    if given := [name for name, value in others.items() if value]:
        raise UsageError(
            f"{', '.join(given)} can't be combined with --from-customer",
            reason="--from-customer chooses the documents",
            hint="Use only one of them.",
            details=[{"flag": name} for name in given],
        )


def _upload(
    run: Run, order: Order, reference: str, paths: Sequence[Path], given_type: str, *, dry_run: bool
) -> str:
    """Upload a document, possibly from several images. Return the ID of the required document."""
    from sinch_order_cli.wizard.document_questions import upload
    from sinch_order_cli.workflow.sync import need_reserved

    need_reserved(order)
    with ExitStack() as opened:
        given = (reference, paths, given_type)
        try:
            attachment, kind, document = _opened(run, order, opened, *given)
        except (DataError, NotFoundError):
            if not run.renew_requirements(order):
                raise
            attachment, kind, document = _opened(run, order, opened, *given)
        if document.remark:
            run.terminal.warn(f"{document.file_name}: {document.remark}.")
        if dry_run:
            body = {"documentType": kind} if kind else None
            path_there = f"numberOrders/{order.id_number_order}/attachments/{attachment.id}"
            run.dry_run(
                order.name,
                "POST",
                path_there,
                body,
                project_id=order.project_id,
                file=document.path or document.file_name,
            )
        else:
            upload(run.terminal, run.context(order), order, attachment, document)
    return attachment.id


def _opened(
    run: Run,
    order: Order,
    opened: ExitStack,
    reference: str,
    paths: Sequence[Path],
    given_type: str,
) -> tuple[RequiredAttachment, str, Document]:
    """Open a document as the country requires it, until `opened` closes.

    Returns:
        What requires it, its type, and the document.

    Raises:
        NotFoundError, DataError: the country doesn't ask for it, or not for a file like this.
    """
    from sinch_order_cli.workflow import documents

    attachment = documents.find_attachment(run.form(order).attachments, reference, order.name)
    if attachment.allowed_document_types and not given_type and run.terminal.interactive:
        from sinch_order_cli.wizard.document_questions import ask_document_type

        given_type = ask_document_type(run.prompter, attachment)
    kind = documents.document_type(attachment, given_type)
    pages = documents.open_pages(paths, attachment, kind, note=run.terminal.note)
    return attachment, kind, opened.enter_context(pages)


def _list(run: Run, order: Order) -> None:
    from sinch_order_cli.views import document_view

    attachments = run.form(order).attachments
    run.terminal.show(
        json=lambda: document_view.documents_result(order, attachments),
        text=lambda: document_view.print_documents(run.terminal, order, attachments),
        sheet=lambda: document_view.documents_sheet(order, attachments),
    )


def _save_templates(run: Run, order: Order, reference: str, directory: Path) -> None:
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow.documents import find_attachment
    from sinch_order_cli.workflow.templates import save_templates

    fresh = run.look_up_for(order, fresh=True)
    attachments = read_form(fresh.raw).attachments
    if reference:
        chosen = [find_attachment(attachments, reference, order.name)]
    else:
        chosen = [one for one in attachments if one.templates]
    if not chosen:
        raise NotFoundError(f"{order.name} has no templates")
    api = run.api(order.project_id)
    saved = [path for one in chosen for path in save_templates(api, one, directory)]
    from sinch_order_cli.views import document_view

    run.terminal.show(
        json=lambda: document_view.templates_result(saved),
        text=lambda: document_view.print_templates(run.terminal, saved),
    )
