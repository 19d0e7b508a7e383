"""Asking a form, one field at a time.

One engine for the wizard and for `register` in a terminal: the field's own metadata says how it
is asked. Every answer is saved before the next question. Which question is next is worked out
from the answers, so that conditions take effect at once and an interrupted form goes on where it
stopped: optional fields before the last answer are taken as left empty on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct

from sinch_order_cli.kyc import MISSING, Form, get, put, remove
from sinch_order_cli.kyc.model import Field, Section
from sinch_order_cli.terminal.form_fields import accept, ask_field, shown
from sinch_order_cli.terminal.notices import changed
from sinch_order_cli.terminal.prompter import GoBack, GoReview, Keys, Option, Prompter
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.text import cells, fit, pad, safe
from sinch_order_cli.workflow.order import Order

_TITLES = 32
"""Columns at the most for the titles in the review."""

SEND = "send"
"""What the review returns for a form that is to be sent."""

Complaints = dict[str, str]
"""What was said about an answer, by its path: the server's words, shown above the question."""


class Spot(Struct, frozen=True):
    """A question and where it stands: `number` of `count` in its section, counted from 1."""

    field: Field
    section: Section
    number: int
    count: int


class FormSession:
    """One form being filled in.

    Args:
        save: writes the order; called after every answer.
        complaints: fields to begin with, and what was said about each.
    """

    def __init__(
        self,
        terminal: Terminal,
        prompter: Prompter,
        order: Order,
        form: Form,
        save: Callable[[Order], None],
        complaints: Complaints | None = None,
    ) -> None:
        self._terminal = terminal
        self._prompter = prompter
        self._order = order
        self._form = form
        self._save = save
        self._complaints = dict(complaints or {})
        self._skipped: set[str] = set()
        self._complete_sections: set[str] = set()
        self._announced: str | None = None
        if order.answers is None:
            order.answers = form.empty()
        self._begin_rows()
        self._skip_what_was_passed()

    @property
    def data(self) -> Any:
        """The answers so far, those that do not apply among them."""
        return self._order.answers

    def run(self) -> Any:
        """Ask until the person says that the answers are to be sent; returns what to send.

        Raises:
            InterruptedByUser: left in the middle; all that was answered is saved.
            GoBack: back from the first question.
        """
        for path in list(self._complaints):
            self._ask_again(path)
        while True:
            with suppress(GoReview):
                self._ask_missing()
            if self._review() == SEND:
                break
        data, set_aside = self._form.sendable(self.data)
        self._order.set_aside = {**self._order.set_aside, **set_aside}
        return data

    def _spots(self) -> list[Spot]:
        """Every question that applies now, in order."""
        found = []
        for section in self._form.questions(self.data):
            for number, field in enumerate(section.fields, 1):
                found.append(Spot(field, section, number, len(section.fields)))
        return found

    def _is_open(self, spot: Spot) -> bool:
        return (
            get(self.data, spot.field.path) in (MISSING, None)
            and spot.field.path not in self._skipped
        )

    def _ask_missing(self) -> None:
        """Ask what has no answer yet, in order; Esc goes back one question."""
        history: list[str] = []
        while True:
            spots = self._spots()
            spot = next((one for one in spots if self._is_open(one)), None)
            if spot is None:
                if not self._add_rows():
                    return
                continue
            try:
                self._ask(spot, spots)
                history.append(spot.field.path)
            except GoBack:
                if not self._go_back(history):
                    self._terminal.note("This is the first question.")

    def _go_back(self, history: list[str]) -> bool:
        """Ask the question before once more; its answer is kept unless it is changed."""
        while history:
            path = history.pop()
            spots = self._spots()
            spot = next((one for one in spots if one.field.path == path), None)
            if spot is None:
                continue
            try:
                self._ask(spot, spots)
                history.append(path)
            except GoBack:
                continue
            return True
        return False

    def _ask(self, spot: Spot, spots: Sequence[Spot]) -> None:
        """Ask one field and save the answer."""
        self._announce(spot, spots)
        path = spot.field.path
        keys = Keys(back=True, review=True)
        before = get(self.data, path)
        numbers = self._order.phone_numbers
        value = ask_field(
            self._terminal, self._prompter, self._form, self.data, spot.field, keys, numbers
        )
        if value is MISSING:
            self._skipped.add(path)
            if before is not MISSING:
                self._keep(remove(self.data, path))
            return
        self._skipped.discard(path)
        if isinstance(value, str):
            accepted, change = accept(self._form, self.data, path, value)
            if change is not None:
                changed(self._terminal, change)
            value = accepted
        self._keep(put(self.data, path, value))

    def _keep(self, data: Any) -> None:
        self._order.answers = data
        self._order.registered_at = ""
        self._save(self._order)

    def _announce(self, spot: Spot, spots: Sequence[Spot]) -> None:
        """A line that says where one is, when a section begins."""
        left = sum(1 for one in spots if self._is_open(one))
        row = f" {spot.section.row + 1}" if spot.section.row is not None else ""
        place = f"{safe(spot.section.title)}{row} · {spot.number} of {spot.count}"
        line = f"{place} · {left} {'answer' if left == 1 else 'answers'} left"
        if self._terminal.accessible:
            self._terminal.note(f"Section {line.replace(' · ', ', ')}.")
        elif spot.section.path != self._announced:
            self._terminal.note()
            self._terminal.note(self._terminal.style(line, "bold"))
        self._announced = spot.section.path

    def _ask_again(self, path: str) -> None:
        """Ask a field that was complained about, the words beside it; the rest stays."""
        spots = self._spots()
        spot = next((one for one in spots if one.field.path == path), None)
        words = self._complaints.pop(path)
        if spot is None:
            return
        self._terminal.warn(f"{safe(spot.field.title)}: {safe(words)}")
        try:
            self._ask(spot, spots)
        except (GoBack, GoReview):
            return

    def _begin_rows(self) -> None:
        """One row for each of the order's numbers, where rows belong to numbers."""
        numbers = self._order.phone_numbers
        data = self.data
        for section in self._form.sections:
            field = next((one for one in section.fields if one.is_number), None)
            if (
                not section.repeatable
                or field is None
                or get(data, section.path)
                not in (
                    MISSING,
                    None,
                    [],
                    [{}],
                )
            ):
                continue
            for row, number in enumerate(numbers[: section.max_rows or len(numbers)]):
                data = put(data, field.path.replace("*", str(row), 1), number)
        if data != self._order.answers:
            self._keep(data)

    def _skip_what_was_passed(self) -> None:
        """Optional fields before the last answer were left empty on purpose."""
        spots = self._spots()
        answered = [
            n for n, spot in enumerate(spots) if get(self.data, spot.field.path) is not MISSING
        ]
        last = answered[-1] if answered else 0
        for spot in spots[:last]:
            if not spot.field.required and self._is_open(spot):
                self._skipped.add(spot.field.path)
        for section in self._form.sections:
            later = [spot for spot in spots[: last + 1] if spot.section.path > section.path]
            if section.repeatable and later:
                self._complete_sections.add(section.path)

    def _add_rows(self) -> bool:
        """Offer another row of each section that takes more; whether one was added."""
        for section in self._form.sections:
            if not section.repeatable or section.path in self._complete_sections:
                continue
            rows = get(self.data, section.path)
            count = len(rows) if isinstance(rows, list) else 0
            full = section.max_rows is not None and count >= section.max_rows
            by_number = any(field.is_number for field in section.fields)
            if full or (by_number and count >= len(self._order.phone_numbers)):
                self._complete_sections.add(section.path)
                continue
            title = safe(section.title)
            question = f"Another row of {title}? So far {count}" if count else f"Add {title}?"
            if self._prompter.confirm(question, default=False, keys=Keys(review=True)):
                self._keep(self._form.add_row(self.data, section.path))
                return True
            self._complete_sections.add(section.path)
        return False

    def _review(self) -> str:
        """Every answer at a glance, with what is wrong marked; one can be changed, or all sent."""
        problems = {problem.path: problem.problem for problem in self._form.check(self.data)}
        spots = self._spots()
        options = [] if problems else [Option(SEND, "Send these answers")]
        width = min(max((cells(spot.field.title) for spot in spots), default=0), _TITLES)
        for spot in spots:
            path = spot.field.path
            value = get(self.data, path)
            mark = "✗" if path in problems else "✓" if value is not MISSING else " "
            text = shown(spot.field, value)
            title = pad(fit(safe(spot.field.title), width), width)
            label = f"{mark} {title}  {text}"
            options.append(Option(path, label, hint=problems.get(path, "")))
        options += self._row_options()
        others = [
            words for path, words in problems.items() if path not in {s.field.path for s in spots}
        ]
        for words in others:
            self._terminal.warn(safe(words))
        self._announced = None
        question = (
            "Your answers. Change one, or send them" if not problems else "Still to be mended"
        )
        chosen = self._prompter.select(question, options, default=options[0].value, keys=Keys())
        if chosen == SEND:
            return SEND
        if isinstance(chosen, tuple):
            self._change_rows(*chosen)
            return ""
        spot = next(one for one in spots if one.field.path == chosen)
        with suppress(GoBack, GoReview):
            self._ask(spot, spots)
        return ""

    def _row_options(self) -> list[Option]:
        found = []
        for section in self._form.sections:
            if not section.repeatable:
                continue
            rows = get(self.data, section.path)
            count = len(rows) if isinstance(rows, list) else 0
            title = safe(section.title)
            if section.max_rows is None or count < section.max_rows:
                found.append(Option(("add", section.path, count), f"+ Add to {title}"))
                if count:
                    copied = Option(("copy", section.path, count - 1), f"+ Copy {title} {count}")
                    found.append(copied)
            if count > section.min_rows:
                for row in range(count):
                    label = f"- Remove {title} {row + 1}"
                    found.append(Option(("remove", section.path, row), label))
        return found

    def _change_rows(self, action: str, path: str, row: int) -> None:
        if action == "add":
            self._keep(self._form.add_row(self.data, path))
        elif action == "copy":
            self._keep(self._form.copy_row(self.data, path, row))
        else:
            self._keep(self._form.remove_row(self.data, path, row))


def ask_form(
    terminal: Terminal,
    prompter: Prompter,
    order: Order,
    form: Form,
    save: Callable[[Order], None],
    complaints: Complaints | None = None,
) -> Any:
    """Ask for what a form still lacks; returns `requestDetails.data`, ready to be sent.

    Raises:
        InterruptedByUser: left in the middle; all that was answered is saved.
    """
    return FormSession(terminal, prompter, order, form, save, complaints).run()
