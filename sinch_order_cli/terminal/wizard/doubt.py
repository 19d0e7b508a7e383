"""A reservation whose outcome is not known: the choices, asked where it happens."""

from __future__ import annotations

from sinch_order_cli.errors import NotFoundError, UnknownOutcomeError
from sinch_order_cli.terminal.prompter import GoBack, Keys, Option
from sinch_order_cli.terminal.wizard import number
from sinch_order_cli.terminal.wizard.desk import Desk
from sinch_order_cli.workflow.order import Order
from sinch_order_cli.workflow.recovery import adopt


def ask_what_now(desk: Desk, order: Order, doubt: UnknownOutcomeError) -> bool:
    """Ask what to do about a reservation that may have been made.

    Returns:
        True to reserve once more all the same; else it is settled, by the order's id or by giving
        the number up.

    Raises:
        UnknownOutcomeError: the person leaves it so; every way to go on is named.
    """
    desk.terminal.warn(doubt.message)
    desk.terminal.note(doubt.reason, indent=2)
    options = [
        Option("leave", "Leave it as it is for now"),
        Option("number", "Choose another number"),
        Option("again", "Reserve it once more all the same"),
    ]
    if order.is_undecided:
        options.insert(1, Option("id", "Take it up by its id, which Sinch told me"))
    while True:
        chosen = desk.prompter.select("What now?", options, default="leave")
        if chosen == "leave":
            raise doubt
        if chosen != "id":
            break
        if _take_up(desk, order):
            return False
    if chosen == "again":
        return True
    order.intent = None
    number.forget_choice(order)
    desk.store.save(order)
    return False


def _take_up(desk: Desk, order: Order) -> bool:
    """Go on with the order that the server has under an id; whether it is one."""
    try:
        given = desk.prompter.text("Order id", flag="--order-id", keys=Keys(back=True))
        adopt(desk.work(order), order, given.strip())
    except GoBack:
        return False
    except NotFoundError as error:
        desk.terminal.error(error)
        return False
    return True
