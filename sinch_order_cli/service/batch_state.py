"""The state of a row's order, and whether it matches the row."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, cast

from sinch_order_cli.api.order_models import OrderRequest, QuantityOption, read_kept
from sinch_order_cli.service.batch_file import Row
from sinch_order_cli.service.batch_table import RowProblem
from sinch_order_cli.workflow.create_request import build_request, configuration
from sinch_order_cli.workflow.model import Order, seconds_left

Until = Literal["reserved", "registered", "submitted", "decided"]
RowOutcome = Literal[
    "open",
    "reserved",
    "registered",
    "submitted",
    "completed",
    "rejected",
    "expired",
    "blocked",
    "unknown",
    "failed",
    "bad",
]
UNTIL: tuple[Until, ...] = ("reserved", "registered", "submitted", "decided")
MOST_SERIOUS_FIRST = (130, 4, 1, 8, 7, 3, 6, 5, 10, 9)
"""Exit codes, most serious first."""


def most_serious(codes: set[int]) -> int:
    """Return the exit code of a batch whose rows have these; 0 if all are 0."""
    return next((code for code in MOST_SERIOUS_FIRST if code in codes), max(codes, default=0))


def outcome(order: Order | None, now: float) -> RowOutcome:
    """Return a row's outcome, from its order's last known state."""
    if order is None:
        return "open"
    if order.may_be_reserved or (order.intent is not None and order.intent.action == "submit"):
        return "unknown"
    if order.status.decided:
        return cast("RowOutcome", order.status.name.lower())
    if order.server is not None and not order.status.reserved:
        return "submitted"
    left = seconds_left(order, now)
    if left is not None and left <= 0:
        return "expired"
    if order.batch is not None and order.batch.problem:
        return "failed"
    if order.server is None:
        return "open"
    return "registered" if _is_registered(order) else "reserved"


def _is_registered(order: Order) -> bool:
    return order.step in ("attach", "submit") and bool(order.registered_at)


def has_reached(order: Order | None, until: Until) -> bool:
    """Return True if a row has reached the target step, or no run can advance it."""
    if order is None or order.server is None:
        return False
    if order.status.decided:
        return True
    if until == "decided":
        return False
    if not order.status.reserved or until == "reserved":
        return True
    registered = order.lookup is not None and (
        bool(order.registered_at) or not order.lookup.needs_registration
    )
    return until == "registered" and registered


def code_of(order: Order | None, until: Until, now: float) -> int:
    """Return the exit code of a row that was processed without an error."""
    found = outcome(order, now)
    return 8 if found == "unknown" else done_code(found, until)


def done_code(found: RowOutcome, until: Until) -> int:
    """Return the exit code of a row that no run can advance."""
    refused = found in ("rejected", "expired")
    return 10 if refused or (found == "blocked" and until == "decided") else 0


def request_body(row: Row, number: str = "") -> dict[str, Any]:
    """Return the body of createNumberOrder for a row.

    Args:
        number: the one found by a search, for a row that names none.
    """
    if row.searches:
        body: dict[str, Any] = {"regionCode": row.region, "numberType": row.type}
        if number:
            body["numberOrderOption"] = {"phoneNumbers": [number]}
        return body | configuration(row.wanted)
    return build_request(row.region, row.type, row.wanted)


def conflicts(
    order: Order, row: Row, file: Path, project_id: str, *, take_over: bool
) -> list[RowProblem]:
    """Return why an order can't be the row's: someone else created it, or it differs.

    Args:
        project_id: the project of the batch.
        take_over: accept an order created by another file or by hand.
    """

    def problem(column: str, text: str, code: int, fix: str = "") -> RowProblem:
        return RowProblem(
            row=row.row, ref=row.ref, column=column, problem=text, exit_code=code, fix=fix
        )

    if order.project_id not in ("", project_id):
        said = f"its order belongs to project {order.project_id}, not {project_id}"
        return [problem("ref", said, 6)]
    if not take_over and (order.batch is None or order.batch.file != str(file)):
        by = f"from {order.batch.file}" if order.batch else "separately"
        fix = "Choose another ref, or add --continue to continue that order."
        return [problem("ref", f"an order named {row.ref} already exists, created {by}", 6, fix)]
    if order.server is None and not order.may_be_reserved:
        # Nothing is ordered yet, so the row's values are used; but answers are somebody's.
        if order.answers is None or order.customer == row.customer:
            return []
        whose = f"of {order.customer}" if order.customer else "that are not from this file"
        fix = "Choose another ref, or forget that order."
        return [problem("customer", f"{row.ref} has answers {whose}", 6, fix)]
    fix = "Change it back, or give the row another ref."
    return [
        problem(
            column,
            f"{row.ref} was ordered with {had or 'none'}, but the row has {said or 'none'}",
            3,
            fix,
        )
        for column, had, said in _differences(order, row)
    ]


def _differences(order: Order, row: Row) -> list[tuple[str, str, str]]:
    """Return the columns that differ from the order, with the values of order and row."""
    asked, had = read_kept(OrderRequest, request_body(row)), order.requested
    sms, voice = had.sms_configuration, had.voice_configuration
    asked_sms, asked_voice = asked.sms_configuration, asked.voice_configuration
    found = [
        ("region", order.region_code, row.region),
        ("type", order.number_type, row.type),
    ]
    if order.customer or row.customer:
        found.append(("customer", order.customer, row.customer))
    found += _number_differences(order, row)
    found += [
        ("sms_plan", sms.service_plan_id, asked_sms.service_plan_id),
        ("campaign", sms.campaign_id, asked_sms.campaign_id),
        ("rtc_app", voice.app_id, asked_voice.app_id),
        ("est_trunk", voice.trunk_id, asked_voice.trunk_id),
        ("fax_service", voice.service_id, asked_voice.service_id),
        ("callback_url", had.callback_url, asked.callback_url),
    ]
    return [(column, one, other) for column, one, other in found if one != other]


def _number_differences(order: Order, row: Row) -> list[tuple[str, str, str]]:
    numbers = order.phone_numbers
    if row.wanted.number:
        return [("number", ", ".join(numbers), row.wanted.number)]
    if row.wanted.quantity is not None:
        option = order.requested.quantity_order_option
        found = [("quantity", str(option.requested_quantity or len(numbers)), str(row.count))]
        if option.requested_quantity:  # an order imported by its ID has no filters
            found += _criteria_differences(option, row)
        return found
    number = numbers[0] if len(numbers) == 1 else ""
    if not number or not fits_pattern(number, row):
        place = f" at the {row.wanted.match or 'START'}" if row.wanted.match else ""
        return [("pattern", ", ".join(numbers), f"{row.wanted.pattern}{place}")]
    able = _capabilities(order)
    if able and not set(row.wanted.capabilities) <= able:
        return [("capability", " ".join(sorted(able)), " ".join(row.wanted.capabilities))]
    return []


def _criteria_differences(option: QuantityOption, row: Row) -> list[tuple[str, str, str]]:
    """Return differences in the filters of a quantity: in the order and in the row."""
    pattern, wanted = option.number_pattern, row.wanted
    match = (wanted.match or "START") if wanted.pattern else ""
    return [
        ("pattern", pattern.pattern, wanted.pattern),
        ("match", pattern.search_pattern, match),
        (
            "capability",
            " ".join(sorted(option.capabilities)),
            " ".join(sorted(wanted.capabilities)),
        ),
    ]


def _capabilities(order: Order) -> set[str]:
    """Return the capabilities of the order's number; empty if the server doesn't state them."""
    listed = order.numbers[0].capabilities if order.numbers else ()
    return {one.upper() for one in listed}


def fits_pattern(number: str, row: Row) -> bool:
    """Return True if a number matches the row's pattern."""
    pattern, match = row.wanted.pattern, row.wanted.match or "START"
    if match == "END":
        return number.endswith(pattern)
    if match == "CONTAINS":
        return pattern in number
    return number.startswith((pattern, f"+{pattern}"))


def deadline_of(order: Order) -> float:
    """Return when the reservation expires, in seconds since 1970; infinite without a deadline."""
    ends = order.expires_at
    return ends.timestamp() if ends is not None and order.status.reserved else float("inf")


def monthly_prices(order: Order) -> dict[str, Decimal]:
    """Return the monthly prices of the order's numbers by currency, as far as known."""
    found: dict[str, Decimal] = {}
    for number in order.numbers:
        monthly = number.number_price.monthly_price
        add_price(found, monthly.currency_code, monthly.amount)
    return found


def add_price(totals: dict[str, Decimal], currency: str, amount: str, count: int = 1) -> bool:
    """Add a price to totals by currency. Return False if it is not an amount."""
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return False
    if not currency or not value.is_finite():
        return False
    totals[currency] = totals.get(currency, Decimal(0)) + value * count
    return True
