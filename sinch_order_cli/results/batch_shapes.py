"""Batches, as `batch --json` prints them."""

from __future__ import annotations

from typing import Literal

from sinch_order_cli.results.number_shapes import Money
from sinch_order_cli.results.order_shapes import ListedOrder, Step
from sinch_order_cli.results.shape import Part, Result

BatchOutcome = Literal[
    "open", "reserved", "registered", "submitted", "completed", "rejected", "expired", "blocked",
    "unknown", "failed", "bad",
]  # fmt: skip


class BatchProblem(Part, kw_only=True):
    """One thing wrong with a row of a batch file. `row` counts as a spreadsheet does, the header
    being row 1; 0 is the file as a whole."""

    row: int
    ref: str | None
    column: str | None
    problem: str
    given: str | None
    fix: str


class BatchCheckRow(Part, kw_only=True):
    """What is known of a row before it is run."""

    row: int
    ref: str
    outcome: BatchOutcome
    numbers: str
    monthly_price: list[Money]
    setup_price: list[Money]


class BatchCheck(Result, kw_only=True):
    """What keeps a batch from being run, and what it costs."""

    file: str
    ready: bool
    rows: list[BatchCheckRow]
    monthly_price: list[Money]
    setup_price: list[Money]
    problems: list[BatchProblem]


class BatchEvent(Part, kw_only=True):
    """A row that changed, or a note about it. `exitCode` counts once the row has `ended`."""

    event: Literal["row", "note"]
    row: int
    ref: str
    outcome: BatchOutcome
    problem: str | None
    note: str | None
    ended: bool
    exit_code: int
    order: ListedOrder | None


class BatchSummary(Result, kw_only=True):
    """How a run of a batch ended: how many rows have each outcome. `endedBy` is why it ended
    early, null where it did not."""

    event: Literal["summary"]
    file: str
    rows: int
    outcomes: dict[str, int]
    exit_code: int
    ended_by: str | None
    monthly_price: list[Money]
    problems: list[BatchProblem]


class BatchStatusRow(Part, kw_only=True):
    """How a row stands, as its order was last seen here."""

    ref: str
    name: str | None
    id_number_order: str | None
    phone_numbers: list[str]
    state: str | None
    step: Step | None
    outcome: BatchOutcome
    expire_time: str | None
    monthly_price: str | None
    currency: str | None
    problem: str | None


class BatchStatus(Result, kw_only=True):
    """How each row of a batch stands."""

    file: str
    rows: list[BatchStatusRow]
