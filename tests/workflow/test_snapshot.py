"""What is kept of an order as the API has it is read once, and typed."""

from __future__ import annotations

import msgspec
import pytest

from sinch_order_cli.api.order_models import NumberOrder, OrderRequest, check_kept, read_kept
from sinch_order_cli.workflow.model import Order

RAW = {"idNumberOrder": "01k", "state": "CREATED", "expireTime": None}


def test_a_reading_is_made_once_and_again_where_the_member_was_replaced() -> None:
    order = Order(name="one", server=RAW)
    first = order.at_server
    assert order.at_server is first and order.state == "CREATED" and order.expire_time is None
    order.server = {**RAW, "state": "COMPLETED"}
    assert (order.state, order.is_final) == ("COMPLETED", True)
    order.server = None
    assert (order.state, order.id_number_order, order.phone_numbers) == ("", "", [])


def test_a_reading_is_neither_written_nor_compared() -> None:
    order, other = Order(server=RAW), Order(server=RAW)
    assert order.state and order == other
    assert msgspec.json.encode(order) == msgspec.json.encode(other)
    assert msgspec.structs.replace(order, server={"state": "REJECTED"}).state == "REJECTED"


def test_nulls_and_amounts_that_are_numbers_are_read() -> None:
    price = {"monthlyPrice": {"currencyCode": "USD", "amount": 2.5}, "setupPrice": None}
    numbers = [{"phoneNumber": "+61411111112", "numberPrice": price, "capabilities": [None, "SMS"]}]
    [number] = check_kept(NumberOrder, {**RAW, "orderNumbers": numbers}).order_numbers
    assert (number.number_price.monthly_price.amount, number.capabilities) == ("2.5", ("SMS",))


def test_a_member_of_another_type_is_not_there_for_a_reader_and_found_by_a_check() -> None:
    raw = {"numberOrderOption": [], "callbackUrl": "u"}
    assert read_kept(OrderRequest, raw) == OrderRequest(callback_url="u")
    with pytest.raises(msgspec.ValidationError):
        check_kept(OrderRequest, raw)
