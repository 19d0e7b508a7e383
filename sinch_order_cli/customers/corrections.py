"""What was answered otherwise than a customer's facts would have, where another fact says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sinch_order_cli.customers import learn
from sinch_order_cli.customers.fill import Facts, Match, fill, value_of
from sinch_order_cli.customers.model import Customer, Lesson
from sinch_order_cli.kyc import Form, get

_SHORTEST = 3
"""A shorter answer, such as a house number, may be like a fact by chance."""


def corrections(
    form: Form, customer: Customer, data: Any, *, region: str, type: str, lessons: Sequence[Lesson]
) -> list[Lesson]:
    """A lesson for each field that was filled or proposed and was answered with another fact.

    None where several facts say the same, or none does: values are never kept. What a number is
    used for may differ each time, and is no correction; nor are rows, which take different people.
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
