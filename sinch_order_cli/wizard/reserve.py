"""Step 3: what the number is to do, everything on one screen, and the reservation."""

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
from sinch_order_cli.wizard.context import Desk, header
from sinch_order_cli.wizard.in_doubt import ask_what_now
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.differences import differences
from sinch_order_cli.workflow.groups import configure_alike
from sinch_order_cli.workflow.in_doubt import unknown
from sinch_order_cli.workflow.model import Order, seconds_left
from sinch_order_cli.workflow.reservation import look, need_same_place


def settle_and_reserve(desk: Desk, orders: Sequence[Order]) -> list[Order]:
    """Ask what is not settled, show it all, reserve on request.

    Where the number was taken by somebody else, the next step is the search again.

    Args:
        orders: one for each number; what is asked of the first holds for all.

    Returns:
        The orders of several that came to nothing: their numbers are gone, or not wanted any more.

    Raises:
        GoBack: to the number.
        InterruptedByUser: the person leaves.
        UnknownOutcomeError: an order may be reserved, and the person leaves it so.
    """
    first = orders[0]
    header(desk, first, 3, "Reserve")
    if not all(_know_price(desk, order) for order in orders):
        return []
    configuration.ask(desk, orders)
    while True:
        for order in orders:
            configure_alike(first, order)
            desk.store.save(order)
        facts = reservation_facts(first, orders[1:], estimate=number.estimate(desk, first))
        print_facts(desk.terminal, facts)
        say_what_follows(desk.terminal, RESERVING)
        try:
            chosen = _ask_to_reserve(desk, orders)
        except GoBack:
            configuration.ask(desk, orders, from_the_end=True)
            continue
        if chosen == "leave":
            raise InterruptedByUser(f"Not reserved: {subject_of_all(orders)}.")
        if chosen == "reserve":
            return _reserve_all(desk, orders)
        if chosen == "answer":
            registration.answer_early(desk, first)
            header(desk, first, 3, "Reserve")
            continue
        if without := _change(desk, orders):
            return without


def _ask_to_reserve(desk: Desk, orders: Sequence[Order]) -> str:
    options = [Option("reserve", "Reserve"), Option("change", "Change details")]
    if desk.form(orders[0]).has_fields:
        options.append(Option("answer", "Answer the form first", hint=registration.NO_CLOCK))
    options.append(Option("leave", "Exit"))
    question = f"Reserve {subject_of_all(orders)}?"
    chosen: str = desk.prompter.select(
        question, options, flag="--yes", keys=Keys(back=True), careful=True
    )
    return chosen


def _know_price(desk: Desk, order: Order) -> bool:
    """See that a number from an earlier order is still free, and what it costs."""
    if order.offer is not None or not order.phone_numbers:
        return True
    try:
        with desk.terminal.spinner("Checking that the number is available"):
            offer = desk.api(order.project_id).get_available_number(order.phone_numbers[0])
    except NotFoundError:
        desk.terminal.warn(f"{subject(order)} is no longer available. Choose another number.")
        number.forget_choice(order)
        desk.store.save(order)
        return False
    order.offer = number.offer_of(offer)
    return True


def _reserve_all(desk: Desk, orders: Sequence[Order]) -> list[Order]:
    """Reserve each; one that can't be had is left out, and the others stay."""
    gone: list[Order] = []
    for order in orders:
        try:
            _reserve(desk, order)
        except NotFoundError:
            if len(orders) - len(gone) > 1:
                desk.terminal.warn(f"{_taken(order)} The other numbers are kept.")
                gone.append(order)
                continue
            desk.terminal.warn(f"{_taken(order)} Choose another number.")
            number.forget_choice(order)
            desk.store.save(order)
        except DataError as error:
            desk.terminal.error(error)
            return [*gone, *_change(desk, orders)]
    return gone


def _taken(order: Order) -> str:
    if not order.phone_numbers:
        return f"Not enough matching numbers left for {subject(order)}."
    return f"{subject(order)} is no longer available."


def settle_doubt(desk: Desk, order: Order) -> None:
    """An earlier attempt to reserve whose outcome is not known: look, else ask what to do.

    Raises:
        UnknownOutcomeError: the person leaves it so.
    """
    context = desk.context(order)
    need_same_place(context, order)
    with desk.terminal.spinner("Checking whether the number was reserved"):
        available = look(context, order)
    if order.may_be_reserved:
        _decide(desk, order, unknown(order, available), available)


def _decide(
    desk: Desk, order: Order, doubt: UnknownOutcomeError, available: bool | None = None
) -> None:
    decision = ask_what_now(desk, order, doubt, available=available)
    if decision != "settled":
        _reserve(desk, order, again=decision == "again")


def _reserve(desk: Desk, order: Order, *, again: bool = False) -> None:
    try:
        with desk.terminal.spinner(f"Reserving {subject(order)}"):
            steps.create(desk.context(order), order, again=again)
    except UnknownOutcomeError as error:
        _decide(desk, order, error)
        return
    if differing := differences(order):
        desk.terminal.warn(f"{order.name} is reserved, but differs from your request.")
        for one in differing:
            words = f"{one.what}: requested {safe(one.asked)}, reserved {safe(one.reserved)}"
            desk.terminal.note(words, indent=2)
        return
    what = f"{subject(order)} reserved" if order.together else "Reserved"
    until = ""
    left = seconds_left(order, desk.now())
    if left is not None and order.expires_at:
        until = f" until {when(order.expires_at)} ({duration(left)})"
    desk.terminal.success(f"{what} as {order.name}{until}. Order ID {order.id_number_order}.")
    if order.quantity and order.phone_numbers:
        desk.terminal.note("Numbers: " + ", ".join(map(phone, order.phone_numbers)), indent=2)


def _change(desk: Desk, orders: Sequence[Order]) -> list[Order]:
    """Change one thing; returns what is left out.

    Raises:
        GoBack: the number is to be chosen anew.
    """
    options = [
        Option("number", "Number" if len(orders) == 1 else "Numbers"),
        Option("use", "SMS and voice"),
        Option("callback", "Callback URL"),
        Option("back", "Back"),
    ]
    if len(orders) > 1:
        options.insert(1, Option("without", "Remove one number"))
    chosen = desk.prompter.select("What do you want to change?", options)
    if chosen == "number":
        raise GoBack
    with suppress(GoBack):
        if chosen == "use":
            configuration.ask(desk, orders, again=configuration.USE)
        elif chosen == "callback":
            configuration.ask(desk, orders, again=["callback"])
        elif chosen == "without":
            numbers = [Option(order, subject(order)) for order in orders]
            return [desk.prompter.select("Which number?", numbers, keys=Keys(back=True))]
    return []
