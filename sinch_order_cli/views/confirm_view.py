"""The summaries before reserving and before submitting, with the confirmation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sinch_order_cli.api.order_models import (
    AvailableNumber,
    Money,
    NumberPrice,
    OrderRequest,
    QuantityOption,
)
from sinch_order_cli.console import tables
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import InterruptedByUser, Suggestion
from sinch_order_cli.kyc import MISSING, Form, get
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.prompts.prompter import Prompter
from sinch_order_cli.text import money, phone, safe
from sinch_order_cli.views.answer_view import shown
from sinch_order_cli.views.notices import odd_configuration
from sinch_order_cli.views.order_view import document_words, kind_words, price_words
from sinch_order_cli.views.time_left import time_left
from sinch_order_cli.workflow.context import Context
from sinch_order_cli.workflow.model import Order

Facts = list[tuple[str, str]]
Priced = AvailableNumber | NumberPrice

_WORD_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|[_.\-\s]+")
"""Word boundaries in names such as nationalId or tax_number."""

RESERVING = (
    "A reservation lasts 30 minutes to 48 hours. You must submit the order before it expires. "
    "You can't cancel a reservation."
)
SUBMITTING = "You can't withdraw a submitted order."
NO_PRICE = "unknown until the reservation"
COSTS = "The API states no charge for this step. You pay the price above once the number is active."


def confirm_reservation(
    terminal: Terminal, prompter: Prompter, context: Context, order: Order
) -> None:
    """Show the reservation and ask to confirm it.

    Raises:
        UsageError: there is no terminal to ask; `--yes` confirms in advance.
        InterruptedByUser: the user declined.
    """
    if terminal.interactive:
        numbers = order.phone_numbers
        if numbers and order.offer is None:
            order.offer = context.api.get_available_number(numbers[0]).raw
        odd_configuration(terminal, order)
        print_facts(terminal, reservation_facts(order))
        say_what_follows(terminal, RESERVING)
    question = f"Reserve {subject(order)}?"
    if not prompter.confirm(question, flag="--yes", yes="Reserve", no="Exit", careful=True):
        raise InterruptedByUser("Nothing was reserved.")


def confirm_submit(
    terminal: Terminal, prompter: Prompter, order: Order, form: Form, now: float
) -> None:
    """Show the submission and ask to confirm it.

    Raises:
        UsageError: there is no terminal to ask; `--yes` confirms in advance.
        InterruptedByUser: the user declined.
    """
    if terminal.interactive:
        print_facts(terminal, submission_facts(order, form, now))
        say_what_follows(terminal, SUBMITTING)
    question = f"Submit {order.name}?"
    if not prompter.confirm(question, flag="--yes", yes="Submit", no="Exit", careful=True):
        raise InterruptedByUser(
            "Nothing was submitted.", hint=Suggestion("resume", order.name, say="To continue")
        )


def say_what_follows(terminal: Terminal, words: str) -> None:
    """Print the consequences and costs of a step before it."""
    terminal.note(words, indent=2)
    terminal.note(COSTS, indent=2)


def print_facts(terminal: Terminal, facts: Facts) -> None:
    """Print facts below each other, or as sentences for screen readers."""
    if terminal.accessible:
        for name, text in facts:
            terminal.note(f"{name}: {text}")
        return
    lines = tables.facts(facts, min(terminal.width, 100), indent=4)
    terminal.put("".join(f"{line}\n" for line in lines))


def subject(order: Order) -> str:
    """Return the subject of the reservation: the number, or the quantity."""
    if numbers := order.phone_numbers:
        return ", ".join(phone(number) for number in numbers)
    count = order.quantity or 1
    words = kind_words(order.region_code, order.number_type)
    return f"{count} {words} {'number' if count == 1 else 'numbers'}"


def subject_of_all(orders: Sequence[Order]) -> str:
    """Return the subject of several orders: the only number, or their count."""
    return subject(orders[0]) if len(orders) == 1 else f"{len(orders)} numbers"


def reservation_facts(order: Order, others: Sequence[Order] = (), *, estimate: str = "") -> Facts:
    """Return all facts about an order before its reservation.

    Args:
        others: orders of additional numbers, with the same configuration.
        estimate: the estimated price of a quantity.
    """
    words = kind_words(order.region_code, order.number_type)
    if others:
        orders = [order, *others]
        facts = [("Number", f"{subject(one)} · {_price_or_not_known(one)}") for one in orders]
        facts.append(("In all", f"{len(orders)} {words} numbers, one order each"))
        if total := total_price(orders):
            facts.append(("Price", f"{total} in all"))
        return facts + configuration_facts(order.requested)
    facts = [("Number", f"{subject(order)} · {words}" if order.phone_numbers else subject(order))]
    if criteria := criteria_words(order.requested.quantity_order_option):
        facts.append(("Filters", criteria))
    facts.append(("Price", offer_price(order) or estimate or NO_PRICE))
    return facts + configuration_facts(order.requested)


def _price_or_not_known(order: Order) -> str:
    return offer_price(order) or NO_PRICE


def configuration_facts(request: OrderRequest) -> Facts:
    """Return the use of the number, and its callback URL."""
    sms, voice = request.sms_configuration, request.voice_configuration
    plan = f"service plan {safe(sms.service_plan_id)}" if sms.service_plan_id else "none"
    if sms.campaign_id:
        plan += f", campaign {safe(sms.campaign_id)}"
    return [
        ("SMS", plan),
        ("Voice", f"{safe(voice.type)} {safe(voice.given_id)}" if voice.type else "none"),
        ("Callback", safe(request.callback_url or "none")),
    ]


def criteria_words(option: QuantityOption) -> str:
    """Return the filters of a quantity order on one line."""
    parts = ["consecutive"] if option.sequential else []
    if pattern := option.number_pattern.pattern:
        where = {"START": "starting with", "END": "ending in"}.get(
            option.number_pattern.search_pattern, "containing"
        )
        parts.append(f"{where} {safe(pattern)}")
    if option.capabilities:
        parts.append(" and ".join(map(safe, option.capabilities)))
    return ", ".join(parts)


def monthly_price(orders: Sequence[Order]) -> str:
    """Return the monthly price of the numbers, or "" if unknown."""
    prices = [price for order in orders for price in _prices(order)]
    total = _sum([price.monthly_price for price in prices])
    return f"{total} per month{' in all' if len(prices) > 1 else ''}" if total else ""


def total_price(orders: Sequence[Order]) -> str:
    """Return the total price of several numbers, or "" if unknown."""
    return sums([price for order in orders for price in _prices(order)])


def sums(prices: Sequence[Priced]) -> str:
    """Return the sums of monthly and setup prices, or "" if one is unknown."""
    monthly = _sum([price.monthly_price for price in prices])
    setup = _sum([price.setup_price for price in prices])
    return f"{monthly} per month, {setup} setup" if monthly and setup else ""


def _sum(prices: Sequence[Money]) -> str:
    """Return the sums by currency, or "" if a price is unknown."""
    totals: dict[str, Decimal] = {}
    for price in prices:
        try:
            amount = Decimal(price.amount)
        except InvalidOperation:
            return ""
        if not amount.is_finite():
            return ""
        totals[price.currency_code] = totals.get(price.currency_code, Decimal()) + amount
    return " and ".join(money(currency, amount) for currency, amount in totals.items())


def _prices(order: Order) -> list[Priced]:
    """Return the price of each number, from the order itself, else from the search.

    The prices of a quantity that is not reserved are unknown.
    """
    if any(number.number_price != NumberPrice() for number in order.numbers):
        return [number.number_price for number in order.numbers]
    return [] if order.quantity and not order.offer else [order.offered]


def offer_price(order: Order) -> str:
    """Return the price in words, "" if unknown; for several numbers, each and in total."""
    prices = _prices(order)
    if not prices:
        return ""
    each = _one_price(prices[0])
    if len(prices) == 1:
        return each
    total = sums(prices)
    in_all = f"{total} in all" if total else ""
    if all(_one_price(price) == each for price in prices):
        return ", ".join(filter(None, (f"{each} for each number" if each else "", in_all)))
    return in_all


def _one_price(price: Priced) -> str:
    monthly, setup = price_words(price.monthly_price), price_words(price.setup_price)
    months = price.payment_interval_months or 1
    every = "per month" if months == 1 else f"per month, billed every {months} months"
    parts = [f"{monthly} {every}" if monthly else "", f"{setup} setup" if setup else ""]
    return ", ".join(filter(None, parts))


def offer_words(number: AvailableNumber) -> str:
    """Return a number's capabilities and price on one line."""
    return " · ".join(filter(None, (" ".join(map(safe, number.capability)), _one_price(number))))


def submission_facts(order: Order, form: Form, now: float, others: Sequence[Order] = ()) -> Facts:
    """Return all facts about an order before it is submitted.

    Args:
        others: orders of additional numbers, with the same answers.
    """
    facts = reservation_facts(order, others)
    if others:
        facts.append(("Answers", "the same for each, with its own number"))
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
    """Return an answer for the summary: only the end of a number that identifies a person."""
    text = shown(field, value)
    words = _WORD_BREAK.sub(" ", f"{field.name} {field.title}").casefold()
    identifying = any(
        word in words
        for word in ("passport", "identity", "national id", "cpf", "tax", "ssn", "birth")
    )
    if identifying and len(text) > 4 and any(c.isdigit() for c in text):
        return "…" + text[-3:]
    return text
