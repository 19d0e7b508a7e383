"""Step 3: what the number is to do, everything on one screen, and the reservation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sinch_order_cli.errors import (
    DataError,
    InterruptedByUser,
    NotFoundError,
    UnknownOutcomeError,
)
from sinch_order_cli.terminal.prompter import GoBack, Keys, Option
from sinch_order_cli.terminal.summary import (
    RESERVING,
    print_facts,
    reservation_facts,
    say_what_follows,
    subject,
    subject_of_all,
)
from sinch_order_cli.terminal.text import duration, phone, safe, when
from sinch_order_cli.terminal.wizard import number
from sinch_order_cli.terminal.wizard.desk import Desk, header
from sinch_order_cli.terminal.wizard.doubt import ask_what_now
from sinch_order_cli.workflow import create_request, steps
from sinch_order_cli.workflow.differences import differences
from sinch_order_cli.workflow.groups import configure_alike
from sinch_order_cli.workflow.in_doubt import unknown
from sinch_order_cli.workflow.model import Order, seconds_left
from sinch_order_cli.workflow.reservation import look, need_same_place

CALLBACK_ADDRESSES = ("54.76.19.159", "54.78.194.39", "54.155.83.128")
"""Where the events of an order come from (FACTS.md): to be let in where a firewall stands."""

_CONFIGURATION = ("smsConfiguration", "voiceConfiguration")
_VOICE = {
    "RTC": ("appId", "App id"),
    "EST": ("trunkId", "Trunk id"),
    "FAX": ("serviceId", "Fax service id"),
}


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
    asked = bool(first.request.get("smsConfiguration") or first.request.get("voiceConfiguration"))
    if not asked:
        _ask_all(desk, orders)
    while True:
        for order in orders:
            configure_alike(first, order)
            desk.store.save(order)
        if not all(_know_price(desk, order) for order in orders):
            return []
        print_facts(desk.terminal, reservation_facts(first, orders[1:]))
        say_what_follows(desk.terminal, RESERVING)
        try:
            chosen = _ask_to_reserve(desk, orders)
        except GoBack:
            _ask_all(desk, orders, from_the_end=True)
            continue
        if chosen == "leave":
            raise InterruptedByUser(
                f"Not reserved: {subject_of_all(orders)}; no clock runs for it."
            )
        if chosen == "reserve":
            return _reserve_all(desk, orders)
        if without := _change(desk, orders):
            return without


def _ask_to_reserve(desk: Desk, orders: Sequence[Order]) -> str:
    options = [
        Option("reserve", "Reserve"),
        Option("change", "Change something"),
        Option("leave", "Exit"),
    ]
    question = f"Reserve {subject_of_all(orders)}?"
    chosen: str = desk.prompter.select(
        question, options, flag="--yes", keys=Keys(back=True), careful=True
    )
    return chosen


def _ask_all(desk: Desk, orders: Sequence[Order], *, from_the_end: bool = False) -> None:
    """Ask for the configuration and the callback; Esc at one goes to the one before.

    Raises:
        GoBack: back from the first.
    """
    questions = (_ask_configuration, _ask_callback)
    place = len(questions) - 1 if from_the_end else 0
    while place < len(questions):
        try:
            questions[place](desk, orders)
            place += 1
        except GoBack:
            if place == 0:
                raise
            place -= 1


def _know_price(desk: Desk, order: Order) -> bool:
    """See that a number from an earlier order is still free, and what it costs."""
    if order.offer is not None or not order.phone_numbers:
        return True
    try:
        with desk.terminal.spinner("Asking whether the number is free"):
            offer = desk.api(order.project_id).get_available_number(order.phone_numbers[0])
    except NotFoundError:
        desk.terminal.warn(f"{subject(order)} is not free any more. Choose another one.")
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
                desk.terminal.warn(f"{_taken(order)} It is left out; the rest stays.")
                gone.append(order)
                continue
            desk.terminal.warn(f"{_taken(order)} Choose another one.")
            number.forget_choice(order)
            desk.store.save(order)
        except DataError as error:
            desk.terminal.error(error)
            return [*gone, *_change(desk, orders)]
    return gone


def _taken(order: Order) -> str:
    if not order.phone_numbers:
        return f"There are no {subject(order)} any more that fit."
    return f"{subject(order)} is not free any more: somebody else took it."


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
        desk.terminal.warn(f"{order.name} is reserved, but not as asked.")
        for one in differing:
            words = f"{one.what}: asked {safe(one.asked)}, reserved {safe(one.reserved)}"
            desk.terminal.note(words, indent=2)
        return
    what = f"{subject(order)}: order" if order.together else "Order"
    until = ""
    left = seconds_left(order, desk.now())
    if left is not None and order.expire_time:
        until = f" until {when(order.expire_time)} ({duration(left)})"
    desk.terminal.success(f"Reserved. {what} {order.id_number_order}{until}.")
    if order.request.get("quantityOrderOption") and order.phone_numbers:
        desk.terminal.note("Numbers: " + ", ".join(map(phone, order.phone_numbers)), indent=2)


def _change(desk: Desk, orders: Sequence[Order]) -> list[Order]:
    """Change one thing; returns what is left out.

    Raises:
        GoBack: the number is to be chosen anew.
    """
    options = [
        Option("number", "The number" if len(orders) == 1 else "The numbers"),
        Option("use", "SMS and voice"),
        Option("callback", "The callback"),
        Option("back", "Nothing"),
    ]
    if len(orders) > 1:
        options.insert(1, Option("without", "Leave one of the numbers out"))
    chosen = desk.prompter.select("What?", options)
    if chosen == "number":
        raise GoBack
    with suppress(GoBack):
        if chosen == "use":
            _ask_configuration(desk, orders)
        elif chosen == "callback":
            _ask_callback(desk, orders)
        elif chosen == "without":
            numbers = [Option(order, subject(order)) for order in orders]
            return [desk.prompter.select("Which one?", numbers, keys=Keys(back=True))]
    return []


def _ask_configuration(desk: Desk, orders: Sequence[Order]) -> None:
    """What the number is for. Only what is wanted is sent: an empty part is an error."""
    order = orders[0]
    while True:
        chosen = desk.prompter.select(
            "What is the number for?",
            [Option(value, label) for value, label in _uses(orders)],
            flag="--sms-plan",
            help=["Service plans and voice apps are found in the Sinch dashboard."],
            keys=Keys(back=True),
        )
        wanted: dict[str, Any] = {}
        try:
            if "SMS" in chosen:
                wanted["smsConfiguration"] = _ask_sms(desk, order)
            if "VOICE" in chosen:
                wanted["voiceConfiguration"] = _ask_voice(desk)
        except GoBack:
            continue
        before = {key: value for key, value in order.request.items() if key not in _CONFIGURATION}
        order.request = {**before, **wanted}
        desk.store.save(order)
        return


def _uses(orders: Sequence[Order]) -> Sequence[tuple[str, str]]:
    """What can be chosen: what every number can do, where that is known."""
    can = {"SMS", "VOICE"}
    for order in orders:
        can &= set((order.offer or {}).get("capability") or can)
    uses = []
    if "SMS" in can:
        uses.append(("SMS", "SMS"))
    if "VOICE" in can:
        uses.append(("VOICE", "Voice or fax"))
    if len(uses) == 2:
        uses.append(("SMS VOICE", "SMS and voice"))
    return [*uses, ("", "Nothing yet")]


def _ask_sms(desk: Desk, order: Order) -> dict[str, Any]:
    keys = Keys(back=True)
    before = str((order.request.get("smsConfiguration") or {}).get("servicePlanId") or "")
    plan = desk.prompter.text(
        "Service plan id", flag="--sms-plan", default=before, keys=keys
    ).strip()
    sms: dict[str, Any] = {"servicePlanId": plan}
    if order.region_code == "US":
        campaign = desk.prompter.text(
            "Campaign id",
            flag="--campaign",
            help=["10DLC, for SMS from US numbers. May be left empty."],
            keys=keys,
            optional=True,
        ).strip()
        if campaign:
            sms["campaignId"] = campaign
    return sms


def _ask_voice(desk: Desk) -> dict[str, Any]:
    keys = Keys(back=True)
    options = [
        Option("RTC", "RTC", hint="a Voice API app"),
        Option("EST", "EST", hint="an Elastic SIP trunk"),
        Option("FAX", "FAX", hint="a fax service"),
    ]
    kind = desk.prompter.select("Voice by", options, flag="--rtc-app", keys=keys)
    key, question = _VOICE[kind]
    return {"type": kind, key: desk.prompter.text(question, keys=keys).strip()}


def _ask_callback(desk: Desk, orders: Sequence[Order]) -> None:
    order = orders[0]

    def wrong(text: str) -> str | None:
        if not text.strip() or not create_request.callback_problem(text.strip()):
            return None
        return "A whole address, such as https://example.com/hook."

    addresses = ", ".join(CALLBACK_ADDRESSES)
    url = desk.prompter.text(
        "Callback URL",
        flag="--callback-url",
        default=str(order.request.get("callbackUrl") or ""),
        help=[
            "Where Sinch reports the order's progress. May be left empty.",
            f"Events come from {addresses}: let them in.",
        ],
        validate=wrong,
        keys=Keys(back=True),
        optional=True,
    ).strip()
    order.request = {key: value for key, value in order.request.items() if key != "callbackUrl"}
    if url:
        order.request["callbackUrl"] = url
    desk.store.save(order)
