"""Ends this process by SIGKILL at the N-th system call that writes or sends.

A shim of Python's, so that it needs no tracer: it stands before every call by which this program
changes a file (open for writing, write, fsync, truncate, rename, remove, mkdir, chmod) or sends
(connect, send), and after every send, when the server has the request and nobody its answer.
What SQLite writes into the index is not seen; that file is made anew wherever it can't be read.
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
    """Counts, and strikes at the call number `at`; 0 only counts.

    Args:
        saves_and_sends: count only what ends a save (a rename, a removal), and what was sent.
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
        """From now on, until the process ends."""
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
        """`os.fdopen` with the writes seen; C would do them unseen."""
        if mode != "wb":
            return open(descriptor, mode, **rest)
        strike = self.strike

        class Seen(io.FileIO):
            def write(self, data: Any) -> int:
                strike()
                return super().write(data)

        return io.BufferedWriter(Seen(descriptor, "wb"))
