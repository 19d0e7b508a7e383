"""Watch orders in review: live in a terminal, otherwise a line for each change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NoReturn

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.tables import Cell, Column, layout
from sinch_order_cli.console.text_layout import cells, wrap, wrap_facts
from sinch_order_cli.errors import InterruptedByUser, Suggestion, UnreachableError
from sinch_order_cli.text import duration, phone, safe
from sinch_order_cli.views.order_view import (
    as_result,
    document_words,
    kind_words,
    meaning_words,
    message_words,
    provisioned_words,
)
from sinch_order_cli.views.time_left import time_left
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.provisioning import setup_words
from sinch_order_cli.workflow.watch import watch

_MOST = 15
"""Maximum orders in the panel; more would fill small screens."""


class Reporter:
    """Prints what is new about each order, and keeps all of them visible.

    Args:
        interval: seconds between two checks.
    """

    def __init__(self, terminal: Terminal, now: Callable[[], float], interval: float) -> None:
        self._terminal = terminal
        self._now = now
        self._interval = interval
        self._orders: dict[str, Order] = {}
        self._states: dict[str, tuple[str, float]] = {}
        self._messages: set[tuple[str, str, str]] = set()
        self._setups: dict[str, str] = {}
        self._looked = 0.0

    def show(self, order: Order) -> None:
        """Print a change of an order; with `--json` every check."""
        now = self._looked = self._now()
        self._orders[order.name] = order
        self._terminal.show(
            json=lambda: as_result(order, now), text=lambda: self._say_changes(order), line=True
        )

    def _say_changes(self, order: Order) -> None:
        for log in order.logs:
            said = (order.name, str(log.get("message")), str(log.get("createTime")))
            if said not in self._messages:
                self._messages.add(said)
                self._say(order, [message_words(log)])
        known, _ = self._states.get(order.name, ("", 0.0))
        if known != order.state:
            self._states[order.name] = (order.state, _since(order, self._looked))
            parts = [meaning_words(order), time_left(order, self._looked)]
            colour = order.status.colour
            self._say(order, [safe(order.state), *filter(None, parts)], colour)
        setup = setup_words(order)
        if setup and self._setups.get(order.name) != setup:
            self._setups[order.name] = setup
            self._say(order, [setup, *(provisioned_words(one) for one in order.provisioned)])

    def _say(self, order: Order, facts: list[str], colour: str = "") -> None:
        """Print a line with the time, wrapped in a terminal."""
        terminal = self._terminal
        stamp = time.strftime("%H:%M:%S", time.localtime(self._looked))
        who, words = f"{stamp}  {order.name}", " · ".join(facts)
        lines = [f"{who}  {words}"]
        if terminal.stdout_tty and cells(lines[0]) > terminal.width:
            lines = [who, *wrap(words, terminal.width, 10)]
        if colour:
            state = facts[0]
            styled = terminal.style(state, colour, stream=terminal.stdout)
            lines = [line.replace(state, styled, 1) for line in lines]
        terminal.print("\n".join(lines))

    def panel(self, room: int) -> list[str]:
        """Return the lines for the orders: a single one in full, several as a table."""
        orders = list(self._orders.values())
        now = self._now()
        if not orders:
            return ["  Checking the status. Ctrl-C stops watching; the order isn't affected."]
        lines = self._one(orders[0], room) if len(orders) == 1 else self._several(orders, room)
        again = max(0, round(self._looked + self._interval - now))
        foot = wrap_facts(
            [f"checked {self._clock(self._looked)}", f"again in {again} s", "Ctrl-C stops"], room, 2
        )
        # Lines that have scrolled off the screen can't be redrawn.
        most = max(1, self._terminal.height - len(foot) - 3)
        if len(lines) > most:
            lines = [*lines[: most - 1], "  … more (window too small)"]
        return ["", *lines, *foot]

    def _one(self, order: Order, room: int) -> list[str]:
        now = self._now()
        number = phone(order.phone_numbers[0]) if order.phone_numbers else ""
        head = [order.name, kind_words(order.region_code, order.number_type), number]
        facts = [safe(order.state), meaning_words(order), f"for {self._for(order, now)}"]
        facts.append(time_left(order, now))
        lines = wrap_facts([fact for fact in head if fact], room, 2)
        lines += wrap_facts([fact for fact in facts if fact], room, 2)
        for words in document_words(order):
            lines += wrap(words, room, 2, hang=2)
        return lines

    def _several(self, orders: Sequence[Order], room: int) -> list[str]:
        now = self._now()
        rows = [
            [
                Cell(order.name),
                Cell(safe(order.state)),
                Cell(self._for(order, now)),
                Cell(time_left(order, now)),
                Cell(_documents(order)),
            ]
            for order in orders[:_MOST]
        ]
        titles = ["ORDER", "STATE", "IN THIS STATE", "TIME LEFT", "DOCUMENTS"]
        lines = layout([Column(one) for one in titles], rows, room - 2, lambda text, _: text)
        more = len(orders) - _MOST
        return [f"  {line}" for line in lines] + ([f"  … and {more} more"] if more > 0 else [])

    def _for(self, order: Order, now: float) -> str:
        _, since = self._states.get(order.name, ("", now))
        return duration(max(0.0, now - since))

    @staticmethod
    def _clock(moment: float) -> str:
        return time.strftime("%H:%M:%S", time.localtime(moment))


def _documents(order: Order) -> str:
    asked = len(order.lookup.attachments) if order.lookup else 0
    return f"{len(order.attachments)} of {asked}" if asked else ""


def _since(order: Order, now: float) -> float:
    """Return since when an order is in its state: its last change on the server, or now."""
    changed = order.changed_at
    return now if changed is None else changed.timestamp() - order.clock_offset


def follow(
    terminal: Terminal,
    names: Sequence[str],
    look: Callable[[str], Order],
    now: Callable[[], float],
    *,
    interval: float,
    timeout: float | None,
    usable: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    begin: Callable[[Sequence[str]], None] = lambda names: None,
) -> None:
    """Watch orders until they are final or blocked, and show changes.

    Args:
        usable: also watch completed orders until SMS and voice are provisioned.
        sleep: waits for a number of seconds between two checks.
        begin: see `workflow.watch.watch`.

    Raises:
        RefusedError, WatchTimeoutError: see `workflow.watch.watch`.
        InterruptedByUser: Ctrl-C; the orders are not affected.
    """
    reporter = Reporter(terminal, now, interval)

    def trouble(error: UnreachableError) -> None:
        terminal.warn(f"{error.message}. Checking again in {interval:g} s.")

    with terminal.panel(
        reporter.panel, "Watching. Ctrl-C stops watching; the order isn't affected."
    ):
        try:
            watch(
                names,
                look,
                begin=begin,
                interval=interval,
                timeout=timeout,
                now=now,
                sleep=sleep,
                seen=reporter.show,
                trouble=trouble,
                until_usable=usable,
            )
        except KeyboardInterrupt:
            _stopped(names)


def _stopped(names: Sequence[str]) -> NoReturn:
    alone = names if len(names) == 1 else ()
    raise InterruptedByUser(
        "Stopped watching. The order isn't affected.",
        hint=Suggestion("status", *alone, say="To watch again", all=not alone, watch=True),
    ) from None
