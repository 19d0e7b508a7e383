"""A country's form: what it asks, what is wrong with answers to it, and what may be sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import UNSET, Struct

from sinch_order_cli.api import exact
from sinch_order_cli.kyc import pattern_words, template_comments
from sinch_order_cli.kyc.answers import characters, normalize, rows, variants
from sinch_order_cli.kyc.answers.values import MISSING, get, ordered_like, put
from sinch_order_cli.kyc.ask.conditions import Part, Unfolder
from sinch_order_cli.kyc.ask.field_builder import default_of, only_value
from sinch_order_cli.kyc.ask.prune import View
from sinch_order_cli.kyc.ask.sections import MOST_FIELDS, Walker
from sinch_order_cli.kyc.field_lookup import Names, find
from sinch_order_cli.kyc.model import (
    Change,
    Field,
    Fork,
    Problem,
    RequiredAttachment,
    Section,
    Unknown,
    Unread,
)
from sinch_order_cli.kyc.parse.dialects import Reading, read_answer
from sinch_order_cli.kyc.paths import ROW, Steps, join, split
from sinch_order_cli.kyc.problems import Explainer
from sinch_order_cli.kyc.schema.evaluate import Evaluator
from sinch_order_cli.kyc.schema.patterns import Patterns
from sinch_order_cli.kyc.schema.schema import same

_ROUNDS = 5
"""How often a change of answers may change which conditions hold, before we leave it at that."""


def read_form(raw: Mapping[str, Any] | None, region_code: str = "") -> Form:
    """The form in a lookup's whole answer; None where the lookup answered 404: nothing is asked.

    Never raises: what is not understood is in `Form.unread`, and the rest works.

    Args:
        region_code: the country of the number; what is written as it is there can be mended.
    """
    return Form(read_answer(raw), region_code)


# Over 400 lines: a form is one thing to its users; the work is done in parse, schema, ask, answers.
class Form:
    """What one region and number type ask for.

    Data are the answers in the shape of `requestDetails.data`. They come from files and people, so
    every method takes any JSON; what has not the form's shape is a problem, never an exception.
    No method changes the data it is given.
    """

    def __init__(self, reading: Reading, region_code: str = "") -> None:
        self._reading = reading
        self._region_code = region_code
        self._patterns = Patterns()
        self._evaluator = Evaluator(reading.document, self._patterns)
        self._live = Unfolder(self._evaluator, everything=False)
        self._everything = Unfolder(self._evaluator, everything=True)
        self._view = View(self._everything)
        self.attachments: tuple[RequiredAttachment, ...] = reading.attachments

    # What is asked.

    @cached_property
    def _overview(self) -> tuple[tuple[Section, ...], Walker]:
        self._evaluator.begin()
        walker = Walker(self._everything)
        return walker.sections(None), walker

    @property
    def sections(self) -> tuple[Section, ...]:
        """The overview: every field, rows with `*` in their paths, conditional fields marked."""
        return self._overview[0]

    @cached_property
    def _fields(self) -> dict[Steps, Field]:
        return {split(field.path): field for s in self.sections for field in s.fields}

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What was not understood, and what can only be checked by the server."""
        found = [*self._reading.unread, *self._unusable_patterns]
        found.extend(
            Unread(join(steps), "has no end; give it as JSON", None)
            for steps in self._overview[1].endless
        )
        if self._overview[1].cut_short:
            what = f"the fields after the first {MOST_FIELDS}; they can be given as JSON"
            found.append(Unread("", what, None))
        if self._evaluator.gave_up:
            found.append(Unread("", "too complex to check completely", None))
        for pattern, reason in self._patterns.skipped.items():
            if all(note.raw != pattern for note in found):  # some are objects: not to be hashed
                found.append(Unread("", f"a pattern that {reason}", pattern))
        return tuple(found)

    @cached_property
    def _unusable_patterns(self) -> list[Unread]:
        found = []
        for path, parts in self._overview[1].parts.items():
            for part in parts:
                pattern = part.schema.get("pattern")
                # What can be put into words can be compiled; most forms never need to here.
                if pattern is None or pattern_words.in_words(pattern):
                    continue
                if not self._patterns.usable(pattern):
                    reason = self._patterns.skipped[pattern]
                    found.append(Unread(path, f"a pattern that {reason}", pattern))
        return found

    @property
    def has_fields(self) -> bool:
        """Whether a registration is needed: something is asked, or it can't be told what."""
        return bool(self.sections) or self._reading.misread

    def questions(self, data: Any) -> tuple[Section, ...]:
        """What is asked for these answers, one section for each row.

        There are as many rows as the data have, at least `min_rows`, and one where required rows
        are not there at all. Conditional fields are there only when they apply, and
        `Field.required` is as it is now.
        """
        self._evaluator.begin()
        return Walker(self._live).sections(self._view.of(data))

    def forks(self, data: Any) -> tuple[Fork, ...]:
        """Where there are several ways to answer, and none is begun."""
        self._evaluator.begin()
        walker = Walker(self._live)
        walker.sections(self._view.of(data))
        return tuple(walker.forks)

    def outline(self, data: Any) -> tuple[Section, ...]:
        """`questions`, and behind the rows of each list that applies a section for the list.

        That one has no fields and no `row`; its path is where the list stands (`0`), so that rows
        can be added, also the first one. Lists of rows that belong to a row stand within it.
        """
        self._evaluator.begin()
        return Walker(self._live).outline(self._view.of(data))

    def field(self, path: str) -> Field | None:
        """The field at a concrete path or one with `*`; None where none stands."""
        return find(self._fields, split(path))

    def resolve(self, name: str, data: Any = None) -> tuple[str, ...]:
        """The concrete paths that a path, name or title stands for: several where it is
        ambiguous, () where it is unknown."""
        return Names(self.sections, self.questions(data)).typed(name)

    def locate(self, field_text: str, data: Any = None) -> tuple[str, ...]:
        """The concrete paths that the `field` of a server's violation stands for.

        It may be written with brackets, dots or slashes, with or without
        `requestDetails.data`, or be a bare name (FACTS.md, step 4). () where nothing fits.
        """
        return Names(self.sections, self.questions(data)).reported(field_text)

    def locate_in_text(self, sentence: str, data: Any = None) -> tuple[str, ...]:
        """The concrete paths of the fields that a server's sentence names, () if it names none."""
        return Names(self.sections, self.questions(data)).mentioned(sentence)

    def as_json(self) -> dict[str, Any]:
        """The form for `requirements --json`: `sections` with `fields`, and `unread`."""
        return {
            "sections": [
                {**_in_json(section), "fields": [_in_json(field) for field in section.fields]}
                for section in self.sections
            ],
            "unread": [_in_json(note) for note in self.unread],
        }

    # Data to begin with, and rows.

    def empty(self) -> Any:
        """The data before any answer: every container that has to be there, and first rows."""
        self._evaluator.begin()
        data = self._view.of(None)
        for section in self.sections:
            steps = split(section.path)
            present = get(data, steps)
            first = section.min_rows and ROW not in steps and not section.optional
            if section.repeatable and first and present == []:
                data = put(data, (*steps, 0), rows.blank_row(section))
        return {} if data is None and self.sections else data

    def blank(self) -> Any:
        """The data with every field in it, as the form proposes it or null; one row in each
        repeatable section. Read back as answers, null means not answered yet. A section that may
        be left out has nulls alone: a proposal would begin it."""
        data, asked = self.empty(), None
        kept_out = {field.path for s in self.sections if s.optional for field in s.fields}
        for steps, field in self._fields.items():
            place = tuple(0 if step == ROW else step for step in steps)
            sure = field.required and not field.conditional
            only = only_value(field) is not None
            unsaid = field.path in kept_out or (only and not sure)
            data = put(data, place, None if unsaid else default_of(field))
            asked = put(asked, place, None)
        return ordered_like(asked, data)

    def annotated_blank(self) -> Any:
        """`blank` with a note beside each answer on its path and what is allowed there. It feeds
        back as it is: `without_notes` takes the notes out."""
        return template_comments.annotated(self.blank(), self.sections)

    def without_notes(self, data: Any) -> Any:
        """Answers from a file, without notes."""
        return template_comments.without_notes(
            data, {step for steps in self._fields for step in steps}
        )

    def with_defaults(self, data: Any) -> tuple[Any, tuple[Change, ...]]:
        """The data with what the form proposes where an answer has to be and is not, and what
        was taken so. Answers that may be left empty are left so."""
        return self._filled(data, default_of)

    def with_only_values(self, data: Any) -> tuple[Any, tuple[Change, ...]]:
        """The data with the value of each field that has to be answered and takes only one, and
        of each that is not asked and has one, and what was taken so."""
        return self._filled(data, only_value)

    def _filled(
        self, data: Any, value_of: Callable[[Field], Any]
    ) -> tuple[Any, tuple[Change, ...]]:
        fields = [*self._fields.values(), *self._overview[1].unasked]
        if not any(field.choices or default_of(field) is not None for field in fields):
            return data, ()
        taken: list[Change] = []
        for _ in range(_ROUNDS):  # an answer can bring up other questions
            self._evaluator.begin()
            walker = Walker(self._live)
            asked = [field for s in walker.sections(self._view.of(data)) for field in s.fields]
            found = [
                Change(field.path, field.title, None, value)
                for field, value in [
                    *((field, value_of(field)) for field in asked),
                    *((field, default_of(field)) for field in walker.unasked),
                ]
                if field.required and get(data, field.path, None) is None and value is not None
            ]
            for change in found:
                data = put(data, change.path, change.after)
            taken.extend(found)
            if not found:
                break
        return data, tuple(taken)

    def add_row(self, data: Any, section_path: str) -> Any:
        """The data with an empty row at the end of the section (`0`, or any row of it)."""
        return rows.add(self.sections, data, section_path)

    def remove_row(self, data: Any, section_path: str, row: int) -> Any:
        """The data without the row; those after it move up. Unchanged where it is not there."""
        return rows.remove(self.sections, data, section_path, row)

    def copy_row(self, data: Any, section_path: str, row: int) -> Any:
        """The data with a copy of the row after it, without its phone number of the order."""
        return rows.copy(self.sections, data, section_path, row)

    # Checking, mending and sending.

    def check(self, data: Any, *, numbers: Sequence[str] = ()) -> tuple[Problem, ...]:
        """Everything that is wrong with what would be sent of these answers.

        Args:
            numbers: the order's phone numbers, shown as examples where one of them is wanted.
        """
        sent, _ = self.sendable(data)
        return self._problems(sent, numbers)

    def _problems(
        self, sent: Any, numbers: Sequence[str] = (), *, about: Steps | None = None
    ) -> tuple[Problem, ...]:
        """What is wrong with what would be sent; all of it, or what is about one place."""
        self._evaluator.begin()
        violations = self._evaluator.violations(self._reading.document.root, sent, about=about)
        violations.extend(characters.unseen_in(sent))
        if not violations:
            return ()
        walker = Walker(self._live)
        sections = walker.sections(sent)
        return Explainer(sent, self._reading.document, sections, walker.parts, numbers).problems(
            violations
        )

    def progress(self, data: Any) -> tuple[int, int]:
        """How many answers there are, and how many there will be when nothing is missing; what
        may be left empty and is, is not missing."""
        fields = [field for s in self.questions(data) for field in s.fields]
        answered = {f.path for f in fields if get(data, f.path, None) is not None}
        missing = {one.path for one in self.check(data) if one.given is UNSET}
        missing |= {f.path for f in fields if f.required}
        return len(answered), len(answered | missing)

    def check_field(self, data: Any, path: str, value: Any) -> Problem | None:
        """What would be wrong with `value` at `path`, on leaving that one field."""
        sent, _ = self.sendable(put(data, path, value))
        for problem in self._problems(sent, about=split(path)):
            if problem.path == path:
                return problem
        return None

    def tidy(self, data: Any) -> tuple[Any, tuple[Change, ...]]:
        """The answers as they were surely meant, and what was changed; nulls that are no answer
        are left out.

        Outer white space goes; other writings of an answer are taken where only they pass: a
        phone number with spaces, a choice in other letter case, a date without zeros, the name of
        a country for its code. All else stays as it is.
        """
        given = self._view.of(data)
        data, changes = given, list[Change]()
        for _ in range(_ROUNDS):  # a mended answer can bring up other questions
            data, found = self._tidied(data)
            changes.extend(found)
            if not found:
                break
        if changes and self._wrong(data) > self._wrong(given):
            data, changes = self._tidied_sparingly(given, changes)
        return data, tuple(changes)

    def _tidied_sparingly(self, data: Any, changes: list[Change]) -> tuple[Any, list[Change]]:
        """The data with those changes that do not meet a rule about several answers together."""
        kept: list[Change] = []
        for change in changes:
            tried = put(data, change.path, change.after)
            if self._wrong(tried) <= self._wrong(data):
                data = tried
                kept.append(change)
        return data, kept

    def _wrong(self, data: Any) -> int:
        """How much is wrong with what is answered; what is missing is not counted."""
        return sum(problem.given is not UNSET for problem in self.check(data))

    def named(self, field: Field, value: Any) -> str:
        """The country or state that a code among the choices stands for, "" for none."""
        return variants.name_of_code(field, value, self._region_code)

    def proposal(self, data: Any, field: Field) -> Any:
        """What to begin with where a field is asked: the form's own proposal, else for a country
        that of the number; None for nothing. Nobody has said so yet: it is shown, never sent
        by itself."""
        if field.default is not UNSET:
            return default_of(field)
        here = self._region_code
        if not here or field.kind not in ("text", "choice") or not variants.is_of_country(field):
            return None
        return here if self.check_field(data, field.path, here) is None else None

    def _tidied(self, data: Any) -> tuple[Any, list[Change]]:
        self._evaluator.begin()
        walker = Walker(self._live)
        changes: list[Change] = []
        for section in walker.sections(data):
            for field in section.fields:
                before = get(data, field.path)
                if before is MISSING or field.kind == "json":
                    continue
                fits = self._fits(walker.parts[field.path])
                after = normalize.mended(field, before, fits, self._region_code)
                if not same(after, before):
                    data = put(data, field.path, after)
                    changes.append(Change(field.path, field.title, before, after))
        return data, changes

    def _fits(self, parts: Sequence[Part]) -> Callable[[Any], bool]:
        """Whether a value is what these parts of the form want."""
        binding = [part.schema for part in parts if part.binding]
        return lambda value: (
            all(self._evaluator.passes(schema, value) for schema in binding)
            and not (isinstance(value, str) and characters.unseen(value))
        )

    def acceptor(self, data: Any) -> Callable[[str, Any], bool]:
        """A test whether a value passes at a path, by what the form says of that field under
        these answers. It walks the form once, for callers that test many values."""
        self._evaluator.begin()
        walker = Walker(self._live)
        walker.sections(self._view.of(data))
        parts = walker.parts
        return lambda path, value: path in parts and self._fits(parts[path])(value)

    def sendable(self, data: Any) -> tuple[Any, dict[str, Any]]:
        """The answers that apply now, and those set aside, by path.

        Set aside are answers to conditional fields whose condition no longer holds, except where
        the data pass with them and would not without.
        """
        whole = self._view.of(data)
        kept, aside = whole, dict[str, Any]()
        if not any(field.conditional for field in self._fields.values()):
            return kept, aside
        for _ in range(_ROUNDS):
            conditional = self._conditional_in(kept)
            if not conditional:  # nothing can be set aside: the form need not be walked
                break
            asked = {field.path for s in self.questions(kept) for field in s.fields}
            found = {path: get(kept, path) for path in conditional - asked}
            if not found:
                break
            aside.update(found)
            kept = self._view.of(rows.without(kept, found))
        root = self._reading.document.root
        self._evaluator.begin()
        if aside and self._evaluator.passes(root, whole) and not self._evaluator.passes(root, kept):
            return whole, {}
        return kept, dict(sorted(aside.items()))

    def _conditional_in(self, data: Any) -> set[str]:
        """The paths of conditional fields that the data have an answer to."""
        return {
            join(steps)
            for general, field in self._fields.items()
            if field.conditional
            for steps in rows.places(data, general)
        }

    def unknown(self, data: Any) -> tuple[Unknown, ...]:
        """The members of the data that this form does not know: most are misspelt. They are sent
        as they are, since a form need not name all that it takes."""
        from difflib import get_close_matches

        found = []
        self._evaluator.begin()
        for steps, names in self._view.unknown(data):
            like = get_close_matches(str(steps[-1]), names, n=1)
            found.append(Unknown(join(steps), join((*steps[:-1], like[0])) if like else ""))
        return () if self._evaluator.gave_up else tuple(found)

    def parse(self, path: str, text: str) -> Any:
        """What was typed for a field (or given by `--set`) as the value it takes; None for none.

        Raises:
            ValueError: it can't be such a value; the text is a sentence for the operator.
        """
        field = self.field(path)
        return text if field is None else normalize.parsed(field, text, self._region_code)


def _in_json(struct: Struct) -> dict[str, Any]:
    """A struct as JSON, with names in the manner of the API (`maxLength`)."""
    return {
        re.sub("_([a-z])", lambda found: found[1].upper(), name): value
        for name, value in exact.decode(exact.encode(struct)).items()
    }
