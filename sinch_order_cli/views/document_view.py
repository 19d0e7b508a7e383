"""The documents that a country requires, as `attach --list` shows them."""

from __future__ import annotations

from collections.abc import Sequence

from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.text import safe
from sinch_order_cli.workflow.documents import type_name
from sinch_order_cli.workflow.model import Order


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
        state = safe(sent.status.meaning) if sent else ""
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
