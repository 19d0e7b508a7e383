"""Step 3: what the number is to do, everything on one screen, and the reservation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sinch_order_cli.errors import (
    DataError,
    InterruptedByUser,
    NotFoundError,
    UnknownOutcomeError,
)
from sinch_order_cli.terminal.prompter import GoBack, Keys, Option
from sinch_order_cli.terminal.summary import CLOCK, print_facts, reservation_facts, subject
from sinch_order_cli.terminal.text import duration, phone, when
from sinch_order_cli.terminal.wizard import number
from sinch_order_cli.terminal.wizard.desk import Desk, header
from sinch_order_cli.workflow import request, steps
from sinch_order_cli.workflow.order import Order, seconds_left
from sinch_order_cli.workflow.recovery import explain_lost_create

CALLBACK_ADDRESSES = ("54.76.19.159", "54.78.194.39", "54.155.83.128")
"""Where the events of an order come from (FACTS.md): to be let in where a firewall stands."""

_VOICE = {
    "RTC": ("appId", "App id"),
    "EST": ("trunkId", "Trunk id"),
    "FAX": ("serviceId", "Fax service id"),
}


def settle_and_reserve(desk: Desk, order: Order) -> None:
    """Ask what is not settled, show it all, reserve on request.

    Back at the search afterwards where the number was taken by somebody else.

    Raises:
        InterruptedByUser: the person leaves.
        UnknownOutcomeError: the answer was lost.
    """
    header(desk, order, 3, "Reserve")
    if not order.request.get("smsConfiguration") and not order.request.get("voiceConfiguration"):
        try:
            _ask_configuration(desk, order)
            _ask_callback(desk, order)
        except GoBack:
            number.forget_choice(order)
            desk.store.save(order)
            return
    if not _know_price(desk, order):
        return
    while True:
        print_facts(desk.terminal, reservation_facts(order))
        desk.terminal.note(CLOCK, indent=2)
        options = [
            Option("reserve", "Reserve"),
            Option("change", "Change something"),
            Option("leave", "Leave"),
        ]
        chosen = desk.prompter.select(f"Reserve {subject(order)}?", options, flag="--yes")
        if chosen == "leave":
            raise InterruptedByUser("Nothing is reserved; no clock runs.")
        if chosen == "change":
            if _change(desk, order):
                return
            continue
        _reserve(desk, order)
        return


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


def _reserve(desk: Desk, order: Order) -> None:
    work = desk.work(order)
    try:
        with desk.terminal.spinner("Reserving"):
            steps.create(work, order)
    except NotFoundError as error:
        desk.terminal.warn(f"{subject(order)} is gone: {error.message}. Choose another one.")
        number.forget_choice(order)
        desk.store.save(order)
        return
    except DataError as error:
        desk.terminal.error(error)
        _change(desk, order)
        return
    except UnknownOutcomeError:
        raise explain_lost_create(work, order) from None
    said = f"Reserved. Order {order.id_number_order}"
    left = seconds_left(order, desk.now())
    if left is not None and order.expire_time:
        said += f" until {when(order.expire_time)} ({duration(left)})"
    desk.terminal.success(f"{said}.")
    if (order.request.get("quantityOrderOption")) and order.phone_numbers:
        desk.terminal.note("Numbers: " + ", ".join(map(phone, order.phone_numbers)), indent=2)


def _change(desk: Desk, order: Order) -> bool:
    """Change one thing; whether the number is to be chosen anew."""
    options = [
        Option("number", "The number"),
        Option("use", "SMS and voice"),
        Option("callback", "The callback"),
        Option("back", "Nothing"),
    ]
    chosen = desk.prompter.select("What?", options)
    try:
        if chosen == "number":
            number.forget_choice(order)
            desk.store.save(order)
            return True
        if chosen == "use":
            _ask_configuration(desk, order)
        elif chosen == "callback":
            _ask_callback(desk, order)
    except GoBack:
        pass
    return False


def _ask_configuration(desk: Desk, order: Order) -> None:
    """What the number is for. Only what is wanted is sent: an empty part is an error."""
    uses = _uses(order)
    chosen = desk.prompter.select(
        "What is the number for?",
        [Option(value, label) for value, label in uses],
        flag="--sms-plan",
        help=["Service plans and voice apps are found in the Sinch dashboard."],
        keys=Keys(back=True),
    )
    order.request = {
        key: value
        for key, value in order.request.items()
        if key not in ("smsConfiguration", "voiceConfiguration")
    }
    if "SMS" in chosen:
        order.request["smsConfiguration"] = _ask_sms(desk, order)
    if "VOICE" in chosen:
        order.request["voiceConfiguration"] = _ask_voice(desk)
    desk.store.save(order)


def _uses(order: Order) -> Sequence[tuple[str, str]]:
    """What can be chosen: what the number can do, where that is known."""
    can = (order.offer or {}).get("capability") or ["SMS", "VOICE"]
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
    plan = desk.prompter.text("Service plan id", flag="--sms-plan", keys=keys).strip()
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


def _ask_callback(desk: Desk, order: Order) -> None:
    def wrong(text: str) -> str | None:
        if not text.strip() or not request.callback_problem(text.strip()):
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
