"""How an order stands, for a person or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sinch_order_cli.kyc import read_form
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.tables import Cell
from sinch_order_cli.terminal.text import duration, money, pad, phone, safe, when
from sinch_order_cli.workflow.order import Order, Step, as_json, next_step, seconds_left

SOON = 30 * 60
"""Seconds: below this the time left is a warning."""

ORDER_COLUMNS = ["NAME", "ORDER", "NUMBER", "STATE", "NEXT", "TIME LEFT"]

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

UPLOADS = {
    "WAITING": "uploaded, being checked",
    "COMPLETED": "uploaded and checked",
    "FAILED": "could not be used: upload it again",
}


def kind_words(region_code: str, number_type: str) -> str:
    """A region and type as people say them: "AU mobile"."""
    return f"{safe(region_code)} {safe(number_type).lower().replace('_', '-')}"


def price_words(price: Mapping[str, Any] | None) -> str:
    """The API's Money as people write it; "" where there is none."""
    if not price or not price.get("amount"):
        return ""
    return money(str(price.get("currencyCode") or ""), str(price.get("amount") or ""))


def time_left(order: Order, now: float) -> str:
    """The time left in words; "" where no clock runs."""
    left = seconds_left(order, now)
    if left is None:
        return ""
    return f"{duration(left)} left" if left > 0 else "expired"


def next_command(order: Order) -> str:
    """What to type to go on with an order, "" where nothing is left to do."""
    step = next_step(order)
    if order.state == "BLOCKED":
        return f"sinch-order register {order.name} --set PATH=VALUE"
    if order.state in ("REJECTED", "EXPIRED"):
        return f"sinch-order create --from {order.name}"
    if order.server is None:
        return f"sinch-order resume {order.name}"
    return {
        "register": f"sinch-order register {order.name} --answers FILE",
        "attach": f"sinch-order attach {order.name} "
        f"{next(iter(order.missing_attachments), 'ID')} FILE",
        "submit": f"sinch-order submit {order.name}",
        "review": f"sinch-order status {order.name} --watch",
    }.get(step, "")


def report_order(terminal: Terminal, order: Order, now: float, done: str) -> None:
    """What a step did, and what comes next."""
    if terminal.json:
        terminal.result_json(status_json(order, now))
        return
    until = ""
    if (left := time_left(order, now)) and order.expire_time:
        until = f" until {when(order.expire_time)} ({left})"
    terminal.success(f"{done} {order.name}: {order.state or 'CREATED'}{until}")
    if command := next_command(order):
        terminal.hint(f"Next: {command}")
    if not terminal.stdout_tty:
        terminal.print(f"{order.name}\t{order.id_number_order}\t{order.state}")


def status_json(order: Order, now: float) -> dict[str, Any]:
    """An order for `--json`: the common fields and what the server says of it."""
    from sinch_order_cli.workflow.documents import attachments_json

    server = order.server or {}
    form = read_form(order.lookup.raw if order.lookup else None)
    left = seconds_left(order, now)
    return {
        **as_json(order),
        "projectId": order.project_id or None,
        "createTime": server.get("createTime"),
        "updateTime": server.get("updateTime"),
        "secondsLeft": None if left is None else max(0, int(left)),
        "orderNumbers": server.get("orderNumbers") or [],
        "smsConfiguration": server.get("smsConfiguration"),
        "voiceConfiguration": server.get("voiceConfiguration"),
        "attachments": attachments_json(order, form.attachments),
        "logs": order.logs,
    }


def print_status(terminal: Terminal, order: Order, now: float) -> None:
    """All that is known of an order, a fact a line, and the command that goes on."""
    where = " · SANDBOX" if terminal.sandbox else ""
    title = f"{order.name} · {kind_words(order.region_code, order.number_type)}{where}"
    terminal.print(terminal.style(title, "bold", stream=terminal.stdout))
    facts = [("State", state_words(order)), ("Order", safe(order.id_number_order))]
    if left := time_left(order, now):
        facts.append(("Time left", f"{left}, until {when(order.expire_time or '')}"))
    numbers = (order.server or {}).get("orderNumbers") or []
    facts += [("Number", number_words(number)) for number in numbers]
    facts += [("Document", words) for words in document_words(order)]
    facts += [("Message", message_words(log)) for log in order.logs]
    if command := next_command(order):
        facts.append(("Next", terminal.typed(command)))
    for label, text in facts:
        if text:
            terminal.print(f"  {pad(label, 10)} {text}")


def state_words(order: Order) -> str:
    """The state as it came, and what is to be done in it."""
    if order.server is None:
        return f"not reserved yet · {STEPS[next_step(order)]}"
    return f"{safe(order.state) or 'CREATED'} · {STEPS[next_step(order)]}"


def number_words(number: Mapping[str, Any]) -> str:
    """One of the order's numbers, what it can do and what it costs."""
    prices = number.get("numberPrice") or {}
    monthly = price_words(prices.get("monthlyPrice"))
    setup = price_words(prices.get("setupPrice"))
    costs = [f"{monthly} a month" if monthly else "", f"{setup} once" if setup else ""]
    can = " ".join(safe(str(one)) for one in number.get("capabilities") or [])
    parts = [phone(str(number.get("phoneNumber") or "")), can, ", ".join(filter(None, costs))]
    return " · ".join(part for part in parts if part)


def document_words(order: Order) -> list[str]:
    """Each document that is asked for, and what became of it."""
    form = read_form(order.lookup.raw if order.lookup else None)
    words = []
    for attachment in form.attachments:
        sent = order.attachments.get(attachment.id)
        if sent is None:
            state = "still needed" if attachment.mandatory else "optional, not uploaded"
        else:
            state = UPLOADS.get(sent.upload_status, safe(sent.upload_status) or "uploaded")
        words.append(f"{safe(attachment.title or attachment.id)} · {state}")
    return words


def message_words(log: Mapping[str, Any]) -> str:
    """A reviewers' message, with its time."""
    moment = str(log.get("createTime") or "")
    said = safe(str(log.get("message") or ""), 2000)
    return f"{when(moment)} · {said}" if moment else said


def order_row(order: Order, now: float) -> list[str | Cell]:
    """A line of `orders`."""
    left = seconds_left(order, now)
    colour = "" if left is None else "red" if left < SOON else "yellow" if left < 6 * SOON else ""
    quantity = (order.request.get("quantityOrderOption") or {}).get("requestedQuantity")
    numbers = order.phone_numbers
    shown = numbers[0] if numbers else f"{quantity} numbers" if quantity else ""
    return [
        order.name,
        kind_words(order.region_code, order.number_type)
        if order.number_type
        else order.region_code,
        f"{shown} +{len(numbers) - 1}" if len(numbers) > 1 else shown,
        safe(order.state) or "not reserved",
        STEPS[next_step(order)],
        Cell(time_left(order, now), colour),
    ]
