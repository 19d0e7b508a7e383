"""When a request is sent again, and when it must not be.

An attempt ends in an answer or in an `AttemptFailed`. A request that may be repeated (all reads,
and the idempotent PUT) is sent again after any failure that may pass. A request that must not be
(create, upload, submit) is sent again only if the server has certainly not taken it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")

_LEAST = 0.1
"""Seconds that an attempt is given which begins just before the deadline."""


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """How long to keep trying. Times are seconds; `deadline` covers all attempts and waits.

    `longest_wait` caps this program's own waits; a server's Retry-After is honoured up to the
    deadline, and one beyond it ends the trying at once.
    """

    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 10.0
    deadline: float = 60.0


class Retry(Struct, frozen=True):
    """A wait that is about to begin: `attempt` (from 1) of `operation` failed for `reason`."""

    attempt: int
    wait_seconds: float
    reason: str
    operation: str


class AttemptFailed(Exception):
    """An attempt that brought no answer to use.

    Args:
        reason: why, as a sentence without its full stop.
        status: the HTTP status, None where no answer came.
        retry_after: the seconds that the server asks to wait.
        untaken: the server has certainly not done what was asked.
        may_pass: it is worth trying again.
        hint: what to do about it, where there is more to say than "try again".
    """

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        untaken: bool = False,
        may_pass: bool = True,
        hint: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        self.untaken = untaken
        self.may_pass = may_pass
        self.hint = hint


class Retrier:
    """Sends again, with waits that grow and that the server may lengthen."""

    def __init__(
        self,
        policy: RetryPolicy,
        *,
        on_retry: Callable[[Retry], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._policy = policy
        self._on_retry = on_retry
        self._sleep = sleep
        self.until = float("inf")
        """When to end in any case, by `time.monotonic`."""

    def run(self, operation: str, repeatable: bool, attempt: Callable[[float], T]) -> T:
        """What `attempt` returns, in the end.

        Args:
            attempt: given the seconds that are left for it.

        Raises:
            AttemptFailed: the last one, when trying again is pointless, too late or not allowed.
        """
        started = time.monotonic()
        deadline = max(_LEAST, min(self._policy.deadline, self.until - started))
        waited = 0.0  # counts also where `sleep` is a test's, which takes no time of the clock
        number = 0
        while True:
            number += 1
            try:
                return attempt(max(_LEAST, deadline - (time.monotonic() - started)))
            except AttemptFailed as failure:
                if not (failure.may_pass and (repeatable or failure.untaken)):
                    raise
                left = deadline - max(time.monotonic() - started, waited)
                wait = self._wait(
                    operation, number, failure.reason, failure.retry_after or 0.0, left
                )
                if wait is None:
                    raise
                waited += wait

    def pause(self, operation: str, attempt: int, reason: str, retry_after: float) -> bool:
        """Wait between two attempts that the caller makes; False where there is to be no more.

        Args:
            attempt: how many were made, from 1.
            retry_after: the seconds that the server asks to wait at least.
        """
        left = min(self._policy.deadline, self.until - time.monotonic())
        return self._wait(operation, attempt, reason.rstrip("."), retry_after, left) is not None

    def _wait(
        self, operation: str, attempt: int, reason: str, retry_after: float, left: float
    ) -> float | None:
        """Wait, and say so before; the seconds, or None where no attempt may follow."""
        from random import uniform

        policy = self._policy
        grown: float = min(policy.first_wait * 2 ** (attempt - 1), policy.longest_wait)
        wait = max(grown + uniform(0, policy.first_wait), retry_after)  # noqa: S311 - spreads load, hides nothing
        if attempt >= policy.attempts or wait > left:
            return None
        if self._on_retry is not None:
            self._on_retry(Retry(attempt, wait, reason, operation))
        self._sleep(wait)
        return wait


def retry_after_seconds(value: str, server_date: str, now: float) -> float | None:
    """The wait that a Retry-After header asks for, in seconds; None if it says nothing readable.

    A date is measured against the answer's own Date header, so that a wrong clock on this
    machine does no harm; without one, against `now`.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    moment = http_date(value)
    if moment is None:
        return None
    reference = http_date(server_date)
    return max(0.0, moment - (now if reference is None else reference))


def http_date(value: str) -> float | None:
    """An HTTP date in seconds since 1970; None if it is none."""
    try:
        moment: datetime = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
