"""Run the program in this process: its real entry point and real HTTP, without process starts.

Unlike in a separate process, timeouts and waits are short, and streams are in memory. Nothing else
of the program is replaced.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from commands.shell import Done

from sinch_order_cli.api import client
from sinch_order_cli.commands import app, signals
from sinch_order_cli.workflow import intake

READ_SECONDS = 0.4
"""Seconds that the program waits for a response; faults that delay take longer."""

_QUICK = functools.partial(
    client.NumbersApi,
    timeout=client.Timeouts(connect=5, read=READ_SECONDS, write=5, answer=5),
    retries=client.RetryPolicy(attempts=3, first_wait=0.01, longest_wait=0.02, deadline=5),
)


class Program:
    """Runs command lines with the server at `url`, and a home directory of its own."""

    def __init__(self, home: Path, url: str, environment: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.orders = home / "state" / "orders"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "SINCH_ORDER_STATE_DIR": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "SINCH_NUMBERS_URL": url,
            "SINCH_AUTH_URL": url,
            "SINCH_PROJECT_ID": "demo",
            "SINCH_KEY_ID": "key",
            "SINCH_KEY_SECRET": "secret",
            **(environment or {}),
        }

    def run(self, *arguments: str) -> Done:
        """Return the exit code, standard output and standard error of one command."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with (
            _signals_kept(),
            mock.patch.dict(os.environ, self.environment, clear=True),
            mock.patch("sys.argv", ["sinch-order", *arguments]),
            mock.patch("sys.stdin", io.StringIO()),
            mock.patch("sys.stdout", out),
            mock.patch("sys.stderr", err),
            mock.patch.object(client, "NumbersApi", _QUICK),
            mock.patch.object(intake, "_FIRST", 0.05),
        ):
            code = app.run(arguments)
        out.flush()
        err.flush()
        texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
        return Done(code, texts[0], texts[1])

    def ok(self, *arguments: str) -> Any:
        """Return the result of a command that must succeed."""
        done = self.run(*arguments, "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)

    def records(self) -> list[dict[str, Any]]:
        """Return every order file, each of which must be valid."""
        if not self.orders.exists():
            return []
        names = sorted(path.name for path in self.orders.iterdir() if path.name[0] != ".")
        assert all(name.endswith(".json") for name in names), names
        found = [json.loads((self.orders / name).read_bytes()) for name in names]
        assert all(one["version"] == 2 for one in found)
        return found


@contextlib.contextmanager
def _signals_kept() -> Iterator[None]:
    """Let the program handle signals in its own way, and restore the test's handlers."""
    heard = [getattr(signal, name) for name in signals._NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
