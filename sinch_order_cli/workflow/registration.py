"""The answers that a registration is made of, from every place they can come from.

Layers, the later going before the earlier: the form's defaults, what the order already has, an
answers file, single values from `--set`, what is typed now. Each is checked alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.errors import DataError, UsageError
from sinch_order_cli.kyc import Change, Form, Problem, merge, put


class Prepared(Struct, frozen=True):
    """Answers ready to be looked at.

    `data` is what would be sent, `changes` what was mended without asking, `set_aside` the
    answers by path that do not apply under the others, `problems` what is still wrong.
    """

    data: Any
    changes: tuple[Change, ...]
    set_aside: dict[str, Any]
    problems: tuple[Problem, ...]


def prepare(
    form: Form, *, kept: Any = None, file: Any = None, settings: Sequence[str] = ()
) -> Prepared:
    """Put the layers together, mend what can be mended without asking, and check the whole.

    Args:
        kept: the answers that the order already has; None for none.
        file: the content of an answers file; None for none.
        settings: `PATH=VALUE` texts, the last one of a path counting.

    Raises:
        UsageError: a PATH names no field of this form, or several.
        DataError: a VALUE can't be an answer to its field.
    """
    data = form.empty()
    for layer in (kept, file):
        if layer is not None:
            data = merge(data, layer)
    for setting in settings:
        data = _set(form, data, setting)
    data, changes = form.tidy(data)
    data, set_aside = form.sendable(data)
    return Prepared(data, changes, set_aside, form.check(data))


def refuse(problems: Sequence[Problem], hint: str) -> DataError:
    """The error that names everything that is wrong with the answers."""
    count = len(problems)
    return DataError(
        "1 answer is missing or wrong" if count == 1 else f"{count} answers are missing or wrong",
        hint=hint,
        details=[problem.as_json() for problem in problems],
    )


def _set(form: Form, data: Any, setting: str) -> Any:
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
        return put(data, path, form.parse(path, text))
    except ValueError as error:
        field = form.field(path)
        title = field.title if field else path
        raise DataError(
            f"{title}: {error}",
            hint=f"Correct --set {name}=…",
            details=[{"path": path, "title": title, "problem": str(error), "given": text}],
        ) from error
