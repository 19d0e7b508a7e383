"""What keeps an order from being submitted, told all at once."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import DataError
from sinch_order_cli.views.command_line import CommandLine
from sinch_order_cli.workflow.attempts import Attempt
from sinch_order_cli.workflow.check import findings
from sinch_order_cli.workflow.model import Order, SentAttachment
from sinch_order_cli.workflow.states import UNUSABLE
from sinch_order_cli.workflow.steps import read_lookup
from sinch_order_cli.workflow.sync import refuse_incomplete

CONTRACT = Path(__file__).parents[1] / "contract" / "kyc"

BLOCKED = {
    "server": {"idNumberOrder": "01k", "state": "BLOCKED"},
    "logs": [{"message": "Received."}, {"message": "What is it for?"}],
}


@pytest.mark.parametrize(
    ("order", "problem", "fix"),
    [
        ({}, "no number is reserved", "sinch-order resume one"),
        (
            {"attempts": (Attempt(body={}, sent_at="2026-11-24T20:00:00Z"),)},
            "outcome unknown, a number may be reserved: no answer was received for the attempt "
            "at 2026-11-24T20:00:00Z",
            "sinch-order status one",
        ),
        (
            BLOCKED,
            "action needed: What is it for?",
            "sinch-order register one --set PATH=VALUE, then sinch-order submit one",
        ),
        (
            {**BLOCKED, "logs": []},
            "action needed",
            "sinch-order register one --set PATH=VALUE, then sinch-order submit one",
        ),
        (
            {"server": {"state": "REJECTED"}},
            "the order was rejected",
            "sinch-order create --from one",
        ),
    ],
)
def test_what_is_wrong_with_the_order_itself(order: dict[str, Any], problem: str, fix: str) -> None:
    [found] = findings(Order(name="one", **order), 0.0)
    line = Terminal(
        io.StringIO(), io.StringIO(), io.StringIO(), {}, commands=CommandLine(program="sinch-order")
    )
    assert (found.where, found.problem, line.in_words(found.fix)) == ("order", problem, fix)


def test_a_number_that_register_fills_in_is_not_missing() -> None:
    lookup = read_lookup(json.loads((CONTRACT / "au-mobile.json").read_text()), 0)
    paths = []
    for numbers in (["+61411111112"], ["+61411111112", "+61411111113"]):
        server = {"state": "CREATED", "orderNumbers": [{"phoneNumber": one} for one in numbers]}
        found = findings(Order(name="one", server=server, lookup=lookup), 0.0)
        paths.append({one.path for one in found})
    assert "0.0.purposeOfTheTraffic" in paths[0]
    assert sorted(paths[1] - paths[0]) == ["0.0.senderId"]


def test_an_expired_reservation_and_nothing_wrong() -> None:
    server = {"state": "CREATED", "expireTime": "2026-11-24T20:00:00Z"}
    [found] = findings(Order(name="one", server=server), 2_000_000_000.0)
    assert found.problem == "the reservation has expired"
    assert findings(Order(name="one", server=server), 0.0) == []


def test_a_document_that_could_not_be_used_is_said_to_be_so_by_all() -> None:
    raw = {"attachments": [{"id": "a", "title": "Letter", "mandatory": True}]}
    order = Order(
        name="one",
        lookup=read_lookup(raw, 0.0),
        server={"state": "CREATED", "idNumberOrder": "01k"},
        attachments={"a": SentAttachment(file_name="l.pdf", upload_status="FAILED")},
    )
    [found] = findings(order, 0.0)
    assert found.problem == "Letter: upload failed, upload it again (l.pdf)"
    with pytest.raises(DataError) as refused:
        refuse_incomplete(order)
    told = {"where": "attachments.a", "title": "Letter", "problem": UNUSABLE.meaning}
    assert refused.value.details == [told]
