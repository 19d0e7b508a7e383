"""The wizard with failures in the middle, in a real pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands.shell import ANSWERS
from prompts.screen import DOWN, ENTER
from wizard.person import CHOOSE_AU, Person

from .lab import Lab

pytestmark = pytest.mark.timeout(120)

WHAT = "? What would you like to do?"


def sit_down(lab: Lab, home: Path, *arguments: str) -> Person:
    """Start the wizard in a terminal, with the server that simulates failures."""
    environment = {**lab.program.environment, "SINCH_ORDER_SANDBOX": "0"}
    return Person(home, *arguments, environ=environment)


def test_a_lost_answer_to_a_reservation_and_the_id_that_sinch_told(
    lab: Lab, tmp_path: Path
) -> None:
    lab.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    with sit_down(lab, tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(*CHOOSE_AU[1:])
        seen = " ".join(person.wait_for_question(WHAT).split())
        assert "au-mobile-112 may have been reserved" in seen and "is not available, most" in seen
        person.send(ENTER)
        seen = person.wait_for("create --again")
        assert "resume --order-id ID --region AU --type MOBILE" in seen
        assert person.ended() == 8
    with sit_down(lab, tmp_path, "resume", "au-mobile-112") as person:
        person.answer(
            ("? What would you like to do?", DOWN + ENTER), ("? Order ID", "no-such-order" + ENTER)
        )
        person.wait_for("the order no-such-order was not found")
        person.answer(
            ("? What would you like to do?", DOWN + ENTER), ("? Order ID", lab.ids()[0] + ENTER)
        )
        person.wait_for_question("? Purpose of the traffic")
    [record] = lab.program.records()
    assert record["server"]["idNumberOrder"] == lab.ids()[0]
    assert [one["outcome"] for one in record["attempts"]] == ["reserved"]


def test_a_lost_answer_and_a_number_that_is_still_free(lab: Lab, tmp_path: Path) -> None:
    lab.fail({"operation": "createNumberOrder", "fault": "cut-before"})
    with sit_down(lab, tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(*CHOOSE_AU[1:])
        seen = " ".join(person.wait_for_question("? Purpose of the traffic").split())
        assert "is still available. Reserving again." in seen
    assert lab.effects()["createNumberOrder"] == 1


def test_an_order_that_was_submitted_elsewhere_meanwhile(lab: Lab, tmp_path: Path) -> None:
    lab.prepare("submit")
    lab.fail(
        {"operation": "getNumberOrder", "fault": "set-state", "state": "IN_REVIEW", "after": 1}
    )
    with sit_down(lab, tmp_path, "resume", "au-mobile-112") as person:
        person.answer(("? Submit au-mobile-112?", DOWN + ENTER))
        person.wait_for("au-mobile-112 is COMPLETED: the number is yours.")
        assert person.ended() == 0
    assert "submitNumberOrder" not in lab.effects()


def test_a_form_in_the_wizard_meets_one_that_was_changed_elsewhere(
    lab: Lab, tmp_path: Path
) -> None:
    lab.prepare("submit")
    lab.fail(
        {
            "operation": "getNumberOrderRegistration",
            "fault": "set-registration",
            "data": [[], {}, {}],
            "after": 1,
        }
    )
    with sit_down(lab, tmp_path, "resume", "au-mobile-112") as person:
        person.answer(("? Submit au-mobile-112?", DOWN + ENTER))
        person.wait_for("was changed elsewhere", "Step 4 of 6")
        assert "submitNumberOrder" not in lab.effects()
    [record] = lab.program.records()
    assert record["registered"] == [[], {}, {}] and record["answersBefore"] == ANSWERS


def test_the_screens_name_the_project_of_the_order(lab: Lab, tmp_path: Path) -> None:
    lab.prepare("register")
    lab.program.environment["SINCH_PROJECT_ID"] = "other"
    with sit_down(lab, tmp_path, "resume", "au-mobile-112") as person:
        seen = person.wait_for_question("? Purpose of the traffic")
    assert seen.count("project demo") == 2 and "project other" not in seen
