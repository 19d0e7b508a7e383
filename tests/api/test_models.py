"""Reading answers: exact where it counts, lenient where nothing is promised."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinch_order_cli.api.models import (
    AvailableNumber,
    AvailableNumbers,
    NumberOrder,
    Registration,
    UnreadableError,
    read,
)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ('"2.00"', "2.00"),
        ("2.00", "2.00"),
        ("0.10000000000000000001", "0.10000000000000000001"),
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
    order = read(NumberOrder, json.dumps(nulls).encode())
    assert order == NumberOrder(raw=nulls)


def test_raw_is_the_servers_own():
    body = b'{"state": "X", "raw": 1, "new": {"amount": 1.5}}'
    assert read(NumberOrder, body).raw == {"state": "X", "raw": 1, "new": {"amount": 1.5}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"state": ',
        b'{"state": "\xff"}',
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
    assert found.raw == body


def test_a_list_without_anything_readable_is_no_answer_but_a_registration_is():
    with pytest.raises(UnreadableError):
        read(AvailableNumbers, b'{"availableNumbers": [5]}')
    body = b'{"requestDetails": {"data": 1}, "attachments": ["x"], "logs": [{"message": 2}]}'
    registration = read(Registration, body)
    assert (registration.data, registration.attachments, registration.logs) == (1, (), ())


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
