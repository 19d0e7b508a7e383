"""The workspace of commands and the wizard: stored orders, customers, the API.

Each part is created on first use, and closed with the workspace.
"""

from __future__ import annotations

import contextlib
import functools
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sinch_order_cli.errors import (
    LockedError,
    NotFoundError,
    SinchOrderError,
    StoreError,
    Suggestion,
    UnreachableError,
    UsageError,
)
from sinch_order_cli.service.uptime import uptime

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi, Pace
    from sinch_order_cli.api.models import AvailableRegions
    from sinch_order_cli.api.order_models import AvailableNumber
    from sinch_order_cli.kyc import Form
    from sinch_order_cli.store.customers import CustomerStore
    from sinch_order_cli.store.lookups import LookupStore
    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.attempts import Attempt
    from sinch_order_cli.workflow.context import Context
    from sinch_order_cli.workflow.model import Lookup, Order


RECENT = 5 * 60.0
"""Seconds for which a lookup is recent enough to refuse answers by it."""

PATIENCE = 5.0
"""Maximum seconds to repeat a lookup before refusing answers."""


class Workspace(ABC):
    """The user's stored orders and customers, and the API, for one run of the program.

    Subclasses define where they are, how the API is reached, and how messages and questions are
    shown: in a terminal, or collected by a test.
    """

    def __init__(self) -> None:
        self.closing = ExitStack()
        self._apis: dict[str, NumbersApi] = {}
        self.looks_at_numbers = False  # whether `current` asks how completed orders are set up
        self.doubts: dict[str, bool | None] = {}
        """Orders that may be reserved, found by `current`, with the availability of the number."""
        self.marks: dict[str, int] = {}  # of orders read without a lock

    @property
    @abstractmethod
    def state_dir(self) -> Path:
        """The directory of orders, customers and lookups."""

    @property
    @abstractmethod
    def source(self) -> str:
        """The API's location as stored in attempts: its URL, or the sandbox."""

    @property
    @abstractmethod
    def project_id(self) -> str:
        """The project for a new order."""

    @property
    @abstractmethod
    def chosen_project(self) -> str:
        """The project set for this run, "" to use each order's own."""

    @abstractmethod
    def connect(self, project_id: str, pace: Pace | None = None) -> NumbersApi:
        """Return a client for a project, not yet entered.

        Args:
            pace: called before each request, if several clients share a budget.
        """

    @abstractmethod
    def warn(self, message: str | Suggestion) -> None:
        """Print a warning, such as about a changed registration."""

    @abstractmethod
    def note(self, message: str, *, indent: int = 0) -> None:
        """Print a note."""

    @abstractmethod
    def confirm(self, question: str, *, flag: str, help: Sequence[str] = ()) -> bool:
        """Return True if the user agrees; False also if they can't be asked."""

    @abstractmethod
    def accepts_similar(self, number: str, similar: AvailableNumber) -> bool:
        """Return True if the user accepts a similar number, shown with its price and capabilities.

        Args:
            number: the number that is no longer available.
        """

    @property
    @abstractmethod
    def interactive(self) -> bool:
        """True if the user can be asked."""

    @abstractmethod
    def patience(self) -> AbstractContextManager[None]:
        """A context in which an interrupt waits for the response to a pending request."""

    @abstractmethod
    def shield(self) -> AbstractContextManager[None]:
        """A context in which every interrupt waits, for a save that must not be lost."""

    @abstractmethod
    def form_changed(self, before: Lookup, now: Lookup) -> None:
        """Print how a country's requirements have changed since the last lookup."""

    def now(self) -> float:
        """This machine's time, in seconds since 1970."""
        return time.time()

    @functools.cached_property
    def store(self) -> OrderStore:
        """The orders on this machine."""
        from sinch_order_cli.store.orders import OrderStore

        return OrderStore(self.state_dir, warn=self.warn, waiting=self.note)

    @functools.cached_property
    def customers(self) -> CustomerStore:
        """The customers on this machine."""
        from sinch_order_cli.store.customers import CustomerStore

        return CustomerStore(self.state_dir, warn=self.warn)

    @property
    def lookups(self) -> LookupStore:
        """The stored requirements of countries."""
        from sinch_order_cli.store.lookups import LookupStore

        return LookupStore(self.state_dir, source=self.source)

    def api(self, project_id: str = "") -> NumbersApi:
        """Return the API for an order's project, or for the current project.

        Raises:
            UsageError: a project other than the order's was set.
        """
        project = self.project_for(project_id)
        if project not in self._apis:
            self._apis[project] = self.closing.enter_context(self.connect(project))
        return self._apis[project]

    def project_for(self, project_id: str) -> str:
        """Return the project for requests about an order of `project_id`, or the current project.

        Raises:
            UsageError: a project other than the order's was set.
        """
        chosen = self.chosen_project
        if chosen and project_id and chosen != project_id:
            raise UsageError(
                f"the order belongs to project {project_id}, not to {chosen}",
                hint="Omit --project: the order has its own.",
            )
        return project_id or self.project_id

    def context(
        self,
        order: Order,
        save: Callable[[Order], None] | None = None,
        api: NumbersApi | None = None,
    ) -> Context:
        """Return the context for steps on `order`; `save` is the store's by default."""
        from sinch_order_cli.workflow.context import Context

        return Context(
            api=api or self.api(order.project_id),
            save=self._learning(save or self.store.save),
            now=self.now,
            note=self.warn,
            uptime=uptime,
            host=self.source,
            reserved=self._reserved,
            patience=self.patience,
            shield=self.shield,
        )

    def _learning(self, save: Callable[[Order], None]) -> Callable[[Order], None]:
        """Save an order; once it is completed, record which of the customer's documents it used.

        If another program has locked the customer, this is done when the order is next saved.
        """

        def saved(order: Order) -> None:
            save(order)
            if not (order.customer and order.status.completed):
                return
            from sinch_order_cli.workflow.for_customer import learn_served

            with (
                suppress(StoreError, NotFoundError, LockedError),
                self.customers.edit(order.customer) as customer,
            ):
                if learn_served(customer, order):
                    self.customers.save(customer)

        return saved

    def _reserved(self, order: Order, attempt: Attempt) -> None:
        """Decide the attempts of other local orders for a number that `order` has reserved."""
        from sinch_order_cli.store.index import OrderIndex
        from sinch_order_cli.workflow.attempts import refuse_competing
        from sinch_order_cli.workflow.unknown_outcome import may_have_reserved

        if not attempt.phone_number:
            return
        for other in OrderIndex(self.store).open_orders():
            if other.name == order.name or not may_have_reserved(other, attempt.body):
                continue
            # The program using that order will check the number, too.
            with (
                suppress(StoreError, NotFoundError, LockedError),
                self.store.edit(other.name, wait=0.0) as found,
            ):
                if refuse_competing(found, attempt):
                    self.store.save(found)

    def current(self, reference: str) -> AbstractContextManager[Order]:
        """Fetch and save an order's current state; see `service.current`."""
        from sinch_order_cli.service.current import current

        return current(self, reference)

    def last_lookup(self, region: str, kind: str) -> Lookup | None:
        """Return the last lookup of a country's requirements, however old."""
        return self.lookups.last(region, kind)

    def look_up(
        self, region: str, kind: str, *, fresh: bool = False, project_id: str = ""
    ) -> Lookup:
        """Return a country's requirements: stored by an earlier command, or looked up and stored.

        Args:
            fresh: ask the server in any case, to report changes.
            project_id: an order's project; "" for the current one.
        """
        from sinch_order_cli.workflow.steps import look_up

        stored = self.lookups
        known = None if fresh else stored.recent(region, kind, self.now())
        if known is None:
            before = None if fresh else stored.last(region, kind)
            known = look_up(self.api(project_id), region, kind, self.now())
            try:
                stored.save(region, kind, known)
            except StoreError as error:  # the lookup itself succeeded and can be repeated
                self.warn(f"The requirements of {region} {kind} were not saved: {error.message}.")
            if before is not None and before.raw != known.raw:
                self.form_changed(before, known)
        return known

    def look_up_for(self, order: Order, *, fresh: bool = False) -> Lookup:
        """Return the requirements of an order's country, as `look_up`, in the order's project."""
        region, kind = order.region_code, order.number_type
        return self.look_up(region, kind, fresh=fresh, project_id=order.project_id)

    def renew_requirements(
        self, order: Order, *, damaged: bool = False, needed: bool = False
    ) -> bool:
        """Look up an order's requirements again before refusing its answers by outdated ones.

        Args:
            damaged: also look them up again if they are recent: a part could not be read.
            needed: the old ones can't be used.

        Returns:
            True if they have changed. If the server doesn't answer soon, the old ones stay.

        Raises:
            UnreachableError: they are needed, and the server doesn't send them.
        """
        from sinch_order_cli.workflow.model import parse_time

        asked = parse_time(order.lookup.looked_up_at) if order.lookup else None
        is_recent = asked is not None and 0 <= self.now() - asked.timestamp() < RECENT
        if order.lookup is None or (is_recent and not damaged):
            return False
        try:
            with self.api(order.project_id).ending_in(PATIENCE):
                now = self.look_up_for(order, fresh=True)
        except SinchOrderError as error:
            if needed:
                raise UnreachableError(error.message, reason=error.reason) from error
            return False
        if now.raw is None and needed:
            raise UnreachableError("the API now answers that nothing is required")
        if now.raw is None or now.raw == order.lookup.raw:
            return False
        self.form_changed(order.lookup, now)
        order.lookup = now
        if self.store.holds(order.name):
            self.store.save(order)
        return True

    def look_up_to_order(self, region: str, kind: str, *, fresh: bool = False) -> Lookup:
        """Like `look_up`, for a new order.

        Raises:
            NotFoundError: the region has no numbers, or none of the type.
        """
        from sinch_order_cli.workflow.regions import need_numbers

        lookup = self.look_up(region, kind, fresh=fresh)
        if lookup.raw is None:  # either nothing is required, or there are no numbers
            need_numbers(self.api(), region, kind)
        return lookup

    def regions(self, types: Sequence[str] = ()) -> AvailableRegions:
        """Return the regions that have numbers; all are stored for shell completion."""
        found = self.api().list_available_regions(types)
        if not types:
            names = {one.region_code: one.region_name for one in found.available_regions}
            with contextlib.suppress(StoreError):
                self.lookups.save_regions(names)
        return found

    def form(self, order: Order) -> Form:
        """Return the form of `order`; if unknown, it is looked up and stored with the order."""
        from sinch_order_cli.kyc import read_form

        if order.lookup is None:
            order.lookup = self.look_up_for(order)
            if self.store.holds(order.name):
                self.store.save(order)
            elif order.name in self.marks:
                self.store.save_unless_changed(order, self.marks[order.name])
        return read_form(order.lookup.raw, order.region_code)
