"""A country's requirements, and what `check` finds, as `--json` prints them."""

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
    """Questions that belong together; a repeatable section holds entries. An optional one may be
    left out as a whole: its required answers count once one is given."""

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
    """A part of the server's answer that was not understood."""

    path: str
    what: str
    raw: Any


class Form(TypedDict):
    """All questions, in order, and what was not understood."""

    sections: list[FormSection]
    unread: list[Unread]


class FormChange(TypedDict):
    """One thing that a country requires otherwise than at the last lookup.

    `path` is that of the field or the list of rows, or the ID of the document; `kind` is added,
    removed, renamed, need (whether it has to be answered), allowed, rows, document-added,
    document-removed or document-changed; `words` is the sentence for people.
    """

    path: str
    title: str
    kind: str
    words: str


class Requirements(Result, kw_only=True):
    """What a country requires. `raw` is the server's answer untouched, null where it has none;
    `changes` is what is new since the last lookup on this machine."""

    region_code: str
    number_type: str
    required: bool
    form: Form
    attachments: list[Any]
    changes: list[FormChange]
    raw: dict[str, Any] | None
    customer: CustomerMatch | UnsetType = UNSET


class Pending(Part, kw_only=True):
    """A document that the server is still taking in."""

    where: str
    problem: str


class CheckProblem(Part, kw_only=True):
    """One thing missing or wrong. `path` is null where it is not about an answer or document."""

    where: str
    path: str | None
    problem: str
    fix: str


class Check(Result, kw_only=True):
    """What keeps an order, or an answers file, from being ready."""

    ready: bool
    pending: list[Pending]
    problems: list[CheckProblem]
    proposals: list[Proposal] | UnsetType = UNSET
