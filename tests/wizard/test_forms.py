"""The sample forms in a real pseudo-terminal and by file: rows, conditions, refusals, the way back.

The server is the sandbox as one of its own, so that its violations can be written in any dialect.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands.shell import Shell
from kyc.samples import au_answers, br_answers, de_answers
from prompts.screen import CTRL_C, CTRL_R, DOWN, ENTER, ESC

from sinch_order_cli.sandbox.server import SandboxServer
from wizard.person import BUSINESS_AU, CONTACT_AU, NUMBERS_AU, Answers, Person

pytestmark = pytest.mark.timeout(120)

DIALECTS = {
    "brackets": "requestDetails.data[1].endBusinessName",
    "dots": "requestDetails.data.1.endBusinessName",
    "pointer": "/requestDetails/data/1/endBusinessName",
    "bare": "endBusinessName",
    "unprefixed": "[1].endBusinessName",
}

RESERVE: Answers = [
    ("? What would you like", ENTER),
    ("? Number", ENTER),
    ("? What will you use the number for", ENTER),
]
REST: Answers = [("? Callback URL", ENTER), ("? Reserve +", DOWN + ENTER)]
SMS: Answers = [("? Service plan ID", "plan-1" + ENTER)]
VOICE: Answers = [("? Voice service", ENTER), ("? App ID", "app-1" + ENTER)]


@pytest.fixture
def faults(tmp_path: Path) -> Path:
    path = tmp_path / "faults.json"
    path.write_text("[]")
    return path


@pytest.fixture
def server(tmp_path: Path, faults: Path) -> Iterator[SandboxServer]:
    with SandboxServer(tmp_path / "data", faults=faults) as server:
        yield server


@pytest.fixture
def shell(tmp_path: Path, server: SandboxServer) -> Shell:
    return Shell(tmp_path, server.url)


def person(shell: Shell, *arguments: str) -> Person:
    environment = {**shell.environment, "SINCH_ORDER_SANDBOX": ""}
    return Person(shell.home, *arguments, environ=environment)


def answers_of(shell: Shell) -> Any:
    [path] = (shell.state / "orders").glob("*.json")
    return json.loads(path.read_bytes())["answers"]


def test_a_refusal_in_every_dialect_opens_the_review_at_the_field(
    shell: Shell, faults: Path
) -> None:
    business: Answers = [("? Business name", "REFUSE ME Ltd" + ENTER), *BUSINESS_AU[1:]]
    with person(shell, "wizard", "AU", "MOBILE") as one:
        one.answer(*RESERVE, *SMS, *REST, *NUMBERS_AU, *business, *CONTACT_AU)
        one.wait_for_question("? Your answers")
        for count, style in enumerate(DIALECTS, 1):
            faults.write_text(json.dumps({"violationStyle": style, "rules": []}))
            one.send(*([] if count == 1 else ["as they are"]), ENTER)
            one.wait_for_count("registration was not accepted", count)
            seen = one.wait_for_question("? Your answers")
            review = seen[seen.rfind("? Your answers") :]
            assert "» ✗ Business name" in " ".join(review.split()), style
            assert "No register knows this" in review
            assert review.count("✗") == 2  # the field and its section; the rest is untouched
        one.send(ENTER)
        one.answer(("? Business name", "\x15Acme Pty Ltd" + ENTER), ("? Your answers", ENTER))
        one.wait_for("The registration was accepted.")
    assert answers_of(shell)[1]["endBusinessName"] == "Acme Pty Ltd"


@pytest.mark.parametrize("style", DIALECTS)
def test_a_refusal_in_every_dialect_names_the_path_to_a_script(
    shell: Shell, faults: Path, style: str
) -> None:
    faults.write_text(json.dumps({"violationStyle": style, "rules": []}))
    number = "+61411111112"
    shell.ok(
        "create", "AU", "MOBILE", "--number", number, "--sms-plan", "p", "--yes", "--name", "o"
    )
    refused = au_answers()
    refused[1]["endBusinessName"] = "REFUSE ME Ltd"
    done = shell.run("register", "o", "--answers", shell.file("a.json", refused), "--json")
    assert done.code == 3
    [detail] = done.error["details"]
    assert detail["path"] == "1.endBusinessName"
    assert detail["where"] == "Business name"
    assert detail["given"] == "REFUSE ME Ltd"
    assert detail["problem"].startswith("No register knows this")
    mended = shell.ok("register", "o", "--set", "endBusinessName=Acme")
    assert mended["step"] == "attach"
    assert shell.ok("register", "o", "--show") == [
        au_answers()[0],
        {**au_answers()[1], "endBusinessName": "Acme"},
        au_answers()[2],
    ]


def test_three_rows_going_back_and_a_row_removed(shell: Shell) -> None:
    with person(shell, "wizard", "DE", "LOCAL") as one:
        one.answer(*RESERVE, *VOICE, *REST)
        one.answer(
            ("? Company name", "Acme GmbH" + ENTER),
            ("? Commercial register number", "HRB 12345" + ENTER),
            ("? Founded on", "2001-02-30" + ENTER),
        )
        one.wait_for("Must be a date")
        one.send("\x15" + "2001-02-03" + ENTER)
        one.answer(("? E-mail", ESC), ("? Founded on", ESC))
        one.wait_for_question("? Commercial register number")
        one.send(ENTER)
        one.answer(
            ("? E-mail", "kyc@acme.example" + ENTER),
            ("? Website", ENTER),
            ("? Employees", "12" + ENTER),
            ("? Street and number", ENTER),  # the rest of the optional address is left out
        )
        for name, share, more in [("Ann Ay", "33.3", "y"), ("Bo Be", "66.7", "y"), ("X", "1", "n")]:
            one.answer(("? Full name", name + ENTER), ("? Share in per cent", share + ENTER))
            one.answer(("? Add another entry to Beneficial owners?", more))
        seen = one.wait_for_question("? Your answers")
        assert "✓ Beneficial owners 3 · X" in seen
        one.send("owners 3" + ENTER)
        one.answer(("? Beneficial owners 3 · X", "\x1b[B\x1b[B" + ENTER), ("? Remove", "y"))
        one.wait_for_question("? Your answers")
        one.send(ENTER)
        one.wait_for("The registration was accepted.")
    assert answers_of(shell) == de_answers()


def test_a_changed_condition_and_what_was_set_aside(shell: Shell) -> None:
    with person(shell, "wizard", "BR", "LOCAL") as one:
        one.answer(*RESERVE, *VOICE, *REST)
        one.answer(
            ("? Customer type", DOWN + ENTER),
            ("? Legal name", "Acme Ltda" + ENTER),
            ("? CPF", "12345678901" + ENTER),
            ("? City", ENTER),
            ("? Notes for the reviewer", ENTER),
        )
        one.answer(("? Your answers", "customer" + ENTER), ("? Customer type", "bus" + ENTER))
        seen = one.wait_for_question("? Your answers")
        assert "✗ CNPJ" in seen and "Saved but not sent, because not applicable: CPF." in seen
        one.send(ENTER)
        one.answer(("? CNPJ", "12345678901234" + ENTER), ("? Your answers", ENTER))
        one.wait_for("The registration was accepted.")
    assert answers_of(shell) == br_answers()


def test_left_in_the_review_and_taken_up_there_again(shell: Shell) -> None:
    with person(shell, "wizard", "AU", "MOBILE") as one:
        one.answer(*RESERVE, *SMS, *REST, *NUMBERS_AU)
        one.answer(("? Business name", CTRL_R), ("? Your answers", "contact" + ENTER))
        one.answer(*CONTACT_AU)
        one.answer(("? Your answers", CTRL_C))
        seen = one.wait_for("To continue: sinch-order resume au-mobile-112")
        assert "7 of 13 answers" in seen
        assert one.ended() == 130
    with person(shell, "resume", "au-mobile-112") as one:
        one.answer(*BUSINESS_AU, ("? Your answers", ENTER))
        one.wait_for("The registration was accepted.")


@pytest.mark.parametrize(
    ("region", "kind", "number", "answers"),
    [
        ("AU", "MOBILE", "+61411111112", au_answers()),
        ("DE", "LOCAL", "+49301234512", de_answers()),
        ("BR", "LOCAL", "+551131234512", br_answers()),
    ],
)
def test_by_file(shell: Shell, region: str, kind: str, number: str, answers: Any) -> None:
    blank = shell.ok("requirements", region, kind, "--blank-answers")
    unanswered = shell.run(
        "check", "--region", region, "--type", kind, "--answers", shell.file("b.json", blank)
    )
    assert unanswered.code == 3
    file = shell.file("a.json", answers)
    checked = shell.ok("check", "--region", region, "--type", kind, "--answers", file)
    assert checked == {"ready": True, "pending": [], "problems": [], "warnings": []}
    searched = shell.ok("search", region, kind, "--size", "1")
    number = searched["availableNumbers"][0]["phoneNumber"]
    shell.ok("create", region, kind, "--number", number, "--rtc-app", "a", "--yes", "--name", "o")
    assert shell.ok("register", "o", "--answers", file)["step"] in ("attach", "submit")
    assert shell.ok("register", "o", "--show") == answers
