"""Sequences that once ordered twice, lost an order, or mixed two companies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prompts.screen import CTRL_C, DOWN, ENTER
from wizard.person import Person

from sinch_order_cli.sandbox import forms

from .shell import ANSWERS, LETTER
from .test_batch import Batches, batches

pytestmark = pytest.mark.timeout(120)

__all__ = ["batches"]

FormOf = Callable[[Callable[[Any], Any]], None]


@pytest.fixture
def form_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FormOf]:
    """Let the server require another form for AU mobile, made by changing its rules."""

    def change(rules: Callable[[Any], Any]) -> None:
        raw = json.loads((forms._FOLDER / "au-mobile.json").read_text())
        rules(raw["fields"]["rules"])
        (tmp_path / "forms").mkdir()
        (tmp_path / "forms/au-mobile.json").write_text(json.dumps(raw))
        monkeypatch.setattr(forms, "_FOLDER", tmp_path / "forms")
        forms.requirements.cache_clear()

    yield change
    forms.requirements.cache_clear()


CREATE = ("create", "GB", "MOBILE", "--quantity", "2", "--yes")
NUMBER, OTHER = "+61411111112", "+61411111113"


def lose(batches: Batches) -> Path:
    """Leave a quantity in doubt, and return its file."""
    batches.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    assert batches.shell.run(*CREATE).code == 8
    batches.fail()
    return batches.shell.state / "orders/gb-mobile.json"


def expire(batches: Batches, name: str) -> None:
    batches.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    assert batches.shell.ok("status", name)["state"] == "EXPIRED"
    batches.fail()


def draft(batches: Batches, request: dict[str, Any], **more: Any) -> str:
    """Write an order's file as the wizard leaves it before a number is reserved."""
    path = batches.shell.state / "orders/mine.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    place = {"regionCode": request["regionCode"], "numberType": request["numberType"]}
    content = {"version": 2, "name": "mine", "projectId": "demo", **place, "request": request}
    path.write_text(json.dumps({**content, **more}))
    return "mine"


def sit(batches: Batches, *arguments: str) -> Person:
    environment = {**batches.shell.environment, "SINCH_ORDER_SANDBOX": "0"}
    return Person(batches.home, *arguments, environ=environment)


def test_a_host_spelled_otherwise_is_the_same_host(batches: Batches) -> None:
    batches.shell.ok(*CREATE)
    batches.shell.environment["SINCH_NUMBERS_URL"] += "/"
    assert "already reserved" in batches.shell.run(*CREATE).err
    assert batches.orders() == 1


@pytest.mark.parametrize("flag", ["--yes", "--abandon"])
def test_a_file_of_a_newer_version_may_be_the_order_in_doubt(batches: Batches, flag: str) -> None:
    path = lose(batches)
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 99}))
    again = batches.shell.run(*CREATE, "--json")
    assert again.code == 8 and "newer sinch-order" in again.error["reason"]
    assert batches.orders() == 1
    forgotten = batches.shell.run("forget", "gb-mobile", "--yes", flag)
    assert (forgotten.code, path.exists()) == ((8, True) if flag == "--yes" else (0, False))


def test_a_file_that_can_not_be_opened_may_be_the_order_in_doubt(batches: Batches) -> None:
    path = lose(batches)
    path.unlink()
    path.mkdir()  # no permission would not stop root
    again = batches.shell.run(*CREATE, "--json")
    assert again.code == 8 and batches.orders() == 1
    assert batches.shell.run(*CREATE, "--name", "other").code == 0


def test_what_is_deleted_is_what_was_shown(batches: Batches) -> None:
    named = (*CREATE, "--name", "x")
    batches.shell.ok(*named)
    expire(batches, "x")
    with sit(batches, "forget", "--final") as person:
        person.wait_for("Delete x?")
        batches.shell.ok("forget", "x", "--yes")
        batches.shell.ok(*named)
        person.send("y")
        assert person.ended() == 6
    assert batches.shell.ok("status", "x")["state"] == "CREATED"


@pytest.mark.parametrize("flag", [("--number", OTHER), ("--or-similar",)])
def test_the_answers_of_a_draft_follow_its_number(batches: Batches, flag: tuple[str, ...]) -> None:
    batches.shell.ok("requirements", "AU", "MOBILE")
    chosen = {"numberOrderOption": {"phoneNumbers": [NUMBER]}}
    request = {"regionCode": "AU", "numberType": "MOBILE", **chosen}
    name = draft(batches, request, answers=ANSWERS)
    if flag[0] == "--or-similar":  # somebody else took the number
        batches.shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes", "--name", "x")
        batches.shell.ok("forget", "x", "--yes")
    made = batches.shell.ok("create", "--from", name, *flag, "--yes")
    assert made["phoneNumbers"] != [NUMBER]
    assert batches.shell.order(name)["answers"][0][0]["senderId"] == made["phoneNumbers"][0]
    batches.shell.ok("register", name)


def test_a_draft_made_an_order_twice_is_one_order(batches: Batches) -> None:
    name = draft(batches, {"regionCode": "GB", "numberType": "MOBILE"})
    command = ("create", "--from", name, "--quantity", "2", "--yes")
    first = batches.shell.ok(*command)
    again = batches.shell.run(*command)
    assert again.code == 0 and "mine is already reserved. Nothing was sent." in again.err
    assert (first["name"], batches.orders()) == (name, 1)
    assert batches.shell.ok(*command, "--name", "second")["name"] == "second"
    more = ("create", "--from", name, "--quantity", "3", "--yes")
    assert batches.shell.ok(*more)["name"] not in (name, "second")
    assert batches.orders() == 3


def test_a_draft_does_not_order_what_is_in_doubt(batches: Batches) -> None:
    lose(batches)
    name = draft(batches, {"regionCode": "GB", "numberType": "MOBILE"})
    command = ("create", "--from", name, "--quantity", "2", "--yes")
    refused = batches.shell.run(*command, "--json")
    assert refused.code == 8 and "gb-mobile may have been reserved" in refused.error["message"]
    assert batches.orders() == 1
    batches.shell.ok(*command, "--again")
    assert batches.orders() == 2
    batches.shell.ok("forget", name, "--yes")
    name = draft(batches, {"regionCode": "GB", "numberType": "MOBILE"})
    batches.shell.ok("create", "--from", name, "--quantity", "2", "--name", "second", "--yes")


def test_a_name_of_its_own_is_a_second_order_and_the_doubt_is_told(batches: Batches) -> None:
    lose(batches)
    second = batches.shell.run(*CREATE, "--name", "second")
    assert second.code == 0 and "gb-mobile may have reserved the same" in second.err
    batches.shell.ok("forget", "gb-mobile", "--abandon", "--yes")
    assert "may have" not in batches.shell.run(*CREATE, "--name", "third").err


def test_a_name_used_again_is_another_order(batches: Batches) -> None:
    first = batches.shell.ok(*CREATE)["name"]
    expire(batches, first)
    second = batches.shell.ok("create", "--from", first, "--yes")["name"]
    batches.shell.ok("forget", first, "--yes")
    batches.shell.ok(*CREATE, "--name", first)
    expire(batches, first)
    third = batches.shell.ok("create", "--from", first, "--yes")["name"]
    assert third not in (first, second) and batches.orders() == 4


def test_the_wizard_asks_before_it_orders_what_is_in_doubt(batches: Batches) -> None:
    lose(batches)
    with sit(batches, "wizard", "GB", "MOBILE") as person:
        person.answer(("? Number", "q"), ("? How many", "2" + ENTER), ("? Consecutive", "n"))
        person.answer(("? Required capabilities", ENTER), ("? Digits to search", ENTER))
        person.answer(("? What will you use", DOWN * 3 + ENTER), ("? Callback", ENTER))
        person.answer(("? Reserve ", DOWN + ENTER))
        person.answer(("? Reserve anyway, which may order twice?", ENTER))
        person.wait_for_question("? Reserve 2")
        assert "gb-mobile may have been reserved" in person.text()
        assert batches.orders() == 1
        person.answer(("? Reserve 2", DOWN + ENTER))
        person.answer(("? Reserve anyway, which may order twice?", "y"))
        person.wait_for("Reserved as gb-mobile-2")
    assert batches.orders() == 2


def test_resuming_what_was_replaced_names_the_order_that_did(batches: Batches) -> None:
    old = batches.shell.ok(*CREATE)["name"]
    expire(batches, old)
    new = batches.shell.ok("create", "--from", old, "--yes")["name"]
    with sit(batches, "resume", old) as person:
        person.wait_for_question("? What would you like")
        assert f"{new} already replaces {old}: CREATED" in person.text()
        person.send(ENTER)  # does not order a third one
        person.ended()
    assert batches.orders() == 2


@pytest.mark.parametrize("ref", ["shop-1", "gb-mobile-1"])
def test_a_row_of_a_batch_keeps_its_name_in_the_wizard(batches: Batches, ref: str) -> None:
    row = {"ref": ref, "region": "GB", "type": "MOBILE", "pattern": "+44", "sms_plan": "plan"}
    file = batches.file(row)
    gone = {"operation": "createNumberOrder", "fault": "status", "status": 404, "message": "gone"}
    batches.fail({**gone, "times": 6})
    batches.run(file, "--until", "reserved")
    with sit(batches, "resume", ref) as person:
        person.answer(("? Reserve ", DOWN + ENTER), ("? Number", ENTER))
        person.answer(("? Reserve ", DOWN + ENTER))
        person.wait_for(f"Reserved as {ref} until")
    batches.fail()
    batches.json(file, "--until", "reserved")
    assert batches.orders() == 1


def test_an_answer_that_still_names_the_earlier_number_is_told(batches: Batches) -> None:
    created = ("create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes")
    old = batches.shell.ok(*created)["name"]
    contact = {**ANSWERS[2], "phoneNumber": NUMBER}
    file = batches.shell.file("a.json", [ANSWERS[0], ANSWERS[1], contact])
    batches.shell.ok("register", old, "--answers", file)
    expire(batches, old)
    new = batches.shell.run("create", "--from", old, "--number", OTHER, "--yes")
    assert f"Phone number is still {NUMBER}, the number of {old}." in new.err
    assert "--set 2.phoneNumber=VALUE" in new.err and "Sender" not in new.err


def two_together(batches: Batches) -> list[str]:
    """Two numbers chosen together in the wizard, and reserved; their names."""
    with sit(batches, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER), ("? Number", f" {DOWN} {ENTER}"))
        person.answer(("? What will you use", ENTER), ("? Service plan", f"plan{ENTER}"))
        person.answer(("? Callback", ENTER), ("? Reserve 2", DOWN + ENTER))
        person.answer(("? Purpose", CTRL_C))
        assert person.ended() == 130
    return sorted(path.stem for path in (batches.shell.state / "orders").glob("*.json"))


def answers_of(batches: Batches, name: str, company: str) -> str:
    """A file with a company's answers about an order's number."""
    [number] = batches.shell.order(name)["request"]["numberOrderOption"]["phoneNumbers"]
    data = [[{**ANSWERS[0][0], "senderId": number}], {**ANSWERS[1], "endBusinessName": company}]
    return batches.shell.file(f"{name}.json", [*data, ANSWERS[2]])


@pytest.mark.parametrize("flag", ["--answers", "--data"])
def test_answers_given_for_one_order_of_a_group_stay_its_own(batches: Batches, flag: str) -> None:
    one, two = two_together(batches)
    for name, company in ((one, "Company A"), (two, "Company B")):
        done = batches.shell.run("register", name, flag, answers_of(batches, name, company))
        assert done.code == 0, done.err
    assert batches.shell.order(one)["group"] == batches.shell.order(two)["group"] == ""
    with sit(batches, "resume", one) as person:
        person.wait_for_question("? Letter")
        assert "2 numbers" not in person.text()
        person.send(CTRL_C)
        person.ended()
    kept = [batches.shell.order(name)["registered"][1]["endBusinessName"] for name in (one, two)]
    assert kept == ["Company A", "Company B"]


def test_what_one_order_of_a_group_was_given_is_not_sent_for_another(batches: Batches) -> None:
    one, two = two_together(batches)
    done = batches.shell.run("register", one, "--answers", answers_of(batches, one, "Company B"))
    assert "continues separately from +61" in done.err
    with sit(batches, "resume", one) as person:
        person.wait_for_question("? Letter")
        person.send(CTRL_C)
        person.ended()
    assert batches.shell.order(two)["registered"] is None


def register_elsewhere(batches: Batches, name: str, company: str) -> Callable[[], str]:
    """Let a colleague register an order; what the company's name is there now."""
    other = batches.shell.with_({"SINCH_ORDER_STATE_DIR": str(batches.home / "other")})
    order_id = batches.shell.order(name)["server"]["idNumberOrder"]
    place = ("--region", "AU", "--type", "MOBILE", "--name", "mine")
    other.ok("resume", "--order-id", order_id, *place)
    other.ok("register", "mine", "--answers", answers_of(batches, name, company))

    def now() -> str:
        other.ok("status", "mine")
        order = json.loads((batches.home / "other/orders/mine.json").read_text())
        return str(order["registered"][1]["endBusinessName"])

    return now


def test_the_registration_of_a_colleague_is_not_replaced_by_the_groups(batches: Batches) -> None:
    one, two = two_together(batches)
    registered = register_elsewhere(batches, two, "Company B")
    with sit(batches, "resume", one) as person:
        person.wait_for("has other answers, which are kept", f"sinch-order resume {two}")
        person.wait_for_question("? Purpose")
        person.send(CTRL_C)
        person.ended()
    done = batches.shell.run("register", one, "--answers", answers_of(batches, one, "Company A"))
    assert done.code == 0 and "continues separately" not in done.err
    assert registered() == "Company B"


@pytest.mark.parametrize("answer", ["n", "y"])
def test_the_registration_of_a_colleague_is_used_for_the_group_after_a_yes(
    batches: Batches, answer: str
) -> None:
    one, two = two_together(batches)
    registered = register_elsewhere(batches, two, "Company B")
    path = batches.shell.state / f"orders/{one}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "answers": None}))
    with sit(batches, "resume", one) as person:
        person.answer(("? Use the answers of +61", answer))
        person.wait_for_question("? Letter" if answer == "y" else "? Purpose")
        person.send(CTRL_C)
        person.ended()
    sent = batches.shell.order(one)["registered"]
    assert (sent and sent[1]["endBusinessName"]) == ("Company B" if answer == "y" else None)
    assert registered() == "Company B"


def add_customer(batches: Batches, name: str, company: str, **facts: str) -> None:
    given = json.dumps({"company.name": company, **facts})
    batches.shell.ok("customer", "add", name, "--facts", "-", stdin=given)
    [path] = batches.shell.state.glob(f"**/customers/{name}.json")  # as if it was long ago
    path.write_text(path.read_text().replace('"createdAt": "20', '"createdAt": "19'))


ADDRESS = {"addresses.0.role": "registered", "addresses.0.city": "Perth"}
FOR_ACME = ("create", "AU", "MOBILE", "--number", NUMBER, "--customer", "acme", "--yes")


def test_a_later_customer_of_the_same_name_completes_no_answers(batches: Batches) -> None:
    add_customer(batches, "acme", "Acme Pty Ltd")
    name = batches.shell.ok(*FOR_ACME)["name"]
    batches.shell.ok("customer", "forget", "acme", "--yes")
    other = json.dumps({"company.name": "Acme Bakery", **ADDRESS})
    added = batches.shell.run("customer", "add", "acme", "--facts", "-", stdin=other)
    assert f"is not filled in from this one: {name}." in added.err
    registered = batches.shell.run("register", name)
    assert "is for an earlier customer acme" in registered.err
    expire(batches, name)
    anew = batches.shell.run("create", "--from", name, "--yes", "--json")
    assert "is for an earlier customer acme" in anew.json["warnings"][-1]
    kept = batches.shell.order(anew.json["name"])["answers"][1]
    assert kept == {"endBusinessName": "Acme Pty Ltd"}
    taken = batches.shell.run("register", anew.json["name"], "--customer", "acme")
    assert "Business name: Acme Pty Ltd; acme has Acme Bakery" in taken.err
    assert batches.shell.order(anew.json["name"])["answers"][1]["city"] == "Perth"


def test_a_renamed_customer_gets_no_orders_of_one_that_was_deleted(batches: Batches) -> None:
    add_customer(batches, "acme", "Acme Pty Ltd")
    name = batches.shell.ok(*FOR_ACME)["name"]
    batches.shell.ok("customer", "forget", "acme", "--yes")
    other = json.dumps({"company.name": "Beta LLC", **ADDRESS})
    batches.shell.ok("customer", "add", "beta", "--facts", "-", stdin=other)
    assert batches.shell.run("customer", "rename", "acme", "beta").code == 5
    assert batches.shell.order(name)["customer"] == "acme"
    batches.shell.ok("customer", "rename", "beta", "acme")
    assert "is for an earlier customer acme" in batches.shell.run("register", name).err
    assert "city" not in batches.shell.order(name)["answers"][1]


def test_a_batch_fills_in_no_order_of_an_earlier_customer(batches: Batches) -> None:
    add_customer(batches, "acme", "Acme Pty Ltd", **ADDRESS)
    row = batches.row("shop", NUMBER, customer="acme")
    del row["set.endBusinessName"], row["set.city"]
    file = batches.file(row)
    batches.json(file, "--until", "reserved")
    batches.shell.ok("customer", "forget", "acme", "--yes")
    other = json.dumps({"company.name": "Acme Bakery", **ADDRESS, "addresses.0.city": "Sydney"})
    batches.shell.ok("customer", "add", "acme", "--facts", "-", stdin=other)
    done = batches.run(file, "--until", "registered")
    assert "shop is for an earlier customer acme" in done.out + done.err
    assert not batches.shell.order("shop")["registered"]


@pytest.mark.parametrize("cleared", [True, False], ids=["no column", "an empty cell"])
def test_what_a_row_no_longer_answers_is_not_sent(batches: Batches, cleared: bool) -> None:
    row = batches.row("shop", NUMBER)
    row["set.endBusinessAddress2"] = "Suite of company A"
    batches.json(batches.file(row), "--until", "registered")
    row["set.endBusinessName"] = "Company B"
    row["set.endBusinessAddress2"] = ""
    if cleared:
        del row["set.endBusinessAddress2"]
    done = batches.run(batches.file(row), "--json")
    assert "1.endBusinessName, 1.endBusinessAddress2" in done.out
    registered = batches.shell.order("shop")["registered"][1]
    assert registered["endBusinessName"] == "Company B"
    assert "endBusinessAddress2" not in registered


def test_an_order_of_the_sandbox_is_named_where_it_was_forgotten(batches: Batches) -> None:
    shell = batches.shell
    in_sandbox = shell.run(*CREATE, "--name", "trial", "--sandbox")
    assert in_sandbox.code == 0, in_sandbox.err
    assert (
        "trial is a sandbox order: run the command with --sandbox."
        in shell.run("status", "trial").err
    )
    shell.ok(*CREATE, "--name", "real")
    missed = shell.run("status", "real", "--sandbox").err
    assert "real is not a sandbox order: run the command without --sandbox." in missed


def test_a_name_that_a_person_chose_stays_in_the_wizard(batches: Batches) -> None:
    name = draft(batches, {"regionCode": "GB", "numberType": "MOBILE"})
    with sit(batches, "resume", name) as person:
        person.answer(("? Number", ENTER), ("? What will you use", DOWN * 3 + ENTER))
        person.answer(("? Callback", ENTER), ("? Reserve ", DOWN + ENTER))
        person.wait_for("Reserved as mine until")
    assert batches.shell.ok("status", "mine")["state"] == "CREATED"


@pytest.mark.parametrize("status", [404, 503])
def test_a_number_that_nobody_can_place_is_not_sent_by_a_damaged_form(
    batches: Batches, status: int
) -> None:
    shell = batches.shell
    name = shell.ok("create", "AU", "MOBILE", "--number", OTHER, "--yes")["name"]
    path = shell.state / "orders" / f"{name}.json"
    found = json.loads(path.read_text())
    found["lookup"]["raw"]["fields"] = ""
    path.write_text(json.dumps(found))
    batches.fail(
        {"operation": "lookupNumberRequirements", "fault": "status", "status": status, "times": 99}
    )
    register = ("register", name, "--answers", shell.file("a.json", ANSWERS), "--json")
    refused = shell.run(*register)
    assert refused.code == 7 and NUMBER in refused.error["message"], refused.err
    assert not shell.order(name)["registered"]
    batches.fail()
    assert shell.run(*register).code == 3  # by the whole form, it is another order's number


def test_another_orders_number_is_not_sent_in_a_field_that_the_form_no_longer_has(
    batches: Batches, form_of: FormOf
) -> None:
    form_of(lambda rules: rules[0]["template"]["properties"][0].update(name="lineNumber"))
    shell = batches.shell
    name = shell.ok("create", "AU", "MOBILE", "--number", OTHER, "--yes")["name"]
    file = shell.file("a.json", ANSWERS)
    for command in (("--answers", file), ()):  # the second time with the saved answers
        refused = shell.run("register", name, *command, "--json")
        assert refused.code == 3 and NUMBER in refused.error["details"][0]["problem"], refused.err
    assert f"register {name} --set 0.0.senderId=" in refused.error["commands"][0]
    shell.ok("register", name, "--set", "0.0.senderId=")
    assert NUMBER not in json.dumps(shell.order(name)["registered"])
    # Nor in any other field, if it is that of an order known here.
    shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes")
    rows = [{**ANSWERS[0][0]}]
    del rows[0]["senderId"]
    data = [rows, ANSWERS[1], {**ANSWERS[2], "line": NUMBER, "home": "+61298765433"}]
    refused = shell.run("register", name, "--answers", shell.file("b.json", data), "--json")
    assert refused.code == 3 and [one["path"] for one in refused.error["details"]] == ["2.line"]


def test_a_form_that_takes_numbers_without_plus_is_completed(
    batches: Batches, form_of: FormOf
) -> None:
    form_of(lambda rules: rules[0]["template"]["properties"][0].update(pattern="^[0-9]{11}$"))
    shell = batches.shell
    name = shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes")["name"]
    [[row], *others] = ANSWERS
    for number in ("", NUMBER[1:]):
        file = shell.file("a.json", [[{**row, "senderId": number or None}], *others])
        shell.ok("register", name, "--answers", file)
        assert shell.order(name)["registered"][0][0]["senderId"] == NUMBER[1:]
    other = shell.file("b.json", [[{**row, "senderId": OTHER[1:]}], *others])
    assert shell.run("register", name, "--answers", other).code == 3
    shell.ok("attach", name, LETTER, str(batches.home / "letter.pdf"), "--wait")
    shell.ok("submit", name, "--yes")


def test_a_document_of_a_person_who_was_replaced_is_told(batches: Batches) -> None:
    shell = batches.shell
    person = {"people.0.role": "contact", "people.0.firstName": "Ada", "people.0.lastName": "Old"}
    add_customer(batches, "acme", "Acme Pty Ltd", **person)
    file = str(batches.home / "letter.pdf")
    added = ("--kind", "passport", "--person", "0")
    shell.ok("customer", "document", "add", "acme", file, *added)
    told = "letter.pdf is Ada Old's, who was people.0."
    assert told in shell.run("customer", "set", "acme", "people.0.firstName=Bob").err
    shell.ok("customer", "document", "remove", "acme", "letter.pdf")
    assert told not in shell.run("customer", "set", "acme", "people.0.firstName=Ada").err
    shell.ok("customer", "document", "add", "acme", file, *added)
    editor = batches.home / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i 's/Ada/Bob/' \"$1\"\n")
    editor.chmod(0o755)
    shell.environment["EDITOR"] = str(editor)
    with sit(batches, "customer", "set", "acme", "--edit") as terminal:
        assert terminal.ended() == 0
        assert told in " ".join(terminal.text().split())
