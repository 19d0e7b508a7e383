"""The context of every step, and updating an order from the server's responses."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from sinch_order_cli.api.models import Registration
from sinch_order_cli.api.order_models import NumberOrder
from sinch_order_cli.errors import Suggestion, UnreachableError
from sinch_order_cli.workflow.attempts import Attempt, Reading
from sinch_order_cli.workflow.model import (
    Action,
    Intent,
    Order,
    SentAttachment,
    SentPage,
    parse_time,
    timestamp,
)

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi

_LISTED_AFTER = 60.0
"""Seconds within which an upload may be missing in the registration without being lost."""


def _uptime() -> tuple[str, float]:
    return "", time.monotonic()


class Context(Struct, frozen=True):
    """The context of every step: the API, saving, and the time.

    `save` is called with the order after every change that must not be lost. `now` returns seconds
    since 1970, `uptime` the ID of the current boot and the seconds since. `note` is called with
    findings that the user should know. `host` is the API's location, as stored in attempts.
    `reserved` is called with a successful attempt, to decide attempts of other orders for the same
    number. `patience` postpones an interrupt while waiting for a response is better, `shield` every
    interrupt during a save that must not be lost.
    """

    api: NumbersApi
    save: Callable[[Order], None]
    now: Callable[[], float]
    note: Callable[[str | Suggestion], None] = lambda text: None
    uptime: Callable[[], tuple[str, float]] = _uptime
    host: str = ""
    reserved: Callable[[Order, Attempt], None] = lambda order, attempt: None
    patience: Callable[[], AbstractContextManager[None]] = nullcontext
    shield: Callable[[], AbstractContextManager[None]] = nullcontext

    def reading(self) -> Reading | None:
        """Return the clocks at the server's latest response; None if it had no date."""
        date = self.api.server_date
        return None if date is None else Reading(*self.uptime(), date)


class Document(Struct, frozen=True):
    """A validated document to upload: `file` is the open, validated file.

    `remark` is a problem that reviewers would find, such as encryption; "" for none. `pages` are
    the images it was merged from, if any.
    """

    file: BinaryIO
    file_name: str
    mime_type: str
    size: int
    document_type: str = ""
    path: str = ""
    sha256: str = ""
    remark: str = ""
    pages: tuple[SentPage, ...] = ()

    @property
    def hashes(self) -> list[str]:
        """The SHA-256 of each file it consists of, usually one."""
        return [one.sha256 for one in self.pages] or [self.sha256]

    @property
    def shown(self) -> str:
        """Its source, for display."""
        return " and ".join(one.path for one in self.pages) or self.path


def record_intent(context: Context, order: Order, action: Action, detail: str = "") -> None:
    """Record in the order file what is about to be sent.

    An upload does not replace a submit of unknown outcome: it can be repeated, a submit can't.
    """
    if action == "submit" or order.intent is None or order.intent.action != "submit":
        order.intent = Intent(action, timestamp(context.now()), detail)
    context.save(order)


def clear_intent(context: Context, order: Order, action: Action) -> None:
    """Record in the order file that the outcome of such a request is known."""
    if order.intent is not None and order.intent.action == action:
        order.intent = None
    context.save(order)


def apply_server_state(context: Context, order: Order, answer: NumberOrder) -> None:
    """Update the order from a response, including the server's clock offset.

    Raises:
        UnreachableError: the response is about another order; nothing is changed.
    """
    known, told = order.id_number_order, answer.id_number_order
    if known and told and told != known:
        raise UnreachableError(
            f"the server answered with a different order than {order.name or known}",
            reason=f"{known} was requested, but {told} was received, and nothing was saved",
            hint="Run the command again. If the error continues, contact Sinch.",
            details=[{"name": order.name or None, "idNumberOrder": known}],
        )
    # A member that is null or empty was lost on its way: it doesn't take back what is known.
    told_now = {key: value for key, value in answer.raw.items() if value not in (None, "", [])}
    raw = {**(order.server or {}), **told_now}
    if raw.get("orderNumbers"):
        raw["orderNumbers"] = [one for one in raw["orderNumbers"] if one]
    order.server = raw
    order.not_found_since = ""
    if context.api.clock_offset is not None:
        order.clock_offset = context.api.clock_offset


def note_registration(order: Order, registration: Registration, now: float) -> None:
    """Update the documents and the reviewers' messages from a registration.

    A document uploaded from here that the server doesn't list was not stored there.
    """
    listed = {one.attachment_id: one for one in registration.attachments if one.attachment_id}
    for attachment_id, attachment in listed.items():
        before = order.attachments.get(attachment_id)
        same = before is not None and attachment.file_name in ("", before.file_name)
        order.attachments[attachment_id] = SentAttachment(
            file_name=attachment.file_name or (before.file_name if before else ""),
            mime_type=attachment.mime_type or (before.mime_type if before else ""),
            document_type=attachment.document_type or (before.document_type if before else ""),
            upload_status=attachment.upload_status,
            sent_at=attachment.create_time or (before.sent_at if before else ""),
            path=before.path if before and same else "",
            sha256=before.sha256 if before and same else "",
            pages=before.pages if before and same else (),
        )
    for attachment_id in [one for one in order.attachments if one not in listed]:
        sent = parse_time(order.attachments[attachment_id].sent_at)
        # A time far ahead is that of a clock that was wrong then or is now.
        if sent is None or abs(now + order.clock_offset - sent.timestamp()) > _LISTED_AFTER:
            del order.attachments[attachment_id]
    if registration.logs:
        order.logs = [
            {"message": log.message, "createTime": log.create_time} for log in registration.logs
        ]
