"""A country's requirements and the results of `check`, for `--json`."""

from __future__ import annotations

from typing import Any, TypedDict

from msgspec import UNSET, UnsetType

from sinch_order_cli.results.customer_shapes import CustomerMatch
from sinch_order_cli.results.order_shapes import Proposal
from sinch_order_cli.results.shape import Part, Result


class FormField(TypedDict, total=False):
    """A question of a form."""

    path: str
    name: str
    title: str
    kind: str
    required: bool
    description: str
    allowed: str
    choices: list[dict[str, Any]]
    examples: list[Any]
    placeholder: str
    default: Any
    maxLength: int | None
    conditional: bool
    instead: list[str]
    isNumber: bool


class FormSection(TypedDict, total=False):
    """A group of questions; a repeatable section contains entries. An optional section may be
    omitted as a whole: its required answers count once one is given."""

    path: str
    title: str
    fields: list[FormField]
    description: str
    repeatable: bool
    row: int | None
    minRows: int
    maxRows: int | None
    optional: bool


class Unread(TypedDict, total=False):
    """An unsupported part of the server's answer."""

    path: str
    what: str
    raw: Any


class Form(TypedDict):
    """All questions in order, and the unsupported parts."""

    sections: list[FormSection]
    unread: list[Unread]


class FormChange(TypedDict):
    """A change in a country's requirements since the last lookup.

    `path` is that of the field or the list of rows, or the ID of the document; `kind` is added,
    removed, renamed, need (required or optional), allowed, rows, document-added, document-removed
    or document-changed; `words` is a sentence for users.
    """

    path: str
    title: str
    kind: str
    words: str


class Requirements(Result, kw_only=True):
    """A country's requirements. `raw` is the server's unchanged answer, null if it has none;
    `changes` lists the changes since the last lookup on this machine."""

    region_code: str
    number_type: str
    required: bool
    form: Form
    attachments: list[Any]
    changes: list[FormChange]
    raw: dict[str, Any] | None
    customer: CustomerMatch | UnsetType = UNSET


class Pending(Part, kw_only=True):
    """A document that the server is still checking."""

    where: str
    problem: str


class CheckProblem(Part, kw_only=True):
    """A missing or invalid item. `path` is null if it is not about an answer or document."""

    where: str
    path: str | None
    problem: str
    fix: str


class Check(Result, kw_only=True):
    """The problems with an order or an answers file."""

    ready: bool
    pending: list[Pending]
    problems: list[CheckProblem]
    proposals: list[Proposal] | UnsetType = UNSET
