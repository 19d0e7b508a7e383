"""Check a batch as far as possible before anything is reserved. Nothing is changed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal

from msgspec import Struct

from sinch_order_cli.api.order_models import AvailableNumber, Money
from sinch_order_cli.errors import AuthError, NotFoundError, SinchOrderError, UnreachableError
from sinch_order_cli.service.batch_answers import (
    answer_problems,
    answers_for,
    changed_paths,
    digest,
    doubled,
    error_problems,
    papers,
)
from sinch_order_cli.service.batch_file import BatchFile, Row
from sinch_order_cli.service.batch_state import (
    RowOutcome,
    Until,
    add_price,
    conflicts,
    deadline_of,
    has_reached,
    monthly_prices,
    outcome,
)
from sinch_order_cli.service.batch_table import RowProblem
from sinch_order_cli.service.batch_workers import Shared, Tools, Worker, WorkerPool
from sinch_order_cli.service.budget import NO_DEADLINE, Budget
from sinch_order_cli.workflow.create_request import lacking
from sinch_order_cli.workflow.for_customer import for_an_earlier_one, is_for
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.regions import need_numbers

_MOST_SEARCHED = 100

Criteria = tuple[str, str, str, str, tuple[str, ...]]


class Checked(Struct, kw_only=True):
    """The result of checking a row.

    Attributes:
        outcome: the state of its order.
        reserved: whether its numbers are ordered.
        done: whether it has reached the target step.
        deadline: when its reservation expires, in seconds since 1970.
        offer: the number it names, as available.
        monthly, setup: the prices of its numbers by currency; for a search, the highest of the
        matches.
        priced: whether the price is known.
        numbers: the number, or the number of matches, in words.
        note: information that is not a problem; "" for none.
    """

    row: Row
    problems: list[RowProblem]
    outcome: RowOutcome = "open"
    reserved: bool = False
    done: bool = False
    deadline: float = NO_DEADLINE
    offer: AvailableNumber | None = None
    monthly: dict[str, Decimal] = {}
    setup: dict[str, Decimal] = {}
    priced: bool = False
    numbers: str = ""
    note: str = ""


class Checker:
    """Checks the rows of a batch.

    Args:
        until: the target step; rows that have reached it are skipped.
        take_over: use orders that were created by another file or by hand.
    """

    def __init__(
        self,
        tools: Tools,
        batch: BatchFile,
        rows: Sequence[Row],
        *,
        until: Until = "submitted",
        take_over: bool = False,
        shared: Shared | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._tools, self._batch, self._rows = tools, batch, rows
        self._until: Until = until
        self._take_over = take_over
        self._shared = shared or Shared(tools)
        self._budget = budget or Budget()
        self._lock = threading.Lock()
        self._found: dict[Criteria, Sequence[AvailableNumber]] = {}
        self._needed: Counter[Criteria] = Counter()
        self._at_place: Counter[tuple[str, str]] = Counter()
        self._named = {row.wanted.number for row in batch.rows if row.wanted.number}

    def run(self, parallel: int) -> Iterator[Checked]:
        """Check all rows, several at a time, and yield the results in any order.

        Raises:
            AuthError: the server refuses the credentials.
        """
        for row in self._rows:
            if not row.wanted.number and not self._is_ordered(row):
                self._needed[_criteria(row)] += row.count
                self._at_place[row.region, row.type] += row.count
        crew = WorkerPool(self._tools, self._shared, self._budget, parallel, self._check)
        return crew.run(self._rows)

    def _is_ordered(self, row: Row) -> bool:
        order = self._order(row)
        return order is not None and (order.server is not None or order.may_be_reserved)

    def _order(self, row: Row) -> Order | None:
        if not self._tools.store.has(row.ref):
            return None
        try:
            return self._tools.store.load(row.ref)
        except SinchOrderError:
            return None

    def _check(self, worker: Worker, row: Row) -> Checked:
        found = Checked(row=row, problems=[])
        try:
            order = self._check_order(worker, row, found)
            if order is not None and not found.problems:
                found.note = self._unsent_answers(worker, row, order)
            if not found.problems and not found.done:
                self._check_content(worker, row, found, order)
        except AuthError:
            raise
        except SinchOrderError as error:
            found.problems += error_problems(row, error)
        if found.problems and found.outcome == "open":
            found.outcome = "bad"
        return found

    def _check_order(self, worker: Worker, row: Row, found: Checked) -> Order | None:
        """Return the row's order, or None if it has none yet."""
        if not self._tools.store.has(row.ref):
            return None
        order = self._tools.store.load(row.ref)
        project = self._tools.project_id
        found.problems += conflicts(
            order, row, self._batch.path, project, take_over=self._take_over
        )
        if row.customer and order.customer == row.customer:
            with suppress(NotFoundError):  # reported with the answers
                if not is_for(order, worker.shared.customer(row.customer)[0]):
                    found.problems.append(_problem(row, "customer", for_an_earlier_one(order), 6))
        if found.problems:
            return order
        found.outcome = outcome(order, self._tools.now())
        found.done = is_done(order, row, self._until)
        if order.server is not None:
            found.reserved = found.priced = True
            found.monthly = {} if order.status.reorderable else monthly_prices(order)
            found.numbers = ", ".join(order.phone_numbers)
            found.deadline = deadline_of(order)
        elif order.may_be_reserved and order.offer is not None:
            offer = order.offered
            found.priced = _price(found, offer.monthly_price, offer.setup_price, row.count)
        return order

    def _unsent_answers(self, worker: Worker, row: Row, order: Order) -> str:
        """Return a note if a row's answers differ from those submitted, else ""."""
        sent = order.server is not None and not order.status.reserved
        if not sent or order.batch is None or order.answers is None:
            return ""
        if order.batch.answers == digest(row):
            return ""
        prepared = answers_for(worker, row, order, order.phone_numbers)
        paths = changed_paths(worker.form(row.region, row.type), order.answers, prepared.data)
        if not paths:
            return ""
        ending = " Resume the order to send them." if order.status.blocked else ""
        named = ", ".join(paths[:5])
        return f"the row changes {named}, but the order is submitted; nothing is sent.{ending}"

    def _check_content(self, worker: Worker, row: Row, found: Checked, order: Order | None) -> None:
        reserved = found.reserved
        numbers = order.phone_numbers if order is not None and reserved else []
        numbers = numbers or [row.wanted.number] * bool(row.wanted.number)
        try:
            prepared = answers_for(worker, row, order, numbers)
            found.problems += answer_problems(worker, row, prepared)
            found.problems += doubled(worker, row, prepared)
        except UnreachableError:
            raise
        except SinchOrderError as error:
            found.problems += error_problems(row, error)
        if self._until in ("submitted", "decided"):
            found.problems += self._paper_problems(worker, row, order)
        if not reserved and not (order is not None and order.may_be_reserved):
            self._check_numbers(worker, row, found)

    def _paper_problems(self, worker: Worker, row: Row, order: Order | None) -> list[RowProblem]:
        try:
            return papers(worker, row, order)[1]
        except NotFoundError:  # a missing customer, already reported
            return []

    def _check_numbers(self, worker: Worker, row: Row, found: Checked) -> None:
        if row.wanted.number:
            try:
                found.offer = offer = worker.api.get_available_number(row.wanted.number)
            except NotFoundError:
                found.problems.append(
                    _problem(row, "number", f"{row.wanted.number} is not available", 5)
                )
                return
            found.numbers = row.wanted.number
            place = offer.region_code or row.region, offer.type or row.type
            if place != (row.region, row.type):
                said = f"{row.wanted.number} is {' '.join(place)}, not {row.region} {row.type}"
                found.problems.append(_problem(row, "number", said, 3))
            found.note = found.note or _lacking(row, offer)
            found.priced = _price(found, offer.monthly_price, offer.setup_price, 1)
            return
        fitting = self._search(worker, row)
        needed = self._needed[_criteria(row)]
        if not fitting:
            try:
                need_numbers(worker.api, row.region, row.type)
            except NotFoundError as error:
                column = str(error.details[0].get("flag", "type")).lower()
                found.problems.append(_problem(row, column, error.message, 5))
                return
        few = len(fitting) < min(needed, _MOST_SEARCHED)
        found.numbers = f"{len(fitting)}{'+' if len(fitting) >= needed else ''} match"
        if few:
            column = "pattern" if row.wanted.pattern else "quantity" if row.count > 1 else "type"
            said = f"the rows need {needed}, but only {len(fitting)} can be found"
            found.problems.append(_problem(row, column, said, 5))
        dearest = max(fitting, key=_amount, default=None)
        if dearest is not None:
            prices = dearest.monthly_price, dearest.setup_price
            found.priced = _price(found, *prices, row.count)

    def _search(self, worker: Worker, row: Row) -> Sequence[AvailableNumber]:
        """Return matching numbers; each search is made once for all rows."""
        key = _criteria(row)
        with self._lock:
            if key not in self._found:
                # Rows with other criteria may take the same numbers, and named ones aren't left.
                needed = max(self._at_place[row.region, row.type], 1)
                size = min(needed + len(self._named), _MOST_SEARCHED)
                found = search(worker, row, size)
                free = [one for one in found if one.phone_number not in self._named]
                self._found[key] = free[:needed]
            return self._found[key]


def is_done(order: Order, row: Row, until: Until) -> bool:
    """Return True if a run has nothing to do for a row.

    The reviewers' question to a blocked order may have been answered elsewhere, and a row's changed
    answers are sent until its order is submitted.
    """
    asked = until == "decided" and order.status.blocked
    changed = until != "reserved" and _is_changed(order, row)
    return has_reached(order, until) and not (asked or changed)


def _is_changed(order: Order, row: Row) -> bool:
    """Return True if a row's answers differ from those registered, and can still be sent."""
    sent = order.batch.answers if order.batch is not None else ""
    return order.status.reserved and bool(order.registered_at and sent) and sent != digest(row)


def _lacking(row: Row, offer: AvailableNumber) -> str:
    """Return a note if a number can't do what the row configures it for, else ""."""
    wanted = row.wanted
    voice = bool(wanted.rtc_app or wanted.est_trunk)
    lacks = lacking(offer.capability, sms=bool(wanted.sms_plan), voice=voice)
    return f"{wanted.number} has no {lacks}, but the row configures it" if lacks else ""


def search(worker: Worker, row: Row, size: int) -> Sequence[AvailableNumber]:
    """Return the available numbers that match a row."""
    wanted = row.wanted
    return worker.api.search_available_numbers(
        row.region,
        row.type,
        capabilities=wanted.capabilities,
        pattern=wanted.pattern,
        search_pattern=(wanted.match or "START") if wanted.pattern else "",
        size=size,
    ).available_numbers


def _criteria(row: Row) -> Criteria:
    wanted = row.wanted
    return row.region, row.type, wanted.pattern, wanted.match, wanted.capabilities


def _problem(row: Row, column: str, text: str, code: int) -> RowProblem:
    return RowProblem(row=row.row, ref=row.ref, column=column, problem=text, exit_code=code)


def _price(found: Checked, monthly: Money, setup: Money, count: int) -> bool:
    found.monthly, found.setup = {}, {}
    add_price(found.setup, setup.currency_code, setup.amount, count)
    return add_price(found.monthly, monthly.currency_code, monthly.amount, count)


def _amount(number: AvailableNumber) -> Decimal:
    totals: dict[str, Decimal] = {}
    add_price(totals, "any", number.monthly_price.amount)
    return totals.get("any", Decimal(0))


def totals(
    checked: Sequence[Checked], what: Callable[[Checked], dict[str, Decimal]]
) -> dict[str, Decimal]:
    """Return the sum of the rows' prices by currency."""
    found: dict[str, Decimal] = {}
    for one in checked:
        for currency, amount in what(one).items():
            found[currency] = found.get(currency, Decimal(0)) + amount
    return found
