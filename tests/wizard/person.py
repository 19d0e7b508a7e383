"""A person at the wizard: answers questions as they come, in a real pseudo-terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from papers import pdf
from prompts.screen import DOWN, ENTER, Screen

PDF = pdf()

Answers = Sequence[tuple[str, str]]
"""Part of a question, and what is typed when it is asked."""

CHOOSE_AU: Answers = [
    ("? Country", "aus" + ENTER),
    ("? What would you like", ENTER),
    ("? Number", ENTER),
    ("? What will you use the number for", ENTER),
    ("? Service plan ID", "plan-1" + ENTER),
    ("? Callback URL", ENTER),
    ("? Reserve +61", DOWN + ENTER),
]

NUMBERS_AU: Answers = [
    ("? Purpose of the traffic", ENTER),
    ("? Intended use of mobile", ENTER),
    ("? I confirm that my business", "y"),
]

BUSINESS_AU: Answers = [
    ("? Business name", "Acme Pty Ltd" + ENTER),
    ("? Address", "1 Main Street" + ENTER),
    ("? Address, second line", ENTER),
    ("? City", "Melbourne" + ENTER),
    ("? State", "vic" + ENTER),
    ("? Country", "AU" + ENTER),
    ("? Postal code", "3000" + ENTER),
]

CONTACT_AU: Answers = [
    ("? First name", "Zoë" + ENTER),
    ("? Last name", "O'Neil" + ENTER),
    ("? Phone number", "+61 2 9876 5432" + ENTER),
]

DATA_AU = [
    [
        {
            "senderId": "+61411111112",
            "purposeOfTheTraffic": "One Time Password",
            "intendedUseOfMobileNumbers": "Transactional",
            "iConfirmThatMyBusinessHasAValidUseCaseForThisLn": True,
        }
    ],
    {
        "endBusinessName": "Acme Pty Ltd",
        "endBusinessAddress": "1 Main Street",
        "city": "Melbourne",
        "state": "VIC",
        "country": "AU",
        "postalCode": "3000",
    },
    {"firstName": "Zoë", "lastName": "O'Neil", "phoneNumber": "+61298765432"},
]


class Person(Screen):
    """The program with a state directory of its own, in the sandbox.

    The screen is high enough for a whole order, so that what was answered stays to be seen.
    """

    def __init__(
        self,
        home: Path,
        *arguments: str,
        columns: int = 80,
        rows: int = 120,
        environ: Mapping[str, str] | None = None,
        program: Sequence[str] = ("-m", "sinch_order_cli"),
        **more: Any,
    ) -> None:
        self.state = home / "state"
        super().__init__(
            [sys.executable, *program, *arguments],
            columns=columns,
            rows=rows,
            **more,
            environ={
                "SINCH_ORDER_STATE_DIR": str(self.state),
                "SINCH_ORDER_SANDBOX": "1",
                "XDG_CACHE_HOME": str(home / "cache"),
                "TZ": "UTC",
                **(environ or {}),
            },
        )

    def answer(self, *answers: tuple[str, str]) -> None:
        """Answer each question once it is asked: it stands last, with its keys below it."""
        for question, typed in answers:
            self.wait_for_question(question)
            self.send(typed)

    def wait_for_question(self, question: str) -> str:
        """The screen once the question is open, which is to say that its keys are shown."""
        import time

        end = time.monotonic() + 30
        while True:
            seen = self.text()
            asked = seen.rfind(question)
            if asked >= 0 and "Ctrl-C" in seen[asked:] and "\n? " not in seen[asked + 1 :]:
                return seen
            assert time.monotonic() < end, f"waited for {question!r}, saw:\n{seen}"
            self._read(0.02)

    def wait_for_count(self, text: str, count: int) -> str:
        """The screen once it shows a text so many times."""
        import time

        end = time.monotonic() + 30
        while (seen := self.text()).count(text) < count:
            assert time.monotonic() < end, f"waited for {count} times {text!r}, saw:\n{seen}"
            self._read(0.02)
        return seen

    def order(self) -> dict[str, Any]:
        """The one order that is on disk."""
        [path] = (self.state / "sandbox" / "orders").glob("*.json")
        found: dict[str, Any] = json.loads(path.read_bytes())
        return found
