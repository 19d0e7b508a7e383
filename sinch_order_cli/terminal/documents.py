"""Documents, as a person sees them: the list, the questions, the upload."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.terminal.prompter import NO_KEYS, Keys, Option, Prompter
from sinch_order_cli.terminal.report import UPLOADS
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.text import safe
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.context import Context, Document
from sinch_order_cli.workflow.documents import type_name
from sinch_order_cli.workflow.model import Order

if TYPE_CHECKING:
    from sinch_order_cli.terminal.busy import Progress


def types_words(attachment: RequiredAttachment) -> str:
    """The allowed types as people say them: "PDF or RTF"."""
    names = [safe(type_name(kind)) for kind in attachment.allowed_mime_types]
    if not names:
        return "any type"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def attachment_rows(order: Order, attachments: Sequence[RequiredAttachment]) -> list[list[str]]:
    """The lines of `attach --list`."""
    rows = []
    for attachment in attachments:
        sent = order.attachments.get(attachment.id)
        state = UPLOADS.get(sent.upload_status, "uploaded") if sent else ""
        rows.append(
            [
                attachment.id,
                attachment.title,
                "required" if attachment.mandatory else "optional",
                types_words(attachment),
                "yes" if attachment.templates else "",
                f"{sent.file_name}: {state}" if sent else "",
                ", ".join(attachment.allowed_document_types),
            ]
        )
    return rows


def ask_document_type(
    prompter: Prompter, attachment: RequiredAttachment, keys: Keys = NO_KEYS
) -> str:
    """Which of the allowed document types a file is; "" where none is asked for."""
    allowed = attachment.allowed_document_types
    if not allowed:
        return ""
    options = [Option(kind, safe(kind)) for kind in allowed]
    chosen: str = prompter.select(
        "What is it?", options, flag="--document-type", default=allowed[0], keys=keys
    )
    return chosen


def upload(
    terminal: Terminal,
    context: Context,
    order: Order,
    attachment: RequiredAttachment,
    document: Document,
) -> None:
    """Upload a document with its progress in sight, from where its first bytes are sent: before
    that it is looked whether the order takes it."""
    with ExitStack() as shown:
        bar: Progress | None = None
        sent = 0

        def progress(total: int) -> None:
            nonlocal bar, sent
            if bar is None:
                text = f"uploading {safe(document.file_name, 40)}"
                bar = shown.enter_context(terminal.progress(document.size, text))
            bar.advance(total - sent)
            sent = total

        steps.attach(context, order, attachment.id, document, progress)
