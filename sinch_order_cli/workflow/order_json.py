"""An order as `--json` lists it, and as an error's details name it.

`ListedOrder` says which members it has; each is the order's attribute of that name. So a new one is
a member there, and an attribute of `Order` where there is none yet.
"""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import Any, get_args

import msgspec

from sinch_order_cli.results.order_shapes import ListedOrder
from sinch_order_cli.workflow.model import Order


def listed(order: Order) -> ListedOrder:
    """An order as it was last seen; its `differences` are left to who works them out."""
    found = msgspec.convert(order, ListedOrder, from_attributes=True)
    for part in (found, *found.attempts):
        for name in _nullable(type(part)):
            if getattr(part, name) == "":  # an order has no nulls for texts
                setattr(part, name, None)
    return found


def as_json(order: Order) -> dict[str, Any]:
    """The members of an error's details that name an order."""
    members: dict[str, Any] = msgspec.to_builtins(listed(order))
    return members


@cache
def _nullable(kind: type[msgspec.Struct]) -> list[str]:
    fields = msgspec.structs.fields(kind)
    return [field.name for field in fields if NoneType in get_args(field.type)]
