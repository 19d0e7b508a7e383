"""Read the intact parts of a damaged order file."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

import msgspec

from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.store.migrations import MIGRATIONS
from sinch_order_cli.workflow.model import VERSION, Order

_KEY = re.compile(r'^([ \t]*)"(\w+)"[ \t]*:[ \t]*', re.MULTILINE)


def salvage(content: bytes) -> tuple[Order, set[str]]:
    """Return an order with every part of `content` that is complete and valid.

    Returns:
        The order, and the names of the fields found in the file.
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
    return msgspec.convert({**found, "version": VERSION}, thread_safe(Order)), set(found)


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
