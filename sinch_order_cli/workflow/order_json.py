"""An order for `--json`, in lists and in the details of errors.

`ListedOrder` defines the members; each is the order's attribute of that name. To add one, add a
member there, and an attribute of `Order` if there is none yet.
"""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import Any, get_args

import msgspec

from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.results.order_shapes import ListedOrder
from sinch_order_cli.workflow.model import Order


def listed(order: Order) -> ListedOrder:
    """Return the order in its last known state; callers fill in `differences`."""
    found = msgspec.convert(order, thread_safe(ListedOrder), from_attributes=True)
    for part in (found, *found.attempts):
        for name in _nullable(type(part)):
            if getattr(part, name) == "":  # an order has "" in place of null
                setattr(part, name, None)
    return found


def as_json(order: Order) -> dict[str, Any]:
    """Return the members that identify an order in the details of an error."""
    members: dict[str, Any] = msgspec.to_builtins(listed(order))
    return members


@cache
def _nullable(kind: type[msgspec.Struct]) -> list[str]:
    fields = msgspec.structs.fields(kind)
    return [field.name for field in fields if NoneType in get_args(field.type)]
