"""Read the intact parts of a damaged order file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import Struct

from sinch_order_cli.api.order_models import OrderRequest, read_kept
from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.store.migrations import MIGRATIONS
from sinch_order_cli.workflow.attempts import Attempt
from sinch_order_cli.workflow.model import VERSION, Order

_KEY = re.compile(r'^([ \t]*)"(\w+)"[ \t]*:[ \t]*', re.MULTILINE)


class Salvaged(Struct, frozen=True):
    """The readable content of a damaged order file.

    Attributes:
        order: every part of the file that is complete and valid, and the ID known from before.
        found: the names of the fields found in the file.
    """

    order: Order
    found: frozenset[str]

    @property
    def may_be_reserved(self) -> bool:
        """True if there is no ID, but the unreadable parts may have had one or an attempt."""
        return not self.order.id_number_order and not {"server", "attempts"} <= self.found

    def may_follow(self, name: str) -> bool:
        """Return True if the order may be based on the order `name`."""
        earlier = self.order.earlier
        return "earlier" not in self.found if earlier is None else earlier.name == name

    def may_have_requested(self, body: Mapping[str, Any]) -> bool:
        """Return True if the order may have had the same request."""
        asked = read_kept(OrderRequest, body)
        had = self.order.requested
        if self.order.request and (had.phone_numbers or asked.phone_numbers):
            return had.phone_numbers == asked.phone_numbers
        return self.order.region_code in ("", asked.region_code)


def salvage(content: bytes, id_before: str = "") -> Salvaged:
    """Return the readable content of a damaged order file.

    Args:
        id_before: the order's ID, if it was known before the file was damaged.
    """
    document = _parts(content.decode(errors="surrogateescape"))
    if document.get("version") == 1:
        with suppress(AttributeError, TypeError):
            document = MIGRATIONS[1](document)
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(Order):
        key = field.encode_name
        if key not in document or key == "version":
            continue
        with suppress(ValueError, RecursionError):
            msgspec.convert({key: document[key]}, thread_safe(Order)).check()
            msgspec.json.encode(document[key])  # a lone surrogate can't be written again
            found[key] = document[key]
    order = msgspec.convert({**found, "version": VERSION}, thread_safe(Order))
    made = next((one for one in reversed(order.attempts) if one.outcome == "reserved"), None)
    known = id_before or (made.id_number_order if made is not None else "")
    if known and not order.id_number_order:
        order.server = {**(order.server or {}), "idNumberOrder": known}
    if "request" not in found and (body := _body(order.attempts)):
        order.request = body
    return Salvaged(order, frozenset(found))


def _body(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """Return the request that was reserved, or else may have been; {} if there is none."""
    sent = [one for one in attempts if one.outcome != "refused"]
    sent.sort(key=lambda one: one.outcome == "reserved")
    return dict(sent[-1].body) if sent else {}


def _parts(text: str) -> dict[str, Any]:
    """Return the complete members of the top-level object.

    If the text as a whole is not JSON, the top-level keys are recognised by their indentation,
    which is that of the first key, as in all files written by this program.
    """
    with suppress(ValueError, RecursionError):
        whole = json.loads(text)
        return whole if isinstance(whole, dict) else {}
    reader = json.JSONDecoder()
    parts: dict[str, Any] = {}
    outermost: str | None = None
    for match in _KEY.finditer(text):
        indent, key = match.groups()
        outermost = indent if outermost is None else outermost
        if indent == outermost and key not in parts:
            with suppress(ValueError, RecursionError):
                parts[key], _ = reader.raw_decode(text, match.end())
    return parts
