"""Run programs to be measured, in turns, without polling, with their CPU time and memory.

`subprocess.run(timeout=…)` polls its child in sleeps of up to 50 ms, so for a program of 20 ms it
measures the sleeps. Here the parent waits in `wait4`, and a timer kills a program that hangs.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

LONGEST = 120.0
"""Seconds after which a program is killed."""

AS_INSTALLED = {"PYTHONPATH": str(Path(__file__).with_name("installed"))}
"""Environment in which a program finds its installed dependencies, and no click."""

VALGRIND = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")


class Taken(NamedTuple):
    """The cost of a program: seconds, CPU seconds, peak memory in MiB; and its exit code."""

    seconds: float
    cpu: float
    megabytes: float
    code: int


def once(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    terminal: bool = False,
    output: int = subprocess.DEVNULL,
    longest: float = LONGEST,
) -> Taken:
    """Run a program; with `terminal`, its output goes to a pseudo-terminal.

    Raises:
        TimeoutError: it was killed after `longest` seconds.
    """
    if not terminal:
        return _waited(command, environment, output, longest)
    import pty

    master, slave = pty.openpty()
    drain = threading.Thread(target=_drain, args=(master,), daemon=True)
    drain.start()
    try:
        return _waited(command, environment, slave, longest)
    finally:
        os.close(slave)
        drain.join(1)
        os.close(master)


def until_shown(command: Sequence[str], environment: Mapping[str, str], text: bytes) -> Taken:
    """Run a program in a terminal until it prints `text`, and kill it.

    Raises:
        TimeoutError: the text did not appear within `LONGEST` seconds.
    """
    import pty

    started = time.perf_counter()
    child, master = pty.fork()
    if not child:
        os.execvpe(command[0], list(command), {**environment, **AS_INSTALLED})
    watchdog = threading.Timer(LONGEST, os.kill, (child, signal.SIGKILL))
    watchdog.start()
    seen = b""
    try:
        while text not in seen:
            seen += os.read(master, 65536)
            if b"\x1b[6n" in seen[-200:]:  # a query of the cursor position
                os.write(master, b"\x1b[1;1R")
        seconds = time.perf_counter() - started
    except OSError as error:
        raise TimeoutError(f"{' '.join(command)} ended and did not show {text!r}") from error
    finally:
        watchdog.cancel()
        os.kill(child, signal.SIGKILL)
        _, _, usage = os.wait4(child, 0)
        os.close(master)
    return Taken(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, 0)


def _waited(
    command: Sequence[str], environment: Mapping[str, str], output: int, longest: float
) -> Taken:
    started = time.perf_counter()
    child = subprocess.Popen(
        command,
        env={**environment, **AS_INSTALLED},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    )
    watchdog = threading.Timer(longest, os.kill, (child.pid, signal.SIGKILL))
    watchdog.start()
    try:
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
    finally:
        watchdog.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode == -signal.SIGKILL:
        raise TimeoutError(f"{' '.join(command)} did not end within {longest:g} seconds")
    cpu = usage.ru_utime + usage.ru_stime
    return Taken(seconds, cpu, usage.ru_maxrss / 1024, child.returncode)


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:
        return


def in_turns(programs: Mapping[str, Callable[[], Taken]], runs: int) -> dict[str, list[Taken]]:
    """Return the cost of each program, run in turns so that other work of the machine affects all.

    The first turn, which fills caches, does not count.
    """
    taken: dict[str, list[Taken]] = {name: [] for name in programs}
    for turn in range(runs + 1):
        for name, program in programs.items():
            took = program()
            if turn:
                taken[name].append(took)
    return taken


def ratio(of: Sequence[Taken], to: Sequence[Taken], what: str = "seconds") -> float:
    """Return the median of one program's time as a multiple of another's in the same turn."""
    pairs = zip(of, to, strict=True)
    return statistics.median(getattr(one, what) / getattr(other, what) for one, other in pairs)


def median(of: Sequence[Taken], what: str = "seconds") -> float:
    """Return the median cost of a program."""
    return statistics.median(getattr(one, what) for one in of)


def instructions(command: Sequence[str], environment: Mapping[str, str]) -> int | None:
    """Return the instructions of a program, repeatable to 1 %; None without valgrind."""
    if not shutil.which(VALGRIND[0]):
        return None
    program = Path(command[0])
    if program.read_bytes()[:2] == b"#!":  # valgrind does not follow into a script's interpreter
        command = [program.read_text("utf-8").partition("\n")[0][2:].strip(), *command]
    with tempfile.TemporaryFile() as said:
        once([*VALGRIND, *command], environment, output=said.fileno(), longest=1800.0)
        said.seek(0)
        found = re.search(rb"Collected : (\d+)", said.read())
    return int(found[1]) if found else None
