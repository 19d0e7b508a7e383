"""Ends a whole attempt at one moment, however slowly the other side sends or reads.

A limit for each read and write alone would let a server that sends a byte now and then, in its
headers or in 1xx answers without end, hold the program for ever.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_end: ContextVar[float] = ContextVar("end", default=float("inf"))


@contextmanager
def ending_by(moment: float) -> Iterator[None]:
    """Let all network operations inside end by then. `moment`: as `time.monotonic` has it."""
    token = _end.set(moment)
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left(timeout: float | None) -> float:
    """The seconds that one operation may take, `timeout` at the most.

    Raises:
        TimeoutError: there are none.
    """
    left = _end.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time limit of the attempt is over")
    return left if timeout is None else min(timeout, left)
