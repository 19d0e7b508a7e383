"""Following orders: a live panel at a terminal, a line for each change in a pipe, JSON a look."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from prompts.screen import CTRL_C
from wizard.person import Person

from commands.gateway import Gateway
from commands.shell import Shell

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """One order that will be completed, one that will be rejected."""
    shell = Shell(tmp_path)
    for number, name in (("+447700900112", "good"), ("+447700900198", "bad")):
        create = f"create GB MOBILE --number {number} --name {name} --yes"
        assert shell.run(*create.split()).code == 0
        assert shell.run("submit", name, "--yes").code == 0
    return shell


def test_in_a_pipe_a_line_for_each_change_and_with_json_for_each_look(shell: Shell) -> None:
    done = shell.run("status", "--all", "--watch", "--interval", "0.3", "--timeout", "60")
    assert done.code == 10
    lines = [re.sub(r"^\d\d:\d\d:\d\d  ", "", line) for line in done.out.splitlines()]
    states = [line for line in lines if "·" in line and re.match(r"\w+  [A-Z_]+ · ", line)]
    assert len(states) == len(set(states))
    assert "good  COMPLETED · the number is yours" in states
    assert "bad  REJECTED · rejected by the reviewers" in states
    assert sum("does not match the register" in line for line in lines) == 1
    assert "create --from bad" in done.err
    assert "orders were rejected" not in done.err
    looks = shell.run("status", "bad", "--watch", "--json")
    assert [json.loads(line)["state"] for line in looks.out.splitlines()] == ["REJECTED"]


def test_every_order_that_was_refused_is_named_with_its_command(shell: Shell) -> None:
    create = "create GB MOBILE --number +447700900199 --name asked --yes"
    assert shell.run(*create.split()).code == 0
    assert shell.run("submit", "asked", "--yes").code == 0
    done = shell.run("status", "--all", "--watch", "--interval", "0.3", "--timeout", "60")
    assert done.code == 10
    assert "bad is REJECTED: sinch-order create --from bad" in done.err
    assert "asked is BLOCKED: sinch-order submit asked" in done.err


@pytest.mark.parametrize("columns", [80, 40])
def test_live_at_a_terminal(shell: Shell, tmp_path: Path, columns: int) -> None:
    watch = ("status", "--all", "--watch", "--interval", "60")
    with Person(tmp_path, *watch, columns=columns, rows=24) as person:
        seen = person.wait_for("bad", "good", "again in", "Ctrl-C stops")
        assert "checked" in seen
        person.send(CTRL_C)
        assert person.ended() == 130
        seen = person.text()
        assert "again in" not in seen
        assert "sinch-order status --all --watch" in seen
    with Person(tmp_path, "status", "good", "--watch", columns=columns) as person:
        assert person.ended(patience=60) == 0
        assert "COMPLETED" in person.text()


def test_the_panel_is_never_higher_than_the_window(shell: Shell, tmp_path: Path) -> None:
    watch = ("status", "--all", "--watch", "--interval", "60")
    with Person(tmp_path, *watch, columns=40, rows=7) as person:
        seen = person.wait_for("more (window too small)", "Ctrl-C stops")
        assert seen.count("Ctrl-C stops") == 1
        person.send(CTRL_C)
        assert person.ended() == 130


def test_read_out_there_is_no_panel(shell: Shell, tmp_path: Path) -> None:
    environ = {"ACCESSIBLE": "1"}
    with Person(tmp_path, "status", "good", "--watch", environ=environ) as person:
        assert person.ended(patience=60) == 0
        seen = person.text()
    assert "Watching" in seen and "again in" not in seen


def test_a_server_that_fails_does_not_lengthen_the_watching(tmp_path: Path) -> None:
    with Gateway(tmp_path / "gateway") as gateway:
        shell = Shell(tmp_path, gateway.url)
        create = "create GB MOBILE --number +447700900112 --name good --yes"
        assert shell.run(*create.split()).code == 0
        gateway.change = lambda *call: (503, b"{}")
        done = shell.run("status", "good", "--watch", "--interval", "0.1", "--timeout", "0.5")
    assert done.code == 9 and "still not final after 0.5 s" in done.err
    assert done.err.count("retrying in") <= 2  # a look by itself tries three times more
