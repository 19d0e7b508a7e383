"""The answers of one order while the form is filled in: open questions, and remarks on answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from sinch_order_cli.kyc import MISSING, Form, Problem, get, put, remove
from sinch_order_cli.kyc.answers.rows import is_left_out, optional_steps, section_of
from sinch_order_cli.kyc.model import Field, Fork, Section
from sinch_order_cli.kyc.paths import Steps, join, split
from sinch_order_cli.wizard.form_stops import RowList, Spot, Stop
from sinch_order_cli.workflow.for_customer import note_sources
from sinch_order_cli.workflow.model import Order


class Proposal(Struct, frozen=True):
    """A likely answer that the user must confirm. `facts` are its customer facts, `words` describes
    them."""

    value: Any
    facts: list[str]
    words: str


class Helper(Protocol):
    """Provides known answers, as each answer can add questions."""

    def fill(self, data: Any, left_empty: Collection[str]) -> tuple[Any, dict[str, list[str]]]: ...
    def proposals(self, data: Any) -> Mapping[str, Proposal]: ...
    def origin(self, facts: Sequence[str]) -> str: ...


class FormAnswers:
    """Answers that are saved with every change.

    The questions are derived from the answers, so conditions take effect at once and an interrupted
    form resumes where it stopped.

    Args:
        save: writes the order; called after every change.
        helper: provides answers from the customer's facts.

    Attributes:
        remarks: remarks on answers, by path; such an answer counts as open until it is given again.
    """

    def __init__(
        self,
        order: Order,
        form: Form,
        save: Callable[[Order], None],
        helper: Helper | None = None,
    ) -> None:
        self.order = order
        self.form = form
        self.remarks: dict[str, str] = {}
        self._save = save
        self._helper = helper
        self._passed: set[str] = set()
        self._wanted: set[Steps] = set()
        self._chosen: list[tuple[tuple[str, ...], ...]] = []
        self._known: tuple[Any, list[Stop]] | None = None
        self._checked: tuple[Any, tuple[Problem, ...]] | None = None
        if order.answers is None:
            order.answers = form.empty()
        order.answers, _ = form.with_only_values(order.answers)

    @property
    def data(self) -> Any:
        """The answers so far, including those that don't apply."""
        return self.order.answers

    @property
    def stops(self) -> list[Stop]:
        """Return all questions that apply now, and the ends of all lists of rows, in order."""
        if self._known is None or self._known[0] is not self.data:
            found: list[Stop] = []
            for section in self.form.outline(self.data):
                count = len(section.fields)
                found += [
                    Spot(field, section, number, count)
                    for number, field in enumerate(section.fields, 1)
                ]
                if not count:
                    rows = get(self.data, section.path)
                    found.append(RowList(section, len(rows) if isinstance(rows, list) else 0))
            self._known = (self.data, found)
        return self._known[1]

    @property
    def spots(self) -> list[Spot]:
        """Return all questions that apply now."""
        return [stop for stop in self.stops if isinstance(stop, Spot)]

    def spot(self, path: str) -> Spot | None:
        """Return the question at a path, or None if it is not asked now."""
        return next((spot for spot in self.spots if spot.path == path), None)

    def value(self, path: str) -> Any:
        """Return the answer at a path, or MISSING."""
        value = get(self.data, path)
        return MISSING if value is None else value

    def is_open(self, stop: Stop) -> bool:
        """Return True if the question is still to be asked."""
        if isinstance(stop, RowList):
            return self.takes_more(stop) and stop.path not in self._passed
        if stop.path in self.remarks:
            return True
        return self.value(stop.path) is MISSING and stop.path not in self._passed

    @property
    def left(self) -> int:
        """Return the number of open questions that need an answer."""
        return sum(
            1
            for spot in self.spots
            if self.is_open(spot) and (spot.field.required or spot.path in self.remarks)
        )

    def takes_more(self, rows: RowList) -> bool:
        """Return True if another row can be added: one for each number if rows belong to
        numbers."""
        section = rows.section
        if section.max_rows is not None and rows.rows >= section.max_rows:
            return False
        return not self.number_field(section.path) or rows.rows < len(self.order.phone_numbers)

    def number_field(self, path: str) -> Field | None:
        """Return the field for the order's number in a row, or None.

        Args:
            path: the path of the list or of one of its rows.
        """
        section, _ = section_of(self.form.sections, path)
        fields = section.fields if section else ()
        return next((field for field in fields if field.is_number), None)

    def is_about_number(self, path: str) -> bool:
        """Return True if the question is for the order's number in a row."""
        spot = self.spot(path)
        return spot is not None and spot.field.is_number

    def problems(self) -> dict[str, Problem]:
        """Return the problems in the answers, by path."""
        if self._checked is None or self._checked[0] is not self.data:
            found = self.form.check(self.data, numbers=self.order.phone_numbers)
            self._checked = (self.data, found)
        return {problem.path: problem for problem in self._checked[1]}

    def optional_at(self, stop: Stop) -> Section | None:
        """Return the optional section of a question, if nothing in it is answered and the user has
        not yet decided whether to fill it in."""
        section = stop.section
        decided = optional_steps(section) in self._wanted or stop.path in self.remarks
        asks = isinstance(stop, Spot) and not decided and is_left_out(section, self.data)
        return section if asks else None

    def fill_section(self, section: Section, *, wanted: bool) -> None:
        """Ask the questions of an optional section, or skip them all."""
        whole = optional_steps(section)
        self._wanted.add(whole)
        for stop in self.stops if not wanted else ():
            if optional_steps(stop.section) == whole:
                self.skip_question(stop)

    def fork_at(self, path: str) -> Fork | None:
        """Return the alternatives that a question belongs to, if none is started or chosen."""
        for fork in self.form.forks(self.data):
            within = [_is_within(path, paths) for paths in fork.paths]
            if any(within) and fork.paths not in self._chosen:
                return fork
        return None

    def choose_alternative(self, fork: Fork, chosen: int) -> None:
        """Ask only the questions of the chosen alternative."""
        self._chosen.append(fork.paths)
        mine = fork.paths[chosen]
        for spot in self.spots:
            others = any(
                _is_within(spot.path, paths) for n, paths in enumerate(fork.paths) if n != chosen
            )
            if others and not _is_within(spot.path, mine):
                self.skip_question(spot)

    # Changing answers.

    def give(self, path: str, value: Any) -> None:
        """Store an answer; MISSING leaves the question empty on purpose."""
        self.remarks.pop(path, None)
        if value is MISSING:
            self._passed |= {path, *self._left_out_with(path)}
            if get(self.data, path) is not MISSING:
                self.keep(remove(self.data, path))
            return
        self._passed.discard(path)
        proposal = self.proposal(path)
        facts = proposal.facts if proposal is not None and proposal.value == value else None
        self.keep(put(self.data, path, value), {} if facts is None else {path: facts})

    def _left_out_with(self, path: str) -> list[str]:
        """Return the questions that become optional once a question is left empty: without its
        street, an optional address is omitted."""
        group = split(path)[:-1]
        mates = [one for one in self.spots if split(one.path)[: len(group)] == group]
        if any(one.field.required for one in mates) or any(
            self.value(one.path) is not MISSING for one in mates if one.path != path
        ):
            return []
        begun = put(remove(self.data, path), group, {})
        asked = {f.path: f for section in self.form.questions(begun) for f in section.fields}
        return [one.path for one in mates] if path in asked and asked[path].required else []

    def proposal(self, path: str) -> Proposal | None:
        """Return the likely answer to an unanswered question, or None."""
        if self._helper is None or self.value(path) is not MISSING:
            return None
        return self._helper.proposals(self.data).get(path)

    def origin(self, path: str) -> str:
        """Return the source of a filled answer; "" if it was typed."""
        facts = self.order.answer_sources.get(path)
        if facts is None:
            return ""
        return self._helper.origin(facts) if self._helper else f"from {self.order.customer}"

    def keep(self, data: Any, sources: Mapping[str, list[str]] | None = None) -> None:
        """Store data, add the known answers to questions that they open, and save.

        Args:
            sources: the facts of answers that the user took from the customer, by path.
        """
        data, _ = self.form.with_only_values(data)
        note_sources(self.order, data, dict(sources or {}))
        self.order.answers = data
        if self._helper is not None:
            data, filled = self._helper.fill(data, self._passed)
            note_sources(self.order, data, filled)
            self.order.answers = data
        self._bring_back()
        self.order.registered_at = ""
        self._save(self.order)

    def add_row(self, path: str) -> str:
        """Add an empty row at the end of a list. Return the row's path."""
        rows = get(self.data, path)
        self.keep(self.form.add_row(self.data, path))
        return f"{path}.{len(rows) if isinstance(rows, list) else 0}"

    def copy_row(self, path: str) -> str:
        """Copy a row and insert the copy after it. Return the copy's path."""
        listed, row = _row_of(path)
        self._renumber(listed, lambda place: place + 1 if place > row else place)
        self.keep(self.form.copy_row(self.data, listed, row))
        return f"{listed}.{row + 1}"

    def remove_row(self, path: str) -> None:
        """Remove a row; later rows move up."""
        listed, row = _row_of(path)
        self._renumber(listed, lambda place: None if place == row else place - (place > row))
        self.keep(self.form.remove_row(self.data, listed, row))

    def fill_rows_like(self, path: str, others: Iterable[str]) -> None:
        """Copy one row's answers to other rows, except each row's number."""
        model, data, at = get(self.data, path), self.data, split(path)
        passed = [steps[len(at) :] for steps in map(split, self._passed) if steps[: len(at)] == at]
        for other in others:
            own = get(data, other)
            if isinstance(model, Mapping) and isinstance(own, Mapping):
                data = put(data, other, {**model, **own})
            self._passed |= {join((*split(other), *rest)) for rest in passed}
        self.keep(data)

    def skip_question(self, stop: Stop) -> None:
        """Don't ask this question again by itself; the review still shows it."""
        self._passed.add(stop.path)

    def begin_rows(self) -> None:
        """Create a row for each of the order's numbers, if rows belong to numbers."""
        data = self.data
        for stop in self.stops:
            field = self.number_field(stop.section.path) if isinstance(stop, RowList) else None
            if field is None:
                continue
            if stop.section.optional:
                continue
            numbers, name = self.order.phone_numbers, split(field.path)[-1]
            rows = get(data, stop.section.path, None)
            if rows and not (isinstance(rows, list) and _name_nothing(rows, name)):
                continue
            for row, number in enumerate(numbers[: stop.section.max_rows]):
                data = put(data, f"{stop.section.path}.{row}.{name}", number)
        if data is not self.data:
            self.keep(data)

    def skip_optional(self) -> None:
        """Skip optional questions that the customer's facts don't answer either."""
        for spot in self.spots if self._helper is not None else ():
            may_be_empty = not spot.field.required and not spot.field.instead
            if may_be_empty and self.is_open(spot) and self.proposal(spot.path) is None:
                self.skip_question(spot)

    def skip_numbers(self) -> None:
        """Skip the number fields while no number is reserved."""
        for spot in self.spots:
            if spot.field.is_number:
                self.skip_question(spot)

    def skip_unanswered_before_last(self) -> None:
        """Skip unanswered questions before the last answer, as the user left them empty on purpose.

        Sections that were jumped over are excluded: they have required fields but no answers.
        """
        stops = self.stops
        answered = [
            place
            for place, stop in enumerate(stops)
            if isinstance(stop, Spot)
            and self.value(stop.path) is not MISSING
            and not stop.field.is_number
        ]
        touched = {stops[place].section.path for place in answered}
        for stop in stops[: answered[-1] if answered else 0]:
            section = stop.section
            begun = section.path in touched or not any(field.required for field in section.fields)
            if begun and (isinstance(stop, RowList) or not stop.field.required):
                self.skip_question(stop)

    def remark_on_invalid(self) -> None:
        """Add a remark to remembered answers that are no longer valid, so they are asked again."""
        for path, problem in self.problems().items():
            if self.spot(path) and self.value(path) is not MISSING:
                words = f"Your earlier answer is no longer valid. {problem.told}"
                self.remarks.setdefault(path, words)

    def reopen(self) -> None:
        """Ask skipped questions that are required, and invalid answers, again."""
        for path, problem in self.problems().items():
            self._passed -= {path, f"{path}.+"}
            if self.spot(path) and self.value(path) is not MISSING:
                self.remarks.setdefault(path, problem.told)

    def _bring_back(self) -> None:
        """Restore set-aside answers that apply again, unless a new answer was given."""
        for path in [path for path in self.order.set_aside if self.spot(path)]:
            value = self.order.set_aside[path]
            if self.value(path) is MISSING:
                self.order.answers = put(self.data, path, value)
            self.order.set_aside = {
                name: kept for name, kept in self.order.set_aside.items() if name != path
            }

    def _renumber(self, listed: str, moved: Callable[[int], int | None]) -> None:
        """Move what is recorded about rows together with the rows."""
        at = split(listed)

        def renumbered(path: str) -> str | None:
            steps = split(path)
            place = steps[len(at)] if steps[: len(at)] == at and len(steps) > len(at) else None
            if not isinstance(place, int):
                return path
            to = moved(place)
            return None if to is None else join((*at, to, *steps[len(at) + 1 :]))

        self._passed = {path for path in map(renumbered, self._passed) if path}
        self.remarks = {
            path: words for old, words in self.remarks.items() if (path := renumbered(old))
        }


def _is_within(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(f"{place}.") for place in places)


def _name_nothing(rows: list[Any], name: str | int) -> bool:
    """Return True if no row has a number, for example if they were filled in before one was
    chosen."""
    return all(get(row, (name,), None) in (MISSING, None) for row in rows)


def _row_of(path: str) -> tuple[str, int]:
    """Split a row's path into the list's path and the row number."""
    *listed, row = split(path)
    assert isinstance(row, int)
    return join(tuple(listed)), row
