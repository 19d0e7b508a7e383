"""The two moments that matter, with everything on one screen: reserving and submitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sinch_order_cli.api.models import AvailableNumber
from sinch_order_cli.errors import InterruptedByUser
from sinch_order_cli.kyc import MISSING, Form, get
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.terminal import tables
from sinch_order_cli.terminal.form_fields import shown
from sinch_order_cli.terminal.prompter import Prompter
from sinch_order_cli.terminal.report import document_words, kind_words, price_words, time_left
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.text import money, phone, safe
from sinch_order_cli.workflow.context import Context
from sinch_order_cli.workflow.model import Order

Facts = list[tuple[str, str]]

RESERVING = (
    "Reserving sets a deadline: steps 4 to 6 must be done within 30 minutes to 48 hours. "
    "A reservation can't be cancelled. It expires by itself."
)
SUBMITTING = "A submitted order can't be taken back."
COSTS = (
    "Now: the API states no charge for this step. Later: the price above, once the number is "
    "active."
)


def confirm_reservation(
    terminal: Terminal, prompter: Prompter, context: Context, order: Order
) -> None:
    """Show what is about to be reserved and ask.

    Raises:
        UsageError: there is no terminal to ask at; `--yes` says it beforehand.
        InterruptedByUser: the answer was no.
    """
    if terminal.interactive:
        numbers = order.phone_numbers
        if numbers and order.offer is None:
            order.offer = context.api.get_available_number(numbers[0]).raw
        print_facts(terminal, reservation_facts(order))
        say_what_follows(terminal, RESERVING)
    question = f"Reserve {subject(order)}?"
    if not prompter.confirm(question, flag="--yes", yes="Reserve", no="Exit", careful=True):
        raise InterruptedByUser("Nothing was reserved.")


def confirm_submit(
    terminal: Terminal, prompter: Prompter, order: Order, form: Form, now: float
) -> None:
    """Show what is about to be submitted and ask.

    Raises:
        UsageError: there is no terminal to ask at; `--yes` says it beforehand.
        InterruptedByUser: the answer was no.
    """
    if terminal.interactive:
        print_facts(terminal, submission_facts(order, form, now))
        say_what_follows(terminal, SUBMITTING)
    question = f"Submit {order.name}?"
    if not prompter.confirm(question, flag="--yes", yes="Submit", no="Exit", careful=True):
        raise InterruptedByUser(
            "Nothing was submitted.", hint=f"Go on with: sinch-order resume {order.name}"
        )


def say_what_follows(terminal: Terminal, words: str) -> None:
    """Say before a step what it leads to, what it costs now and later."""
    terminal.note(words, indent=2)
    terminal.note(COSTS, indent=2)


def print_facts(terminal: Terminal, facts: Facts) -> None:
    """Facts below each other; read out, each is a sentence."""
    if terminal.accessible:
        for name, text in facts:
            terminal.note(f"{name}: {text}")
        return
    lines = tables.facts(facts, min(terminal.width, 100), indent=4)
    terminal.put("".join(f"{line}\n" for line in lines))


def subject(order: Order) -> str:
    """What is reserved: the number, or how many."""
    if numbers := order.phone_numbers:
        return ", ".join(phone(number) for number in numbers)
    count = (order.request.get("quantityOrderOption") or {}).get("requestedQuantity", 1)
    words = kind_words(order.region_code, order.number_type)
    return f"{count} {words} {'number' if count == 1 else 'numbers'}"


def subject_of_all(orders: Sequence[Order]) -> str:
    """What several orders are about: the number of the one, or how many numbers."""
    return subject(orders[0]) if len(orders) == 1 else f"{len(orders)} numbers"


def reservation_facts(order: Order, others: Sequence[Order] = ()) -> Facts:
    """Everything about an order that is settled before it is reserved.

    Args:
        others: orders of further numbers, with the same configuration.
    """
    words = kind_words(order.region_code, order.number_type)
    if others:
        orders = [order, *others]
        facts = [("Number", f"{subject(one)} · {_price_or_not_known(one)}") for one in orders]
        facts.append(("Together", f"{len(orders)} {words} numbers, an order each"))
        if total := total_price(orders):
            facts.append(("Price", total))
        return facts + configuration_facts(order.request)
    facts = [("Number", f"{subject(order)} · {words}" if order.phone_numbers else subject(order))]
    option = order.request.get("quantityOrderOption") or {}
    if criteria := criteria_words(option):
        facts.append(("Criteria", criteria))
    facts.append(("Price", _price_or_not_known(order)))
    return facts + configuration_facts(order.request)


def _price_or_not_known(order: Order) -> str:
    return offer_price(order) or "as the server says when it is reserved"


def configuration_facts(request: Mapping[str, Any]) -> Facts:
    """What the number is to do, and where its events go."""
    sms = request.get("smsConfiguration") or {}
    voice = request.get("voiceConfiguration") or {}
    plan = f"service plan {safe(str(sms.get('servicePlanId')))}" if sms else "none"
    if sms.get("campaignId"):
        plan += f", campaign {safe(str(sms['campaignId']))}"
    voice_id = next(
        (str(voice[key]) for key in ("appId", "trunkId", "serviceId") if key in voice), ""
    )
    return [
        ("SMS", plan),
        ("Voice", f"{safe(str(voice.get('type', '')))} {safe(voice_id)}" if voice else "none"),
        ("Callback", safe(str(request.get("callbackUrl") or "none"))),
    ]


def criteria_words(option: Mapping[str, Any]) -> str:
    """A quantity order's criteria in a line."""
    parts = ["in a row"] if option.get("sequential") else []
    if pattern := option.get("numberPattern"):
        where = {"START": "starting with", "END": "ending in"}.get(
            pattern.get("searchPattern", ""), "containing"
        )
        parts.append(f"{where} {safe(str(pattern.get('pattern')))}")
    if capabilities := option.get("capabilities"):
        parts.append(" and ".join(safe(str(one)) for one in capabilities))
    return ", ".join(parts)


def monthly_price(orders: Sequence[Order]) -> str:
    """What the numbers cost a month, "" where that is not known."""
    return _sum(orders, "monthlyPrice", "a month")


def total_price(orders: Sequence[Order]) -> str:
    """What several numbers cost together, "" where that is not known."""
    parts = [_sum(orders, "monthlyPrice", "a month"), _sum(orders, "setupPrice", "once")]
    return ", ".join(parts) if all(parts) else ""


def _sum(orders: Sequence[Order], key: str, every: str) -> str:
    """The sum of one price; "" where one is not known, or in another currency."""
    found = [_prices(order).get(key) for order in orders]
    prices = [price if isinstance(price, Mapping) else {} for price in found]
    currencies = {str(price.get("currencyCode")) for price in prices}
    try:
        amount = sum((Decimal(str(price.get("amount"))) for price in prices), Decimal())
    except InvalidOperation:
        return ""
    return f"{money(currencies.pop(), amount)} {every}" if len(currencies) == 1 else ""


def _prices(order: Order) -> Mapping[str, Any]:
    """The prices as they are known: from the order itself, else from the search."""
    rows = (order.server or {}).get("orderNumbers") or []
    return (rows[0].get("numberPrice") if rows else None) or order.offer or {}


def offer_price(order: Order) -> str:
    """The price in words, "" where it is not known."""
    rows = (order.server or {}).get("orderNumbers") or []
    source = _prices(order)
    monthly, setup = price_words(source.get("monthlyPrice")), price_words(source.get("setupPrice"))
    months = source.get("paymentIntervalMonths") or 1
    every = "a month" if months == 1 else f"a month, paid every {months} months"
    parts = [f"{monthly} {every}" if monthly else "", f"{setup} once" if setup else ""]
    each = " for each number" if len(rows) > 1 else ""
    price = ", ".join(part for part in parts if part)
    return price + each if price else ""


def offer_words(number: AvailableNumber) -> str:
    """What a number can do and costs, in a line."""
    price = offer_price(Order(offer=number.raw))
    return " · ".join(filter(None, (" ".join(map(safe, number.capability)), price)))


def submission_facts(order: Order, form: Form, now: float, others: Sequence[Order] = ()) -> Facts:
    """Everything about an order on one screen, before it goes to the reviewers.

    Args:
        others: orders of further numbers, with the same answers.
    """
    facts = reservation_facts(order, others)
    if others:
        facts.append(("Answers", "the same for each, about its own number"))
    for section in form.questions(order.answers) if order.answers is not None else ():
        row = f" {section.row + 1}" if section.row is not None else ""
        for field in section.fields:
            value = get(order.answers, field.path)
            if value is not MISSING:
                facts.append((f"{safe(field.title)}{row}", shortened(field, value)))
    facts += [("Document", words) for words in document_words(order)]
    if left := time_left(order, now):
        facts.append(("Time left", left))
    return facts


def shortened(field: Field, value: Any) -> str:
    """An answer as the summary shows it: of a number that identifies a person only the end."""
    text = shown(field, value)
    words = f"{field.name} {field.title}".casefold()
    identifying = any(
        word in words
        for word in ("passport", "identity", "national id", "cpf", "tax", "ssn", "birth")
    )
    if identifying and len(text) > 4 and any(c.isdigit() for c in text):
        return "…" + text[-3:]
    return text
