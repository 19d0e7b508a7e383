"""The cost of each step of an order with a distant server: time, round trips, connections.

    python -m tests.benchmarks.steps [--runs 5] [--http]

Every step is run in turns with a latency of 150 ms and with none; the difference divided by 150 ms
is the number of round trips that the step waits for. Plain http needs one less than TLS 1.3.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.delay import Relay, authority
from benchmarks.processes import once
from commands.shell import ANSWERS, LETTER, PDF

from sinch_order_cli.sandbox.server import SandboxServer, reset

ROUND_TRIP = 0.15
NUMBER, NAME = "+61411111112", "au-mobile-112"

FIRST = "the first command, with a token to get"
STEPS: dict[str, tuple[tuple[str, ...], float]] = {
    FIRST: (("regions",), 4.3),
    "regions": (("regions",), 3.2),
    "search": (("search", "AU", "MOBILE"), 3.2),
    "requirements": (("requirements", "AU", "MOBILE"), 3.2),
    "create": (
        ("create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes"),
        3.2,
    ),
    "register": (("register", NAME, "--answers", "answers.json"), 4.2),
    "attach": (("attach", NAME, LETTER, "letter.pdf"), 4.3),
    "check": (("check", NAME), 3.2),
    "submit": (("submit", NAME, "--yes"), 4.3),
    "status": (("status", NAME), 3.2),
}
"""The usual commands from start to end, with the round trips each may wait for over TLS."""

HAPPY_PATH = 6.0
"""Limit in seconds for all of them with 150 ms latency over TLS."""


class Step(NamedTuple):
    """The cost of a step: seconds with and without latency, connections, requests."""

    name: str
    far: float
    near: float
    connections: int
    requests: int
    most: float
    round_trip: float

    @property
    def round_trips(self) -> float:
        """The number of round trips it waited for."""
        return (self.far - self.near) / self.round_trip


class World:
    """A server behind a relay, and a home configured for it."""

    def __init__(self, folder: Path, *, tls: bool) -> None:
        self.folder = folder
        self.requests = 0
        for name in ("home", "server"):
            (folder / name).mkdir()
        self.home, self._data = folder / "home", folder / "server"
        (self.home / "answers.json").write_text(json.dumps(ANSWERS))
        (self.home / "letter.pdf").write_bytes(PDF)
        self._tls, self._certificate = authority(folder) if tls else (None, None)

    def _count(self, line: str) -> None:
        self.requests += 1

    @contextmanager
    def running(self) -> Iterator[tuple[Relay, Relay]]:
        """Run the server and the relays in front of it: of the API, and of the token endpoint."""
        with SandboxServer(self._data, log=self._count, review_seconds=3600) as server:
            port = urlsplit(server.url).port
            assert port is not None
            with Relay(port, self._tls) as api, Relay(port, self._tls) as tokens:
                yield api, tokens

    def begin(self) -> None:
        """Reset the server and the home."""
        reset(self._data)
        for name in ("state", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def forget_tokens(self) -> None:
        """Make the next command fetch a token."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)

    def environment(self, api: Relay, tokens: Relay) -> dict[str, str]:
        """Return a user's environment with the server's URLs."""
        scheme = "https" if self._tls else "http"
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.home),
            "SINCH_ORDER_STATE_DIR": str(self.folder / "state"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "SINCH_NUMBERS_URL": f"{scheme}://127.0.0.1:{api.port}",
            "SINCH_AUTH_URL": f"{scheme}://127.0.0.1:{tokens.port}", "SINCH_PROJECT_ID": "demo",
            "SINCH_KEY_ID": "key", "SINCH_KEY_SECRET": "secret",
        } | ({"SSL_CERT_FILE": str(self._certificate)} if self._certificate else {})  # fmt: skip


INTAKE = 1.2
"""Seconds until the sandbox has checked a document."""


def measure(
    runs: int, *, tls: bool, program: list[str], round_trip: float = ROUND_TRIP
) -> list[Step]:
    """Return the cost of every step, as the median of the runs."""
    times: dict[tuple[str, bool], list[float]] = {}
    counts: dict[str, list[tuple[int, int]]] = {name: [] for name in STEPS}
    with tempfile.TemporaryDirectory() as scratch:
        world = World(Path(scratch), tls=tls)
        with world.running() as relays:
            environment = world.environment(*relays)
            for run in range(runs + 1):
                for far in (False, True):
                    world.begin()
                    for relay in relays:
                        relay.round_trip = round_trip if far else 0.0
                    for name, (command, _) in STEPS.items():
                        if name == "submit":  # otherwise it waits for the document
                            time.sleep(INTAKE)
                        before = sum(one.connections for one in relays), world.requests
                        took = in_folder(world.home, [*program, *command, "--json"], environment)
                        if run:
                            times.setdefault((name, far), []).append(took)
                            now = sum(one.connections for one in relays), world.requests
                            counts[name].append((now[0] - before[0], now[1] - before[1]))
    return [
        Step(
            name,
            statistics.median(times[name, True]),
            statistics.median(times[name, False]),
            max(one[0] for one in counts[name]),
            max(one[1] for one in counts[name]),
            most,
            round_trip,
        )
        for name, (_, most) in STEPS.items()
    ]


def in_folder(folder: Path, command: list[str], environment: dict[str, str]) -> float:
    """Return the seconds of a command that uses files in a folder.

    Raises:
        RuntimeError: it failed, so its time is meaningless.
    """
    with tempfile.TemporaryFile() as said:
        named = [str(folder / one) if (folder / one).is_file() else one for one in command]
        took = once(named, environment, output=said.fileno())
        said.seek(0)
        if took.code and "check" not in command:
            raise RuntimeError(f"{' '.join(command)}: {said.read().decode(errors='replace')}")
    return took.seconds


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--http", action="store_true", help="plain http, not TLS")
    parser.add_argument("--round-trip", type=float, default=ROUND_TRIP, metavar="SECONDS")
    given = parser.parse_args()
    program = [sys.executable, "-m", "sinch_order_cli"]
    found = measure(given.runs, tls=not given.http, program=program, round_trip=given.round_trip)
    for step in found:
        print(
            f"{step.name:40} {step.far * 1000:6.0f} ms  {step.near * 1000:6.0f} ms  "
            f"{step.round_trips:5.2f} round trips  {step.connections} connections  "
            f"{step.requests} requests  (<= {step.most})"
        )
    print(f"{'all of it':40} {sum(one.far for one in found) * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
