"""Remembered answers that became invalid, because the form or another answer changed.

An invalid answer given now is refused with its problem. An invalid remembered answer is removed,
reported, and asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from sinch_order_cli.kyc.answers.rows import blank_row, section_of
from sinch_order_cli.kyc.answers.values import get, has_answer, put, remove
from sinch_order_cli.kyc.form import Form
from sinch_order_cli.kyc.model import Problem
from sinch_order_cli.kyc.paths import split

_ROUNDS = 5


def drop_unfit(form: Form, data: Any, given: Any = None) -> tuple[Any, tuple[Problem, ...]]:
    """Remove invalid remembered answers. Return the data and the problem of each.

    Missing answers are ignored. Removing an answer can reveal another problem, so this repeats
    until no more are found.

    Args:
        given: the answers given now, which are part of the data and never removed.
    """
    dropped: list[Problem] = []
    for _ in range(_ROUNDS):
        unfit = [problem for problem in form.check(data) if _is_unfit(form, problem)]
        unfit = [p for p in unfit if get(given, p.path, None) is None or _surplus(form, p, given)]
        if not unfit:
            break
        for problem in unfit:
            data = _dropped(form, data, problem)
        dropped.extend(unfit)
    return data, tuple(dropped)


def _is_unfit(form: Form, problem: Problem) -> bool:
    """Return True if there is an answer to remove. Too many or too few rows don't count, but a
    value of another type in place of rows can't be kept."""
    given = problem.given
    if given is UNSET or given in (None, "", [], {}):
        return False
    if form.field(problem.path) is not None or not isinstance(given, dict | list):
        return True
    if _surplus(form, problem):
        return True
    return isinstance(given, list) is not isinstance(_place(form, problem.path), list)


def _surplus(form: Form, problem: Problem, given: Any = None) -> int:
    """Return the number of surplus entries in a list with one entry for each part of the form. 0
    for any other list, or if as many are `given` now."""
    section, _ = section_of(form.sections, problem.path)
    place, listed = _place(form, problem.path), problem.given
    if section is not None or not isinstance(place, list) or not isinstance(listed, list):
        return 0
    now = get(given, problem.path, None)
    return max(0, len(listed) - max(len(place), len(now) if isinstance(now, list) else 0))


def _dropped(form: Form, data: Any, problem: Problem) -> Any:
    if surplus := _surplus(form, problem):
        return put(data, problem.path, get(data, problem.path)[:-surplus])
    return remove(data, problem.path) if problem.path else form.empty()


def take_fitting(form: Form, kept: Any, data: Any, problems: Sequence[Problem]) -> Any:
    """Complete the stored answers from data that are only partly valid.

    No stored answer is lost: an invalid answer never replaces one, nor a scalar a list or object. A
    different number of rows replaces the stored rows only if they are all valid.
    """
    wrong = [split(one.path) for one in problems if one.given is not UNSET]
    for section in form.questions(data):
        rows = split(section.path)[:-1]
        if section.row is not None:
            before, now = get(kept, rows, None), get(data, rows, None)
            if not isinstance(now, list):
                continue
            if not isinstance(before, list) or len(before) != len(now):
                if has_answer(before) and any(at[: len(rows)] == rows for at in wrong):
                    continue
                kept = put(kept, rows, [blank_row(section)] * len(now))
        for steps in (split(field.path) for field in section.fields):
            value = get(data, steps, None)
            if value is not None and not any(steps[: len(at)] == at for at in wrong):
                kept = put(kept, steps, value)
    return kept


def _place(form: Form, path: str) -> Any:
    """Return the form's model of the container at a path, in any row."""
    first, *rest = split(path) or ("",)
    steps = (first, *(0 if isinstance(step, int) else step for step in rest))
    return get(form.blank(), steps if path else ())
