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

BACKED_OFF = 0.9
"""The part of the measured rate that is kept after a 429."""

GROWTH = 0.5
"""By which part the rate grows each second, as long as it is well below what was once refused."""

ALIKE = 1.5
"""Two measures that differ by this factor at most are of the same limit; one alone may be of a
short storm, or of a time in which little was sent."""

CAREFUL_GROWTH = 0.02
"""By which part it grows each second near what was once refused."""

CAREFUL_SECONDS = 10.0
"""For how long it grows carefully; the limit may have been another one."""

RECENT_SECONDS = 2.0
"""The rate that is refused is that of the last seconds, where it was higher than before them."""

ENOUGH = 5
"""So many requests have to go through in a row for a 429 to tell of their rate."""

TIGHT = 3
"""After so many 429 in a row with fewer requests between them, the rate is what went through."""

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
            with self._changed:
                self._passed += 1
                self._recent.append(self._now())
            return
        pause = PAUSE if retry_after is None else retry_after
        with self._changed:
            now = self._now()
            known = self._grown(now)  # before this answer holds it
            if now + pause > self._held_until:
                self._held_until = now + pause
                self._held(pause)
            # Requests that were under way already say nothing new of the rate.
            if status == 429 and ticket >= self._learned_at:
                self._learn(now, known)
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
        self._sent += 1
        if (rate := self._grown(now)) is not None:
            self._next = max(self._next, now - 1 / rate) + 1 / rate
        return now

    def _grown(self, now: float) -> float | None:
        """The rate by now, which grows as long as nothing is refused."""
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
        """Lower the rate after a 429, by what went through since the one before.

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
        """How many requests a second went through in the last seconds."""
        return sum(now - one <= RECENT_SECONDS for one in self._recent) / RECENT_SECONDS


def _compound(seconds: float) -> float:
    """What the rate has grown to after so many seconds, as a multiple."""
    return float((1 + GROWTH) ** max(0.0, min(seconds, 60.0)))
