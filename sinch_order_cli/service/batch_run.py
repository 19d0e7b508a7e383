"""Run a batch: each row through the four calls, several rows at a time.

A row is an ordinary order with its own file, locked while it is worked on, and its progress is read
from there. A run stores nothing else, so it can be killed at any time and run again, even twice at
once.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.errors import (
    AuthError,
    LockedError,
    NotFoundError,
    SinchOrderError,
    StateError,
    Suggestion,
    WatchTimeoutError,
)
from sinch_order_cli.service.batch_check import Checked, is_done
from sinch_order_cli.service.batch_file import BatchFile, Row
from sinch_order_cli.service.batch_queue import Job, Jobs
from sinch_order_cli.service.batch_state import (
    RowOutcome,
    Until,
    code_of,
    conflicts,
    deadline_of,
    has_reached,
)
from sinch_order_cli.service.batch_state import outcome as outcome_of
from sinch_order_cli.service.batch_steps import Ledger, Numbers, RowSteps
from sinch_order_cli.service.batch_workers import Shared, Tools, Worker, WorkerPool
from sinch_order_cli.service.budget import NO_DEADLINE, Budget, StoppedError
from sinch_order_cli.service.hooks import Hooks
from sinch_order_cli.workflow.for_customer import for_an_earlier_one, is_for
from sinch_order_cli.workflow.model import BatchRow, Order, timestamp

SAME_FAILURES = 5
"""Consecutive failures with the same cause that end the run."""

LOCK_PATIENCE = 60.0
"""Seconds to wait for another program that uses a row's order."""

DOCUMENT_PATIENCE = 120.0
"""Seconds to wait until the server has checked a row's documents."""

_LOCK_POLL = 0.5
_DOCUMENT_POLL = 1.0


class Options(Struct, frozen=True, kw_only=True):
    """The options of a run.

    `interval` is the seconds between checks of an order in review; `limits` are the maximum monthly
    costs of all rows, by currency; `hooks` runs the user's command at each change, or is None.
    """

    until: Until = "submitted"
    parallel: int = 4
    take_over: bool = False
    interval: float = 30.0
    limits: dict[str, Decimal] = {}
    hooks: Hooks | None = None


class Event(Struct, frozen=True, kw_only=True):
    """A change of a row, or a note.

    `outcome` is the row's state, `exit_code` its code once it has `ended`. `note` is a message for
    the user; "" for none.
    """

    row: int
    ref: str
    outcome: RowOutcome
    order: Order | None = None
    problem: str = ""
    note: str = ""
    exit_code: int = 0
    ended: bool = False


class BatchRun:
    """A run of a batch. Iterate over it; `stop` lets pending requests finish.

    Args:
        checked: the rows to run, just checked.
        reserved: the rows of the file that are reserved, also those that are done, for the limits.

    Attributes:
        until: the target step.
        hooks: runs the user's command; None for none.
        ended_by: why the run ended early, or None.
        stopped: whether `stop` was called.
    """

    def __init__(
        self,
        tools: Tools,
        batch: BatchFile,
        checked: Sequence[Checked],
        options: Options,
        *,
        shared: Shared | None = None,
        budget: Budget | None = None,
        reserved: Sequence[Checked] = (),
    ) -> None:
        self._tools, self._batch, self._options = tools, batch, options
        self._budget = budget or Budget()
        self._jobs = Jobs(Job(checked=one, deadline=one.deadline) for one in checked)
        self._crew: WorkerPool[Job, Event] = WorkerPool(
            tools, shared or Shared(tools), self._budget, options.parallel, self._work
        )
        named = (row.wanted.number for row in batch.rows if row.wanted.number)
        numbers = Numbers(options.parallel, named)
        self._steps = RowSteps(tools, Ledger(options.limits, reserved), numbers)
        self._lock = threading.Lock()
        self._failures: list[str] = []
        self.until: Until = options.until
        self.hooks = options.hooks
        self.ended_by: SinchOrderError | None = None
        self.stopped = False

    def __iter__(self) -> Iterator[Event]:
        return self._crew.run(self._jobs)

    def stop(self) -> None:
        """Send no more requests; pending ones are completed."""
        self.stopped = True
        self._jobs.stop()
        self._budget.stop()

    def _end(self, error: SinchOrderError) -> None:
        with self._lock:
            self.ended_by = self.ended_by or error
        self._jobs.stop()
        self._budget.stop()

    # In the workers' threads

    def _work(self, worker: Worker, job: Job) -> Event:
        try:
            return self._held(worker, job)
        finally:
            worker.deadline = NO_DEADLINE
            self._jobs.done()

    def _held(self, worker: Worker, job: Job) -> Event:
        row = job.checked.row
        try:
            with self._tools.store.hold(row.ref):
                return self._run(worker, job)
        except LockedError as error:
            now = time.monotonic()
            job.locked_since = job.locked_since or now
            if now - job.locked_since < LOCK_PATIENCE:
                self._jobs.later(job, _LOCK_POLL)
                return self._event(row, None, note=f"{error.message}. Waiting for the lock.")
            return self._failed(row, None, error)

    def _run(self, worker: Worker, job: Job) -> Event:
        """Process a row as far as possible, with its order locked."""
        row, order = job.checked.row, None
        worker.api.forget()  # another worker may have changed the order
        try:
            order = self._order(row)
            if self._options.hooks is not None:
                self._options.hooks.begin(order)
            before = order.batch
            order.batch = self._batch_row(row, order)
            _take_customer(worker, row, order)
            later = self._bring_on(worker, job, order)
            self._hook(order)
            if later:
                self._jobs.later(job, later)
                return self._event(row, order)
            if before != order.batch and order.server is not None:
                self._tools.store.save(order)
        except StoppedError:
            return self._event(row, order)
        except SinchOrderError as error:
            return self._failed(row, order, error)
        self._succeeded()
        code = code_of(order, self._options.until, self._tools.now())
        return self._event(row, order, exit_code=code, ended=True)

    def _batch_row(self, row: Row, order: Order, problem: str = "", exit_code: int = 0) -> BatchRow:
        before = order.batch or BatchRow(file="", ref="")
        return BatchRow(
            file=str(self._batch.path),
            ref=row.ref,
            problem=problem,
            exit_code=exit_code,
            answers=before.answers,
            paths=before.paths,
            documents=before.documents,
        )

    def _order(self, row: Row) -> Order:
        """Return the row's order, or a new one, which is saved before its first request.

        Raises:
            StateError: the order can't be the row's.
        """
        store = self._tools.store
        if not store.has(row.ref):
            return Order(
                name=row.ref,
                region_code=row.region,
                number_type=row.type,
                project_id=self._tools.project_id,
                created_at=timestamp(self._tools.now()),
            )
        order = store.load(row.ref)
        project, take_over = self._tools.project_id, self._options.take_over
        if problems := conflicts(order, row, self._batch.path, project, take_over=take_over):
            raise StateError(problems[0].problem, hint=problems[0].fix)
        order.project_id = project
        return order

    def _bring_on(self, worker: Worker, job: Job, order: Order) -> float:
        """Do the remaining steps. Return the seconds until the next attempt, 0 when done."""
        row, until, steps = job.checked.row, self._options.until, self._steps
        if is_done(order, row, until):
            return 0.0
        worker.prioritise(order)
        context = steps.context(worker, lambda text: self._tell(row, order, note=text))
        if order.server is None:
            order.lookup = worker.lookup(row.region, row.type)
            steps.reserve(worker, context, row, order, job.checked)
            self._moved(row, order)
            worker.prioritise(order)
            job.deadline = deadline_of(order)
        steps.refuse_differences(order)
        if until == "reserved":
            return 0.0
        if order.status.reserved:
            changed = steps.register(worker, context, row, order)
            if changed is not None:
                self._tell(row, order, note=changed)
            if until == "registered":
                return 0.0
            steps.attach(worker, context, row, order)
            if steps.is_waiting(worker, context, order):
                return self._wait_for_documents(job, order)
            steps.submit(context, order)
            self._moved(row, order)
        elif until == "decided":
            steps.look(worker, context, order)
        return 0.0 if has_reached(order, until) else self._options.interval

    def _wait_for_documents(self, job: Job, order: Order) -> float:
        now = time.monotonic()
        job.waiting_since = job.waiting_since or now
        if now - job.waiting_since < DOCUMENT_PATIENCE:
            return _DOCUMENT_POLL
        raise WatchTimeoutError(
            f"the server has not processed the documents of {order.name} yet",
            hint="Run the command again later.",
        )

    def _moved(self, row: Row, order: Order) -> None:
        self._tell(row, order)
        self._hook(order)

    def _hook(self, order: Order) -> None:
        """Run the user's command for changes of an order on the server."""
        hooks = self._options.hooks
        if hooks is not None and order.server is not None and hooks.look(order):
            self._tools.store.save(order)

    def _tell(self, row: Row, order: Order | None, note: str = "") -> None:
        self._crew.tell(self._event(row, order, note=note))

    def _event(
        self,
        row: Row,
        order: Order | None,
        *,
        note: str = "",
        problem: str = "",
        exit_code: int = 0,
        ended: bool = False,
    ) -> Event:
        """Return an event about a row, with the order's current state, as the worker continues."""
        return Event(
            row=row.row,
            ref=row.ref,
            outcome=outcome_of(order, self._tools.now()),
            order=None if order is None else replace(order),
            problem=problem,
            note=note,
            exit_code=exit_code,
            ended=ended,
        )

    def _failed(self, row: Row, order: Order | None, error: SinchOrderError) -> Event:
        said = [f"{one['path']}: {one.get('problem')}" for one in error.details if one.get("path")]
        reason = f": {error.reason}" if error.reason else ""
        problem = "; ".join(said) or f"{error.message.rstrip('.')}{reason}"
        code = 3 if error.exit_code == 2 else error.exit_code
        if order is not None and order.status.reorderable:
            code = 10
        if order is not None:
            with suppress(SinchOrderError):
                self._hook(order)
            order.batch = self._batch_row(row, order, problem, code)
            try:
                self._tools.store.save(order)
            except SinchOrderError as failure:
                self._end(failure)
        if isinstance(error, AuthError):
            self._end(error)
        self._count(row, order, error)
        event = self._event(row, order, problem=problem, exit_code=code, ended=True)
        return replace(event, outcome="failed") if event.outcome == "open" else event

    def _succeeded(self) -> None:
        with self._lock:
            self._failures.clear()

    def _count(self, row: Row, order: Order | None, error: SinchOrderError) -> None:
        """End the run if the same failure occurred so often that it will recur."""
        ref = rf"(?<!\w){re.escape(row.ref)}(?!\w)"
        same = re.sub(ref, "", f"{error.kind}: {error.in_one_line}")
        for name in [*(order.phone_numbers if order else ()), row.wanted.number]:
            same = same.replace(name, "") if name else same
        same = re.sub(r"[+0-9a-z]*\d{3,}[0-9a-z]*", "", same)
        with self._lock:
            self._failures = [*self._failures, same][-SAME_FAILURES:]
            often = self._failures.count(same) == SAME_FAILURES
        if often:
            ended = type(error)(
                f"stopped after the same error {SAME_FAILURES} times in a row",
                reason=error.in_one_line,
                hint=error.hints,
            )
            self._end(ended)


def _take_customer(worker: Worker, row: Row, order: Order) -> None:
    """Store a row's customer with its order.

    Raises:
        StateError: the order is for an earlier customer of that name.
    """
    since = order.customer_since if order.customer == row.customer else ""
    if row.customer:
        with suppress(NotFoundError):  # which is reported if its facts are needed
            customer, _ = worker.shared.customer(row.customer)
            since = customer.created_at
            if order.customer == row.customer and not is_for(order, customer):
                raise StateError(
                    for_an_earlier_one(order),
                    hint=Suggestion(
                        "register",
                        order.name,
                        say="If it is the same company",
                        customer=row.customer,
                    ),
                )
    order.customer, order.customer_since = row.customer, since
