"""Reading answers: exact where it counts, lenient where nothing is promised."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinch_order_cli.api.json_repair import repaired
from sinch_order_cli.api.models import (
    AvailableNumbers,
    Registration,
    RegistrationLog,
    UnreadableError,
    read,
    read_object,
)
from sinch_order_cli.api.order_models import AvailableNumber, NumberOrder


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ('"2.00"', "2.00"),
        ('"0.10000000000000000001"', "0.10000000000000000001"),
        ("2.00", "2.0"),  # the contract has text
        ("3", "3"),
        ("null", ""),
    ],
)
def test_amounts_are_the_text_that_was_sent(written, amount):
    number = read(AvailableNumber, f'{{"setupPrice": {{"amount": {written}}}}}'.encode())
    assert number.setup_price.amount == amount


def test_numbers_in_answers_stay_numbers():
    body = b'{"requestDetails": {"data": {"share": 1.50, "count": 2, "amount": 3.5, "no": null}}}'
    registration = read(Registration, body)
    assert registration.data == {"share": 1.5, "count": 2, "amount": 3.5, "no": None}


def test_null_counts_as_absent():
    nulls = dict.fromkeys(("orderNumbers", "smsConfiguration", "expireTime", "state"))
    nulls["idNumberOrder"] = "o1"
    order = read(NumberOrder, json.dumps(nulls).encode())
    assert order == NumberOrder(id_number_order="o1", raw=nulls)


@pytest.mark.parametrize("body", [{}, {"status": "ok"}, {"idNumberOrder": ""}])
def test_an_object_without_an_id_is_no_order(body):
    with pytest.raises(UnreadableError, match="idNumberOrder is missing"):
        read(NumberOrder, json.dumps({"state": "IN_REVIEW", **body}).encode())


def test_raw_is_the_servers_own():
    raw = {"idNumberOrder": "o1", "state": "X", "raw": 1, "new": {"amount": 1.5}}
    assert read(NumberOrder, json.dumps(raw).encode()).raw == raw


ORDER = '{"idNumberOrder": "o1", "state": "CREATED", "regionCode": "AU", "x": %s}'


@pytest.mark.parametrize(
    ("body", "x"),
    [
        (b"\xef\xbb\xbf" + (ORDER % '"\u00e9"').encode(), "é"),
        ((ORDER % '"é"').encode("utf-16"), "é"),
        ((ORDER % '"é"').encode("utf-32"), "é"),
        ((ORDER % r'"a\ud800b"').encode(), "a\ufffdb"),
        ((ORDER % r'"\udc00\ud83d\ude00\ud83d"').encode(), "\ufffd😀\ufffd"),
        ((ORDER % r'"\\ud800 \\\ud800"').encode(), "\\ud800 \\\ufffd"),
        ((ORDER % '"a\tb\nc\x00"').encode(), "a\tb\nc\x00"),
        ((ORDER % '"caf?"').encode().replace(b"?", b"\xe9"), "caf\ufffd"),
        ((ORDER % '"?"').encode().replace(b"?", b"\xed\xa0\x80"), "\ufffd\ufffd\ufffd"),
        ((ORDER % r'"\"\ud800\"", "y\uDFFF": "{\t"').encode(), '"\ufffd"'),
    ],
)
def test_a_bad_character_does_not_hide_an_order(body, x):
    order = read(NumberOrder, body)
    assert (order.id_number_order, order.state, order.region_code) == ("o1", "CREATED", "AU")
    assert order.raw["x"] == x


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_right_is_not_repaired_into_something_else(value):
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=1).encode()
        assert json.loads(repaired(text)) == value


@pytest.mark.parametrize(
    "filler", [b'"', b"\\", b'\\"', b"\t", b'"\t', b"\\ud800", b"\xff", b'{"a":']
)
def test_repairing_takes_little_time(filler):
    with pytest.raises(UnreadableError):
        read_object(b"{" + filler * (1_000_000 // len(filler)))


@pytest.mark.parametrize(
    ("log", "message", "time"),
    [
        ({"message": "m", "createTime": "2026-11-25T10:00:00Z"}, "m", "2026-11-25T10:00:00Z"),
        ("just text", "just text", ""),
        ({"message": "m", "createTime": 1764064800}, "m", "2025-11-25T10:00:00Z"),
        ({"message": "m", "createTime": 1764064800123}, "m", "2025-11-25T10:00:00Z"),
        ({"message": "m", "createTime": 1e300}, "m", "1e300"),
        ({"message": "m", "createTime": {"seconds": 5}}, "m", '{"seconds":5}'),
        ({"text": "m", "timestamp": "t"}, "m", "t"),
        ({"comment": "m", "created_at": 0}, "m", "1970-01-01T00:00:00Z"),
        ({"message": {"text": "m"}}, "m", ""),
        ({"message": ["m", "n"]}, '["m","n"]', ""),
        ({"message": None, "text": "m"}, "m", ""),
        ({"message": 5}, "5", ""),
        ({"from": "Ann", "note": "m"}, "m", ""),
        ({"code": "R7", "author": "Ann"}, '{"code":"R7","author":"Ann"}', ""),
        (["a", 1], '["a",1]', ""),
        (7, "7", ""),
    ],
)
def test_a_reviewers_message_of_any_shape_is_kept(log, message, time):
    answer = read(Registration, json.dumps({"logs": ["first", log]}).encode())
    assert [one.message for one in answer.logs] == ["first", message]
    assert answer.logs[1].create_time == time
    alone = read(Registration, json.dumps({"logs": log}).encode())
    if not isinstance(log, list):
        assert [one.message for one in alone.logs] == [message]


def test_nothing_in_the_logs_is_no_message():
    for logs in (None, [], [None], {}, [{}], [""], [{"message": ""}]):
        assert read(Registration, json.dumps({"logs": logs}).encode()).logs == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"state": ',
        b'{"orderNumbers": {"a": 1}}',
        b'{"n": 1e999}',
        b'{"deep": ' + b"[" * 70 + b"]" * 70 + b"}",
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_what_is_not_the_api_is_said_to_be_so(body):
    with pytest.raises(UnreadableError):
        read(NumberOrder, body)


@pytest.mark.parametrize("odd", [None, 5, "x", [], {"phoneNumber": 5}, {"setupPrice": []}])
def test_an_odd_element_does_not_take_the_others_with_it(odd):
    told = []
    body = {"availableNumbers": [odd, {"phoneNumber": "+61411111112"}]}
    found = read(AvailableNumbers, json.dumps(body).encode(), told.append)
    assert [one.phone_number for one in found.available_numbers] == ["+61411111112"]
    assert len(told) == (odd is not None) and all("availableNumbers" in why for why in told)
    assert found.raw["availableNumbers"][-1] == {"phoneNumber": "+61411111112"}
    assert len(found.raw["availableNumbers"]) == (2 if odd is None else 1)


def test_a_list_without_anything_readable_is_no_answer_but_a_registration_is():
    with pytest.raises(UnreadableError):
        read(AvailableNumbers, b'{"availableNumbers": [5]}')
    body = b'{"requestDetails": {"data": 1}, "attachments": ["x"], "logs": [{"message": 2}]}'
    registration = read(Registration, body)
    assert (registration.data, registration.attachments, registration.logs) == (
        1,
        (),
        (RegistrationLog("2"),),
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                [
                    "orderNumbers",
                    "availableNumbers",
                    "logs",
                    "phoneNumber",
                    "amount",
                    "requestDetails",
                    "x",
                ]
            ),
            inner,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(body=st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_nothing_makes_reading_fail_otherwise(body):
    for kind in (NumberOrder, Registration, AvailableNumber, AvailableNumbers):
        with contextlib.suppress(UnreadableError):
            read(kind, body)
