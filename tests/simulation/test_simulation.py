"""The simulation, as long as the test suite has time for it; `python -m tests.simulation`
continues.

Hypothesis shrinks the histories with violations; the failure message is the story, as the users see
it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from . import adapter
from .history import run
from .tape import MOST_STEPS, TAPE, random_history, shrink

SECONDS = 11.0
"""Seconds for each of two tests; within them, the histories are always the same."""

FIRST_ENDS: dict[int, float] = {}
BROKEN: list[str] = []
"""Once a violation is found, shrinking may take any time."""

HISTORIES = st.lists(st.binary(min_size=TAPE, max_size=TAPE), min_size=2, max_size=MOST_STEPS)


@pytest.fixture(scope="module", autouse=True)
def simulated() -> Iterator[None]:
    with adapter.installed():
        yield


@pytest.mark.timeout(240)
@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(HISTORIES)
def test_no_history_that_is_made_up_breaks_anything(history: list[bytes]) -> None:
    if not BROKEN and time.monotonic() > FIRST_ENDS.setdefault(0, time.monotonic() + SECONDS):
        return
    report = run(history)
    BROKEN.extend([report.broken] if report.broken else [])
    assert not report.broken, f"\n{report}"


@pytest.mark.timeout(240)
def test_no_history_of_a_seed_breaks_anything() -> None:
    end = time.monotonic() + SECONDS
    for seed in range(300):
        report = run(random_history(seed))
        assert not report.broken, f"seed {seed}\n{report}"
        if time.monotonic() > end:
            break


def test_a_seed_tells_the_same_story_each_time() -> None:
    first, second = (run(random_history(7)).story for _ in range(2))
    assert [line for line in first if "/dev/shm" not in line and "/tmp" not in line] == [
        line for line in second if "/dev/shm" not in line and "/tmp" not in line
    ]


def test_what_fails_is_shrunk_to_what_is_needed() -> None:
    shorter = shrink(
        random_history(3), lambda one: any(byte > 200 for tape in one for byte in tape)
    )
    assert len(shorter) == 1 and sum(byte > 0 for byte in shorter[0]) == 1


FOUND = [
    332, 537, 6778, 11897, 13215, 24375, 305610, 407147, 500837, 502936, 502982, 506284, 600790,
    706958, 802035, 901578, 1307807, 4012271, 4017892, 6005534, 9000031, 11033782, 11034884,
    14013052, 18003653, 25016340, 16047642, 26028457, 30004785,
    50037814,
]  # fmt: skip
"""Seeds whose histories once broke an invariant."""


@pytest.mark.parametrize("seed", FOUND)
def test_what_was_found_once_is_mended(seed: int) -> None:
    """A damaged state and a kill, a form that was damaged once, Ctrl-C over the save, a damaged
    number, half a file of an order that was imported, no country at all, a bent region, an order
    forgotten while it is reserved, an ID that another file has: each was found by a
    run of its own."""
    report = run(random_history(seed))
    assert not report.broken, f"\n{report}"
