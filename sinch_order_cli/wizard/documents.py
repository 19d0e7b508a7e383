"""Step 5: the documents, each validated before upload."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from sinch_order_cli.customers import pdf
from sinch_order_cli.customers.documents import DocumentMatch
from sinch_order_cli.errors import DataError, InterruptedByUser, SinchOrderError, UsageError
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.text import safe
from sinch_order_cli.views.document_view import types_words
from sinch_order_cli.wizard import customer_documents
from sinch_order_cli.wizard.context import WizardContext, header
from sinch_order_cli.wizard.document_questions import ask_document_type, send
from sinch_order_cli.wizard.previous_orders import last_folder
from sinch_order_cli.workflow.documents import may_fit, open_document
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.states import UNUSABLE
from sinch_order_cli.workflow.templates import save_templates

_BACK = Keys(back=True)


def upload_all(wizard: WizardContext, orders: Sequence[Order]) -> bool:
    """Ask for each missing document, and upload it to every order that lacks it.

    Returns:
        True if a document was missing.

    Raises:
        GoBack: Esc at the first document.
        InterruptedByUser: the user postponed a required document.
    """
    header(wizard, orders[0], 5, "Documents")
    form = wizard.form(orders[0])
    attachments = form.attachments
    matches = customer_documents.matches(wizard, orders[0], form)
    missing = [
        (one, matches[one.id])
        for one in attachments
        if one.id in matches and any(_is_missing(order, one) for order in orders)
    ]
    sent = customer_documents.offer_sure(wizard, orders, missing)
    asked: list[int] = []
    later: set[int] = set()
    place = 0
    while place < len(attachments):
        attachment = attachments[place]
        lacking = [order for order in orders if _lacks(wizard, order, attachment)]
        later.discard(place)
        try:
            if lacking:
                _announce(wizard, attachment)
                if not _settle(wizard, lacking, attachment, matches.get(attachment.id)):
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
    return bool(asked) or sent


def change(wizard: WizardContext, orders: Sequence[Order]) -> None:
    """Replace a document, or upload one that was skipped.

    Raises:
        GoBack: the user changed nothing.
    """
    attachments = wizard.form(orders[0]).attachments
    options = [Option(attachment, safe(attachment.title)) for attachment in attachments]
    attachment = wizard.prompter.select("Which document?", options, keys=_BACK)
    while not _offer(wizard, orders, attachment):
        pass


def _lacks(wizard: WizardContext, order: Order, attachment: RequiredAttachment) -> bool:
    sent = order.attachments.get(attachment.id)
    if sent is not None and sent.status.unusable:
        wizard.terminal.warn(f"{safe(sent.file_name)}: {UNUSABLE.meaning}")
    return _is_missing(order, attachment)


def _is_missing(order: Order, attachment: RequiredAttachment) -> bool:
    sent = order.attachments.get(attachment.id)
    return sent is None or sent.status.unusable


def _settle(
    wizard: WizardContext,
    orders: Sequence[Order],
    attachment: RequiredAttachment,
    match: DocumentMatch | None = None,
) -> bool:
    """Upload one document, or skip it if it is optional. Return False if it is postponed.

    Args:
        match: the customer's file for it.
    """
    proposed = customer_documents.proposal(match, orders[0].customer)
    if match is not None and match.problems:
        problems = ", ".join(match.problems)
        wizard.terminal.warn(f"{safe(match.shown)}, from {orders[0].customer}: {safe(problems)}.")
    choices = [*proposed, *_choices(attachment, always=bool(proposed))]
    while True:
        if choices:
            question = safe(attachment.title) + ("" if attachment.mandatory else ", optional")
            default = choices[0].value if attachment.mandatory else "skip"
            chosen: str = wizard.prompter.select(question, choices, default=default, keys=_BACK)
            if chosen in ("skip", "later"):
                return chosen == "skip"
            if chosen == "save":
                _save_templates(wizard, orders[0], attachment)
                continue
            if chosen == "proposed" and match is not None:
                if customer_documents.take(wizard, orders, attachment, match):
                    return True
                continue
        try:
            if _offer(wizard, orders, attachment):
                return True
        except GoBack:
            if not choices:
                raise


def _choices(attachment: RequiredAttachment, *, always: bool = False) -> list[Option]:
    """Return the options for a document; [] if the only one is to upload it.

    Args:
        always: return the option to upload even if it is the only one.
    """
    blank = [Option("save", "Download the template")] if attachment.templates else []
    upload = Option("upload", "Upload another file" if always else "Upload a file")
    if not attachment.mandatory:
        return [upload, *blank, Option("skip", "Skip")]
    return [upload, *blank, Option("later", "Later")] if blank or always else []


def _save_templates(wizard: WizardContext, order: Order, attachment: RequiredAttachment) -> None:
    """Save the templates in the current folder."""
    try:
        with wizard.terminal.spinner("Downloading the template"):
            saved = save_templates(wizard.api(order.project_id), attachment, Path.cwd())
    except InterruptedByUser:
        raise
    except SinchOrderError as error:
        wizard.terminal.error(error)
        return
    for path in saved:
        wizard.terminal.success(f"Saved {safe(str(path))}")


def _offer(wizard: WizardContext, orders: Sequence[Order], attachment: RequiredAttachment) -> bool:
    """Ask for one document and upload it. Return True on success.

    Raises:
        GoBack: Esc at the question for the file.
    """
    folder = last_folder(wizard, orders[0])
    starts_elsewhere = bool(folder) and Path(folder) != Path.cwd()
    found = partial(_found, folder=folder if starts_elsewhere else "")
    path = wizard.prompter.path(
        "File",
        flag="FILE",
        default=f"{folder}{os.sep}" if starts_elsewhere else "",
        help=[f"{types_words(attachment)}. You can drag a file into the terminal."],
        validate=lambda text: _wrong(found(text), attachment),
        keys=_BACK,
        offered=partial(may_fit, attachment=attachment),
    )
    try:
        kind = ask_document_type(wizard.prompter, attachment, _BACK)
    except GoBack:
        return False
    return send(
        wizard,
        orders,
        attachment,
        [found(path), *_more_pages(wizard, found(path), attachment, found)],
        kind,
    )


def _more_pages(
    wizard: WizardContext, first: Path, attachment: RequiredAttachment, found: Callable[[str], Path]
) -> list[Path]:
    """Ask for the other side of an image, such as a card's back. Both become one PDF, if PDFs can
    be created here and are accepted."""
    if not pdf.can_merge() or not may_fit("pages.pdf", attachment) or not pdf.is_picture(first):
        return []
    more: list[Path] = []
    with suppress(GoBack):
        while wizard.prompter.confirm(
            "Is there another side or page?",
            default=False,
            help=["All become one PDF."],
            keys=_BACK,
        ):
            text = wizard.prompter.path(
                "Other side",
                validate=lambda text: _not_a_page(found(text)),
                keys=_BACK,
                offered=lambda name: pdf.is_picture(Path(name)),
            )
            more.append(found(text))
    return more


def _sentence(error: UsageError | DataError, path: Path) -> str:
    """Return an error with a capital letter, unless it begins with the file's name."""
    said = f"{error.in_one_line}."
    return said if said.startswith(path.name) else f"{said[:1].upper()}{said[1:]}"


def _not_a_page(path: Path) -> str | None:
    try:
        pdf.merged([path])
    except (UsageError, DataError) as error:
        return _sentence(error, path)
    return None


def _found(text: str, *, folder: str) -> Path:
    """Return the path of a file; a name without a folder may be in the last file's folder."""
    path = Path(text)
    there = Path(folder) / path
    return there if folder and not path.exists() and there.exists() else path


def _announce(wizard: WizardContext, attachment: RequiredAttachment) -> None:
    need = "required" if attachment.mandatory else "optional"
    words = f"{safe(attachment.title)} · {need} · {types_words(attachment)}"
    wizard.terminal.note()
    wizard.terminal.note(wizard.terminal.style(words, "bold"), indent=2)
    if attachment.description:
        wizard.terminal.note(safe(attachment.description), indent=2)


def _wrong(path: Path, attachment: RequiredAttachment) -> str | None:
    """Return the problem with a file, when the user leaves the question."""
    try:
        with open_document(path, attachment):
            return None
    except (UsageError, DataError) as error:
        return _sentence(error, path)
    except SinchOrderError as error:
        return error.message
