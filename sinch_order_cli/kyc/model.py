"""What a country asks for, in one shape, whatever dialect it came in.

A form is sections of fields. Every field has a path, which is the place of its answer in
`requestDetails.data`: `1.city` is `data[1]["city"]`, `0.0.senderId` is `data[0][0]["senderId"]`.
In a section of rows the number of the row is part of the path; where no row is meant, as in an
overview of the form, a `*` stands in its place (`0.*.senderId`).
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

Kind = Literal[
    "text",  # one line
    "long-text",  # several lines are likely; offer an editor
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
    "json",  # not understood: shown as it came, answered with raw JSON
]


class Choice(Struct, frozen=True):
    """One value that may be chosen. `title` is for people, `value` is what is sent."""

    value: Any
    title: str


class Field(Struct, frozen=True, kw_only=True):
    """One question of the form.

    `allowed` says in words what passes ("2 to 100 characters", "one of ACT, NSW"); it is empty
    where anything goes. `conditional` fields are asked only under some answers to other fields.
    `instead` names what may be answered in its place: one of them has to be.
    `is_number` marks a field whose value has to be one of the order's phone numbers.
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
    """Fields that belong together.

    A section with `repeatable` holds rows: `min_rows` to `max_rows` (None: no limit) times the
    same fields. In an overview `row` is None and a row's place in the paths is `*`; among the
    questions for given answers there is one section for each row, with `row` counted from 0.
    `path` is where the section's answers stand in the data: `1`, `0.2` for a row, or "" where
    the fields stand at the top. An `optional` section may be left out as a whole: its fields have
    to be answered only once one of them is.
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
    """One thing that is wrong with the answers.

    `problem` is a sentence for the operator: the server's own words where the form or the server
    has them. `given` is the offending answer, UNSET where there is none. `example` shows a value
    that passes, where one is known.
    """

    path: str
    title: str
    problem: str
    given: Any | UnsetType = UNSET
    example: str = ""

    @property
    def told(self) -> str:
        """The sentence, and the example where it does not name it already."""
        if not self.example or self.example in self.problem:
            return self.problem
        stop = "" if self.problem[-1:] in ".!?" else "."
        return f"{self.problem}{stop} For example {self.example}."

    def as_json(self) -> dict[str, Any]:
        """The detail that `--json` prints: `path`, `title`, `problem`, `given`."""
        return {
            "path": self.path,
            "title": self.title,
            "problem": self.told,
            "given": None if self.given is UNSET else self.given,
        }


class Fork(Struct, frozen=True):
    """Several ways to answer, of which none is begun: what each is called, and where its own
    answers stand (those of fields, and of what lies within)."""

    titles: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]


class Change(Struct, frozen=True):
    """An answer that was mended without asking, to be shown: spaces removed, case matched.

    `before` is None where there was no answer and the form's own proposal was taken.
    """

    path: str
    title: str
    before: Any
    after: Any


class Unknown(Struct, frozen=True):
    """A member of the answers that the form does not know; `like` is the path of the one in its
    place that is spelt like it, "" for none."""

    path: str
    like: str


class Unread(Struct, frozen=True):
    """A part of the lookup's answer that was not understood, shown to the operator as it came."""

    path: str
    what: str
    raw: Any


class AttachmentTemplate(Struct, frozen=True):
    """A blank document to fill in. Both texts come from outside: never a path to write to as is."""

    name: str
    url: str


class RequiredAttachment(Struct, frozen=True, kw_only=True):
    """A document that the country wants. An empty `allowed_mime_types` means any type will do."""

    id: str
    title: str
    description: str = ""
    mandatory: bool = False
    templates: tuple[AttachmentTemplate, ...] = ()
    allowed_mime_types: tuple[str, ...] = ()
    allowed_document_types: tuple[str, ...] = ()
