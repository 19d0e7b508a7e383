"""How much a person types, counted: the promises that customers are for (issue 13, part 5)."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from commands.shell import Shell
from prompts.screen import DOWN, ENTER

from sinch_order_cli.customers.model import Customer
from sinch_order_cli.store.customers import CustomerStore
from wizard.person import BUSINESS_AU, CHOOSE_AU, CONTACT_AU, NUMBERS_AU, PDF, Answers, Person

pytestmark = pytest.mark.timeout(120)

FIRST: Answers = [
    *CHOOSE_AU[1:],
    *NUMBERS_AU,
    *BUSINESS_AU,
    *CONTACT_AU,
    ("? Your answers", ENTER),
    ("? Letter of authorisation", ENTER),
    ("? File", "letter.pdf" + ENTER),
    ("? Proof of identity, optional", ENTER),
    ("? Submit", DOWN + ENTER),
    ("? Save Acme Pty Ltd as a customer", "y"),
    ("? Name of the customer", ENTER),
    ("? Watch the review?", DOWN + ENTER),
]

SECOND: Answers = [
    ("? Who is the number for?", ENTER),
    ("? What would you like to do?", ENTER),
    ("? Number", ENTER),
    ("? What will you use the number for?", ENTER),
    ("? Reserve +61", DOWN + ENTER),
    ("? Purpose of the traffic", ENTER),
    ("? Intended use of mobile", ENTER),
    ("? I confirm that my business", "y"),
    ("? Your answers", ENTER),
    ("? Letter of authorisation", ENTER),
    ("? Proof of identity, optional", ENTER),
    ("? Submit", DOWN + ENTER),
]


def keys_of(answers: Answers) -> int:
    """Keys pressed: each arrow is one, as each typed character is."""
    return sum(len(typed.replace(DOWN, "↓")) for _, typed in answers)


def asked(seen: str) -> int:
    """The questions that were answered, as the scrollback keeps them."""
    return sum(line.startswith("? ") for line in seen.splitlines())


def test_a_second_order_for_a_customer_takes_twelve_questions_and_thirty_keys(
    tmp_path: Path,
) -> None:
    (tmp_path / "letter.pdf").write_bytes(PDF)
    with Person(tmp_path, "wizard", "AU", "MOBILE", folder=tmp_path) as person:
        person.answer(*FIRST)
        person.wait_for("is COMPLETED")
        assert person.ended() == 0
    assert len(SECOND) <= 12
    assert keys_of(SECOND) <= 30 < keys_of(FIRST)
    with Person(tmp_path, "wizard", "AU", "MOBILE", folder=tmp_path) as person:
        person.answer(*SECOND)
        seen = person.wait_for("✓ Submitted.")
        assert asked(seen[: seen.rfind("✓ Submitted.")]) == len(SECOND)
    orders = Shell(tmp_path).ok("orders", "--all")["orders"]
    assert [one["state"] for one in orders].count("COMPLETED") >= 1 and len(orders) == 2


AU_COMPANY = {
    "company.name": "Acme Pty Ltd",
    "company.registrationNumber": "123456789",
    "company.registrationDate": "2011-04-05",
    "company.email": "numbers@acme.example",
    "company.website": "https://acme.example",
    "company.employees": 40,
    "addresses.0.role": "registered",
    "addresses.0.street": "Main Street",
    "addresses.0.houseNumber": "1",
    "addresses.0.city": "Melbourne",
    "addresses.0.postalCode": "3000",
    "addresses.0.country": "AU",
    "people.0.role": "owner",
    "people.0.firstName": "Zoë",
    "people.0.lastName": "O'Neil",
}

ISSUED = ("--issued", date.today().isoformat())
EXTRACT, VOICE = "companyRegistration", "+61429041512"

TO_DE = {
    "What would you like to do?": ENTER,
    "Number": ENTER,
    "What will you use the number for?": ENTER,
    "Voice service": ENTER,
    "App ID": "app-1" + ENTER,
    "Callback URL": ENTER,
    "Reserve +49": DOWN + ENTER,
    "Company name": "Acme Pty Ltd" + ENTER,
    "Commercial register number": "HRB 12345" + ENTER,
    "Founded on": "2011-04-05" + ENTER,
    "E-mail": "numbers@acme.example" + ENTER,
    "Website": "https://acme.example" + ENTER,
    "Employees": "40" + ENTER,
    "Street and number": "\x15" + ENTER,  # the address may be left out, and hers is elsewhere
    "Full name": "Zoë O'Neil" + ENTER,
    "Share in per cent": "100" + ENTER,
    "Add another entry to": "n",
    "Your answers": ENTER,
    "Extract from the commercial register": ENTER,
    "Upload this document": ENTER,
    "File": "extract.pdf" + ENTER,
    "Submit": DOWN + ENTER,
    "Save Acme": "n",
}


def through(person: Person, answers: dict[str, str], *, until: str) -> Sequence[str]:
    """The questions that were asked and answered, in order, until a text is seen."""
    asked: list[str] = []
    before = (0, "")
    end = time.monotonic() + 50
    while until not in person.text():
        seen = person.text()
        last = seen[seen.rfind("\n? ") + 1 :]
        question = next((one for one in answers if last.startswith(f"? {one}")), "")
        if question and "Ctrl-C" in last and (seen.count("\n? "), question) != before:
            before = (seen.count("\n? "), question)
            asked.append(question)
            person.send(answers[question])
        assert time.monotonic() < end, f"after {asked}:\n{seen}"
        person._read(0.05)
    return asked


def test_a_first_order_in_another_country_takes_half_the_questions(tmp_path: Path) -> None:
    (tmp_path / "extract.pdf").write_bytes(PDF)
    counts = {}
    for who in ("nobody", "acme"):
        home = tmp_path / who
        home.mkdir()
        os.link(tmp_path / "extract.pdf", home / "extract.pdf")
        arguments = ["wizard", "DE", "LOCAL"]
        if who == "acme":
            CustomerStore(home / "state" / "sandbox").save(Customer(name="acme", facts=AU_COMPANY))
            arguments += ["--customer", "acme"]
            shell = Shell(home)
            letter = str(home / "extract.pdf")
            shell.run("customer", "document", "add", "acme", letter, "--kind", EXTRACT, *ISSUED)
            shell.ok("create", "AU", "MOBILE", "--number", VOICE, "--rtc-app", "app-1", "--yes")
        with Person(home, *arguments, folder=home) as person:
            counts[who] = through(person, TO_DE, until="? Watch the review?")
    assert len(counts["acme"]) * 2 <= len(counts["nobody"]), counts
