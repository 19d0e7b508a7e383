"""What comes of checking a value: it fits, it does not, or that can't be told here.

A check that is unknown, skipped or given up is undecided, and what combines checks follows the
logic of three values (Kleene's): an undecided part matters only where it can turn the whole. So
nothing is refused because of something that was not understood.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.schema.schema import Schema

Verdict = bool | None
"""True: surely so. False: surely not. None: undecided."""


class Violation(NamedTuple):
    """One keyword that the value at `steps` does not satisfy.

    `nested` holds, for a choice of schemas, what is wrong under the nearest of them.
    """

    steps: Steps
    keyword: str
    schema: Schema
    value: Any
    nested: tuple[Violation, ...] = ()


class Outcome:
    """What is surely wrong with a value, and whether more may be."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.undecided = False

    @property
    def verdict(self) -> Verdict:
        """Whether the value fits."""
        if self.violations:
            return False
        return None if self.undecided else True

    def settle(self, verdict: Verdict, violation: Violation) -> None:
        """Count the verdict of one check; the violation is what a False one means."""
        if verdict is False:
            self.violations.append(violation)
        elif verdict is None:
            self.undecided = True


def within(verdicts: Iterable[Verdict], low: int, high: int | None = None) -> Verdict:
    """Whether `low` to `high` of the verdicts are True, however the undecided ones turn out."""
    found = list(verdicts)
    sure = sum(verdict is True for verdict in found)
    most = sure + sum(verdict is None for verdict in found)
    if most < low or (high is not None and sure > high):
        return False
    return True if sure >= low and (high is None or most <= high) else None
