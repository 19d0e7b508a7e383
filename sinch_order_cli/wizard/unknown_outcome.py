"""Ask what to do about a reservation with an unknown outcome."""

from __future__ import annotations

from typing import Literal

from sinch_order_cli.errors import NotFoundError, UnknownOutcomeError, UsageError
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.service.import_id import import_id
from sinch_order_cli.wizard import number
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.workflow.attempts import abandon
from sinch_order_cli.workflow.model import Order

Decision = Literal["retry", "again", "settled"]


def ask_what_to_do(
    wizard: WizardContext,
    order: Order,
    doubt: UnknownOutcomeError,
    *,
    available: bool | None = None,
) -> Decision:
    """Ask what to do about a reservation that may have been made.

    Args:
        available: True if its number is available, so that reserving the same number again is safe.

    Returns:
        `retry` to reserve the same number again, `again` to reserve although that may order twice;
        `settled` if the order now has its ID, or its number was given up.

    Raises:
        UnknownOutcomeError: the user decides later; it lists all ways to continue.
    """
    wizard.terminal.warn(doubt.message)
    wizard.terminal.note(doubt.reason, indent=2)
    options = [
        Option("leave", "Decide later"),
        Option("number", "Give up this number and choose another"),
    ]
    if order.has_choice:  # the number may no longer be known
        options.append(Option("again", "Reserve again anyway, which may order twice"))
    if order.may_be_reserved:
        options.insert(1, Option("id", "Enter the order ID I got from Sinch"))
    if available:
        options.insert(1, Option("retry", "Reserve the same number again, which can't order twice"))
    while True:
        chosen = wizard.prompter.select("What would you like to do?", options, default="leave")
        if chosen == "leave":
            raise doubt
        if chosen != "id":
            break
        if _import_order(wizard, order):
            return "settled"
    if chosen == "retry":
        return "retry"
    if chosen == "again":
        return "again"
    abandon(order)
    number.forget_choice(order)
    wizard.store.save(order)
    return "settled"


def _import_order(wizard: WizardContext, order: Order) -> bool:
    """Import the server's order with an ID. Return True if that worked."""
    try:
        given = wizard.prompter.text("Order ID", flag="--order-id", keys=Keys(back=True)).strip()
        import_id(wizard.store, wizard.context(order), order, given)
    except GoBack:
        return False
    except (NotFoundError, UsageError) as error:
        wizard.terminal.error(error)
        return False
    return True
