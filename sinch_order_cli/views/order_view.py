"""The state of an order, as text or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sinch_order_cli.api.order_models import Money, OrderNumber
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.tables import facts as fact_lines
from sinch_order_cli.errors import OutputError, Suggestion
from sinch_order_cli.text import duration, money, phone, safe, when
from sinch_order_cli.views.time_left import expiry_words, time_warning
from sinch_order_cli.workflow.differences import Difference, differences
from sinch_order_cli.workflow.model import (
    Order,
    Provisioned,
    Step,
    parse_time,
)
from sinch_order_cli.workflow.provisioning import error_words
from sinch_order_cli.workflow.suggestions import next_suggestion, step_suggestion

if TYPE_CHECKING:
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.workflow.reviewers import Meant

STEPS: dict[Step, str] = {
    "requirements": "step 1, requirements",
    "search": "step 2, number",
    "create": "step 3, reserve",
    "register": "step 4, registration",
    "attach": "step 5, documents",
    "submit": "step 6, submit",
    "review": "in review",
    "done": "done",
}


def kind_words(region_code: str, number_type: str) -> str:
    """Return a region and type in words: "AU mobile"."""
    return f"{safe(region_code)} {safe(number_type).lower().replace('_', '-')}"


def price_words(price: Money) -> str:
    """Format the API's Money; "" if there is none."""
    return money(price.currency_code, price.amount) if price.amount else ""


def report_order(
    terminal: Terminal,
    order: Order,
    now: float,
    done: str,
    proposals: list[order_shapes.Proposal] | None = None,
) -> None:
    """Show the result of a step, and the next step.

    Args:
        proposals: likely values from the order's customer, for `--json`.
    """
    try:
        terminal.show(
            json=lambda: as_result(order, now, proposals),
            text=lambda: _print_done(terminal, order, now, done),
        )
    except OutputError as error:
        error.reason += f". The step is done: {done} {order.name} ({order.id_number_order})"
        error.hint = Suggestion("status", order.name, say="To check the status")
        error.details = [
            {"name": order.name, "idNumberOrder": order.id_number_order, "state": order.state}
        ]
        raise


def report_differences(
    terminal: Terminal, order: Order, found: Sequence[Difference], now: float
) -> None:
    """Show an order that was reserved other than requested, with the differences first."""
    words = [
        f"{one.what}: requested {safe(one.asked)}, reserved {safe(one.reserved)}" for one in found
    ]
    terminal.warn(f"{order.name} is reserved, but differs from your request.")
    for line in words:
        terminal.note(line, indent=2)

    def result() -> order_shapes.Order:
        from sinch_order_cli.results import order_shapes

        shown = as_result(order, now)
        shown.differences = [
            order_shapes.Difference(what=one.what, asked=one.asked, reserved=one.reserved)
            for one in found
        ]
        return shown

    terminal.show(json=result, text=lambda: print_status(terminal, order, now))


def as_result(
    order: Order, now: float, proposals: list[order_shapes.Proposal] | None = None
) -> order_shapes.Order:
    """Return an order for `--json`; its shape is imported only then."""
    from sinch_order_cli.views.order_results import order_result

    return order_result(order, now, proposals)


def _print_done(terminal: Terminal, order: Order, now: float, done: str) -> None:
    until = f" ({words})" if (words := expiry_words(order, now)) else ""
    terminal.success(f"{done} {order.name}: {order.status.label}{until}")
    if warning := time_warning(order, now):
        terminal.warn(warning)
    again = step_suggestion if order.status.blocked else next_suggestion
    if command := again(order):
        terminal.hint(command.saying("Next"))
    if not terminal.stdout_tty:
        terminal.print(f"{order.name}\t{order.id_number_order}\t{order.state}")


def show_status(terminal: Terminal, order: Order, now: float) -> None:
    """Show all details of an order."""
    terminal.show(
        json=lambda: as_result(order, now), text=lambda: print_status(terminal, order, now)
    )


def print_status(terminal: Terminal, order: Order, now: float) -> None:
    """Print all details of an order, a fact on each line, and the command that continues.

    The reviewers' messages come first, the newest on top, until the order is completed.
    """
    where = " · SANDBOX" if terminal.sandbox else ""
    title = f"{order.name} · {kind_words(order.region_code, order.number_type)}{where}"
    terminal.print(terminal.style(title, "bold", stream=terminal.stdout))
    facts = [("State", state_words(order))]
    messages = [("Message", message_words(log, order, now)) for log in reversed(order.logs)]
    if order.status.reviewers_first:
        facts += messages
    if order.status.blocked:
        facts += [("About", words) for words in _about(order)]
        facts.append(("Answer", "within a day: without an answer, an order can expire"))
    facts.append(("Order", safe(order.id_number_order)))
    if order.customer:
        facts.append(("Customer", safe(order.customer)))
    if order.not_found_since:
        facts.append(("Not found", f"on the server since {when(order.not_found_since)}"))
    facts += [
        ("Differs", f"{one.what}: requested {safe(one.asked)}, reserved {safe(one.reserved)}")
        for one in differences(order)
    ]
    facts.append(("Time left", expiry_words(order, now)))
    facts += [("Number", number_words(number)) for number in order.numbers]
    facts += [("Set up", provisioned_words(one)) for one in order.provisioned]
    facts += [
        ("Error", error_words(code)) for one in order.provisioned for code in one.sms_error_codes
    ]
    if order.together:
        facts.append(("In all", f"with {', '.join(map(phone, _others(order)))}"))
    facts += [("Document", words) for words in document_words(order)]
    if not order.status.reviewers_first:
        facts += messages
    width = min(terminal.width, 100) if terminal.stdout_tty else 1_000_000
    for line in fact_lines([fact for fact in facts if fact[1]], width):
        terminal.print(_coloured(terminal, line, order))
    for command in _next_lines(terminal, order):
        for piece in terminal.unwrapped(command, tty=terminal.stdout_tty):
            terminal.print(piece)
    if warning := time_warning(order, now):
        terminal.warn(warning)


def _next_lines(terminal: Terminal, order: Order) -> list[Suggestion]:
    """Return the commands that continue; without a terminal, `resume` could only show the state."""
    if order.status.blocked and not terminal.interactive:
        from sinch_order_cli.workflow.reviewers import answering_commands

        first, *then = answering_commands(order)
        return [first.saying("Next"), *(command.saying("Then") for command in then)]
    command = next_suggestion(order)
    return [command.saying("Next")] if command else []


def _about(order: Order) -> list[str]:
    """Return what the reviewers' last message may refer to."""
    from sinch_order_cli.workflow.reviewers import last_meant

    return [meant_words(meant) for meant in last_meant(order)]


def _others(order: Order) -> list[str]:
    return [number for number in order.together if number not in order.phone_numbers]


def _coloured(terminal: Terminal, line: str, order: Order) -> str:
    colour = order.status.colour
    if not colour or not line.lstrip().startswith("State"):
        return line
    styled = terminal.style(order.state, colour, stream=terminal.stdout)
    return line.replace(order.state, styled, 1)


def meaning_words(order: Order) -> str:
    """Return the meaning of the order's state, which may be about several numbers."""
    if order.status.completed and len(order.phone_numbers) > 1:
        return "the numbers are yours"
    return order.status.meaning


def state_words(order: Order) -> str:
    """Return the state, and its meaning for the user."""
    if order.may_be_reserved:
        return f"may be reserved (no answer received) · next: {STEPS[order.step]}"
    if order.server is None:
        return f"not reserved yet · next: {STEPS[order.step]}"
    meaning = meaning_words(order)
    if order.status.reserved:
        meaning = f"next: {STEPS[order.step]}"
    return " · ".join(part for part in (safe(order.status.label), meaning) if part)


def number_words(number: OrderNumber) -> str:
    """Return a number of the order with its capabilities and price."""
    monthly = price_words(number.number_price.monthly_price)
    setup = price_words(number.number_price.setup_price)
    costs = [f"{monthly} per month" if monthly else "", f"{setup} setup" if setup else ""]
    can = " ".join(map(safe, number.capabilities))
    parts = [phone(number.phone_number), can, ", ".join(filter(None, costs))]
    return " · ".join(part for part in parts if part)


def provisioned_words(number: Provisioned) -> str:
    """Return the provisioning of a completed order's number, and its next charge."""
    if not number.in_account:
        return f"{phone(number.phone_number)} · not in the account yet"
    parts = [
        f"{name} {safe(status).lower().replace('_', ' ')}"
        for name, status in (("SMS", number.sms), ("voice", number.voice))
        if status
    ]
    price = price_words(number.price)
    charged = f"next charge {when(number.next_charge_date)}" if number.next_charge_date else ""
    return " · ".join(filter(None, [phone(number.phone_number), *parts, price, charged]))


def document_words(order: Order) -> list[str]:
    """Return each required document and the state of its upload."""
    from sinch_order_cli.kyc import read_form

    form = read_form(order.lookup.raw if order.lookup else None)
    words = []
    for attachment in form.attachments:
        sent = order.attachments.get(attachment.id)
        if sent is None:
            state = "required, not uploaded" if attachment.mandatory else "optional, not uploaded"
        else:
            state = safe(sent.status.meaning)
        words.append(f"{safe(attachment.title or attachment.id)} · {state}")
    return words


def message_words(
    log: Mapping[str, Any], order: Order | None = None, now: float | None = None
) -> str:
    """Return a reviewer message with its time and age, by the server's clock."""
    moment = str(log.get("createTime") or "")
    said = safe(str(log.get("message") or ""), 2000)
    ago = "" if order is None or now is None else ago_words(moment, now + order.clock_offset)
    return f"{when(moment)}{f' ({ago})' if ago else ''} · {said}" if moment else said


def ago_words(moment: str, now: float) -> str:
    """Return the age of a moment: "3 h 5 min ago"; "" if unknown."""
    at = parse_time(moment)
    past = None if at is None else now - at.timestamp()
    return "" if past is None or past < 0 else f"{duration(past)} ago"


def meant_words(meant: Meant) -> str:
    """Return the answer or document that a reviewer message refers to, with its value."""
    from sinch_order_cli.views.answer_view import in_words

    given = "" if meant.given is None else f": {in_words(meant.given)}"
    about = "It is about" if meant.sure else "It may mean"
    return f"{about} {safe(meant.title)} ({safe(meant.path)}){given}"
