"""Ask for a document and its type, and upload it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import DataError, InterruptedByUser, UsageError
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.prompts.prompter import NO_KEYS, GoBack, Keys, Option, Prompter
from sinch_order_cli.text import safe
from sinch_order_cli.views.confirm_view import subject
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.context import Context, Document
from sinch_order_cli.workflow.documents import open_pages
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.states import WAITING

if TYPE_CHECKING:
    from sinch_order_cli.console.progress import Progress


def ask_document_type(
    prompter: Prompter, attachment: RequiredAttachment, keys: Keys = NO_KEYS
) -> str:
    """Ask which of the allowed document types a file has; "" if the form defines none."""
    allowed = attachment.allowed_document_types
    if not allowed:
        return ""
    options = [Option(kind, safe(kind)) for kind in allowed]
    chosen: str = prompter.select(
        "What kind of document is it?",
        options,
        flag="--document-type",
        default=allowed[0],
        keys=keys,
    )
    return chosen


def send(
    wizard: WizardContext,
    orders: Sequence[Order],
    attachment: RequiredAttachment,
    paths: Sequence[Path],
    kind: str,
    *,
    hashes: Sequence[str] = (),
) -> bool:
    """Upload a file for every order. Return False, after printing why, if it can't be used.

    Problems that reviewers would find are shown first, and the user confirms the upload.

    Args:
        paths: the file, or the images to merge into one PDF.
        kind: its document type, "" if the form defines none.
        hashes: the SHA-256 of the content checked earlier; changed content is not sent.
    """
    for order in orders:
        if len(orders) > 1:
            wizard.terminal.note(f"For {subject(order)}:", indent=2)
        try:
            note = wizard.terminal.note
            with open_pages(paths, attachment, kind, note=note) as document:
                if hashes and document.hashes != list(hashes):
                    names = " or ".join(map(str, paths))
                    raise DataError(f"{names} has changed since it was added")
                if document.remark and order is orders[0] and not _send_anyway(wizard, document):
                    return False
                upload(wizard.terminal, wizard.context(order), order, attachment, document)
        except InterruptedByUser:
            raise
        except (DataError, UsageError) as error:
            wizard.terminal.error(error)
            return False
    wizard.terminal.success(f"{safe(attachment.title)}: {WAITING.meaning}")
    return True


def _send_anyway(wizard: WizardContext, document: Document) -> bool:
    wizard.terminal.warn(f"{safe(document.file_name)}: {document.remark}.")
    keys = Keys(back=True)
    try:
        return wizard.prompter.confirm("Upload it anyway?", default=False, keys=keys)
    except GoBack:
        return False


def upload(
    terminal: Terminal,
    context: Context,
    order: Order,
    attachment: RequiredAttachment,
    document: Document,
) -> None:
    """Upload a document, and show the progress from its first byte. Before that, the order is
    checked."""
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
