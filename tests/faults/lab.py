"""A server with simulated failures, the program, and the steps that the program suggests."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from commands.shell import ANSWERS, LETTER, PDF, Done
from plain_http import HTTP

from sinch_order_cli.sandbox import orders
from sinch_order_cli.sandbox.server import SandboxServer, reset

from .program import Program

NUMBER, NAME = "+61411111112", "au-mobile-112"
_COUNT = itertools.count()
STEPS = ["create", "register", "attach", "submit"]


class Lab:
    """A server with simulated failures, and the program using it."""

    letter_id = LETTER

    def __init__(self, home: Path, server: SandboxServer, data: Path, faults: Path) -> None:
        self.program = Program(home, server.url)
        self._server = server
        self._url, self._data, self._faults = server.url, data, faults
        self._others = self._connections()
        self.answers, self.letter = home / "answers.json", home / "letter.pdf"
        self.answers.write_text(json.dumps(ANSWERS))
        self.letter.write_bytes(PDF)

    def fail(self, *rules: dict[str, Any]) -> None:
        # Counts are reset when the text changes, so it must change even for the same rules.
        self._faults.write_text(json.dumps(rules) + "\n" * next(_COUNT))

    def effects(self) -> dict[str, int]:
        """Return how often each call was executed since the last call of this method."""
        found = self.done_so_far()
        HTTP.delete(f"{self._url}/sandbox/effects")
        return found

    def done_so_far(self) -> dict[str, int]:
        """The same, without resetting the counts."""
        found: dict[str, int] = HTTP.get(f"{self._url}/sandbox/effects").json()
        return found

    def ids(self) -> list[str]:
        """Return the IDs of existing orders, as Sinch would give them."""
        with closing(sqlite3.connect(self._data / "sandbox.db")) as database:
            return [row[0] for row in database.execute("SELECT id FROM orders")]

    def empty_server(self) -> None:
        """Delete all orders on the server, which releases all numbers."""
        reset(self._data)

    def step(self, step: str, name: str = NAME) -> Done:
        """Run one step of the order."""
        more = {
            "requirements": ["AU", "MOBILE"],
            "search": ["AU", "MOBILE"],
            "create": ["AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes"],
            "register": [name, "--answers", str(self.answers)],
            "attach": [name, LETTER, str(self.letter)],
            "submit": [name, "--yes"],
        }
        return self.program.run(step, *more.get(step, [name]), "--json")

    def prepare(self, step: str) -> None:
        """Run everything before `step`, without faults."""
        last = step if step in STEPS else "submit" if step in ("status", "resume") else "create"
        for earlier in STEPS[: STEPS.index(last)]:
            done = self.step(earlier)
            assert done.code == 0, done.err
        self.effects()

    def _connections(self) -> set[Any]:
        running = self._server._running
        assert running is not None
        return set(running._server._connections)

    def settle(self) -> None:
        """Wait until the server has executed the requests of a program that has ended."""
        end = time.monotonic() + 30
        while self._connections() - self._others:
            assert time.monotonic() < end, "the server does not come to rest"
            time.sleep(0.002)

    def finish(self) -> dict[str, Any]:
        """Follow the program's hints until nothing is left to do; return the final order."""
        done = self.program.run("resume", NAME, "--json")
        if not self.program.records():
            done = self.step("create")
        for _ in range(12):
            done = self._go_on(done)
            if done.code == 0 and done.json["state"] == "COMPLETED":
                order: dict[str, Any] = done.json
                return order
        raise AssertionError(f"no end: {done.out} {done.err}")

    def _go_on(self, last: Done) -> Done:
        """Return the result of the next command, chosen by the last output."""
        if last.code == 8:
            return self._import_order()
        if last.code == 5:  # not found: the user must confirm that it is not active
            return self._start_again("--again")
        if last.code:
            return self.program.run("resume", self._name(), "--json")
        if last.json["state"] in ("EXPIRED", "REJECTED") or last.json["step"] == "create":
            return self._start_again()
        step = last.json["step"]
        return self.step(step if step in STEPS else "status", last.json["name"])

    def _import_order(self) -> Done:
        ids = self.ids()
        if not ids:  # Sinch has none, so reserve again
            return self.program.run("create", "--from", NAME, "--again", "--yes", "--json")
        [id_] = ids
        flags = ["--order-id", id_, "--region", "AU", "--type", "MOBILE", "--into", NAME]
        return self.program.run("resume", *flags, "--json")

    def _start_again(self, *more: str) -> Done:
        return self.program.run("create", "--from", self._name(), *more, "--yes", "--json")

    def _name(self) -> str:
        """Return the name of the newest order."""
        return str(max(self.program.records(), key=lambda one: len(one["name"]))["name"])


def quick_directory() -> Path:
    """Return a directory with fast files: in memory if the system has one."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))


@contextmanager
def running_server(
    log: Callable[[str], None] | None = None,
) -> Iterator[tuple[SandboxServer, Path, Path]]:
    """Yield a sandbox server, its data directory and its faults file."""
    data = quick_directory()
    faults = data / "faults.json"
    faults.write_text("[]")
    with (
        mock.patch.object(orders, "UPLOAD_CHECK", timedelta(seconds=0.1)),  # else each waits for it
        SandboxServer(data, faults=faults, review_seconds=0, log=log) as server,
    ):
        yield server, data, faults
    shutil.rmtree(data)


@contextmanager
def fresh_lab(running: tuple[SandboxServer, Path, Path]) -> Iterator[Lab]:
    """Yield an empty server, and an empty home."""
    server, data, faults = running
    faults.write_text("[]")
    reset(data)
    home = quick_directory()
    yield Lab(home, server, data, faults)
    faults.write_text("[]")
    shutil.rmtree(home)
