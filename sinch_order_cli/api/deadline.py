"""One deadline for a whole attempt, however slowly the server sends or reads.

With a timeout for each read and write only, a server could hold the program for ever by sending a
byte now and then, in headers or in endless 1xx responses.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_end: ContextVar[float] = ContextVar("end", default=float("inf"))


@contextmanager
def ending_by(moment: float) -> Iterator[None]:
    """Limit all network operations inside the block. `moment`: a time of `time.monotonic`."""
    token = _end.set(moment)
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left(timeout: float | None) -> float:
    """Return the seconds that one operation may take, at most `timeout`.

    Raises:
        TimeoutError: none are left.
    """
    left = _end.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time limit of the attempt is over")
    return left if timeout is None else min(timeout, left)
