"""The order's customer: chosen once, used to fill the form, and saved at the end if new."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from sinch_order_cli.customers.corrections import corrections
from sinch_order_cli.customers.documents import match_documents
from sinch_order_cli.customers.fill import Facts, Match
from sinch_order_cli.customers.learn import taught
from sinch_order_cli.customers.model import Customer
from sinch_order_cli.customers.take import take
from sinch_order_cli.errors import NotFoundError, SinchOrderError, Suggestion
from sinch_order_cli.kyc import MISSING, Form, get, remove
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.text import safe
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.wizard.form_answers import Proposal
from sinch_order_cli.workflow.for_customer import (
    Completion,
    Source,
    documents_of,
    for_an_earlier_one,
    is_for,
    note_sources,
    source_words,
)
from sinch_order_cli.workflow.model import Order

NEW, ASKED = "new", "asked"
"""Values of `Order.choices["customer"]`: save the answers as a new customer; don't ask again."""

_MOST_COMPARED = 50
"""Number of customers up to which each one's match is computed; with more, users search by name."""

_BACK = Keys(back=True)


def ask_customer(wizard: WizardContext, order: Order, form: Form) -> None:
    """Ask for the customer of a new order, showing how well each matches, and store the answer.

    Not asked if there are no customers.

    Raises:
        GoBack: to the previous question.
    """
    known = list(wizard.customers.everyone())
    if not known:
        return
    fits = {one.name: (0, "") for one in known}
    if len(known) <= _MOST_COMPARED:
        lessons = wizard.customers.lessons()
        place = (order.region_code, order.number_type)
        fits = {one.name: _fit(Source(customer=one, lessons=lessons), form, place) for one in known}
        known.sort(key=lambda one: -fits[one.name][0])
    options = [
        Option(one.name, safe(one.title or one.name), hint=_hint(one, fits[one.name][1]))
        for one in known
    ]
    options.append(Option(NEW, "Somebody new", hint="saved once the form is answered"))
    options.append(Option("", "No customer"))
    before = order.customer or order.choices.get("customer")
    chosen: str = wizard.prompter.select(
        "Who is the number for?",
        options,
        flag="--customer",
        default=before,
        search=True,
        keys=_BACK,
    )
    customer = next((one for one in known if one.name == chosen), Customer())
    order.customer, order.customer_since = customer.name, customer.created_at
    order.choices = {**order.choices, "customer": NEW if chosen == NEW else ""}


def _hint(customer: Customer, fit: str) -> str:
    name = customer.name if customer.title not in ("", customer.name) else ""
    return " · ".join(filter(None, (name, fit)))


def _fit(source: Source, form: Form, place: tuple[str, str]) -> tuple[int, str]:
    """Return how many answers a customer's facts provide, and a description with the documents."""
    if not form.has_fields and not form.attachments:
        return 0, ""
    filler = Completion(source, form, *place)
    filler(None)
    filled = filler.filled
    count = len(filled.sources) if filled else 0
    parts = [f"{count} of {len(filled.matches)} answers"] if filled and filled.matches else []
    region, kind = place
    found = match_documents(
        source.customer,
        form.attachments,
        region=region,
        type=kind,
        today=date.today(),
        checked=lambda *_: [],  # reading whole files is too slow for a list
    )
    parts += [safe(one.title) for one in found if one.document is not None]
    return count, ", ".join(parts)


class CustomerHelp:
    """Fills an order's form from its customer while the user answers it (`form_answers.Helper`)."""

    def __init__(self, source: Source, order: Order, form: Form) -> None:
        self._customer = source.customer
        self._filler = Completion(source, form, order.region_code, order.number_type)

    def fill(self, data: Any, left_empty: Collection[str]) -> tuple[Any, dict[str, list[str]]]:
        """Add all certain answers, except those the user left empty. Return the data, and the facts
        of each added answer."""
        filled = self._filler(data)
        for path in left_empty:
            if get(data, path) is MISSING and get(filled, path) is not MISSING:
                filled = remove(filled, path)
        return filled, self._filler.sources(filled)

    def proposals(self, data: Any) -> Mapping[str, Proposal]:
        """Return the likely answers to open questions, by path."""
        return {one.path: self._proposal(one) for one in self._filler.proposals(data)}

    def origin(self, facts: Sequence[str]) -> str:
        """Return the source of an answer, in words."""
        return f"from {source_words(self._customer, facts)}"

    def _proposal(self, match: Match) -> Proposal:
        facts = _listed(match.fact)
        reason = f", {safe(match.reason)}" if match.reason else ""
        return Proposal(match.value, facts, f"{self.origin(facts)}{reason}")


def _listed(facts: Facts) -> list[str]:
    return [facts] if isinstance(facts, str) else list(facts or ())


def customer_of(wizard: WizardContext, order: Order) -> Source | None:
    """Return the order's customer with its lessons; None if there is none, or it was deleted."""
    if not order.customer:
        return None
    try:
        customer = wizard.customers.load(order.customer)
    except NotFoundError as error:
        wizard.terminal.warn(f"{order.name} is for {order.customer}, but {error.message}.")
        return None
    if not is_for(order, customer):
        wizard.terminal.warn(f"{for_an_earlier_one(order)}.")
        return None
    return Source(customer=customer, lessons=wizard.customers.lessons())


def customer_help(wizard: WizardContext, order: Order, form: Form) -> CustomerHelp | None:
    """Fill in the certain facts of the order's customer, keeping existing answers. Return the
    helper for the other questions, or None if the order has no customer."""
    if order.registered_at or (source := customer_of(wizard, order)) is None:
        return None
    helper = CustomerHelp(source, order, form)
    data, sources = helper.fill(order.answers, ())
    if sources:
        note_sources(order, data, sources)
        order.answers = data
        wizard.store.save(order)
        asked = sum(len(section.fields) for section in form.questions(data))
        are = "is" if len(sources) == 1 else "are"
        wizard.terminal.note(
            f"{len(sources)} of {asked} answers {are} filled in from {safe(order.customer)}; "
            "the review shows them all. Optional questions without a known answer are skipped."
        )
    return helper


def learn_corrections(wizard: WizardContext, order: Order, form: Form, data: Any) -> None:
    """Store with the customer which other fact the user answered a filled field with."""
    if order.customer not in wizard.customers.names():
        return
    with suppress(SinchOrderError), wizard.customers.edit(order.customer) as customer:
        if not is_for(order, customer):
            return
        place = (order.region_code, order.number_type)
        lessons = wizard.customers.lessons()
        found = corrections(form, customer, data, region=place[0], type=place[1], lessons=lessons)
        for lesson in found:
            customer.learned = taught(customer.learned, lesson)
        if found:
            wizard.customers.save(customer)
        for lesson in found:
            wizard.terminal.note(
                Suggestion(
                    "customer match",
                    customer.name,
                    *place,
                    say=f"{safe(lesson.title)} will be filled in with {lesson.fact} of "
                    f"{customer.name} from now on. To undo",
                    forget=lesson.path,
                )
            )


# Saving at the end.


def offer_to_save(wizard: WizardContext, orders: Sequence[Order]) -> None:
    """Save the answers as a customer if the order has none. Ask first, unless the user chose a
    new customer at the start."""
    order = orders[0]
    data = order.registered if order.registered is not None else order.answers
    if order.customer or data is None or order.choices.get("customer") == ASKED:
        return
    form, prompter = wizard.form(order), wizard.prompter
    lessons = wizard.customers.lessons()
    taken = take(form, data, region=order.region_code, type=order.number_type, lessons=lessons)
    customer = Customer(facts=taken.facts, documents=documents_of(form, order)[0])
    if not {fact.partition(".")[0] for fact in taken.facts} & {"company", "people"}:
        return
    what = f"Save {safe(customer.title)} as a customer, to fill in the next form?"
    if not is_announced(order):
        saves = prompter.confirm(what, yes="Save", no="Don't save")
        _remember(wizard, orders, NEW if saves else ASKED)  # NEW: if the user exits now, ask again
        if not saves:
            return
    with suppress(GoBack):
        name = prompter.text(
            "Name of the customer",
            flag="customer add NAME",
            default=_free_name(wizard, customer.title),
            help=["Lowercase letters, digits and - _ . such as acme."],
            validate=lambda text: _wrong_name(wizard, text),
            keys=_BACK,
        ).strip()
        _save(wizard, orders, customer, name)
    _remember(wizard, orders, ASKED)


def is_announced(order: Order) -> bool:
    """Return True if the user wants the order's answers saved as a new customer, not yet named."""
    return order.choices.get("customer") == NEW


def _save(wizard: WizardContext, orders: Sequence[Order], customer: Customer, name: str) -> None:
    try:
        with wizard.customers.claim(name) as made:
            made.facts, made.documents = customer.facts, customer.documents
            wizard.customers.save(made)
    except SinchOrderError as error:
        wizard.terminal.error(error)
        return
    for order in orders:
        order.customer, order.customer_since = name, made.created_at
        wizard.store.save(order)
    wizard.terminal.success(
        Suggestion("customer show", name, say=f"Saved {name}. To see its facts")
    )


def _remember(wizard: WizardContext, orders: Sequence[Order], choice: str) -> None:
    for order in orders:
        order.choices = {**order.choices, "customer": choice}
        wizard.store.save(order)


def _free_name(wizard: WizardContext, title: str) -> str:
    """Return an unused short name: the first word of the title, with a number if needed."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words: list[str] = re.findall(r"[a-z0-9]+", plain)
    taken = wizard.customers.names()
    name: str = (words or ["customer"])[0][:40]
    for longer in words[1:]:
        if name not in taken:
            break
        name = f"{name}-{longer}"[:60]
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, 999))) if one not in taken)


def _wrong_name(wizard: WizardContext, text: str) -> str | None:
    try:
        wizard.customers.check_name(text.strip())
    except SinchOrderError as error:
        return f"{error.message[:1].upper()}{error.message[1:]}."
    return (
        "A customer with that name exists already."
        if text.strip() in wizard.customers.names()
        else None
    )
