"""The workers of a batch: each a thread with a client of its own, all with one budget."""

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
    """What a batch works with.

    Attributes:
        connect: makes a client that asks a pace before each request; each worker has its own.
        starting: a context in which threads are started, such that they get no signals.
        host: where the API is, as attempts remember it.
        now, uptime: the clocks, as `workflow.context.Context` has them.
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
    """What is read once for all rows: lookups and customers."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lock = threading.Lock()
        self._lookups: dict[tuple[str, str], Lookup] = {}
        self._customers: dict[str, Customer] = {}
        self._lessons: list[Lesson] | None = None

    def lookup(self, api: NumbersApi, region: str, kind: str) -> Lookup:
        """What a country asks for; each is looked up once."""
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
            except StoreError:  # it can be asked for again
                return known
        return known

    def customer(self, name: str) -> tuple[Customer, list[Lesson]]:
        """A customer, and what was taught for all of them.

        Raises:
            NotFoundError: there is none of that name.
        """
        with self._lock:
            if self._lessons is None:
                self._lessons = self._tools.customers.lessons()
            if name not in self._customers:
                self._customers[name] = self._tools.customers.load(name)
            return self._customers[name], self._lessons


class Worker:
    """A client that shares the budget, and the forms it has read. It is one thread's."""

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
        """Tell the budget of an answer; see `Pace`."""
        self._budget.answered(ticket, status, retry_after)

    def prepay(self) -> None:
        """Wait for the next request now, before anything says that it is under way.

        A reservation is recorded before it is sent: a kill in between would leave it in doubt.
        """
        if self._prepaid is None:
            self._prepaid = self._budget.wait(self.deadline)

    def attend(self, order: Order) -> None:
        """Let the order's clock decide how soon this worker's requests are sent."""
        self.deadline = deadline_of(order)

    def lookup(self, region: str, kind: str) -> Lookup:
        """What a country asks for."""
        return self.shared.lookup(self.api, region, kind)

    def form(self, region: str, kind: str) -> Form:
        """The country's form."""
        if (region, kind) not in self._forms:
            self._forms[region, kind] = read_form(self.lookup(region, kind).raw, region)
        return self._forms[region, kind]


class Failed(Struct, frozen=True):
    """A worker that ended in an error nobody caught."""

    error: BaseException


class Crew(Generic[T, R]):
    """Threads that take jobs until there are none; iterating gives the results as they come.

    It may be iterated on after a KeyboardInterrupt, which the main thread can get while it waits.

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
        """Give a result before a job has ended, from the thread that works on it."""
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
