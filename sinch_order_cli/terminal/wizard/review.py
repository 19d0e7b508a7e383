"""Step 6 and after: the last look, submitting, and what the reviewers say."""

from __future__ import annotations

from contextlib import suppress

from sinch_order_cli.errors import (
    InterruptedByUser,
    RefusedError,
    StateError,
    UnreachableError,
    WatchTimeoutError,
)
from sinch_order_cli.terminal.following import MEANING, follow
from sinch_order_cli.terminal.prompter import Option
from sinch_order_cli.terminal.report import message_words, next_command, state_words
from sinch_order_cli.terminal.summary import print_facts, submission_facts
from sinch_order_cli.terminal.wizard import documents
from sinch_order_cli.terminal.wizard.desk import Desk, header
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.order import Order
from sinch_order_cli.workflow.recovery import refresh

INTERVAL, SANDBOX_INTERVAL = 30.0, 1.0
"""Seconds between two looks at an order in review."""


def submit_and_follow(desk: Desk, order: Order) -> bool:
    """Show everything once more and submit; True where something is to be changed first.

    Raises:
        InterruptedByUser: the person leaves.
    """
    header(desk, order, 6, "Submit")
    form = desk.form(order)
    print_facts(desk.terminal, submission_facts(order, form, desk.now()))
    options = [Option("submit", "Submit")]
    if form.has_fields:
        options.append(Option("answers", "Change an answer"))
    if form.attachments:
        options.append(Option("documents", "Change a document"))
    options.append(Option("leave", "Leave"))
    chosen = desk.prompter.select(f"Submit {order.name}?", options, flag="--yes")
    if chosen == "leave":
        raise InterruptedByUser("Not submitted yet.")
    if chosen == "answers":
        order.registered_at = ""
        desk.store.save(order)
        return True
    if chosen == "documents":
        _change_document(desk, order)
        return True
    try:
        with desk.terminal.spinner("Submitting"):
            steps.submit(desk.work(order), order)
    except UnreachableError as error:
        desk.terminal.error(error)
        return True
    words = "reviews take hours to days" if not desk.terminal.sandbox else "a few seconds here"
    desk.terminal.success(f"Submitted. The order is {order.state}; {words}.")
    return _offer_to_follow(desk, order)


def show_outcome(desk: Desk, order: Order, *, followed: bool = False) -> bool:
    """How an order stands that is with the reviewers or decided; nothing more to do here.

    Args:
        followed: the reviewers' messages were shown as they came.
    """
    if order.state == "IN_REVIEW":
        desk.terminal.note(f"{order.name} is {state_words(order)}.")
        return _offer_to_follow(desk, order)
    if order.state == "BLOCKED":
        return _answer_reviewers(desk, order, followed=followed)
    if not followed:
        for log in order.logs:
            desk.terminal.note(message_words(log), indent=2)
    if order.state == "COMPLETED":
        desk.terminal.success(f"{order.name} is COMPLETED: the number is yours.")
        return False
    meaning = MEANING.get(order.state, "")
    desk.terminal.warn(f"{order.name} is {order.state}{f': {meaning}' if meaning else ''}.")
    return order.is_final


def offer_new_order(desk: Desk, order: Order) -> bool:
    """Whether to start again with the answers of an order that expired or was rejected."""
    if order.state == "EXPIRED":
        desk.terminal.warn(
            f"{order.name} has EXPIRED: its reservation ended. Your answers are kept."
        )
    desk.terminal.note(f"Later: {next_command(order)}{_mode(desk)}", indent=2)
    options = [Option(True, "A new order with the same answers"), Option(False, "Leave")]
    again: bool = desk.prompter.select("What now?", options)
    return again


def _mode(desk: Desk) -> str:
    return " --sandbox" if desk.terminal.sandbox else ""


def _offer_to_follow(desk: Desk, order: Order) -> bool:
    options = [
        Option("later", "No, I'll look later"),
        Option("follow", "Yes, until it is decided"),
    ]
    later = f"sinch-order status {order.name} --watch"
    if desk.prompter.select("Follow it?", options, default="later") == "later":
        desk.terminal.note(f"Later: {later}{_mode(desk)}", indent=2)
        return False

    def look(name: str) -> Order:
        refresh(desk.work(order), order)
        return order

    interval = SANDBOX_INTERVAL if desk.terminal.sandbox else INTERVAL
    with suppress(RefusedError, WatchTimeoutError):
        follow(desk.terminal, [order.name], look, desk.now, interval=interval, timeout=None)
    return show_outcome(desk, order, followed=True)


def _answer_reviewers(desk: Desk, order: Order, *, followed: bool) -> bool:
    """A blocked order: the reviewers' words first, then what can be done."""
    desk.terminal.warn(f"{order.name} is BLOCKED: the reviewers want something from you.")
    for log in order.logs[-1:] if followed else order.logs:
        desk.terminal.note(message_words(log), indent=2)
    form = desk.form(order)
    options = [Option("again", "Hand it in again as it is")]
    if form.has_fields:
        options.insert(0, Option("answers", "Change the answers, then hand it in again"))
    if form.attachments:
        options.append(Option("documents", "Upload a document again"))
    options.append(Option("leave", "Leave"))
    chosen = desk.prompter.select("What now?", options)
    if chosen == "leave":
        raise InterruptedByUser("The reviewers are waiting for you.")
    if chosen == "documents":
        _change_document(desk, order)
        return True
    if chosen == "answers":
        from sinch_order_cli.terminal.wizard.registration import fill_in

        fill_in(desk, order)
    try:
        steps.submit(desk.work(order), order)
    except StateError as error:
        desk.terminal.error(error)
        return False
    desk.terminal.success(f"Handed in again. The order is {order.state}.")
    return _offer_to_follow(desk, order)


def _change_document(desk: Desk, order: Order) -> None:
    attachments = desk.form(order).attachments
    options = [Option(attachment, attachment.title) for attachment in attachments]
    attachment = desk.prompter.select("Which document?", options)
    while not documents.offer(desk, order, attachment):
        pass
