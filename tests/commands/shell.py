"""The program as a script runs it: a real process, no terminal, a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import forkserver
from papers import pdf

from .shapes import validate_output

PDF = pdf()

ANSWERS = [
    [
        {
            "senderId": "+61411111112",
            "purposeOfTheTraffic": "Notifications",
            "intendedUseOfMobileNumbers": "Transactional",
            "iConfirmThatMyBusinessHasAValidUseCaseForThisLn": True,
        }
    ],
    {
        "endBusinessName": "Acme Pty Ltd",
        "endBusinessAddress": "1 Main Street",
        "city": "Melbourne",
        "state": "VIC",
        "country": "AU",
        "postalCode": "3000",
    },
    {"firstName": "Zoë", "lastName": "O'Neil", "phoneNumber": "+61298765432"},
]

LETTER = "01jxn2251d0shhamtbykft2xzx"


class Done:
    """What a process left: its exit code and what it wrote."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The one error object on standard error."""
        found: dict[str, Any] = json.loads(self.err.splitlines()[-1])["error"]
        assert found["exitCode"] == self.code
        assert set(found) >= {"kind", "message", "exitCode", "details"}
        return found


class Shell:
    """Runs the program against `url`, or in the sandbox where it is ""."""

    def __init__(self, home: Path, url: str = "") -> None:
        self.home = home
        self.state = home / "state"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "SINCH_ORDER_STATE_DIR": str(self.state),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
        }
        if url:
            self.environment |= {
                "SINCH_NUMBERS_URL": url,
                "SINCH_AUTH_URL": url,
                "SINCH_PROJECT_ID": "demo",
                "SINCH_KEY_ID": "key",
                "SINCH_KEY_SECRET": "secret",
            }
        else:
            self.environment["SINCH_ORDER_SANDBOX"] = "1"

    def start(self, *arguments: str) -> subprocess.Popen[str] | forkserver.Forked:
        if forkserver.can_fork(self.environment):
            return forkserver.start(arguments, self.environment)
        return subprocess.Popen(
            [sys.executable, "-m", "sinch_order_cli", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
            text=True,
        )

    def run(self, *arguments: str, stdin: str = "") -> Done:
        process = self.start(*arguments)
        out, err = process.communicate(stdin, timeout=40)
        validate_output(arguments, out, err)
        return Done(process.returncode, out, err)

    def ok(self, *arguments: str, stdin: str = "") -> Any:
        """Run with `--json`, and expect that it works; the result."""
        done = self.run(*arguments, "--json", stdin=stdin)
        assert done.code == 0, done.err
        return done.json

    def file(self, name: str, content: Any) -> str:
        """A file with bytes as they are, or anything else as JSON; its path."""
        path = self.home / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    def order(self, name: str) -> dict[str, Any]:
        """What is on disk of an order."""
        folder = self.state / "sandbox" if "SINCH_ORDER_SANDBOX" in self.environment else self.state
        found: dict[str, Any] = json.loads((folder / "orders" / f"{name}.json").read_bytes())
        return found

    def with_(self, variables: Mapping[str, str]) -> Shell:
        other = Shell(self.home)
        other.environment = {**self.environment, **variables}
        return other
