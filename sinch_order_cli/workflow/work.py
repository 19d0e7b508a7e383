"""What every step works with, and how an order takes over what the server said."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from msgspec import Struct

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import NumberOrder, Registration
from sinch_order_cli.workflow.order import Action, Intent, Order, SentAttachment, timestamp


class Work(Struct, frozen=True):
    """What every step needs: the API, where the order is saved, and the time.

    `save` is called with the order after every change that must not be lost. `now` gives seconds
    since 1970.
    """

    api: NumbersApi
    save: Callable[[Order], None]
    now: Callable[[], float]


class Document(Struct, frozen=True):
    """A document that was looked at and is about to be sent: `file` is what was looked at."""

    file: BinaryIO
    file_name: str
    mime_type: str
    size: int
    document_type: str = ""


def intend(work: Work, order: Order, action: Action, detail: str = "") -> None:
    """Say in the order file what is about to be sent, before it is."""
    order.intent = Intent(action, timestamp(work.now()), detail)
    work.save(order)


def settle(work: Work, order: Order) -> None:
    """Say in the order file that the outcome of what was sent is known."""
    order.intent = None
    work.save(order)


def learn(work: Work, order: Order, answer: NumberOrder) -> None:
    """Take over the server's view of the order, and how its clock differs from ours."""
    order.server = {**(order.server or {}), **answer.raw}
    if order.server.get("orderNumbers"):
        order.server["orderNumbers"] = [one for one in order.server["orderNumbers"] if one]
    if work.api.clock_offset is not None:
        order.clock_offset = work.api.clock_offset


def note_registration(order: Order, registration: Registration) -> None:
    """Take over what the server says of the documents and the reviewers' messages."""
    for attachment in registration.attachments:
        if attachment.attachment_id:
            before = order.attachments.get(attachment.attachment_id)
            order.attachments[attachment.attachment_id] = SentAttachment(
                file_name=attachment.file_name or (before.file_name if before else ""),
                mime_type=attachment.mime_type or (before.mime_type if before else ""),
                document_type=attachment.document_type or (before.document_type if before else ""),
                upload_status=attachment.upload_status,
                sent_at=attachment.create_time or (before.sent_at if before else ""),
            )
    if registration.logs:
        order.logs = [
            {"message": log.message, "createTime": log.create_time} for log in registration.logs
        ]
