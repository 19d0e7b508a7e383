"""Several numbers at once: one order each, because the API takes one number per order.

Each of them is a whole order that can be continued alone. Orders that were chosen together have
the same `Order.group`; the answers given for one serve all, with each order's own number in the
rows that are about a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sinch_order_cli.kyc import Form
from sinch_order_cli.workflow.model import CHOICES, Order, timestamp
from sinch_order_cli.workflow.numbers import rewrite


def order_like(order: Order, phone_number: str, offer: dict[str, Any], now: float) -> Order:
    """A new order, not yet named or saved, for another number with the same choices."""
    return Order(
        project_id=order.project_id,
        region_code=order.region_code,
        number_type=order.number_type,
        created_at=timestamp(now),
        lookup=order.lookup,
        request={**order.request, "numberOrderOption": {"phoneNumbers": [phone_number]}},
        offer=offer,
        customer=order.customer,
    )


def group(orders: Sequence[Order], group_id: str) -> None:
    """Note that orders were chosen together; one alone is in no group.

    Args:
        group_id: what no other group has; made at the moment of the choice.
    """
    numbers = tuple(number for order in orders for number in order.phone_numbers)
    for order in orders:
        order.group = group_id if len(orders) > 1 else ""
        order.together = numbers if len(orders) > 1 else ()


def group_members(order: Order, orders: Iterable[Order]) -> list[Order]:
    """The orders of the same group, without `order` itself; never another project's
    or customer's."""
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
    """Give another order, not yet reserved, what was chosen for this one beside the number."""
    chosen = {key: value for key, value in order.request.items() if key not in CHOICES}
    own = {key: value for key, value in other.request.items() if key in CHOICES}
    other.request = {**chosen, **own}


def answers_for(form: Form, order: Order, other: Order) -> Any:
    """The answers of `order` as they are for `other`: about its number, otherwise the same."""
    return rewrite(form, order.answers, order.phone_numbers, other.phone_numbers)[0]
