"""No command writes a line wider than the terminal, however narrow; commands to copy stay whole."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pexpect
import pytest
from wcwidth import wcswidth

from commands.shell import Shell

pytestmark = pytest.mark.timeout(120)

COMMANDS = [
    "regions",
    "search AU MOBILE --size 3",
    "requirements AU MOBILE",
    "requirements DE LOCAL",
    "orders --all",
    "status first",
    "status --all",
    "check first",
    "attach first --list",
    "register first --show",
    "resume --no-input first",
    "status first --watch --timeout 0",
    # Errors: what, why, what to type next.
    "submit first --yes",
    "register first --set nothing=1",
    "status nowhere",
    "create AU MOBILE",
    "create AU MOBILE --number 12 --yes",
    "search XX MOBILE",
    "attach first nowhere letter.pdf",
    "register first --set postalCode=1",
    "watch",
    "forget",
]


_PROGRAM = """
import sys
from sinch_order_cli.commands.app import run
for line in sys.stdin.read().splitlines():
    sys.stderr.write(f"$ {line}\\n")
    run(line.split())
"""


def _seen(home: Path, columns: int, script: str) -> str:
    """What the commands write, each after a line with its name, as bytes for a terminal."""
    shell = Shell(home)
    file = home / "script"
    file.write_text(script, encoding="utf-8")
    command = f"{shlex.quote(sys.executable)} -c {shlex.quote(_PROGRAM)} < {shlex.quote(str(file))}"
    with pexpect.spawn(
        "sh",
        ["-c", command],
        cwd=str(home),
        dimensions=(50, columns),
        env={**shell.environment, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        timeout=90,
        encoding="utf-8",
    ) as program:
        program.expect(pexpect.EOF)
        seen = program.before
    assert isinstance(seen, str)
    return re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", seen)


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, columns: int) -> None:
    create = "create AU MOBILE --number +61411111112 --sms-plan plan --name first --yes"
    seen = _seen(tmp_path, columns, "\n".join([create, *COMMANDS]))
    assert "Traceback" not in seen
    assert seen.count("$ ") == len(COMMANDS) + 1
    too_wide = [
        line
        for line in seen.replace("\r\n", "\n").splitlines()
        if wcswidth(line.rpartition("\r")[2]) > columns
        # A command that is copied has to stay in one piece.
        and not re.match(r"\s*(\$ |sinch-order )", line)
    ]
    assert too_wide == []
