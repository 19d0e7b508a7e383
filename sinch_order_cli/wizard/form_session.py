"""Asks a form one field at a time.

The wizard and `register` in a terminal share it; a field's metadata determines how it is asked.
Every answer is saved before the next question. Esc goes back one question, Ctrl-R opens the review,
from which every answer, section and row can be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.text_layout import fit, wrap
from sinch_order_cli.kyc import Form
from sinch_order_cli.kyc.model import Fork, Section
from sinch_order_cli.prompts.prompter import GoBack, GoReview, Keys, Option, Prompter
from sinch_order_cli.text import safe
from sinch_order_cli.views.notices import changed
from sinch_order_cli.views.requirements_view import unread_lines
from sinch_order_cli.wizard.form_answers import FormAnswers, Helper
from sinch_order_cli.wizard.form_fields import ask_field
from sinch_order_cli.wizard.form_review import (
    AS_JSON,
    GO_ON,
    SEND,
    Chosen,
    change_as_json,
    review,
)
from sinch_order_cli.wizard.form_rows import SameForAll, choose_action, offer_row, row_words
from sinch_order_cli.wizard.form_stops import RowList, Spot, Stop
from sinch_order_cli.workflow.model import Order

Complaints = dict[str, str]
"""Remarks on answers by path: the server's messages, shown beside the question."""

_PLACE = 30
"""Maximum columns of the section title in the line with the current place."""


class FormSession:
    """One form being filled in.

    Args:
        save: writes the order; called after every answer.
        complaints: the server's messages on the current answers; if given, the review comes first
            and starts there. None before the first request.
        helper: fills in and proposes what is known of the customer.
        is_early: the number is not reserved yet, so answers are saved but not sent, may be
            incomplete, and don't include the number itself.

    Attributes:
        place: the current place in the form, for the line under each question.
    """

    def __init__(
        self,
        terminal: Terminal,
        prompter: Prompter,
        order: Order,
        form: Form,
        save: Callable[[Order], None],
        complaints: Complaints | None = None,
        helper: Helper | None = None,
        *,
        is_early: bool = False,
    ) -> None:
        self._terminal = terminal
        self._prompter = prompter
        self._answers = FormAnswers(order, form, save, helper)
        self._same = SameForAll(prompter, self._answers)
        self._is_early = is_early
        self._announced: str | None = None
        self.place = ""
        self._answers.begin_rows()
        self._answers.remark_on_invalid()
        self._answers.skip_unanswered_before_last()
        self._answers.skip_optional()
        self._answers.remarks |= complaints or {}
        if is_early:
            self._answers.skip_numbers()
        self._look_first = complaints is not None

    def run(self) -> Any:
        """Ask until the user chooses to send the answers. Return the data to send.

        Raises:
            InterruptedByUser: exited before the end; all answers are saved.
        """
        with self._place_in_sight():
            if not self._look_first:
                self._warn_about_unsupported()
                self._ask_open_questions()
            while True:
                try:
                    chosen = self._review()
                    if chosen == SEND:
                        break
                    self._follow(chosen)
                except GoBack:
                    self._ask_open_questions()
        order = self._answers.order
        if self._is_early:
            return self._answers.data
        data, set_aside = self._answers.form.sendable(self._answers.data)
        order.set_aside = {**order.set_aside, **set_aside}
        return data

    def _warn_about_unsupported(self) -> None:
        form = self._answers.form
        if not form.unread:
            return
        self._terminal.warn("This part of the form isn't supported and is shown as received:")
        for line in unread_lines(form):
            self._terminal.note(line, indent=2)
        self._terminal.note(
            "If it has more questions than those below, answer them in the review under 'Edit "
            "all answers as JSON'."
        )

    # Between questions.

    def _ask_open_questions(self) -> None:
        """Ask the open questions in order, until there are none or the user wants the review."""
        here: str | None = None
        with suppress(GoReview):
            while (stop := self._next(here)) is not None:
                try:
                    here = self._visit(stop, here)
                except GoBack:
                    here = self._ask_before(stop)

    def _next(self, here: str | None) -> Stop | None:
        """Return the next open question after `here`, else the first; None if there is none."""
        stops = self._answers.stops
        behind = next((n for n, stop in enumerate(stops, 1) if stop.path == here), 0)
        in_turn = [*stops[behind:], *stops[:behind]]
        return next((stop for stop in in_turn if self._answers.is_open(stop)), None)

    def _visit(self, stop: Stop, here: str | None) -> str | None:
        """Ask one question. Return the path to continue after, which is initially `here`."""
        if isinstance(stop, RowList):
            self.place = f"{fit(safe(stop.section.title), _PLACE)} · {self._left()}"
            row = offer_row(self._prompter, self._answers, stop)
            return stop.path if row is None else self._before(row)
        if (fork := self._answers.fork_at(stop.path)) is not None:
            self._ask_which(fork, stop)
            return here
        if (section := self._answers.optional_at(stop)) is not None:
            self._ask_whether(section, stop)
            return here
        if not self._same.offer(stop):
            self._ask(stop)
        return stop.path

    def _ask_which(self, fork: Fork, spot: Spot) -> None:
        """Ask which of several alternatives to answer, before any is started."""
        self._announce(spot)
        options = [Option(place, safe(title)) for place, title in enumerate(fork.titles)]
        chosen = self._prompter.select(
            f"{safe(spot.section.title)}: which do you want to answer?",
            options,
            keys=Keys(back=True, review=True),
        )
        self._answers.choose_alternative(fork, chosen)

    def _ask_whether(self, section: Section, spot: Spot) -> None:
        """Ask whether to fill in an optional section, before its first question."""
        self._announce(spot)
        wanted = self._prompter.confirm(
            f"Answer {safe(section.title)}? This section is optional.",
            default=False,
            yes="Yes",
            no="No, leave it out",
            keys=Keys(back=True, review=True),
        )
        self._answers.fill_section(section, wanted=wanted)

    def _before(self, row: str) -> str | None:
        """Return the path before a row, or None if the row is first in the form."""
        paths = [stop.path for stop in self._answers.stops]
        first = next(
            (n for n, path in enumerate(paths) if f"{path}.".startswith(f"{row}.")), len(paths)
        )
        return paths[first - 1] if first else None

    def _ask_before(self, stop: Stop) -> str | None:
        """Handle Esc: ask the previous question with its answer, and so on back."""
        while True:
            stops = self._answers.stops
            place = next((n for n, one in enumerate(stops) if one.path == stop.path), 0)
            before = [one for one in stops[:place] if isinstance(one, Spot)]
            if not before:
                self._terminal.note("This is the first question.")
                return None
            stop = before[-1]
            with suppress(GoBack):
                self._ask(stop)
                return stop.path

    def _ask(self, spot: Spot) -> None:
        """Ask one field and save the answer."""
        answers, path = self._answers, spot.path
        self._announce(spot)
        if path in answers.remarks:
            self._terminal.warn(f"{safe(spot.field.title)}: {safe(answers.remarks[path])}")
        given = ask_field(
            self._terminal,
            self._prompter,
            answers.form,
            answers.data,
            spot.field,
            Keys(back=True, review=True),
            answers.order.phone_numbers,
            proposal=answers.proposal(path),
        )
        if given.change is not None:
            changed(self._terminal, given.change)
        answers.give(path, given.value)

    def _announce(self, spot: Spot) -> None:
        """Print a heading where a section starts, and update the place in the status line."""
        left = self._left()
        section = spot.section
        title = safe(section.title) if section.row is None else self._row_words(section)
        words = f"{spot.number} of {spot.count}"
        if self._terminal.accessible:
            required = " Required." if spot.field.required else ""
            self._terminal.note(f"Section {title}, question {words}, {left}.{required}")
        elif section.path != self._announced:
            self._terminal.note()
            self._terminal.note(self._terminal.style(title, "bold"))
            if section.description:
                for line in wrap(safe(section.description), self._terminal.width - 1, 2):
                    self._terminal.note(self._terminal.style(line, "dim"))
        self._announced = section.path
        self.place = f"{fit(title, _PLACE)} · {words} · {left}"

    def _left(self) -> str:
        left = self._answers.left
        if not left:
            return "all required answers given"
        return "1 answer left" if left == 1 else f"{left} answers left"

    def _row_words(self, section: Section) -> str:
        return row_words(self._answers, section)

    @contextmanager
    def _place_in_sight(self) -> Iterator[None]:
        """Show the place under each question, beside the caller's status."""
        outer = self._prompter.status

        def status() -> str:
            parts = [self.place, outer() if outer else ""]
            return " · ".join(part for part in parts if part)

        if not self._terminal.accessible:
            self._prompter.status = status
        try:
            yield
        finally:
            self._prompter.status = outer

    # The review, and changes from it.

    def _review(self) -> Chosen:
        self._announced = None
        answers = self._answers
        wrong = sum(
            not (self._is_early and answers.is_about_number(path))
            for path in answers.problems().keys() | answers.remarks.keys()
        )
        self.place = f"{wrong} unanswered or invalid" if wrong else "all questions answered"
        width = None if self._terminal.accessible else self._terminal.width
        return review(self._prompter, self._answers, width, is_early=self._is_early)

    def _follow(self, chosen: Chosen) -> None:
        """Carry out the choice made in the review."""
        if chosen == GO_ON:
            self._answers.reopen()
            self._ask_open_questions()
            return
        with suppress(GoBack, GoReview):
            if chosen == AS_JSON:
                change_as_json(self._prompter, self._answers)
            elif not isinstance(chosen, str):
                self._change(chosen.stop)

    def _change(self, stop: Spot | RowList | Section) -> None:
        if isinstance(stop, Spot):
            self._ask(stop)
        elif isinstance(stop, RowList):
            self._ask_new_row(self._answers.add_row(stop.section.path))
        elif stop.row is None:
            self._ask_section(stop.path)
        else:
            self._change_row(stop)

    def _change_row(self, section: Section) -> None:
        action = choose_action(self._prompter, self._answers, section)
        if action == "change":
            self._ask_section(section.path)
        elif action == "copy":
            self._ask_new_row(self._answers.copy_row(section.path))
        elif action == "remove":
            self._answers.remove_row(section.path)

    def _ask_new_row(self, path: str) -> None:
        """Ask the questions of an added or copied row; Esc at the first removes the row."""
        try:
            self._ask_section(path)
        except GoBack:
            self._answers.remove_row(path)

    def _ask_section(self, path: str) -> None:
        """Ask every question of a section, answered or not."""
        place = 0
        while True:
            spots = [spot for spot in self._answers.spots if spot.section.path == path]
            if place >= len(spots):
                return
            try:
                self._ask(spots[place])
                place += 1
            except GoBack:
                if place == 0:
                    raise
                place -= 1
