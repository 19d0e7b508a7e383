"""The queue of rows to work on, ordered by when they expire."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sinch_order_cli.service.batch_check import Checked


class Job(Struct):
    """A row to work on.

    `due` is the time to start, by `time.monotonic`. `locked_since` and `waiting_since` are the
    times since when another program uses its order, and since when its documents are being checked;
    0 if not.
    """

    checked: Checked
    deadline: float
    due: float = 0.0
    locked_since: float = 0.0
    waiting_since: float = 0.0


class Jobs:
    """Gives jobs to workers until all are done and none can return."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._numbers = itertools.count()
        self._ready = [(job.deadline, next(self._numbers), job) for job in jobs]
        heapq.heapify(self._ready)
        self._later: list[tuple[float, int, Job]] = []
        self._busy = 0
        self._changed = threading.Condition()
        self._stopped = False

    def __iter__(self) -> Iterator[Job]:
        while (job := self._take()) is not None:
            yield job

    def _take(self) -> Job | None:
        with self._changed:
            while not self._stopped:
                now = time.monotonic()
                while self._later and self._later[0][0] <= now:
                    _, number, job = heapq.heappop(self._later)
                    heapq.heappush(self._ready, (job.deadline, number, job))
                if self._ready:
                    self._busy += 1
                    return heapq.heappop(self._ready)[2]
                if not self._later and not self._busy:
                    return None
                self._changed.wait(self._later[0][0] - now if self._later else None)
            return None

    def later(self, job: Job, seconds: float) -> None:
        """Queue a job again after a delay."""
        job.due = time.monotonic() + seconds
        with self._changed:
            heapq.heappush(self._later, (job.due, next(self._numbers), job))
            self._changed.notify_all()

    def done(self) -> None:
        """Report that a job is done."""
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Stop giving out jobs."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
