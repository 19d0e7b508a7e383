"""Kill this process with SIGKILL at the N-th system call that writes or sends.

A wrapper in Python, so no tracer is needed. It runs before every call that changes a file (open for
writing, write, fsync, truncate, rename, remove, mkdir, chmod) or sends (connect, send), and after
every send, when the server has the request and the program no response yet. SQLite's writes to the
index are not intercepted; that file is rebuilt whenever it can't be read.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.chmod", "os.truncate"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Killer:
    """Counts the calls, and kills at number `at`; 0 only counts.

    Args:
        saves_and_sends: count only calls that complete a save (rename, remove), and sends.
    """

    def __init__(self, at: int, *, saves_and_sends: bool = False) -> None:
        self.count = 0
        self._at = at
        self._few = saves_and_sends

    def strike(self) -> None:
        self.count += 1
        if self.count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def arm(self) -> None:
        """Start counting, until the process ends."""
        sys.addaudithook(self._hear)
        if self._few:
            for name in ("send", "sendall"):
                self._wrap(socket.socket, name, before=False, after=True)
            return
        for owner, name in ((os, "write"), (os, "fsync"), (os, "ftruncate")):
            self._wrap(owner, name)
        for name in ("connect", "send", "sendall"):
            self._wrap(socket.socket, name, after=name != "connect")
        os.fdopen = self._open

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._few:
            if event in ("os.rename", "os.remove"):
                self.strike()
        elif event in _CHANGES or (event == "open" and (arguments[2] or 0) & _WRITING):
            self.strike()

    def _wrap(self, owner: Any, name: str, *, before: bool = True, after: bool = False) -> None:
        call: Callable[..., Any] = getattr(owner, name)

        def counted(*arguments: Any) -> Any:
            if before:
                self.strike()
            result = call(*arguments)
            if after:
                self.strike()
            return result

        setattr(owner, name, counted)

    def _open(self, descriptor: int, mode: str = "r", **rest: Any) -> Any:
        """Replace `os.fdopen`, whose writes in C would not be intercepted."""
        if mode != "wb":
            return open(descriptor, mode, **rest)
        strike = self.strike

        class Seen(io.FileIO):
            def write(self, data: Any) -> int:
                strike()
                return super().write(data)

        return io.BufferedWriter(Seen(descriptor, "wb"))
