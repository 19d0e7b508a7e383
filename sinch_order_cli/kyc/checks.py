"""What is wrong with answers, as problems that name a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import UNSET

from sinch_order_cli.kyc import words
from sinch_order_cli.kyc.answers import MISSING, get
from sinch_order_cli.kyc.evaluate import Violation, is_unanswered
from sinch_order_cli.kyc.merged import humanised, merge
from sinch_order_cli.kyc.model import Field, Problem, Section
from sinch_order_cli.kyc.paths import Steps, join, split
from sinch_order_cli.kyc.schema import choices_of, shown
from sinch_order_cli.kyc.unfold import Part

_MOST_PROBLEMS = 2_000
_SENTENCES = 3


class Explainer:
    """Makes problems of violations.

    Args:
        sections: the questions for these answers.
        parts: what the form says of each field, by its path.
        numbers: the order's phone numbers, shown as an example where one of them is wanted.
    """

    def __init__(
        self,
        data: Any,
        sections: Sequence[Section],
        parts: dict[str, list[Part]],
        numbers: Sequence[str] = (),
    ) -> None:
        self._data = data
        self._parts = parts
        self._numbers = numbers
        self._sections = {split(section.path): section for section in sections}
        self._fields = {split(f.path): f for section in sections for f in section.fields}

    def problems(self, violations: Sequence[Violation]) -> tuple[Problem, ...]:
        """One problem for each place, in the order of the form; several faults in one text."""
        told: dict[Steps, list[str]] = {}
        for steps, text in self._told(violations):
            texts = told.setdefault(steps, [])
            if text not in texts and len(texts) < _SENTENCES:
                texts.append(text)
        order = {steps: place for place, steps in enumerate(self._fields)}
        ranked = sorted(told, key=lambda steps: order.get(steps, len(order)))
        return tuple(self._problem(s, " ".join(told[s])) for s in ranked[:_MOST_PROBLEMS])

    def _told(self, violations: Sequence[Violation]) -> Iterator[tuple[Steps, str]]:
        for violation in violations:
            if violation.nested and choices_of(violation.schema) is None:
                yield from self._told(violation.nested)
            elif violation.keyword == "required":
                yield from self._missing(violation)
            elif violation.keyword == "minItems" and violation.steps not in self._fields:
                yield from self._missing_rows(violation)
            else:
                yield violation.steps, self._sentence(violation)

    def _sentence(self, violation: Violation) -> str:
        """The form's own words may stand on another part of the field than the rule does."""
        parts = self._parts.get(join(violation.steps))
        own = merge(parts).get("@messages") if parts else None
        schema = {"@messages": own, **violation.schema} if own else violation.schema
        return words.sentence(violation._replace(schema=schema))

    def _missing(self, violation: Violation) -> Iterator[tuple[Steps, str]]:
        """The required answers in a place that is missing; the place itself where it has none."""
        if violation.steps in self._fields:
            own = words.sentence(violation._replace(schema=self._own(violation.steps)))
            yield violation.steps, own
            return
        below = list(self._unanswered(violation.steps))
        for steps in below or [violation.steps]:
            yield steps, words.sentence(violation._replace(schema=self._own(steps)))

    def _missing_rows(self, violation: Violation) -> Iterator[tuple[Steps, str]]:
        below = [
            steps
            for row in range(len(violation.value), violation.schema["minItems"])
            for steps in self._unanswered((*violation.steps, row))
        ]
        for steps in below:
            yield steps, words.missing()
        if not below:
            yield violation.steps, self._sentence(violation)

    def _own(self, steps: Steps) -> dict[str, Any]:
        parts = self._parts.get(join(steps))
        return merge(parts) if parts else {}

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
            example=example_of(field, self._numbers) if field else "",
        )

    def _title(self, steps: Steps) -> str:
        if steps in self._fields:
            return self._fields[steps].title
        for section_steps, section in self._sections.items():
            if section_steps == steps or (section.repeatable and section_steps[:-1] == steps):
                return section.title
        return humanised(steps[-1]) if steps else "Registration"


def example_of(field: Field, numbers: Sequence[str] = ()) -> str:
    """A value that passes, as far as the form or the order shows one."""
    if field.is_number and numbers:
        return numbers[0]
    if field.examples:
        return shown(field.examples[0])
    placeholder = field.placeholder
    for opening in ("e.g. ", "e.g.", "eg. ", "E.g. ", "for example "):
        placeholder = placeholder.removeprefix(opening)
    return placeholder.strip()
