"""Who an order is for: asked once, and filled into the form before it is asked."""

from __future__ import annotations

from sinch_order_cli.errors import NotFoundError
from sinch_order_cli.kyc import Form
from sinch_order_cli.prompts.prompter import Option
from sinch_order_cli.text import safe
from sinch_order_cli.wizard.context import Desk
from sinch_order_cli.workflow.for_customer import Completion, Source, note_sources
from sinch_order_cli.workflow.model import Order


def ask_customer(desk: Desk) -> str:
    """Which customer a new order is for; "" for none. Not asked while there is no customer."""
    known = list(desk.customers.everyone())
    if not known:
        return ""
    options = [Option(one.name, safe(one.name), hint=safe(one.title)) for one in known]
    options.append(Option("", "Nobody saved here"))
    chosen: str = desk.prompter.select("Who is it for?", options, flag="--customer", search=True)
    return chosen


def fill_from_customer(desk: Desk, order: Order, form: Form) -> None:
    """Answer what the order's customer surely answers; what is answered already stays."""
    if not order.customer or order.registered_at:
        return
    try:
        customer = desk.customers.load(order.customer)
    except NotFoundError as error:
        desk.terminal.warn(f"{order.name} is for {order.customer}, but {error.message}.")
        return
    source = Source(customer=customer, lessons=desk.customers.lessons())
    filler = Completion(source, form, order.region_code, order.number_type)
    data = filler(order.answers)
    if not (sources := filler.sources(data)):
        return
    note_sources(order, data, sources)
    order.answers = data
    desk.store.save(order)
    count = "1 answer is" if len(sources) == 1 else f"{len(sources)} answers are"
    desk.terminal.note(f"{count} filled in from {safe(order.customer)}; the review shows them.")
