"""Extract message and fields from an error response, whatever the shape of its JSON.

The API documents one shape. Gateways, and services behind the API, use others: RFC 7807, JSON:API,
Spring, Pydantic, AJV, bare messages. The same few rules parse them all, because users can't correct
a refused answer without seeing the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from sinch_order_cli.api.models import UnreadableError, read_json
from sinch_order_cli.text import plain

MOST_DETAILS = 1000

Detail = dict[str, str]

_WORDS = (
    "description", "detail", "message", "msg", "defaultmessage", "errormessage", "usermessage",
    "errordescription", "reason", "problem", "faultstring", "text", "error", "title",
)  # fmt: skip
"""Members with a text for users, most informative first."""

_PLACES = (
    "field", "fieldname", "fieldpath", "loc", "instancepath", "datapath", "propertypath",
    "property", "pointer", "parameter", "param", "target", "location", "path", "name",
)  # fmt: skip
"""Members that name the field, most reliable first."""

_ELSEWHERE = frozenset({"location", "path", "name"})
"""Members with another meaning at the top level, such as the URL of the request."""

_INNER = frozenset(
    {
        "error", "errors", "detail", "details", "fieldviolations", "violations", "fielderrors",
        "globalerrors", "suberrors", "validationerrors", "invalidparams", "issues", "causes",
        "messages", "constraints", "fault", "innererror", "data",
    }
)  # fmt: skip
"""Members whose lists and objects contain further errors."""

_ENVELOPES = frozenset({"", "error", "fault", "innererror", "data"})
"""Those of them, and the whole response, that are not about one field."""

_MAPS = frozenset({"errors", "fieldviolations", "violations", "fielderrors", "validationerrors"})
"""Members that may map each field to its error."""

_SILENT = frozenset({"type", "code", "codes", "status", "statuscode", "timestamp", "instance"})
"""Members without information for users."""


class ErrorBody(Struct, frozen=True):
    """The content of an error response: its message, its status name, and details.

    A detail has `field` (as the server wrote it, or "") and `description`.
    """

    message: str = ""
    status: str = ""
    details: tuple[Detail, ...] = ()


def read_error(body: bytes) -> ErrorBody | None:
    """Parse the body into plain text of limited length; None if it is not JSON or is a number."""
    try:
        content = read_json(body)
    except UnreadableError:
        return None
    if isinstance(content, str):
        return ErrorBody(plain(content))
    if not isinstance(content, dict | list):
        return None
    outer = content if isinstance(content, dict) else {}
    layers = [layer for layer in (outer.get("error"), outer) if isinstance(layer, dict)]
    message = next((words for layer in layers if (words := _message(layer))), "")
    details = _unique(_details(content, "", ""))
    if not message and details:
        message = details[0]["description"]
    status = next((plain(one["status"]) for one in layers if plain(one.get("status"))), "")
    said_already = {"field": "", "description": message}
    told = [one for one in details if one != said_already]
    return ErrorBody(message, status, tuple(told[:MOST_DETAILS]))


def _unique(details: Iterator[Detail]) -> list[Detail]:
    """Return a limited number of the details, without duplicates."""
    found: dict[tuple[str, str], Detail] = {}
    for detail in details:
        found.setdefault((detail["field"], detail["description"]), detail)
        if len(found) > MOST_DETAILS:
            break
    return list(found.values())


def _details(value: Any, place: str, member: str) -> Iterator[Detail]:
    """Yield the details of each error in a value.

    Args:
        place: the field that the value is about, "" if unknown.
        member: the name of the value's member, "" for the whole response.
    """
    if isinstance(value, list):
        for item in value:
            yield from _details(item, place, member or "errors")
    elif isinstance(value, dict):
        yield from _in_object(value, place, member)
    elif words := _as_text(value):
        yield {"field": place, "description": words}


def _in_object(value: Mapping[str, Any], place: str, member: str) -> Iterator[Detail]:
    own = _place(value, in_envelope=member in _ENVELOPES)
    words = next(_texts(value, _WORDS), "")
    inner = [
        (key, each)
        for key, each in value.items()
        if (bare := _bare(key)) in _INNER
        and each
        and isinstance(each, dict | list | str if bare not in _WORDS else dict | list)
    ]
    if member in _MAPS and not (own or words or inner):
        for key, each in value.items():
            yield from _details(each, f"{place}.{key}" if place else plain(key), member)
        return
    if not words and not inner:
        words = _rest(value)
    if words or (own and not inner):
        yield {"field": own or place, "description": words}
    for key, each in inner:
        yield from _details(each, own or place, _bare(key))


def _message(layer: Mapping[str, Any]) -> str:
    """Return an object's message about the whole request."""
    return next(_texts(layer, ("message", *_WORDS)), "")


def _texts(value: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    """Yield the non-empty texts of these members, in order."""
    texts = {_bare(key): plain(text) for key, text in value.items() if isinstance(text, str)}
    return (texts[name] for name in names if texts.get(name))


def _place(value: Mapping[str, Any], *, in_envelope: bool) -> str:
    """Return the field that an object names, as the server writes it; "" if none."""
    members = {_bare(key): each for key, each in value.items()}
    if isinstance(source := members.get("source"), dict):  # JSON:API
        members |= {_bare(key): each for key, each in source.items()}
    for name in _PLACES:
        place = members.get(name)
        if in_envelope and name in _ELSEWHERE:
            continue
        if isinstance(place, list) and all(isinstance(step, str | int) for step in place):
            place = ".".join(map(str, place))
        if isinstance(place, int) and not isinstance(place, bool):
            place = str(place)
        if isinstance(place, str) and (place.strip() or name == "instancepath"):
            return plain(place + _missing(members))
    return ""


def _missing(members: Mapping[str, Any]) -> str:
    """Return the path step to the member that AJV reports as missing."""
    params = members.get("params")
    lacking = params.get("missingProperty") if isinstance(params, dict) else None
    return f"/{lacking}" if isinstance(lacking, str) else ""


def _rest(value: Mapping[str, Any]) -> str:
    """Describe an object without a message, member by member."""
    known = {*_SILENT, *_PLACES, "source"}
    told = [(key, _as_text(each)) for key, each in value.items() if _bare(key) not in known]
    return plain(", ".join(f"{key}: {text}" for key, text in told if text))


def _as_text(value: Any) -> str:
    """Convert a value to plain text of limited length: text unchanged, the rest as JSON, "" if
    empty."""
    if isinstance(value, str):
        return plain(value)
    return "" if value in (None, [], {}) else plain(msgspec.json.encode(value).decode())


def _bare(name: str) -> str:
    """Normalise a name: `field_violations`, `invalid-params` and `fieldViolations` become one
    style."""
    return re.sub(r"[\W_]", "", name).casefold()
