"""A member of the wrong type in an answer: the rest is read, kept and shown all the same."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from sinch_order_cli.api.active_numbers import ActiveNumber
from sinch_order_cli.api.models import (
    AvailableNumbers,
    AvailableRegions,
    NumberRequirements,
    Registration,
    UnreadableError,
    read,
)
from sinch_order_cli.api.order_models import AvailableNumber, NumberOrder
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.views.order_columns import order_row
from sinch_order_cli.views.order_results import order_result
from sinch_order_cli.views.order_view import print_status
from sinch_order_cli.workflow.context import apply_server_state
from sinch_order_cli.workflow.model import Order

MONEY = {"currencyCode": "USD", "amount": "1.00"}
NUMBER = {
    "phoneNumber": "+61411111112",
    "regionCode": "AU",
    "type": "MOBILE",
    "capability": ["SMS"],
    "setupPrice": MONEY,
    "monthlyPrice": MONEY,
    "paymentIntervalMonths": 1,
    "supportingDocumentationRequired": True,
}
ANSWERS: dict[type[Any], dict[str, Any]] = {
    NumberOrder: {
        "projectId": "p",
        "idNumberOrder": "01k",
        "regionCode": "AU",
        "numberType": "MOBILE",
        "state": "IN_REVIEW",
        "orderNumbers": [
            {
                "phoneNumber": "+61411111112",
                "capabilities": ["SMS"],
                "numberPrice": {"setupPrice": MONEY, "monthlyPrice": MONEY},
            }
        ],
        "smsConfiguration": {"servicePlanId": "s"},
        "voiceConfiguration": {"type": "RTC", "appId": "a"},
        "expireTime": "2999-01-01T00:00:00Z",
        "createTime": "2026-01-01T00:00:00Z",
        "updateTime": "2026-01-01T00:00:00Z",
    },
    Registration: {
        "requestDetails": {"data": [1]},
        "attachments": [
            {
                "attachmentId": "a",
                "fileName": "f",
                "mimeType": "m",
                "documentType": "d",
                "uploadStatus": "WAITING",
                "createTime": "t",
                "updateTime": "t",
            }
        ],
        "logs": [{"message": "m", "createTime": "t"}],
    },
    AvailableNumber: NUMBER,
    AvailableNumbers: {"availableNumbers": [NUMBER, NUMBER]},
    AvailableRegions: {
        "availableRegions": [{"regionCode": "AU", "regionName": "Australia", "types": ["MOBILE"]}]
    },
    NumberRequirements: {"fields": {"rules": []}, "attachments": []},
    ActiveNumber: {
        "phoneNumber": "+61411111112",
        "projectId": "p",
        "displayName": "d",
        "regionCode": "AU",
        "type": "MOBILE",
        "capability": ["SMS"],
        "money": MONEY,
        "paymentIntervalMonths": 1,
        "nextChargeDate": "t",
        "expireAt": "t",
        "smsConfiguration": {
            "servicePlanId": "s",
            "scheduledProvisioning": {"status": "FAILED", "errorCodes": ["X"]},
        },
        "voiceConfiguration": {"type": "RTC", "scheduledVoiceProvisioning": {"status": "WAITING"}},
        "callbackUrl": "u",
    },
}
ODD = [5, 1.5, True, "x", "", [], [1], [None], {}, {"a": 1}, None]
STRICT = {"idNumberOrder", "availableNumbers", "availableRegions", "phoneNumber", "regionCode"}
STRICT |= {"setupPrice", "monthlyPrice", 0}  # of a list of one
"""What an answer is of no use without: its last step, or the price that it is within."""


def places(content: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = content.items() if isinstance(content, dict) else enumerate(content)
    for name, value in members:
        yield (*way, name)
        if isinstance(value, dict | list):
            yield from places(value, (*way, name))


def bent(kind: type[Any]) -> Iterator[tuple[tuple[Any, ...], Any, dict[str, Any]]]:
    for way in places(ANSWERS[kind]):
        for odd in ODD:
            answer = json.loads(json.dumps(ANSWERS[kind]))
            inner: Any = answer
            for step in way[:-1]:
                inner = inner[step]
            inner[way[-1]] = odd
            yield way, odd, answer


@pytest.mark.parametrize("kind", ANSWERS)
def test_one_odd_member_leaves_the_rest_readable(kind: type[Any]) -> None:
    unreadable = set()
    for way, odd, answer in bent(kind):
        try:
            found = read(kind, json.dumps(answer).encode())
        except UnreadableError:
            unreadable.add(way[0] if "Price" in str(way[0]) else way[-1])
            continue
        for field in msgspec.structs.fields(kind):
            if field.encode_name not in ("raw", "logs", way[0]):
                whole = read(kind, json.dumps(ANSWERS[kind]).encode())
                assert getattr(found, field.name) == getattr(whole, field.name), (way, odd)
    assert unreadable <= STRICT


def test_what_is_left_out_is_said_and_a_number_for_a_text_is_its_text() -> None:
    told: list[str] = []
    order = ANSWERS[NumberOrder] | {"state": 5, "regionCode": ["AU"], "updateTime": True}
    found = read(NumberOrder, json.dumps(order).encode(), told.append)
    assert (found.state, found.region_code, found.update_time) == ("5", "", "true")
    assert found.raw["state"] == "5" and "regionCode" not in found.raw
    assert told == ["regionCode: Expected `str`, got `array`"]


def test_an_order_with_an_odd_member_is_shown_and_written() -> None:
    context: Any = SimpleNamespace(api=SimpleNamespace(clock_offset=None))
    for _, _, answer in bent(NumberOrder):
        try:
            found = read(NumberOrder, json.dumps(answer).encode())
        except UnreadableError:
            continue
        for state in ("", "COMPLETED"):
            order = Order(name="one")
            apply_server_state(context, order, found)
            if state and order.server:
                order.server = {**order.server, "state": state}
            printed = io.StringIO()
            print_status(Terminal(io.StringIO(), printed, io.StringIO(), {}), order, 0.0)
            assert "one" in printed.getvalue()
            assert order_row(order, 0.0, str)[0] == "one"
            msgspec.json.decode(msgspec.json.encode(order_result(order, 0.0)), type=dict[str, Any])
