"""Parse the rest of a response in which some member has the wrong type."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_origin

import msgspec
from msgspec import Struct

from sinch_order_cli.decoding import thread_safe

_ASKED_FOR = frozenset({"idNumberOrder", "availableNumbers", "availableRegions", "activeNumbers"})
"""Members without which a response is useless."""

_KEYS = {
    "AvailableNumber": frozenset({"phoneNumber", "setupPrice", "monthlyPrice"}),
    "OrderNumber": frozenset({"phoneNumber"}),
    "ActiveNumber": frozenset({"phoneNumber"}),
    "AvailableRegion": frozenset({"regionCode"}),
    "Attachment": frozenset({"attachmentId"}),
}
"""The members without which a list's element is useless; a missing price is never assumed."""

_READ_ELSEWHERE = frozenset({"logs", "raw"})

Path = tuple[str | int, ...]
_GONE = object()


class MissingValueError(ValueError):
    """The requested value is missing from the response or can't be parsed."""


class Edit:
    """The removal of a member, or its conversion to text."""

    def __init__(self, path: Path, value: Any = _GONE) -> None:
        self.path, self.value = path, value

    @property
    def is_gone(self) -> bool:
        """True if the member is removed."""
        return self.value is _GONE


def edits(raw: Mapping[str, Any], kind: type[Struct], tell: Callable[[str], None]) -> list[Edit]:
    """Return the changes to a response that make it parsable.

    A number or boolean in place of text becomes text. Other values of the wrong type are removed,
    together with list elements that are useless without them.

    Args:
        tell: called with each removed member and the reason.

    Raises:
        MissingValueError: the requested value is unreadable.
    """
    return list(_object(raw, kind, (), tell))


def need_requested_value(raw: Mapping[str, Any], kind: type[Struct]) -> None:
    """Check that a response has the requested value.

    Raises:
        MissingValueError: the value is missing.
    """
    asked_for = {field.encode_name for field in msgspec.structs.fields(kind)} & _ASKED_FOR
    if asked_for and not any(raw.get(name) for name in asked_for):
        raise MissingValueError(f"{', '.join(asked_for)} is missing")


def edited(content: Any, changes: list[Edit]) -> Any:
    """Return a copy of the JSON with the changes applied."""
    found = copy.deepcopy(content)
    for change in reversed(changes):  # last first, so that earlier list indexes stay valid
        *way, last = change.path
        inner = found
        for step in way:
            inner = inner[step]
        if change.is_gone:
            del inner[last]
        else:
            inner[last] = change.value
    return found


def _object(
    raw: Mapping[str, Any], kind: type[Struct], path: Path, tell: Callable[[str], None]
) -> Iterator[Edit]:
    keys = _KEYS.get(kind.__name__, _ASKED_FOR if not path else frozenset())
    types = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    for name, value in raw.items():
        if name not in types or name in _READ_ELSEWHERE or value is None:
            continue
        if name == "amount" and _is_scalar(value):
            continue
        place = (*path, name)
        if name in keys and not (isinstance(value, list) and get_origin(types[name]) is tuple):
            if (problem := _misfit(value, types[name])) is not None:
                raise MissingValueError(f"{_words(place)}: {problem}")
            continue
        yield from _value(value, types[name], place, tell)


def _value(value: Any, kind: Any, path: Path, tell: Callable[[str], None]) -> Iterator[Edit]:
    inner = _struct(kind)
    if inner is not None and isinstance(value, dict):
        yield from _object(value, inner, path, tell)
    elif get_origin(kind) is tuple and isinstance(value, list):
        yield from _list(value, get_args(kind)[0], path, tell)
    elif (problem := _misfit(value, kind)) is None:
        return
    elif _is_scalar(value) and _misfit("", kind) is None:
        yield Edit(path, value if isinstance(value, str) else msgspec.json.encode(value).decode())
    else:
        tell(f"{_words(path)}: {problem}")
        yield Edit(path)


def _list(value: list[Any], kind: Any, path: Path, tell: Callable[[str], None]) -> Iterator[Edit]:
    gone = 0
    for at, element in enumerate(value):
        place = (*path, at)
        if element is None:
            yield Edit(place)
            continue
        try:
            found = list(_value(element, kind, place, tell))
        except MissingValueError as error:
            tell(str(error))
            found = [Edit(place)]
        gone += any(edit.path == place and edit.is_gone for edit in found)
        yield from found
    if gone == len(value) > 0 and path[-1] in _ASKED_FOR:
        raise MissingValueError(f"none of {path[-1]} can be read")


def _struct(kind: Any) -> type[Struct] | None:
    return kind if isinstance(kind, type) and issubclass(kind, Struct) else None


def _misfit(value: Any, kind: Any) -> str | None:
    try:
        msgspec.convert(value, thread_safe(kind), strict=False)
    except msgspec.ValidationError as error:
        return str(error)
    return None


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _words(path: Path) -> str:
    return ".".join(map(str, path))
