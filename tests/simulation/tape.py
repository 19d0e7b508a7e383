"""The choices of a history, read from tapes with one byte for each choice.

Zero is always the choice with the fewest failures, and missing bytes are zero. So removing or
lowering bytes makes a history shorter and simpler, which is how failing ones are shrunk.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

History = list[bytes]
"""One tape for each step, so that a step can be removed without changing the others."""

TAPE = 48
"""Bytes of a step's tape."""
MOST_STEPS = 10


class Tape:
    """The choices of one step."""

    def __init__(self, choices: bytes) -> None:
        self._choices = iter(choices)

    def draw(self, below: int) -> int:
        """Return a number from 0 to `below` - 1."""
        return next(self._choices, 0) % below

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options; the first has the fewest failures."""
        return options[self.draw(len(options))]

    def chance(self, of_256: int) -> bool:
        """Return True in `of_256` of 256 cases."""
        return next(self._choices, 0) > 255 - of_256

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        """Return one of the options by weight; the weights sum to at most 256, and the first gets
        the rest."""
        value = 255 - next(self._choices, 0)
        for weight, option in options[1:]:
            if value < weight:
                return option
            value -= weight
        return options[0][1]


def random_history(seed: int) -> History:
    """Return the history of a seed."""
    source = random.Random(seed)
    return [source.randbytes(TAPE) for _ in range(source.randint(3, MOST_STEPS))]


def shrink(history: History, fails: Callable[[History], bool], tries: int = 1500) -> History:
    """Return a shorter and simpler history with the same failure."""
    left = [tries]

    def accepted(shorter: History) -> bool:
        left[0] -= 1
        return left[0] >= 0 and fails(shorter)

    before: History = []
    while history != before and left[0] > 0:
        before = history
        history = _without_steps(history, accepted)
        history = _calmer(history, accepted)
    return history


def _without_steps(history: History, accepted: Callable[[History], bool]) -> History:
    place = len(history) - 1
    while place >= 0:
        shorter = history[:place] + history[place + 1 :]
        if accepted(shorter):
            history = shorter
        place -= 1
    return history


def _calmer(history: History, accepted: Callable[[History], bool]) -> History:
    for step in range(len(history)):
        size = TAPE
        while size >= 1:  # first runs of bytes, then single ones
            for start in range(0, TAPE, size):
                tape = history[step]
                if not any(tape[start : start + size]):
                    continue
                zeros = bytes(len(tape[start : start + size]))
                calm = tape[:start] + zeros + tape[start + size :]
                if accepted([*history[:step], calm, *history[step + 1 :]]):
                    history = [*history[:step], calm, *history[step + 1 :]]
            size //= 2
    return history
