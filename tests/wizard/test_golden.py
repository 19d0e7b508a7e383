"""The wizard screen by screen, from the first question to COMPLETED, against `golden/`.

Each file is what a person sees, and after `◂` what they type. Where the screens have changed on
purpose, write them anew and read the difference:

    UPDATE_GOLDEN=1 python -m pytest tests/wizard/test_golden.py; git diff tests/wizard/golden
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from papers import pdf
from prompts.screen import DOWN, ENTER, Screen

from wizard.person import (
    BUSINESS_AU,
    CHOOSE_AU,
    CONTACT_AU,
    DATA_AU,
    NUMBERS_AU,
    Answers,
    Person,
)
from wizard.test_customers import save_customer

pytestmark = pytest.mark.timeout(120)

_GOLDEN = Path(__file__).parent / "golden"

DRAWN: Answers = [
    *CHOOSE_AU,
    *NUMBERS_AU,
    *BUSINESS_AU,
    *CONTACT_AU,
    ("? Your answers", ENTER),
    ("? Letter of authorisation", ENTER),
    ("? File", "letter.pdf" + ENTER),
    ("? Proof of identity, optional", ENTER),
    ("? Submit au-mobile-112?", DOWN + ENTER),
    ("? Save Acme", "n"),
    ("? Watch the review?", DOWN + ENTER),
]

TYPED: Answers = [
    ("Country.", "aus"),
    ("What would you like", "1"),
    ("numbers. Prices are per month", "1"),
    ("What will you use the number for", "SMS"),
    ("Service plan ID", "plan-1"),
    ("Callback URL", ""),
    ("Reserve +61", "Reserve"),
    ("Purpose of the traffic", "One"),
    ("Intended use", "1"),
    ("I confirm", "yes"),
    ("Business name", "Acme Pty Ltd"),
    ("Address.", "1 Main Street"),
    ("second line", ""),
    ("City.", "Melbourne"),
    ("State.", "VIC"),
    ("Country.", "AU"),
    ("Postal code", "3000"),
    ("First name", "Zoë"),
    ("Last name", "O'Neil"),
    ("Phone number", "+61298765432"),
    ("Your answers", "1"),
    ("Letter of authorisation", "1"),
    ("File.", "letter.pdf"),
    ("Proof of identity", "Skip"),
    ("Submit au", "Submit"),
    ("Save Acme", "no"),
    ("Watch the review", "Yes"),
]

WITH_CUSTOMER: Answers = [
    ("? Who is the number for?", ENTER),
    ("? What would you like", ENTER),
    *CHOOSE_AU[2:],
    *NUMBERS_AU,
    ("? Your answers", ENTER),
    ("? Upload this document of acme?", ENTER),
    ("? Letter of authorisation", ENTER),
    ("? File", "letter.pdf" + ENTER),
    ("? Submit au-mobile-112?", DOWN + ENTER),
    ("? Watch the review?", DOWN + ENTER),
]

TYPED_WITH_CUSTOMER: Answers = [
    ("Who is the number for", "Acme"),
    *TYPED[1:10],
    ("Your answers", "1"),
    ("Upload this document of acme", "Upload"),
    ("Letter of authorisation", "1"),
    ("File.", "letter.pdf"),
    ("Submit au", "Submit"),
    ("Watch the review", "Yes"),
]

# Words of another width on another day would wrap elsewhere, so they are fixed at their source.
_PROGRAM = """
import sinch_order_cli.text as text
text.when = lambda moment, **_: "25 Nov 16:53 UTC"
text.duration = lambda seconds: "47 h 58 min"
text.duration_words = lambda seconds: "47 hours 58 minutes"
import sinch_order_cli.console.progress as busy
busy.rate = lambda count, seconds: 3_100_000
import datetime, sinch_order_cli.sandbox.orders as orders
orders.UPLOAD_CHECK = datetime.timedelta(0)  # else speed decides what is checked by then
from sinch_order_cli.__main__ import main
main()
"""

_MASKS = [
    (re.compile(r"\b\d\d:\d\d:\d\d\b"), "##:##:##"),
    (re.compile(r"\b01[0-9a-hjkmnp-tv-z]{24}\b", re.IGNORECASE), "#" * 26),
]

_KEYS = {ENTER: "⏎", DOWN: "↓"}


class Recording:
    """What is new on the screen at each stop, and what is typed there."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._before: list[str] = []

    def stop(self, screen: Screen, typed: str = "") -> None:
        seen = [_masked(line) for line in screen.scrollback()]
        same = 0
        while same < min(len(seen), len(self._before)) and seen[same] == self._before[same]:
            same += 1
        self.lines += seen[same:]
        self._before = seen
        if typed:
            for key, sign in _KEYS.items():
                typed = typed.replace(key, sign)
            self.lines += [f"{'◂':─>12} {typed}"]

    def command(self, screen: Screen, typed: str) -> None:
        """A command of its own after the wizard."""
        self.lines += ["", f"$ {typed}"]
        self._before = []
        self.stop(screen)


def _masked(line: str) -> str:
    for pattern, instead in _MASKS:
        line = pattern.sub(instead, line)
    return line


def _wait_for_prompt(person: Person, question: str) -> None:
    """Until a question in plain lines is open: its last line ends in `>`."""
    end = time.monotonic() + 20
    while True:
        seen = " ".join("\n".join(person.scrollback()).split())
        asked = seen[seen.rfind(" > ") + 1 :]
        if question in asked and seen.endswith(">"):
            return
        assert time.monotonic() < end, f"waited for {question!r}, saw:\n{person.text()}"
        person._read(0.02)


def _settings(home: Path, columns: int, *, accessible: bool) -> dict[str, Any]:
    return {
        "columns": columns,
        "rows": 30,
        "environ": {"NO_COLOR": "1", **({"ACCESSIBLE": "1"} if accessible else {})},
        "program": ("-c", _PROGRAM),
        "folder": home,
    }


def _go_through(person: Person, answers: Answers, into: Recording, *, accessible: bool) -> None:
    for question, typed in answers:
        if accessible:
            _wait_for_prompt(person, question)
        else:
            person.wait_for_question(question)
        into.stop(person, typed + (ENTER if accessible else ""))
        person.send(typed + (ENTER if accessible else ""))
    assert person.ended(patience=30) == 0
    into.stop(person)


def _record_with_customer(home: Path, columns: int, *, accessible: bool) -> str:
    for name in ("letter.pdf", "passport.pdf"):
        (home / name).write_bytes(pdf())
    save_customer(home, home / "passport.pdf")
    recording = Recording()
    settings = _settings(home, columns, accessible=accessible)
    with Person(home, "wizard", "AU", "MOBILE", **settings) as person:
        answers = TYPED_WITH_CUSTOMER if accessible else WITH_CUSTOMER
        _go_through(person, answers, recording, accessible=accessible)
        assert person.order()["server"]["state"] == "COMPLETED"
        assert person.order()["answers"] == DATA_AU
        assert person.order()["customer"] == "acme"
    return "\n".join(recording.lines) + "\n"


def _record(home: Path, columns: int, *, accessible: bool) -> str:
    (home / "letter.pdf").write_bytes(pdf(1_200_000))
    settings = _settings(home, columns, accessible=accessible)
    recording = Recording()
    with Person(home, "wizard", **settings) as person:
        _go_through(person, TYPED if accessible else DRAWN, recording, accessible=accessible)
        assert person.order()["server"]["state"] == "COMPLETED"
        assert person.order()["answers"] == DATA_AU
    # How far the number is set up by now depends on the machine's speed: until it is all done.
    with Person(
        home, "status", "au-mobile-112", "--watch", "--until", "usable", **settings
    ) as person:
        assert person.ended(patience=30) == 0
    for arguments in (["status", "au-mobile-112"], ["orders", "--all"]):
        with Person(home, *arguments, **settings) as person:
            assert person.ended(patience=30) == 0
            recording.command(person, " ".join(["sinch-order", *arguments]))
    return "\n".join(recording.lines) + "\n"


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("accessible", [False, True], ids=["plain", "accessible"])
@pytest.mark.parametrize("who", ["nobody", "customer"])
def test_the_whole_run(tmp_path: Path, columns: int, accessible: bool, who: str) -> None:
    kind = f"{'accessible' if accessible else 'plain'}{'-customer' * (who == 'customer')}"
    path = _GOLDEN / f"{kind}-{columns}.txt"
    record = _record_with_customer if who == "customer" else _record
    seen = record(tmp_path, columns, accessible=accessible)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8"), (
        f"{path.name} differs; if that is meant, see the docstring of {Path(__file__).name}"
    )
