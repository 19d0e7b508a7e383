"""Changes in a country's form since the last lookup, as plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Literal

from msgspec import Struct

from sinch_order_cli.kyc.form import Form
from sinch_order_cli.kyc.model import Field, RequiredAttachment
from sinch_order_cli.kyc.paths import Steps, split
from sinch_order_cli.kyc.schema.schema import same
from sinch_order_cli.kyc.template_comments import rows_of
from sinch_order_cli.text import counted

ChangeKind = Literal[
    "added",
    "removed",
    "renamed",
    "need",  # required or optional
    "allowed",
    "rows",
    "document-added",
    "document-removed",
    "document-changed",
]


class FormChange(Struct, frozen=True):
    """One change in a form.

    `path` is that of the field or the list of rows, or the ID of the document. `words` is the
    sentence for the user.
    """

    path: str
    title: str
    kind: ChangeKind
    words: str


def shape_notes(before: Form, after: Form) -> tuple[str, ...]:
    """Return one sentence for each change that affects the user's answers or documents."""
    return tuple(change.words for change in shape_changes(before, after))


def shape_changes(before: Form, after: Form) -> tuple[FormChange, ...]:
    """Return each change that affects the user's answers or documents."""
    return (
        *_field_notes(before, after),
        *_row_notes(before, after),
        *_document_notes(before, after),
    )


def _field_notes(before: Form, after: Form) -> Iterator[FormChange]:
    old, new = _by_place(before), _by_place(after)
    pairs = {place: place for place in new if place in old}
    by_path = {field.path: place for place, field in old.items() if place not in pairs}
    for place, field in new.items():  # if a section was renamed, its fields keep their place
        if place not in pairs and (same_place := by_path.pop(field.path, None)):
            pairs[place] = same_place
    for place, field in new.items():
        if place in pairs:
            yield from _differences(old[pairs[place]], field)
        else:
            words = f'New in {place[0]}: "{field.title}", which {_need(field)}.'
            yield FormChange(field.path, field.title, "added", words)
    still_asked = set(pairs.values())
    for place, field in old.items():
        if place not in still_asked:
            words = f'"{field.title}" is no longer in the form.'
            yield FormChange(field.path, field.title, "removed", words)


def _by_place(form: Form) -> dict[tuple[str, Steps, int], Field]:
    """Map fields by section and position in it, so that a section inserted before doesn't
    matter."""
    found: dict[tuple[str, Steps, int], Field] = {}
    seen: Counter[tuple[str, Steps]] = Counter()
    for section in form.sections:
        length = len(split(section.path))
        for field in section.fields:
            key = (section.title, split(field.path)[length:])
            found[(*key, seen[key])] = field
            seen[key] += 1
    return found


def _need(field: Field) -> str:
    if field.conditional:
        return "is asked depending on other answers"
    if field.required:
        return "is required"
    if field.instead:
        return f"is required unless {' or '.join(field.instead)} is given"
    return "is optional"


def _row_notes(before: Form, after: Form) -> Iterator[FormChange]:
    old = {section.title: section for section in before.sections if section.repeatable}
    for section in after.sections:
        known = old.get(section.title) if section.repeatable else None
        if known and rows_of(known) != rows_of(section):
            words = f"{section.title} now has {rows_of(section)}."
            yield FormChange(section.path, section.title, "rows", words)
        if known and known.optional != section.optional:
            need = "optional" if section.optional else "required"
            words = f'"{section.title}" is now {need}.'
            yield FormChange(section.path, section.title, "need", words)


def _differences(old: Field, new: Field) -> Iterator[FormChange]:
    name = f'"{new.title}"'
    change = partial(FormChange, new.path, new.title)
    if new.title != old.title:
        yield change("renamed", f'"{old.title}" is now called {name}.')
    if _need(new) != _need(old):
        yield change("need", f"{name} is now {_need(new).removeprefix('is ')}.")
    if new.choices or old.choices:
        for words in _choice_notes(name, old, new):
            yield change("allowed", words)
    elif new.allowed != old.allowed or new.kind != old.kind:
        yield change("allowed", f"{name} now accepts {new.allowed or 'any text'}.")


def _choice_notes(name: str, old: Field, new: Field) -> Iterator[str]:
    if not old.choices:
        yield f"{name} must now be one of {counted(len(new.choices), 'choice')}."
        return
    if not new.choices:
        yield f"{name} is no longer a choice and accepts {new.allowed or 'any text'}."
        return
    added = [c.title for c in new.choices if not any(same(c.value, o.value) for o in old.choices)]
    gone = [c.title for c in old.choices if not any(same(c.value, n.value) for n in new.choices)]
    if added:
        yield f"{name} can now be {', '.join(added)}."
    if gone:
        yield f"{name} can no longer be {', '.join(gone)}."


def _document_notes(before: Form, after: Form) -> Iterator[FormChange]:
    old = {document.id: document for document in before.attachments}
    new = {document.id: document for document in after.attachments}
    for key, document in new.items():
        if key not in old:
            need = "required" if document.mandatory else "optional"
            words = f'New document: "{document.title}", {need}.'
            yield FormChange(key, document.title, "document-added", words)
        else:
            for words in _changed_document(old[key], document):
                yield FormChange(key, document.title, "document-changed", words)
    for key, document in old.items():
        if key not in new:
            words = f'The document "{document.title}" is no longer required.'
            yield FormChange(key, document.title, "document-removed", words)


def _changed_document(old: RequiredAttachment, new: RequiredAttachment) -> Iterator[str]:
    name = f'The document "{new.title}"'
    if new.mandatory != old.mandatory:
        yield f"{name} is now {'required' if new.mandatory else 'optional'}."
    if set(new.allowed_mime_types) != set(old.allowed_mime_types):
        yield f"{name} must now be {' or '.join(new.allowed_mime_types) or 'of any type'}."
    if set(new.allowed_document_types) != set(old.allowed_document_types):
        kinds = ", ".join(new.allowed_document_types) or "of any kind"
        yield f"{name} is now one of: {kinds}."
