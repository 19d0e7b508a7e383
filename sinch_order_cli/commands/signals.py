"""Signals that end the program: Ctrl-C, kill, a closed terminal.

All raise KeyboardInterrupt, which no handler of ordinary errors catches. Windows has no SIGHUP;
closing a window sends SIGBREAK there.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

GRACE = 3.0
"""Seconds to wait for a response after the first signal."""

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def install_handlers() -> None:
    """Raise KeyboardInterrupt on each of the signals, except those ignored on purpose (nohup,
    `&`)."""
    for number in _heard():
        if number != signal.SIGINT:  # Python already raises KeyboardInterrupt
            signal.signal(number, _leave)


@contextmanager
def patience(waiting: Callable[[], None]) -> Iterator[None]:
    """Postpone the first interrupt until the end of the block, for at most `GRACE` seconds.

    Use it for requests whose response can't be fetched again. A second interrupt takes effect at
    once.

    Args:
        waiting: called when an interrupt is postponed.

    Raises:
        KeyboardInterrupt: an interrupt came, and the block or the time has ended. An exception of
            the block is its cause.
    """
    if not _in_main_thread():
        yield
        return
    asked: list[threading.Timer] = []

    def put_off(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(_remind(number))
        waiting()

    before = _handle(put_off)
    failed: BaseException | None = None
    try:
        yield
    except Exception as error:
        failed = error
    finally:
        for timer in asked:
            timer.cancel()
        _restore(before)
    if asked:
        raise KeyboardInterrupt from failed
    if failed is not None:
        raise failed


@contextmanager
def shield() -> Iterator[None]:
    """Postpone every interrupt until the end of the block, where the signals come again.

    Use it for a save of what can't be learned again. It takes milliseconds.
    """
    if not _in_main_thread():
        yield
        return
    came: list[int] = []
    before = _handle(lambda number, frame: came.append(number))
    try:
        yield
    finally:
        _restore(before)
        for number in came:
            signal.raise_signal(number)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _handle(handler: Callable[[int, object], None]) -> dict[int, Any]:
    """Handle the signals, and return the handlers before."""
    return {number: signal.signal(number, handler) for number in _heard()}


def _restore(before: dict[int, Any]) -> None:
    for number, handler in before.items():
        # None: a handler not set by Python, which can't be restored
        signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _remind(number: int) -> threading.Timer:
    """Send the signal again when the time is up.

    If a thread can't (Windows), the request's own timeout applies: waiting for the network can't be
    interrupted there anyway.
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
