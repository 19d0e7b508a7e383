"""Steps 2 and 3 in a real pseudo-terminal: what was answered is kept, and what things cost."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompts.screen import CTRL_C, DOWN, ENTER, ESC

from wizard.person import CHOOSE_AU, Person

pytestmark = pytest.mark.timeout(120)


def test_each_answer_is_kept_as_it_is_given(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "US", "LOCAL") as person:
        person.answer(("? Number", "+"), ("? Which number", "+12125550112" + ENTER))
        person.answer(("? What will you use the number for", "\x1b[H" + ENTER))
        person.answer(("? Service plan ID", "plan-1" + ENTER), ("? Campaign ID", CTRL_C))
        assert person.ended() == 130
        assert person.order()["request"]["smsConfiguration"] == {"servicePlanId": "plan-1"}
    with Person(tmp_path, "resume", "us-local-112") as person:
        person.answer(("? Campaign ID", "C1" + ENTER), ("? Callback URL", ENTER))
        seen = person.wait_for_question("? Reserve +1")
        assert "service plan plan-1, campaign C1" in seen
        assert "? What will you use the number for" not in seen
        person.send(ESC)
        person.answer(("? Callback URL", ESC), ("? Campaign ID", ESC))
        seen = person.wait_for_question("? Service plan ID")
        assert "Enter keep" in seen and "plan-1" in seen
        person.send(ENTER)
        person.wait_for_question("? Reserve +1")
        assert person.order()["request"]["smsConfiguration"]["campaignId"] == "C1"


def test_the_answers_and_the_filter_outlive_a_number_that_is_gone(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER))
        person.answer(("? Number", "/"))
        person.answer(("? Required capabilities", ENTER), ("? Digits to search for", "97" + ENTER))
        person.answer(
            ("? Position of the digits", DOWN + DOWN + ENTER), ("? Number", ENTER), *CHOOSE_AU[3:]
        )
        person.wait_for("is no longer available")
        assert ", ending in 97." in person.wait_for_question("? Number")
        person.send(DOWN + ENTER)
        seen = person.wait_for_question("? Reserve +61")
        assert "plan-1" in seen[seen.rfind("Step 3 of 6") :]
        assert seen.count("? Service plan ID") == 1


def test_another_number_that_can_not_do_what_was_chosen_asks_again(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER))
        person.answer(
            ("? Number", "voice" + ENTER), ("? What will you use the number for", DOWN + ENTER)
        )
        person.answer(("? Voice service", ENTER), ("? App ID", "app-1" + ENTER))
        person.answer(("? Callback URL", "http://localhost/hook" + ENTER))
        seen = person.wait_for_question("? Reserve +61")
        assert "Sinch can't reach localhost" in seen and "not encrypted" in seen
        person.send(DOWN + DOWN + ENTER)
        person.answer(("? What do you want to change?", ENTER), ("? Number", ENTER))
        seen = person.wait_for_question("? What will you use the number for")
        assert "+61 411 111 112 can't do voice." in seen
        assert "Voice" not in seen[seen.rfind("? What will you use the number for") :]


def test_a_quantity_shows_what_it_costs_in_all(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER), ("? Number", "q"))
        person.answer(("? How many", "3" + ENTER), ("? Consecutive numbers", "n"))
        person.answer(("? Required capabilities", ENTER), ("? Digits to search for", ENTER))
        person.answer(("? What will you use the number for", ENTER), *CHOOSE_AU[4:6])
        seen = person.wait_for_question("? Reserve 3 AU mobile numbers?")
        assert "about USD 4.75 per month, USD 3.00 setup for all 3" in seen
        person.send(DOWN + ENTER)
        seen = person.wait_for_question("? Purpose")
        assert "Reserved as au-mobile" in seen
        assert "USD 4.75 per month in all" in seen[seen.rfind("Step 4") :]
