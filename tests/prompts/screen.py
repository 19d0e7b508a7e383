"""A program in a real pseudo-terminal, and what a person would see on its screen."""

from __future__ import annotations

import os
import select
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import forkserver
import pexpect
import pyte

ESC, CTRL_C, CTRL_D, CTRL_R, CTRL_Z = "\x1b", "\x03", "\x04", "\x12", "\x1a"
UP, DOWN, RIGHT, ENTER, BACKSPACE = "\x1b[A", "\x1b[B", "\x1b[C", "\r", "\x7f"

_PATIENCE = 30.0
"""Seconds; generous, because the machine may be busy with other tests."""
_ROOT = Path(__file__).parents[2]


class ForkedTerminal:
    """The program in a pseudo-terminal, forked; as much of `pexpect.spawn` as is used here."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: str,
        size: tuple[int, int],
    ) -> None:
        self._ours, theirs = os.openpty()
        self.setwinsize(*size)
        try:
            self._process = forkserver.start_in_terminal(arguments, environment, folder, theirs)
        finally:
            os.close(theirs)
        self.pid = self._process.pid

    def send(self, text: str) -> None:
        data = text.encode()
        while data:
            data = data[os.write(self._ours, data) :]

    def read_nonblocking(self, size: int, timeout: float) -> bytes:
        """What the program wrote.

        Raises:
            pexpect.TIMEOUT: it wrote nothing in time.
            pexpect.EOF: it has ended, and all is read.
        """
        if not select.select([self._ours], [], [], timeout)[0]:
            raise pexpect.TIMEOUT("")
        try:
            data = os.read(self._ours, size)
        except OSError as error:  # how Linux tells that the other side is closed
            raise pexpect.EOF("") from error
        if not data:
            raise pexpect.EOF("")
        return data

    def isalive(self) -> bool:
        return self._process.poll() is None

    @property
    def exitstatus(self) -> int | None:
        code = self._process.poll()
        return code if code is not None and code >= 0 else None

    @property
    def signalstatus(self) -> int | None:
        code = self._process.poll()
        return -code if code is not None and code < 0 else None

    def setwinsize(self, rows: int, columns: int) -> None:
        termios.tcsetwinsize(self._ours, (rows, columns))

    def kill(self, number: int) -> None:
        self._process.send_signal(number)

    def close(self, force: bool = False) -> None:
        self._process.kill()
        self._process.wait(30)
        os.close(self._ours)


def _text(row: Mapping[int, Any]) -> str:
    """Return a row of the screen without spaces at its end. A wide character is in the first of
    its two cells."""
    last = max(row, default=-1)
    return "".join(
        row[column].data if column in row else " " for column in range(last + 1)
    ).rstrip()


class Screen:
    """A program and its terminal. Every wait has a time limit and shows the screen if it fails."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        folder: Path = _ROOT,
    ) -> None:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SINCH_", "NO_COLOR", "CLICOLOR", "ACCESSIBLE"))
        }
        self._screen = pyte.HistoryScreen(columns, rows, history=2000)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn: dict[int, str] = {}
        environment = {
            **inherited,
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            **(environ or {}),
        }
        self.program: pexpect.spawn | ForkedTerminal
        if list(command[:3]) == [sys.executable, "-m", "sinch_order_cli"] and forkserver.can_fork(
            environment
        ):
            self.program = ForkedTerminal(command[3:], environment, str(folder), (rows, columns))
            return
        self.program = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=str(folder),
            dimensions=(rows, columns),
            env=environment,
            timeout=_PATIENCE,
        )
        self.program.delaybeforesend = None

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.program.close(force=True)

    def lines(self) -> list[str]:
        """What is to be seen now, without empty lines at the end."""
        self._read(0)
        screen = self._screen
        for row in screen.dirty:  # to draw the whole screen each time took most of these tests
            self._drawn[row] = _text(screen.buffer[row])
        screen.dirty.clear()
        lines = [self._drawn[row] for row in range(screen.lines)]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def text(self) -> str:
        return "\n".join(self.lines())

    def scrollback(self) -> list[str]:
        """What has moved up and out of sight, and then what is to be seen now."""
        seen = self.lines()
        return [_text(line) for line in self._screen.history.top] + seen

    def send(self, *keys: str) -> None:
        for key in keys:
            self.program.send(key)

    def wait_for(self, *texts: str, gone: str = "", patience: float = _PATIENCE) -> str:
        """The screen as soon as it shows all of `texts` and no longer `gone`."""
        end = time.monotonic() + patience
        while True:
            seen = self.text()
            if all(text in seen for text in texts) and not (gone and gone in seen):
                return seen
            assert time.monotonic() < end, f"waited for {texts} (gone: {gone!r}), saw:\n{seen}"
            self._read(0.05)

    def ended(self, patience: float = _PATIENCE) -> int:
        """The program's exit code, once it has ended."""
        end = time.monotonic() + patience
        while self.program.isalive():
            assert time.monotonic() < end, f"still runs:\n{self.text()}"
            self._read(0.05)
        self._read(0)
        code = self.program.exitstatus
        return int(code) if code is not None else -int(self.program.signalstatus)

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        self.program.setwinsize(rows, columns)

    def _read(self, wait: float) -> None:
        try:
            while True:
                self._stream.feed(self.program.read_nonblocking(65536, timeout=wait))
                wait = 0
        except (pexpect.TIMEOUT, pexpect.EOF):
            pass
