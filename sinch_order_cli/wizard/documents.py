"""Step 5: the documents, each looked at before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sinch_order_cli.errors import DataError, InterruptedByUser, SinchOrderError, UsageError
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.text import safe
from sinch_order_cli.views.confirm_view import subject
from sinch_order_cli.views.document_view import types_words
from sinch_order_cli.wizard.context import Desk, header
from sinch_order_cli.wizard.document_questions import ask_document_type, upload
from sinch_order_cli.workflow.documents import may_fit, open_document
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.states import UNUSABLE, WAITING
from sinch_order_cli.workflow.templates import save_templates

_BACK = Keys(back=True)


def upload_all(desk: Desk, orders: Sequence[Order]) -> bool:
    """Ask for each document that is not there yet, and send it to every order that lacks it.

    Returns:
        Whether there was one.

    Raises:
        GoBack: back from the first document.
        InterruptedByUser: a required document was put off.
    """
    header(desk, orders[0], 5, "Documents")
    attachments = desk.form(orders[0]).attachments
    asked: list[int] = []
    later: set[int] = set()
    place = 0
    while place < len(attachments):
        attachment = attachments[place]
        lacking = [order for order in orders if _lacks(desk, order, attachment)]
        later.discard(place)
        try:
            if lacking:
                _announce(desk, attachment)
                if not _settle(desk, lacking, attachment):
                    later.add(place)
                asked.append(place)
            place += 1
        except GoBack:
            if not asked:
                raise
            place = asked.pop()
    if later:
        titles = ", ".join(safe(attachments[place].title) for place in sorted(later))
        raise InterruptedByUser(f"Not uploaded yet: {titles}.")
    return bool(asked)


def change(desk: Desk, orders: Sequence[Order]) -> None:
    """Send one of the documents again, or one that was left out.

    Raises:
        GoBack: none after all.
    """
    attachments = desk.form(orders[0]).attachments
    options = [Option(attachment, safe(attachment.title)) for attachment in attachments]
    attachment = desk.prompter.select("Which document?", options, keys=_BACK)
    while not _offer(desk, orders, attachment):
        pass


def _lacks(desk: Desk, order: Order, attachment: RequiredAttachment) -> bool:
    sent = order.attachments.get(attachment.id)
    if sent is not None and sent.status.unusable:
        desk.terminal.warn(f"{safe(sent.file_name)}: {UNUSABLE.meaning}")
    return sent is None or sent.status.unusable


def _settle(desk: Desk, orders: Sequence[Order], attachment: RequiredAttachment) -> bool:
    """One document: uploaded, or left out where that is allowed; False if it is put off."""
    choices = _choices(attachment)
    while True:
        if choices:
            question = safe(attachment.title) + ("" if attachment.mandatory else ", optional")
            default = "upload" if attachment.mandatory else "skip"
            chosen: str = desk.prompter.select(question, choices, default=default, keys=_BACK)
            if chosen in ("skip", "later"):
                return chosen == "skip"
            if chosen == "save":
                _save_templates(desk, orders[0], attachment)
                continue
        try:
            if _offer(desk, orders, attachment):
                return True
        except GoBack:
            if not choices:
                raise


def _choices(attachment: RequiredAttachment) -> list[Option]:
    """What can be done about a document; none where all that can be done is to upload it."""
    blank = [Option("save", "Save the template here")] if attachment.templates else []
    if not attachment.mandatory:
        return [Option("upload", "Upload a file"), *blank, Option("skip", "Skip")]
    return [Option("upload", "Upload a file"), *blank, Option("later", "Later")] if blank else []


def _save_templates(desk: Desk, order: Order, attachment: RequiredAttachment) -> None:
    """Save the blank documents into the folder that the program was started in."""
    try:
        with desk.terminal.spinner("Saving the template"):
            saved = save_templates(desk.api(order.project_id), attachment, Path.cwd())
    except InterruptedByUser:
        raise
    except SinchOrderError as error:
        desk.terminal.error(error)
        return
    for path in saved:
        desk.terminal.success(f"Saved {safe(str(path))}")


def _offer(desk: Desk, orders: Sequence[Order], attachment: RequiredAttachment) -> bool:
    """Ask for one document and upload it; True once that is settled.

    Raises:
        GoBack: from the question for the file.
    """
    path = desk.prompter.path(
        "File",
        flag="FILE",
        help=[f"{types_words(attachment)}. A path can be dragged into the terminal."],
        validate=lambda text: _wrong(text, attachment),
        keys=_BACK,
        offered=partial(may_fit, attachment=attachment),
    )
    try:
        kind = ask_document_type(desk.prompter, attachment, _BACK)
    except GoBack:
        return False
    for order in orders:
        if len(orders) > 1:
            desk.terminal.note(f"For {subject(order)}:", indent=2)
        try:
            with open_document(Path(path), attachment, kind, note=desk.terminal.note) as document:
                upload(desk.terminal, desk.context(order), order, attachment, document)
        except InterruptedByUser:
            raise
        except DataError as error:
            desk.terminal.error(error)
            return False
    desk.terminal.success(f"{safe(attachment.title)}: {WAITING.meaning}")
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
        return f"{error.message}: {error.reason}." if error.reason else f"{error.message}."
    except SinchOrderError as error:
        return error.message
