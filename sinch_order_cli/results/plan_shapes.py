"""Plans, as `plan --json` prints them."""

from __future__ import annotations

from sinch_order_cli.results.form_shapes import FormChange
from sinch_order_cli.results.shape import Part, Result


class PriceRange(Part, kw_only=True):
    """The lowest and the highest price in a currency, as decimal text."""

    currency_code: str
    lowest: str
    highest: str


class PlanAnswers(Part, kw_only=True):
    """How many answers a form asks for. With a customer: how many its facts surely give, how many
    they likely give, and how many required ones are missing; else null."""

    asked: int
    required: int
    there: int | None
    likely: int | None
    missing: int | None


class PlanDocuments(Part, kw_only=True):
    """How many documents a country requires, and how many of them have a template. With a
    customer: how many of its files fit, are missing, and have expired; else null."""

    asked: int
    mandatory: int
    with_template: int
    there: int | None
    missing: int | None
    expired: int | None


class PlanReview(Part, kw_only=True):
    """How long the reviews of so many decided orders on this machine took."""

    orders: int
    median_seconds: int | None


class PlanRow(Part, kw_only=True):
    """What numbers of a type in a country take.

    `availableNumbers` were found, and there are `more` where the search was full; `enough` says
    whether they are as many as were wanted. `changes` is what is new since the lookup before.
    `problem` is why it could not be found out.
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
    """What numbers in several countries take."""

    rows: list[PlanRow]
