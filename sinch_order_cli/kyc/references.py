"""Where a `$ref` leads within the document that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


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
