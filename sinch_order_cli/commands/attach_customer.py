"""`attach --from-customer`: upload the customer's documents that an order requires."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from sinch_order_cli.commands.context import Run
from sinch_order_cli.commands.for_customer import documents_for, proposal_results, source_of
from sinch_order_cli.errors import DataError, StateError, Suggestion
from sinch_order_cli.service.find import whole_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sinch_order_cli.customers.documents import DocumentMatch
    from sinch_order_cli.kyc.model import RequiredAttachment
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.workflow.context import Document
    from sinch_order_cli.workflow.model import Order


def attach_from_customer(
    run: Run,
    reference: str,
    *,
    accept: bool,
    age: timedelta | None,
    wait: Callable[[Order, list[str]], None],
    dry_run: bool = False,
) -> None:
    """Upload all the customer's files that certainly match and were not uploaded before.

    Args:
        dry_run: validate the files, and show the requests instead of sending them.
        wait: called with the order and the IDs of the uploaded documents.

    Raises:
        StateError: the order has no customer, or is not reserved.
        DataError: a required document has no usable file; the others were uploaded.
    """
    from sinch_order_cli.views.order_view import report_order
    from sinch_order_cli.workflow.sync import need_reserved

    with run.store.edit(whole_name(run, reference)) as order:
        need_reserved(order)
        about = source_of(run, order, order.customer)
        if about is None:
            raise StateError(
                f"{order.name} has no customer",
                hint=Suggestion(
                    "register", order.name, say="To name the customer", customer="NAME"
                ),
                details=[{"name": order.name}],
            )
        form = run.form(order)
        needed = {one.id: one for one in form.attachments if _is_open(order, one)}
        place = (order.region_code, order.number_type)
        found = [
            one
            for one in documents_for(about.customer, form, place, age)
            if one.attachment_id in needed
        ]
        sent = [one for one in found if _is_taken(one, accept)]
        if dry_run:
            run.dry_run_of(
                order.name,
                [_request(run, order, needed[match.attachment_id], match) for match in sent],
            )
        for match in () if dry_run else sent:
            _upload(run, order, needed[match.attachment_id], match)
        if sent and not dry_run:
            wait(order, [one.attachment_id for one in sent])
        left = [one for one in found if one not in sent]
        required = [one for one in left if needed[one.attachment_id].mandatory]
        for one in left:
            if one.problems and one not in required:
                run.terminal.warn(f"{_with_file(one)}: {_why(one)}.")
        refuse_left(order, required)
        if dry_run:
            return
        report_order(run.terminal, order, run.now(), _done(len(sent)), proposal_results([], left))


def _done(count: int) -> str:
    if not count:
        return "No documents left to upload."
    return f"Uploaded {'1 document' if count == 1 else f'{count} documents'}."


def _is_open(order: Order, attachment: RequiredAttachment) -> bool:
    sent = order.attachments.get(attachment.id)
    return sent is None or sent.status.unusable


def _is_taken(match: DocumentMatch, accept: bool) -> bool:
    fits = match.document is not None and not match.problems
    return fits and (match.confidence == "sure" or (accept and match.confidence == "likely"))


def _request(
    run: Run, order: Order, attachment: RequiredAttachment, match: DocumentMatch
) -> order_shapes.Request:
    """Return the request that `_upload` would send."""
    from sinch_order_cli.results import order_shapes

    path = f"/v1/projects/{run.project_for(order.project_id)}/numberOrders/{order.id_number_order}"
    with _opened(run, order, attachment, match) as document:
        request = order_shapes.Request(
            method="POST", path=f"{path}/attachments/{attachment.id}", file=document.shown
        )
        if document.document_type:
            request.body = {"documentType": document.document_type}
        return request


def _upload(run: Run, order: Order, attachment: RequiredAttachment, match: DocumentMatch) -> None:
    """Upload a file, after checking that it is unchanged."""
    from sinch_order_cli.wizard.document_questions import upload

    with _opened(run, order, attachment, match) as document:
        run.terminal.note(f"{attachment.title}: {document.shown} ({match.reason})")
        upload(run.terminal, run.context(order), order, attachment, document)


@contextmanager
def _opened(
    run: Run, order: Order, attachment: RequiredAttachment, match: DocumentMatch
) -> Iterator[Document]:
    """Open the customer's file for a document, or several images as one PDF.

    Raises:
        DataError: it has changed since it was added, or its type is not allowed.
        UsageError: the form requires a document type, which its kind doesn't determine.
    """
    from sinch_order_cli.workflow import documents

    kind = documents.document_type(attachment, match.document_type)
    with documents.open_pages(match.paths, attachment, kind, note=run.terminal.note) as document:
        for one, sha256 in zip(match.pages, document.hashes, strict=True):
            if one.sha256 != sha256:
                raise DataError(
                    f"{one.path} has changed since it was added",
                    reason=f"it was not uploaded for {attachment.title}",
                    hint=Suggestion(
                        "customer document add",
                        order.customer,
                        "FILE",
                        say="Check the file. To add it again",
                        kind=one.kind,
                    ),
                    details=[_detail(match, "the file has changed since it was added")],
                )
        yield document


def refuse_left(order: Order, left: Sequence[DocumentMatch]) -> None:
    """Raise DataError if required documents have no usable file."""

    if not left:
        return
    likely = any(_is_taken(one, True) for one in left)
    lines: list[str | Suggestion] = []
    if likely:
        lines.append("To upload the likely matches, add --accept-proposals.")
    lines += [Suggestion("attach", order.name, one.attachment_id, "FILE") for one in left]
    raise DataError(
        "1 document is missing" if len(left) == 1 else f"{len(left)} documents are missing",
        reason="; ".join(f"{one.title}: {_why(one)}" for one in left),
        hint=lines,
        details=[_detail(one, _why(one)) for one in left],
    )


def _with_file(match: DocumentMatch) -> str:
    return f"{match.title} ({match.shown})" if match.shown else match.title


def _why(match: DocumentMatch) -> str:
    return ", ".join(match.problems) or match.reason


def _detail(match: DocumentMatch, problem: str) -> dict[str, str | None]:
    file = match.document.path if match.document else None
    where = f"attachments.{match.attachment_id}"
    return {"path": where, "title": match.title, "problem": problem, "given": file}
