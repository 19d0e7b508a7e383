"""Batches, for `batch --json`."""

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
    """A problem in a row of a batch file. `row` counts like a spreadsheet: the header is row 1; 0
    means the whole file."""

    row: int
    ref: str | None
    column: str | None
    problem: str
    given: str | None
    fix: str


class BatchCheckRow(Part, kw_only=True):
    """A row before it is run."""

    row: int
    ref: str
    outcome: BatchOutcome
    numbers: str
    monthly_price: list[Money]
    setup_price: list[Money]


class BatchCheck(Result, kw_only=True):
    """The problems that prevent a batch from running, and its cost."""

    file: str
    ready: bool
    rows: list[BatchCheckRow]
    monthly_price: list[Money]
    setup_price: list[Money]
    problems: list[BatchProblem]


class BatchEvent(Part, kw_only=True):
    """A change of a row, or a note about it. `exitCode` is final once the row has `ended`."""

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
    """The result of a batch run: the number of rows with each outcome. `endedBy` is the reason if
    it ended early, else null."""

    event: Literal["summary"]
    file: str
    rows: int
    outcomes: dict[str, int]
    exit_code: int
    ended_by: str | None
    monthly_price: list[Money]
    problems: list[BatchProblem]


class BatchStatusRow(Part, kw_only=True):
    """The state of a row, from its order's last known state."""

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
    """The state of each row of a batch."""

    file: str
    rows: list[BatchStatusRow]
