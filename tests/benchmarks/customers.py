"""The accuracy of matching form fields to a customer's facts.

    python -m tests.benchmarks.customers [--wrong] [--missed] [--held-out]

Uses the forms in tests/customers/forms with manual labels. "Sure" counts fields filled without
confirmation; "wrong" is a fact other than the label's. A quarter of the forms was set aside before
the matching was developed, so its row is unbiased. Details of held-out forms are only shown with
--held-out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from customers.samples import Case, cases

from sinch_order_cli.customers.fill import Match, fill
from sinch_order_cli.customers.learn import general
from sinch_order_cli.customers.model import Customer


class Field(NamedTuple):
    """A field of a form: its labels, and the match."""

    case: Case
    path: str
    label: Any
    match: Match | None

    @property
    def is_right(self) -> bool:
        """True if the match is correct; for a field without a correct fact, if there is no
        match."""
        found = self.match.fact if self.match and self.match.value is not None else None
        got = {found} if isinstance(found, str) else set(found or ())
        return any(got == wanted for wanted in _sets(self.label, self.case.customer))

    @property
    def confidence(self) -> str:
        """The confidence of the match; "open" if there is none."""
        return self.match.confidence if self.match else "open"

    @property
    def is_given(self) -> bool:
        """True if a value was filled or proposed."""
        return self.confidence in ("sure", "likely") and self.match.value is not None  # type: ignore[union-attr]

    @property
    def is_fillable(self) -> bool:
        """True if the customer has a correct fact and leaving the field open is not correct."""
        sets = list(_sets(self.label, self.case.customer))
        return bool(sets) and all(sets)


def _sets(label: Any, customer: Customer) -> Iterator[set[str]]:
    """Yield the sets of correct facts that the customer has."""
    if isinstance(label, dict):
        for one in label["oneOf"]:
            yield from _sets(one, customer)
        return
    wanted = [] if label in (None, "never") else [label] if isinstance(label, str) else label
    yield {fact for fact in wanted if customer.facts.get(fact) is not None}


def fields(case: Case) -> list[Field]:
    """Return every labelled field of a form with its match."""
    found = fill(case.form, case.customer, region=case.region, type=case.type)
    by_path = {general(match.path, case.labels): match for match in found.matches}
    return [Field(case, path, label, by_path.get(path)) for path, label in case.labels.items()]


class Count(NamedTuple):
    """The counts in a row of the table."""

    forms: int
    fields: int
    fillable: int
    sure: int
    sure_wrong: int
    likely: int
    likely_wrong: int
    found: int

    @property
    def share(self) -> float:
        """The fraction of fillable fields that were correctly filled or proposed."""
        return self.found / self.fillable if self.fillable else 1.0


def count(found: Iterable[Field]) -> Count:
    """Count the results of some fields."""
    all_fields = list(found)
    given = [one for one in all_fields if one.is_given]
    sure = [one for one in given if one.confidence == "sure"]
    likely = [one for one in given if one.confidence == "likely"]
    fillable = [one for one in all_fields if one.is_fillable]
    return Count(
        forms=len({one.case.name for one in all_fields}),
        fields=len(all_fields),
        fillable=len(fillable),
        sure=len(sure),
        sure_wrong=sum(not one.is_right for one in sure),
        likely=len(likely),
        likely_wrong=sum(not one.is_right for one in likely),
        found=sum(one.is_given and one.is_right for one in fillable),
    )


def measure() -> dict[bool, list[Field]]:
    """Return all fields: of the forms used for development (False), and of those held out
    (True)."""
    found: dict[bool, list[Field]] = {False: [], True: []}
    for case in cases():
        found[case.held_out] += fields(case)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="name what is wrong")
    parser.add_argument("--missed", action="store_true", help="name what was not found")
    parser.add_argument("--held-out", action="store_true", help="name those of held-out forms")
    given = parser.parse_args()
    found = measure()
    print(f"{'':12}forms fields fillable  sure wrong  likely wrong  filled or proposed")
    for name, rows in (
        ("built with", found[False]),
        ("held out", found[True]),
        ("all", found[False] + found[True]),
    ):
        c = count(rows)
        print(
            f"{name:12}{c.forms:5}{c.fields:7}{c.fillable:9}{c.sure:6}{c.sure_wrong:6}"
            f"{c.likely:8}{c.likely_wrong:6}{c.found:8}  {c.share:.1%}"
        )
    for one in found[given.held_out]:
        is_wrong = one.is_given and not one.is_right
        is_missed = one.is_fillable and not one.is_given
        if (given.wrong and is_wrong) or (given.missed and is_missed):
            got = one.match and (one.match.fact, one.match.value, one.match.reason)
            print(f"{one.case.name} {one.path}: {one.confidence} {got}; right is {one.label}")


if __name__ == "__main__":
    main()
