"""`--exec`: run a command of the user's at each change of an order.

Commands run in the background, one at a time for each order, so that slow ones delay neither orders
nor deadlines.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self
from zlib import crc32

from msgspec import Struct

from sinch_order_cli.errors import UsageError
from sinch_order_cli.service.order_events import Kind, Seen, events
from sinch_order_cli.workflow.model import Order

TIME_LIMIT = 60.0
"""Seconds after which a command is killed."""

_LANES = 4
_CREDENTIALS = ("SINCH_KEY_ID", "SINCH_KEY_SECRET", "SINCH_ACCESS_TOKEN")
_SHOWN = 200


class _Call(Struct, frozen=True):
    """A run of the command, with its order, event and input."""

    name: str
    event: Kind
    content: bytes
    variables: dict[str, str]


def parse_command(text: str) -> str | list[str]:
    """Split a command like the user's shell would, to start it without a shell.

    On Windows, the system splits the command line.

    Raises:
        UsageError: it can't be split, is empty, or there is no such program.
    """

    def refuse(problem: str, hint: str = "") -> UsageError:
        return UsageError(
            f"--exec: {problem}",
            hint=hint or "Give a program and its arguments: --exec './notify.sh --quiet'",
            details=[{"flag": "--exec", "problem": problem, "given": text}],
        )

    try:
        words = shlex.split(text, posix=os.name != "nt")
    except ValueError as error:
        raise refuse(f"the command can't be split: {str(error).lower()}") from error
    if not words or not words[0]:
        raise refuse("the command is empty")
    if os.name == "nt":
        return text
    if shutil.which(words[0]) is None:
        there = Path(words[0]).is_file()
        problem = f"'{words[0]}' can't be run" if there else f"there is no program '{words[0]}'"
        raise refuse(problem, f"To make it executable: chmod +x {words[0]}" if there else "")
    return words


class Hooks:
    """Runs a command at each change of orders; a context manager that waits for the last run.

    Args:
        command: the result of `parse_command`.
        encode: returns an order as JSON, without answers.
        environment: the command's environment; credentials are removed.
        now: seconds since 1970.
        starting: a context for starting threads that receive no signals.
        limit: seconds after which a run is killed.
    """

    def __init__(
        self,
        command: str | list[str],
        *,
        encode: Callable[[Order], bytes],
        environment: Mapping[str, str],
        now: Callable[[], float],
        starting: Callable[[], AbstractContextManager[None]] = nullcontext,
        limit: float = TIME_LIMIT,
    ) -> None:
        self._command, self._encode, self._now = command, encode, now
        self._starting, self._limit = starting, limit
        self._environment = {
            name: value for name, value in environment.items() if name not in _CREDENTIALS
        }
        self._lock = threading.Lock()
        self._seen: dict[str, Seen] = {}
        self._lanes: dict[int, SimpleQueue[_Call | None]] = {}
        self._threads: list[threading.Thread] = []
        self._running: set[subprocess.Popen[bytes]] = set()
        self._failures: SimpleQueue[str] = SimpleQueue()
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def begin(self, order: Order) -> None:
        """Record the state of an order before the first request, unless already known."""
        with self._lock:
            self._seen.setdefault(order.name, Seen.of(order))

    def look(self, order: Order) -> bool:
        """Run the command for each event of an order since the last call.

        Returns:
            True if the order has new `alerts` to be saved.
        """
        alerts = order.alerts
        with self._lock:
            before = self._seen.get(order.name, Seen("", frozenset(), None))
            self._seen[order.name] = Seen.of(order)
            found = events(order, before, self._now())
            for event in found:
                self._add(order, event, before.state)
        return alerts != order.alerts

    def _add(self, order: Order, event: Kind, before: str) -> None:
        values = {
            "NAME": order.name,
            "ID": order.id_number_order,
            "STATE": order.state,
            "PREVIOUS_STATE": before,
            "EVENT": event,
        }
        variables = {f"SINCH_ORDER_{name}": _plain(value) for name, value in values.items()}
        lane = crc32(order.name.encode()) % _LANES
        if lane not in self._lanes:
            self._lanes[lane] = SimpleQueue()
            with self._starting():
                thread = threading.Thread(target=self._serve, args=(lane,), daemon=True)
                thread.start()
            self._threads.append(thread)
        self._lanes[lane].put(_Call(order.name, event, self._encode(order), variables))

    def failures(self, wait: float = 0.0) -> list[str]:
        """Return the failures since the last call, as sentences.

        Args:
            wait: seconds to wait for the first one.
        """
        found = []
        with suppress(Empty):
            found.append(self._failures.get(timeout=wait) if wait else self._failures.get_nowait())
            while True:
                found.append(self._failures.get_nowait())
        return found

    def close(self) -> None:
        """Wait until all runs have ended; if interrupted, kill them."""
        try:
            for lane in self._lanes.values():
                lane.put(None)
            for thread in self._threads:
                thread.join()
        except KeyboardInterrupt:
            self._stopped = True  # no more of the runs that wait for those
            for process in list(self._running):
                _kill(process)
            raise
        finally:
            self._lanes, self._threads = {}, []

    def _serve(self, lane: int) -> None:
        calls = self._lanes[lane]
        while (call := calls.get()) is not None and not self._stopped:
            if problem := self._run(call):
                said = f"--exec for {call.name} ({call.event}): {problem}"
                self._failures.put(said)

    def _run(self, call: _Call) -> str:
        """Run the command. Return its failure, or ""."""
        try:
            process = self._start(call)
        except (OSError, ValueError) as error:
            return f"it can't be started: {getattr(error, 'strerror', None) or error}"
        self._running.add(process)
        try:
            output, _ = process.communicate(call.content, timeout=self._limit)
        except subprocess.TimeoutExpired:
            _kill(process)
            return f"it took longer than {self._limit:g} seconds and was stopped"
        except OSError as error:
            return error.strerror or str(error)
        finally:
            self._running.discard(process)
        if process.returncode == 0:
            return ""
        lines = output.decode(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"exit code {process.returncode}{f': {last[:_SHOWN]}' if last else ''}"

    def _start(self, call: _Call) -> subprocess.Popen[bytes]:
        """Start the command in its own process group, with default signal handling."""
        masks = hasattr(signal, "pthread_sigmask")
        before = signal.pthread_sigmask(signal.SIG_SETMASK, ()) if masks else set()
        try:
            return subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**self._environment, **call.variables},
                start_new_session=os.name != "nt",
            )
        finally:
            if masks:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _plain(value: str) -> str:
    """Return a value without characters that environment variables can't contain."""
    return "".join(char for char in value if char != "\0" and not "\ud800" <= char <= "\udfff")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a command with all its child processes."""
    with suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired, OSError, ValueError):
        process.communicate(timeout=2.0)
