"""Detect answers that the user took from another fact of the customer than proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sinch_order_cli.customers import learn
from sinch_order_cli.customers.fill import Facts, Match, fill, value_of
from sinch_order_cli.customers.model import Customer, Lesson
from sinch_order_cli.kyc import Form, get

_SHORTEST = 3
"""Shorter answers, such as a house number, may equal a fact by chance."""


def corrections(
    form: Form, customer: Customer, data: Any, *, region: str, type: str, lessons: Sequence[Lesson]
) -> list[Lesson]:
    """Return a lesson for each filled or proposed field that was answered with another fact.

    No lesson if no fact or several facts equal the answer, since values are never stored. The use
    of a number may differ each time, so a change there is not a correction; nor is one in rows,
    which describe different people.
    """
    filled = fill(form, customer, region=region, type=type, data=data, lessons=lessons)
    overview = {field.path: field for section in form.sections for field in section.fields}
    found = []
    for match in filled.matches:
        answer = get(data, match.path, None)
        is_row = learn.general(match.path, overview) != match.path
        if is_row or not _is_corrected(match, answer):
            continue
        others = [
            fact
            for fact in customer.facts
            if not fact.startswith("use.") and value_of(form, customer, match.path, fact) == answer
        ]
        if len(others) == 1:
            found.append(
                Lesson(region=region, type=type, path=match.path, title=match.title, fact=others[0])
            )
    return found


def _is_corrected(match: Match, answer: Any) -> bool:
    was_given = match.confidence in ("sure", "likely") and match.value is not None
    other = isinstance(answer, str) and len(answer) >= _SHORTEST and answer != match.value
    return was_given and other and not _is_use(match.fact)


def _is_use(facts: Facts) -> bool:
    listed = (facts,) if isinstance(facts, str) else facts or ()
    return any(fact.startswith("use.") for fact in listed)
