"""New orders based on earlier ones, and orders from another machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands.shell import ANSWERS

from .lab import NAME, NUMBER, Lab
from .program import Program


def rejected(lab: Lab) -> None:
    """Complete an order that the reviewers reject."""
    answers = json.loads(json.dumps(ANSWERS))
    answers[1]["endBusinessName"] = "REJECT ME Ltd"
    lab.answers.write_text(json.dumps(answers))
    for step in ("create", "register", "attach", "submit"):
        assert lab.step(step).code == 0
    assert lab.program.ok("status", NAME)["state"] == "REJECTED"


def test_after_a_rejection_the_reviewers_words_stand_beside_what_they_may_mean(lab: Lab) -> None:
    rejected(lab)
    again = lab.program.run("create", "--from", NAME, "--yes")
    assert again.code == 0
    assert "Reviewer message: The business name does not match" in again.err
    assert "Business name (1.endBusinessName): REJECT ME Ltd" in again.err
    new = f"{NAME}-2"
    unchanged = lab.program.run("register", new, "--set", "1.city=Melbourne")
    assert "same ones that were rejected" in unchanged.err
    changed = lab.program.run("register", new, "--set", "1.endBusinessName=Acme")
    assert changed.code == 0 and "same ones" not in changed.err


def expired(lab: Lab) -> None:
    lab.prepare("register")
    lab.program.run("register", NAME, "--set", "1.city=Perth")
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    assert lab.program.ok("status", NAME)["state"] == "EXPIRED"


def test_after_an_expiry_the_same_number_with_the_same_answers(lab: Lab) -> None:
    expired(lab)
    new = lab.program.ok("create", "--from", NAME, "--yes")
    assert new["phoneNumbers"] == [NUMBER]
    assert lab.program.ok("register", new["name"], "--show")[1]["city"] == "Perth"


def test_after_an_expiry_a_number_like_it_where_somebody_else_has_it(
    lab: Lab, tmp_path: Path
) -> None:
    expired(lab)
    somebody = Program(tmp_path, lab.program.environment["SINCH_NUMBERS_URL"])
    somebody.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes")
    for _ in range(2):  # never another number without --or-similar
        done = lab.program.run("create", "--from", NAME, "--yes", "--json")
        assert done.code == 5 and done.error["message"] == f"{NUMBER} is not available"
        assert "--or-similar" in done.error["hint"]
    done = lab.program.run("create", "--from", NAME, "--yes", "--or-similar", "--json")
    [number] = done.json["phoneNumbers"]
    assert number != NUMBER and number.startswith(NUMBER[:8])
    assert "a similar number" in done.json["warnings"][0]
    assert len(lab.program.records()) == 2


def test_a_number_that_an_order_here_has_is_said_to_be_so(lab: Lab) -> None:
    lab.prepare("register")
    again = lab.step("create")
    assert again.code == 0 and "already reserved. Nothing was sent" in again.json["warnings"][0]
    line = ("create", "AU", "MOBILE", "--number", NUMBER, "--rtc-app", "other", "--yes", "--json")
    done = lab.program.run(*line)
    assert done.code == 5
    assert done.error["reason"] == f"your order {NAME} has already reserved it"
    assert [one["name"] for one in lab.program.records()] == [NAME]
    gone = lab.program.run("create", "AU", "MOBILE", "--number", "+61411111197", "--yes", "--json")
    assert gone.code == 5 and "sinch-order search AU MOBILE" in gone.error["hint"]


@pytest.mark.parametrize("state", ["CREATED", "IN_REVIEW"])
def test_an_order_that_still_has_its_number_is_not_ordered_once_more(lab: Lab, state: str) -> None:
    lab.prepare("submit")
    if state == "IN_REVIEW":  # by now, unknown here
        lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": state})
    done = lab.program.run("create", "--from", NAME, "--yes", "--json")
    assert done.code == 6 and "its number is " in done.error["message"]  # or it is complete
    assert "createNumberOrder" not in lab.effects()


def test_work_begun_on_one_machine_goes_on_on_another(lab: Lab, tmp_path: Path) -> None:
    lab.prepare("submit")
    [first] = lab.program.records()
    other = Program(tmp_path, lab.program.environment["SINCH_NUMBERS_URL"])
    id_ = first["server"]["idNumberOrder"]
    taken = other.ok("resume", "--order-id", id_, "--region", "AU", "--type", "MOBILE")
    [second] = other.records()
    for what in ("answers", "registered"):
        assert first[what] == second[what] == ANSWERS
    for what in ("idNumberOrder", "state", "expireTime", "orderNumbers"):
        assert first["server"][what] == second["server"][what]
    assert first["lookup"]["raw"] == second["lookup"]["raw"]
    assert second["attachments"][lab.letter_id]["fileName"] == "letter.pdf"
    assert second["logs"] and second["request"]["smsConfiguration"] == {"servicePlanId": "p"}
    assert other.ok("submit", taken["name"], "--yes")["state"] == "IN_REVIEW"
    here = lab.program.run("submit", NAME, "--yes", "--json")
    assert here.code == 6
    assert lab.effects()["submitNumberOrder"] == 1


def test_taking_an_order_up_once_more_takes_the_servers_answers_and_keeps_the_own(lab: Lab) -> None:
    lab.prepare("submit")
    theirs = json.loads(json.dumps(ANSWERS))
    theirs[1]["city"] = "Perth"
    rule = {"fault": "set-registration", "data": theirs}
    lab.fail({"operation": "getNumberOrderRegistration", **rule})
    mine = lab.program.run("register", NAME, "--set", "1.city=Sydney", "--json")
    assert mine.code == 6 and mine.error["kind"] == "changed-elsewhere"
    [record] = lab.program.records()
    assert record["answers"][1]["city"] == "Sydney"
    id_ = record["server"]["idNumberOrder"]
    lab.program.ok("resume", "--order-id", id_)
    [record] = lab.program.records()
    assert record["answers"][1]["city"] == "Perth"
    assert record["answersBefore"][1]["city"] == "Sydney"
    assert lab.program.ok("resume", NAME)["step"] == "submit"
