"""Errors and trace lines, for `--json` on standard error."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from sinch_order_cli.results.order_shapes import NamedOrder
from sinch_order_cli.results.shape import Part


class Detail(Part, kw_only=True):
    """One problem: the `path` of an answer or document, or the `flag` used."""

    where: str
    problem: str
    path: str | UnsetType | None = UNSET
    flag: str | UnsetType = UNSET
    given: str | int | float | bool | None = None
    fix: str = ""


class ErrorBody(Part, kw_only=True):
    """Why a command failed. `commands` are next steps; errors of kind `unreachable` have `status`
    and `retryAfter` (seconds)."""

    kind: str
    message: str
    reason: str
    hint: str
    exit_code: int
    commands: list[str]
    details: list[Detail]
    warnings: list[str]
    orders: list[NamedOrder] | UnsetType = UNSET
    status: int | UnsetType | None = UNSET
    retry_after: float | UnsetType | None = UNSET


class Error(Part, kw_only=True):
    """The only object on standard error when a command fails with `--json`."""

    error: ErrorBody


class TraceLine(Part, kw_only=True):
    """A line on standard error with `--verbose --json`: a request, a response, or a retry."""

    trace: str
