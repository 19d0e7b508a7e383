"""SIGKILL at every call that writes or sends during a whole order: each ends with one order.

If the kill happens between sending createNumberOrder and saving its response, the order's ID is
unknown locally, and the API can't list orders. Then `resume` exits with 8, and the user gets the ID
from Sinch. In all other cases the program continues by itself.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from sinch_order_cli.sandbox import orders
from sinch_order_cli.sandbox.server import SandboxServer

from .kill import Killer
from .lab import STEPS, Lab, fresh_lab

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

PARTS = 4
FEWEST = 120
"""Minimum number of calls of an order; fewer would mean that the wrapper misses some."""


@pytest.fixture(autouse=True)
def documents_are_taken_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting a second for each of two hundred orders would take minutes."""
    monkeypatch.setattr(orders, "UPLOAD_CHECK", timedelta(0))


def run_until_killed(lab: Lab, at: int) -> int:
    """Run all steps in a separate process; return its number of calls, 0 if it was killed."""
    count_file = lab.program.home / "count"
    child = os.fork()
    if child == 0:
        killer = Killer(at)
        try:
            killer.arm()
            codes = [lab.step(step).code for step in STEPS]
            assert codes == [0] * len(STEPS)
            count_file.write_text(str(killer.count))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return int(count_file.read_text()) if count_file.exists() else 0


@pytest.mark.parametrize("part", range(PARTS))
def test_a_kill_at_any_moment_loses_nothing_and_does_nothing_twice(
    server: tuple[SandboxServer, Path, Path], part: int
) -> None:
    for at in range(part + 1, 1000, PARTS):
        with fresh_lab(server) as lab:
            calls = run_until_killed(lab, at)
            if calls:
                assert at > calls >= FEWEST
                return
            lab.settle()
            end = lab.finish()
            assert end["state"] == "COMPLETED", at
            [record] = lab.program.records()
            assert not list(lab.program.orders.glob(".*")), at
            assert lab.ids() == [record["server"]["idNumberOrder"]], at
            effects = lab.effects()
            assert effects["createNumberOrder"] == effects["submitNumberOrder"] == 1, at


def test_the_operator_may_take_another_number_instead(lab: Lab) -> None:
    lab.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    assert lab.step("create").code == 8
    fresh = lab.program.run("create", "AU", "MOBILE", "--number", "+61411111112", "--name", "b")
    assert fresh.code != 0
    line = ("create", "AU", "MOBILE", "--number", "+61411111112", "--name", "b", "--yes")
    assert lab.program.run(*line).code == 5  # under another name, it is another order
    taken = lab.program.run("create", "--from", "au-mobile-112", "--yes", "--json")
    assert taken.code == 8 and taken.error["orders"][0]["available"] is False
    lab.effects()
    other = lab.program.ok(
        "create", "AU", "MOBILE", "--number", "+61411111118", "--name", "other", "--yes"
    )
    assert other["name"] == "other" and other["phoneNumbers"] == ["+61411111118"]
    kept = {one["name"]: one for one in lab.program.records()}
    assert set(kept) == {"au-mobile-112", "other"}
    assert kept["au-mobile-112"]["attempts"][0]["outcome"] == "unknown"


def test_what_is_still_unknown_is_said_by_status_and_resume(lab: Lab) -> None:
    lab.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    lab.step("create")
    status = lab.program.run("status", "au-mobile-112", "--json")
    assert status.code == 0 and status.json["unknownOutcome"] == "create"
    assert "not available" in status.json["warnings"][0] and not status.err
    assert status.json["mayBeReserved"] and status.json["lookAgainAt"]
    assert lab.program.run("resume", "au-mobile-112", "--json").code == 8
    people = lab.program.run("status", "au-mobile-112")
    assert "may be reserved" in people.out and "--again" in people.err
    assert lab.program.run("check", "au-mobile-112").code == 3
    assert "may be reserved" in lab.program.run("orders").out
