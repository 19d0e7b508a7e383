"""A country's requirements in one model, independent of the form's dialect.

A form consists of sections of fields. Every field has a path, the place of its answer in
`requestDetails.data`: `1.city` is `data[1]["city"]`, `0.0.senderId` is `data[0][0]["senderId"]`. In
a section of rows the path includes the row number. Where no specific row is meant, as in an
overview of the form, `*` replaces it (`0.*.senderId`).
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

Kind = Literal[
    "text",  # one line
    "long-text",  # several lines are likely, so offer an editor
    "integer",
    "number",
    "boolean",  # yes or no
    "consent",  # yes or no, but only yes is accepted
    "choice",  # one of `choices`
    "choices",  # several of `choices`
    "date",
    "date-time",
    "email",
    "uri",
    "json",  # unsupported: shown as received, answered with raw JSON
]


class Choice(Struct, frozen=True):
    """One possible value of a choice. `title` is shown, `value` is sent."""

    value: Any
    title: str


class Field(Struct, frozen=True, kw_only=True):
    """One question of the form.

    `allowed` describes the accepted values ("2 to 100 characters", "one of ACT, NSW"); it is empty
    if everything is accepted. `conditional` fields depend on other answers. `instead` names
    alternative fields, of which one must be answered. `is_number` marks a field whose value must be
    one of the order's phone numbers.
    """

    path: str
    name: str
    title: str
    kind: Kind
    required: bool
    description: str = ""
    allowed: str = ""
    choices: tuple[Choice, ...] = ()
    examples: tuple[Any, ...] = ()
    placeholder: str = ""
    default: Any | UnsetType = UNSET
    max_length: int | None = None
    conditional: bool = False
    instead: tuple[str, ...] = ()
    is_number: bool = False


class Section(Struct, frozen=True, kw_only=True):
    """A group of fields.

    A `repeatable` section has `min_rows` to `max_rows` (None: no limit) rows of the same fields. In
    an overview, `row` is None and paths have `*` for the row. Among the questions for given answers
    there is one section for each row, with `row` counted from 0. `path` is the place of the
    section's answers in the data: `1`, `0.2` for a row, or "" for fields at the top level. An
    `optional` section may be omitted as a whole: its fields are required only once one of them is
    answered.
    """

    path: str
    title: str
    fields: tuple[Field, ...]
    description: str = ""
    repeatable: bool = False
    row: int | None = None
    min_rows: int = 0
    max_rows: int | None = None
    optional: bool = False


class Problem(Struct, frozen=True, kw_only=True):
    """One problem with the answers.

    `problem` is a sentence for the user, in the form's or the server's own words if available.
    `given` is the invalid answer, UNSET if there is none. `example` is a value that passes, if
    known.
    """

    path: str
    title: str
    problem: str
    given: Any | UnsetType = UNSET
    example: str = ""

    @property
    def told(self) -> str:
        """The sentence, with the example unless the sentence already contains it."""
        if not self.example or self.example in self.problem:
            return self.problem
        stop = "" if self.problem[-1:] in ".!?" else "."
        return f"{self.problem}{stop} For example {self.example}."

    def as_json(self) -> dict[str, Any]:
        """Return the detail for `--json`: `path`, `title`, `problem`, `given`."""
        return {
            "path": self.path,
            "title": self.title,
            "problem": self.told,
            "given": None if self.given is UNSET else self.given,
        }


class Fork(Struct, frozen=True):
    """Alternatives that are all unanswered: the title of each, and the paths of its own answers
    (those of fields, and of nested places)."""

    titles: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]


class Change(Struct, frozen=True):
    """An answer that was corrected automatically, to be shown: spaces removed, letter case matched.

    `before` is None if there was no answer and the form's default was used, or with `is_number` the
    order's number. `after` is MISSING if the entry that contained it was removed.
    """

    path: str
    title: str
    before: Any
    after: Any
    is_number: bool = False


class Unknown(Struct, frozen=True):
    """A member of the answers that the form doesn't describe. `like` is the path of a similarly
    spelt member in its place, or ""."""

    path: str
    like: str


class Unread(Struct, frozen=True):
    """An unsupported part of the lookup's answer, shown to the user as received."""

    path: str
    what: str
    raw: Any


class AttachmentTemplate(Struct, frozen=True):
    """A template to fill in. Both texts come from the server: never use them as a file path
    unchecked."""

    name: str
    url: str


class RequiredAttachment(Struct, frozen=True, kw_only=True):
    """A document for the country. If `allowed_mime_types` is empty, any type is accepted."""

    id: str
    title: str
    description: str = ""
    mandatory: bool = False
    templates: tuple[AttachmentTemplate, ...] = ()
    allowed_mime_types: tuple[str, ...] = ()
    allowed_document_types: tuple[str, ...] = ()
