"""What the wizard's screens work with."""

from __future__ import annotations

from typing import Protocol

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import AvailableRegions
from sinch_order_cli.kyc import Form
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.terminal.prompter import Prompter
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.text import duration, duration_words
from sinch_order_cli.workflow.order import Lookup, Order, seconds_left
from sinch_order_cli.workflow.work import Work

EXPIRY_WARNING = 30 * 60
"""Seconds: from here on the header says that time is short."""


class Desk(Protocol):
    """The terminal, the orders and the API; a command's run is one."""

    @property
    def terminal(self) -> Terminal: ...
    @property
    def prompter(self) -> Prompter: ...
    @property
    def store(self) -> OrderStore: ...
    @property
    def project_id(self) -> str: ...
    def now(self) -> float: ...
    def api(self, project_id: str = "") -> NumbersApi: ...
    def regions(self) -> AvailableRegions: ...
    def work(self, order: Order) -> Work: ...
    def form(self, order: Order) -> Form: ...
    def last_lookup(self, region: str, kind: str) -> Lookup | None: ...
    def look_up(self, region: str, kind: str, *, fresh: bool = False) -> Lookup: ...


def header(desk: Desk, order: Order | None, step: int, title: str) -> None:
    """Announce a step: where one is, of which number, and how much time is left."""
    terminal = desk.terminal
    left_words = ""
    if order is not None and (left := seconds_left(order, desk.now())) is not None:
        words = duration_words(left) if terminal.accessible else duration(left)
        left_words = f"{words} left" if left > 0 else "expired"
        if 0 < left < EXPIRY_WARNING:
            left_words += " - hurry"
    terminal.header(f"Step {step} of 6 · {title}", left_words)


def status_line(desk: Desk, order: Order) -> str:
    """The line under each question: the sandbox, the order, the time left."""
    parts = ["SANDBOX"] if desk.terminal.sandbox else []
    if order.name:
        parts.append(order.name)
    left = seconds_left(order, desk.now())
    if left is not None:
        parts.append(f"{duration(left)} left" if left > 0 else "the reservation has expired")
    return " · ".join(parts)
