"""Several numbers at once: one order each, because the API takes one number per order.

Each of them is a whole order that can be gone on with alone. What belongs together says so in
`Order.together`; the answers given for one serve all, with each order's own number in the rows
that are about a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sinch_order_cli.kyc import Form, get, put
from sinch_order_cli.workflow.order import Order, timestamp

_CHOICES = ("numberOrderOption", "quantityOrderOption")


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
    )


def mates(order: Order, orders: Iterable[Order]) -> list[Order]:
    """Those of `orders` that belong together with `order`, without itself."""
    numbers = set(order.together)
    return [one for one in orders if one.name != order.name and numbers & set(one.together)]


def configure_alike(order: Order, other: Order) -> None:
    """Give another order, not yet reserved, what was chosen for this one beside the number."""
    chosen = {key: value for key, value in order.request.items() if key not in _CHOICES}
    own = {key: value for key, value in other.request.items() if key in _CHOICES}
    other.request = {**chosen, **own}


def answers_for(form: Form, order: Order, other: Order) -> Any:
    """The answers of `order` as they are for `other`: about its number, otherwise the same."""
    data = order.answers
    numbers = dict(zip(order.phone_numbers, other.phone_numbers, strict=False))
    if data is None:
        return None
    for section in form.questions(data):
        for field in section.fields:
            if field.is_number and (number := numbers.get(str(get(data, field.path, "")))):
                data = put(data, field.path, number)
    return data
