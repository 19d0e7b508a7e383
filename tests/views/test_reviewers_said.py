"""What `status`, `check` and `status --watch` make of the reviewers' words."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from commands.shell import ANSWERS, LETTER

from sinch_order_cli.api.reviewer_logs import LONGEST, MOST, read_logs
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.views.command_line import CommandLine
from sinch_order_cli.views.order_view import meant_words, print_status
from sinch_order_cli.workflow.check import findings
from sinch_order_cli.workflow.model import Earlier, Lookup, Order, SentAttachment
from sinch_order_cli.workflow.reviewers import Meant, answering_commands, asked_by_reviewers
from sinch_order_cli.workflow.watch import refused

AU = json.loads((Path(__file__).parents[1] / "contract/kyc/au-mobile.json").read_bytes())
NOW = 1_764_014_400.0  # 2025-11-24T20:00:00Z


def blocked(*messages: str) -> Order:
    lookup = Lookup(looked_up_at="2025-11-20T00:00:00Z", raw=AU, needs_registration=True)
    logs = [
        {"message": message, "createTime": f"2025-11-24T{15 + place:02}:00:00Z"}
        for place, message in enumerate(messages)
    ]
    sent = {LETTER: SentAttachment(file_name="letter.pdf")}
    server = {"idNumberOrder": "01K", "state": "BLOCKED"}
    order = Order(name="one", server=server, lookup=lookup, answers=ANSWERS)
    order.logs, order.attachments = logs, sent
    return order


def shown(order: Order) -> list[str]:
    out = io.StringIO()
    print_status(
        Terminal(
            io.StringIO(), out, io.StringIO(), {}, commands=CommandLine(program="sinch-order")
        ),
        order,
        NOW,
    )
    return out.getvalue().splitlines()


PHONE = "Please provide a local contact number of the contact person"
LETTER_OLD = "The letter of authorization is older than 3 months."


def test_the_last_words_stand_on_top_with_their_age() -> None:
    _, state, last, first, *rest = shown(blocked(PHONE, "No update came, so we can't go on."))
    assert "BLOCKED" in state
    assert "(4 h ago)" in last and "No update came" in last
    assert "(5 h ago)" in first and "contact number" in first
    assert any("It is about Phone number (2.phoneNumber)" in line for line in rest)
    assert any("without an answer, an order can expire" in line for line in rest)


def test_without_a_terminal_the_commands_that_answer_are_named_and_never_resume() -> None:
    lines = shown(blocked(PHONE, "No update came, so we can't go on."))
    assert [line.strip() for line in lines[-2:]] == [
        "Next: sinch-order register one --set 2.phoneNumber=VALUE",
        "Then: sinch-order submit one",
    ]
    assert "resume" not in "\n".join(lines)


@pytest.mark.parametrize(
    ("message", "commands"),
    [
        (PHONE, ["register one --set 2.phoneNumber=VALUE", "submit one"]),
        (LETTER_OLD, [f"attach one {LETTER} FILE", "submit one"]),
        (
            "Postcode and town do not match.",
            ["register one --set 1.city=VALUE --set 1.postalCode=VALUE", "submit one"],
        ),
        ("Please give us more.", ["register one --set PATH=VALUE", "submit one"]),
    ],
)
def test_the_commands_fit_what_was_said(message: str, commands: list[str]) -> None:
    order = blocked(message)
    assert list(map(str, answering_commands(order))) == commands
    error = refused(order)
    assert all(line.endswith(e) for line, e in zip(error.hint.splitlines(), commands, strict=True))
    assert all(line.startswith(("To ", "Then, to ")) for line in error.hint.splitlines())
    assert findings(order, NOW)[0].fix == answering_commands(order)


def test_an_order_without_a_form_is_only_submitted_again() -> None:
    order = blocked("What for?")
    order.lookup = Lookup(looked_up_at="", raw=None, needs_registration=False)
    assert refused(order).hint == "To submit it again: submit one"


def test_a_blocked_order_made_from_a_rejected_one_has_its_own_question() -> None:
    order = blocked(PHONE)
    order.earlier = Earlier(name="old", state="REJECTED", logs=[{"message": LETTER_OLD}])
    assert asked_by_reviewers(order) is order
    order.server = {"idNumberOrder": "01K", "state": "CREATED"}
    assert asked_by_reviewers(order) is order.earlier
    order.earlier = None
    assert asked_by_reviewers(order) is None


def test_messages_that_are_kept_are_bounded() -> None:
    long = [{"message": "x" * (LONGEST + 7), "createTime": "y" * 1000}, "z" * (LONGEST + 1)]
    first, second = read_logs(long)
    assert first["message"] == "x" * LONGEST + "… (7 more characters)"
    assert len(first["createTime"]) < 100
    assert second["message"].endswith("… (1 more characters)")
    kept = read_logs([{"message": f"{number}"} for number in range(MOST + 5)])
    assert [one["message"] for one in kept] == [f"{number}" for number in range(5, MOST + 5)]


@pytest.mark.parametrize(
    ("given", "words"), [(True, "yes"), (False, "no"), ([1, "a"], '[1,"a"]'), (None, None)]
)
def test_what_was_given_is_shown_as_an_answer_is(given: object, words: str | None) -> None:
    said = meant_words(Meant("0.a", "Consent", given, sure=False))
    assert said == "It may mean Consent (0.a)" + (f": {words}" if words else "")
