"""Detect the dialect of a lookup's answer, and parse it into one document.

The known dialects are described in the contract's FACTS.md, "The KYC form".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sinch_order_cli.kyc.model import AttachmentTemplate, RequiredAttachment, Unread
from sinch_order_cli.kyc.parse import texts
from sinch_order_cli.kyc.parse.reader import SAYS_NOTHING, Reader, is_declined, is_type
from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.schema.schema import Document, Schema, choices_of

_ABOUT_THE_FORM = ("$schema", "$id", "id", "schema", "version", "name", "title", "description")

_ABOUT_A_DOCUMENT = {"mandatory", "template", "allowedMimeTypes", "allowedDocumentTypes"}

_ENTRIES = "Must be a list with one entry for each section of the form, which has {}."


class Reading(Struct, frozen=True):
    """The content of a lookup's answer."""

    document: Document
    attachments: tuple[RequiredAttachment, ...]
    unread: tuple[Unread, ...]
    misread: bool
    """True if some of the fields, not only of the documents, are unsupported."""


def read_answer(raw: Any) -> Reading:
    """Parse a lookup's whole answer, whatever it is. Return None if it contains no form."""
    reader = Reader()
    documents: list[Any] = []
    root: Schema = {}
    if isinstance(raw, Mapping):
        fields = raw.get("fields")
        if "fields" not in raw and "attachments" not in raw:
            fields = raw
        elif "attachments" in raw:
            documents.append(raw["attachments"])
        if isinstance(fields, Mapping) and _holds_attachments(fields):
            documents.append(fields["attachments"])
            fields = {key: value for key, value in fields.items() if key != "attachments"}
        root = _read_fields(reader, fields)
    elif raw is not None:
        reader.note((), "the lookup's answer", raw)
    misread = bool(reader.unread)
    attachments = tuple(_attachments(reader, documents))
    return Reading(Document(root, reader.refs), attachments, tuple(reader.unread), misread)


def _holds_attachments(fields: Mapping[str, Any]) -> bool:
    """Return True if `attachments` among the fields lists documents and is not a field's name."""
    found = fields.get("attachments")
    return "attachments" in fields and (
        found is None
        or (isinstance(found, list) and not any(_is_field(one) for one in found))
        or "rules" in fields
    )


def _is_field(raw: Any) -> bool:
    return (
        isinstance(raw, Mapping)
        and isinstance(raw.get("name"), str)
        and not raw.keys() & _ABOUT_A_DOCUMENT
    )


def _read_fields(reader: Reader, fields: Any) -> Schema:
    if fields is None or fields == {} or fields == []:
        return {}
    if isinstance(fields, list):
        if all(one is None or _is_field(one) for one in fields):
            return _always_there(reader.document({"type": "object", "properties": fields}))
        return _rules(reader, fields, fields)
    if not isinstance(fields, Mapping):
        reader.note((), "the fields", fields)
        return {"@opaque": True}
    rules = fields.get("rules")
    if "rules" in fields and (rules is None or isinstance(rules, list)):
        for key, value in fields.items():
            if key not in ("rules", "$defs", "definitions", *_ABOUT_THE_FORM):
                reader.note((), f"{key}, in addition to the rules", value)
        return _rules(reader, rules or [], fields)
    if isinstance(rules, Mapping) and not _is_schema(rules):
        return _named(reader, rules)
    if _is_schema(fields):
        return _always_there(reader.document(fields))
    if set(fields) <= {"template", *_ABOUT_THE_FORM} and "template" in fields:
        return _always_there(reader.document(fields["template"]))
    return _named(reader, fields)


def _is_schema(raw: Mapping[str, Any]) -> bool:
    """Return True if a mapping is itself a schema and doesn't contain sections or fields by
    name."""
    return (
        is_type(raw.get("type"))
        or isinstance(raw.get("$schema"), str)
        or isinstance(raw.get("$ref"), str)
        or any(isinstance(raw.get(key), list) for key in ("allOf", "anyOf", "oneOf", "properties"))
        or (isinstance(raw.get("properties"), Mapping) and not _is_section(raw["properties"]))
    )


def _is_section(raw: Mapping[str, Any]) -> bool:
    """Return True if the mapping is one field or section, as a plain value in it shows."""
    return any(isinstance(raw.get(key), str) for key in ("type", "title")) or isinstance(
        raw.get("required"), bool
    )


def _rules(reader: Reader, rules: list[Any], fields: Any) -> Schema:
    """Parse a list of rules: `data` is a list with one entry for each rule."""
    if not rules:
        return {}
    with reader.scopes.document(fields):
        entries = [_rule(reader, rule, (place,)) for place, rule in enumerate(rules)]
    return {
        "type": ["array"],
        "prefixItems": entries,
        "maxItems": len(entries),
        "@implied": True,
        "@messages": {keyword: _ENTRIES.format(len(entries)) for keyword in ("type", "maxItems")},
    }


def _rule(reader: Reader, rule: Any, steps: Steps) -> Schema:
    noted = len(reader.unread)
    schema = reader.document(rule, steps)
    if not schema.keys() - SAYS_NOTHING:
        # An empty rule still has its place in the list, with an object there.
        if len(reader.unread) == noted:
            schema["properties"] = {}
        else:
            schema["@opaque"] = True
    if "properties" in schema:
        schema.setdefault("type", ["object"])
    if not _may_be_left_out(rule):
        return _section(schema)
    if "@opaque" not in schema:
        schema["@optional"] = True
    return _always_there(schema)  # keeps its place in the list


def _may_be_left_out(rule: Any) -> bool:
    """Return True if a rule or its template declares itself optional."""
    said = [rule, rule.get("template")] if isinstance(rule, Mapping) else []
    return any(isinstance(one, Mapping) and is_declined(one.get("required")) for one in said)


def _named(reader: Reader, raw: Mapping[str, Any]) -> Schema:
    """Parse sections or fields by name, or both: `data` is an object with the same names."""
    members: dict[str, Any] = {}
    for name, spec in raw.items():
        if name in ("$defs", "definitions") and _is_definitions(spec):
            continue
        if spec is None or isinstance(spec, Mapping | list):
            members[str(name)] = spec
        elif name not in _ABOUT_THE_FORM:
            reader.note((), f"{name}", spec)
    about = {key: raw[key] for key in ("title", "description") if _text(raw.get(key))}
    with reader.scopes.document(raw):
        schema = reader.document({"type": "object", **about, "properties": members})
    for name, section in schema["properties"].items():
        spec = members[name]
        if "properties" not in section and not _is_rows(section):
            continue
        if _may_be_left_out(spec):
            section["@optional"] = True
        else:
            _section(section)
    return _always_there(schema)


def _is_definitions(raw: Any) -> bool:
    """Return True if the value holds schemas for `$ref` by name and is not a section itself."""
    return isinstance(raw, Mapping) and "properties" not in raw and not _is_section(raw)


def _is_rows(schema: Schema) -> bool:
    """Return True for a list with rows of its own, False for a multiple choice."""
    return schema.get("type") == ["array"] and choices_of(schema.get("items", {})) is None


def _always_there(schema: Schema) -> Schema:
    """Mark a container as present even if the data don't mention it."""
    if schema and "@opaque" not in schema:
        schema["@implied"] = True
    return schema


def _section(schema: Schema) -> Schema:
    """Mark a section as always present; its rows start at one unless the form gives a number."""
    if schema.get("type") == ["array"] and "prefixItems" not in schema:
        schema.setdefault("minItems", 1)
    return _always_there(schema)


def _attachments(reader: Reader, documents: list[Any]) -> Iterator[RequiredAttachment]:
    seen: set[str] = set()
    for listed in documents:
        if listed is None:
            continue
        if not isinstance(listed, list):
            reader.note((), "the attachments", listed)
            continue
        for raw in listed:
            found = _attachment(raw)
            if found is None:
                reader.note((), "an attachment", raw)
            elif found.id not in seen:
                seen.add(found.id)
                yield found


def _attachment(raw: Any) -> RequiredAttachment | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str) or not raw["id"]:
        return None
    templates = raw.get("template")
    if not isinstance(templates, list):
        templates = [templates]
    return RequiredAttachment(
        id=raw["id"],
        title=_text(raw.get("title")) or raw["id"],
        description=_text(raw.get("description")),
        mandatory=raw.get("mandatory") is True,
        templates=tuple(
            AttachmentTemplate(str(one.get("name") or ""), one["url"])
            for one in templates
            if isinstance(one, Mapping) and isinstance(one.get("url"), str) and one["url"]
        ),
        allowed_mime_types=_texts(raw.get("allowedMimeTypes")),
        allowed_document_types=_texts(raw.get("allowedDocumentTypes")),
    )


def _text(raw: Any) -> str:
    found = texts.plain(raw)
    return found if isinstance(found, str) else ""


def _texts(raw: Any) -> tuple[str, ...]:
    listed = raw if isinstance(raw, list) else []
    return tuple(one for one in listed if isinstance(one, str) and one.strip())
