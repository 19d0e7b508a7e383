"""The context of a call to an operation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from werkzeug.wrappers import Request

from sinch_order_cli.sandbox.answers import ViolationStyle
from sinch_order_cli.sandbox.database import Transaction
from sinch_order_cli.sandbox.orders import Order
from sinch_order_cli.sandbox.wire import invalid_argument, not_found

Json = dict[str, Any]


class Call(Struct, frozen=True, kw_only=True):
    """One request with its context. `path` contains the path parameters by their contract names."""

    request: Request
    path: dict[str, str]
    transaction: Transaction
    now: datetime
    base_url: str
    review: timedelta
    violation_style: ViolationStyle
    check_time: datetime | None = None  # of an uploaded document; None: the default

    def order(self) -> Order:
        """Return the order in the path, in its current state."""
        order_id = self.path["numberOrderId"]
        order = self.transaction.order(order_id)
        if order is None or order.project_id != self.path["projectId"]:
            raise not_found("NumberOrder", order_id, "Number order not found")
        return order

    def open_order(self) -> Order:
        """Return the order in the path for a change. Raise an error unless it is open."""
        order = self.order()
        if not order.is_open():
            raise invalid_argument(
                f"Number order {order.id} is in state {order.state}; it can't be changed"
            )
        return order
