"""A command that a message names can be pasted: with `--sandbox` where that was typed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands.shell import Shell

pytestmark = pytest.mark.timeout(120)

COMMANDS = [
    "orders --sandbox",
    "create AU MOBILE --sandbox",
    "create AU MOBILE --number +61411111112 --name first --yes --sandbox",
    # The server gives this one too little time: that is said in a warning.
    "create AU MOBILE --number +61411111196 --name hasty --yes --sandbox",
    "create AU MOBILE --number +61411111112 --json --yes --name other --sandbox",
    "create AU MOBILE --number +61411111197 --json --yes --sandbox",
    "orders --sandbox",
    "status hasty --sandbox",
    "status first --sandbox",
    "check first --sandbox",
    "check first --json --sandbox",
    "requirements AU MOBILE --sandbox",
    "submit first --yes --sandbox",
    "submit first --yes --json --sandbox",
    "attach first nowhere letter.pdf --json --sandbox",
    "register first --set nothing=1 --sandbox",
    "status nowhere --sandbox",
    "status first --watch --timeout 0 --sandbox",
    "search AU --sandbox",
    "serch --sandbox",
]

_PROGRAM = """
import sys
from sinch_order_cli.commands.app import run
for line in sys.stdin.read().splitlines():
    sys.stderr.write(f"$ {line}\\n")
    sys.stderr.flush()
    run(line.split())
    sys.stdout.flush()
"""

_NAMED = re.compile(r"sinch-order [a-z-][^\n\"\\]*?(?=, then sinch-order |[\n\"\\]|$)")


def _pages(line: str) -> bool:
    """Pages of help are the same everywhere."""
    return line.startswith("sinch-order help") or line.endswith("--help")


def _said(home: Path) -> str:
    shell = Shell(home)
    environment = {k: v for k, v in shell.environment.items() if k != "SINCH_ORDER_SANDBOX"}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        input="".join(f"{line}\n" for line in COMMANDS),
        env={**environment, "SINCH_ORDER_NO_INPUT": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=90,
        check=True,
    )
    return done.stdout


def test_what_is_named_goes_on_in_the_sandbox(tmp_path: Path) -> None:
    said = _said(tmp_path)
    named = [line for line in _NAMED.findall(said) if not _pages(line)]
    assert len(named) > 15
    assert "can't be finished in time" in said
    assert [line for line in named if line.count("--sandbox") != 1] == []
    assert not re.search(r"(help \S+|--help) --sandbox", said)
