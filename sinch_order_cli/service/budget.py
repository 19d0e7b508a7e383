"""A common request budget for all workers: a token bucket that adapts to the server's 429.

The API doesn't document its rate limits. There is no limit until the first 429; then the rate so
far becomes the limit, and grows slowly. Retry-After pauses all workers. Requests for the order that
expires first have priority.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable

from sinch_order_cli.errors import UnreachableError

BACKED_OFF = 0.9
"""Fraction of the measured rate used after a 429."""

GROWTH = 0.5
"""Fraction by which the rate grows per second while well below the last refused rate."""

ALIKE = 1.5
"""Two measurements within this factor are of the same limit; a single one may reflect a short
burst, or a time with few requests."""

CAREFUL_GROWTH = 0.02
"""Fraction by which the rate grows per second near the last refused rate."""

CAREFUL_SECONDS = 10.0
"""Seconds of slow growth, after which the limit may have changed."""

RECENT_SECONDS = 2.0
"""The refused rate is measured over these last seconds, if it was higher than before."""

ENOUGH = 5
"""Consecutive successful requests needed for a 429 to be a measurement."""

TIGHT = 3
"""After this many 429 in a row with fewer successes between, the rate is that of the successes."""

SLOWEST = 0.2
"""Minimum requests per second, whatever the server answers."""

PAUSE = 1.0
"""Seconds to pause after a 429 without Retry-After."""

NO_DEADLINE = float("inf")


class StoppedError(UnreachableError):
    """The request was not sent because the run is stopping."""

    kind = "stopped"


class Budget:
    """Schedules the requests of several workers.

    Args:
        now: a monotonic clock in seconds, for tests.
        held: called with the seconds for which the server asks to pause.
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
        self._rate: float | None = None
        self._ceiling: float | None = None
        self._measured = 0.0
        self._sent = self._passed = self._tight = 0
        self._recent: deque[float] = deque(maxlen=1000)
        self._since = self._tight_since = now()
        self._next = 0.0
        self._held_until = 0.0
        self._learned_at = 0.0
        self._stopped = False

    @property
    def rate(self) -> float | None:
        """The maximum requests per second; None while no limit is known."""
        return self._rate

    def seconds_held(self) -> float:
        """Return how long the server asked to send nothing more; 0 if it doesn't."""
        with self._changed:
            return max(0.0, self._held_until - self._now())

    def wait(self, deadline: float = NO_DEADLINE) -> float:
        """Return once a request may be sent, with a ticket for `answered`.

        Args:
            deadline: when the current order expires; the earliest has priority.

        Raises:
            StoppedError: no more requests may be sent.
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
        """Adapt to the response to the request with this `ticket`."""
        if status not in (429, 503) or (status == 503 and retry_after is None):
            with self._changed:
                self._passed += 1
                self._recent.append(self._now())
            return
        pause = PAUSE if retry_after is None else retry_after
        with self._changed:
            now = self._now()
            known = self._grown(now)  # before this response limits it
            if now + pause > self._held_until:
                self._held_until = now + pause
                self._held(pause)
            # Requests already pending are no new measurement.
            if status == 429 and ticket >= self._learned_at:
                self._learn(now, known)
            self._changed.notify_all()

    def stop(self) -> None:
        """Stop sending requests; waiting callers get StoppedError."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _seconds_left(self) -> float:
        return max(self._next, self._held_until) - self._now()

    def _take(self) -> float:
        now = self._now()
        self._sent += 1
        if (rate := self._grown(now)) is not None:
            self._next = max(self._next, now - 1 / rate) + 1 / rate
        return now

    def _grown(self, now: float) -> float | None:
        """Return the current rate, which grows while nothing is refused."""
        if self._rate is None:
            return None
        seconds = max(0.0, now - max(self._learned_at, self._held_until))
        fast = self._rate * _compound(seconds)
        near = max(self._rate, 0.95 * self._ceiling) if self._ceiling else fast
        if fast <= near:
            return fast
        careful = near * (1 + CAREFUL_GROWTH * min(seconds, CAREFUL_SECONDS))
        return careful * _compound(seconds - CAREFUL_SECONDS)

    def _learn(self, now: float, known: float | None) -> None:
        """Reduce the rate after a 429, by the requests that succeeded since the previous one.

        Args:
            known: the rate at which requests were sent.
        """
        seconds = max(now - self._since, 1.0)
        if self._sent >= ENOUGH:
            measured = max(1, self._passed, self._lately(now) * seconds) / seconds
            limit = measured if known is None else min(measured, known)
            alike = self._measured / ALIKE <= limit <= self._measured * ALIKE
            self._measured, self._ceiling = limit, limit if alike else None
            self._rate = max(SLOWEST, limit * BACKED_OFF)
            self._tight = 0
        else:
            self._tight_since = self._since if self._tight == 0 else self._tight_since
            self._tight += 1
            if self._tight >= TIGHT:
                measured = (self._tight + self._passed) / max(now - self._tight_since, 1.0)
                self._rate = max(SLOWEST, measured if known is None else min(measured, known))
                self._ceiling = None
        self._learned_at = now
        self._since = self._held_until
        self._sent = self._passed = 0
        self._recent.clear()

    def _lately(self, now: float) -> float:
        """Return the recent successful requests per second."""
        return sum(now - one <= RECENT_SECONDS for one in self._recent) / RECENT_SECONDS


def _compound(seconds: float) -> float:
    """Return the growth factor after this many seconds."""
    return float((1 + GROWTH) ** max(0.0, min(seconds, 60.0)))
