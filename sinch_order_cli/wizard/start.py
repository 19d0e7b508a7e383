"""The first screen if there are open orders."""

from __future__ import annotations

from contextlib import suppress

from sinch_order_cli.console.text_layout import cells, pad
from sinch_order_cli.errors import InterruptedByUser, LockedError, Suggestion
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.views.order_view import STEPS, kind_words
from sinch_order_cli.views.time_left import time_left
from sinch_order_cli.wizard.context import WHAT_NOW, WizardContext, number_words
from sinch_order_cli.workflow.groups import group_members
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.urgency import by_urgency

_NEW, _DISCARD, _LEAVE = object(), object(), object()


def choose_open(wizard: WizardContext) -> str | None:
    """Ask which order to continue. Return its name, or None for a new one.

    A group of orders is one line and continues together. Drafts, which are unknown to the server,
    can be deleted here.

    Raises:
        InterruptedByUser: the user exits.
    """
    chosen = _DISCARD
    while chosen is _DISCARD:
        chosen = _choose(wizard)
        if chosen is _DISCARD:
            with suppress(GoBack):
                _discard(wizard)
    if chosen is _LEAVE:
        raise InterruptedByUser("Exited.", hint=Suggestion("resume", say="To continue"))
    return None if chosen is _NEW else str(chosen)


def _choose(wizard: WizardContext) -> object:
    """Return the name of the chosen order, or another action."""
    orders = by_urgency(list(OrderIndex(wizard.store).open_orders()), wizard.now())
    orders.sort(key=lambda order: not order.status.blocked)  # reviewers are waiting for an answer
    if not orders:
        return _NEW
    shown: list[Order] = []
    for order in orders:
        if not group_members(order, shown):
            shown.append(order)
    count = len(orders)
    wizard.terminal.note(f"You have {count} open {'order' if count == 1 else 'orders'}.", 2)
    what = [f"{kind_words(one.region_code, one.number_type)}  {number_words(one)}" for one in shown]
    width = max(map(cells, what))
    options = [
        Option(order.name, pad(label, width), hint=_hint(wizard, order))
        for order, label in zip(shown, what, strict=True)
    ]
    options.append(Option(_NEW, "Start a new order"))
    if any(order.was_never_reserved for order in orders):
        options.append(Option(_DISCARD, "Delete a draft"))
    options.append(Option(_LEAVE, "Exit"))
    try:
        chosen: object = wizard.prompter.select(WHAT_NOW, options, flag="ORDER")
    except InterruptedByUser:
        return _LEAVE
    return chosen


def _discard(wizard: WizardContext) -> None:
    """Ask which drafts to delete, and delete those that are still drafts.

    Raises:
        GoBack: none was deleted.
    """
    drafts = [order for order in OrderIndex(wizard.store).open_orders() if order.was_never_reserved]
    options = [
        Option(
            order.name,
            order.name,
            hint=" · ".join(filter(None, (number_words(order), STEPS[order.step]))),
        )
        for order in drafts
    ]
    keys = Keys(back=True)
    names = wizard.prompter.mark("Which drafts?", options, or_pointed=True, keys=keys)
    what = names[0] if len(names) == 1 else f"{len(names)} drafts"
    if not wizard.prompter.confirm(f"Delete {what} and its answers?", default=False, keys=keys):
        return
    for name in names:
        try:
            with wizard.store.hold(name):
                if wizard.store.load(name).was_never_reserved:
                    wizard.store.discard(name)
                    wizard.terminal.success(f"Deleted {name}.")
        except LockedError as error:
            wizard.terminal.error(error)


def _hint(wizard: WizardContext, order: Order) -> str:
    step = order.status.meaning if order.status.blocked else STEPS[order.step]
    left = time_left(order, wizard.now())
    reserved = "" if order.server is not None else "nothing reserved yet"
    return " · ".join(filter(None, (step, left, reserved)))
