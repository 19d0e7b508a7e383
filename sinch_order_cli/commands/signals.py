"""Being asked to end: Ctrl-C, a request from outside, a terminal that was closed.

All of them leave as Ctrl-C does, by KeyboardInterrupt: no handler of ordinary errors on the way
takes that for one. Windows has no SIGHUP; there, SIGBREAK is what a closed window sends.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

GRACE = 3.0
"""Seconds that an answer is still waited for after the first request to end."""

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def install_handlers() -> None:
    """Leave on each of the signals, but on those that are ignored on purpose (nohup, `&`)."""
    for number in _heard():
        if number != signal.SIGINT:  # Python raises KeyboardInterrupt by itself
            signal.signal(number, _leave)


@contextmanager
def patience(waiting: Callable[[], None]) -> Iterator[None]:
    """Put off the first interrupt until the block is through, for `GRACE` seconds at the most.

    For a request whose answer carries what can't be asked for again. A second interrupt ends the
    waiting at once.

    Args:
        waiting: told that an interrupt came and is put off.

    Raises:
        KeyboardInterrupt: one came; the block is through, or the time is up. An error of the
            block is its cause.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[threading.Timer] = []

    def put_off(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(_remind(number))
        waiting()

    before: dict[int, Any] = {number: signal.signal(number, put_off) for number in _heard()}
    failed: BaseException | None = None
    try:
        yield
    except Exception as error:
        failed = error
    finally:
        for timer in asked:
            timer.cancel()
        for number, handler in before.items():
            # None is a handler that was not Python's, and can't be put back by it.
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    if asked:
        raise KeyboardInterrupt from failed
    if failed is not None:
        raise failed


def _remind(number: int) -> threading.Timer:
    """Send the signal once more when the time is up.

    Where a thread can't (Windows), the request's own time limit has to do: a wait for the network
    can't be broken off there anyway.
    """
    main = threading.main_thread().ident

    def again() -> None:
        if hasattr(signal, "pthread_kill") and main is not None:
            signal.pthread_kill(main, number)

    timer = threading.Timer(GRACE, again)
    timer.daemon = True
    timer.start()
    return timer


def _heard() -> list[signal.Signals]:
    found = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    return [number for number in found if signal.getsignal(number) is not signal.SIG_IGN]


def _leave(number: int, frame: object) -> None:
    raise KeyboardInterrupt
