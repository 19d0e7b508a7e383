"""Plans for numbers in several countries, as a table, as JSON, and as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.tables import Column
from sinch_order_cli.results import form_shapes, plan_shapes
from sinch_order_cli.text import duration, money, when
from sinch_order_cli.views.order_view import kind_words
from sinch_order_cli.workflow.model import parse_time

if TYPE_CHECKING:
    from sinch_order_cli.service.plan import Answers, Papers, Planned, PriceRange, Reviews

COLUMNS = (
    "regionCode", "numberType", "availableNumbers", "more", "enough", "currency",
    "monthlyPriceFrom", "monthlyPriceTo", "setupPriceFrom", "setupPriceTo",
    "answers.asked", "answers.required", "answers.there", "answers.likely", "answers.missing",
    "documents.asked", "documents.mandatory", "documents.withTemplate", "documents.there",
    "documents.missing", "documents.expired", "review.orders", "review.medianSeconds", "changes",
    "problem",
)  # fmt: skip
"""The columns of `plan --format csv`."""


def result(one: Planned, quantity: int) -> plan_shapes.PlanRow:
    """Return a place's plan for `--json`."""
    return plan_shapes.PlanRow(
        region_code=one.place.region,
        number_type=one.place.type,
        available_numbers=one.numbers,
        more=one.more,
        enough=one.numbers >= quantity,
        monthly_price=[_range(price) for price in one.monthly],
        setup_price=[_range(price) for price in one.setup],
        answers=plan_shapes.PlanAnswers(
            asked=one.answers.asked,
            required=one.answers.required,
            there=one.answers.there,
            likely=one.answers.likely,
            missing=one.answers.missing,
        ),
        documents=plan_shapes.PlanDocuments(
            asked=one.papers.asked,
            mandatory=one.papers.mandatory,
            with_template=one.papers.with_template,
            there=one.papers.there,
            missing=one.papers.missing,
            expired=one.papers.expired,
        ),
        review=plan_shapes.PlanReview(
            orders=one.reviews.orders, median_seconds=_seconds(one.reviews.median)
        ),
        changes=[
            form_shapes.FormChange(
                path=each.path, title=each.title, kind=each.kind, words=each.words
            )
            for each in one.changes
        ],
        looked_up_before=one.looked_up_before or None,
        problem=None if one.error is None else _problem(one),
    )


def _range(price: PriceRange) -> plan_shapes.PriceRange:
    return plan_shapes.PriceRange(
        currency_code=price.currency, lowest=str(price.lowest), highest=str(price.highest)
    )


def _seconds(value: float | None) -> int | None:
    return None if value is None else round(value)


def _problem(one: Planned) -> str:
    error = one.error
    if error is None:
        return ""
    return error.in_one_line


def flat(one: Planned, quantity: int) -> dict[str, Any]:
    """Return a place's plan as a row of a spreadsheet; prices in several currencies share a
    cell."""
    found = result(one, quantity)
    prices = {
        "currency": [price.currency for price in one.monthly or one.setup],
        "monthlyPriceFrom": [str(price.lowest) for price in one.monthly],
        "monthlyPriceTo": [str(price.highest) for price in one.monthly],
        "setupPriceFrom": [str(price.lowest) for price in one.setup],
        "setupPriceTo": [str(price.highest) for price in one.setup],
    }
    import msgspec

    row: dict[str, Any] = msgspec.to_builtins(found)
    return {**row, **prices, "changes": [each.words for each in one.changes]}


def print_plan(terminal: Terminal, found: Sequence[Planned], quantity: int, now: float) -> None:
    """Print a line for each place, then changes and errors."""
    columns = [
        Column("Country"), Column("Numbers", right=True), Column("Monthly", right=True),
        Column("Setup", right=True), Column("Answers"), Column("Documents"), Column("Review"),
        Column("Changes"),
    ]  # fmt: skip
    terminal.table(columns, [_row(one, quantity) for one in found])
    for one in found:
        where = kind_words(one.place.region, one.place.type)
        if one.error is not None:
            terminal.warn(f"{where}: {_problem(one)}")
        if one.changes:
            moment = datetime.fromtimestamp(now).astimezone()
            asked = parse_time(one.looked_up_before)
            since = when(asked, now=moment) if asked else "the last lookup"
            terminal.note(f"{where} has changed since {since}:")
            for change in one.changes:
                terminal.note(change.words, indent=2)


def _row(one: Planned, quantity: int) -> list[str]:
    return [
        kind_words(one.place.region, one.place.type).strip(),
        _numbers(one, quantity),
        _price(one.monthly),
        _price(one.setup),
        _answers(one.answers) if one.numbers else "",
        _papers(one.papers) if one.numbers else "",
        _review(one.reviews),
        str(len(one.changes)) if one.changes else "",
    ]


def _numbers(one: Planned, quantity: int) -> str:
    if one.error is not None:
        return "unknown"
    if not one.numbers:
        return "none"
    if one.numbers < quantity:
        return f"only {one.numbers}"
    return f"{one.numbers}{'+' if one.more else ''}"


def _price(ranges: Sequence[PriceRange]) -> str:
    return " ".join(
        money(one.currency, one.lowest)
        if one.lowest == one.highest
        else f"{money(one.currency, one.lowest)} to {money('', one.highest)}"
        for one in ranges
    )


def _answers(answers: Answers) -> str:
    if not answers.asked:
        return "none"
    if answers.there is None:
        return f"{answers.asked}, {answers.required} required"
    found = [f"{answers.there} filled in", f"{answers.likely} likely", f"{answers.missing} missing"]
    return ", ".join(one for one in found if not one.startswith("0 ")) or "none required"


def _papers(papers: Papers) -> str:
    if not papers.asked:
        return "none"
    found = [f"{papers.asked}, {papers.mandatory} required"]
    if papers.there is not None:
        found = [
            f"{papers.there} available",
            f"{papers.missing} missing",
            f"{papers.expired} expired",
        ]
    template = "template" if papers.with_template == 1 else "templates"
    found.append(f"{papers.with_template} {template}")
    return ", ".join(one for one in found if not one.startswith("0 "))


def _review(reviews: Reviews) -> str:
    if reviews.median is None:
        return ""
    orders = "order" if reviews.orders == 1 else "orders"
    return f"{duration(reviews.median)} ({reviews.orders} {orders})"
