"""Combine the answers of a registration from all sources.

Later sources override earlier ones: the form's defaults for required answers, the order's stored
answers, an answers file, single values from `--set`, typed answers. Facts of a customer only
override the form's defaults. All are corrected and validated in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.errors import DataError, Hint, Suggestion, UsageError
from sinch_order_cli.kyc import (
    MISSING,
    Change,
    Form,
    Problem,
    Unknown,
    drop_unfit,
    get,
    merge,
    put,
    remove,
    take_fitting,
)
from sinch_order_cli.kyc.answers.rows import section_of
from sinch_order_cli.kyc.paths import join, split
from sinch_order_cli.workflow import numbers as order_numbers

_NO_ANSWER = ("", "null")
"""Values of `--set PATH=` that remove an answer, like null in a file."""


class Prepared(Struct, frozen=True):
    """Answers, corrected and validated.

    `data` is what would be sent, `problems` its problems. `changes` are automatic corrections,
    `set_aside` are answers by path that don't apply because of others, `dropped` the problems of
    earlier answers that became invalid and were removed, and `unknown` the members that the form
    doesn't describe. `safe` is what the order can store if nothing is sent: its earlier answers,
    and the valid ones given now.
    """

    data: Any
    safe: Any
    changes: tuple[Change, ...]
    set_aside: dict[str, Any]
    dropped: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    unknown: tuple[Unknown, ...] = ()


def prepare(
    form: Form,
    *,
    kept: Any = None,
    file: Any = None,
    settings: Sequence[str] = (),
    named: str = "REGION TYPE",
    numbers: Sequence[str] = (),
    renumber: bool = False,
    complete: Callable[[Any], Any] | None = None,
) -> Prepared:
    """Combine all sources of answers, correct and validate them.

    Args:
        kept: the order's stored answers, or None.
        file: the content of an answers file, with or without comments, or None.
        settings: `PATH=VALUE` texts; the last one of a path counts.
        named: the form's region and type, for the error.
        numbers: the order's; a single one is filled in, and other numbers are a problem.
        renumber: replace other numbers by the order's.
        complete: answers open questions from a customer's facts.

    Raises:
        UsageError: a PATH matches no field of this form, or several.
        DataError: a VALUE is not valid for its field.
    """
    given = form.without_notes(file)
    data = merge(merge(form.empty(), kept), given)
    values = _values(form, data, settings, named)
    for path, value in values:
        if value is MISSING:
            data, given = remove(data, path), remove(given, path)
        else:
            data, given = put(data, path, value), put(given, path, value)
    data, changes = form.tidy(data)
    if renumber:
        before = data
        data, moved = order_numbers.renumber(form, data, numbers)
        changes += _changes(form, moved, before, data)
    fits = data is None or isinstance(data, type(form.empty()))  # else it is shown as it was given
    if fits:
        data, filled = order_numbers.fill_in(form, data, numbers)
        changes += _changes(form, filled, None, data)
    if complete is not None and fits:
        data = complete(data)
        for path in (path for path, value in values if value is None or value is MISSING):
            data = remove(data, path)  # removed by --set, which overrides the customer
    data, set_aside = form.sendable(data)
    whole, proposed = form.with_defaults(data)
    data, dropped = drop_unfit(form, whole, given)
    if dropped:
        data, again = form.with_defaults(data)
        proposed += again
    problems = _problems(form, data, dropped) + number_problems(form, data, numbers)
    safe = data
    if problems:
        safe = take_fitting(form, form.empty() if kept is None else kept, data, problems)
    return Prepared(
        data, safe, changes + proposed, set_aside, dropped, problems, form.unknown(data)
    )


def _changes(form: Form, paths: Sequence[str], before: Any, after: Any) -> tuple[Change, ...]:
    """Return the numbers that were filled in or replaced between two versions of answers."""
    found = []
    for path in paths:
        field = form.field(path)
        was = get(before, path, None)
        title = field.title if field else path
        found.append(Change(path, title, was, get(after, path), is_number=True))
    return tuple(found)


def number_problems(form: Form, data: Any, numbers: Sequence[str]) -> tuple[Problem, ...]:
    """Return the problems of answers with numbers that the order doesn't have."""
    return tuple(
        Problem(path=one.path, title=one.title, problem=one.problem, given=one.number)
        for one in order_numbers.problems(form, data, numbers)
        if one.path
    )


def _problems(form: Form, data: Any, dropped: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return all problems; a removed answer is reported with its own problem, not as missing."""
    unfit = {problem.path: problem for problem in dropped}
    return tuple(unfit.get(problem.path, problem) for problem in form.check(data))


def refuse(problems: Sequence[Problem], hint: Hint) -> DataError:
    """Return the error that lists all problems of the answers."""
    count = len(problems)
    return DataError(
        "1 answer is missing or invalid"
        if count == 1
        else f"{count} answers are missing or invalid",
        hint=hint,
        details=[problem.as_json() for problem in problems],
    )


def _values(form: Form, data: Any, settings: Sequence[str], named: str) -> list[tuple[str, Any]]:
    """Apply the `PATH=VALUE` texts; MISSING marks answers to remove. All invalid paths are reported
    in one error."""
    found: list[tuple[str, Any]] = []
    wrong: list[dict[str, Any]] = []
    for setting in settings:
        name, separator, text = setting.partition("=")
        if separator and text.strip() in _NO_ANSWER and _is_unknown(form, data, name.strip()):
            data = remove(data, name.strip())
            found.append((name.strip(), MISSING))
            continue
        paths = form.resolve(name.strip(), data) if separator and name.strip() else ()
        if len(paths) == 1 and (problem := _beyond(form, data, paths[0])):
            wrong.append({"flag": f"--set {setting}", "problem": problem})
        elif len(paths) == 1:
            value = _value(form, paths[0], text)
            data = put(data, paths[0], value)  # one may start a row that the next fills
            found.append((paths[0], value))
        else:
            wrong.append({"flag": f"--set {setting}", "problem": _why_not(form, setting, paths)})
            wrong += [{"path": path} for path in paths]
    if wrong:
        count = sum("flag" in one for one in wrong)
        raise UsageError(
            wrong[0]["problem"]
            if count == 1
            else f"{count} --set flags don't match exactly one field",
            hint=Suggestion("requirements", *named.split(), say="To list every path"),
            details=wrong[1:] if count == 1 else wrong,
        )
    return found


def _is_unknown(form: Form, data: Any, path: str) -> bool:
    """Return True if the data contain a member at a path that the form doesn't describe."""
    return get(data, path) is not MISSING and any(one.path == path for one in form.unknown(data))


def _beyond(form: Form, data: Any, path: str) -> str:
    """Return why a path beyond the next row can't be set, or ""."""
    steps = split(path)
    for at, step in enumerate(steps):
        listed = join(steps[:at])
        section, place = section_of(form.sections, listed)
        if section is None or place != steps[:at] or not isinstance(step, int):
            continue
        rows = get(data, place, None)
        count = len(rows) if isinstance(rows, list) else 0
        if step > count:
            row = f"{listed}.{count}" if listed else str(count)
            have = "1 entry" if count == 1 else f"{count or 'no'} entries"
            return f"'{path}' skips an entry: {section.title} has {have}, the next index is {row}"
    return ""


def _why_not(form: Form, setting: str, paths: Sequence[str]) -> str:
    name, separator, _ = setting.partition("=")
    if not separator or not name.strip():
        return f"--set {setting} has no PATH=VALUE, such as city=Perth"
    if paths:
        return f"'{name}' matches several fields: {', '.join(paths)}"
    from difflib import get_close_matches

    fields = [field for section in form.sections for field in section.fields]
    known = {text: field.path for field in fields for text in (field.name, field.path)}
    like = get_close_matches(name.strip(), known, n=1)
    return f"the form has no field '{name}'" + (f"; did you mean {known[like[0]]}?" if like else "")


def _value(form: Form, path: str, text: str) -> Any:
    """Parse a text; an invalid answer is kept as text, to be reported with all other problems.

    Raises:
        DataError: it must be JSON and is not.
    """
    if text.strip() in _NO_ANSWER:
        return None
    try:
        return form.parse(path, text)
    except ValueError as error:
        field = form.field(path)
        if field is None or field.kind != "json":
            return text.split(",") if field and field.kind == "choices" else text
        raise DataError(
            f"{field.title}: {error}",
            hint=f"Correct --set {path}=…",
            details=[{"path": path, "title": field.title, "problem": str(error), "given": text}],
        ) from error
