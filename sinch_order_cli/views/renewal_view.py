"""A new order based on an earlier one: what was copied, and the reviewers' earlier messages."""

from __future__ import annotations

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.kyc import read_form
from sinch_order_cli.text import safe
from sinch_order_cli.views.order_view import meant_words
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.numbers import still_named
from sinch_order_cli.workflow.reviewers import remarks


def tell_renewal(terminal: Terminal, old: Order, order: Order) -> None:
    """Print what was copied to the new order, and the reviewers' messages on the old one."""
    if order.answers != old.answers:
        numbers = ", ".join(order.phone_numbers)
        terminal.note(f"Answers that named the number of {old.name} now name {numbers}.")
    form = read_form(old.lookup.raw if old.lookup else None)
    others = [number for number in old.phone_numbers if number not in order.phone_numbers]
    for path, title, number in still_named(form, order.answers, others):
        say = f"{safe(title)} is still {number}, the number of {old.name}. To change it"
        terminal.warn(Suggestion("register", order.name, say=say, set=f"{safe(path)}=VALUE"))
    if not old.status.rejected:
        return
    for remark in remarks(form, old):
        terminal.note(f"Reviewer message: {safe(remark.message, 2000)}")
        for meant in remark.meant:
            terminal.note(meant_words(meant), indent=2)
