"""Several numbers at once in the wizard, and the way back through its steps."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from prompts.screen import CTRL_C, DOWN, ENTER, ESC

from wizard.person import BUSINESS_AU, CHOOSE_AU, CONTACT_AU, DATA_AU, NUMBERS_AU, PDF, Person

pytestmark = pytest.mark.timeout(120)

CTRL_G = "\x07"
ON_RESERVE = CHOOSE_AU[3:]


def orders(person: Person) -> dict[str, dict[str, Any]]:
    folder = person.state / "sandbox" / "orders"
    return {path.stem: json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def test_the_same_answers_serve_three_orders_also_after_a_kill(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER))
        person.answer(("? Number", " " + DOWN + " " + DOWN + " " + ENTER), *ON_RESERVE[:3])
        seen = person.wait_for_question("? Reserve 3 numbers?")
        assert "USD 4.75 per month, USD 3.00 setup" in seen
        assert "+61 411 111 112 and 2 more" in seen
        person.send(DOWN + ENTER)
        person.answer(*NUMBERS_AU)
        person.wait_for_question("? Business name")
        os.kill(person.program.pid, signal.SIGKILL)
        assert person.ended() == -signal.SIGKILL
        assert all(order["server"]["state"] == "CREATED" for order in orders(person).values())
    with Person(tmp_path, "resume") as person:
        assert "and 2 more" in person.wait_for_question("? What would you like to do?")
        person.send(ENTER)
        person.answer(*BUSINESS_AU, *CONTACT_AU, ("? Your answers", ENTER))
        person.answer(
            ("? Letter of authorisation", ENTER),
            ("? File", str(letter) + ENTER),
            ("? Proof of identity, optional", ENTER),
        )
        seen = person.wait_for_question("? Submit 3 orders?")
        assert seen.count("the same answers were accepted") == 2
        person.send(DOWN + ENTER)
        person.answer(("? Save ", "n"), ("? Watch the review?", DOWN + ENTER))
        person.wait_for(*(f"au-mobile-{end} is COMPLETED" for end in (112, 412, 512)))
        assert person.ended() == 0
        for order in orders(person).values():
            [number] = order["request"]["numberOrderOption"]["phoneNumbers"]
            rows = [{**DATA_AU[0][0], "senderId": number}]  # type: ignore[index]
            assert order["answers"] == [rows, *DATA_AU[1:]]
            assert order["server"]["state"] == "COMPLETED"


def test_a_number_that_is_gone_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER))
        person.answer(("? Number", " /"))
        person.answer(("? Required capabilities", ENTER), ("? Digits to search for", "97" + ENTER))
        person.answer(("? Position of the digits", DOWN + DOWN + ENTER))
        assert "[x] +61 411 111 112" in person.wait_for_question("? Number")
        person.send(DOWN + " " + ENTER)
        person.answer(*ON_RESERVE[:3], ("? Reserve 2 numbers?", DOWN + ENTER))
        person.wait_for("is no longer available. The other numbers are kept.")
        person.answer(("? Purpose", CTRL_C))
        person.wait_for("To continue: sinch-order resume au-mobile-112")
        [order] = orders(person).values()
        assert order["server"]["state"] == "CREATED"
        assert not order.get("together")


def test_back_through_the_steps_as_long_as_nothing_is_reserved(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU[:6], ("? Reserve +61", ESC))
        person.answer(("? Callback URL", ESC), ("? Service plan ID", ESC))
        person.answer(("? What will you use the number for", ESC))
        person.answer(("? Number", ESC), ("? What would you like", ESC))
        person.answer(("? Country", "united k" + ENTER))
        person.answer(("? Number", ENTER))
        person.answer(("? Reserve +44", CTRL_G))
        seen = person.wait_for_question("? Which step do you want to go to?")
        assert "4 Registration" in seen and "(after step 3)" in seen
        person.send("\x1b[H" + ENTER)
        person.answer(("? What would you like", CTRL_C))
        assert person.ended() == 130
        [(name, order)] = orders(person).items()
        assert (name, order["regionCode"]) == ("gb-mobile-112", "GB")
        assert order["request"]["numberOrderOption"]["phoneNumbers"][0].startswith("+44")


def test_from_submitting_back_to_the_answers_and_the_documents(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *BUSINESS_AU, *CONTACT_AU, ("? Your answers", ENTER))
        person.answer(
            ("? Letter of authorisation", ENTER),
            ("? File", str(letter) + ENTER),
            ("? Proof of identity, optional", ENTER),
        )
        person.answer(("? Submit", CTRL_G))
        assert "(the number is reserved)" in person.wait_for_question(
            "? Which step do you want to go to?"
        )
        person.send("\x1b[A" * 2 + ENTER)
        person.answer(("? Your answers", "city" + ENTER), ("? City", "\x15Perth" + ENTER))
        person.answer(("? Your answers", "\x1b[H" + ENTER), ("? Submit", ESC))
        person.answer(("? Proof of identity, optional", ESC))
        person.answer(("? Your answers", "\x1b[H" + ENTER))
        seen = person.wait_for_question("? Submit")
        assert seen[seen.rfind("Step 6 of 6") :].count("Perth") == 1
        assert person.order()["answers"][1]["city"] == "Perth"
