"""Threads that leave signals to the main thread."""

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
    """Block signals, such as Ctrl-C, in threads started inside the block.

    The system may deliver a signal to any thread. Python handles it in the main thread but doesn't
    wake it, so Ctrl-C would have no effect until the current wait ends.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows, Ctrl-C wakes the main thread
        yield
        return
    numbers = {getattr(signal, name) for name in _ENDING}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class BackgroundCall(Generic[T]):
    """Work done by a thread while the current one continues."""

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
        """Wait for the result; None if the work failed."""
        self._thread.join()
        return self._result
