"""Batches where something goes wrong: refusals, lost answers, kills, two runs at once."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from .test_batch import Batches, batches, each

pytestmark = pytest.mark.timeout(150)
__all__ = ["batches"]


# what goes wrong


def test_a_lost_answer_marks_its_row_and_the_others_go_on(batches: Batches) -> None:
    batches.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    file = batches.file(*(batches.row(f"q{n}", quantity="1") for n in range(4)))
    summary = batches.json(file, "--parallel", "1", "--until", "reserved", code=8)
    assert summary["outcomes"] == {"unknown": 1, "reserved": 3}
    again = batches.json(file, "--until", "reserved", code=8)
    assert again["outcomes"] == {"unknown": 1, "reserved": 3}
    assert batches.orders() == 4


def test_a_submit_that_may_still_arrive_is_not_said_to_have_failed(batches: Batches) -> None:
    file = batches.file(batches.row("shop", "+61411111112"))
    batches.fail({"operation": "submitNumberOrder", "fault": "cut-before", "times": None})
    done = batches.run(file)
    assert done.code == 8 and "shop may have been submitted" in done.err
    assert "may be submitted" in batches.shell.run("batch", "status", file).out
    batches.fail()
    assert batches.run(file).code == 0


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_are_refused_end_the_run(batches: Batches, status: int) -> None:
    file = batches.file(*batches.rows(10))
    rule = {"operation": "createNumberOrder", "fault": "status", "status": status}
    batches.fail({**rule, "message": "no", "times": None})
    summary = batches.json(file, "--parallel", "2", code=4)
    assert summary["endedBy"]
    assert summary["outcomes"]["open"] >= 6


def test_the_same_failure_five_times_ends_the_run(batches: Batches) -> None:
    file = batches.file(*batches.rows(12))
    rule = {"operation": "createNumberOrder", "fault": "status", "status": 400}
    batches.fail({**rule, "message": "The plan is suspended", "times": None})
    summary = batches.json(file, "--parallel", "1", code=3)
    assert "5 times in a row" in summary["endedBy"]
    assert summary["outcomes"] == {"failed": 5, "open": 7}
    assert "suspended" in batches.status(file)["shop-1"]["problem"]
    batches.fail()
    assert batches.json(file)["outcomes"] == {"submitted": 12}
    assert batches.effects() == each(12)


@pytest.mark.parametrize(("ending", "outcome"), [("98", "rejected"), ("99", "blocked")])
def test_what_the_reviewers_say(batches: Batches, ending: str, outcome: str) -> None:
    file = batches.file(batches.row("a", pattern=ending, match="END"), batches.row("b"))
    summary = batches.json(file, "--until", "decided", code=10)
    assert summary["outcomes"] == {outcome: 1, "completed": 1}
    assert batches.json(file, "--until", "decided", code=10)["outcomes"] == summary["outcomes"]
    rows = batches.status(file)
    logs = batches.shell.order("a")["logs"]
    assert rows["a"]["problem"] == logs[-1]["message"] != "" and rows["b"]["problem"] is None
    hint = batches.run(file, "--until", "decided").err
    assert "sinch-order create --from ORDER" in hint and "To continue" not in hint


def test_a_storm_of_429_is_sat_out(batches: Batches) -> None:
    storm = {"operation": "*", "fault": "429", "retryAfter": 1, "times": 3}
    batches.fail(*({**storm, "after": after} for after in (3, 12, 30)))
    summary = batches.json(batches.file(*batches.rows(6)), "--parallel", "6")
    assert summary["outcomes"] == {"submitted": 6}
    assert batches.effects() == each(6)


def test_documents_that_are_being_taken_in_are_waited_for(batches: Batches) -> None:
    rule = {"operation": "uploadNumberOrderAttachment", "fault": "stay-waiting", "seconds": 2}
    batches.fail(rule)
    summary = batches.json(batches.file(*batches.rows(2)))
    assert summary["outcomes"] == {"submitted": 2}


# kills, and two runs at once


def wait_for_orders(batches: Batches, count: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if batches.orders() >= count:
                return
        except sqlite3.Error:
            pass
        time.sleep(0.02)
    raise AssertionError("no orders were made")


def take_up_in_doubt(batches: Batches, file: str) -> None:
    """What Sinch's support would tell of orders whose answer was lost, by their numbers."""
    with closing(sqlite3.connect(batches.data / "sandbox.db")) as database:
        ids = [row[0] for row in database.execute("SELECT id FROM orders")]
    known = {row["idNumberOrder"] for row in batches.status(file).values()}
    unknown = [ref for ref, row in batches.status(file).items() if row["outcome"] == "unknown"]
    for ref in unknown:
        assert batches.shell.run("register", ref, "--set", "city=X").code == 8
        for order_id in set(ids) - known:
            place = ("--order-id", order_id, "--region", "AU", "--type", "MOBILE")
            if batches.shell.run("resume", *place, "--into", ref).code == 0:
                known.add(order_id)
                break


@pytest.mark.parametrize("orders", [1, 5, 9])
def test_kill_9_and_run_again(batches: Batches, orders: int) -> None:
    file = batches.file(*batches.rows(12))
    process = batches.shell.start("batch", "run", file, "--yes")
    wait_for_orders(batches, orders)
    process.kill()
    process.communicate()
    done = batches.run(file, "--json")
    assert done.code in (0, 8), done.out + done.err
    take_up_in_doubt(batches, file)
    assert batches.json(file)["outcomes"] == {"submitted": 12}
    effects = batches.effects()
    # An upload that was killed may have arrived: a second one replaces it.
    assert effects.pop("uploadNumberOrderAttachment") >= 12
    assert set(effects.values()) == {12}
    assert batches.orders() == 12


def test_ctrl_c_saves_and_says_how_to_go_on(batches: Batches) -> None:
    batches.fail({"operation": "*", "fault": "delay-after", "seconds": 0.1, "times": None})
    file = batches.file(*batches.rows(12))
    process = batches.shell.start("batch", "run", file, "--yes")
    wait_for_orders(batches, 2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert f"To continue: sinch-order batch run {file} --yes" in err
    made = batches.orders()
    assert made < 12
    assert [one["outcome"] for one in batches.status(file).values()].count("unknown") == 0
    batches.fail()
    assert batches.json(file)["outcomes"] == {"submitted": 12}
    assert batches.effects() == each(12)


def test_two_runs_at_once_share_the_work(batches: Batches) -> None:
    file = batches.file(*batches.rows(16))
    both = [batches.shell.start("batch", "run", file, "--yes", "--json") for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert json.loads(out.splitlines()[-1])["outcomes"] == {"submitted": 16}
    assert batches.effects() == each(16)
    assert batches.orders() == 16
