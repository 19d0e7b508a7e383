"""The context of the wizard's screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import AvailableRegions
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.kyc import Form
from sinch_order_cli.prompts.prompter import Prompter
from sinch_order_cli.store.customers import CustomerStore
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.text import countdown, duration, duration_words, phone, safe
from sinch_order_cli.views.confirm_view import monthly_price
from sinch_order_cli.views.order_view import kind_words
from sinch_order_cli.views.time_left import time_warning
from sinch_order_cli.workflow.context import Context
from sinch_order_cli.workflow.deadline import SOON
from sinch_order_cli.workflow.model import Lookup, Order, seconds_left

WHAT_NOW = "What would you like to do?"
COUNTED_DOWN = 120
"""Remaining seconds from which each second is shown."""


class WizardContext(Protocol):
    """The terminal, the orders and the API, as provided by a command."""

    @property
    def terminal(self) -> Terminal: ...
    @property
    def prompter(self) -> Prompter: ...
    @property
    def store(self) -> OrderStore: ...
    @property
    def customers(self) -> CustomerStore: ...
    @property
    def project_id(self) -> str: ...
    def now(self) -> float: ...
    def api(self, project_id: str = "") -> NumbersApi: ...
    def regions(self) -> AvailableRegions: ...
    def context(self, order: Order) -> Context: ...
    def form(self, order: Order) -> Form: ...
    def last_lookup(self, region: str, kind: str) -> Lookup | None: ...
    def look_up_for(self, order: Order, *, fresh: bool = False) -> Lookup: ...


def header(wizard: WizardContext, order: Order | None, step: int, title: str) -> None:
    """Print the header of a step, with the number, its price and the time left."""
    terminal = wizard.terminal
    project = order.project_id if order is not None else ""
    project = "" if terminal.sandbox else project or wizard.project_id
    facts = [f"project {safe(project)}"] if project else []
    if order is not None:
        facts += [*_facts(order), "" if order.together else monthly_price([order])]
    left = _left(wizard, order, words=terminal.accessible) if order is not None else ""
    terminal.header(f"Step {step} of 6 · {title}", left, [fact for fact in facts if fact])
    if order is not None and (warning := time_warning(order, wizard.now())):
        terminal.warn(warning)


def status_line(wizard: WizardContext, order: Order, orders: Sequence[Order]) -> str:
    """Return the line under each question: facts that the header lacks or that change, such as the
    time left.

    Args:
        orders: all orders of the group, including `order`; the price is their total.
    """
    price = monthly_price(orders) if len(orders) > 1 else ""
    return " · ".join(fact for fact in (price, _left(wizard, order)) if fact)


def number_words(order: Order) -> str:
    """Return the order's number and the count of others ordered with it; "" before one is
    chosen."""
    numbers = order.phone_numbers
    if not numbers:
        return f"{order.quantity} numbers" if order.quantity else ""
    more = max(len(numbers), len(order.together)) - 1
    return f"{phone(numbers[0])} and {more} more" if more else phone(numbers[0])


def _facts(order: Order) -> list[str]:
    return [kind_words(order.region_code, order.number_type), number_words(order)]


def _left(wizard: WizardContext, order: Order, *, words: bool = False) -> str:
    left = seconds_left(order, wizard.now())
    if left is None:
        return ""
    if left <= 0:
        return "the reservation has expired"
    if left < COUNTED_DOWN and not words:
        return f"{countdown(left)} left"
    said = f"{duration_words(left) if words else duration(left)} left"
    return f"{said}, less than 30 minutes" if left < SOON else said
