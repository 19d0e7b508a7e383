"""Threads that leave the signals to the main one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

T = TypeVar("T")

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def block_signals() -> Iterator[None]:
    """Threads that are started within are not given Ctrl-C, nor any other request to end.

    The system gives a signal to any thread that takes it. Python handles it in the main thread,
    but does not wake it: in the middle of a wait, Ctrl-C would do nothing until the wait is over.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where Ctrl-C wakes the main thread
        yield
        return
    numbers = {getattr(signal, name) for name in _ENDING}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Beside(Generic[T]):
    """Work that a thread does while this one does something else."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._result: T | None = None
        with block_signals():
            self._thread = threading.Thread(target=self._run, name="beside", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        with suppress(Exception):
            self._result = self._work()

    def result(self) -> T | None:
        """What the work returns, once it is done; None where it failed."""
        self._thread.join()
        return self._result
