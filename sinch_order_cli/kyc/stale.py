"""Remembered answers that no longer fit, because the form or another answer has changed.

What is given now and does not fit is refused with its problem. What is only remembered is dropped,
said, and asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from sinch_order_cli.kyc.answers.rows import blank_row, section_of
from sinch_order_cli.kyc.answers.values import get, put, remove, says_something
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
        unfit = [p for p in unfit if get(given, p.path, None) is None or _surplus(form, p, given)]
        if not unfit:
            break
        for problem in unfit:
            data = _dropped(form, data, problem)
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
    if _surplus(form, problem):
        return True
    return isinstance(given, list) is not isinstance(_place(form, problem.path), list)


def _surplus(form: Form, problem: Problem, given: Any = None) -> int:
    """How many entries a list of one for each part of the form has too many, 0 where it is no
    such list or where as many are `given` now."""
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
    """The kept answers with those of the data that pass, where the data as a whole do not.

    Nothing that is kept is lost by this: no answer gives way to one that is wrong, nor a list or
    an object to what is none. Rows of which there are more or fewer take the place of those that
    are kept only where nothing in them is wrong.
    """
    wrong = [split(one.path) for one in problems if one.given is not UNSET]
    for section in form.questions(data):
        rows = split(section.path)[:-1]
        if section.row is not None:
            before, now = get(kept, rows, None), get(data, rows, None)
            if not isinstance(now, list):
                continue
            if not isinstance(before, list) or len(before) != len(now):
                if says_something(before) and any(at[: len(rows)] == rows for at in wrong):
                    continue
                kept = put(kept, rows, [blank_row(section)] * len(now))
        for steps in (split(field.path) for field in section.fields):
            value = get(data, steps, None)
            if value is not None and not any(steps[: len(at)] == at for at in wrong):
                kept = put(kept, steps, value)
    return kept


def _place(form: Form, path: str) -> Any:
    """What the form has where a container stands, in any row."""
    first, *rest = split(path) or ("",)
    steps = (first, *(0 if isinstance(step, int) else step for step in rest))
    return get(form.blank(), steps if path else ())
