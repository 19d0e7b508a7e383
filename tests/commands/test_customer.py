"""The customers' commands, from end to end in the sandbox."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pexpect
import pytest

from sinch_order_cli.commands.orders import _need_unchanged
from sinch_order_cli.customers import facts
from sinch_order_cli.errors import StateError
from sinch_order_cli.store.customers import CustomerStore
from sinch_order_cli.store.forget import forget_orders
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Order

from .shell import ANSWERS, LETTER, PDF, Shell

pytestmark = pytest.mark.timeout(120)

FACTS = {
    "company.name": "Acme Pty Ltd",
    "company.taxNumber": "12345678901",
    "addresses.0.role": "registered",
    "addresses.0.street": "Main Street",
    "addresses.0.houseNumber": 1,
    "addresses.0.city": "Melbourne",
    "addresses.0.state": "VIC",
    "addresses.0.postalCode": "3000",
    "addresses.0.country": "Australia",
    "people.0.role": "contact",
    "people.0.firstName": "Zoë",
    "people.0.lastName": "O'Neil",
    "people.0.phone": "+61 2 9876 5432",
    "people.0.idNumber": "P1234567",
}


@pytest.fixture
def sandbox(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def add(shell: Shell, name: str = "acme", given: dict[str, Any] = FACTS) -> Any:
    return shell.ok("customer", "add", name, "--facts", "-", stdin=json.dumps(given))


def file(shell: Shell, name: str = "acme") -> dict[str, Any]:
    path = shell.state / "sandbox" / "customers" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def test_facts_from_a_file_are_kept_in_one_form_and_numbers_shortened(sandbox: Shell) -> None:
    added = add(sandbox)
    assert added["facts"]["addresses.0.country"] == "AU"
    assert added["facts"]["addresses.0.houseNumber"] == "1"
    assert added["facts"]["people.0.phone"] == "+61298765432"
    assert added["facts"]["people.0.idNumber"] == "…67"
    assert added["facts"]["company.taxNumber"] == "12345678901"
    assert "learned" not in added and added["warnings"] == []
    assert file(sandbox)["facts"]["people.0.idNumber"] == "P1234567"
    path = sandbox.state / "sandbox" / "customers" / "acme.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    shown = sandbox.ok("customer", "show", "acme", "--all")
    assert shown["facts"]["people.0.idNumber"] == "P1234567"
    assert "P1234567" not in sandbox.run("customer", "show", "acme").out
    assert "P1234567" in sandbox.run("customer", "show", "acme", "--all").out


def test_an_existing_name_is_exit_6_and_a_bad_one_exit_2(sandbox: Shell) -> None:
    add(sandbox)
    again = sandbox.run("customer", "add", "acme", "--set", "company.name=B", "--json")
    assert (again.code, again.error["kind"]) == (6, "state")
    assert file(sandbox)["facts"]["company.name"] == "Acme Pty Ltd"
    bad = sandbox.run("customer", "add", "../x", "--set", "company.name=B", "--json")
    assert bad.code == 2 and "not a valid customer name" in bad.error["message"]


def test_without_facts_and_a_terminal_every_flag_is_named(sandbox: Shell) -> None:
    error = sandbox.run("customer", "add", "acme", "--json").error
    assert error["exitCode"] == 2
    assert {one["flag"] for one in error["details"]} == {
        *("--from", "--answers", "--facts", "--set")
    }
    assert sandbox.ok("customer", "list")["customers"] == []


def test_everything_wrong_with_facts_is_said_at_once(sandbox: Shell) -> None:
    wrong = ["--set", "company.nmae=x", "--set", "people.0.phone=02", "--set", "company.name=A"]
    error = sandbox.run("customer", "add", "acme", *wrong, "--json").error
    assert error["exitCode"] == 2
    assert [(one["where"], one["problem"]) for one in error["details"]] == [
        ("company.nmae", "unknown fact"),
        ("people.0.phone", "it has no + and country code"),
    ]
    assert "company.name" in error["details"][0]["fix"]
    given = json.dumps({"people.0.idNumber": {"a": "P7654321"}, "people.0.address": 1})
    done = sandbox.run("customer", "add", "acme", "--facts", "-", "--json", stdin=given)
    assert done.code == 3 and "P7654321" not in done.err
    for text in ("{", "[]", '"x"'):
        done = sandbox.run("customer", "add", "acme", "--facts", "-", "--json", stdin=text)
        assert done.code == 3, text
        assert "company.name" in done.error["hint"]
    assert not (sandbox.state / "sandbox" / "customers" / "acme.json").exists()


def test_a_customer_is_made_of_an_order_and_fills_its_form_again(sandbox: Shell) -> None:
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]
    name = sandbox.ok(*create)["name"]
    early = sandbox.run("customer", "add", "acme", "--from", name, "--json")
    assert (early.code, early.error["kind"]) == (6, "state")
    sandbox.ok("register", name, "--answers", sandbox.file("a.json", ANSWERS))
    sandbox.ok("attach", name, LETTER, sandbox.file("letter.pdf", PDF))
    told = sandbox.run("customer", "add", "other", "--from", name).err
    assert "Saved the path of letter.pdf as letterOfAuthorisation." in told
    added = sandbox.ok("customer", "add", "acme", "--from", name)
    assert added["facts"]["company.name"] == "Acme Pty Ltd"
    assert added["facts"]["people.0.lastName"] == "O'Neil"
    assert "+61411111112" not in json.dumps(added)
    assert [one["path"] for one in added["documents"]] == [str(sandbox.home / "letter.pdf")]
    found = sandbox.ok("customer", "match", "acme", "AU", "MOBILE")
    values = {one["path"]: one["value"] for one in found["fields"] if one["confidence"] == "sure"}
    assert values == {
        "1.endBusinessName": "Acme Pty Ltd",
        "1.endBusinessAddress": "1 Main Street",
        "1.city": "Melbourne",
        "1.state": "VIC",
        "1.country": "AU",
        "1.postalCode": "3000",
        "2.firstName": "Zoë",
        "2.lastName": "O'Neil",
        "2.phoneNumber": "+61298765432",
    }
    assert (found["filled"], found["proposed"], found["open"]) == (9, 1, 4)


def test_a_customer_is_made_of_an_answers_file(sandbox: Shell) -> None:
    answers = sandbox.file("answers.json", ANSWERS)
    missing = sandbox.run("customer", "add", "acme", "--answers", answers, "--json").error
    assert missing["exitCode"] == 2
    assert {one["flag"] for one in missing["details"]} == {"--region", "--type"}
    place = ["--region", "au", "--type", "mobile"]
    added = sandbox.ok(
        *("customer", "add", "acme", "--answers", answers, *place),
        *("--set", "company.legalForm=Pty Ltd", "--set", "company.name=Acme"),
    )
    assert added["facts"]["company.name"] == "Acme"
    assert added["facts"]["company.legalForm"] == "Pty Ltd"
    assert added["facts"]["people.0.firstName"] == "Zoë"


def test_facts_are_changed_and_removed(sandbox: Shell) -> None:
    add(sandbox)
    changed = sandbox.ok("customer", "set", "acme", "company.name=A=B", "people.0.phone=")
    assert changed["facts"]["company.name"] == "A=B"
    assert "people.0.phone" not in changed["facts"]
    given = json.dumps({"company.employees": 7, "company.name": None})
    changed = sandbox.ok("customer", "set", "acme", "--facts", "-", stdin=given)
    assert changed["facts"]["company.employees"] == 7
    assert "company.name" not in changed["facts"]
    for bad in ([], ["company.name"], ["x=1"], ["--edit"], ["--edit", "company.name=x"]):
        assert sandbox.run("customer", "set", "acme", *bad, "--json").code == 2, bad
    missing = sandbox.run("customer", "set", "acm", "company.name=x", "--json")
    assert missing.code == 5 and "acme" in missing.error["reason"]


def test_an_identity_number_on_the_command_line_is_warned_of(sandbox: Shell) -> None:
    add(sandbox)
    changed = sandbox.ok("customer", "set", "acme", "people.0.idNumber=Q7654321")
    assert len(changed["warnings"]) == 1 and "others on this machine" in changed["warnings"][0]
    assert "Q7654321" not in json.dumps(changed)
    assert file(sandbox)["facts"]["people.0.idNumber"] == "Q7654321"
    assert sandbox.ok("customer", "set", "acme", "people.0.idNumber=")["warnings"] == []


def test_the_list_counts_documents_expiries_and_orders(sandbox: Shell) -> None:
    add(sandbox)
    add(sandbox, "zeta", {"people.0.firstName": "Ann", "people.0.lastName": "Ay"})
    paper = sandbox.file("p.pdf", PDF)
    for expires, name in (("2031-01-31", "a"), ("2030-01-31", "b")):
        path = sandbox.file(f"{name}.pdf", PDF)
        kind = ["--kind", "passport", "--expires", expires, "--person", "0"]
        sandbox.ok("customer", "document", "add", "acme", path, *kind)
    sandbox.ok("customer", "document", "add", "acme", paper, "--kind", "other")
    store = OrderStore(sandbox.state / "sandbox")
    store.save(Order(name="one", customer="acme"))
    first, second = sandbox.ok("customer", "list")["customers"]
    assert first == {
        "name": "acme",
        "company": "Acme Pty Ltd",
        "country": "AU",
        "documents": 3,
        "nextExpiry": "2030-01-31",
        "orders": ["one"],
    }
    assert (second["company"], second["nextExpiry"], second["orders"]) == ("Ann Ay", None, [])
    assert "2030-01-31" in sandbox.run("customer", "list").out


def test_documents_are_kept_by_path_and_hash_and_never_copied(sandbox: Shell) -> None:
    add(sandbox)
    path = sandbox.file("ada.pdf", PDF)
    command = ["customer", "document", "add", "acme", path, "--kind", "Passport"]
    added = sandbox.ok(*command, "--person", "0", "--issued", "2024-01-31")
    (document,) = added["documents"]
    assert document == {
        "kind": "passport",
        "path": path,
        "sha256": document["sha256"],
        "size": len(PDF),
        "mimeType": "application/pdf",
        "person": 0,
        "issued": "2024-01-31",
        "expires": "",
        "servedFor": [],
    }
    assert len(sandbox.ok(*command)["documents"]) == 1  # the same file again
    state = b"".join(p.read_bytes() for p in sandbox.state.rglob("*") if p.is_file())
    assert PDF not in state
    assert sandbox.ok("customer", "document", "list", "acme")["documents"][0]["path"] == path
    Path(path).write_bytes(PDF[::-1])
    assert "has changed" in sandbox.run("customer", "document", "list", "acme").out
    Path(path).unlink()
    assert "is missing" in sandbox.run("customer", "document", "list", "acme").out
    removed = sandbox.ok("customer", "document", "remove", "acme", "ada.pdf")
    assert removed["documents"] == []
    assert sandbox.run("customer", "document", "remove", "acme", "ada.pdf").code == 5


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["nowhere.pdf", "--kind", "passport"], 2),
        (["empty.pdf", "--kind", "passport"], 3),
        ([".", "--kind", "passport"], 2),
        (["ok.pdf"], 2),
        (["ok.pdf", "--kind", "selfie"], 2),
        (["ok.pdf", "--kind", "passport", "--person", "7"], 2),
        (["ok.pdf", "--kind", "passport", "--issued", "31.01.2024"], 2),
        (["ok.pdf", "--kind", "passport", "--expires", "2024-02-30"], 2),
    ],
)
def test_what_can_t_be_a_document_is_refused(sandbox: Shell, options: list[str], code: int) -> None:
    add(sandbox)
    sandbox.file("ok.pdf", PDF)
    sandbox.file("empty.pdf", b"")
    name, *rest = options
    path = str(sandbox.home / name)
    done = sandbox.run("customer", "document", "add", "acme", path, *rest, "--json")
    assert done.code == code, done.err
    assert file(sandbox)["documents"] == []


def test_a_match_says_field_by_field_what_and_why(sandbox: Shell) -> None:
    add(sandbox)
    found = sandbox.ok("customer", "match", "acme", "au", "mobile")
    assert (found["customer"], found["regionCode"], found["numberType"]) == (
        *("acme", "AU", "MOBILE"),
    )
    by_path = {one["path"]: one for one in found["fields"]}
    assert by_path["0.0.senderId"]["confidence"] == "never"
    assert by_path["1.endBusinessAddress"]["fact"] == [
        *("addresses.0.street", "addresses.0.houseNumber")
    ]
    assert by_path["1.endBusinessAddress2"] == {
        "path": "1.endBusinessAddress2",
        "title": "Address, second line",
        "fact": "addresses.0.line2",
        "value": None,
        "confidence": "open",
        "reason": by_path["1.endBusinessAddress2"]["reason"],
    }
    assert all(one["reason"] for one in found["fields"])
    assert [one["title"] for one in found["documents"]] == [
        *("Letter of authorisation", "Proof of identity")
    ]
    passport = sandbox.file("ada.pdf", PDF)
    kind = ["--kind", "passport", "--person", "0", "--expires", "2020-01-01"]
    sandbox.ok("customer", "document", "add", "acme", passport, *kind)
    identity = sandbox.ok("customer", "match", "acme", "AU", "MOBILE")["documents"][1]
    assert (identity["file"], identity["confidence"]) == (passport, "likely")
    assert identity["problems"] == ["it expired on 2020-01-01"]
    text = sandbox.run("customer", "match", "acme", "AU", "MOBILE")
    assert "9 filled" in text.err
    nothing = sandbox.ok("customer", "match", "acme", "US", "LOCAL")
    assert (nothing["fields"], nothing["filled"]) == ([], 0)


def test_what_is_taught_goes_before_any_guess_for_all_or_for_one(sandbox: Shell) -> None:
    add(sandbox)
    add(sandbox, "zeta", {"company.name": "Zeta", "company.tradingName": "Zed"})
    match = ["customer", "match", "acme", "AU", "MOBILE"]
    given = {"company.tradingName": "Acme Shop"}
    sandbox.ok("customer", "set", "acme", "--facts", "-", stdin=json.dumps(given))

    def value(name: str, path: str) -> Any:
        found = sandbox.ok("customer", "match", name, "AU", "MOBILE")
        return next(one["value"] for one in found["fields"] if one["path"] == path)

    sandbox.ok(*match, "--use", "1.endBusinessName=company.tradingName")
    assert value("acme", "1.endBusinessName") == "Acme Shop"
    assert value("zeta", "1.endBusinessName") == "Zed"
    sandbox.ok(*match, "--never", "1.endBusinessName", "--only")
    assert [one["fact"] for one in file(sandbox)["learned"]] == [None]
    assert value("acme", "1.endBusinessName") is None
    assert value("zeta", "1.endBusinessName") == "Zed"
    sandbox.ok(*match, "--forget", "1.endBusinessName")
    assert value("acme", "1.endBusinessName") == "Acme Pty Ltd"
    assert value("zeta", "1.endBusinessName") == "Zeta"
    sandbox.ok(*match, "--use", "2.lastName=people.0.firstName + people.0.lastName")
    assert value("acme", "2.lastName") == "Zoë O'Neil"
    learned = (sandbox.state / "sandbox" / "learned.json").read_text()
    assert "people.0.lastName" in learned and "O'Neil" not in learned
    assert "learned" not in sandbox.ok("customer", "show", "acme")


@pytest.mark.parametrize(
    "options",
    [
        ["--use", "1.nothing=company.name"],
        ["--use", "1.city"],
        ["--use", "1.city=company.nmae"],
        ["--use", "0.0.senderId=people.0.phone"],
        ["--use", "0.*.iConfirmThatMyBusinessHasAValidUseCaseForThisLn=company.name"],
        ["--never", "nowhere"],
        ["--forget", "nowhere"],
        ["--only"],
    ],
)
def test_what_can_t_be_taught_is_refused(sandbox: Shell, options: list[str]) -> None:
    add(sandbox)
    done = sandbox.run("customer", "match", "acme", "AU", "MOBILE", *options, "--json")
    assert (done.code, done.error["kind"]) == (2, "usage")
    assert not (sandbox.state / "sandbox" / "learned.json").exists()


def test_a_rename_takes_its_orders_along(sandbox: Shell) -> None:
    add(sandbox)
    add(sandbox, "zeta")
    store = OrderStore(sandbox.state / "sandbox")
    store.save(Order(name="one", customer="acme"))
    assert sandbox.run("customer", "rename", "acme", "zeta", "--json").code == 6
    assert sandbox.run("customer", "rename", "nobody", "other", "--json").code == 5
    assert sandbox.ok("customer", "rename", "acme", "beta")["name"] == "beta"
    assert store.load("one").customer == "beta"


def test_a_rename_changes_all_orders_or_nothing(sandbox: Shell) -> None:
    add(sandbox)
    store = OrderStore(sandbox.state / "sandbox")
    for name in ("one", "two"):
        store.save(Order(name=name, customer="acme"))
    with store.hold("two"):
        assert sandbox.run("customer", "rename", "acme", "beta", "--json").code == 6
    assert {store.load(name).customer for name in ("one", "two")} == {"acme"}
    assert sandbox.run("customer", "show", "acme").code == 0
    sandbox.ok("customer", "rename", "acme", "beta")
    store.save(Order(name="two", customer="acme"))  # as if it was killed before the second one
    assert sandbox.ok("customer", "rename", "acme", "beta")["name"] == "beta"
    assert store.load("two").customer == "beta"


def test_open_orders_of_an_earlier_customer_of_that_name_are_named(sandbox: Shell) -> None:
    OrderStore(sandbox.state / "sandbox").save(Order(name="one", customer="acme"))
    done = sandbox.run("customer", "add", "acme", "--set", "company.name=Other", "--json")
    assert "1 open order of an earlier customer acme" in done.json["warnings"][0]


def test_an_order_repaired_and_reserved_meanwhile_is_not_deleted() -> None:
    order = Order(name="one", server={"idNumberOrder": "id", "state": "CREATED"})
    run = SimpleNamespace(store=SimpleNamespace(load=lambda name: order))
    with pytest.raises(StateError, match="was changed by another"):
        _need_unchanged(run, {"one": None}, "one")  # type: ignore[arg-type]


def test_forget_leaves_nothing_and_keeps_what_an_open_order_needs(sandbox: Shell) -> None:
    for name in ("acme", "beta"):
        add(sandbox, name)
    store = OrderStore(sandbox.state / "sandbox")
    store.save(Order(name="one", customer="acme"))
    refused = sandbox.run("customer", "forget", "acme", "beta", "--json")
    assert (refused.code, refused.error["kind"]) == (6, "state")
    assert "one is an open order for acme" in refused.error["message"]
    assert len(sandbox.ok("customer", "list")["customers"]) == 2
    assert sandbox.run("customer", "forget", "beta", "nobody", "--json").code == 5
    assert len(sandbox.ok("customer", "list")["customers"]) == 2
    assert sandbox.ok("customer", "forget", "beta")["forgotten"] == ["beta"]
    assert sandbox.ok("customer", "forget", "acme", "--yes")["forgotten"] == ["acme"]
    list(forget_orders(store, ["one"]))
    left = b"".join(p.read_bytes() for p in sandbox.state.rglob("*") if p.is_file())
    assert b"Acme" not in left and b"P1234567" not in left
    names = " ".join(str(path) for path in sandbox.state.rglob("*"))
    assert "acme" not in names


def test_the_sandbox_s_customers_are_apart_from_real_ones(sandbox: Shell) -> None:
    add(sandbox)
    real = sandbox.with_({"SINCH_ORDER_SANDBOX": "0"})
    assert real.ok("customer", "list")["customers"] == []
    assert real.run("customer", "show", "acme").code == 5


def test_a_damaged_customer_is_said_and_the_others_are_listed(sandbox: Shell) -> None:
    add(sandbox)
    add(sandbox, "beta")
    path = sandbox.state / "sandbox" / "customers" / "acme.json"
    path.write_text("{")
    listed = sandbox.ok("customer", "list")
    assert [one["name"] for one in listed["customers"]] == ["beta"]
    assert any("damaged" in warning for warning in listed["warnings"])
    shown = sandbox.run("customer", "show", "acme", "--json")
    assert shown.code == 1 and "--edit" in shown.error["hint"]
    assert path.read_text() == "{"


def test_a_customer_in_use_is_exit_6(sandbox: Shell) -> None:
    add(sandbox)
    with CustomerStore(sandbox.state / "sandbox").edit("acme"):
        for command in (["set", "acme", "company.name=x"], ["forget", "acme"]):
            done = sandbox.run("customer", *command, "--json")
            assert (done.code, done.error["kind"]) == (6, "locked")


def at_a_terminal(shell: Shell, *arguments: str, **variables: str) -> pexpect.spawn:
    environment = {**shell.environment, "TERM": "dumb", "LC_ALL": "C.UTF-8", **variables}
    command = ["-m", "sinch_order_cli", *arguments]
    return pexpect.spawn(
        sys.executable, command, env=environment, encoding="utf-8", timeout=20, dimensions=(24, 80)
    )


def test_at_a_terminal_the_facts_are_asked_for(sandbox: Shell) -> None:
    with at_a_terminal(sandbox, "customer", "add", "acme") as person:
        person.expect("Who is the customer")
        person.sendline("1")
        person.expect("Company name")
        person.sendline("Acme Pty Ltd")
        for _ in range(5):
            person.sendline("")
        person.expect("Company phone")
        person.sendline("12")
        person.expect("country code")
        person.sendline("+61 2 9876 5432")
        for _ in range(6):
            person.sendline("")
        person.expect("Address: country")
        person.sendline("australia")
        for answer in ("Ada", "Li", "", ""):
            person.sendline(answer)
        person.expect("Saved acme")
        person.expect(pexpect.EOF)
    assert file(sandbox)["facts"] == {
        "company.name": "Acme Pty Ltd",
        "company.phone": "+61298765432",
        "company.kind": "company",
        "addresses.0.role": "registered",
        "addresses.0.country": "AU",
        "people.0.role": "contact",
        "people.0.firstName": "Ada",
        "people.0.lastName": "Li",
    }


def test_the_file_is_edited_and_checked_before_it_is_kept(sandbox: Shell) -> None:
    add(sandbox)
    script = sandbox.home / "editor.sh"
    script.write_text(
        '#!/bin/sh\nif [ -e "$0.once" ]; then sed -i "s/Broken/Better/; s/nmae/name/" "$1"\n'
        'else touch "$0.once"; sed -i "s/company.name/company.nmae/; s/Acme/Broken/" "$1"; fi\n'
    )
    script.chmod(0o755)
    with at_a_terminal(sandbox, "customer", "set", "acme", "--edit", EDITOR=str(script)) as person:
        person.expect("unknown fact")
        assert file(sandbox)["facts"]["company.name"] == "Acme Pty Ltd"
        person.expect("Open the editor again")
        person.sendline("y")
        person.expect("Saved acme")
        person.expect(pexpect.EOF)
    assert file(sandbox)["facts"]["company.name"] == "Better Pty Ltd"


def test_a_damaged_file_is_corrected_in_the_editor(sandbox: Shell) -> None:
    add(sandbox)
    path = sandbox.state / "sandbox" / "customers" / "acme.json"
    path.write_text(path.read_text().replace("company.name", "company.nmae"))
    script = sandbox.home / "editor.sh"
    script.write_text('#!/bin/sh\nsed -i "s/nmae/name/" "$1"\n')
    script.chmod(0o755)
    with at_a_terminal(sandbox, "customer", "set", "acme", "--edit", EDITOR=str(script)) as person:
        person.expect("Saved acme")
        person.expect(pexpect.EOF)
    assert file(sandbox)["facts"]["company.name"] == "Acme Pty Ltd"


def test_the_help_names_every_fact(sandbox: Shell) -> None:
    text = sandbox.run("help", "customers").out.split()
    for fact in facts.names():
        assert fact.rpartition(".")[2] in text
