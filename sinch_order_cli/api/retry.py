"""When a request is sent again, and when it must not be.

An attempt ends in a response or in an `AttemptFailed`. A repeatable request (all reads, and the
idempotent PUT) is retried after any temporary failure. An unrepeatable one (create, upload, submit)
is retried only if the server certainly did not receive it.
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
"""Minimum seconds for an attempt that starts just before the deadline."""

_LONGEST_WAIT = 30 * 86400.0
"""Maximum seconds of a Retry-After; a longer one means never, and clocks can't count it."""


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """Limits of retrying, in seconds; `deadline` covers all attempts and waits.

    `longest_wait` limits this program's own waits. A server's Retry-After is followed up to the
    deadline; a longer one ends the retries at once.
    """

    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 10.0
    deadline: float = 60.0


class Retry(Struct, frozen=True):
    """A wait that is about to start: `attempt` (from 1) of `operation` failed for `reason`."""

    attempt: int
    wait_seconds: float
    reason: str
    operation: str


class AttemptFailed(Exception):
    """An attempt without a usable response.

    Args:
        reason: a sentence without full stop.
        status: the HTTP status, None without a response.
        retry_after: seconds that the server asks to wait.
        untaken: the server certainly has not executed the request.
        may_pass: retrying may succeed.
        hint: how to fix it, if there is more to do than retry.
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
    """Retries with growing waits, which the server may extend."""

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
        """Final deadline, by `time.monotonic`."""

    def run(self, operation: str, repeatable: bool, attempt: Callable[[float], T]) -> T:
        """Call `attempt`, with retries, and return its result.

        Args:
            attempt: called with the seconds left for it.

        Raises:
            AttemptFailed: the last failure, if a retry is pointless, too late or not allowed.
        """
        started = time.monotonic()
        deadline = max(_LEAST, min(self._policy.deadline, self.until - started))
        waited = 0.0  # also counts a test's `sleep`, which takes no time
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
        """Wait between attempts that the caller makes. Return False if no more are allowed.

        Args:
            attempt: the number of attempts so far, from 1.
            retry_after: the minimum seconds that the server asks to wait.
        """
        left = min(self._policy.deadline, self.until - time.monotonic())
        return self._wait(operation, attempt, reason.rstrip("."), retry_after, left) is not None

    def _wait(
        self, operation: str, attempt: int, reason: str, retry_after: float, left: float
    ) -> float | None:
        """Announce the wait, then wait. Return the seconds, or None if no further attempt is
        allowed."""
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
    """Return the seconds in a Retry-After header; None if it is unreadable.

    A date is compared with the response's own Date header, in case the local clock is wrong;
    without one, with `now`.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _LONGEST_WAIT)
    moment = http_date(value)
    if moment is None:
        return None
    reference = http_date(server_date)
    return min(max(0.0, moment - (now if reference is None else reference)), _LONGEST_WAIT)


def http_date(value: str) -> float | None:
    """Return an HTTP date in seconds since 1970, or None if it is invalid."""
    try:
        moment: datetime = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
