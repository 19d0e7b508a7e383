"""What is written into the file of an order."""

from __future__ import annotations

import msgspec

from sinch_order_cli.api import exact
from sinch_order_cli.workflow.model import Order

_READABLE = 200_000
"""Bytes of an order up to which its file is written with a line for each value."""


def order_content(order: Order) -> bytes:
    """The order as its file has it: a line for each value, or for each member where it is large.

    Indentation could make a server's answer of some megabytes a file that is too large to read.
    """
    content = exact.encode(order)
    if len(content) <= _READABLE:
        return msgspec.json.format(content, indent=1)
    members = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    lines = [b' "%s": %s' % (key.encode(), bytes(value)) for key, value in members.items()]
    return b"{\n" + b",\n".join(lines) + b"\n}"
