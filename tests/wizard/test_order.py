"""The wizard from the first question to COMPLETED, in a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest
from prompts.screen import CTRL_C, CTRL_D, CTRL_R, DOWN, ENTER, ESC, RIGHT

from wizard.person import (
    BUSINESS_AU,
    CHOOSE_AU,
    CONTACT_AU,
    DATA_AU,
    NUMBERS_AU,
    PDF,
    Person,
)

pytestmark = pytest.mark.timeout(90)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "my letter.pdf"
    path.write_bytes(PDF)
    return path


def finish(person: Person, letter: Path) -> None:
    """Documents, submit, and the review to its end."""
    person.answer(
        ("? Letter of authorisation", ENTER),
        ("? File", f"'{letter}'" + ENTER),
        ("? Proof of identity, optional", ENTER),
        ("? Submit au-mobile-112?", DOWN + ENTER),
        ("? Save ", "n"),
        ("? Watch the review?", DOWN + ENTER),
    )
    person.wait_for("is COMPLETED: the number is yours.")
    assert person.ended() == 0


def test_from_the_first_question_to_completed(tmp_path: Path, letter: Path) -> None:
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU)
        for step in (1, 2, 3):
            assert f"Step {step} of 6" in person.text()
        person.answer(*NUMBERS_AU, *BUSINESS_AU, *CONTACT_AU, ("? Your answers", ENTER))
        person.wait_for("The registration was accepted.")
        assert re.search("4[78] h", person.text())
        finish(person, letter)
        order = person.order()
        assert order["server"]["state"] == "COMPLETED"
        assert order["answers"] == DATA_AU
        assert order["request"]["smsConfiguration"] == {"servicePlanId": "plan-1"}


def test_ctrl_c_in_the_middle_of_the_form_and_resume(tmp_path: Path, letter: Path) -> None:
    with Person(tmp_path, "wizard", "au", "mobile") as person:
        person.answer(*CHOOSE_AU[1:], *NUMBERS_AU, *BUSINESS_AU[:2])
        person.answer(("? Address, second line", CTRL_C))
        seen = person.wait_for("To continue: sinch-order resume au-mobile-112")
        assert "6 of 13 answers, 0 of 1 document" in seen
        assert "✗" not in seen
        assert person.ended() == 130
    with Person(tmp_path, "resume") as person:
        person.answer(("? What would you like to do?", ENTER), *BUSINESS_AU[2:], *CONTACT_AU)
        person.answer(("? Your answers", ENTER))
        finish(person, letter)
        assert person.order()["answers"] == DATA_AU


def test_kill_loses_at_most_the_answer_being_typed(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *BUSINESS_AU[:4])
        person.wait_for_question("? State")
        person.send("vi")
        os.kill(person.program.pid, signal.SIGKILL)
        assert person.ended() == -signal.SIGKILL
        assert person.order()["answers"][1] == {
            "endBusinessName": "Acme Pty Ltd",
            "endBusinessAddress": "1 Main Street",
            "city": "Melbourne",
        }
    with Person(tmp_path, "resume", "au") as person:
        person.answer(("? Is au-mobile-112 the order you mean?", "y"))
        person.wait_for_question("? State")


def test_a_refusal_leads_back_to_just_the_field_that_it_names(tmp_path: Path, letter: Path) -> None:
    business = [("? Business name", "REFUSE ME Ltd" + ENTER), *BUSINESS_AU[1:]]
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *business, *CONTACT_AU, ("? Your answers", ENTER))
        person.wait_for("The registration was not accepted")
        seen = person.wait_for_question("? Your answers")
        assert "» ✗ Business name" in " ".join(seen.split())
        assert "No register knows this" in seen[seen.rfind("? Your answers") :]
        person.send(ENTER)
        person.wait_for("! Business name: No register knows this")
        person.answer(("? Business name", "\x15Acme Pty Ltd" + ENTER), ("? Your answers", ENTER))
        person.wait_for("The registration was accepted.")
        finish(person, letter)
        assert person.order()["answers"] == DATA_AU


def test_going_back_reviewing_and_changing_an_answer(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *BUSINESS_AU[:1])
        person.answer(("? Address", ESC))
        person.wait_for_question("? Business name")
        person.send(RIGHT + " Australia" + ENTER)
        person.answer(("? Address", "1 Main Street" + ENTER))
        person.answer(("? Address, second line", CTRL_R))
        seen = person.wait_for_question("? Your answers")
        assert "Complete 7 missing" in seen
        assert "Acme Pty Ltd Australia" in seen
        assert "✗ City" in seen
        person.send("postal", ENTER)
        person.answer(("? Postal code", "300" + ENTER))
        person.wait_for("Four digits, for example 3000")
        person.send("1" + ENTER)
        person.wait_for_question("? Your answers")
        person.send(ESC)
        person.wait_for_question("? Address, second line")
        assert person.order()["answers"][1]["postalCode"] == "3001"


def test_a_number_that_is_gone_leads_back_to_the_search(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER))
        person.answer(("? Number", "/"))
        person.answer(("? Required capabilities", ENTER), ("? Digits to search for", "97" + ENTER))
        person.answer(("? Position of the digits", DOWN + DOWN + ENTER), ("? Number", ENTER))
        person.answer(
            ("? What will you use the number for", ENTER), ("? Service plan ID", "p" + ENTER)
        )
        person.answer(("? Callback URL", ENTER), ("? Reserve +61", DOWN + ENTER))
        person.wait_for("+61 411 111 197 is no longer available. Choose")
        person.wait_for_question("? Number")
        assert "numberOrderOption" not in person.order()["request"]


def test_end_of_input_saves_and_leaves(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER), ("? Number", CTRL_D))
        person.wait_for("To continue: sinch-order resume au-mobile")
        assert person.ended() == 130


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_closed_terminal_saves_and_leaves(tmp_path: Path, name: str) -> None:
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU[:2])
        person.wait_for_question("? Number")
        os.kill(person.program.pid, getattr(signal, name))
        assert person.ended() == 130
        folder = person.state / "sandbox" / "orders"
        assert [path.name for path in folder.iterdir()] == ["au-mobile.json"]


def test_a_country_that_asks_for_nothing_skips_the_form(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "US", "LOCAL") as person:
        person.wait_for("requires no answers or documents")
        person.answer(("? Number", "+"), ("? Which number", "+12125550112" + ENTER))
        person.wait_for("? What will you use the number for", "? Which number")
    with Person(tmp_path / "gb", "wizard") as person:
        person.answer(("? Country", "uk" + ENTER))
        person.answer(("? Number", ENTER))
        person.answer(
            ("? What will you use the number for", ENTER), ("? Service plan ID", "p" + ENTER)
        )
        person.answer(("? Callback URL", ENTER), ("? Reserve +44", DOWN + ENTER))
        seen = person.wait_for_question("? Submit gb-mobile")
        assert "Step 6 of 6" in seen
        assert "Step 4 of 6" not in seen


def test_a_rejected_order_says_why_and_what_to_do(tmp_path: Path, letter: Path) -> None:
    business = [("? Business name", "REJECT ME Ltd" + ENTER), *BUSINESS_AU[1:]]
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *business, *CONTACT_AU, ("? Your answers", ENTER))
        person.answer(
            ("? Letter of authorisation", ENTER),
            ("? File", f"{letter}".replace(" ", "\\ ") + ENTER),
        )
        person.answer(("? Proof of identity, optional", ENTER), ("? Submit", DOWN + ENTER))
        person.answer(("? Save ", "n"), ("? Watch the review?", DOWN + ENTER))
        seen = person.wait_for("sinch-order create --from au-mobile-112")
        assert "does not match the register" in " ".join(seen.split())


def test_a_second_program_is_told_who_holds_the_order(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU)
        person.wait_for_question("? Purpose")
        with Person(tmp_path, "resume", "au-mobile-112") as second:
            seen = second.wait_for("used by another sinch-order process")
            assert "`wizard`" in seen and f"process {person.program.pid}" in seen
            assert second.ended() == 6
        with Person(tmp_path, "wizard") as third:  # from the list one can take another one
            third.wait_for_question("? What would you like to do?")
            third.send(ENTER)
            third.wait_for("used by another sinch-order process")
            third.wait_for_question("? What would you like to do?")
            third.send(CTRL_C)
            assert third.ended() == 130


def test_a_reservation_that_ends_during_the_form_says_so_and_keeps_the_answers(
    tmp_path: Path,
) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER), ("? Number", "+"))
        person.answer(("? Which number", "61411111196" + ENTER))
        person.wait_for("Available: SMS · USD 1.00 per month, USD 1.00 setup")
        person.answer(*CHOOSE_AU[3:], *NUMBERS_AU[:1])
        person.wait_for("left · the reservation has expired", patience=60)
        person.answer(*NUMBERS_AU[1:2])
        person.wait_for("The reservation has expired")
        seen = person.wait_for_question("? What would you like to do?")
        assert "Start a new order with the same answers" in seen
        [numbers, *_] = person.order()["answers"]
        assert numbers[0]["intendedUseOfMobileNumbers"] == "Transactional"


def test_blocked_orders_come_first_in_the_list_and_are_corrected_at_the_last_step(
    tmp_path: Path, letter: Path
) -> None:
    business = [("? Business name", "BLOCK ME Ltd" + ENTER), *BUSINESS_AU[1:]]
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *business, *CONTACT_AU, ("? Your answers", ENTER))
        person.answer(
            ("? Letter of authorisation", ENTER),
            ("? File", f"'{letter}'" + ENTER),
            ("? Proof of identity, optional", ENTER),
        )
        person.answer(
            ("? Submit", DOWN + ENTER), ("? Save ", "n"), ("? Watch the review?", DOWN + ENTER)
        )
        person.answer(("? What would you like to do?", CTRL_C))
        assert person.ended() == 130
    with Person(tmp_path, "create", "GB", "MOBILE", "--number", "+447700900112", "--yes") as made:
        assert made.ended() == 0
    with Person(tmp_path, "wizard") as person:
        seen = person.wait_for_question("? What would you like to do?")
        assert "in review" not in seen
        [first] = [line for line in seen.splitlines() if line.startswith(" » ")]
        assert "AU mobile" in first and "action needed" in first
        person.send(ENTER)
        person.wait_for("» Change answers and submit again")
        person.send(ENTER)
        seen = person.wait_for_question("? Your answers")
        assert "Step 6 of 6 · Correction" in seen
        assert "Step 4 of 6" not in seen


def test_without_credentials_nothing_is_drawn_and_the_sandbox_is_named(tmp_path: Path) -> None:
    environ = {"SINCH_ORDER_SANDBOX": "", "XDG_CONFIG_HOME": str(tmp_path)}
    with Person(tmp_path, "wizard", environ=environ) as person:
        assert person.ended() == 4
        seen = person.text()
    assert "not signed in" in seen and "sinch-order wizard --sandbox" in seen
    assert "Step 1" not in seen and "project" not in seen


def test_the_one_off_create_asks_as_the_wizard_does(tmp_path: Path) -> None:
    create = ("create", "GB", "MOBILE", "--number", "+447700900112")
    with Person(tmp_path, *create) as person:
        seen = person.wait_for_question("? Reserve +44")
        assert "   Reserve   Exit" in seen and "»" not in seen
        assert "can't cancel a reservation" in seen and "You pay the price above" in seen
        person.send("n" + ENTER)
        person.wait_for("Nothing was reserved.")
    with Person(tmp_path, *create) as person:
        person.wait_for_question("? Reserve +44")
        person.send("y" + ENTER)
        assert person.ended() == 0


def test_a_rejected_order_is_offered_again_with_its_answers(tmp_path: Path, letter: Path) -> None:
    business = [("? Business name", "REJECT ME Ltd" + ENTER), *BUSINESS_AU[1:]]
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *business, *CONTACT_AU, ("? Your answers", ENTER))
        person.answer(
            ("? Letter of authorisation", ENTER),
            ("? File", f"'{letter}'" + ENTER),
            ("? Proof of identity, optional", ENTER),
        )
        person.answer(
            ("? Submit", DOWN + ENTER), ("? Save ", "n"), ("? Watch the review?", DOWN + ENTER)
        )
        person.answer(("? What would you like to do?", ENTER))  # a new order with the same answers
        person.wait_for("Step 1 of 6", "AU mobile · +61 411 111 112")
        person.answer(("? What would you like to do?", ENTER), ("? Reserve +61", DOWN + ENTER))
        seen = person.wait_for_question("? Your answers")
        assert seen.count("does not match") >= 2
        # The review opens at the answer that the reviewers' words may mean; Home is to send.
        assert "» ✗ Business name" in " ".join(seen.split())
        person.send("\x1b[H" + ENTER)
        person.answer(("? Send them anyway?", "n"))
        person.wait_for_question("? Your answers")
        person.send("business name", ENTER)
        person.answer(("? Business name", "\x15Acme Pty Ltd" + ENTER), ("? Your answers", ENTER))
        person.wait_for_question("? Letter of authorisation")
        orders = sorted(path.stem for path in (person.state / "sandbox/orders").glob("*.json"))
        assert orders == ["au-mobile-112", "au-mobile-112-2"]


def test_a_new_customer_is_named_after_leaving_at_that_question(
    tmp_path: Path, letter: Path
) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(*CHOOSE_AU[1:], *NUMBERS_AU, *BUSINESS_AU, *CONTACT_AU)
        person.answer(
            ("? Your answers", ENTER),
            ("? Letter of authorisation", ENTER),
            ("? File", f"'{letter}'" + ENTER),
            ("? Proof of identity, optional", ENTER),
            ("? Submit au-mobile-112?", DOWN + ENTER),
            ("? Save ", "y"),
            ("? Name of the customer", CTRL_C),
        )
        assert person.ended() == 130
    with Person(tmp_path, "resume", "au-mobile-112") as person:
        person.answer(("? Name of the customer", ENTER))
        person.wait_for("Saved acme.")
    assert (tmp_path / "state/sandbox/customers/acme.json").exists()


def test_an_id_that_another_order_has_already_is_not_taken(tmp_path: Path) -> None:
    with Person(tmp_path, "create", "AU", "MOBILE", "--quantity", "2", "--yes") as made:
        assert made.ended() == 0
        path = next((made.state / "sandbox" / "orders").glob("*.json"))
    order = json.loads(path.read_bytes())
    [attempt], id_ = order["attempts"], order["server"]["idNumberOrder"]
    lost = {**order, "server": None, "name": "lost"}
    lost["attempts"] = [{**attempt, "outcome": "unknown", "idNumberOrder": ""}]
    path.with_name("lost.json").write_text(json.dumps(lost))
    with Person(tmp_path, "resume", "lost") as person:
        person.answer(("? What would you like to do?", DOWN + ENTER), ("? Order ID", id_ + ENTER))
        person.wait_for(f"{id_} is already saved as {path.stem}")
        person.answer(("? What would you like to do?", CTRL_C))
    assert json.loads(path.with_name("lost.json").read_bytes())["attempts"] == lost["attempts"]


def test_too_little_time_is_said_at_once(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER), ("? Number", "+"))
        person.answer(("? Which number", "61411111196" + ENTER), *CHOOSE_AU[3:])
        seen = person.wait_for_question("? Purpose of the traffic")
        assert "this can't be finished in time" in " ".join(seen.split())
        assert "left" in seen
