"""Step 5: upload a document, and find out if it arrived."""

from __future__ import annotations

from collections.abc import Callable

from sinch_order_cli.api.models import Attachment
from sinch_order_cli.errors import (
    DataError,
    NotFoundError,
    SinchOrderError,
    StateError,
    Suggestion,
    UnknownOutcomeError,
    UnreachableError,
)
from sinch_order_cli.workflow.context import Context, Document, clear_intent, record_intent
from sinch_order_cli.workflow.model import Order, SentAttachment, timestamp
from sinch_order_cli.workflow.reconcile import TOO_MANY, may_be_uploaded, settle_upload
from sinch_order_cli.workflow.states import WAITING, upload_state
from sinch_order_cli.workflow.sync import look_first, need_reserved, raise_actual_reason


def attach(
    context: Context,
    order: Order,
    attachment_id: str,
    document: Document,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Step 5: upload one document. Uploading again with the same ID replaces it (inferred).

    Args:
        progress: called with the number of bytes sent so far.

    Raises:
        DataError: the server refuses the document.
        StateError, NotFoundError: the order no longer accepts documents.
        UnreachableError: the document certainly did not arrive; upload it again.
        UnknownOutcomeError: it may have arrived, or may still arrive.
    """
    need_reserved(order)
    mine = order.attachments.get(attachment_id)
    before = look_first(context, order, "attach").attachment(attachment_id)
    if before is not None and mine is None and not upload_state(before.upload_status).unusable:
        context.note(
            f"{document.file_name} replaces {before.file_name}, which was already uploaded."
        )
    _upload_twice(context, order, attachment_id, document, before, progress)
    order.attachments[attachment_id] = SentAttachment(
        file_name=document.file_name,
        mime_type=document.mime_type,
        document_type=document.document_type,
        upload_status=WAITING.name,
        sent_at=timestamp(context.now() + order.clock_offset),
        path=document.path,
        sha256=document.sha256,
        pages=document.pages,
    )
    clear_intent(context, order, "attach")


def _upload_twice(
    context: Context,
    order: Order,
    attachment_id: str,
    document: Document,
    before: Attachment | None,
    progress: Callable[[int], None] | None,
) -> None:
    """Send a document, and again if it did not arrive.

    Raises:
        UnreachableError: it certainly did not arrive.
        UnknownOutcomeError: it may still arrive.
    """
    may_arrive, reason = False, ""
    for _ in range(2):
        try:
            lost = _upload(context, order, attachment_id, document, before, progress)
        except UnreachableError as error:
            if may_arrive:
                raise may_be_uploaded(order, attachment_id, document, error.in_one_line) from error
            raise
        if lost is None:
            return
        may_arrive, reason = may_arrive or lost.status != TOO_MANY, lost.reason
    if may_arrive:
        why = "it was lost twice, and the server doesn't show the document yet"
        raise may_be_uploaded(order, attachment_id, document, why)
    raise UnreachableError(
        f"{document.file_name} was not uploaded",
        status=TOO_MANY,
        reason=reason,
        hint=Suggestion(
            "attach", order.name, attachment_id, "FILE", say="To upload it again later"
        ),
    )


def _upload(
    context: Context,
    order: Order,
    attachment_id: str,
    document: Document,
    before: Attachment | None,
    progress: Callable[[int], None] | None,
) -> UnknownOutcomeError | None:
    """Send a document; if there is no answer, ask the server. Return None if it arrived."""
    record_intent(context, order, "attach", attachment_id)
    try:
        context.api.upload_attachment(
            order.id_number_order,
            attachment_id,
            file=document.file,
            file_name=document.file_name,
            mime_type=document.mime_type,
            document_type=document.document_type,
            size=document.size,
            progress=progress,
        )
    except UnknownOutcomeError as error:
        if settle_upload(context, order, attachment_id, document, before, error):
            return None
        context.api.pause(error, 1)
        return error
    except (DataError, NotFoundError, StateError) as error:
        clear_intent(context, order, "attach")
        raise_actual_reason(context, order, "attach", error)
    except SinchOrderError:
        clear_intent(context, order, "attach")
        raise
    return None
