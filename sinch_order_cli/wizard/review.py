"""Step 6 and after: the summary, submitting, and the reviewers' messages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sinch_order_cli.errors import (
    InterruptedByUser,
    RefusedError,
    SinchOrderError,
    StateError,
    Suggestion,
    UnreachableError,
    WatchTimeoutError,
)
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.views.confirm_view import (
    SUBMITTING,
    print_facts,
    say_what_follows,
    submission_facts,
)
from sinch_order_cli.views.order_view import meaning_words, message_words, state_words
from sinch_order_cli.views.watch_view import follow
from sinch_order_cli.wizard import documents, registration
from sinch_order_cli.wizard.context import WHAT_NOW, WizardContext, header
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.reorder import is_based_on
from sinch_order_cli.workflow.suggestions import next_suggestion
from sinch_order_cli.workflow.sync import refresh

INTERVAL, SANDBOX_INTERVAL = 30.0, 1.0
"""Seconds between checks of an order in review."""


def submit(wizard: WizardContext, orders: Sequence[Order]) -> str:
    """Show the summary and submit.

    Returns:
        "register" or "attach" if the user wants to change answers or documents, else "".

    Raises:
        GoBack: to the previous step.
        InterruptedByUser: the user exits.
    """
    first, *others = orders
    header(wizard, first, 6, "Submit")
    form = wizard.form(first)
    print_facts(wizard.terminal, submission_facts(first, form, wizard.now(), others))
    say_what_follows(wizard.terminal, SUBMITTING)
    options = [Option("submit", "Submit")]
    if form.has_fields:
        options.append(Option("register", "Change an answer"))
    if form.attachments:
        options.append(Option("attach", "Change a document"))
    options.append(Option("leave", "Exit"))
    what = first.name if not others else f"{len(orders)} orders"
    keys = Keys(back=form.has_fields or bool(form.attachments))
    chosen: str = wizard.prompter.select(
        f"Submit {what}?", options, flag="--yes", keys=keys, careful=True
    )
    if chosen == "leave":
        raise InterruptedByUser("Not submitted yet.")
    if chosen != "submit":
        return chosen
    for order in orders:
        _submit(wizard, order, alone=not others)
    return ""


def _submit(wizard: WizardContext, order: Order, *, alone: bool) -> None:
    """Submit one order. In a group, print its error and continue with the others."""
    try:
        with wizard.terminal.spinner(f"Submitting {order.name}"):
            steps.submit(wizard.context(order), order)
    except UnreachableError as error:
        wizard.terminal.error(error)
        return
    except SinchOrderError as error:
        if alone or isinstance(error, InterruptedByUser):
            raise
        wizard.terminal.error(error)
        return
    what = "The order" if alone else order.name
    words = (
        "a few seconds in the sandbox" if wizard.terminal.sandbox else "reviews take hours to days"
    )
    wizard.terminal.success(f"Submitted. {what} is {order.state} ({words}).")


def show_outcome(wizard: WizardContext, order: Order, *, followed: bool = False) -> bool:
    """Show the outcome of an order in review or final. Return True to continue with it.

    Args:
        followed: the reviewers' messages were already shown.
    """
    if order.status.blocked:
        return _answer_reviewers(wizard, order, followed=followed)
    meaning = meaning_words(order)
    words = f"{order.name} is {order.state}{f': {meaning}' if meaning else ''}."
    (wizard.terminal.success if order.status.completed else wizard.terminal.warn)(words)
    if not followed:
        for log in reversed(order.logs):
            wizard.terminal.note(message_words(log), indent=2)
    return False


def offer_new_order(wizard: WizardContext, order: Order, *, followed: bool = False) -> bool:
    """Offer a new order with the same answers. Return True if the user accepts.

    Args:
        followed: the outcome was already shown.
    """
    if not followed:
        show_outcome(wizard, order)
    if order.status.expired:
        wizard.terminal.note("Your answers are saved.", indent=2)
    if go_on := next_suggestion(order):
        wizard.terminal.hint(go_on.saying("Later"))
    options = [Option(True, "Start a new order with the same answers"), Option(False, "Exit")]
    for other in OrderIndex(wizard.store).open_orders():
        if is_based_on(other, order):
            wizard.terminal.warn(
                f"{other.name} already replaces {order.name}: {state_words(other)}."
            )
            wizard.terminal.hint(Suggestion("resume", other.name, say="To continue that order"))
            options.reverse()  # another one is not what Enter does
            break
    again: bool = wizard.prompter.select(WHAT_NOW, options)
    return again


def offer_to_follow(wizard: WizardContext, orders: Sequence[Order]) -> bool:
    """Offer to watch orders in review until they are final. Return True if the user accepts."""
    options = [
        Option("later", "No, check later"),
        Option("follow", "Yes, watch"),
    ]
    if wizard.prompter.select("Watch the review?", options, default="later") == "later":
        alone = [orders[0].name] if len(orders) == 1 else []
        wizard.terminal.hint(Suggestion("status", *alone, say="Later", all=not alone, watch=True))
        return False
    by_name = {order.name: order for order in orders}

    def look(name: str) -> Order:
        refresh(wizard.context(by_name[name]), by_name[name])
        return by_name[name]

    interval = SANDBOX_INTERVAL if wizard.terminal.sandbox else INTERVAL
    with suppress(RefusedError, WatchTimeoutError):
        follow(wizard.terminal, list(by_name), look, wizard.now, interval=interval, timeout=None)
    return True


def _answer_reviewers(wizard: WizardContext, order: Order, *, followed: bool) -> bool:
    """Handle a blocked order: show the reviewers' messages, then the options."""
    wizard.terminal.warn(f"{order.name} is {order.state}: {order.status.meaning}.")
    for log in order.logs[-1:] if followed else reversed(order.logs):
        wizard.terminal.note(message_words(log), indent=2)
    form = wizard.form(order)
    options = [Option("again", "Submit again without changes")]
    if form.has_fields:
        options.insert(0, Option("answers", "Change answers and submit again"))
    if form.attachments:
        options.append(Option("documents", "Replace a document"))
    options.append(Option("leave", "Exit"))
    chosen = wizard.prompter.select(WHAT_NOW, options)
    if chosen == "leave":
        raise InterruptedByUser("The reviewers are waiting for your reply.")
    if chosen == "documents":
        with suppress(GoBack):
            documents.change(wizard, [order])
        return True
    if chosen == "answers":
        registration.fill_in(wizard, order)
    try:
        steps.submit(wizard.context(order), order)
    except StateError as error:
        wizard.terminal.error(error)
        return False
    wizard.terminal.success(f"Submitted again. The order is {order.state}.")
    return True
