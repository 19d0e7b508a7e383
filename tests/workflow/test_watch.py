"""How long watching waits between two checks."""

from __future__ import annotations

import pytest

from sinch_order_cli.errors import UnreachableError, WatchTimeoutError
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.watch import MAX_FAILURES, watch

from .test_steps import order


def waits(retry_after: float | None) -> list[float]:
    """The waits of a watch of which the first check fails and the second sees the end."""
    slept: list[float] = []
    looks = iter([UnreachableError("busy", retry_after=retry_after), order("COMPLETED")])

    def look(name: str) -> Order:
        found = next(looks)
        if isinstance(found, Exception):
            raise found
        return found

    watch(
        ["a"],
        look,
        interval=30.0,
        timeout=None,
        now=lambda: 1000.0 + sum(slept),
        sleep=slept.append,
        seen=lambda found: None,
    )
    return slept


@pytest.mark.parametrize(
    ("retry_after", "wait"), [(None, 30.0), (5.0, 30.0), (30.0, 30.0), (90.0, 90.0)]
)
def test_the_wait_is_what_the_server_asks_for_where_that_is_longer(
    retry_after: float | None, wait: float
) -> None:
    assert waits(retry_after) == [wait]


def test_one_order_that_is_read_does_not_forget_what_another_ones_answer_asked_for() -> None:
    slept: list[float] = []
    failed: list[str] = []

    def look(name: str) -> Order:
        if name == "a" and not failed:
            failed.append(name)
            raise UnreachableError("busy", retry_after=90.0)
        return order("COMPLETED" if slept else "IN_REVIEW")

    watch(
        ["a", "b"],
        look,
        interval=30.0,
        timeout=None,
        now=lambda: 1000.0 + sum(slept),
        sleep=slept.append,
        seen=lambda found: None,
    )
    assert slept == [90.0]


def test_what_the_server_asks_for_does_not_outlast_the_timeout() -> None:
    slept: list[float] = []

    def look(name: str) -> Order:
        raise UnreachableError("busy", retry_after=90.0)

    with pytest.raises(WatchTimeoutError):
        watch(
            ["a"],
            look,
            interval=30.0,
            timeout=60.0,
            now=lambda: 1000.0 + sum(slept),
            sleep=slept.append,
            seen=lambda found: None,
        )
    assert slept == [60.0]


def test_a_round_of_failures_is_one_failure_however_many_orders() -> None:
    rounds: list[float] = []
    told: list[UnreachableError] = []

    def look(name: str) -> Order:
        if not rounds:
            raise UnreachableError("busy")
        return order("COMPLETED")

    watch(
        [f"order-{number}" for number in range(12)],
        look,
        interval=30.0,
        timeout=None,
        now=lambda: 1000.0,
        sleep=rounds.append,
        seen=lambda found: None,
        trouble=told.append,
    )
    assert rounds == [30.0] and len(told) == 12


def test_when_nothing_can_be_looked_at_for_long_watching_ends() -> None:
    def look(name: str) -> Order:
        raise UnreachableError("busy")

    rounds: list[float] = []
    with pytest.raises(UnreachableError, match="busy"):
        watch(
            ["a", "b"],
            look,
            interval=30.0,
            timeout=None,
            now=lambda: 1000.0,
            sleep=rounds.append,
            seen=lambda found: None,
        )
    assert len(rounds) == MAX_FAILURES - 1
