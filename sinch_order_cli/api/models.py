"""The responses of the Numbers API, as far as this program needs them.

Parsing is lenient where the API promises nothing: unknown fields are ignored, unknown states, types
and capabilities are passed on as text, and null counts as absent. An absent text is "", an absent
list (), an absent amount an empty `Money`. A member of the wrong type is omitted and reported (see
`fitting`); the rest is used. `raw` is the server's JSON for `--json`, unchanged except for omitted
members.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from sinch_order_cli.api.order_models import AvailableNumber, NumberOrder, Raw
from sinch_order_cli.decoding import thread_safe

T = TypeVar("T", bound=Struct)

DEEPEST = 64  # levels of JSON; real responses have about ten

# Their content is defined by a country, including nulls and numbers.
_FREE_FORM = frozenset({"fields", "requestDetails"})


class AvailableRegion(Struct, frozen=True, rename="camel"):
    """A region that has numbers, and their types."""

    region_code: str = ""
    region_name: str = ""
    types: tuple[str, ...] = ()


class AvailableRegions(Struct, frozen=True, rename="camel"):
    """The regions that have numbers."""

    available_regions: tuple[AvailableRegion, ...] = ()
    raw: Raw = {}


class AvailableNumbers(Struct, frozen=True, rename="camel"):
    """One page of numbers; the API has no next page."""

    available_numbers: tuple[AvailableNumber, ...] = ()
    raw: Raw = {}


class NumberRequirements(Struct, frozen=True, rename="camel"):
    """The requirements of a region and number type, unparsed; the `kyc` room turns them into a
    form."""

    fields: Any = None
    attachments: Any = None
    raw: Raw = {}


class Reserved(Struct, frozen=True):
    """A successful reservation: its ID, and the order if the whole response could be parsed."""

    id_number_order: str
    order: NumberOrder | None


class Attachment(Struct, frozen=True, rename="camel"):
    """An uploaded document. `upload_status` goes WAITING → COMPLETED or FAILED (FACTS.md, 5)."""

    attachment_id: str = ""
    file_name: str = ""
    mime_type: str = ""
    document_type: str = ""
    upload_status: str = ""
    create_time: str = ""
    update_time: str = ""


class RegistrationLog(Struct, frozen=True, rename="camel"):
    """A reviewer message."""

    message: str = ""
    create_time: str = ""


class Registration(Struct, frozen=True, rename="camel"):
    """The answers on the server, the documents, and the reviewers' messages in order."""

    request_details: dict[str, Any] = {}
    attachments: tuple[Attachment, ...] = ()
    logs: tuple[RegistrationLog, ...] = ()
    raw: Raw = {}

    @property
    def data(self) -> Any:
        """`requestDetails.data`, or None if nothing has been registered."""
        return self.request_details.get("data")

    def attachment(self, attachment_id: str) -> Attachment | None:
        """Return the document uploaded for this requirement, or None."""
        return next((one for one in self.attachments if one.attachment_id == attachment_id), None)


class UnreadableError(ValueError):
    """A body that is not a response of the API."""


def read(kind: type[T], body: bytes, left_out: Callable[[str], None] = lambda why: None) -> T:
    """Parse a response body.

    Args:
        left_out: called with each omitted member and the reason.

    Raises:
        UnreadableError: it is not JSON, not an object or too deep, or the requested value, such as
            the order's ID, is missing or invalid.
    """
    raw = read_object(body)
    try:
        answer = _converted(raw, kind)
    except msgspec.ValidationError:
        from sinch_order_cli.api.fitting import (
            MissingValueError,
            edited,
            edits,
            need_requested_value,
        )

        try:
            changes = edits(raw, kind, left_out)
            need_requested_value(raw, kind)
            raw = edited(raw, changes)
            answer = _converted(raw, kind)
        except (MissingValueError, msgspec.ValidationError) as error:
            raise UnreadableError(str(error)) from error
    if getattr(answer, "id_number_order", None) == "":  # a gateway's object, not an order
        raise UnreadableError("idNumberOrder is missing")
    return msgspec.structs.replace(answer, raw=raw)


def _converted(raw: Raw, kind: type[T]) -> T:
    settled = {**_settled(raw), "raw": {}}
    if "logs" in kind.__struct_fields__:
        from sinch_order_cli.api.reviewer_logs import read_logs

        settled["logs"] = read_logs(raw.get("logs"))
    return msgspec.convert(settled, thread_safe(kind), strict=False)


def is_json(body: bytes) -> bool:
    """Return True if a body is any JSON, also in another encoding."""
    try:
        _decoded(body)
    except UnreadableError:
        return False
    return True


def read_object(body: bytes) -> Raw:
    """Parse a JSON object of limited depth.

    Raises:
        UnreadableError: it is not JSON, not an object, or too deep.
    """
    content = read_json(body)
    if not isinstance(content, dict):
        raise UnreadableError("not a JSON object")
    return content


def read_json(body: bytes) -> Any:
    """Parse JSON of limited depth; invalid characters are replaced.

    Raises:
        UnreadableError: it is not JSON, or too deep.
    """
    content = _decoded(body)
    level = [content] if isinstance(content, dict | list) else []
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return content
    raise UnreadableError("JSON of too many levels")


def _decoded(body: bytes) -> Any:
    """Parse JSON of any depth that can be parsed; invalid characters are replaced.

    Raises:
        UnreadableError: it is not JSON.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        from sinch_order_cli.api.json_repair import repaired  # most responses never need it

        try:
            return msgspec.json.decode(repaired(body))
        except (msgspec.MsgspecError, RecursionError) as error:
            raise UnreadableError("not JSON") from error


def _settled(value: Any) -> Any:
    """Return the response without nulls, and with amounts as text."""
    if isinstance(value, list):
        return [_settled(item) for item in value if item is not None]
    if not isinstance(value, dict):
        return value
    settled = {}
    for key, item in value.items():
        if item is None:
            continue
        if key in _FREE_FORM:
            settled[key] = item
        elif key == "amount" and isinstance(item, int | float):
            settled[key] = str(item)
        else:
            settled[key] = _settled(item)
    return settled
