"""A country's form: its questions, the problems in answers, and the data to send."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from msgspec import UNSET, Struct

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
"""Maximum rounds of changing answers and re-evaluating the conditions that depend on them."""


def read_form(raw: Mapping[str, Any] | None, region_code: str = "") -> Form:
    """Build the form from a lookup's whole answer; None for a 404, which means no requirements.

    Never raises: unsupported parts are listed in `Form.unread`, and the rest works.

    Args:
        region_code: the country of the number; answers in its national formats can be corrected.
    """
    return Form(read_answer(raw), region_code)


# Over 400 lines: callers see one form; the work is done in parse, schema, ask and answers.
class Form:
    """The requirements of one region and number type.

    Data are answers in the shape of `requestDetails.data`. They come from files and users, so every
    method accepts any JSON. Data of the wrong shape give a problem, never an exception. No method
    changes the data passed in.
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

    # Questions.

    @cached_property
    def _overview(self) -> tuple[tuple[Section, ...], Walker]:
        self._evaluator.begin()
        walker = Walker(self._everything)
        return walker.sections(None), walker

    @property
    def sections(self) -> tuple[Section, ...]:
        """The overview: every field, with `*` for rows in paths, and conditional fields marked."""
        return self._overview[0]

    @cached_property
    def _fields(self) -> dict[Steps, Field]:
        return {split(field.path): field for s in self.sections for field in s.fields}

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The parts of the form that are unsupported or that only the server can check."""
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
            if all(note.raw != pattern for note in found):  # some are objects: unhashable
                found.append(Unread("", f"a pattern that {reason}", pattern))
        return tuple(found)

    @cached_property
    def _unusable_patterns(self) -> list[Unread]:
        found = []
        for path, parts in self._overview[1].parts.items():
            for part in parts:
                pattern = part.schema.get("pattern")
                # Patterns that can be described also compile, so most forms skip this.
                if pattern is None or pattern_words.in_words(pattern):
                    continue
                if not self._patterns.usable(pattern):
                    reason = self._patterns.skipped[pattern]
                    found.append(Unread(path, f"a pattern that {reason}", pattern))
        return found

    @property
    def has_fields(self) -> bool:
        """Return True if a registration is required: the form has fields, or can't be read."""
        return bool(self.sections) or self._reading.misread

    def questions(self, data: Any) -> tuple[Section, ...]:
        """Return the questions for these answers, with one section for each row.

        There are as many rows as in the data, at least `min_rows`, and one if required rows are
        missing. Conditional fields are included only while they apply, and `Field.required` has its
        current value.
        """
        self._evaluator.begin()
        return Walker(self._live).sections(self._view.of(data))

    def forks(self, data: Any) -> tuple[Fork, ...]:
        """Return the points with several ways to answer, of which none has been started."""
        self._evaluator.begin()
        walker = Walker(self._live)
        walker.sections(self._view.of(data))
        return tuple(walker.forks)

    def outline(self, data: Any) -> tuple[Section, ...]:
        """Return `questions`, with an extra section for each applicable list after its rows.

        That section has no fields and no `row`, and its path is that of the list (`0`), so rows can
        be added, including the first. Lists nested in a row come within that row.
        """
        self._evaluator.begin()
        return Walker(self._live).outline(self._view.of(data))

    def field(self, path: str) -> Field | None:
        """Return the field at a concrete path or a path with `*`, or None."""
        return find(self._fields, split(path))

    def resolve(self, name: str, data: Any = None) -> tuple[str, ...]:
        """Return the concrete paths for a path, name or title: several if ambiguous, () if
        unknown."""
        return Names(self.sections, self.questions(data)).typed(name)

    def locate(self, field_text: str, data: Any = None) -> tuple[str, ...]:
        """Return the concrete paths for the `field` of a server's violation.

        It may use brackets, dots or slashes, include or omit `requestDetails.data`, or be a bare
        name (FACTS.md, step 4). () if nothing matches.
        """
        return Names(self.sections, self.questions(data)).reported(field_text)

    def locate_in_text(self, sentence: str, data: Any = None) -> tuple[str, ...]:
        """Return the concrete paths of the fields that a server's sentence names; () if none."""
        return Names(self.sections, self.questions(data)).mentioned(sentence)

    def as_json(self) -> dict[str, Any]:
        """Return the form for `requirements --json`: `sections` with `fields`, and `unread`."""
        return {
            "sections": [
                {**_in_json(section), "fields": [_in_json(field) for field in section.fields]}
                for section in self.sections
            ],
            "unread": [_in_json(note) for note in self.unread],
        }

    # Initial data, and rows.

    def empty(self) -> Any:
        """Return the data before any answer: required containers and first rows."""
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
        """Return data with every field, set to the form's default or null, and one row in each
        repeatable section. When read as answers, null means not answered yet. Optional sections
        have only nulls, because a default would start the section."""
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
        """Return `blank` with a comment beside each answer: its path and the allowed values. The
        file can be used unchanged, as `without_notes` removes the comments."""
        return template_comments.annotated(self.blank(), self.sections)

    def without_notes(self, data: Any) -> Any:
        """Remove the comments from answers read from a file."""
        return template_comments.without_notes(
            data, {step for steps in self._fields for step in steps}
        )

    def with_defaults(self, data: Any) -> tuple[Any, tuple[Change, ...]]:
        """Fill missing required answers with the form's defaults. Return the data and the changes.
        Optional answers stay empty."""
        return self._filled(data, default_of)

    def with_only_values(self, data: Any) -> tuple[Any, tuple[Change, ...]]:
        """Fill required fields, and fields that are not asked, that have only one possible value.
        Return the data and the changes."""
        return self._filled(data, only_value)

    def _filled(
        self, data: Any, value_of: Callable[[Field], Any]
    ) -> tuple[Any, tuple[Change, ...]]:
        fields = [*self._fields.values(), *self._overview[1].unasked]
        if not any(field.choices or default_of(field) is not None for field in fields):
            return data, ()
        taken: list[Change] = []
        for _ in range(_ROUNDS):  # an answer can add questions
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
        """Return the data with an empty row at the end of the section (`0`, or any row of it)."""
        return rows.add(self.sections, data, section_path)

    def remove_row(self, data: Any, section_path: str, row: int) -> Any:
        """Return the data without the row; later rows move up. Unchanged if there is no such
        row."""
        return rows.remove(self.sections, data, section_path, row)

    def copy_row(self, data: Any, section_path: str, row: int) -> Any:
        """Return the data with a copy of the row after it, without its phone number of the
        order."""
        return rows.copy(self.sections, data, section_path, row)

    # Checking, correcting and sending.

    def check(self, data: Any, *, numbers: Sequence[str] = ()) -> tuple[Problem, ...]:
        """Return all problems in the data that would be sent for these answers.

        Args:
            numbers: the order's phone numbers, shown as examples in problems about number fields.
        """
        sent, _ = self.sendable(data)
        return self._problems(sent, numbers)

    def _problems(
        self, sent: Any, numbers: Sequence[str] = (), *, about: Steps | None = None
    ) -> tuple[Problem, ...]:
        """Return the problems in the data to send: all, or only those about one place."""
        self._evaluator.begin()
        violations = self._evaluator.violations(self._reading.document.root, sent, about=about)
        violations.extend(characters.invisible_in(sent))
        if not violations:
            return ()
        walker = Walker(self._live)
        sections = walker.sections(sent)
        return Explainer(sent, self._reading.document, sections, walker.parts, numbers).problems(
            violations
        )

    def progress(self, data: Any) -> tuple[int, int]:
        """Return the number of answers given, and the number given or required."""
        fields = [field for section in self.questions(data) for field in section.fields]
        given = {field.path for field in fields if get(data, field.path, None) is not None}
        return len(given), sum(1 for field in fields if field.required or field.path in given)

    def check_field(self, data: Any, path: str, value: Any) -> Problem | None:
        """Return the problem that `value` would cause at `path`, when the user leaves that
        field."""
        sent, _ = self.sendable(put(data, path, value))
        for problem in self._problems(sent, about=split(path)):
            if problem.path == path:
                return problem
        return None

    def tidy(self, data: Any) -> tuple[Any, tuple[Change, ...]]:
        """Correct the answers and remove nulls that are not answers. Return the data and the
        changes.

        Surrounding white space is trimmed. Other corrections are made only if the original fails
        and the corrected answer passes: a phone number with spaces, a choice in another letter
        case, a date without leading zeros, a country's name in place of its code. Everything else
        stays.
        """
        given = self._view.of(data)
        data, changes = given, list[Change]()
        for _ in range(_ROUNDS):  # a corrected answer can add questions
            data, found = self._tidied(data)
            changes.extend(found)
            if not found:
                break
        if changes and self._wrong(data) > self._wrong(given):
            data, changes = self._with_compatible_changes(given, changes)
        return data, tuple(changes)

    def _with_compatible_changes(
        self, data: Any, changes: list[Change]
    ) -> tuple[Any, list[Change]]:
        """Return the data with only those changes that break no rule across several answers."""
        kept: list[Change] = []
        for change in changes:
            tried = put(data, change.path, change.after)
            if self._wrong(tried) <= self._wrong(data):
                data = tried
                kept.append(change)
        return data, kept

    def _wrong(self, data: Any) -> int:
        """Count the problems in given answers; missing answers are not counted."""
        return sum(problem.given is not UNSET for problem in self.check(data))

    def named(self, field: Field, value: Any) -> str:
        """Return the name of the country or state for a choice that is a code, or ""."""
        return variants.name_of_code(field, value, self._region_code)

    def proposal(self, data: Any, field: Field) -> Any:
        """Return the initial value to show for a field: the form's default, or the number's country
        in a country field, else None. It is a suggestion and never sent without the user's
        confirmation."""
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
                after = normalize.corrected(field, before, fits, self._region_code)
                if not same(after, before):
                    data = put(data, field.path, after)
                    changes.append(Change(field.path, field.title, before, after))
        return data, changes

    def _fits(self, parts: Sequence[Part]) -> Callable[[Any], bool]:
        """Return a test for values that these parts of the form accept."""
        binding = [part.schema for part in parts if part.binding]
        return lambda value: (
            all(self._evaluator.passes(schema, value) for schema in binding)
            and not (isinstance(value, str) and characters.invisible(value))
        )

    def acceptor(self, data: Any) -> Callable[[str, Any], bool]:
        """Return a test whether a field, under these answers, accepts a value at a path. The form
        is walked only once, for callers that test many values."""
        self._evaluator.begin()
        walker = Walker(self._live)
        walker.sections(self._view.of(data))
        parts = walker.parts
        return lambda path, value: path in parts and self._fits(parts[path])(value)

    def sendable(self, data: Any) -> tuple[Any, dict[str, Any]]:
        """Return the answers that apply now, and those that don't, by path.

        Answers to conditional fields are dropped if their condition no longer holds, unless the
        data pass only with them.
        """
        whole = self._view.of(data)
        kept, aside = whole, dict[str, Any]()
        if not any(field.conditional for field in self._fields.values()):
            return kept, aside
        for _ in range(_ROUNDS):
            conditional = self._conditional_in(kept)
            if not conditional:  # nothing can be dropped, so the form need not be walked
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
        """Return the paths of conditional fields that have an answer in the data."""
        return {
            join(steps)
            for general, field in self._fields.items()
            if field.conditional
            for steps in rows.places(data, general)
        }

    def unknown(self, data: Any) -> tuple[Unknown, ...]:
        """Return the members of the data that the form doesn't describe, most of them misspelt.
        They are sent unchanged, because a form may accept more than it describes."""
        from difflib import get_close_matches

        found = []
        self._evaluator.begin()
        for steps, names in self._view.unknown(data):
            like = get_close_matches(str(steps[-1]), names, n=1)
            found.append(Unknown(join(steps), join((*steps[:-1], like[0])) if like else ""))
        return () if self._evaluator.gave_up else tuple(found)

    def parse(self, path: str, text: str) -> Any:
        """Convert typed text (or the value of `--set`) to a value of the field; None for empty
        text.

        Raises:
            ValueError: the text can't be converted; the message is a sentence for the user.
        """
        field = self.field(path)
        return text if field is None else normalize.parsed(field, text, self._region_code)


def _in_json(struct: Struct) -> dict[str, Any]:
    """Convert a struct to JSON, with names in the API's style (`maxLength`)."""
    return {
        re.sub("_([a-z])", lambda found: found[1].upper(), name): value
        for name, value in msgspec.json.decode(msgspec.json.encode(struct)).items()
    }
