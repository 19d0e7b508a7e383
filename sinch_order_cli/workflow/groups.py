"""Groups of orders: one order for each number, because the API takes one number per order.

Each is a complete order that can be continued alone. Orders chosen together have the same
`Order.group`, and the answers for one are used for all, with each order's own number in the rows
about a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sinch_order_cli.kyc import Form
from sinch_order_cli.workflow.model import CHOICES, Order, timestamp
from sinch_order_cli.workflow.numbers import rewrite


def order_like(order: Order, phone_number: str, offer: dict[str, Any], now: float) -> Order:
    """Return a new order, without name and not saved, for another number with the same choices."""
    return Order(
        project_id=order.project_id,
        region_code=order.region_code,
        number_type=order.number_type,
        created_at=timestamp(now),
        lookup=order.lookup,
        request={**order.request, "numberOrderOption": {"phoneNumbers": [phone_number]}},
        offer=offer,
        customer=order.customer,
        customer_since=order.customer_since,
    )


def group(orders: Sequence[Order], group_id: str) -> None:
    """Mark orders as chosen together; a single order is in no group.

    Args:
        group_id: unique to the group; created at the time of the choice.
    """
    numbers = tuple(number for order in orders for number in order.phone_numbers)
    for order in orders:
        order.group = group_id if len(orders) > 1 else ""
        order.together = numbers if len(orders) > 1 else ()


def group_members(order: Order, orders: Iterable[Order]) -> list[Order]:
    """Return the other orders of the same group, project and customer."""
    if not order.group:
        return []
    return [
        one
        for one in orders
        if one.name != order.name
        and (one.group, one.project_id, one.customer)
        == (order.group, order.project_id, order.customer)
    ]


def configure_alike(order: Order, other: Order) -> None:
    """Copy this order's choices, except the number, to another order that is not yet reserved."""
    chosen = {key: value for key, value in order.request.items() if key not in CHOICES}
    own = {key: value for key, value in other.request.items() if key in CHOICES}
    other.request = {**chosen, **own}


def answers_for(form: Form, order: Order, other: Order) -> Any:
    """Return the answers of `order` for `other`: with its number, otherwise equal."""
    return rewrite(form, order.answers, order.phone_numbers, other.phone_numbers)[0]


def is_registered_alike(form: Form, order: Order, other: Order) -> bool:
    """Return True if the registration of `other` has the answers of `order`."""
    known = [
        rewrite(form, data, order.phone_numbers, other.phone_numbers)[0]
        for data in (order.answers, order.registered)
        if data is not None
    ]
    return other.registered in known or (bool(other.registered_at) and other.answers in known)
