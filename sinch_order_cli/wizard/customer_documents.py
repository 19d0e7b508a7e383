"""The customer's documents in step 5: certain matches are uploaded together, others proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sinch_order_cli.customers.documents import DocumentMatch, match_documents
from sinch_order_cli.kyc import Form
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.text import safe
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.wizard.customer import customer_of
from sinch_order_cli.wizard.document_questions import ask_document_type, send
from sinch_order_cli.workflow.model import Order

_BACK = Keys(back=True)


def matches(wizard: WizardContext, order: Order, form: Form) -> dict[str, DocumentMatch]:
    """Return the customer's file for each document of the order, by the document's ID."""
    source = customer_of(wizard, order)
    if source is None:
        return {}
    found = match_documents(
        source.customer,
        form.attachments,
        region=order.region_code,
        type=order.number_type,
        today=date.today(),
    )
    return {one.attachment_id: one for one in found if one.document is not None}


def offer_sure(
    wizard: WizardContext,
    orders: Sequence[Order],
    found: Sequence[tuple[RequiredAttachment, DocumentMatch]],
) -> bool:
    """Upload all documents that certainly match, after one confirmation. Return True if any was.

    Args:
        found: the documents that some of the orders lack, with the customer's files.

    Raises:
        GoBack: to the previous step.
    """
    sure = [(asked, one) for asked, one in found if one.confidence == "sure" and not one.problems]
    if not sure:
        return False
    lines = [f"{safe(asked.title)}: {_file(one)} ({safe(one.reason)})" for asked, one in sure]
    what = "this document" if len(sure) == 1 else f"these {len(sure)} documents"
    customer = safe(orders[0].customer)
    if not wizard.prompter.confirm(
        f"Upload {what} of {customer}?", yes="Upload", no="Choose each", help=lines, keys=_BACK
    ):
        return False
    taken = [take(wizard, orders, asked, one) for asked, one in sure]
    return any(taken)


def proposal(match: DocumentMatch | None, customer: str) -> list[Option]:
    """Return the option to upload the customer's file; [] if none matches or it has a problem."""
    if match is None or match.problems:
        return []
    hint = f"from {safe(customer)}: {safe(match.reason)}"
    return [Option("proposed", f"Upload {_file(match)}", hint=hint)]


def take(
    wizard: WizardContext,
    orders: Sequence[Order],
    attachment: RequiredAttachment,
    match: DocumentMatch,
) -> bool:
    """Upload the customer's file for one document. Return True on success."""
    if match.document is None:
        return False
    kind = match.document_type
    if not kind and attachment.allowed_document_types:
        try:
            kind = ask_document_type(wizard.prompter, attachment, _BACK)
        except GoBack:
            return False
    hashes = [one.sha256 for one in match.pages]
    return send(wizard, orders, attachment, match.paths, kind, hashes=hashes)


def _file(match: DocumentMatch) -> str:
    return " and ".join(safe(path.name, 40) for path in match.paths)
