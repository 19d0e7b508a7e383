"""The workers of a batch: threads with a client each and a common request budget."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from queue import SimpleQueue
from typing import Generic, Self, TypeVar

from msgspec import Struct

from sinch_order_cli.api.client import NumbersApi, Pace
from sinch_order_cli.customers.model import Customer, Lesson
from sinch_order_cli.errors import StoreError
from sinch_order_cli.kyc import Form, read_form
from sinch_order_cli.service.batch_state import deadline_of
from sinch_order_cli.service.budget import NO_DEADLINE, Budget
from sinch_order_cli.service.row_api import RowApi
from sinch_order_cli.store.customers import CustomerStore
from sinch_order_cli.store.lookups import LookupStore
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Lookup, Order
from sinch_order_cli.workflow.steps import look_up

T = TypeVar("T")
R = TypeVar("R")


class Tools(Struct, frozen=True, kw_only=True):
    """The environment of a batch.

    Attributes:
        connect: creates a client that uses a pace before each request; one for each worker.
        starting: a context for starting threads that receive no signals.
        host: the API's location, as stored in attempts.
        now, uptime: the clocks, as in `workflow.context.Context`.
    """

    store: OrderStore
    customers: CustomerStore
    lookups: LookupStore
    connect: Callable[[Pace], RowApi]
    starting: Callable[[], AbstractContextManager[None]]
    project_id: str
    host: str
    now: Callable[[], float]
    uptime: Callable[[], tuple[str, float]]


class Shared:
    """Data loaded once for all rows: lookups and customers."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lock = threading.Lock()
        self._lookups: dict[tuple[str, str], Lookup] = {}
        self._customers: dict[str, Customer] = {}
        self._lessons: list[Lesson] | None = None

    def lookup(self, api: NumbersApi, region: str, kind: str) -> Lookup:
        """Return a country's requirements, looking each up once."""
        with self._lock:
            if (region, kind) not in self._lookups:
                self._lookups[region, kind] = self._look_up(api, region, kind)
            return self._lookups[region, kind]

    def _look_up(self, api: NumbersApi, region: str, kind: str) -> Lookup:
        now = self._tools.now()
        known = self._tools.lookups.recent(region, kind, now)
        if known is None:
            known = look_up(api, region, kind, now)
            try:
                self._tools.lookups.save(region, kind, known)
            except StoreError:  # it can be looked up again
                return known
        return known

    def customer(self, name: str) -> tuple[Customer, list[Lesson]]:
        """Return a customer, and the lessons for all customers.

        Raises:
            NotFoundError: there is no customer of that name.
        """
        with self._lock:
            if self._lessons is None:
                self._lessons = self._tools.customers.lessons()
            if name not in self._customers:
                self._customers[name] = self._tools.customers.load(name)
            return self._customers[name], self._lessons


class Worker:
    """A client that shares the budget, and the forms it has parsed. Used by one thread."""

    def __init__(self, tools: Tools, shared: Shared, budget: Budget) -> None:
        self.tools, self.shared = tools, shared
        self.deadline = NO_DEADLINE
        self._budget = budget
        self._prepaid: float | None = None
        self._forms: dict[tuple[str, str], Form] = {}
        self.api = tools.connect(self)

    def before(self) -> float:
        """Wait for the budget; see `Pace`."""
        ticket, self._prepaid = self._prepaid, None
        return self._budget.wait(self.deadline) if ticket is None else ticket

    def after(self, ticket: float, status: int, retry_after: float | None) -> None:
        """Report a response to the budget; see `Pace`."""
        self._budget.answered(ticket, status, retry_after)

    def prepay(self) -> None:
        """Wait for the next request in advance, before it is recorded as sent.

        A reservation is recorded before it is sent, and a kill during the wait would leave its
        outcome unknown.
        """
        if self._prepaid is None:
            self._prepaid = self._budget.wait(self.deadline)

    def prioritise(self, order: Order) -> None:
        """Use the order's deadline as the priority of this worker's requests."""
        self.deadline = deadline_of(order)

    def lookup(self, region: str, kind: str) -> Lookup:
        """Return a country's requirements."""
        return self.shared.lookup(self.api, region, kind)

    def form(self, region: str, kind: str) -> Form:
        """Return the country's form."""
        if (region, kind) not in self._forms:
            self._forms[region, kind] = read_form(self.lookup(region, kind).raw, region)
        return self._forms[region, kind]


class Failed(Struct, frozen=True):
    """A worker that ended with an uncaught exception."""

    error: BaseException


class WorkerPool(Generic[T, R]):
    """Threads that process jobs until there are none; iterate to get the results as they arrive.

    Iteration can continue after a KeyboardInterrupt during a wait in the main thread.

    Args:
        work: called with a worker and a job, in one of the threads.
    """

    def __init__(
        self,
        tools: Tools,
        shared: Shared,
        budget: Budget,
        count: int,
        work: Callable[[Worker, T], R],
    ) -> None:
        self._tools, self._shared, self._budget = tools, shared, budget
        self._work = work
        self._results: SimpleQueue[R | Failed | None] = SimpleQueue()
        self._running = count
        self._taking = threading.Lock()
        self._jobs: Iterator[T] = iter(())

    def run(self, jobs: Iterable[T]) -> Self:
        """Start the threads."""
        self._jobs = iter(jobs)
        with self._tools.starting():
            for number in range(self._running):
                name = f"batch-{number}"
                threading.Thread(target=self._serve, name=name, daemon=True).start()
        return self

    def tell(self, result: R) -> None:
        """Report an intermediate result, from the thread that processes the job."""
        self._results.put(result)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> R:
        while self._running:
            result = self._results.get()
            if isinstance(result, Failed):
                raise result.error
            if result is not None:
                return result
            self._running -= 1
        raise StopIteration

    def _serve(self) -> None:
        try:
            worker = Worker(self._tools, self._shared, self._budget)
            with worker.api:
                while (job := self._take()) is not None:
                    self._results.put(self._work(worker, job))
        except BaseException as error:
            self._results.put(Failed(error))
        finally:
            self._results.put(None)

    def _take(self) -> T | None:
        with self._taking:
            return next(self._jobs, None)
