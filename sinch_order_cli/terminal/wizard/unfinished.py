"""The first screen where something is unfinished."""

from __future__ import annotations

from sinch_order_cli.errors import InterruptedByUser
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import by_urgency
from sinch_order_cli.terminal.prompter import Option
from sinch_order_cli.terminal.report import MEANING, STEPS, kind_words, time_left
from sinch_order_cli.terminal.text import cells, pad
from sinch_order_cli.terminal.wizard.desk import Desk, number_words
from sinch_order_cli.workflow.groups import group_members
from sinch_order_cli.workflow.model import Order, next_step

_NEW, _LEAVE = object(), object()


def choose_unfinished(desk: Desk) -> str | None:
    """The name of the order to go on with; None for a new one.

    Orders that belong together are gone on with together, and are one line.

    Raises:
        InterruptedByUser: neither.
    """
    orders = by_urgency(list(OrderIndex(desk.store).open_orders()), desk.now())
    orders.sort(key=lambda order: order.state != "BLOCKED")  # somebody waits for an answer
    if not orders:
        return None
    shown: list[Order] = []
    for order in orders:
        if not group_members(order, shown):
            shown.append(order)
    count = len(orders)
    desk.terminal.note(f"You have {count} unfinished {'order' if count == 1 else 'orders'}.", 2)
    what = [f"{kind_words(one.region_code, one.number_type)}  {number_words(one)}" for one in shown]
    width = max(map(cells, what))
    options = [
        Option(order.name, pad(label, width), hint=_hint(desk, order))
        for order, label in zip(shown, what, strict=True)
    ]
    options += [Option(_NEW, "Start a new order"), Option(_LEAVE, "Leave")]
    try:
        chosen = desk.prompter.select("What now?", options, flag="ORDER")
    except InterruptedByUser:
        chosen = _LEAVE
    if chosen is _LEAVE:
        raise InterruptedByUser("Left.", hint="Go on with: sinch-order resume")
    return None if chosen is _NEW else str(chosen)


def _hint(desk: Desk, order: Order) -> str:
    step = MEANING["BLOCKED"] if order.state == "BLOCKED" else STEPS[next_step(order)]
    left = time_left(order, desk.now())
    reserved = "" if order.server is not None else "nothing reserved yet"
    return "  ".join(filter(None, (step, left, reserved)))
