"""`--customer` on the commands of the six steps, from end to end in the sandbox."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from .shell import LETTER, PDF, Shell

pytestmark = pytest.mark.timeout(120)

FACTS = {
    "company.name": "Acme Pty Ltd",
    "addresses.0.role": "registered",
    "addresses.0.street": "Main Street",
    "addresses.0.houseNumber": "1",
    "addresses.0.city": "Melbourne",
    "addresses.0.state": "VIC",
    "addresses.0.postalCode": "3000",
    "addresses.0.country": "AU",
    "people.0.role": "contact",
    "people.0.firstName": "Zoë",
    "people.0.lastName": "O'Neil",
    "people.0.phone": "+61298765432",
    "use.kind": "Notifications",
}
CREATE = ("create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes")
SAID = (
    *("--set", "0.0.purposeOfTheTraffic=Notifications"),
    *("--set", "0.0.intendedUseOfMobileNumbers=Transactional"),
    *("--set", "0.0.iConfirmThatMyBusinessHasAValidUseCaseForThisLn=true"),
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    found = Shell(tmp_path)
    for name, company in (("acme", "Acme Pty Ltd"), ("beta", "Beta Pty Ltd")):
        facts = json.dumps({**FACTS, "company.name": company})
        found.ok("customer", "add", name, "--facts", "-", stdin=facts)
    return found


def test_a_second_order_is_four_commands(shell: Shell) -> None:
    letter = shell.file("letter.pdf", PDF)
    shell.ok("customer", "document", "add", "acme", letter, "--kind", "letterOfAuthorisation")
    created = shell.ok(*CREATE, "--customer", "acme")
    name = created["name"]
    assert created["customer"] == "acme"
    kept = shell.order(name)
    assert kept["answers"][1]["endBusinessName"] == "Acme Pty Ltd"
    assert kept["answerSources"]["1.endBusinessName"] == ["company.name"]
    registered = shell.ok("register", name, *SAID)
    assert registered["customer"] == "acme"
    likely = shell.run("attach", name, "--from-customer", "--json")
    assert likely.code == 3 and "template" in likely.error["reason"]
    shell.ok("attach", name, LETTER, letter)
    assert shell.order(name)["attachments"][LETTER]["path"] == letter
    shell.ok("attach", name, "--from-customer")
    assert shell.ok("submit", name, "--yes")["state"] == "IN_REVIEW"


def test_the_consent_is_not_filled_and_all_that_is_missing_is_named(shell: Shell) -> None:
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    missing = shell.run("register", name, "--accept-proposals", "--json").error
    assert missing["exitCode"] == 2
    paths = {one["path"] for one in missing["details"]}
    assert "0.0.iConfirmThatMyBusinessHasAValidUseCaseForThisLn" in paths
    assert not any(path.startswith(("1.", "2.")) for path in paths)


def test_another_customer_than_the_orders_is_exit_6(shell: Shell) -> None:
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    before = shell.order(name)
    for command in (
        ("register", name, "--customer", "beta", *SAID),
        ("check", name, "--customer", "beta"),
        ("create", "--from", name, "--number", "+61411111113", "--customer", "beta", "--yes"),
    ):
        refused = shell.run(*command, "--json")
        assert (refused.code, refused.error["kind"]) == (6, "state"), command
        assert "acme" in refused.error["message"] and "beta" in refused.error["message"]
    after = shell.order(name)
    assert (after["customer"], after["answers"]) == ("acme", before["answers"])


def test_an_unknown_customer_is_exit_5_before_anything_is_reserved(shell: Shell) -> None:
    for command in (CREATE, ("requirements", "AU", "MOBILE")):
        assert shell.run(*command, "--customer", "acmee", "--json").code == 5
    assert shell.ok("orders")["orders"] == []
    without = shell.run(*CREATE, "--accept-proposals", "--json")
    assert without.code == 2


def test_an_order_made_from_another_is_for_the_same_customer(shell: Shell) -> None:
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    other = shell.ok("create", "--from", name, "--number", "+61411111113", "--yes")
    assert other["customer"] == "acme"
    assert shell.order(other["name"])["answerSources"]["1.city"] == ["addresses.0.city"]


def test_what_is_given_goes_before_the_customer(shell: Shell) -> None:
    name = shell.ok(*CREATE)["name"]
    answers: list[Any] = [[{}], {"city": "Perth", "postalCode": "6000"}, {}]
    answers_file = shell.file("a.json", answers)
    shell.ok(
        *("register", name, "--customer", "acme", "--answers", answers_file),
        *("--set", "1.postalCode=6001", *SAID),
    )
    kept = shell.order(name)
    assert kept["customer"] == "acme"
    assert (kept["answers"][1]["city"], kept["answers"][1]["postalCode"]) == ("Perth", "6001")
    assert kept["answers"][1]["endBusinessName"] == "Acme Pty Ltd"
    assert {"1.city", "1.postalCode"}.isdisjoint(kept["answerSources"])


def test_answers_from_before_the_customer_that_are_not_its_own_are_told(shell: Shell) -> None:
    name = shell.ok(*CREATE)["name"]
    answers: list[Any] = [[{}], {"endBusinessName": "Acme Pty Ltd", "city": "Melbourne"}, {}]
    shell.run("register", name, "--answers", shell.file("a.json", answers), "--json")
    other = ("create", "--from", name, "--number", "+61411111113", "--customer", "beta", "--yes")
    made = shell.run(*other)
    told = "Business name: Acme Pty Ltd; beta has Beta Pty Ltd"
    assert made.code == 0 and told in made.err and "city" not in made.err.lower()
    late = shell.run("register", name, "--customer", "beta", *SAID)
    assert told in late.err
    corrected = ("--set", "1.endBusinessName=Beta Pty Ltd")
    shell.ok("customer", "set", "beta", "company.name=Gamma")
    again = shell.run("register", name, *corrected)
    assert "has Gamma" not in again.err


def test_check_before_there_is_an_order_leaves_out_what_only_a_person_can_say(
    shell: Shell,
) -> None:
    place = ("check", "--region", "AU", "--type", "MOBILE")
    found = shell.ok(*place, "--customer", "acme")
    assert found["ready"] and found["problems"] == []
    assert [one["path"] for one in found["proposals"]] == ["0.0.purposeOfTheTraffic"]
    shell.ok("customer", "set", "acme", "addresses.0.city=")
    found = shell.run(*place, "--customer", "acme", "--json")
    assert found.code == 3
    assert [one["path"] for one in found.json["problems"]] == ["1.city"]


def test_documents_that_are_too_old_or_changed_are_problems(shell: Shell) -> None:
    letter = shell.file("letter.pdf", PDF)
    place = ("check", "--region", "AU", "--type", "MOBILE", "--customer", "acme")
    kind = ("--kind", "letterOfAuthorisation", "--issued", "2020-01-01")
    shell.ok("customer", "document", "add", "acme", letter, *kind)
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    complete(shell, name, letter)
    assert shell.ok(*place)["ready"]
    old = shell.run(*place, "--max-age", "90d", "--json")
    assert old.code == 3 and "more than 90 days ago" in old.json["problems"][0]["problem"]
    Path(letter).write_bytes(PDF + b"\n")
    changed = shell.run(*place, "--json")
    assert changed.code == 3 and "has changed" in changed.json["problems"][0]["problem"]
    assert shell.run(*place, "--max-age", "soon").code == 2


def test_a_later_change_of_the_customer_is_told_and_not_applied(shell: Shell) -> None:
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    shell.ok("register", name, *SAID)
    shell.ok("customer", "set", "acme", "addresses.0.city=Sydney")
    found = shell.run("check", name, "--json").json
    remarks = [one for one in found["warnings"] if "acme has changed" in one]
    assert len(remarks) == 1 and "Melbourne" in remarks[0] and "Sydney" in remarks[0]
    shell.ok("register", name)
    assert shell.order(name)["answers"][1]["city"] == "Melbourne"
    shell.ok("register", name, "--set", "1.city=Perth")
    assert "1.city" not in shell.order(name)["answerSources"]
    assert not any(
        "has changed" in one for one in shell.run("check", name, "--json").json["warnings"]
    )


def test_requirements_show_what_is_there(shell: Shell) -> None:
    found = shell.ok("requirements", "AU", "MOBILE", "--customer", "acme")
    assert found["customer"]["customer"] == "acme"
    assert found["customer"]["filled"] == 9
    assert "Zoë" in shell.run("requirements", "AU", "MOBILE", "--customer", "acme").out
    assert "customer" not in shell.ok("requirements", "AU", "MOBILE")


def complete(shell: Shell, name: str, letter: str) -> None:
    """Bring an order to COMPLETED with a letter."""
    shell.ok("register", name, *SAID)
    shell.ok("attach", name, LETTER, letter)
    shell.ok("submit", name, "--yes")
    assert shell.run("status", name, "--watch", "--interval", "1s").code == 0


def test_a_document_learns_that_it_served_and_is_sure_the_next_time(shell: Shell) -> None:
    letter = shell.file("letter.pdf", PDF)
    shell.ok("customer", "document", "add", "acme", letter, "--kind", "letterOfAuthorisation")
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    complete(shell, name, letter)
    document = shell.ok("customer", "show", "acme")["documents"][0]
    served = document["servedFor"]
    assert [(one["region"], one["type"]) for one in served] == [("AU", "MOBILE")]
    shell.ok("status", name)
    assert len(shell.ok("customer", "show", "acme")["documents"][0]["servedFor"]) == 1
    other = shell.ok("create", "--from", name, "--number", "+61411111113", "--yes")["name"]
    shell.ok("register", other)
    refused = shell.run("attach", other, "--from-customer", "--json")
    assert refused.code == 3 and "--accept-proposals" in refused.error["hint"]
    shell.ok("attach", other, "--from-customer", "--accept-proposals")
    assert shell.ok("submit", other, "--yes")["state"] == "IN_REVIEW"


def test_from_customer_needs_an_order_that_is_for_one(shell: Shell) -> None:
    name = shell.ok(*CREATE)["name"]
    assert shell.run("attach", name, "--from-customer", "--json").code == 6
    for beside in ((LETTER,), ("--list",)):
        assert shell.run("attach", name, *beside, "--from-customer").code == 2
    assert shell.run("attach", name, "--max-age", "90d", "--json").code == 2


def test_what_the_order_has_goes_before_the_customer_and_the_customer_before_a_default(
    shell: Shell,
) -> None:
    """The form of Brazil proposes São Paulo."""
    name = shell.ok(*CREATE)["name"]
    shell.run("register", name, "--set", "1.city=Perth")
    shell.ok("register", name, "--customer", "acme", *SAID)
    assert shell.order(name)["answers"][1]["city"] == "Perth"
    facts = {"company.kind": "company", "company.name": "Café Ltda"}
    facts |= {"addresses.0.role": "registered", "addresses.0.city": "Curitiba"}
    shell.ok("customer", "add", "cafe", "--facts", "-", stdin=json.dumps(facts))
    brazil = ("create", "BR", "LOCAL", "--number", "+551140028912", "--rtc-app", "a", "--yes")
    name = shell.ok(*brazil, "--customer", "cafe")["name"]
    shell.ok("register", name, "--set", "cnpj=11222333000181")
    assert shell.order(name)["answers"]["city"] == "Curitiba"
    assert shell.ok("check", name)["ready"]


def test_every_order_object_names_its_customer(shell: Shell) -> None:
    created = shell.ok(*CREATE, "--customer", "acme")
    name = created["name"]
    letter = shell.file("letter.pdf", PDF)
    said = [
        created,
        shell.ok("register", name, *SAID),
        shell.ok("attach", name, LETTER, letter),
        shell.ok("submit", name, "--yes"),
        shell.ok("status", name),
        *shell.ok("orders")["orders"],
        *shell.ok("status", "--all")["orders"],
        shell.ok("resume", name),
    ]
    assert [one["customer"] for one in said] == ["acme"] * 8


def test_from_customer_refuses_what_is_older_than_allowed(shell: Shell) -> None:
    passport = shell.file("passport.pdf", PDF)
    issued = (date.today() - timedelta(days=100)).isoformat()
    kind = ("--kind", "passport", "--person", "0", "--issued", issued)
    shell.ok("customer", "document", "add", "acme", passport, *kind)
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    shell.ok("attach", name, LETTER, shell.file("letter.pdf", PDF))
    told = shell.run("attach", name, "--from-customer", "--max-age", "90d")
    assert told.code == 0 and "more than 90 days ago" in told.err
    assert list(shell.order(name)["attachments"]) == [LETTER]
    shell.ok("attach", name, "--from-customer", "--max-age", "365d")
    assert len(shell.order(name)["attachments"]) == 2
