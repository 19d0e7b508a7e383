"""Every line of the table of magic values."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from sinch_order_cli.sandbox.magic import MAGIC

from .driver import AU_ANSWERS, LETTER, Clock, Driver, violations


def with_text(text: str) -> Any:
    answers = copy.deepcopy(AU_ANSWERS)
    answers[1]["endBusinessName"] = f"Acme, {text}, Pty Ltd"
    return answers


def test_the_table_names_every_value() -> None:
    table = "\n".join(value for value, _ in MAGIC)
    for value in (
        "94",
        "95",
        "96",
        "97",
        "98",
        "99",
        "REJECT ME",
        "BLOCK ME",
        "REFUSE ME",
        "fail",
        "else",
    ):
        assert value in table
    assert all(outcome for _, outcome in MAGIC)


def test_95_never_expires(api: Driver, clock: Clock) -> None:
    order_id = api.reserve("+61411111195")
    assert api.order(order_id)["expireTime"] is None
    clock.pass_(days=400)
    assert api.order(order_id)["state"] == "CREATED"


def test_96_expires_after_twenty_seconds(api: Driver, clock: Clock) -> None:
    order_id = api.reserve("+61411111196")
    clock.pass_(seconds=19)
    assert api.order(order_id)["state"] == "CREATED"
    clock.pass_(seconds=1)
    assert api.order(order_id)["state"] == "EXPIRED"
    assert api.messages(order_id) == ["The reservation has expired."]


def test_97_is_listed_but_gone(api: Driver) -> None:
    query = {"numberPattern.pattern": "97", "numberPattern.searchPattern": "END"}
    number = api.search("AU", "MOBILE", **query)[0]["phoneNumber"]
    answer = api.create("AU", "MOBILE", numberOrderOption={"phoneNumbers": [number]})
    assert answer.status_code == 404
    option = {"requestedQuantity": 1, "numberPattern": {"pattern": "97", "searchPattern": "END"}}
    assert api.create("AU", "MOBILE", quantityOrderOption=option).status_code == 404
    for count in (85, 1, 1):  # where the server chooses, it chooses another one
        option = {"requestedQuantity": count}
        assert api.create("AU", "MOBILE", quantityOrderOption=option).status_code == 200


@pytest.mark.parametrize(
    ("phone_number", "answers"),
    [
        ("+61411111198", AU_ANSWERS),
        ("+61411111112", with_text("REJECT ME")),
        ("+61411111112", with_text("reject me")),
    ],
)
def test_rejected_with_a_reason(api: Driver, clock: Clock, phone_number: str, answers: Any) -> None:
    order_id = api.submit_au(phone_number, answers)
    clock.pass_(seconds=3)
    assert api.order(order_id)["state"] == "REJECTED"
    assert "new order" in api.messages(order_id)[-1]
    assert api.free(phone_number)
    assert api.submit(order_id).status_code == 400
    clock.pass_(hours=48)
    assert api.order(order_id)["state"] == "REJECTED"


def test_99_is_blocked_once(api: Driver, clock: Clock) -> None:
    order_id = api.submit_au("+61411111199")
    clock.pass_(seconds=3)
    assert api.order(order_id)["state"] == "BLOCKED"
    assert "?" in api.messages(order_id)[-1]
    clock.pass_(hours=72)  # a blocked order keeps its numbers
    assert not api.free("+61411111199")
    api.submit(order_id).raise_for_status()
    clock.pass_(seconds=3)
    assert api.order(order_id)["state"] == "COMPLETED"


def test_block_me_is_blocked_until_it_is_gone(api: Driver, clock: Clock) -> None:
    order_id = api.submit_au("+61411111112", with_text("BLOCK ME"))
    for _ in range(2):
        clock.pass_(seconds=3)
        assert api.order(order_id)["state"] == "BLOCKED"
        api.submit(order_id).raise_for_status()
    clock.pass_(seconds=3)
    api.register(order_id, AU_ANSWERS).raise_for_status()
    api.attach(order_id, LETTER, name="better.pdf").raise_for_status()
    api.submit(order_id).raise_for_status()
    clock.pass_(seconds=3)
    assert api.order(order_id)["state"] == "COMPLETED"


def test_a_file_that_fails_has_to_be_replaced(api: Driver, clock: Clock) -> None:
    order_id = api.reserve("+61411111112")
    api.register(order_id, AU_ANSWERS).raise_for_status()
    api.attach(order_id, LETTER, name="Fail.pdf").raise_for_status()
    clock.pass_(seconds=1)
    assert api.registration(order_id)["attachments"][0]["uploadStatus"] == "FAILED"
    assert api.submit(order_id).status_code == 400
    api.attach(order_id, LETTER).raise_for_status()
    assert api.submit(order_id).status_code == 200


def test_a_file_that_fails_after_the_submit_blocks(api: Driver, clock: Clock) -> None:
    order_id = api.reserve("+61411111112")
    api.register(order_id, AU_ANSWERS).raise_for_status()
    api.attach(order_id, LETTER, name="fail.pdf").raise_for_status()
    api.submit(order_id).raise_for_status()
    clock.pass_(seconds=3)
    assert api.order(order_id)["state"] == "BLOCKED"
    assert "fail.pdf" in api.messages(order_id)[-1]


def test_refuse_me_is_refused_at_once(api: Driver) -> None:
    order_id = api.reserve("+61411111112")
    refused = api.register(order_id, with_text("REFUSE ME"))
    assert list(violations(refused)) == ["requestDetails.data[1].endBusinessName"]
    assert api.register(order_id, AU_ANSWERS).status_code == 200
