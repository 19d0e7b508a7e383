"""Determine the outcome of a submit or upload without an answer, by asking the server."""

from __future__ import annotations

from sinch_order_cli.api.models import Attachment
from sinch_order_cli.errors import SinchOrderError, Suggestion, UnknownOutcomeError
from sinch_order_cli.workflow.context import Context, Document, apply_server_state, clear_intent
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.states import upload_state
from sinch_order_cli.workflow.sync import get_registration, was_submitted

TOO_MANY = 429
"""The status of a response that comes before anything is done."""


def may_be_submitted(order: Order, reason: str) -> UnknownOutcomeError:
    """Return the error for a submit that may have been, or may still be, carried out."""
    return UnknownOutcomeError(
        f"{order.name} may have been submitted: the server's answer was lost",
        reason=reason,
        hint=[
            Suggestion("status", order.name, say="When the network is back, check"),
            Suggestion("submit", order.name, say="Or submit again, which checks first"),
        ],
        details=[{"name": order.name, "step": "submit"}],
    )


def may_be_uploaded(
    order: Order, attachment_id: str, document: Document, reason: str
) -> UnknownOutcomeError:
    """Return the error for an upload that may have been, or may still be, carried out."""
    say = "When the network is back, upload it again. A second upload replaces the first"
    return UnknownOutcomeError(
        f"{document.file_name} may have been uploaded: the server's answer was lost",
        reason=reason,
        hint=Suggestion("attach", order.name, attachment_id, "FILE", say=say),
        details=[{"name": order.name, "step": "attach", "attachmentId": attachment_id}],
    )


def settle_submit(context: Context, order: Order, error: UnknownOutcomeError) -> bool:
    """Return True if the order's state shows that a submit without an answer was accepted.

    Otherwise it may still be, and the order keeps its intent.

    Raises:
        UnknownOutcomeError: the server can't be asked.
    """
    before = order.intent.detail if order.intent else order.state
    try:
        apply_server_state(context, order, context.api.get_number_order(order.id_number_order))
    except SinchOrderError:
        raise may_be_submitted(order, error.reason or error.message) from error
    taken = was_submitted(order, before)
    if taken:
        order.intent = None
    context.save(order)
    return taken


def settle_upload(
    context: Context,
    order: Order,
    attachment_id: str,
    document: Document,
    before: Attachment | None,
    error: UnknownOutcomeError,
) -> bool:
    """Return True if the registration's attachments show that an upload without an answer arrived.

    If it can't be told from an earlier upload, it counts as lost, since uploading again only
    replaces it.

    Args:
        before: the attachment on the server before the upload.

    Raises:
        UnknownOutcomeError: the server can't be asked.
    """
    try:
        registration = get_registration(context, order)
    except SinchOrderError:
        why = error.reason or error.message
        raise may_be_uploaded(order, attachment_id, document, why) from error
    clear_intent(context, order, "attach")
    found = registration.attachment(attachment_id)
    if found is None or upload_state(found.upload_status).unusable:
        return False
    return before is None or found.create_time != before.create_time
