"""A country's requirements, as text and for `--json`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from sinch_order_cli.api.countries import country_in_text
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.text_layout import wrap
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.kyc import MISSING, Form, get, read_form, shape_changes, shape_notes
from sinch_order_cli.kyc.model import Field, Section
from sinch_order_cli.kyc.schema.schema import shown as in_words
from sinch_order_cli.kyc.template_comments import described, optional_section, rows_of
from sinch_order_cli.text import safe, when
from sinch_order_cli.views.answer_view import shown
from sinch_order_cli.views.document_view import types_words
from sinch_order_cli.workflow.model import Lookup, Order

if TYPE_CHECKING:
    from sinch_order_cli.results import form_shapes

_NAMED = 20
"""Maximum questions of a section listed in an overview."""
_LONGEST = 4_000
"""Maximum characters of a list of choices, or of an unsupported part."""


def print_requirements(
    terminal: Terminal, region_code: str, number_type: str, form: Form, before: Lookup | None
) -> None:
    """Print the whole form and the documents to standard output."""

    def say(text: str, indent: int = 0) -> None:
        for line in wrap(text, min(terminal.width, 100), indent):
            terminal.print(line)

    kind = number_type.lower().replace("_", "-")
    where = f"{country_in_text(region_code)} ({region_code})"
    say(terminal.style(f"{kind.capitalize()} number in {where}", "bold", stream=terminal.stdout))
    if not form.has_fields and not form.attachments and not form.unread:
        say("Nothing is required. Reserve a number, then submit.", 2)
        say("The API also answers so for a type without numbers. To list types with numbers:", 2)
        say(terminal.command_line(Suggestion("regions")), 4)
    for section in form.sections:
        say("")
        _say_section(say, section)
    if form.attachments:
        say("")
        say("Documents", 2)
        for line in attachment_lines(form, in_full=True):
            say(line.strip(), 6 if line.startswith(" ") else 4)
    if form.unread:
        say("")
        say("Not supported here, checked by the server", 2)
        for line in unread_lines(form):
            say(line, 4)
    for note in changes_since(form, before):
        say("")
        say(note, 2)
    if form.has_fields:
        blank = Suggestion("requirements", region_code, number_type, blank_answers=True)
        say("")
        terminal.lines(blank.saying("To get an answers file"))


def requirements_result(
    region_code: str, number_type: str, lookup: Lookup, before: Lookup | None
) -> form_shapes.Requirements:
    """Return the requirements for `--json`, with the changes since the last lookup."""
    from sinch_order_cli.results import form_shapes

    form = read_form(lookup.raw)
    changes = () if before is None else shape_changes(read_form(before.raw), form)
    return form_shapes.Requirements(
        region_code=region_code,
        number_type=number_type,
        required=lookup.needs_registration or bool(lookup.attachments),
        form=cast("form_shapes.Form", form.as_json()),
        attachments=(lookup.raw or {}).get("attachments") or [],
        changes=[
            form_shapes.FormChange(path=one.path, title=one.title, kind=one.kind, words=one.words)
            for one in changes
        ],
        raw=lookup.raw,
    )


def section_lines(form: Form) -> list[tuple[str, str]]:
    """Return each section's title, with the number of questions and their titles."""
    lines = []
    for section in form.sections:
        count = len(section.fields)
        words = f"{count} {'answer' if count == 1 else 'answers'}"
        if section.repeatable:
            numbers = any(field.is_number for field in section.fields)
            words += " for each number" if numbers else " for each entry"
        conditional = sum(1 for field in section.fields if field.conditional)
        optional = sum(not (f.required or f.conditional or f.instead) for f in section.fields)
        if conditional:
            words += f", {conditional} depending on other answers"
        if section.optional:
            words += ", optional as a whole"
        elif optional:
            words += f", {optional} optional"
        lines.append((safe(section.title), f"{words}: {_titles(section)}"))
    return lines


def _titles(section: Section) -> str:
    """Return the titles of a section's questions, only the first ones if it is long."""
    titles = [
        safe(field.title)
        + ("" if field.required or field.conditional or field.instead else " (optional)")
        for field in section.fields[:_NAMED]
    ]
    more = len(section.fields) - len(titles)
    return "; ".join(titles) + (f" and {more} more" if more > 0 else "")


def unread_lines(form: Form, limit: int = _LONGEST) -> list[str]:
    """Return the unsupported parts of the form as received, and what to do about them.

    Args:
        limit: maximum characters of a part.
    """
    lines = []
    for unread in form.unread:
        where = f"{unread.path}: " if unread.path else ""
        raw = "" if unread.raw is None else f": {in_words(unread.raw)}"
        lines.append(safe(f"{where}{unread.what}{raw}", limit))
    if any(field.kind == "json" for section in form.sections for field in section.fields):
        lines.append("You can answer fields marked JSON with any JSON.")
    lines.append(
        "If the checks reject a valid answer, send all answers unchecked with register --data FILE."
    )
    return lines


def attachment_lines(form: Form, *, in_full: bool = False) -> list[str]:
    """Return each document with its types, and whether it is required.

    Args:
        in_full: include the ID for `attach`, and the names of the templates.
    """
    lines = []
    for attachment in form.attachments:
        parts = [
            safe(attachment.title or attachment.id),
            "required" if attachment.mandatory else "optional",
            types_words(attachment),
        ]
        if attachment.allowed_document_types:
            parts.append(" or ".join(safe(kind) for kind in attachment.allowed_document_types))
        if attachment.templates and not in_full:
            parts.append("a template is provided")
        lines.append(" · ".join(parts) + (f" [{safe(attachment.id)}]" if in_full else ""))
        if attachment.description:
            lines.append(f"  {safe(attachment.description)}")
        if in_full and attachment.templates:
            names = ", ".join(safe(one.name or one.url) for one in attachment.templates)
            lines.append(
                f"  {'Templates' if len(attachment.templates) > 1 else 'Template'}: {names}"
            )
    return lines


def changes_since(form: Form, before: Lookup | None) -> list[str]:
    """Return the changes in the requirements since the last lookup."""
    if before is None:
        return []
    notes = shape_notes(read_form(before.raw), form)
    since = f"Since {when(before.looked_up_at)}: "
    return [since + safe(note) for note in notes]


def print_answers(terminal: Terminal, form: Form, order: Order) -> None:
    """Print an order's saved answers."""
    data = order.answers if order.answers is not None else form.empty()
    for section in form.questions(data):
        row = f" {section.row + 1}" if section.row is not None else ""
        terminal.lines(f"{safe(section.title)}{row}")
        for field in section.fields:
            value = get(data, field.path)
            text = "(not answered)" if value is MISSING else shown(field, value)
            terminal.lines(f"{safe(field.title)}: {text}", indent=2)


def _say_section(say: Callable[..., None], section: Section) -> None:
    title = safe(section.title) or "Answers"
    if section.repeatable:
        title += f" · {rows_of(section)}"
    if section.optional:
        title += f" · {optional_section(section)}"
    say(title, 2)
    if section.description:
        say(safe(section.description), 4)
    for field in section.fields:
        say(_field_line(field), 4)
        if field.description:
            say(safe(field.description), 6)


def _field_line(field: Field) -> str:
    parts = [part for part in (field.title, *described(field)) if part]
    return f"{' · '.join(safe(part, _LONGEST) for part in parts)} [{safe(field.path)}]"
