"""Asking for a document and its type, and uploading it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.prompts.prompter import NO_KEYS, Keys, Option, Prompter
from sinch_order_cli.text import safe
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.context import Context, Document
from sinch_order_cli.workflow.model import Order

if TYPE_CHECKING:
    from sinch_order_cli.console.progress import Progress


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
