"""Rows of a form: adding, changing, copying and removing them, and the same answers for all
numbers."""

from __future__ import annotations

from typing import Literal

from sinch_order_cli.kyc import MISSING
from sinch_order_cli.kyc.model import Section
from sinch_order_cli.prompts.prompter import Keys, Option, Prompter
from sinch_order_cli.text import phone, safe
from sinch_order_cli.views.answer_view import shown
from sinch_order_cli.wizard.form_answers import FormAnswers
from sinch_order_cli.wizard.form_stops import RowList, Spot

_LISTED = 12
"""Maximum rows listed when another can be added; of more, the last ones."""

RowAction = Literal["change", "copy", "remove"]


def row_words(answers: FormAnswers, section: Section) -> str:
    """Return a row's label: its number of the order, or its position and first answer."""
    number = answers.number_field(section.path)
    told = ""
    for spot in answers.spots:
        if spot.section.path != section.path or (value := answers.value(spot.path)) is MISSING:
            continue
        if number is not None and spot.field.name == number.name:
            return f"{safe(section.title)} · {phone(shown(spot.field, value))}"
        told = told or shown(spot.field, value)
    place = f"{safe(section.title)} {(section.row or 0) + 1}"
    return f"{place} · {told}" if told else place


def offer_row(prompter: Prompter, answers: FormAnswers, rows: RowList) -> str | None:
    """Ask whether to add a row. Return its path, or None for no more."""
    section = rows.section
    title = safe(section.title)
    count = rows.rows
    question = f"Add another entry to {title}?" if count else f"Add {title}?"
    listed = [
        f"{place}  {' · '.join(filter(None, values))}"
        for place, values in enumerate(_values(answers, section.path), 1)
    ]
    if len(listed) > _LISTED:
        listed = [f"{len(listed) - _LISTED} more entries, and:", *listed[-_LISTED:]]
    if section.max_rows is not None:
        listed.append(f"You can add {section.max_rows - count} more.")
    if prompter.confirm(
        question, default=False, help=listed, keys=Keys(back=bool(count), review=True)
    ):
        return answers.add_row(section.path)
    answers.skip_question(rows)
    return None


def _values(answers: FormAnswers, listed: str) -> list[list[str]]:
    """Return the answers of each row of a list."""
    rows: dict[str, list[str]] = {}
    for spot in answers.spots:
        section = spot.section
        if section.row is not None and section.path == f"{listed}.{section.row}":
            rows.setdefault(section.path, []).append(shown(spot.field, answers.value(spot.path)))
    return list(rows.values())


class SameForAll:
    """Offers to copy the first number's answers to the others, once for each list."""

    def __init__(self, prompter: Prompter, answers: FormAnswers) -> None:
        self._prompter = prompter
        self._answers = answers
        self._offered: set[str] = set()

    def offer(self, spot: Spot) -> bool:
        """If `spot` starts the row of a second number, offer to copy. Return True if copied."""
        section, answers = spot.section, self._answers
        number = answers.number_field(section.path)
        listed = section.path.rpartition(".")[0]
        if number is None or not section.row or listed in self._offered:
            return False
        rows = self._rows(listed)
        first, others = rows[0], [row for row in rows[1:] if self._is_bare(row, number.name)]
        if section.path not in {row[0].section.path for row in others} or any(
            answers.is_open(one) for one in first
        ):
            return False
        self._offered.add(listed)
        count = "other number" if len(others) == 1 else f"other {len(others)} numbers"
        if not self._prompter.confirm(
            f"Use the same answers for the {count}?",
            help=[
                f"{safe(one.field.title)}: {shown(one.field, answers.value(one.path))}"
                for one in first
                if one.field.name != number.name and answers.value(one.path) is not MISSING
            ],
            yes="Yes",
            no="No, answer separately",
            keys=Keys(back=True, review=True),
        ):
            return False
        answers.fill_rows_like(f"{listed}.0", [row[0].section.path for row in others])
        return True

    def _rows(self, listed: str) -> list[list[Spot]]:
        """Return the questions of each row of a list."""
        rows: dict[str, list[Spot]] = {}
        for spot in self._answers.spots:
            if spot.section.row is not None and spot.section.path.rpartition(".")[0] == listed:
                rows.setdefault(spot.section.path, []).append(spot)
        return list(rows.values())

    def _is_bare(self, row: list[Spot], number: str) -> bool:
        """Return True if a row has no answer except the number."""
        return all(
            self._answers.value(spot.path) is MISSING for spot in row if spot.field.name != number
        )


def choose_action(prompter: Prompter, answers: FormAnswers, section: Section) -> RowAction | None:
    """Ask what to do with a row; None for nothing.

    Raises:
        GoBack: back to the review.
    """
    listed = section.path.rpartition(".")[0]
    rows = next(
        (
            stop
            for stop in answers.stops
            if isinstance(stop, RowList) and stop.section.path == listed
        ),
        None,
    )
    options = [Option("change", "Change answers")]
    if rows is not None and answers.takes_more(rows):
        options.append(Option("copy", "Copy"))
    if rows is not None and rows.rows > section.min_rows:
        options.append(Option("remove", "Remove"))
    options.append(Option(None, "Keep unchanged"))
    words = row_words(answers, section)
    chosen: RowAction | None = prompter.select(words, options, keys=Keys(back=True))
    if chosen == "remove" and not prompter.confirm(
        f"Remove {words} and its answers?", default=False, keys=Keys(back=True)
    ):
        return None
    return chosen
