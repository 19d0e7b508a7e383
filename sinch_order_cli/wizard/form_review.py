"""The review of the form: answered, missing and invalid answers, each of which can be changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

from sinch_order_cli.console.text_layout import cells, fit, pad
from sinch_order_cli.kyc import MISSING, merge
from sinch_order_cli.kyc.model import Section
from sinch_order_cli.prompts.prompter import Keys, Option, Prompter
from sinch_order_cli.text import safe
from sinch_order_cli.views.answer_view import shown
from sinch_order_cli.wizard.form_answers import FormAnswers
from sinch_order_cli.wizard.form_rows import row_words
from sinch_order_cli.wizard.form_stops import RowList, Spot
from sinch_order_cli.workflow.numbers import problems as number_problems

_TITLES = 32
"""Maximum columns for the titles; on narrow screens less than half the width."""
_LEAD = 8
"""Columns before a title: pointer, indent, mark."""

SEND: Final = "send"
GO_ON: Final = "continue"
AS_JSON: Final = "as JSON"


class Entry(Struct, frozen=True):
    """A line of the review: a question, a section to go through, or a list to add a row to."""

    stop: Spot | RowList | Section

    @property
    def path(self) -> str:
        return self.stop.path


Chosen = str | Entry


def review(
    prompter: Prompter, answers: FormAnswers, width: int | None, *, is_early: bool = False
) -> Chosen:
    """Show the answers. Return `SEND`, `GO_ON`, `AS_JSON`, or the entry to change.

    Args:
        width: columns of the screen, to fit each answer on one line; None in plain lines.
        is_early: the answers are saved for later even if some are missing.

    Raises:
        GoBack: back to the questions.
    """
    problems = {
        path: one
        for path, one in answers.problems().items()
        if not (is_early and answers.is_about_number(path))
    }
    wrong = {path: problem.told for path, problem in problems.items()} | answers.remarks
    asked = {spot.path for spot in answers.spots}
    options = [*_first(answers, problems, is_early=is_early), *_lines(answers, wrong, width)]
    options.append(Option(AS_JSON, "Edit all answers as JSON in your editor"))
    default = next((o.value for o in options if _path(o.value) in answers.remarks), None)
    chosen: Chosen = prompter.select(
        "Your answers",
        options,
        default=options[0].value if default is None else default,
        help=[*_elsewhere(answers, asked), *_of_no_order(answers), *_kept_aside(answers)],
        keys=Keys(back=any(map(answers.is_open, answers.stops))),
        search=True,
    )
    return chosen


def _first(answers: FormAnswers, problems: Collection[str], *, is_early: bool) -> Iterator[Option]:
    """Yield the options to continue without changes."""
    if problems:
        wrong = len(problems)
        missing = sum(
            answers.value(path) is MISSING or path in answers.remarks for path in problems
        )
        what = "missing" if missing == wrong else "missing or invalid"
        yield Option(GO_ON, f"Complete {wrong} {what} {'answer' if wrong == 1 else 'answers'}")
    if is_early:
        later = "; the rest is asked later" if problems else ""
        yield Option(SEND, f"Save these answers{later}")
    elif not problems:
        as_they_are = " as they are" if answers.remarks else ""
        yield Option(SEND, f"Send these answers{as_they_are}")


def _lines(answers: FormAnswers, wrong: dict[str, str], width: int | None) -> Iterator[Option]:
    spots = answers.spots
    room = max(10, (width or 10_000) - _LEAD)
    titles = min(
        max((cells(safe(spot.field.title)) for spot in spots), default=0), _TITLES, room * 2 // 5
    )
    answered = {spot.path for spot in spots if answers.value(spot.path) is not MISSING}
    section = ""
    for stop in answers.stops:
        if isinstance(stop, RowList):
            if answers.takes_more(stop):
                count = f" ({stop.rows} so far)" if stop.rows else ""
                yield Option(Entry(stop), f"+ Add to {safe(stop.section.title)}{count}")
            continue
        if stop.section.path != section or stop.number == 1:
            section = stop.section.path
            yield _heading(answers, stop.section, wrong)
        text = _answer_text(answers, stop, wrong)
        title = pad(fit(safe(stop.field.title), titles), titles) if width else stop.field.title
        mark = "✗" if stop.path in wrong else "✓" if stop.path in answered else " "
        shown_text = fit(text, room - titles - 2)
        hint = wrong.get(stop.path) or safe(answers.origin(stop.path))
        yield Option(
            Entry(stop),
            f"  {mark} {title}  {shown_text}".rstrip(),
            hint=hint,
            whole=f"{safe(stop.field.title)} {text} {hint}",
        )


def _heading(answers: FormAnswers, section: Section, wrong: dict[str, str]) -> Option:
    """Return a section's line with its missing answers; selecting it goes through the section."""
    count = sum(1 for field in section.fields if field.path in wrong)
    title = safe(section.title) if section.row is None else row_words(answers, section)
    state = f"{count} unanswered or invalid" if count else _whole(answers, section)
    return Option(Entry(section), f"{'✗' if count else '✓'} {title}", hint=state)


def _whole(answers: FormAnswers, section: Section) -> str:
    """Return the description of a section without problems."""
    empty = all(answers.value(field.path) is MISSING for field in section.fields)
    return "optional, left out" if section.optional and empty else "complete"


def _answer_text(answers: FormAnswers, spot: Spot, wrong: dict[str, str]) -> str:
    text = shown(spot.field, answers.value(spot.path))
    empty = "" if spot.field.required or spot.path in wrong else "left empty"
    return text or empty


def _elsewhere(answers: FormAnswers, asked: set[str]) -> list[str]:
    """Return the problems that belong to no current question, such as too few rows."""
    found = {path: f"{one.title}: {one.problem}" for path, one in answers.problems().items()}
    for path, words in answers.remarks.items():
        field = answers.form.field(path)
        found.setdefault(path, f"{field.title if field else path}: {words}")
    return [f"✗ {safe(words)}" for path, words in found.items() if path not in asked]


def _of_no_order(answers: FormAnswers) -> list[str]:
    numbers = answers.order.phone_numbers if answers.order.server is not None else ()
    found = number_problems(answers.form, answers.data, numbers)
    return [f"! {safe(f'{one.title}: ' if one.title else '')}{safe(one.problem)}" for one in found]


def _kept_aside(answers: FormAnswers) -> list[str]:
    """Return the answers that don't apply because of other answers."""
    _, aside = answers.form.sendable(answers.data)
    aside = {**answers.order.set_aside, **aside}
    titles = [field.title for path in aside if (field := answers.form.field(path))]
    return (
        [f"Saved but not sent, because not applicable: {safe(', '.join(titles))}."]
        if titles
        else []
    )


def change_as_json(prompter: Prompter, answers: FormAnswers) -> None:
    """Edit all answers in the user's editor, with a comment on the allowed values beside each.

    Raises:
        GoBack: nothing was changed.
    """
    keys = Keys(back=True)
    explained = _explained(answers.form.annotated_blank(), answers.data)
    text = msgspec.json.format(msgspec.json.encode(explained), indent=2).decode()
    while True:
        text = prompter.edit("All answers as JSON", text, suffix=".json", keys=keys)
        try:
            data = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError) as error:
            wrong = f"That is not JSON: {safe(str(error))}."
            if prompter.confirm(f"{wrong} Open the editor again?", default=True, keys=keys):
                continue
            return
        given = merge(answers.form.empty(), answers.form.without_notes(data))
        answers.keep(answers.form.tidy(given)[0])
        return


def _explained(blank: Any, data: Any) -> Any:
    """Insert the answers in the annotated blank form; comments on rows stay in the first row."""
    if isinstance(blank, dict) and isinstance(data, dict):
        laid = {name: _explained(member, data.get(name)) for name, member in blank.items()}
        return {**laid, **{name: one for name, one in data.items() if name not in blank}}
    if isinstance(blank, list) and isinstance(data, list) and data:
        if len(blank) == len(data):
            return [_explained(one, given) for one, given in zip(blank, data, strict=True)]
        first, *more = data
        return [_explained(blank[0], first) if blank else first, *more]
    return blank if data is None else data


def _path(value: Any) -> str:
    return value.path if isinstance(value, Entry) and isinstance(value.stop, Spot) else ""
