"""Sequences that once ordered twice, lost an order, or mixed two customers' answers."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands.gateway import Answer, Gateway
from commands.shell import ANSWERS, Done, Shell

from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Earlier, Order

from .lab import NAME, NUMBER, Lab
from .program import Program

OTHER = "+61411111115"
QUANTITY = ("create", "GB", "MOBILE", "--quantity", "2", "--yes")
CREATE = ("create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with Gateway(tmp_path / "emulator") as gateway:
        yield gateway


def change_create(gateway: Gateway, change: Any) -> None:
    """Change the response to createNumberOrder."""

    def passed(method: str, path: str, body: bytes, answer: Answer) -> Answer:
        if not path.endswith(":createNumberOrder") or answer[0] != 200:
            return answer
        order = json.loads(answer[1])
        return answer[0], json.dumps(change(order) or order).encode()

    gateway.change = passed


def expire(lab: Lab) -> None:
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    assert lab.program.ok("status", NAME)["state"] == "EXPIRED"
    lab.fail()
    lab.effects()


def test_a_look_too_early_proves_nothing(lab: Lab) -> None:
    lab.fail({"operation": "createNumberOrder", "fault": "cut-before", "times": 2})
    assert lab.step("create").code == 8
    lab.fail()
    status = lab.program.ok("status", NAME)
    assert status["mayBeReserved"] and status["lookAgainAt"]
    assert [one["outcome"] for one in status["attempts"]] == ["unknown", "unknown"]
    assert lab.program.run("register", NAME, "--answers", str(lab.answers)).code == 8


def test_done_and_503_with_retry_after_is_not_done_twice(lab: Lab) -> None:
    done = {"fault": "status", "status": 503, "act": True, "retryAfter": 0}
    lab.fail({"operation": "createNumberOrder", **done})
    for _ in range(2):
        assert lab.program.run(*QUANTITY).code == 8
        lab.fail()
    assert lab.effects()["createNumberOrder"] == 1


def test_from_an_expired_order_by_quantity_three_times_at_once(lab: Lab) -> None:
    first = lab.program.ok(*QUANTITY)
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    lab.program.ok("status", first["name"])
    lab.fail({"operation": "createNumberOrder", "fault": "delay-after", "seconds": 0.2})
    lab.effects()
    ended = at_once(lab, 3, "create", "--from", first["name"], "--yes", "--json")
    assert lab.effects()["createNumberOrder"] == 1, [(one.code, one.err) for one in ended]
    assert [one.code for one in ended].count(0) >= 1


def test_a_new_order_from_one_of_another_project_is_reserved_once(lab: Lab) -> None:
    first = lab.program.ok(*QUANTITY)
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    lab.program.ok("status", first["name"])
    lab.fail()
    lab.effects()
    lab.program.environment["SINCH_PROJECT_ID"] = "other"
    made = [lab.program.ok("create", "--from", first["name"], "--yes") for _ in range(2)]
    assert made[0]["idNumberOrder"] == made[1]["idNumberOrder"]
    assert lab.effects()["createNumberOrder"] == 1


def test_an_id_is_imported_once_whoever_asks_at_once(lab: Lab) -> None:
    id_ = lab.program.ok(*CREATE)["idNumberOrder"]
    lab.program.run("forget", NAME, "--yes")
    lab.fail({"operation": "getNumberOrder", "fault": "delay", "seconds": 0.5, "times": None})
    ended = at_once(
        lab, 3, "resume", "--order-id", id_, "--region", "AU", "--type", "MOBILE", "--json"
    )
    assert [(one.code, one.json["name"]) for one in ended] == [(0, NAME)] * 3
    assert len(lab.program.records()) == 1


def draft(lab: Lab, name: str, **more: Any) -> None:
    """Save an order that was never sent."""
    body = {"regionCode": "AU", "numberType": "MOBILE"}
    body |= {"numberOrderOption": {"phoneNumbers": [NUMBER]}}
    body |= {"smsConfiguration": {"servicePlanId": "p"}}
    made = Order(name=name, project_id="demo", region_code="AU", number_type="MOBILE", **more)
    made.request = body
    OrderStore(lab.program.orders.parent).save(made)


def add_customer(lab: Lab, name: str) -> None:
    assert lab.program.run("customer", "add", name, "--set", f"company.name={name} Ltd").code == 0


def test_a_similar_number_for_a_customer_is_reserved_once(lab: Lab, tmp_path: Path) -> None:
    add_customer(lab, "acme")
    lab.prepare("register")
    expire(lab)
    Program(tmp_path, lab.program.environment["SINCH_NUMBERS_URL"]).ok(*CREATE)
    lab.effects()
    again = ("create", "--from", NAME, "--or-similar", "--customer", "acme", "--yes")
    made = [lab.program.ok(*again) for _ in range(2)]
    assert made[0]["idNumberOrder"] == made[1]["idNumberOrder"]
    assert lab.effects()["createNumberOrder"] == 1


def test_a_damaged_order_of_a_similar_number_is_not_ordered_again(lab: Lab, tmp_path: Path) -> None:
    lab.prepare("register")
    expire(lab)
    Program(tmp_path, lab.program.environment["SINCH_NUMBERS_URL"]).ok(*CREATE)
    lab.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    again = ("create", "--from", NAME, "--or-similar", "--yes", "--json")
    assert lab.program.run(*again).code == 8
    lab.fail()
    lab.effects()
    [path] = [one for one in lab.program.orders.glob("*.json") if one.stem != NAME]
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    done = lab.program.run(*again)
    assert done.code == 8 and "its file is damaged" in done.error["message"]
    assert "createNumberOrder" not in lab.effects()


def test_a_damaged_order_of_a_quantity_is_not_ordered_again(lab: Lab) -> None:
    lab.program.ok(*QUANTITY)
    [path] = lab.program.orders.glob("*.json")
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b'"customer"')])  # its ID can still be read
    done = lab.program.run(*QUANTITY, "--json")
    assert done.code == 8 and "its file is damaged" in done.error["message"]
    assert lab.effects()["createNumberOrder"] == 1


def test_what_was_reserved_otherwise_comes_before_a_draft(lab: Lab) -> None:
    """A wizard left a draft for the same number, and the same command ordered a second one."""
    made = lab.program.ok(*CREATE)
    [path] = lab.program.orders.glob("*.json")
    order = json.loads(path.read_bytes())
    order["server"]["orderNumbers"][0]["phoneNumber"] = OTHER  # the server gave another number
    path.rename(path.with_name("reserved.json"))
    path.with_name("reserved.json").write_text(json.dumps({**order, "name": "reserved"}))
    draft(lab, "draft")
    again = lab.program.run(*CREATE, "--json")
    assert again.json["idNumberOrder"] == made["idNumberOrder"]
    assert lab.effects()["createNumberOrder"] == 1


def test_a_named_draft_with_other_answers_is_not_taken_for_a_customer(lab: Lab) -> None:
    add_customer(lab, "beta")
    draft(lab, "typed", answers=[[{}], {"endBusinessName": "Acme"}, {}])
    done = lab.program.run(*CREATE, "--name", "typed", "--customer", "beta", "--json")
    assert done.code == 6 and "it has other answers" in done.error["reason"]
    [kept] = lab.program.records()
    assert kept["customer"] == "" and "createNumberOrder" not in lab.done_so_far()


def test_a_draft_for_a_customer_is_not_taken_without_it(lab: Lab) -> None:
    add_customer(lab, "acme")
    draft(lab, "acmes", customer="acme")
    made = lab.program.ok(*CREATE)
    assert made["name"] != "acmes" and made["customer"] is None
    mine = next(one for one in lab.program.records() if one["name"] == made["name"])
    assert "acme" not in str(mine["answers"])


def test_an_order_reserved_by_another_program_meanwhile_keeps_its_request(lab: Lab) -> None:
    draft(lab, "one")
    lab.fail({"operation": "createNumberOrder", "fault": "delay-after", "seconds": 1.5})
    shell = Shell(lab.program.home, lab.program.environment["SINCH_NUMBERS_URL"])
    first = shell.start("create", "--from", "one", "--yes", "--json")
    while not lab.done_so_far().get("createNumberOrder"):
        time.sleep(0.02)
    second = lab.program.run("create", "--from", "one", "--number", OTHER, "--yes", "--json")
    assert first.communicate(timeout=30)[0] and first.returncode == 0
    assert second.code == 6 and "was reserved by another" in second.error["message"]
    [kept] = lab.program.records()
    assert kept["request"]["numberOrderOption"]["phoneNumbers"] == [NUMBER]
    assert lab.effects()["createNumberOrder"] == 1


def test_a_new_order_needs_no_project_but_that_of_the_earlier_one(lab: Lab) -> None:
    lab.prepare("register")
    expire(lab)
    del lab.program.environment["SINCH_PROJECT_ID"]
    shutil.rmtree(lab.program.orders.parent / "requirements")  # they are looked up again
    made = lab.program.ok("create", "--from", NAME, "--number", OTHER, "--yes")
    assert made["projectId"] == "demo"


def at_once(lab: Lab, count: int, *command: str) -> list[Done]:
    """Run a command in several programs at the same time; how they ended."""
    shell = Shell(lab.program.home, lab.program.environment["SINCH_NUMBERS_URL"])
    shell.environment.update(lab.program.environment)
    ended: list[Done] = []
    threads = [
        threading.Thread(target=lambda: ended.append(shell.run(*command))) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended


def test_a_number_that_is_gone_is_told_as_such_to_all_who_ask_at_once(lab: Lab) -> None:
    lab.program.ok(*CREATE, "--name", "first")
    lab.program.run("forget", "first", "--yes")
    lab.fail(
        {"operation": "createNumberOrder", "fault": "delay-after", "seconds": 1, "times": None}
    )
    ended = at_once(lab, 3, *CREATE, "--json")
    assert {one.error["message"] for one in ended} == {f"{NUMBER} is not available"}


def test_a_new_order_registers_its_own_number(lab: Lab) -> None:
    lab.prepare("attach")
    expire(lab)
    new = lab.program.ok("create", "--from", NAME, "--number", OTHER, "--yes")
    assert new["phoneNumbers"] == [OTHER]
    assert lab.program.ok("register", new["name"], "--show")[0][0]["senderId"] == OTHER
    assert lab.program.ok("register", NAME, "--show") == ANSWERS


def test_a_404_is_not_the_end_of_an_order(lab: Lab) -> None:
    lab.prepare("register")
    gone = {"operation": "getNumberOrder", "fault": "status", "status": 404, "times": None}
    lab.fail(gone)
    for line in (("create", "--from", NAME), ("create", "--from", NAME, "--number", OTHER)):
        done = lab.program.run(*line, "--yes", "--json")
        assert done.code == 8 and "may still exist" in done.error["message"]
    assert "createNumberOrder" not in lab.effects()
    [listed] = lab.program.ok("orders")["orders"]
    assert listed["notFoundSince"] and listed["state"] == "CREATED"
    assert "orders" in lab.program.ok("status", "--all")
    assert lab.program.ok("status", "--all")["orders"] == []
    lab.fail()
    assert not lab.program.ok("status", NAME).get("notFoundSince")


def test_what_was_reserved_otherwise_is_told_in_full(tmp_path: Path, gateway: Gateway) -> None:
    def another(order: dict[str, Any]) -> None:
        order["orderNumbers"][0]["phoneNumber"] = OTHER
        order["smsConfiguration"] = {"servicePlanId": "another"}

    change_create(gateway, another)
    shell = Shell(tmp_path, gateway.url)
    done = shell.run(*CREATE, "--json")
    assert done.code == 1
    assert [one["what"] for one in done.json["differences"]] == ["number", "service plan ID"]
    assert done.err == "" and done.json["idNumberOrder"]
    gateway.change = lambda *call: call[3]
    again = shell.run(*CREATE, "--json")  # only a check: the server now returns what was requested
    assert again.code == 0 and again.json["idNumberOrder"] == done.json["idNumberOrder"]
    assert len(list((tmp_path / "state" / "orders").glob("*.json"))) == 1
    people = Shell(tmp_path / "two", gateway.url)
    change_create(gateway, another)
    said = people.run(*CREATE[:4], OTHER, *CREATE[5:])
    assert said.code == 1 and "differs from your request" in said.err and "✓" not in said.err


MEMBERS = ("state", "orderNumbers", "expireTime", "regionCode", "numberType", "createTime")


@pytest.mark.parametrize("bent", [None, 5, [], {"a": 1}, "\x1b[31m"], ids=repr)
@pytest.mark.parametrize("member", MEMBERS)
def test_a_bent_answer_does_not_lose_the_order(
    tmp_path: Path, gateway: Gateway, member: str, bent: Any
) -> None:
    change_create(gateway, lambda order: {**order, member: bent})
    shell = Shell(tmp_path, gateway.url)
    done = shell.run(*CREATE, "--name", "one", "--json")
    assert done.code in (0, 1), done.err
    assert shell.order("one")["server"]["idNumberOrder"] == done.json["idNumberOrder"]
    assert "\x1b" not in done.out + done.err


def test_a_servers_words_are_nothing_that_a_shell_obeys(tmp_path: Path, gateway: Gateway) -> None:
    def harm(method: str, path: str, body: bytes, answer: Answer) -> Answer:
        content = answer[1].replace(b"01jxn2251d0shhamtbykft2xzx", b"$(touch x)")
        return answer[0], content.replace(b'"CREATED"', b'"NEW;\\u001b]0;x\\u0007 `id`"')

    gateway.change = harm
    shell = Shell(tmp_path, gateway.url)
    shell.run(*CREATE, "--name", "one")
    shell.run("register", "one", "--answers", shell.file("a.json", ANSWERS))
    for line in (("status", "one"), ("orders",), ("check", "one"), ("submit", "one", "--yes")):
        done = shell.run(*line)
        said = done.out + done.err
        assert "\x1b" not in said and "`id`" not in said
        commands = "".join(text for text in said.splitlines() if "sinch-order" in text)
        assert "$(touch x)" not in commands.replace("'$(touch x)'", ""), line


@pytest.mark.parametrize("wanted", [CREATE, QUANTITY])
def test_the_same_command_with_a_name_again_shows_what_it_reserved(
    lab: Lab, wanted: tuple[str, ...]
) -> None:
    made = [lab.program.ok(*wanted, "--name", "mine") for _ in range(2)]
    assert made[0]["idNumberOrder"] == made[1]["idNumberOrder"]
    assert lab.effects()["createNumberOrder"] == 1
    other = lab.program.run(*wanted, "--callback-url", "https://a.example", "--name", "mine")
    assert other.code == 6
    submitted = lab.program.orders / "mine.json"
    order = json.loads(submitted.read_bytes())
    submitted.write_text(json.dumps({**order, "submittedAt": "2026-11-27T00:00:00Z"}))
    assert lab.program.run(*wanted, "--name", "mine").code == 6  # a name is used once


def test_the_same_command_again_shows_what_it_reserved(lab: Lab) -> None:
    first = lab.program.ok(*QUANTITY)
    again = lab.program.run(*QUANTITY, "--json")
    assert again.code == 0 and again.json["idNumberOrder"] == first["idNumberOrder"]
    assert "already reserved. Nothing was sent" in again.json["warnings"][0]
    assert lab.effects()["createNumberOrder"] == 1
    another = lab.program.ok(*QUANTITY, "--name", "another")
    assert another["idNumberOrder"] != first["idNumberOrder"]
    assert lab.program.run(*QUANTITY, "--project", "other").code == 0
    assert lab.effects()["createNumberOrder"] == 2


@pytest.mark.parametrize("state", ["EXPIRED", "REJECTED"])
def test_the_same_command_after_the_end_is_a_new_order(lab: Lab, state: str) -> None:
    first = lab.program.ok(*QUANTITY)
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": state})
    again = lab.program.ok(*QUANTITY)
    assert again["idNumberOrder"] != first["idNumberOrder"] and again["state"] == "CREATED"
    assert lab.effects()["createNumberOrder"] == 2


def test_an_order_in_doubt_with_answers_is_not_taken_by_a_create_that_gives_none(lab: Lab) -> None:
    """The answers of `create --from` are one company's; the plain command may be for another."""
    lab.prepare("submit")
    expire(lab)
    lab.fail({"operation": "createNumberOrder", "fault": "cut-before", "times": 2})
    again = ("create", "--from", NAME, "--yes", "--json")
    assert lab.program.run(*again).code == 8
    lab.fail()
    other = lab.program.run(*CREATE, "--json")
    assert other.code == 8 and "give the new order a" in other.error["hint"]
    made = lab.program.run(*CREATE, "--name", "mine", "--json")
    assert made.code == 0 and made.json["name"] == "mine"
    [mine] = [one for one in lab.program.records() if one["name"] == "mine"]
    assert mine["answers"] is None


@pytest.mark.parametrize("from_expired", [True, False], ids=["--from", "wizard"])
def test_a_draft_with_answers_is_not_taken_by_a_create_that_gives_none(
    lab: Lab, from_expired: bool
) -> None:
    store = OrderStore(lab.program.home / "state")
    draft = Order(name="draft", region_code="AU", number_type="MOBILE", project_id="demo")
    draft.request = {
        "regionCode": "AU",
        "numberType": "MOBILE",
        "smsConfiguration": {"servicePlanId": "p"},
        "numberOrderOption": {"phoneNumbers": [NUMBER]},
    }
    draft.answers = ANSWERS
    if from_expired:
        draft.earlier = Earlier(name="au-mobile-110", state="EXPIRED")
    store.save(draft)
    made = lab.program.ok(*CREATE)
    assert made["name"] == NAME
    assert lab.program.ok("register", NAME, "--show") != ANSWERS
    assert not store.load("draft").attempts
