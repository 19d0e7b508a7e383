"""The orders of one wizard session: their files, names and locks."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from contextlib import ExitStack

from sinch_order_cli.api.order_models import AvailableNumber
from sinch_order_cli.customers.model import Customer
from sinch_order_cli.errors import InterruptedByUser, SinchOrderError
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.names import short_name
from sinch_order_cli.wizard import number, reserve
from sinch_order_cli.wizard.context import WizardContext, header
from sinch_order_cli.workflow import groups
from sinch_order_cli.workflow.for_customer import take_customer
from sinch_order_cli.workflow.model import Order, timestamp
from sinch_order_cli.workflow.sync import refresh


def may_be_dropped(order: Order) -> bool:
    """Return True if the server certainly has no record of an order."""
    return order.was_never_reserved


class Session:
    """One order, or a group of orders, locked until `held` is closed."""

    def __init__(self, wizard: WizardContext, held: ExitStack) -> None:
        self._wizard = wizard
        self._held = held
        self.orders: list[Order] = []

    def begin(self, region_code: str, number_type: str, customer: Customer | None = None) -> None:
        """Start a new order, for a customer if given; it is saved once its country is known."""
        order = Order(
            region_code=region_code,
            number_type=number_type,
            project_id=self._wizard.project_id,
            created_at=timestamp(self._wizard.now()),
        )
        if customer is not None:
            take_customer(order, customer)
        self.continue_with(order)

    def continue_with(self, order: Order) -> None:
        """Continue with a single new order."""
        self._keep(order)
        self.orders = [order]

    def _keep(self, order: Order) -> None:
        """Give a new order its name and file."""
        first = (order.phone_numbers or [""])[0]
        name = short_name(order.region_code, order.number_type, first)
        order.name = self._held.enter_context(self._wizard.store.claim(name))
        self._wizard.store.save(order)

    def load_group(self, name: str) -> None:
        """Load an order and its group, and update them from the server."""
        wizard = self._wizard
        self._held.enter_context(wizard.store.hold(name))
        order = wizard.store.load(name)
        self.orders = [order]
        if order.lookup is None:
            header(wizard, order, 1, "Requirements")
        self._refresh(order)
        if not order.together:
            return
        for mate in groups.group_members(order, OrderIndex(wizard.store).open_orders()):
            try:
                self._held.enter_context(wizard.store.hold(mate.name))
                mate = wizard.store.load(mate.name)
                if not groups.group_members(order, [mate]):
                    continue  # another program took it out while this one waited
                self._refresh(mate)
            except InterruptedByUser:
                raise
            except SinchOrderError as error:  # in use elsewhere, for example
                wizard.terminal.error(error)
                continue
            self.orders.append(mate)

    def _refresh(self, order: Order) -> None:
        """Update an order from the server.

        Raises:
            UnknownOutcomeError: it may be reserved, and the user decides later.
        """
        wizard = self._wizard
        if order.server is not None:
            with wizard.terminal.spinner("Checking the order"):
                refresh(wizard.context(order), order)
        elif order.may_be_reserved:
            reserve.resolve_unknown_outcome(wizard, order)

    def choose_more(self, order: Order, numbers: Sequence[AvailableNumber]) -> None:
        """Create an order for each additional number, replacing those chosen before."""
        for other in [one for one in self.orders if one is not order]:
            if may_be_dropped(other):
                self._wizard.store.discard(other.name)
                self.orders.remove(other)
        for found in numbers:
            offer = number.offer_of(found)
            other_order = groups.order_like(order, found.phone_number, offer, self._wizard.now())
            self._keep(other_order)
            self.orders.append(other_order)
        self._note_group()

    def leave_out(self, gone: Order, *, is_foreign: bool = False) -> None:
        """Remove an order from the group; the others continue, with its answers if only it had
        them, as those given before the reservation.

        Args:
            is_foreign: its answers are someone else's, and stay its own.
        """
        self.orders.remove(gone)
        heir = self.orders[0] if self.orders else None
        if (
            heir is not None
            and heir.answers is None
            and gone.answers is not None
            and not is_foreign
        ):
            heir.answers = groups.answers_for(self._wizard.form(gone), gone, heir)
            heir.answer_sources = dict(gone.answer_sources)
            heir.set_aside = dict(gone.set_aside)
        self._note_group()
        if may_be_dropped(gone):
            self._wizard.store.discard(gone.name)
        else:
            groups.group([gone], "")
            self._wizard.store.save(gone)

    def _note_group(self) -> None:
        known = {order.group for order in self.orders} - {""}
        groups.group(self.orders, known.pop() if len(known) == 1 else secrets.token_hex(8))
        for order in self.orders:
            self._wizard.store.save(order)

    def rename(self, order: Order, *, place: str = "") -> None:
        """Rename an order once its number or another country is known.

        A name that a person gave it stays, and that of a batch's row, by which the batch knows it.

        Args:
            place: the name for the country and type that it was named for; by default its own.
        """
        own = place or short_name(order.region_code, order.number_type)
        if order.batch is not None or not re.fullmatch(rf"{re.escape(own)}(-\d+)*", order.name):
            return
        first = (order.phone_numbers or [""])[0]
        wanted = short_name(order.region_code, order.number_type, first)
        if order.name.startswith(wanted):
            return
        store = self._wizard.store
        store.rename(order, self._held.enter_context(store.claim(wanted)))
