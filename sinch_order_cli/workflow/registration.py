"""The answers that a registration is made of, from every place they can come from.

Layers, the later going before the earlier: what the form proposes where an answer has to be, what
the order already has, an answers file, single values from `--set`, what is typed now. Each is
mended and checked alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.errors import DataError, UsageError
from sinch_order_cli.kyc import Change, Form, Problem, drop_unfit, merge, put


class Prepared(Struct, frozen=True):
    """Answers ready to be looked at.

    `data` is what would be sent, `problems` what is still wrong with it. `changes` was mended
    without asking, `set_aside` are the answers by path that do not apply under the others, and
    `dropped` the problems of earlier answers that no longer fit and are left out. `whole` is the
    data with those, to be kept where nothing is sent.
    """

    data: Any
    whole: Any
    changes: tuple[Change, ...]
    set_aside: dict[str, Any]
    dropped: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def prepare(
    form: Form, *, kept: Any = None, file: Any = None, settings: Sequence[str] = ()
) -> Prepared:
    """Put the layers together, mend what can be mended without asking, and check the whole.

    Args:
        kept: the answers that the order already has; None for none.
        file: the content of an answers file, with or without notes; None for none.
        settings: `PATH=VALUE` texts, the last one of a path counting.

    Raises:
        UsageError: a PATH names no field of this form, or several.
        DataError: a VALUE can't be an answer to its field.
    """
    given = form.without_notes(file)
    data = merge(merge(form.empty(), kept), given)
    for setting in settings:
        data, given = _set(form, data, given, setting)
    data, changes = form.tidy(data)
    data, set_aside = form.sendable(data)
    whole, proposed = form.with_defaults(data)
    data, dropped = drop_unfit(form, whole, given)
    if dropped:
        data, again = form.with_defaults(data)
        proposed += again
    return Prepared(
        data, whole, changes + proposed, set_aside, dropped, _problems(form, data, dropped)
    )


def _problems(form: Form, data: Any, dropped: Sequence[Problem]) -> tuple[Problem, ...]:
    """What is wrong; where an answer was dropped, what was wrong with that rather than that it is
    missing now."""
    unfit = {problem.path: problem for problem in dropped}
    return tuple(unfit.get(problem.path, problem) for problem in form.check(data))


def refuse(problems: Sequence[Problem], hint: str) -> DataError:
    """The error that names everything that is wrong with the answers."""
    count = len(problems)
    return DataError(
        "1 answer is missing or wrong" if count == 1 else f"{count} answers are missing or wrong",
        hint=hint,
        details=[problem.as_json() for problem in problems],
    )


def _set(form: Form, data: Any, given: Any, setting: str) -> tuple[Any, Any]:
    """The data, and what of them is given now, with one more value."""
    name, separator, text = setting.partition("=")
    if not separator or not name.strip():
        raise UsageError(
            f"--set {setting} has no '='", hint="Give it as --set PATH=VALUE, such as city=Perth"
        )
    paths = form.resolve(name.strip(), data)
    if len(paths) != 1:
        raise UsageError(
            f"'{name}' fits several fields: {', '.join(paths)}"
            if paths
            else f"this form has no field '{name}'",
            hint="Give one of these paths."
            if paths
            else "See the fields: sinch-order requirements REGION TYPE",
            details=[{"path": path} for path in paths],
        )
    path = paths[0]
    try:
        value = form.parse(path, text)
        return put(data, path, value), put(given, path, value)
    except ValueError as error:
        field = form.field(path)
        title = field.title if field else path
        raise DataError(
            f"{title}: {error}",
            hint=f"Correct --set {name}=…",
            details=[{"path": path, "title": title, "problem": str(error), "given": text}],
        ) from error
