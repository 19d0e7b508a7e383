"""Plans, for `plan --json`."""

from __future__ import annotations

from sinch_order_cli.results.form_shapes import FormChange
from sinch_order_cli.results.shape import Part, Result


class PriceRange(Part, kw_only=True):
    """The lowest and the highest price in a currency, as decimal text."""

    currency_code: str
    lowest: str
    highest: str


class PlanAnswers(Part, kw_only=True):
    """The number of answers in a form. With a customer: how many its facts certainly and likely
    provide, and how many required ones are missing; else null."""

    asked: int
    required: int
    there: int | None
    likely: int | None
    missing: int | None


class PlanDocuments(Part, kw_only=True):
    """The number of documents that a country requires, and of those with a template. With a
    customer: how many of its files match, are missing, and have expired; else null."""

    asked: int
    mandatory: int
    with_template: int
    there: int | None
    missing: int | None
    expired: int | None


class PlanReview(Part, kw_only=True):
    """The duration of the reviews of the final orders on this machine, with their number."""

    orders: int
    median_seconds: int | None


class PlanRow(Part, kw_only=True):
    """The requirements for numbers of a type in a country.

    `availableNumbers` is the number found, with `more` if the search was full; `enough` states
    whether they cover the quantity wanted. `changes` lists the changes since the previous lookup.
    `problem` is the reason if the requirements couldn't be determined.
    """

    region_code: str
    number_type: str
    available_numbers: int
    more: bool
    enough: bool
    monthly_price: list[PriceRange]
    setup_price: list[PriceRange]
    answers: PlanAnswers
    documents: PlanDocuments
    review: PlanReview
    changes: list[FormChange]
    looked_up_before: str | None
    problem: str | None


class Plan(Result, kw_only=True):
    """The requirements for numbers in several countries."""

    rows: list[PlanRow]
