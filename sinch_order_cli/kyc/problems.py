"""Turn violations of the schema into problems that name a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import UNSET

from sinch_order_cli.kyc import messages, pattern_words
from sinch_order_cli.kyc.answers import characters
from sinch_order_cli.kyc.answers.values import MISSING, get
from sinch_order_cli.kyc.ask.conditions import Part
from sinch_order_cli.kyc.ask.field_builder import humanised, merge
from sinch_order_cli.kyc.model import Field, Problem, Section
from sinch_order_cli.kyc.paths import Step, Steps, join, split
from sinch_order_cli.kyc.schema import patterns
from sinch_order_cli.kyc.schema.branches import Branches
from sinch_order_cli.kyc.schema.evaluate import is_unanswered
from sinch_order_cli.kyc.schema.outcome import Violation
from sinch_order_cli.kyc.schema.schema import Document, choices_of, shown

_MOST_PROBLEMS = 2_000
_SENTENCES = 3
_LONGEST_GIVEN = 60


class Explainer:
    """Turns violations into problems.

    Args:
        sections: the questions for these answers.
        parts: the parts of the form that describe each field, by path.
        numbers: the order's phone numbers, used as examples for number fields.
    """

    def __init__(
        self,
        data: Any,
        document: Document,
        sections: Sequence[Section],
        parts: dict[str, list[Part]],
        numbers: Sequence[str] = (),
    ) -> None:
        self._data = data
        self._document = document
        self._parts = parts
        self._numbers = numbers
        self._sections = {split(section.path): section for section in sections}
        self._fields = {split(f.path): f for section in sections for f in section.fields}

    def problems(self, violations: Sequence[Violation]) -> tuple[Problem, ...]:
        """Return one problem for each place, in the form's order, joining several faults."""
        told: dict[Steps, dict[str, Violation]] = {}
        for violation in self._placed(violations):
            steps, text = self._asked_at(violation.steps), self._sentence(violation)
            if (rest := violation.steps[len(steps) :]) and self._fields[steps].kind == "json":
                text = f"{join(rest)}: {text}"
            told.setdefault(steps, {}).setdefault(text, violation)
        order: dict[Steps, int] = {}
        for place, field in enumerate(self._fields):
            for length in range(len(field), 0, -1):  # a container comes where its first field does
                order.setdefault(field[:length], place)
        ranked = sorted(told, key=lambda steps: order.get(steps, len(order)))
        return tuple(self._problem(s, _joined(told[s])) for s in ranked[:_MOST_PROBLEMS])

    def _asked_at(self, steps: Steps) -> Steps:
        """Return the place of the question that an answer belongs to. A multiple choice or a JSON
        answer is one question, wherever in it the problem is."""
        above = (steps[:length] for length in range(len(steps) + 1))
        return next((place for place in above if place in self._fields), steps)

    def _placed(self, violations: Sequence[Violation]) -> Iterator[Violation]:
        """Yield the violations; a missing container is replaced by its missing members."""
        for violation in violations:
            if violation.keyword == characters.INVISIBLE and self._is_chosen(violation.steps):
                continue  # the form's own text
            if of_branches := self._of_branches(violation):
                yield from of_branches
            elif violation.nested and choices_of(violation.schema) is None:
                yield from self._placed(self._sure(violation.nested))
            elif violation.steps in self._fields:
                yield violation
            elif violation.keyword == "required":
                yield from self._missing(violation, self._unanswered(violation.steps))
            elif violation.keyword == "minItems":
                yield from self._missing(violation, self._in_missing_rows(violation))
            else:
                yield violation

    def _of_branches(self, found: Violation) -> list[Violation]:
        """Report alternatives of which none or several are answered at the first of their
        questions, and what is missing in all of them. Return [] for other violations.

        If a single answer would select the branch, that answer is reported as missing.
        """
        if found.keyword not in ("oneOf", "anyOf") or not isinstance(found.value, Mapping):
            return []
        branches = Branches(self._document, found.schema[found.keyword])
        own = [name for names in branches.own for name in names]
        shared = [(*found.steps, name) for name in branches.shared]
        none_begun = branches.untouched(found.value) and not branches.telling
        if not own or (found.nested and not none_begun):
            return []
        titles = branches.titles(lambda name: self._title((*found.steps, name)))
        text = messages.one_branch(titles) if found.nested else messages.only_one_branch(titles)
        text = found.schema.get("@messages", {}).get(found.keyword, text)
        first = next(filter(None, (self._first_in((*found.steps, name)) for name in own)), None)
        schema = {"@messages": {found.keyword: text}}
        missing = [one for one in found.nested if one.steps in shared]
        return [*missing, Violation(first or found.steps, found.keyword, schema, None)]

    def _first_in(self, place: Steps) -> Steps | None:
        return next((steps for steps in self._fields if steps[: len(place)] == place), None)

    def _is_chosen(self, steps: Steps) -> bool:
        field = self._fields.get(self._asked_at(steps))
        return field is not None and field.kind in ("choice", "choices")

    def _sure(self, nested: Sequence[Violation]) -> Sequence[Violation]:
        """Return the violations common to all branches, since the branch may depend on an answer
        that is also missing."""
        required = [steps for steps, field in self._fields.items() if field.required]
        sure = [v for v in nested if v.keyword != "required" or v.steps in required]
        return sure or nested

    def _missing(self, violation: Violation, below: Iterator[Steps]) -> Iterator[Violation]:
        found = [Violation(steps, "required", {}, None) for steps in below]
        yield from found or [violation]

    def _in_missing_rows(self, violation: Violation) -> Iterator[Steps]:
        place, given = len(violation.steps), len(violation.value)
        for steps in self._unanswered(violation.steps):
            if _row(steps[place]) >= given:
                yield steps

    def _sentence(self, violation: Violation) -> str:
        """Word the problem; the form's own text may be on another part of the field than the
        rule."""
        parts = self._parts.get(join(violation.steps))
        own = merge(parts).get("@messages") if parts else None
        own = {**violation.schema.get("@messages", {}), **own} if own else {}
        schema = {**violation.schema, "@messages": own} if own else violation.schema
        return _naming_characters(violation, messages.sentence(violation._replace(schema=schema)))

    def _unanswered(self, under: Steps) -> Iterator[Steps]:
        for steps, field in self._fields.items():
            inside = field.required and steps[: len(under)] == under
            if inside and is_unanswered(get(self._data, steps, None)):
                yield steps

    def _problem(self, steps: Steps, text: str) -> Problem:
        given = get(self._data, steps)
        field = self._fields.get(steps)
        return Problem(
            path=join(steps),
            title=self._title(steps),
            problem=text,
            given=UNSET if given is MISSING else given,
            example=(example_of(field, self._numbers) or _nearest(field, given)) if field else "",
        )

    def _title(self, steps: Steps) -> str:
        if steps in self._fields:
            return self._fields[steps].title
        for section_steps, section in self._sections.items():
            if section_steps == steps or (section.repeatable and section_steps[:-1] == steps):
                return section.title
        return humanised(steps[-1]) if steps else "Registration"


def _naming_characters(violation: Violation, sentence: str) -> str:
    """Add the offending characters to the sentence, as some are invisible or look like others."""
    value, pattern = violation.value, violation.schema.get("pattern", "")
    if violation.keyword == characters.INVISIBLE:
        return f"Contains {characters.listed(characters.invisible(value))}. Enter it again without."
    if violation.keyword != "pattern" or not isinstance(value, str):
        return sentence
    hidden = characters.invisible(value)
    found = [c for c in patterns.unmatched_characters(pattern, value) if c not in hidden]
    stop = "" if sentence[-1:] in ".!?" else "."
    return f"{sentence}{stop} Not allowed: {characters.listed(found)}." if found else sentence


def _joined(told: dict[str, Violation]) -> str:
    """Join the sentences without repetition: a missing answer needs no other sentence, and a
    pattern that states a length covers the limits."""
    keywords = {violation.keyword for violation in told.values()}
    if "required" in keywords:
        return next(text for text, violation in told.items() if violation.keyword == "required")
    broken = [v.schema["pattern"] for v in told.values() if v.keyword == "pattern"]
    idle = ("minLength", "maxLength") if any(map(pattern_words.counts, broken)) else ()
    texts = [text for text, violation in told.items() if violation.keyword not in idle]
    if len(texts) > 1:  # the form's own text may lack a full stop
        texts = [text if text[-1] in ".!?" else f"{text}." for text in texts]
    return " ".join(texts[:_SENTENCES])


def _row(step: Step) -> int:
    return step if isinstance(step, int) else 0


def _nearest(field: Field, given: Any) -> str:
    """Return the choice most similar to the given value, if there are too many to list."""
    if len(field.choices) <= messages.LISTED_CHOICES or not isinstance(given, str):
        return ""
    from difflib import get_close_matches

    named = {text.casefold(): c for c in field.choices for text in (c.title, shown(c.value))}
    found = get_close_matches(given.strip().casefold()[:_LONGEST_GIVEN], named, n=1)
    return messages.named(named[found[0]]) if found else ""


def example_of(field: Field, numbers: Sequence[str] = ()) -> str:
    """Return a valid value from the form or the order, or ""."""
    if field.is_number and numbers:
        return numbers[0]
    if field.examples:
        return shown(field.examples[0])
    placeholder = field.placeholder
    for opening in ("e.g. ", "e.g.", "eg. ", "E.g. ", "for example "):
        placeholder = placeholder.removeprefix(opening)
    return placeholder.strip()
