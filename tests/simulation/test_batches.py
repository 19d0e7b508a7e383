"""Batches with failures: real processes, killed, run twice, refused and left without responses.

A history is drawn from a seed: runs of one file, some of them killed or interrupted at any time,
some in parallel, while the server limits rates, loses responses, fails and is slow. In the end the
file is run until nothing changes. Then no row may be done twice, every row must have reached the
target step, and reservations of unknown outcome must be marked as such and not repeated.

    python -m pytest tests/simulation/test_batches.py -n 2     # SINCH_ORDER_HISTORIES=20 for more
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands.test_batch import STEPS, Batches

from sinch_order_cli.sandbox.server import SandboxServer

pytestmark = pytest.mark.timeout(400)

HISTORIES = int(os.environ.get("SINCH_ORDER_HISTORIES", "2"))
ROWS = 6
OPERATIONS = (
    "createNumberOrder", "updateNumberOrderRegistration", "uploadNumberOrderAttachment",
    "submitNumberOrder", "getNumberOrder", "getNumberOrderRegistration", "searchAvailableNumbers",
)  # fmt: skip
EXPECTED = {0, 1, 3, 5, 6, 7, 8, 9, 10, 130, -signal.SIGKILL}


class History:
    """One seed's history of a batch file."""

    def __init__(self, batches: Batches, seed: int) -> None:
        self.batches, self.seed = batches, seed
        self.draw = random.Random(seed)
        rows = []
        for place in range(ROWS):
            ref = f"shop-{place}"
            if self.draw.random() < 0.4:
                rows.append(batches.row(ref, f"+6141111113{place}"))
            elif self.draw.random() < 0.3:
                rows.append(batches.row(ref, quantity="1"))
            else:
                rows.append(batches.row(ref))
        self.file = batches.file(*rows)
        self.told: list[str] = []

    def play(self) -> None:
        for _ in range(self.draw.randint(2, 4)):
            self.weather()
            self.draw.choice((self.run, self.kill, self.kill, self.interrupt, self.two))()

    def weather(self) -> None:
        """Choose the server's failures for the next requests."""
        rules: list[dict[str, Any]] = []
        for _ in range(self.draw.randint(0, 3)):
            rule: dict[str, Any] = {
                "operation": self.draw.choice(OPERATIONS),
                "after": self.draw.randint(0, 8),
                "times": self.draw.randint(1, 4),
            }
            fault = self.draw.choice(("429", "503", "cut-before", "cut-after", "delay-after"))
            rule["fault"] = fault
            if fault in ("429", "503"):
                rule["retryAfter"] = 1
            elif fault == "delay-after":
                rule["seconds"] = self.draw.random()
            rules.append(rule)
        self.told.append(f"weather {rules}")
        self.batches.fail(*rules)

    def start(self) -> subprocess.Popen[str]:
        parallel = str(self.draw.choice((1, 3, 6)))
        until = self.draw.choice(("reserved", "registered", "submitted", "submitted"))
        self.told.append(f"run {parallel} {until}")
        options = ("--parallel", parallel, "--until", until, "--yes", "--json")
        return self.batches.shell.start("batch", "run", self.file, *options)

    def finish(self, process: subprocess.Popen[str]) -> None:
        out, err = process.communicate(timeout=150)
        assert process.returncode in EXPECTED, out + err
        assert "Traceback" not in err

    def run(self) -> None:
        self.finish(self.start())

    def kill(self) -> None:
        process = self.start()
        time.sleep(self.draw.uniform(0.5, 6.0))
        self.told.append("kill")
        process.kill()
        self.finish(process)

    def interrupt(self) -> None:
        process = self.start()
        time.sleep(self.draw.uniform(1.5, 6.0))
        self.told.append("interrupt")
        process.send_signal(signal.SIGINT)
        self.finish(process)

    def two(self) -> None:
        both = [self.start(), self.start()]
        for process in both:
            self.finish(process)

    def end(self) -> None:
        """Run the file without failures until nothing changes, and check that nothing was done
        twice."""
        self.batches.fail()
        outcomes: dict[str, int] = {}
        for _ in range(4):
            done = self.batches.run(self.file, "--json")
            before, outcomes = outcomes, json.loads(done.out.splitlines()[-1])["outcomes"]
            if outcomes == before:
                break
        unknown = outcomes.get("unknown", 0)
        assert outcomes == {"submitted": ROWS - unknown} | ({"unknown": unknown} if unknown else {})
        assert done.code == (8 if unknown else 0), done.err
        self.check(unknown)

    def check(self, unknown: int) -> None:
        """Check that the local orders are exactly the server's."""
        status = self.batches.status(self.file)
        known = [row["idNumberOrder"] for row in status.values() if row["idNumberOrder"]]
        assert max(Counter(known).values(), default=0) <= 1
        states = self.server()
        assert set(known) <= set(states)
        assert len(known) == ROWS - unknown
        assert len(states) - len(known) <= unknown, "an order was made that no row stands for"
        assert all(states[one] != "CREATED" for one in known)
        effects = self.batches.effects()
        assert effects["createNumberOrder"] == len(states)
        assert effects["submitNumberOrder"] == len(known)
        attempts = [
            one
            for ref in status
            for one in self.batches.shell.order(ref)["attempts"]
            if one["outcome"] == "unknown"
        ]
        assert len(attempts) <= unknown, "a reservation in doubt was repeated"

    def server(self) -> dict[str, str]:
        with closing(sqlite3.connect(self.batches.data / "sandbox.db")) as database:
            records = [json.loads(row[0]) for row in database.execute("SELECT record FROM orders")]
        return {record["id"]: record.get("state", "CREATED") for record in records}


@pytest.fixture
def batches(tmp_path: Path) -> Iterator[Batches]:
    data, faults, home = tmp_path / "server", tmp_path / "faults.json", tmp_path / "home"
    data.mkdir()
    home.mkdir()
    faults.write_text("[]")
    with SandboxServer(data, faults=faults, review_seconds=600) as server:
        yield Batches(home, server, data, faults)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_whatever_happens_no_row_is_done_twice_and_a_rerun_ends(
    batches: Batches, seed: int
) -> None:
    assert len(STEPS) == 3
    history = History(batches, seed)
    try:
        history.play()
        history.end()
    except BaseException:
        print("\n".join(history.told))
        raise
