"""Mistakes of users: nothing is lost or ordered by them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from commands.shell import ANSWERS, LETTER, Shell

from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Order

from .lab import NAME, NUMBER, Lab
from .program import Program

OTHER = "+61411111115"
CREATE = ("create", "AU", "MOBILE", "--number", NUMBER, "--yes")


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        (f"create AU MOBILE --number {NUMBER} --yes --sms-plan", "--sms-plan"),
        (f"create AU MOBILE --number {NUMBER} --yes --rtc-app", "--rtc-app"),
        (f"create AU MOBILE --number {NUMBER} --yes --callback-url", "--callback-url"),
        (f"create AU MOBILE --number {NUMBER} --yes --project", "--project"),
        ("create --yes --from", "--from"),
        ("search AU MOBILE --pattern", "--pattern"),
        ("status", "ORDER"),
    ],
)
def test_an_empty_value_is_refused_by_its_flag(lab: Lab, line: str, flag: str) -> None:
    done = lab.program.run(*line.split(), "", "--json")
    assert done.code == 2
    assert done.error["message"] == f"{flag} is empty"
    assert lab.done_so_far() == {}


@pytest.mark.parametrize(
    "line",
    [
        f"status {NAME}",
        f"check {NAME}",
        f"resume {NAME}",
        f"submit {NAME} --yes",
        f"create --from {NAME} --yes",
        f"create --from {NAME} --number {OTHER} --yes",
    ],
)
def test_another_project_than_the_orders_is_refused(lab: Lab, line: str) -> None:
    lab.prepare("register")
    before = lab.program.records()
    done = lab.program.run(*line.split(), "--project", "other", "--json")
    assert done.code == 2
    assert "belongs to project demo, not to other" in done.error["message"]
    assert lab.program.records() == before
    assert "createNumberOrder" not in lab.effects()


def test_a_dry_run_names_the_project_of_the_order(lab: Lab) -> None:
    lab.prepare("submit")
    lab.program.environment["SINCH_PROJECT_ID"] = "other"
    for line in (
        f"create --from {NAME} --number {OTHER}",
        f"register {NAME} --answers {lab.answers}",
        f"attach {NAME} {LETTER} {lab.letter}",
        f"submit {NAME}",
    ):
        [request] = lab.program.ok(*line.split(), "--dry-run")["requests"]
        assert request["path"].startswith("/v1/projects/demo/"), line
        refused = lab.program.run(*line.split(), "--dry-run", "--project", "other")
        assert refused.code == 2 and "belongs to project demo" in refused.err, line


def test_requirements_that_seemed_to_be_none_are_looked_up_again(lab: Lab) -> None:
    lab.fail({"operation": "lookupNumberRequirements", "fault": "status", "status": 404})
    lab.program.ok(*CREATE, "--sms-plan", "p")
    lab.fail()
    registered = lab.program.ok("register", NAME, "--answers", str(lab.answers))
    assert registered["step"] == "attach"


def test_a_number_of_one_country_is_not_ordered_in_another(lab: Lab) -> None:
    lab.prepare("register")
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    done = lab.program.run("create", "GB", "MOBILE", "--from", NAME, "--yes", "--json")
    assert done.code == 2
    assert done.error["message"] == f"the number of {NAME} is AU MOBILE, not GB MOBILE"


def test_taking_up_an_order_says_where_its_region_is_another_and_looks_once(lab: Lab) -> None:
    lab.prepare("register")
    [id_] = lab.ids()
    line = ["resume", "--order-id", id_, "--region", "gb", "--type", "MOBILE"]
    done = lab.program.run(*line, "--verbose")
    assert done.code == 0, done.err
    assert "AU MOBILE, as on the server" in done.err and "--region gb didn't match" in done.err
    assert done.err.count("GET ") == 2


def lost(lab: Lab, name: str) -> None:
    """Make a reservation whose response is lost."""
    lab.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    assert lab.program.run(*CREATE, "--name", name).code == 8
    lab.fail()
    lab.effects()


def test_a_number_that_is_named_is_never_replaced(lab: Lab, tmp_path: Path) -> None:
    somebody = Program(tmp_path, lab.program.environment["SINCH_NUMBERS_URL"])
    somebody.ok("create", "AU", "MOBILE", "--number", OTHER, "--yes")
    lab.prepare("register")
    done = lab.program.run("create", "--from", NAME, "--number", OTHER, "--yes", "--json")
    assert done.code == 5 and done.error["message"] == f"{OTHER} is not available"
    assert [one["name"] for one in lab.program.records()] == [NAME]
    assert "createNumberOrder" not in lab.effects()


def test_an_order_that_may_be_reserved_is_not_forgotten_for_another_number(lab: Lab) -> None:
    lost(lab, "zz")
    [before] = lab.program.records()
    for more in (
        ("--number", OTHER, "--name", "zz2"),
        ("--number", "+61411111113"),
        ("--sms-plan", "q"),
        (),
    ):
        done = lab.program.run("create", "--from", "zz", "--yes", *more, "--json")
        assert done.code == 8, done.err
    [after] = lab.program.records()
    assert [one["outcome"] for one in after["attempts"]] == ["unknown"]
    assert after["request"] == before["request"]
    assert "createNumberOrder" not in lab.effects()
    changed = lab.program.ok("create", "--from", "zz", "--number", OTHER, "--again", "--yes")
    assert [one["outcome"] for one in changed["attempts"]] == ["abandoned", "reserved"]
    [after] = lab.program.records()
    assert after["attempts"][0]["body"] == before["request"]


def test_one_flag_more_is_not_the_same_request(lab: Lab) -> None:
    lost(lab, "zz")
    more = lab.program.run(*CREATE, "--sms-plan", "q", "--json")
    assert more.code == 8 and "another --name" in more.error["hint"]
    lab.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    quantity = ("create", "GB", "MOBILE", "--quantity", "2", "--yes")
    assert lab.program.run(*quantity).code == 8
    lab.fail()
    lab.effects()
    for same in (quantity, (*quantity, "--sms-plan", "q"), (*quantity[:-2], "3", "--yes")):
        assert lab.program.run(*same).code == 8
    assert "createNumberOrder" not in lab.effects()
    assert lab.program.run(*quantity, "--name", "another").code == 0


def test_the_file_of_a_quantity_in_doubt_that_is_damaged_is_in_the_way(lab: Lab) -> None:
    lab.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    quantity = ("create", "GB", "MOBILE", "--quantity", "2", "--yes")
    assert lab.program.run(*quantity).code == 8
    lab.fail()
    lab.effects()
    path = lab.program.orders / "gb-mobile.json"
    path.write_bytes(path.read_bytes()[:300])
    done = lab.program.run(*quantity, "--json")
    assert done.code == 8 and "resume gb-mobile" in done.error["hint"]
    assert "createNumberOrder" not in lab.effects()


def test_a_damaged_file_that_does_not_even_show_what_was_asked_for_stays_in_doubt(lab: Lab) -> None:
    lost(lab, "zz")
    path = lab.program.orders / "zz.json"
    path.write_bytes(path.read_bytes().partition(b'"request"')[0])
    assert lab.program.run("forget", "zz", "--yes").code == 8
    assert lab.program.run("resume", "zz", "--json").code == 8
    [made] = lab.program.records()
    assert [one["outcome"] for one in made["attempts"]] == ["unknown"]


def test_an_order_of_another_project_that_was_never_sent_is_not_gone_on_with(lab: Lab) -> None:
    body = {"regionCode": "AU", "numberType": "MOBILE"}
    body |= {"numberOrderOption": {"phoneNumbers": [NUMBER]}}
    kept = Order(name="kept", project_id="demo", region_code="AU", number_type="MOBILE")
    kept.request = body
    OrderStore(lab.program.orders.parent).save(kept)
    made = lab.program.ok(*CREATE, "--project", "other")
    assert made["name"] != "kept"
    other = next(one for one in lab.program.records() if one["name"] == made["name"])
    assert other["projectId"] == "other"


def test_a_lost_answer_in_one_project_is_not_asked_for_in_another(lab: Lab) -> None:
    lost(lab, "zz")
    done = lab.program.run(*CREATE, "--project", "other", "--json")
    assert done.code == 6 and "project demo" in done.error["message"]
    assert "createNumberOrder" not in lab.effects()


def test_an_order_in_doubt_is_forgotten_only_when_that_is_said(lab: Lab) -> None:
    lost(lab, "zz")
    for line in (("forget", "zz"), ("forget", "zz", "--yes")):
        assert lab.program.run(*line).code == 8
    assert [one["name"] for one in lab.program.records()] == ["zz"]
    assert lab.program.run("forget", "zz", "--abandon").code == 0
    assert lab.program.records() == []


def test_an_order_with_one_more_attempt_in_doubt_is_not_forgotten_unasked(lab: Lab) -> None:
    lab.prepare("register")
    store = OrderStore(lab.program.orders.parent)
    order = store.load(NAME)
    [attempt] = order.attempts
    lost = msgspec.structs.replace(attempt, outcome="unknown", id_number_order="")
    order.attempts = (lost, attempt)
    store.save(order)
    done = lab.program.run("forget", NAME, "--yes", "--json")
    assert done.code == 8 and f"may have reserved {NUMBER}" in done.error["message"]
    assert lab.program.run("forget", NAME, "--abandon", "--yes").code == 0


def test_an_id_is_not_given_to_an_order_in_doubt_unasked(lab: Lab) -> None:
    lost(lab, "zz")
    [id_] = lab.ids()
    flags = ["resume", "--order-id", id_, "--region", "AU", "--type", "MOBILE"]
    asked = lab.program.run(*flags, "--json")
    assert asked.code == 2 and "--into zz" in asked.error["hint"]
    into = lab.program.ok(*flags, "--into", "zz")
    assert into["name"] == "zz" and into["idNumberOrder"] == id_
    assert into["attempts"][0]["outcome"] == "reserved" and not into["mayBeReserved"]
    other = lab.program.run(*flags, "--into", NAME)
    assert other.code in (2, 5)


def test_an_id_goes_to_one_order_whoever_takes_it_at_once(lab: Lab) -> None:
    lost(lab, "one")
    [id_] = lab.ids()
    OrderStore(lab.program.orders.parent).save(
        msgspec.structs.replace(OrderStore(lab.program.orders.parent).load("one"), name="two")
    )
    lab.fail({"operation": "getNumberOrder", "fault": "delay", "seconds": 0.7, "times": None})
    shell = Shell(lab.program.home, lab.program.environment["SINCH_NUMBERS_URL"])
    take = ("resume", "--order-id", id_, "--json", "--into")
    started = [shell.start(*take, name) for name in ("one", "two")]
    ended = [(process.communicate(timeout=30)[1], process.returncode) for process in started]
    assert sorted(code for _, code in ended) == [0, 2], ended
    assert any("is already saved as" in text for text, code in ended if code == 2)
    known = [one["server"]["idNumberOrder"] for one in lab.program.records() if one["server"]]
    assert known == [id_]


def test_an_id_of_another_host_is_not_taken(lab: Lab) -> None:
    lost(lab, "one")
    [id_] = lab.ids()
    store = OrderStore(lab.program.orders.parent)
    order = store.load("one")
    [attempt] = order.attempts
    order.attempts = (msgspec.structs.replace(attempt, host="https://staging.example"),)
    store.save(order)
    done = lab.program.run("resume", "--order-id", id_, "--into", "one", "--json")
    assert done.code == 5 and "its host is" in done.error["reason"]
    assert store.load("one").may_be_reserved


def test_the_same_command_with_the_same_name_is_about_the_same_order(lab: Lab) -> None:
    lost(lab, "cut")
    assert lab.program.run(*CREATE, "--name", "cut").code == 8
    other = lab.program.run("create", "AU", "MOBILE", "--number", OTHER, "--name", "cut", "--yes")
    assert other.code == 6
    assert "createNumberOrder" not in lab.effects()
    lab.empty_server()
    assert lab.program.run(*CREATE, "--name", "cut", "--again").code == 0
    [record] = lab.program.records()
    assert record["server"]["state"] == "CREATED"
    assert [one["outcome"] for one in record["attempts"]] == ["abandoned", "reserved"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+4930123456", "is a DE number, not AU"),
        ("+6141", "too many or too few digits for AU"),
    ],
)
def test_a_number_that_may_not_be_meant_is_said(lab: Lab, number: str, said: str) -> None:
    done = lab.program.run("create", "AU", "MOBILE", "--number", number, "--yes", "--json")
    assert done.code in (3, 5)  # 3 is the server's refusal; locally it is only a warning
    assert said in done.error["warnings"][0]


def test_forget_tells_what_it_forgot(lab: Lab) -> None:
    lab.prepare("register")
    [id_] = lab.ids()
    gone = lab.program.ok("forget", NAME)
    assert gone["forgotten"] == [NAME]
    assert gone["orders"][0]["idNumberOrder"] == id_
    assert lab.program.records() == []


def test_answers_that_come_too_late_are_kept_for_the_next_order(lab: Lab) -> None:
    lab.prepare("register")
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    assert lab.program.ok("status", NAME)["state"] == "EXPIRED"
    late = lab.program.run("register", NAME, "--answers", str(lab.answers), "--json")
    assert late.code == 6 and f"create --from {NAME}" in late.error["hint"]
    assert lab.program.ok("register", NAME, "--show") == ANSWERS
    assert "updateNumberOrderRegistration" not in lab.effects()


def test_after_a_correction_a_blocked_order_is_submitted_next(lab: Lab) -> None:
    lab.prepare("submit")
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "BLOCKED"})
    done = lab.program.run("register", NAME, "--set", "1.city=Perth")
    assert done.code == 0, done.err
    assert f"Next: sinch-order submit {NAME}" in done.err
