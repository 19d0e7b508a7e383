"""Step 3: the number's use, a summary, and the reservation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sinch_order_cli.errors import (
    DataError,
    InterruptedByUser,
    NotFoundError,
    UnknownOutcomeError,
)
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.service.same_request import need_no_doubt
from sinch_order_cli.text import duration, phone, safe, when
from sinch_order_cli.views.confirm_view import (
    RESERVING,
    print_facts,
    reservation_facts,
    say_what_follows,
    subject,
    subject_of_all,
)
from sinch_order_cli.wizard import configuration, number, registration
from sinch_order_cli.wizard.context import WizardContext, header
from sinch_order_cli.wizard.unknown_outcome import ask_what_to_do
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.differences import differences
from sinch_order_cli.workflow.groups import configure_alike
from sinch_order_cli.workflow.model import Order, seconds_left
from sinch_order_cli.workflow.reservation import look, need_same_place
from sinch_order_cli.workflow.unknown_outcome import unknown


def ask_and_reserve(wizard: WizardContext, orders: Sequence[Order]) -> list[Order]:
    """Ask the open questions, show the summary, and reserve after confirmation.

    If the number is no longer available, the next step is the search again.

    Args:
        orders: one for each number; the answers for the first apply to all.

    Returns:
        The orders removed from the group, as their numbers are unavailable or no longer wanted.

    Raises:
        GoBack: to the number.
        InterruptedByUser: the user exits.
        UnknownOutcomeError: an order may be reserved, and the user decides later.
    """
    first = orders[0]
    header(wizard, first, 3, "Reserve")
    if not all(_check_price(wizard, order) for order in orders):
        return []
    configuration.ask(wizard, orders)
    while True:
        for order in orders:
            configure_alike(first, order)
            wizard.store.save(order)
        facts = reservation_facts(first, orders[1:], estimate=number.estimate(wizard, first))
        print_facts(wizard.terminal, facts)
        say_what_follows(wizard.terminal, RESERVING)
        try:
            chosen = _ask_to_reserve(wizard, orders)
        except GoBack:
            configuration.ask(wizard, orders, from_the_end=True)
            continue
        if chosen == "leave":
            raise InterruptedByUser(f"Not reserved: {subject_of_all(orders)}.")
        if chosen == "reserve" and _accepts_doubt(wizard, first):
            return _reserve_all(wizard, orders)
        if chosen == "reserve":
            continue
        if chosen == "answer":
            registration.answer_early(wizard, first)
            header(wizard, first, 3, "Reserve")
            continue
        if without := _change(wizard, orders):
            return without


def _ask_to_reserve(wizard: WizardContext, orders: Sequence[Order]) -> str:
    options = [Option("reserve", "Reserve"), Option("change", "Change details")]
    if wizard.form(orders[0]).has_fields:
        options.append(Option("answer", "Answer the form first", hint=registration.NO_CLOCK))
    options.append(Option("leave", "Exit"))
    question = f"Reserve {subject_of_all(orders)}?"
    chosen: str = wizard.prompter.select(
        question, options, flag="--yes", keys=Keys(back=True), careful=True
    )
    return chosen


def _accepts_doubt(wizard: WizardContext, order: Order) -> bool:
    """Return True if no other order may have reserved the same quantity, or the user reserves it
    anyway. A number can be reserved only once."""
    if order.phone_numbers:
        return True
    try:
        need_no_doubt(wizard.store, order)
    except UnknownOutcomeError as doubt:
        wizard.terminal.warn(f"{doubt.message}.")
        question = "Reserve anyway, which may order twice?"
        return wizard.prompter.confirm(question, flag="--again", default=False)
    return True


def _check_price(wizard: WizardContext, order: Order) -> bool:
    """Check that a number from an earlier order is available, and get its price."""
    if order.offer is not None or not order.phone_numbers:
        return True
    try:
        with wizard.terminal.spinner("Checking that the number is available"):
            offer = wizard.api(order.project_id).get_available_number(order.phone_numbers[0])
    except NotFoundError:
        wizard.terminal.warn(f"{subject(order)} is no longer available. Choose another number.")
        number.forget_choice(order)
        wizard.store.save(order)
        return False
    order.offer = number.offer_of(offer)
    return True


def _reserve_all(wizard: WizardContext, orders: Sequence[Order]) -> list[Order]:
    """Reserve each order; unavailable ones are removed and the others continue."""
    gone: list[Order] = []
    for order in orders:
        try:
            _reserve(wizard, order)
        except NotFoundError:
            if len(orders) - len(gone) > 1:
                wizard.terminal.warn(f"{_taken(order)} The other numbers are kept.")
                gone.append(order)
                continue
            wizard.terminal.warn(f"{_taken(order)} Choose another number.")
            number.forget_choice(order)
            wizard.store.save(order)
        except DataError as error:
            wizard.terminal.error(error)
            return [*gone, *_change(wizard, orders)]
    return gone


def _taken(order: Order) -> str:
    if not order.phone_numbers:
        return f"Not enough matching numbers left for {subject(order)}."
    return f"{subject(order)} is no longer available."


def resolve_unknown_outcome(wizard: WizardContext, order: Order) -> None:
    """Resolve an earlier reservation of unknown outcome by checking, or by asking the user.

    Raises:
        UnknownOutcomeError: the user decides later.
    """
    context = wizard.context(order)
    need_same_place(context, order)
    with wizard.terminal.spinner("Checking whether the number was reserved"):
        available = look(context, order)
    if order.may_be_reserved:
        _decide(wizard, order, unknown(order, available), available)


def _decide(
    wizard: WizardContext, order: Order, doubt: UnknownOutcomeError, available: bool | None = None
) -> None:
    decision = ask_what_to_do(wizard, order, doubt, available=available)
    if decision != "settled":
        _reserve(wizard, order, again=decision == "again")


def _reserve(wizard: WizardContext, order: Order, *, again: bool = False) -> None:
    try:
        with wizard.terminal.spinner(f"Reserving {subject(order)}"):
            steps.create(wizard.context(order), order, again=again)
    except UnknownOutcomeError as error:
        _decide(wizard, order, error)
        return
    if differing := differences(order):
        wizard.terminal.warn(f"{order.name} is reserved, but differs from your request.")
        for one in differing:
            words = f"{one.what}: requested {safe(one.asked)}, reserved {safe(one.reserved)}"
            wizard.terminal.note(words, indent=2)
        return
    what = f"{subject(order)} reserved" if order.together else "Reserved"
    until = ""
    left = seconds_left(order, wizard.now())
    if left is not None and order.expires_at:
        until = f" until {when(order.expires_at)} ({duration(left)})"
    wizard.terminal.success(f"{what} as {order.name}{until}. Order ID {order.id_number_order}.")
    if order.quantity and order.phone_numbers:
        wizard.terminal.note("Numbers: " + ", ".join(map(phone, order.phone_numbers)), indent=2)


def _change(wizard: WizardContext, orders: Sequence[Order]) -> list[Order]:
    """Change one detail. Return the orders removed from the group.

    Raises:
        GoBack: to choose another number.
    """
    options = [
        Option("number", "Number" if len(orders) == 1 else "Numbers"),
        Option("use", "SMS and voice"),
        Option("callback", "Callback URL"),
        Option("back", "Back"),
    ]
    if len(orders) > 1:
        options.insert(1, Option("without", "Remove one number"))
    chosen = wizard.prompter.select("What do you want to change?", options)
    if chosen == "number":
        raise GoBack
    with suppress(GoBack):
        if chosen == "use":
            configuration.ask(wizard, orders, again=configuration.USE)
        elif chosen == "callback":
            configuration.ask(wizard, orders, again=["callback"])
        elif chosen == "without":
            numbers = [Option(order, subject(order)) for order in orders]
            return [wizard.prompter.select("Which number?", numbers, keys=Keys(back=True))]
    return []
