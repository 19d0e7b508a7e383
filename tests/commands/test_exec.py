"""`--exec` on `status --watch` and `batch run`, by processes against a real server."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from .shapes import validate
from .shell import ANSWERS, LETTER, PDF
from .test_batch import Batches, batches

pytestmark = pytest.mark.timeout(150)
__all__ = ["batches"]

NAMES = ("NAME", "STATE", "PREVIOUS_STATE", "EVENT")


class Recorder:
    """A program that writes down what it was given."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "calls"
        self.folder.mkdir()
        script = home / "record.py"
        script.write_text(
            "import os, sys, json, pathlib, time\n"
            "found = {'stdin': sys.stdin.read(), 'env': dict(os.environ)}\n"
            f"folder = pathlib.Path({str(self.folder)!r})\n"
            "(folder / f'{time.time_ns()}-{os.getpid()}').write_text(json.dumps(found))\n"
        )
        self.command = f"{sys.executable} '{script}'"

    def calls(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_text()) for path in sorted(self.folder.iterdir())]

    def events(self) -> list[tuple[str, ...]]:
        """Name, state, state before, event."""
        return [tuple(one["env"][f"SINCH_ORDER_{name}"] for name in NAMES) for one in self.calls()]


@pytest.fixture
def recorder(batches: Batches) -> Recorder:
    return Recorder(batches.home)


def submit(batches: Batches, name: str, number: str) -> None:
    shell = batches.shell
    answers = json.loads(json.dumps(ANSWERS))
    answers[0][0]["senderId"] = number
    create = ("create", "AU", "MOBILE", "--number", number, "--name", name, "--sms-plan", "plan")
    shell.ok(*create, "--yes")
    shell.ok("register", name, "--answers", shell.file("answers.json", answers))
    shell.ok("attach", name, LETTER, shell.file("letter.pdf", PDF))
    shell.ok("submit", name, "--yes")


def test_a_watched_order(batches: Batches, recorder: Recorder) -> None:
    submit(batches, "trial", "+61411111112")
    watch = ("status", "trial", "--watch", "--until", "usable", "--interval", "0.3")
    done = batches.shell.run(*watch, "--exec", recorder.command)
    assert done.code == 0, done.err
    # The reviewers' first message may come in the same look as their decision, or before it.
    told = [one for one in recorder.events() if (one[1], one[3]) != ("IN_REVIEW", "message")]
    assert [(one[1], one[3]) for one in told if one[3] != "message"] == [
        ("COMPLETED", "state"), ("COMPLETED", "usable"),
    ]  # fmt: skip
    assert told[0] == ("trial", "COMPLETED", "IN_REVIEW", "state")
    for call in recorder.calls():
        order = json.loads(call["stdin"])
        validate("order", order)
        assert order["name"] == "trial"
        assert call["env"]["SINCH_ORDER_ID"] == order["idNumberOrder"]
        assert "Acme" not in call["stdin"]
        assert "O'Neil" not in call["stdin"]
        assert {"SINCH_KEY_ID", "SINCH_KEY_SECRET", "SINCH_ACCESS_TOKEN"}.isdisjoint(call["env"])
        assert call["env"]["SINCH_PROJECT_ID"] == "demo"
    assert json.loads(recorder.calls()[-1]["stdin"])["usable"] is True


def test_every_open_order_and_the_reviewers_messages(batches: Batches, recorder: Recorder) -> None:
    submit(batches, "good", "+61411111112")
    submit(batches, "bad", "+61411111198")
    watch = ("status", "--all", "--watch", "--interval", "0.3", "--exec", recorder.command)
    assert batches.shell.run(*watch, "--json").code == 10
    # The first message may come in a look before the decision.
    told = [one for one in recorder.events() if one[1] != "IN_REVIEW"]
    assert sorted(told) == [
        ("bad", "REJECTED", "IN_REVIEW", "message"), ("bad", "REJECTED", "IN_REVIEW", "state"),
        ("good", "COMPLETED", "IN_REVIEW", "message"), ("good", "COMPLETED", "IN_REVIEW", "state"),
    ]  # fmt: skip


def test_a_question_that_waits_is_told_once_also_by_another_run(
    batches: Batches, recorder: Recorder
) -> None:
    submit(batches, "asked", "+61411111199")
    batches.shell.run("status", "asked", "--watch", "--interval", "0.2")
    asked = (datetime.now(UTC) - timedelta(hours=13)).isoformat()
    logs = [{"message": "Whose number is this?", "createTime": asked}]
    batches.fail({"operation": "getNumberOrderRegistration", "fault": "bent", "member": "logs",
                  "value": logs, "times": None})  # fmt: skip
    for _ in range(2):
        watch = ("status", "asked", "--watch", "--exec", recorder.command)
        assert batches.shell.run(*watch).code == 10
        assert recorder.events() == [("asked", "BLOCKED", "BLOCKED", "message")]


def test_a_batch(batches: Batches, recorder: Recorder) -> None:
    file = batches.file(*batches.rows(3))
    batches.json(file, "--until", "decided", "--exec", recorder.command)
    found = [one for one in recorder.events() if one[3] == "state"]
    assert len(found) == 9
    count = len(recorder.calls())
    for ref in ("shop-1", "shop-2", "shop-3"):
        assert [one[1:] for one in found if one[0] == ref] == [
            ("CREATED", "", "state"), ("IN_REVIEW", "CREATED", "state"),
            ("COMPLETED", "IN_REVIEW", "state"),
        ]  # fmt: skip
    (first, *_) = recorder.calls()
    order = json.loads(first["stdin"])
    validate("order", order)
    assert order["batch"]["file"] == file
    assert "Acme" not in first["stdin"]
    batches.json(file, "--until", "decided", "--exec", recorder.command)
    assert len(recorder.calls()) == count


def test_a_question_of_a_batch_that_waits(batches: Batches, recorder: Recorder) -> None:
    file = batches.file(batches.row("a", "+61411111199"))
    batches.json(file, "--until", "decided", code=10)
    path = batches.shell.state / "orders" / "a.json"
    order = json.loads(path.read_text())
    asked = (datetime.now(UTC) - timedelta(hours=13)).isoformat()
    order["logs"] = [{"message": "Whose number is this?", "createTime": asked}]
    path.write_text(json.dumps(order))
    for _ in range(2):
        batches.json(file, "--until", "decided", "--exec", recorder.command, code=10)
        assert recorder.events() == [("a", "BLOCKED", "BLOCKED", "message")]


def test_a_hook_that_fails_is_said_and_stops_nothing(batches: Batches) -> None:
    file = batches.file(*batches.rows(2))
    done = batches.run(file, "--exec", "sh -c 'echo no mail today; exit 7'")
    assert done.code == 0
    assert "2 rows: 2 submitted." in done.out
    assert done.err.count("(state): exit code 7: no mail today") == 4
    assert "--exec for shop-1 (state)" in done.err
    watch = ("status", "shop-1", "--watch", "--interval", "0.3", "--exec", "false")
    done = batches.shell.run(*watch)
    assert done.code == 0
    assert "--exec for shop-1 (state): exit code 1" in done.err


@pytest.mark.parametrize("command", ["", "  ", "no-such-program --x", "'open"])
def test_a_command_that_can_not_run_is_refused_before_anything(
    batches: Batches, command: str
) -> None:
    file = batches.file(batches.row("a"))
    done = batches.run(file, "--exec", command, "--json")
    assert (done.code, done.error["details"][0]["flag"]) == (2, "--exec")
    assert batches.orders() == 0
    done = batches.shell.run("status", "a", "--exec", "true", "--json")
    assert done.code == 2
    assert "--exec" in done.error["message"]
