"""Step 5: the documents, each looked at before it is sent."""

from __future__ import annotations

from pathlib import Path

from sinch_order_cli.errors import DataError, InterruptedByUser, SinchOrderError, UsageError
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.terminal.documents import ask_document_type, types_words, upload
from sinch_order_cli.terminal.prompter import GoBack, Keys, Option
from sinch_order_cli.terminal.report import UPLOADS
from sinch_order_cli.terminal.text import safe
from sinch_order_cli.terminal.wizard.desk import Desk, header
from sinch_order_cli.workflow.documents import open_document
from sinch_order_cli.workflow.order import Order


def upload_all(desk: Desk, order: Order) -> None:
    """Ask for each document that is not there yet, the required ones until they are."""
    header(desk, order, 5, "Documents")
    for attachment in desk.form(order).attachments:
        sent = order.attachments.get(attachment.id)
        if sent is not None and sent.upload_status != "FAILED":
            continue
        if sent is not None:
            desk.terminal.warn(f"{safe(sent.file_name)}: {UPLOADS['FAILED']}")
        _announce(desk, attachment)
        while not offer(desk, order, attachment):
            pass


def offer(desk: Desk, order: Order, attachment: RequiredAttachment) -> bool:
    """Ask for one document and upload it; True once that is settled."""
    if not attachment.mandatory:
        options = [Option("yes", "Upload one"), Option("no", "Leave it out")]
        question = f"{safe(attachment.title)}, optional"
        if desk.prompter.select(question, options, default="no") == "no":
            return True
    try:
        path = desk.prompter.path(
            "File",
            flag="FILE",
            help=[f"{types_words(attachment)}. A path can be dragged into the terminal."],
            validate=lambda text: _wrong(text, attachment),
        )
        kind = ask_document_type(desk.prompter, attachment, Keys(back=True))
    except GoBack:
        return False
    try:
        with open_document(Path(path), attachment, kind, note=desk.terminal.note) as document:
            upload(desk.terminal, desk.work(order), order, attachment, document)
    except InterruptedByUser:
        raise
    except DataError as error:
        desk.terminal.error(error)
        return False
    desk.terminal.success(f"{safe(attachment.title)}: {UPLOADS['WAITING']}")
    return True


def _announce(desk: Desk, attachment: RequiredAttachment) -> None:
    need = "required" if attachment.mandatory else "optional"
    words = f"{safe(attachment.title)} · {need} · {types_words(attachment)}"
    desk.terminal.note()
    desk.terminal.note(desk.terminal.style(words, "bold"), indent=2)
    if attachment.description:
        desk.terminal.note(safe(attachment.description), indent=2)


def _wrong(text: str, attachment: RequiredAttachment) -> str | None:
    """What is wrong with a file, said when the question is left."""
    try:
        with open_document(Path(text), attachment):
            return None
    except (UsageError, DataError) as error:
        said = f"{error.message}: {error.reason}" if error.reason else error.message
        return f"{said[:1].upper()}{said[1:]}."
    except SinchOrderError as error:
        return error.message
