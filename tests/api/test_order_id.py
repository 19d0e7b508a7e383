"""The id of an order, found in answers that are bent or broken."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from sinch_order_cli.api.order_id import LONGEST_ID, find_order_id
from sinch_order_cli.api.request import Call
from sinch_order_cli.api.retry import Retrier, RetryPolicy
from sinch_order_cli.api.transport import Timeouts, Transport

from .server import Reply, ScriptedServer

ID = "01k0Order-7_x"
ORDER: dict[str, Any] = {
    "projectId": "p1",
    "idNumberOrder": ID,
    "regionCode": "AU",
    "numberType": "MOBILE",
    "state": "CREATED",
    "expireTime": "2999-01-01T00:00:00Z",
    "orderNumbers": [
        {
            "phoneNumber": "+61411111112",
            "numberPrice": {"setupPrice": {"currencyCode": "USD", "amount": "1.00"}},
            "capabilities": ["SMS", "VOICE"],
        }
    ],
    "smsConfiguration": {"servicePlanId": 'p"1', "x": None},
    "createTime": "2026-11-25T10:00:00Z",
}
STRANGE: list[Any] = [None, True, 0, -1, 1.5, 1e300, "", "x", "é", "\ud800", [], {}, [[]], {"a": 1}]
BROKEN = [
    b"\xff\xfe\xfa", b'"half', b'"\\ud800"', b'"raw\ttab"', b'"raw\nline"', b'"a"b"', b"NaN",
    b"undefined", b"01", b"{", b"[", b"]", b"}", b"", b"<html>", b'"\\x"', b"\x00", b"'single'",
    b"-", b"1e", b'"' + b"y" * 5000 + b'"', b"[" * 500,
]  # fmt: skip


def others() -> list[str]:
    return [name for name in ORDER if name != "idNumberOrder"]


def text_with(name: str, value: bytes) -> bytes:
    """The order with one member's value written as it is given."""
    members = [
        json.dumps(key).encode() + b": " + (value if key == name else json.dumps(inner).encode())
        for key, inner in ORDER.items()
    ]
    return b"{" + b", ".join(members) + b"}"


def bent() -> list[bytes]:
    """Answers in which only the id is as it should be."""
    whole = json.dumps(ORDER).encode()
    end = whole.index(ID.encode()) + len(ID) + 1
    bodies = [whole[:length] for length in range(end, len(whole) + 1)]
    for name in others():
        bodies.append(json.dumps({k: v for k, v in ORDER.items() if k != name}).encode())
        bodies += [json.dumps({**ORDER, name: value}).encode() for value in STRANGE]
        bodies += [text_with(name, value) for value in BROKEN]
        bodies.append(text_with(name, b'"a", "' + name.encode() + b'": 5'))
        bodies.append(whole.replace(f'"{name}":'.encode(), f"{name}".encode()))
        bodies.append(whole.replace(f'"{name}": '.encode(), f'"{name}: '.encode()))
    return bodies


def test_nothing_beside_the_id_hides_it():
    bodies = bent()
    assert len(bodies) > 400
    lost = [body for body in bodies if find_order_id(body) != ID]
    assert lost == []


def test_an_id_that_is_cut_short_is_none():
    whole = json.dumps({"idNumberOrder": ID, "state": "CREATED"}).encode()
    end = whole.index(ID.encode()) + len(ID) + 1
    assert {find_order_id(whole[:length]) for length in range(end)} == {""}
    assert find_order_id(b'{"idNumberOrder": 123') == ""


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + json.dumps(ORDER).encode(),
        json.dumps(ORDER).encode("utf-16"),
        json.dumps(ORDER).encode("utf-16-le"),
        json.dumps(ORDER).encode("utf-16-be"),
        json.dumps(ORDER).encode("utf-32"),
        json.dumps(ORDER, indent="\t").encode().replace(b"\n", b"\r\n"),
        json.dumps([ORDER]).encode(),
        json.dumps({"order": {"order": ORDER}}).encode(),
        json.dumps({"error": {"code": 500, "details": [ORDER]}}).encode(),
        json.dumps({"idNumberOrder": None, "order": ORDER}).encode(),
        json.dumps({"body": json.dumps(ORDER)}).encode(),
        json.dumps(json.dumps(json.dumps(ORDER))).encode(),
        json.dumps({"body": json.dumps(ORDER)}).replace('\\"', "\\u0022").encode(),
        b"<html><pre>" + json.dumps(ORDER).encode() + b"</pre></html>",
        b")]}',\n" + json.dumps(ORDER).encode(),
        json.dumps(ORDER).encode() * 2,
        b'{"\\u0069dNumberOrder": "' + ID.replace("k", "\\u006B").encode() + b'"}',
        f"{{idNumberOrder: '{ID}', state: 'CREATED'}}".encode(),
        f'{{"id_number_order": "{ID}"}}'.encode(),
        f'{{"idNumberOrder": " {ID} "}}'.encode(),
        f'{{"idNumberOrder": "{ID}", "idNumberOrder": null}}'.encode(),
        f'{{"idNumberOrder": "{ID}", "idNumberOrder": "{ID[:4]}'.encode(),
    ],
)
def test_an_id_is_found_in_whatever_it_lies(body):
    assert find_order_id(body) == ID


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"\0\0", b"null", b"[]", b"{}", b"<html>idNumberOrder</html>",
     b'{"idNumberOrder": null}', b'{"idNumberOrder": ""}', b'{"idNumberOrder": 1.5}',
     b'{"idNumberOrder": true}', b'{"idNumberOrder": {}}', b'{"idNumberOrder": "../orders/au"}',
     b'{"idNumberOrder": "a b"}', b'{"idNumberOrder": "a\\u0000b"}', b'{"idNumberOrder": "a\\nb"}',
     b'{"idNumberOrder": "\xc3\xa9"}', b'{"idNumberOrder": "%2e%2e"}',
     b'{"idNumberOrder": "' + b"x" * (LONGEST_ID + 1) + b'"}',
     b'{"myidNumberOrder": "x"}', b'{"idNumberOrders": "x"}',
     b'{"message": "no idNumberOrder in the request"}'],
)  # fmt: skip
def test_what_is_no_id_is_none(body):
    assert find_order_id(body) == ""


def test_the_answers_own_id_comes_first():
    body = {"error": {"idNumberOrder": "other"}, "idNumberOrder": ID}
    assert find_order_id(json.dumps(body).encode()) == ID


def test_a_number_is_an_id_once_it_is_whole():
    assert find_order_id(b'{"idNumberOrder": 12345678901234567890, "state": "') == (
        "12345678901234567890"
    )


def test_large_answers_are_read_in_little_time():
    fillers = (b'"', b"\\", b"[", b" ", b"idNumberOrder:", b"idNumberOrder" + b" " * 5000)
    for filler in fillers:
        assert find_order_id(filler * (1_000_000 // len(filler))) == ""


@pytest.mark.parametrize(
    "reply",
    [
        Reply(json=ORDER),
        Reply(500, json=ORDER),
        Reply(302, json=ORDER, headers={"Location": "/"}),
        Reply(json={**ORDER, "more": "x" * 5000}, cut="half"),
        Reply(json={**ORDER, "more": "x" * 5000}, trickle=0.001),
    ],
)
def test_an_id_is_heard_however_the_answer_ends(reply):
    transport = Transport(Retrier(RetryPolicy()), timeout=Timeouts(read=5.0, answer=0.6))
    with ScriptedServer(reply) as server:
        call = Call(
            operation="create the order",
            method="POST",
            url=httpx.URL(f"{server.url}/orders"),
            repeatable=False,
            raw_answer=True,
        )
        answer = transport.deliver(call)
    assert find_order_id(answer.body) == ID
