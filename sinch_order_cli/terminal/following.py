"""Following orders in review: live at a terminal, a line for each change elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sinch_order_cli.errors import UnreachableError
from sinch_order_cli.terminal.report import message_words, status_json, time_left
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.text import safe
from sinch_order_cli.workflow.order import Order
from sinch_order_cli.workflow.watch import watch

MEANING = {
    "CREATED": "reserved, not submitted yet",
    "IN_REVIEW": "with the reviewers",
    "COMPLETED": "the number is yours",
    "REJECTED": "the reviewers said no",
    "BLOCKED": "the reviewers want something from you",
    "EXPIRED": "the reservation ended",
}


class Reporter:
    """Says what is new about each order since it was last shown."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._states: dict[str, str] = {}
        self._messages: dict[str, int] = {}

    def show(self, order: Order, now: float) -> None:
        """With `--json` a line for every look; else a line for each change."""
        if self._terminal.json:
            self._terminal.result_json(status_json(order, now), line=True)
            return
        stamp = time.strftime("%H:%M:%S", time.localtime(now))
        if self._states.get(order.name) != order.state:
            self._states[order.name] = order.state
            parts = [safe(order.state), MEANING.get(order.state, ""), time_left(order, now)]
            words = " · ".join(part for part in parts if part)
            self._terminal.print(f"{stamp}  {order.name}  {words}")
        known = self._messages.get(order.name, 0)
        for log in order.logs[known:]:
            self._terminal.print(f"{stamp}  {order.name}  {message_words(log)}")
        self._messages[order.name] = len(order.logs)


def follow(
    terminal: Terminal,
    names: Sequence[str],
    look: Callable[[str], Order],
    now: Callable[[], float],
    *,
    interval: float,
    timeout: float | None,
) -> None:
    """Follow orders until they are decided, showing what changes.

    Raises:
        RefusedError, WatchTimeoutError: see `workflow.watch.watch`.
    """
    reporter = Reporter(terminal)

    def trouble(error: UnreachableError) -> None:
        terminal.warn(f"{error.message}; looking again in {interval:g} s.")

    with terminal.spinner("Following; Ctrl-C stops, the order goes on"):
        watch(
            names,
            look,
            interval=interval,
            timeout=timeout,
            now=now,
            sleep=time.sleep,
            seen=lambda order: reporter.show(order, now()),
            trouble=trouble,
        )
