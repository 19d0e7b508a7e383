"""Remembered answers that no longer fit, because the form or another answer has changed.

What is given now and does not fit is refused with its problem. What is only remembered is dropped,
said, and asked again.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from sinch_order_cli.kyc.answers import get, remove
from sinch_order_cli.kyc.form import Form
from sinch_order_cli.kyc.model import Problem
from sinch_order_cli.kyc.paths import split

_ROUNDS = 5


def drop_unfit(form: Form, data: Any, given: Any = None) -> tuple[Any, tuple[Problem, ...]]:
    """The data without remembered answers that do not pass, and the problem that each had.

    Answers that are only missing are no matter here. Dropping one can bring another into the
    open, so this goes on until nothing more is found.

    Args:
        given: answers given now, which are among the data; they are never dropped.
    """
    dropped: list[Problem] = []
    for _ in range(_ROUNDS):
        unfit = [problem for problem in form.check(data) if _is_unfit(form, problem)]
        unfit = [problem for problem in unfit if get(given, problem.path, None) is None]
        if not unfit:
            break
        for problem in unfit:
            data = remove(data, problem.path) if problem.path else form.empty()
        dropped.extend(unfit)
    return data, tuple(dropped)


def _is_unfit(form: Form, problem: Problem) -> bool:
    """Whether there is an answer to drop. Too many or too few rows are no reason to lose them,
    but what stands where they belong and is no list, or no object, can't be kept."""
    given = problem.given
    if given is UNSET or given in (None, "", [], {}):
        return False
    if form.field(problem.path) is not None or not isinstance(given, dict | list):
        return True
    return isinstance(given, list) is not isinstance(_place(form, problem.path), list)


def _place(form: Form, path: str) -> Any:
    """What the form has where a container stands, in any row."""
    first, *rest = split(path) or ("",)
    steps = (first, *(0 if isinstance(step, int) else step for step in rest))
    return get(form.blank(), steps if path else ())
