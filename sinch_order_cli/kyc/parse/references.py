"""Where a `$ref` leads within the document that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_ALONE = ("draft-03", "draft-04", "draft-06", "draft-07")
"""Drafts in which nothing counts that stands beside a `$ref`."""

_SCOPE = ("$defs", "definitions", "$id", "$schema")
"""What makes a schema one that a `$ref` within it may mean by `#`."""


class Scopes:
    """The schemas that we are within while reading, and what a `$ref` leads to from there."""

    def __init__(self) -> None:
        self._documents: list[Any] = []
        self._inner: list[Mapping[str, Any]] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []  # an id is worth something only while its object is there

    @contextmanager
    def document(self, raw: Any) -> Iterator[None]:
        """Within a whole document."""
        self._documents.append(raw)
        try:
            yield
        finally:
            self._documents.pop()

    @contextmanager
    def schema(self, raw: Any) -> Iterator[None]:
        """Within a schema, which may hold definitions: a template or a section of a form is often
        made as a document of its own."""
        before = len(self._inner)
        is_template = False
        while isinstance(raw, Mapping):
            if is_template or any(key in raw for key in _SCOPE):
                self._inner.append(raw)
            raw, is_template = raw.get("template"), True
        try:
            yield
        finally:
            del self._inner[before:]

    def find(self, ref: str) -> tuple[str, Any] | None:
        """What a `$ref` leads to, under a key of its own; None if nothing.

        `#` is the schema around it that has an `$id`, else the document, and else any schema
        around it in which something is found.
        """
        named = [raw for raw in self._inner if _id_of(raw) and not _id_of(raw).startswith("#")]
        for scope in (*reversed(named), *reversed(self._documents), *reversed(self._inner)):
            target = referred(scope, ref)
            if target is not None:
                self._kept.append(scope)
                return f"{self._numbers.setdefault(id(scope), len(self._numbers))}{ref}", target
        return None

    @property
    def ref_stands_alone(self) -> bool:
        """Whether what stands beside a `$ref` does not count, as the document's draft has it."""
        named = [str(raw.get("$schema", "")) for raw in self._inner]
        return any(draft in (named[-1] if named else "") for draft in _ALONE)


def referred(document: Any, ref: str) -> Any:
    """What a `$ref` leads to within the document; None if nothing.

    It is a JSON pointer or the name of an anchor behind `#`, perhaps after the document's own
    `$id`, or the `$id` of a schema among its definitions.
    """
    from urllib.parse import unquote

    if not ref.startswith("#"):
        document, ref = _resource(document, ref)
    pointer = unquote(ref[1:])
    if pointer and not pointer.startswith("/"):
        names = ("$anchor", pointer), ("$id", f"#{pointer}")  # the latter up to draft 7
        return next(
            (one for one in _definitions(document) if any(one.get(k) == v for k, v in names)), None
        )
    for part in pointer.split("/")[1:]:
        step = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(document, list) and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        else:
            return None
    return document


def _resource(document: Any, ref: str) -> tuple[Any, str]:
    """The document or the definition that a `$ref` names by its `$id`, and the rest from `#` on."""
    from urllib.parse import urldefrag, urljoin

    try:
        base = urldefrag(_id_of(document)).url
        place, fragment = urldefrag(urljoin(base, ref))
        if place != base:
            named = (one for one in _definitions(document) if urljoin(base, _id_of(one)) == place)
            document = next(named, None)
    except ValueError:  # not an address
        return None, ref
    return document, f"#{fragment}"


def _id_of(raw: Any) -> str:
    found = raw.get("$id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, str) else ""


def _definitions(document: Any) -> Iterator[Mapping[str, Any]]:
    for holder in ("$defs", "definitions") if isinstance(document, Mapping) else ():
        held = document.get(holder)
        if isinstance(held, Mapping):
            yield from (one for one in held.values() if isinstance(one, Mapping))
