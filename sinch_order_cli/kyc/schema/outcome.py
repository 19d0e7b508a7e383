"""The result of validating a value: valid, invalid or undecided.

A check that is unknown, skipped or aborted is undecided. Combinations follow Kleene's three-valued
logic: an undecided part matters only if it can change the result. So no value is refused because of
an unsupported rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.schema.schema import Schema

Verdict = bool | None
"""True: certainly valid. False: certainly invalid. None: undecided."""


class Violation(NamedTuple):
    """A keyword violated by the value at `steps`.

    For alternatives, `nested` contains the violations of the closest branch.
    """

    steps: Steps
    keyword: str
    schema: Schema
    value: Any
    nested: tuple[Violation, ...] = ()


class Outcome:
    """The certain violations of a value, and whether more are possible."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.undecided = False

    @property
    def verdict(self) -> Verdict:
        """Return whether the value is valid."""
        if self.violations:
            return False
        return None if self.undecided else True

    def settle(self, verdict: Verdict, violation: Violation) -> None:
        """Record the verdict of one check; the violation is used if it is False."""
        if verdict is False:
            self.violations.append(violation)
        elif verdict is None:
            self.undecided = True


def within(verdicts: Iterable[Verdict], low: int, high: int | None = None) -> Verdict:
    """Return whether `low` to `high` verdicts are True, whatever the undecided ones are."""
    found = list(verdicts)
    sure = sum(verdict is True for verdict in found)
    most = sure + sum(verdict is None for verdict in found)
    if most < low or (high is not None and sure > high):
        return False
    return True if sure >= low and (high is None or most <= high) else None
