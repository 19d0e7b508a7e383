"""One budget of requests for all workers: a token bucket that learns from the server's 429.

The API says nowhere how many requests it takes. Until the first 429 there is no limit; then the
rate that went through until then is the limit, which is approached again slowly. A Retry-After
holds every worker. Whoever waits for the order with the least time left goes first.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable

from sinch_order_cli.errors import UnreachableError

WINDOW = 2.0
"""Seconds over which the rate of the requests that went through is measured."""

BACKED_OFF = 0.9
"""The part of the measured rate that is kept after a 429."""

GROWTH = 0.01
"""By which part the rate grows each second without a 429."""

SLOWEST = 0.2
"""Requests a second, whatever the server says."""

PAUSE = 1.0
"""Seconds to pause after a 429 that does not say how long."""

NO_DEADLINE = float("inf")


class StoppedError(UnreachableError):
    """The run is stopping, so that the request was not sent."""

    kind = "stopped"


class Budget:
    """When each of several workers may send its next request.

    Args:
        now: seconds that only grow, for tests.
        held: called with the seconds for which the server wants no more requests.
    """

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        held: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        self._now = now
        self._held = held
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int]] = []
        self._numbers = itertools.count()
        self._sent: deque[float] = deque()
        self._rate: float | None = None
        self._next = 0.0
        self._held_until = 0.0
        self._learned_at = 0.0
        self._stopped = False

    @property
    def rate(self) -> float | None:
        """Requests a second that are sent at most; None while no limit is known."""
        return self._rate

    def wait(self, deadline: float = NO_DEADLINE) -> float:
        """Return once a request may be sent: the moment, which `answered` is called with.

        Args:
            deadline: when the order at hand expires; the earliest goes first.

        Raises:
            StoppedError: no more requests are to be sent.
        """
        with self._changed:
            mine = (deadline, next(self._numbers))
            heapq.heappush(self._waiting, mine)
            try:
                while True:
                    if self._stopped:
                        raise StoppedError("stopped before the request was sent")
                    left = self._seconds_left()
                    if self._waiting[0] == mine and left <= 0:
                        return self._take()
                    self._changed.wait(left if self._waiting[0] == mine else None)
            finally:
                self._waiting.remove(mine)
                heapq.heapify(self._waiting)
                self._changed.notify_all()

    def answered(self, ticket: float, status: int, retry_after: float | None = None) -> None:
        """Learn from an answer to the request that was sent at `ticket`."""
        if status not in (429, 503) or (status == 503 and retry_after is None):
            return
        pause = PAUSE if retry_after is None else retry_after
        with self._changed:
            now = self._now()
            if now + pause > self._held_until:
                self._held_until = now + pause
                self._held(pause)
            # Requests that were under way already say nothing new of the rate.
            if status == 429 and ticket >= self._learned_at:
                measured = self._measured(ticket)
                limit = measured if self._rate is None else min(measured, self._rate)
                self._rate = max(SLOWEST, limit * BACKED_OFF)
                self._learned_at = now
            self._changed.notify_all()

    def stop(self) -> None:
        """Let no request be sent any more; those who wait are told so."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _seconds_left(self) -> float:
        return max(self._next, self._held_until) - self._now()

    def _take(self) -> float:
        now = self._now()
        if self._rate is not None:
            since = now - max(self._learned_at, self._held_until)
            grown = self._rate * (1 + GROWTH * max(0.0, since))
            self._next = max(self._next, now - 1 / grown) + 1 / grown
        self._sent.append(now)
        while self._sent[0] < now - WINDOW:
            self._sent.popleft()
        return now

    def _measured(self, until: float) -> float:
        """The requests a second that were sent before one was refused."""
        first = self._sent[0] if self._sent else until
        count = sum(1 for one in self._sent if one < until)
        return max(1, count) / max(until - first, 1.0)
