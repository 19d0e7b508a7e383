"""The budget of requests: who goes first, and what a 429 teaches."""

from __future__ import annotations

import threading
import time
from typing import Any, cast

import pytest

from sinch_order_cli.errors import UnreachableError
from sinch_order_cli.service import order_fetcher
from sinch_order_cli.service.budget import Budget, StoppedError


class Clock:
    """A time that passes only while somebody waits for the budget."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def waiting(budget: Budget, deadline: float, done: list[float]) -> threading.Thread:
    def wait() -> None:
        budget.wait(deadline)
        done.append(deadline)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.03)
    return thread


def test_nothing_waits_while_no_limit_is_known() -> None:
    budget = Budget()
    started = time.monotonic()
    for _ in range(1000):
        budget.wait()
    assert time.monotonic() - started < 1
    assert budget.rate is None


def test_retry_after_holds_every_worker() -> None:
    held: list[float] = []
    budget = Budget(held=held.append)
    budget.answered(budget.wait(), 429, 0.3)
    started = time.monotonic()
    threads = [waiting(budget, 1.0, []) for _ in range(3)]
    for thread in threads:
        thread.join(10)
    assert time.monotonic() - started >= 0.29
    assert held == [0.3]


def test_the_order_with_the_tightest_clock_goes_first() -> None:
    budget = Budget()
    budget.answered(budget.wait(), 429, 0.5)
    done: list[float] = []
    threads = [waiting(budget, deadline, done) for deadline in (float("inf"), 300.0, 20.0, 100.0)]
    for thread in threads:
        thread.join(20)
    assert done == [20.0, 100.0, 300.0, float("inf")]


def test_the_rate_is_learned_once_from_refusals_of_requests_that_were_under_way_together() -> None:
    clock = Clock()
    budget = Budget(now=clock)
    tickets = []
    for _ in range(40):
        tickets.append(budget.wait())
        clock.now += 0.05  # 20 a second
        budget.answered(tickets[-1], 200)
    for ticket in tickets[-5:]:
        budget.answered(ticket, 429, 0)
    assert budget.rate is not None
    assert 16 < budget.rate < 20


class Server:
    """A token bucket that a budget is measured against, in a time of its own."""

    def __init__(self, rate: float, clock: Clock) -> None:
        self.rate, self.clock = rate, clock
        self.tokens, self.at, self.passed = rate, clock.now, 0

    def take(self) -> bool:
        grown = self.tokens + (self.clock.now - self.at) * self.rate
        self.tokens, self.at = min(self.rate, grown), self.clock.now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        self.passed += 1
        return True


@pytest.mark.parametrize("slow_start", [0, 20])
@pytest.mark.parametrize("limit", [3.0, 10.0, 50.0])
def test_nearly_all_that_the_server_takes_is_sent(limit: float, slow_start: int) -> None:
    clock = Clock()
    budget, server = Budget(now=clock), Server(limit, clock)

    def send(seconds: float, pause: float) -> None:
        end = clock.now + seconds
        while clock.now < end:
            clock.now += max(pause, budget._seconds_left())
            ticket = budget.wait()
            taken = server.take()
            budget.answered(ticket, 200 if taken else 429, None if taken else 1.0)

    send(slow_start, 1.0)  # one request a second says nothing of the limit
    server.passed = 0
    send(60.0, 1 / (limit * 2.5))
    assert server.passed / 60.0 > 0.8 * limit


@pytest.mark.parametrize("status", [200, 404, 500])
def test_other_answers_teach_nothing(status: int) -> None:
    budget = Budget()
    budget.answered(budget.wait(), status)
    assert budget.rate is None


def test_stopping_frees_who_waits_and_sends_nothing() -> None:
    budget = Budget()
    budget.answered(budget.wait(), 429, 60)
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            budget.wait()
        except StoppedError as error:
            failed.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.03)
    budget.stop()
    thread.join(5)
    assert len(failed) == 1
    with pytest.raises(StoppedError):
        budget.wait()


def test_a_command_does_not_sit_out_a_pause_of_an_hour() -> None:
    budget = Budget()
    clients = order_fetcher._Clients(cast("Any", None), budget)
    clients.after(clients.before(), 429, 3600.0)
    assert 3590 < budget.seconds_held() <= 3600
    with pytest.raises(UnreachableError, match="asks to wait for") as refused:
        clients.before()
    assert refused.value.retry_after is not None and refused.value.retry_after > 3590
