"""Resolve a `$ref` within its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_ALONE = ("draft-03", "draft-04", "draft-06", "draft-07")
"""Drafts that ignore all keywords beside a `$ref`."""

_SCOPE = ("$defs", "definitions", "$id", "$schema")
"""Keywords that make a schema a possible target of `#` in a `$ref`."""


class Scopes:
    """The schemas around the current one while parsing, and the targets of `$ref` in them."""

    def __init__(self) -> None:
        self._documents: list[Any] = []
        self._inner: list[Mapping[str, Any]] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []  # keeps objects alive, as an id is only valid then

    @contextmanager
    def document(self, raw: Any) -> Iterator[None]:
        """Enter a whole document."""
        self._documents.append(raw)
        try:
            yield
        finally:
            self._documents.pop()

    @contextmanager
    def schema(self, raw: Any) -> Iterator[None]:
        """Enter a schema that may contain definitions, as form templates and sections are often
        written as documents of their own."""
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
        """Return the target of a `$ref`, with a unique key, or None.

        `#` means the nearest enclosing schema with an `$id`, then the document, then any enclosing
        schema that has the target.
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
        """Return True if the document's draft ignores keywords beside a `$ref`."""
        named = [str(raw.get("$schema", "")) for raw in self._inner]
        return any(draft in (named[-1] if named else "") for draft in _ALONE)


def referred(document: Any, ref: str) -> Any:
    """Return the target of a `$ref` within the document, or None.

    The reference is a JSON pointer or an anchor after `#`, optionally preceded by the document's
    own `$id`, or the `$id` of a schema in its definitions.
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
    """Return the document or definition with the `$id` in a `$ref`, and the rest from `#` on."""
    from urllib.parse import urldefrag, urljoin

    try:
        base = urldefrag(_id_of(document)).url
        place, fragment = urldefrag(urljoin(base, ref))
        if place != base:
            named = (one for one in _definitions(document) if urljoin(base, _id_of(one)) == place)
            document = next(named, None)
    except ValueError:  # not a URL
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
