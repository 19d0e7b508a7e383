"""Streams that take nothing: a full disk, or closed by whoever started the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .shell import Shell

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full and a shell"),
]

RESERVE = "create AU MOBILE --number +61411111112 --sms-plan PLAN --yes --name t1"


@pytest.fixture
def sandbox(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def run(shell: Shell, line: str) -> subprocess.CompletedProcess[str]:
    """Give `line`, redirections and all, to a shell."""
    done = subprocess.run(
        ["sh", "-c", f'"$PYTHON" -m sinch_order_cli {line}'],
        env={**shell.environment, "PYTHON": sys.executable},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stderr and "went wrong" not in done.stderr
    assert not list(shell.state.rglob("reports"))
    return done


@pytest.mark.parametrize(("to", "why"), [("/dev/full", os.strerror(28)), ("&-", os.strerror(9))])
def test_what_was_done_is_told_where_its_result_can_not_be_written(
    sandbox: Shell, to: str, why: str
) -> None:
    done = run(sandbox, f"{RESERVE} --json >{to}")
    assert done.returncode == 1
    error = json.loads(done.stderr)["error"]
    order_id = sandbox.order("t1")["server"]["idNumberOrder"]
    assert error["message"] == "the result can't be written" and why in error["reason"]
    assert "Reserved. t1" in error["reason"]
    assert error["orders"] == [{"name": "t1", "idNumberOrder": order_id, "state": "CREATED"}]
    assert error["hint"] == "To check the status: sinch-order status t1"


def test_words_that_can_not_be_written_are_no_failure(sandbox: Shell) -> None:
    done = run(sandbox, f"{RESERVE} 2>/dev/full")
    assert done.returncode == 0 and done.stdout.startswith("t1\t")
    listed = run(sandbox, "orders 2>&-")
    assert listed.returncode == 0 and listed.stdout.startswith("t1\t")
    assert run(sandbox, "status nope 2>/dev/full").returncode == 5
    assert run(sandbox, "status nope 2>&- >&- <&-").returncode == 5


@pytest.mark.parametrize("buffered", [True, False])
def test_help_that_can_not_be_written_is_an_error_in_a_line(sandbox: Shell, buffered: bool) -> None:
    sandbox.environment |= {} if buffered else {"PYTHONUNBUFFERED": "1"}
    for line in ("--help", "--version", "create --help", "help answers", "completion show bash"):
        done = run(sandbox, f"{line} >/dev/full")
        assert done.returncode == 1, line
        assert done.stderr.splitlines()[0] == "✗ the result can't be written"


def test_standard_input_that_is_closed_can_not_be_read(sandbox: Shell) -> None:
    assert run(sandbox, RESERVE).returncode == 0
    done = run(sandbox, "register t1 --answers - <&-")
    assert done.returncode == 2 and "can't read standard input" in done.stderr
