"""Reviewers' prose beside the answers that it may mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands.shell import ANSWERS, LETTER

from sinch_order_cli.kyc import read_form
from sinch_order_cli.workflow.model import Earlier, Order, SentAttachment
from sinch_order_cli.workflow.reviewers import remarks

AU = json.loads((Path(__file__).parents[1] / "contract/kyc/au-mobile.json").read_bytes())


@pytest.mark.parametrize(
    ("message", "paths"),
    [
        ("The business name does not match the register.", ["1.endBusinessName"]),
        ("endBusinessName: unknown", ["1.endBusinessName"]),
        ("1.postalCode is not in this city", ["1.city", "1.postalCode"]),
        ("Address, second line: what is it?", ["1.endBusinessAddress2"]),
        ("LAST NAME differs from the proof of identity", ["2.lastName", "attachments.{id}"]),
        ("The file scan-3.pdf can't be read", ["attachments.{letter}"]),
        ("Approved. The numbers are active.", []),
        ("", []),
        ("..", []),
    ],
)
def test_what_a_message_may_mean(message: str, paths: list[str]) -> None:
    order = Order(answers=ANSWERS, logs=[{"message": message, "createTime": "t"}])
    order.attachments = {LETTER: SentAttachment(file_name="scan-3.pdf")}
    [remark] = remarks(read_form(AU), order)
    ids = {"id": AU["attachments"][1]["id"], "letter": LETTER}
    assert [meant.path for meant in remark.meant] == [path.format(**ids) for path in paths]
    assert remark.message == message


def test_what_was_given_stands_beside_it() -> None:
    earlier = Earlier(name="old", state="REJECTED", answers=ANSWERS)
    earlier = Earlier(
        name="old", state="REJECTED", answers=ANSWERS, logs=[{"message": "Wrong city"}, {}]
    )
    first, second = remarks(read_form(AU), earlier)
    assert [(one.title, one.given) for one in first.meant] == [("City", "Melbourne")]
    assert second.message == "" and second.meant == ()
    assert remarks(read_form(None), earlier)[0].meant == ()
