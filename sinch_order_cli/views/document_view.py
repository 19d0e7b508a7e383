"""The documents that a country requires, for `attach`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.tables import Column
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.text import safe
from sinch_order_cli.workflow.documents import type_name
from sinch_order_cli.workflow.model import Order

if TYPE_CHECKING:
    from sinch_order_cli.results import order_shapes

DOCUMENT_FIELDS = (
    "attachmentId",
    "title",
    "mandatory",
    "allowedMimeTypes",
    "allowedDocumentTypes",
    "templates",
    "fileName",
    "documentType",
    "uploadStatus",
)
"""The columns of `attach --list --format csv`."""


def types_words(attachment: RequiredAttachment) -> str:
    """Return the allowed types in words: "PDF or RTF"."""
    names = [safe(type_name(kind)) for kind in attachment.allowed_mime_types]
    if not names:
        return "any type"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def documents_result(
    order: Order, attachments: Sequence[RequiredAttachment]
) -> order_shapes.Documents:
    """Return the documents for `attach --list --json`."""
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.views.order_results import document_results

    return order_shapes.Documents(attachments=document_results(order, attachments))


def documents_sheet(
    order: Order, attachments: Sequence[RequiredAttachment]
) -> tuple[Sequence[str], list[order_shapes.Document]]:
    """Return the columns and rows for `attach --list --format csv`."""
    return DOCUMENT_FIELDS, documents_result(order, attachments).attachments


def print_documents(
    terminal: Terminal, order: Order, attachments: Sequence[RequiredAttachment]
) -> None:
    """Print the documents that an order requires, and their uploads."""
    if not attachments:
        terminal.note(f"{order.name} requires no documents.")
        return
    titles = ("ID", "Document", "Required", "Types", "Template", "Uploaded")
    columns = [*map(Column, titles), Column("Document types", below=True)]
    terminal.table(columns, _rows(order, attachments))


def _rows(order: Order, attachments: Sequence[RequiredAttachment]) -> list[list[str]]:
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


def templates_result(saved: Sequence[Path]) -> order_shapes.Templates:
    """Return the templates for `attach --template --json`."""
    from sinch_order_cli.results import order_shapes

    return order_shapes.Templates(files=[str(path) for path in saved])


def print_templates(terminal: Terminal, saved: Sequence[Path]) -> None:
    """Print the paths of the downloaded templates."""
    for path in saved:
        terminal.print(str(path))
