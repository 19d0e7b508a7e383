"""The answers of one order while its form is filled in: what is open, what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from sinch_order_cli.kyc import MISSING, Form, Problem, get, put, remove
from sinch_order_cli.kyc.answers.rows import is_left_out, section_of, whole_of
from sinch_order_cli.kyc.model import Field, Fork, Section
from sinch_order_cli.kyc.paths import Steps, join, split
from sinch_order_cli.wizard.form_stops import RowList, Spot, Stop
from sinch_order_cli.workflow.for_customer import note_sources
from sinch_order_cli.workflow.model import Order


class Proposal(Struct, frozen=True):
    """A likely answer that has to be confirmed. `facts` are those of the customer that it comes
    from, and `words` says so."""

    value: Any
    facts: list[str]
    words: str


class Helper(Protocol):
    """Answers what is known already, as the answers change what is asked."""

    def fill(self, data: Any, left_empty: Collection[str]) -> tuple[Any, dict[str, list[str]]]: ...
    def proposals(self, data: Any) -> Mapping[str, Proposal]: ...
    def whence(self, facts: Sequence[str]) -> str: ...


class FormAnswers:
    """Answers that are saved with every change.

    Which questions there are is worked out from the answers, so that conditions take effect at
    once and an interrupted form goes on where it stopped.

    Args:
        save: writes the order; called after every change.
        helper: answers what is known of the customer.

    Attributes:
        remarks: what was said about an answer, by its path; it counts as open until it is given
            again.
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
        """The answers so far, those that do not apply among them."""
        return self.order.answers

    @property
    def stops(self) -> list[Stop]:
        """Every question that applies now, and the end of every list of rows, in order."""
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
        """Every question that applies now."""
        return [stop for stop in self.stops if isinstance(stop, Spot)]

    def spot(self, path: str) -> Spot | None:
        """The question at a path; None where none is asked now."""
        return next((spot for spot in self.spots if spot.path == path), None)

    def value(self, path: str) -> Any:
        """The answer at a path, MISSING where there is none yet."""
        value = get(self.data, path)
        return MISSING if value is None else value

    def is_open(self, stop: Stop) -> bool:
        """Whether it is still to be asked."""
        if isinstance(stop, RowList):
            return self.takes_more(stop) and stop.path not in self._passed
        if stop.path in self.remarks:
            return True
        return self.value(stop.path) is MISSING and stop.path not in self._passed

    @property
    def left(self) -> int:
        """How many questions are open."""
        return sum(1 for spot in self.spots if self.is_open(spot))

    def takes_more(self, rows: RowList) -> bool:
        """Whether another row may be added; where rows belong to numbers, one for each."""
        section = rows.section
        if section.max_rows is not None and rows.rows >= section.max_rows:
            return False
        return not self.number_field(section.path) or rows.rows < len(self.order.phone_numbers)

    def number_field(self, path: str) -> Field | None:
        """The field that says which of the order's numbers a row is about; None without one.

        Args:
            path: that of the list or of one of its rows.
        """
        section, _ = section_of(self.form.sections, path)
        fields = section.fields if section else ()
        return next((field for field in fields if field.is_number), None)

    def is_about_number(self, path: str) -> bool:
        """Whether a question is which of the order's numbers a row is about."""
        spot = self.spot(path)
        return spot is not None and spot.field.is_number

    def problems(self) -> dict[str, Problem]:
        """What is wrong with the answers, by path."""
        if self._checked is None or self._checked[0] is not self.data:
            found = self.form.check(self.data, numbers=self.order.phone_numbers)
            self._checked = (self.data, found)
        return {problem.path: problem for problem in self._checked[1]}

    def optional_at(self, stop: Stop) -> Section | None:
        """The section of a question where it may be left out as a whole, nothing of it is
        answered, and it was not yet said whether it is wanted."""
        section = stop.section
        decided = whole_of(section) in self._wanted or stop.path in self.remarks
        asks = isinstance(stop, Spot) and not decided and is_left_out(section, self.data)
        return section if asks else None

    def want_section(self, section: Section, *, wanted: bool) -> None:
        """Ask the questions of a section that may be left out, or none of them."""
        whole = whole_of(section)
        self._wanted.add(whole)
        for stop in self.stops if not wanted else ():
            if whole_of(stop.section) == whole:
                self.pass_over(stop)

    def fork_at(self, path: str) -> Fork | None:
        """Where a question belongs to one of several ways to answer, of which none is begun and
        none was chosen: these ways."""
        for fork in self.form.forks(self.data):
            within = [_is_within(path, paths) for paths in fork.paths]
            if any(within) and fork.paths not in self._chosen:
                return fork
        return None

    def choose_way(self, fork: Fork, chosen: int) -> None:
        """Ask only what one of several ways to answer wants."""
        self._chosen.append(fork.paths)
        mine = fork.paths[chosen]
        for spot in self.spots:
            others = any(
                _is_within(spot.path, paths) for n, paths in enumerate(fork.paths) if n != chosen
            )
            if others and not _is_within(spot.path, mine):
                self.pass_over(spot)

    # Changing answers.

    def give(self, path: str, value: Any) -> None:
        """Take an answer; MISSING leaves the question empty on purpose."""
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
        """The questions that need no answer once one is left empty that has to be there with them:
        without its street an optional address is left out."""
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
        """What is likely for a question that has no answer yet; None for nothing."""
        if self._helper is None or self.value(path) is not MISSING:
            return None
        return self._helper.proposals(self.data).get(path)

    def whence(self, path: str) -> str:
        """Where an answer was filled in from; "" for one that was typed."""
        facts = self.order.answer_sources.get(path)
        if facts is None:
            return ""
        return self._helper.whence(facts) if self._helper else f"from {self.order.customer}"

    def keep(self, data: Any, sources: Mapping[str, list[str]] | None = None) -> None:
        """Take data, with what they bring up and is known already, and save.

        Args:
            sources: the facts of answers that a person took from the customer, by path.
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
        """An empty row at the end of a list; returns the path of the row."""
        rows = get(self.data, path)
        self.keep(self.form.add_row(self.data, path))
        return f"{path}.{len(rows) if isinstance(rows, list) else 0}"

    def copy_row(self, path: str) -> str:
        """A row once more, behind itself; returns the path of the copy."""
        listed, row = _row_of(path)
        self._renumber(listed, lambda place: place + 1 if place > row else place)
        self.keep(self.form.copy_row(self.data, listed, row))
        return f"{listed}.{row + 1}"

    def remove_row(self, path: str) -> None:
        """Take a row out; those behind it move up."""
        listed, row = _row_of(path)
        self._renumber(listed, lambda place: None if place == row else place - (place > row))
        self.keep(self.form.remove_row(self.data, listed, row))

    def fill_rows_like(self, path: str, others: Iterable[str]) -> None:
        """Give other rows the answers of one, but for the number that each is about."""
        model, data, at = get(self.data, path), self.data, split(path)
        passed = [steps[len(at) :] for steps in map(split, self._passed) if steps[: len(at)] == at]
        for other in others:
            own = get(data, other)
            if isinstance(model, Mapping) and isinstance(own, Mapping):
                data = put(data, other, {**model, **own})
            self._passed |= {join((*split(other), *rest)) for rest in passed}
        self.keep(data)

    def pass_over(self, stop: Stop) -> None:
        """Ask it no more by itself; the review still shows it."""
        self._passed.add(stop.path)

    def begin_rows(self) -> None:
        """One row for each of the order's numbers, where rows belong to numbers."""
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

    def pass_over_optional(self) -> None:
        """Do not ask what may be left empty and is not known of the customer either."""
        for spot in self.spots if self._helper is not None else ():
            may_be_empty = not spot.field.required and not spot.field.instead
            if may_be_empty and self.is_open(spot) and self.proposal(spot.path) is None:
                self.pass_over(spot)

    def pass_over_numbers(self) -> None:
        """Do not ask which number it is about: none is reserved yet."""
        for spot in self.spots:
            if spot.field.is_number:
                self.pass_over(spot)

    def pass_over_what_was_passed(self) -> None:
        """What stands before the last answer and has none was left empty on purpose.

        But for sections that were jumped over: nothing of them is answered, though something has
        to be.
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
                self.pass_over(stop)

    def doubt_what_does_not_fit(self) -> None:
        """Remark on remembered answers that no longer pass, so that they are asked again."""
        for path, problem in self.problems().items():
            if self.spot(path) and self.value(path) is not MISSING:
                words = f"Your earlier answer is no longer valid. {problem.told}"
                self.remarks.setdefault(path, words)

    def reopen(self) -> None:
        """Ask for what is missing though it was passed over, and again for what does not fit."""
        for path, problem in self.problems().items():
            self._passed -= {path, f"{path}.+"}
            if self.spot(path) and self.value(path) is not MISSING:
                self.remarks.setdefault(path, problem.told)

    def _bring_back(self) -> None:
        """Answers that were set aside, where they apply again and nothing else was given."""
        for path in [path for path in self.order.set_aside if self.spot(path)]:
            value = self.order.set_aside[path]
            if self.value(path) is MISSING:
                self.order.answers = put(self.data, path, value)
            self.order.set_aside = {
                name: kept for name, kept in self.order.set_aside.items() if name != path
            }

    def _renumber(self, listed: str, moved: Callable[[int], int | None]) -> None:
        """What is noted of rows moves with them."""
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
    """Whether no row says which number it is about: answered before one was chosen, say."""
    return all(get(row, (name,), None) in (MISSING, None) for row in rows)


def _row_of(path: str) -> tuple[str, int]:
    """The list and the number of a row, from its path."""
    *listed, row = split(path)
    assert isinstance(row, int)
    return join(tuple(listed)), row
