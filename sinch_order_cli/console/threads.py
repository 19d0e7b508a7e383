"""Threads that leave the signals to the main one."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def deaf() -> Iterator[None]:
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
