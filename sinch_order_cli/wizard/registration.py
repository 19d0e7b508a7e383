"""Step 4: the form, and the corrections that the server requires."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from sinch_order_cli.console.error_view import describe
from sinch_order_cli.errors import DataError, NotFoundError, StateError, UnreachableError
from sinch_order_cli.kyc import Form
from sinch_order_cli.prompts.prompter import GoBack
from sinch_order_cli.text import safe
from sinch_order_cli.views.order_view import message_words
from sinch_order_cli.wizard.context import WizardContext, header
from sinch_order_cli.wizard.customer import customer_help, learn_corrections
from sinch_order_cli.wizard.form_session import Complaints, FormSession
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.model import Earlier, Order, seconds_left
from sinch_order_cli.workflow.reorder import is_unchanged
from sinch_order_cli.workflow.reviewers import asked_by_reviewers, remarks
from sinch_order_cli.workflow.sync import refresh


def fill_in(wizard: WizardContext, order: Order) -> None:
    """Ask for missing answers and send them, until the server accepts them."""
    form = wizard.form(order)
    if order.status.blocked:  # it is at the last step and submitted again from there
        header(wizard, order, 6, "Correction")
    else:
        header(wizard, order, 4, "Registration")
    helper = customer_help(wizard, order, form)
    complaints = _recall_reviewers(wizard, order, form)
    while True:
        save = partial(_save_in_time, wizard)
        data = FormSession(
            wizard.terminal, wizard.prompter, order, form, save, complaints, helper
        ).run()
        if is_unchanged(order, data) and not _send_unchanged(wizard):
            continue
        try:
            with wizard.terminal.spinner("Sending the registration"):
                steps.register(wizard.context(order), order, data)
        except DataError as error:
            complaints = _complaints(wizard, error)
            continue
        wizard.terminal.success("The registration was accepted.")
        learn_corrections(wizard, order, form, data)
        return


NO_CLOCK = "no deadline yet"


def answer_early(wizard: WizardContext, order: Order) -> None:
    """Ask the form before the number is reserved; the answers are saved but not sent.

    Fields that depend on the reservation, such as the number, are asked later.
    """
    form = wizard.form(order)
    header(wizard, order, 4, "Registration")
    wizard.terminal.note("Nothing is sent now: your answers are saved for step 4.", indent=2)
    helper = customer_help(wizard, order, form)
    with suppress(GoBack):
        FormSession(
            wizard.terminal,
            wizard.prompter,
            order,
            form,
            wizard.store.save,
            None,
            helper,
            is_early=True,
        ).run()


def _save_in_time(wizard: WizardContext, order: Order) -> None:
    """Save the answers; if the reservation has expired by the local clock, ask the server.

    Raises:
        StateError: the reservation has expired, so a new one is needed.
    """
    wizard.store.save(order)
    left = seconds_left(order, wizard.now())
    if left is None or left > 0:
        return
    with suppress(UnreachableError, NotFoundError):  # the state shows what is known
        refresh(wizard.context(order), order)
    if order.status.expired:
        raise StateError(
            "The reservation has expired",
            reason="it expired while you were answering; your answers are saved",
        )


def _recall_reviewers(wizard: WizardContext, order: Order, form: Form) -> Complaints | None:
    """Return the reviewers' messages on this order or the one it is based on, with the answers they
    may refer to; None if there are none."""
    source = asked_by_reviewers(order)
    if source is None:
        return None
    if isinstance(source, Earlier):
        wizard.terminal.warn(f"{source.name} was rejected. Reviewer messages:")
        for log in reversed(source.logs):
            wizard.terminal.note(message_words(log), indent=2)
    said = {
        meant.path: remark.message
        for remark in remarks(form, source)
        for meant in remark.meant
        if meant.given is not None
    }
    return said or None


def _send_unchanged(wizard: WizardContext) -> bool:
    wizard.terminal.warn("These answers are the same ones that were rejected.")
    return wizard.prompter.confirm("Send them anyway?", default=False)


def _complaints(wizard: WizardContext, error: DataError) -> Complaints:
    """Return the fields that the server named; messages without a field are printed in full."""
    wizard.terminal.warn(f"The registration was not accepted: {safe(error.message)}")
    named: Complaints = {}
    for detail in error.details:
        if detail.get("path") is not None:
            named.setdefault(str(detail["path"]), str(detail.get("problem") or ""))
        else:
            wizard.terminal.warn(describe(detail, wizard.terminal.in_words, error.message))
    return named
