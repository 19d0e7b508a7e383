"""Next steps, as values that `views/command_line.py` turns into command lines."""

from __future__ import annotations

from sinch_order_cli.errors import Suggestion
from sinch_order_cli.workflow.model import Order, seconds_left


def next_suggestion(order: Order) -> Suggestion | None:
    """Return the command for the next step of an order; None if nothing is left to do."""
    if order.status.blocked:
        return Suggestion("resume", order.name)
    if order.status.reorderable:
        return Suggestion("create", from_=order.name)
    if order.server is None:
        if order.has_choice and order.lookup is not None and not order.may_be_reserved:
            return Suggestion("create", from_=order.name)
        return Suggestion("resume", order.name)
    return step_suggestion(order)


def step_suggestion(order: Order) -> Suggestion | None:
    """Return the command for the current step of an order on the server; None if there is none."""
    step = order.step
    if order.status.blocked:  # it was just corrected and must be submitted
        step = "attach" if order.missing_attachments else "submit"
    if step == "register":
        return _register_suggestion(order)
    if step == "attach":
        missing = next(iter(order.missing_attachments), "ID")
        return Suggestion("attach", order.name, missing, "FILE")
    if step == "submit":
        return Suggestion("submit", order.name)
    return Suggestion("status", order.name, watch=True) if step == "review" else None


def _register_suggestion(order: Order) -> Suggestion:
    """Return the command that sends the answers: from a file unless the saved ones are complete,
    and with a correction of what the reviewers of the earlier order rejected."""
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow.reviewers import rejected_paths

    form = read_form(order.lookup.raw if order.lookup else None)
    if order.answers is None or form.check(order.answers, numbers=order.phone_numbers):
        return Suggestion("register", order.name, answers="FILE")
    settings = [f"{path}=VALUE" for path in rejected_paths(form, order)]
    return Suggestion("register", order.name, set=settings)


def resume_suggestion(order: Order, now: float) -> Suggestion | None:
    """Return the command that continues an order; None if nothing is left to do."""
    left = seconds_left(order, now)
    if order.status.reorderable or (left is not None and left <= 0):
        return Suggestion("create", from_=order.name)
    if order.is_final:
        return None
    if order.server is not None and not order.status.changeable:
        return Suggestion("status", order.name, watch=True)
    return Suggestion("resume", order.name)
