"""Errors for `--json`: one object, whose details all have the same shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from msgspec import UNSET

from sinch_order_cli.errors import (
    DataError,
    Hint,
    SinchOrderError,
    Suggestion,
    UnreachableError,
    UsageError,
)
from sinch_order_cli.results import error_shapes, order_shapes
from sinch_order_cli.text import encode_shown

LONGEST_GIVEN = 200
"""Maximum characters of a given value repeated in an error."""

_FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_QUOTED = re.compile(r"'([^']+)'")


class Writer(Protocol):
    """Formats suggestions: the terminal."""

    @property
    def command_line(self) -> Callable[[Suggestion], str]:
        """Return the command line for a suggestion."""

    def in_words(self, hint: Hint, /) -> str:
        """Return a hint on one line."""


def error_document(
    error: SinchOrderError, warnings: Sequence[str], terminal: Writer
) -> error_shapes.Error:
    """Return the object for standard error."""
    lines = error.hints
    body = error_shapes.ErrorBody(
        kind=error.kind,
        message=error.message,
        reason=error.reason,
        hint="\n".join(map(terminal.in_words, lines)),
        exit_code=error.exit_code,
        commands=commands_in(lines, terminal.command_line),
        details=_details(error, terminal.in_words),
        warnings=list(warnings),
    )
    if orders := [one for detail in error.details if (one := _order(detail)) is not None]:
        body.orders = orders
    if isinstance(error, UnreachableError):
        body.status = error.status
        body.retry_after = getattr(error, "retry_after", None)
    return error_shapes.Error(error=body)


def commands_in(
    lines: Sequence[str | Suggestion], command_line: Callable[[Suggestion], str]
) -> list[str]:
    """Return the command lines in a hint, in order."""
    found = (command_line(line) for line in lines if isinstance(line, Suggestion))
    return list(dict.fromkeys(found))


def _details(error: SinchOrderError, in_words: Callable[[Hint], str]) -> list[error_shapes.Detail]:
    found = [_detail(detail, error, in_words) for detail in error.details]
    if not found and isinstance(error, UsageError | DataError):
        found.append(_only_detail(error, in_words))
    return found


def _detail(
    detail: Mapping[str, Any], error: SinchOrderError, in_words: Callable[[Hint], str]
) -> error_shapes.Detail:
    path, flag = detail.get("path"), detail.get("flag")
    where = _first(detail, "where", "title", "field", "name", "phoneNumber") or flag or path or ""
    if "attachmentId" in detail:
        path = f"attachments.{detail['attachmentId']}"
    elif path is None and str(where).startswith("attachments."):
        path = where
    return error_shapes.Detail(
        where=str(where),
        problem=_first(detail, "problem", "description") or error.message,
        path=UNSET if path is None and flag is not None else path,
        flag=UNSET if flag is None else str(flag),
        given=_bounded(detail.get("given")),
        fix=in_words(detail.get("fix") or ""),
    )


def _only_detail(error: SinchOrderError, in_words: Callable[[Hint], str]) -> error_shapes.Detail:
    """Return the only detail of an error about one value, with its message as the problem."""
    flag, given = _FLAG.search(error.message), _QUOTED.search(error.message)
    return error_shapes.Detail(
        where=flag[0] if flag else "",
        problem=error.in_one_line,
        flag=flag[0] if flag else UNSET,
        path=UNSET if flag else None,
        given=given[1][:LONGEST_GIVEN] if given else None,
        fix="\n".join(map(in_words, error.hints)),
    )


def _first(detail: Mapping[str, Any], *names: str) -> str:
    return next((str(detail[name]) for name in names if detail.get(name)), "")


def _bounded(given: Any) -> str | int | float | bool | None:
    """Return a given value; of a long text, a list or an object only the start of its text."""
    if given is None or isinstance(given, bool | int | float):
        return given
    text = given if isinstance(given, str) else encode_shown(given).decode()
    return text[:LONGEST_GIVEN]


def _order(detail: Mapping[str, Any]) -> order_shapes.NamedOrder | None:
    """Return the order that a detail is about, or None if it is about a value."""
    if not {"name", "idNumberOrder", "phoneNumber"} & set(detail):
        return None
    names = {one.encode_name: one.name for one in msgspec.structs.fields(order_shapes.NamedOrder)}
    known = {names[key]: value for key, value in detail.items() if key in names}
    return order_shapes.NamedOrder(**known)
