"""After COMPLETED: SMS and voice are provisioned or fail, and the program reports it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sinch_order_cli.workflow.model import Order, Provisioned
from sinch_order_cli.workflow.provisioning import error_words, usable

from .lab import NAME, Lab

FAILING = "+61411111194"


def complete(lab: Lab, number: str = "") -> str:
    """Complete an order; return its name."""
    if not number:
        lab.prepare("submit")
        name = NAME
    else:
        line = ("create", "AU", "MOBILE", "--number", number, "--sms-plan", "p", "--yes")
        name = lab.program.ok(*line)["name"]
        lab.program.ok("register", name, "--answers", str(lab.answers), "--renumber")
        lab.program.ok("attach", name, lab.letter_id, str(lab.letter))
    lab.program.ok("submit", name, "--yes")
    return name


def test_a_completed_order_says_how_far_it_is_set_up(lab: Lab) -> None:
    complete(lab)
    status = lab.program.ok("status", NAME)
    assert status["state"] == "COMPLETED" and status["usable"] is False
    [number] = status["numbers"]
    assert {*number} == {
        *("phoneNumber", "inAccount", "sms", "voice", "nextChargeDate", "monthlyPrice")
    }
    assert ({*number["sms"]}, {*number["voice"]}) == ({"status", "errorCodes"}, {"status"})
    assert number["inAccount"] and number["sms"]["status"] in ("WAITING", "IN_PROGRESS")
    assert number["voice"] == {"status": None}
    assert "being set up" in lab.program.run("orders", "--all").out
    done = lab.program.run("status", NAME, "--watch", "--until", "usable", "--interval", "1s")
    assert done.code == 0, done.err
    assert "SMS ready" in done.out
    last = lab.program.ok("status", NAME)
    assert last["usable"] is True and last["numbers"][0]["nextChargeDate"]
    assert "COMPLETED, ready" in lab.program.run("orders", "--all").out
    path = lab.program.orders / f"{NAME}.json"
    kept = json.loads(path.read_bytes())
    path.unlink()  # a new file, as a change with the same timestamp is not noticed
    path.write_text(json.dumps({**kept, "provisionedAt": kept["provisionedAt"] - 3 * 3600}))
    path.chmod(0o600)
    lab.effects()
    assert "COMPLETED, ready (3 h ago)" in lab.program.run("orders", "--all").out
    assert lab.effects() == {}


def test_a_number_that_can_not_be_set_up_ends_in_10(lab: Lab) -> None:
    name = complete(lab, FAILING)
    line = ("status", name, "--watch", "--until", "usable", "--interval", "1s", "--json")
    done = lab.program.run(*line)
    assert done.code == 10
    error: dict[str, Any] = json.loads(done.err)["error"]
    assert "setting up SMS failed" in error["message"]
    assert "SMS_PROVISIONING_FAILED" in error["reason"]
    assert "Check the service plan" in lab.program.run("status", name).out
    assert "setup failed" in lab.program.run("orders", "--all").out
    without = lab.program.run("status", name, "--watch")
    assert without.code == 0  # the order itself is completed


def test_all_until_usable_are_completed_ones_too_until_they_are_known(lab: Lab) -> None:
    """As after `batch run --until decided`."""
    complete(lab)
    lab.program.run("status", NAME, "--watch", "--interval", "1s")
    assert lab.program.ok("status", "--all")["orders"] == []
    line = ("status", "--all", "--watch", "--until", "usable", "--interval", "1s")
    assert "SMS ready" in lab.program.run(*line).out
    assert "No order is open" in lab.program.run(*line).err
    failing = complete(lab, FAILING)
    lab.program.run("status", failing, "--watch", "--interval", "1s")
    assert lab.program.run(*line).code == 10
    assert "No order is open" in lab.program.run(*line).err
    assert "No order is open" in lab.program.run("status", "--all", "--watch").err


@pytest.mark.parametrize("line", ["--until usable", "--watch --until never"])
def test_until_is_for_watching_until_usable(lab: Lab, line: str) -> None:
    lab.prepare("register")
    assert lab.program.run("status", NAME, *line.split()).code == 2


def test_usable_is_told_only_where_it_is_known() -> None:
    order = Order(server={"state": "COMPLETED"})
    assert usable(order) is None
    order.provisioned = (Provisioned(phone_number="+1", in_account=True, sms="READY"),)
    assert usable(order) is True
    order.provisioned = (Provisioned(phone_number="+1", in_account=False),)
    assert usable(order) is False
    assert usable(Order(server={"state": "IN_REVIEW"})) is False
    assert usable(Order()) is None
    assert error_words("SOMETHING_NEW") == "SOMETHING_NEW"
