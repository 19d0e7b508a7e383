"""The content of an order's file."""

from __future__ import annotations

import msgspec

from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.workflow.model import Order

_READABLE = 200_000
"""Size in bytes of an order up to which each value gets its own line."""


class _Server(msgspec.Struct, rename="camel"):
    id_number_order: str = ""


class _Reserved(msgspec.Struct):
    server: _Server | None = None


def id_in(content: bytes) -> str:
    """Return the order ID in a file without reading the rest; "" if there is none, or none can be
    read."""
    try:
        found = msgspec.json.decode(content, type=thread_safe(_Reserved))
    except (msgspec.DecodeError, RecursionError):
        return ""
    return found.server.id_number_order if found.server is not None else ""


def order_content(order: Order) -> bytes:
    """Serialise an order, with a line for each value, or for each member if it is large.

    Indentation could make a file from a server's response of some megabytes too large to read.
    """
    content = msgspec.json.encode(order)
    if len(content) <= _READABLE:
        return msgspec.json.format(content, indent=1)
    members = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    lines = [b' "%s": %s' % (key.encode(), bytes(value)) for key, value in members.items()]
    return b"{\n" + b",\n".join(lines) + b"\n}"
