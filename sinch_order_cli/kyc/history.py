"""What has changed in a country's form since it was last looked up, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sinch_order_cli.kyc.form import Form
from sinch_order_cli.kyc.model import Field, RequiredAttachment
from sinch_order_cli.kyc.schema import same


def shape_notes(before: Form, after: Form) -> tuple[str, ...]:
    """One sentence for each thing that an operator has to do otherwise than last time."""
    return (*_field_notes(before, after), *_document_notes(before, after))


def _field_notes(before: Form, after: Form) -> Iterator[str]:
    old = {field.path: field for section in before.sections for field in section.fields}
    known: set[str] = set()
    for section in after.sections:
        for field in section.fields:
            known.add(field.path)
            if field.path not in old:
                kind = "has to be answered" if field.required else "may be left empty"
                yield f'New in {section.title}: "{field.title}", which {kind}.'
            else:
                yield from _differences(old[field.path], field)
    for path, field in old.items():
        if path not in known:
            yield f'"{field.title}" is no longer asked.'


def _differences(old: Field, new: Field) -> Iterator[str]:
    name = f'"{new.title}"'
    if new.title != old.title:
        yield f'"{old.title}" is now called {name}.'
    if new.required and not old.required:
        yield f"{name} now has to be answered."
    elif old.required and not new.required:
        yield f"{name} may now be left empty."
    if new.choices or old.choices:
        yield from _choice_notes(name, old, new)
    elif new.allowed != old.allowed or new.kind != old.kind:
        yield f"{name} now takes {new.allowed or 'any text'}."


def _choice_notes(name: str, old: Field, new: Field) -> Iterator[str]:
    if not old.choices:
        yield f"{name} now has to be one of {len(new.choices)} choices."
        return
    if not new.choices:
        yield f"{name} is no longer a choice; it takes {new.allowed or 'any text'}."
        return
    added = [c.title for c in new.choices if not any(same(c.value, o.value) for o in old.choices)]
    gone = [c.title for c in old.choices if not any(same(c.value, n.value) for n in new.choices)]
    if added:
        yield f"{name} can now be {', '.join(added)}."
    if gone:
        yield f"{name} can no longer be {', '.join(gone)}."


def _document_notes(before: Form, after: Form) -> Iterator[str]:
    old = {document.id: document for document in before.attachments}
    new = {document.id: document for document in after.attachments}
    for key, document in new.items():
        if key not in old:
            need = "required" if document.mandatory else "optional"
            yield f'New document: "{document.title}", {need}.'
        else:
            yield from _changed_document(old[key], document)
    for key, document in old.items():
        if key not in new:
            yield f'The document "{document.title}" is no longer wanted.'


def _changed_document(old: RequiredAttachment, new: RequiredAttachment) -> Iterator[str]:
    name = f'The document "{new.title}"'
    if new.mandatory != old.mandatory:
        yield f"{name} is now {'required' if new.mandatory else 'optional'}."
    if set(new.allowed_mime_types) != set(old.allowed_mime_types):
        yield f"{name} now has to be {' or '.join(new.allowed_mime_types) or 'of any type'}."
    if set(new.allowed_document_types) != set(old.allowed_document_types):
        kinds = ", ".join(new.allowed_document_types) or "of any kind"
        yield f"{name} is now one of: {kinds}."
