"""Step 3: the number's use and its callback URL. Each answer is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sinch_order_cli.api.order_models import OrderRequest, read_kept
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.views.confirm_view import configuration_facts, subject_of_all
from sinch_order_cli.views.notices import odd_callback
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.wizard.previous_orders import VOICE_IDS, configuration_of, last_configuration
from sinch_order_cli.workflow import create_request
from sinch_order_cli.workflow.groups import configure_alike
from sinch_order_cli.workflow.model import Order

CALLBACK_ADDRESSES = ("54.76.19.159", "54.78.194.39", "54.155.83.128")
"""Source addresses of an order's events (FACTS.md), which a firewall must allow."""

USE = ("use", "plan", "campaign", "voice", "voiceId")
"""The answers about SMS and voice, by their names in `Order.choices`."""

AS_BEFORE = "as before"
"""The answer that copies all answers of the last order."""

_BACK = Keys(back=True)
_VOICE = {"RTC": "App ID", "EST": "Trunk ID", "FAX": "Fax service ID"}
_BUILT = ("smsConfiguration", "voiceConfiguration", "callbackUrl")


def ask(
    wizard: WizardContext,
    orders: Sequence[Order],
    *,
    again: Collection[str] = (),
    from_the_end: bool = False,
) -> None:
    """Ask the unanswered questions; Esc goes back to the previous one.

    Args:
        orders: one for each number; the answers for the first apply to all.
        again: names of answers to ask for even if they are known.
        from_the_end: start with the last question.

    Raises:
        GoBack: Esc at the first question.
    """
    order = orders[0]
    order.choices = {**order.choices, **configuration_of(order)}
    _drop_unsupported_use(wizard, orders)
    place = len(_names(order)) - 1 if from_the_end else 0
    visiting = from_the_end
    while place < len(_names(order)):
        name = _names(order)[place]
        if name in order.choices and name not in again and not visiting:
            place += 1
            continue
        try:
            answer = _QUESTIONS[name](wizard, orders)
        except GoBack:
            if place == 0:
                raise
            place, visiting = place - 1, True
            continue
        if answer == AS_BEFORE:
            _take(wizard, orders, _last(wizard, orders))
            return
        _take(wizard, orders, {name: answer})
        place, visiting = place + 1, False


def _names(order: Order) -> list[str]:
    """Return the questions that apply to the answers so far, in order."""
    use = str(order.choices.get("use") or "")
    names = ["use"]
    if "SMS" in use:
        names += ["plan", "campaign"] if order.region_code == "US" else ["plan"]
    if "VOICE" in use:
        names += ["voice", "voiceId"]
    return [*names, "callback"]


def _take(wizard: WizardContext, orders: Sequence[Order], answers: Mapping[str, Any]) -> None:
    """Store answers, and build the request from all of them."""
    first = orders[0]
    if answers.get("voice", first.choices.get("voice")) != first.choices.get("voice"):
        first.choices.pop("voiceId", None)  # it belongs to the previous voice service
    first.choices = {**first.choices, **answers}
    rest = {key: one for key, one in first.request.items() if key not in _BUILT}
    first.request = {**rest, **_request(first.choices)}
    for order in orders:
        configure_alike(first, order)
        wizard.store.save(order)


def _last(wizard: WizardContext, orders: Sequence[Order]) -> dict[str, Any]:
    """Return the last order's answers, as far as these numbers support them."""
    order = orders[0]
    _, known = last_configuration(wizard, order)
    if set(str(known.get("use") or "").split()) - _capabilities(orders):
        return {}
    if order.region_code != "US":  # a campaign is for US numbers
        known.pop("campaign", None)
    return known


def _request(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request's members for the answers. Empty ones are omitted, as the API refuses
    them."""
    use, body = str(choices.get("use") or ""), dict[str, Any]()
    if "SMS" in use and choices.get("plan"):
        body["smsConfiguration"] = {"servicePlanId": choices["plan"]}
        if choices.get("campaign"):
            body["smsConfiguration"]["campaignId"] = choices["campaign"]
    if "VOICE" in use and choices.get("voiceId"):
        key = VOICE_IDS[choices["voice"]]
        body["voiceConfiguration"] = {"type": choices["voice"], key: choices["voiceId"]}
    if choices.get("callback"):
        body["callbackUrl"] = choices["callback"]
    return body


def _capabilities(orders: Sequence[Order]) -> set[str]:
    """Return the capabilities that every number has, as far as known."""
    can = {"SMS", "VOICE"}
    for order in orders:
        asked = order.requested.quantity_order_option.capabilities
        can &= set(order.offered.capability or asked or can)
    return can


def _drop_unsupported_use(wizard: WizardContext, orders: Sequence[Order]) -> None:
    """Ask again for the use of the number if the newly chosen number doesn't support it."""
    order = orders[0]
    lacking = set(str(order.choices.get("use") or "").split()) - _capabilities(orders)
    if lacking:
        words = " or ".join(sorted(lacking)).replace("VOICE", "voice")
        wizard.terminal.warn(f"{subject_of_all(orders)} can't do {words}. Choose again.")
        del order.choices["use"]


def _ask_use(wizard: WizardContext, orders: Sequence[Order]) -> str:
    can = _capabilities(orders)
    uses = [("SMS", "SMS")] if "SMS" in can else []
    uses += [("VOICE", "Voice or fax")] if "VOICE" in can else []
    if len(uses) == 2:
        uses.append(("SMS VOICE", "SMS and voice"))
    options = [Option(value, label) for value, label in [*uses, ("", "Nothing for now")]]
    before = orders[0].choices.get("use")
    if before is None and (last := _last(wizard, orders)):
        name, _ = last_configuration(wizard, orders[0])
        options.insert(0, Option(AS_BEFORE, f"Same as {name}", hint=_in_words(last)))
    chosen: str = wizard.prompter.select(
        "What will you use the number for?",
        options,
        flag="--sms-plan",
        default=before,
        help=["You'll find service plans and voice apps in the Sinch dashboard."],
        keys=_BACK,
    )
    return chosen


def _in_words(choices: Mapping[str, Any]) -> str:
    """Summarise answers on one line: the plan, the app, the callback."""
    facts = configuration_facts(read_kept(OrderRequest, _request(choices)))
    return " · ".join(f"{name}: {text}" for name, text in facts if text != "none")


def _ask_plan(wizard: WizardContext, orders: Sequence[Order]) -> str:
    before = str(orders[0].choices.get("plan") or _last(wizard, orders).get("plan") or "")
    return wizard.prompter.text(
        "Service plan ID", flag="--sms-plan", default=before, keys=_BACK
    ).strip()


def _ask_campaign(wizard: WizardContext, orders: Sequence[Order]) -> str:
    return wizard.prompter.text(
        "Campaign ID",
        flag="--campaign",
        default=str(
            orders[0].choices.get("campaign") or _last(wizard, orders).get("campaign") or ""
        ),
        help=["10DLC, for SMS from US numbers. Optional."],
        keys=_BACK,
        optional=True,
    ).strip()


def _ask_voice(wizard: WizardContext, orders: Sequence[Order]) -> str:
    options = [
        Option("RTC", "RTC", hint="a Voice API app"),
        Option("EST", "EST", hint="an Elastic SIP trunk"),
        Option("FAX", "FAX", hint="a fax service"),
    ]
    before = orders[0].choices.get("voice") or _last(wizard, orders).get("voice")
    chosen: str = wizard.prompter.select(
        "Voice service", options, flag="--rtc-app", default=before, keys=_BACK
    )
    return chosen


def _ask_voice_id(wizard: WizardContext, orders: Sequence[Order]) -> str:
    choices = orders[0].choices
    question = _VOICE[choices["voice"]]
    before = str(choices.get("voiceId") or _last(wizard, orders).get("voiceId") or "")
    return wizard.prompter.text(question, default=before, keys=_BACK).strip()


def _ask_callback(wizard: WizardContext, orders: Sequence[Order]) -> str:
    def wrong(text: str) -> str | None:
        if not text.strip() or not create_request.callback_problem(text.strip()):
            return None
        return "Enter a full URL, such as https://example.com/hook."

    before = orders[0].choices.get("callback")
    if before is None:
        before = _last(wizard, orders).get("callback") or ""
    url = wizard.prompter.text(
        "Callback URL",
        flag="--callback-url",
        default=str(before),
        help=[
            "Sinch sends events of the order to this URL. Optional.",
            f"Allow incoming requests from {', '.join(CALLBACK_ADDRESSES)}.",
        ],
        validate=wrong,
        keys=_BACK,
        optional=True,
    ).strip()
    odd_callback(wizard.terminal, url)
    return url


_QUESTIONS: Mapping[str, Callable[[WizardContext, Sequence[Order]], str]] = {
    "use": _ask_use,
    "plan": _ask_plan,
    "campaign": _ask_campaign,
    "voice": _ask_voice,
    "voiceId": _ask_voice_id,
    "callback": _ask_callback,
}
