"""Batches for users and scripts: the live table, a line for each change, the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.text_layout import wrap, wrap_facts
from sinch_order_cli.errors import SinchOrderError
from sinch_order_cli.results import batch_shapes, number_shapes
from sinch_order_cli.service.batch_file import Row
from sinch_order_cli.service.batch_state import RowOutcome, deadline_of, monthly_prices, outcome
from sinch_order_cli.service.batch_table import RowProblem
from sinch_order_cli.text import counted, duration, safe, when
from sinch_order_cli.views.order_results import listed_result
from sinch_order_cli.workflow.model import Order

if TYPE_CHECKING:
    from sinch_order_cli.service.batch_check import Checked
    from sinch_order_cli.service.batch_run import Event

_SHOWN_PROBLEMS = 3
_LISTED_PROBLEMS = 50

OUTCOMES: dict[RowOutcome, str] = {
    "open": "to do",
    "reserved": "reserved",
    "registered": "registered",
    "submitted": "submitted",
    "completed": "completed",
    "rejected": "rejected",
    "expired": "expired",
    "blocked": "action needed",
    "unknown": "outcome unknown",
    "failed": "failed",
    "bad": "invalid row",
}
"""Descriptions of the outcomes, in the usual order."""


def outcome_words(outcome: RowOutcome, *, is_reserved: bool) -> str:
    """Describe a row's outcome: what may have happened to an order depends on its last step."""
    if outcome != "unknown":
        return OUTCOMES[outcome]
    return "may be submitted" if is_reserved else "may be reserved"


class Progress:
    """The progress of a batch: drawn on a terminal, otherwise a line for each change.

    Args:
        checked: the state of the rows before the run.

    Attributes:
        outcomes: the outcome of each row, by its ref.
        codes: the exit codes of finished rows.
        failures: the errors by row.
    """

    def __init__(
        self, terminal: Terminal, checked: Sequence[Checked], now: Callable[[], float]
    ) -> None:
        self._terminal, self._now = terminal, now
        self.outcomes: dict[str, RowOutcome] = {one.row.ref: one.outcome for one in checked}
        self.codes: set[int] = set()
        self.failures: list[RowProblem] = []
        self._ended = {one.row.ref for one in checked if one.done}
        self._monthly = {one.row.ref: one.monthly for one in checked if one.reserved}
        self._deadlines = {one.row.ref: one.deadline for one in checked if not one.done}
        self._problems: list[str] = []
        self._drawn = terminal.stderr_tty and not terminal.accessible

    def show(self, event: Event) -> None:
        """Process an event, and print it if nothing is drawn."""
        before = self.outcomes.get(event.ref)
        self._take(event)
        self._terminal.show(
            json=lambda: event_result(event), text=lambda: self._say(event, before), line=True
        )

    def _say(self, event: Event, before: RowOutcome | None) -> None:
        if event.problem and not self._drawn:
            self._terminal.warn(f"{event.ref} (row {event.row}): {event.problem}")
        elif event.note:
            self._terminal.note(f"{event.ref}: {event.note}")
        if not self._drawn and before != event.outcome:
            number = ", ".join(event.order.phone_numbers) if event.order else ""
            is_reserved = event.order is not None and event.order.server is not None
            words = outcome_words(event.outcome, is_reserved=is_reserved)
            line = [event.ref, words, number]
            self._terminal.print("\t".join(safe(one) for one in line if one))

    def _take(self, event: Event) -> None:
        if not (event.note and event.order is None):
            self.outcomes[event.ref] = event.outcome
        order = event.order
        self._deadlines[event.ref] = deadline_of(order) if order is not None else float("inf")
        if order is not None and order.server is not None:
            self._monthly[event.ref] = {} if order.status.reorderable else monthly_prices(order)
        if event.ended:
            self._ended.add(event.ref)
            self.codes.add(event.exit_code)
        if event.problem:
            self._problems = [*self._problems, f"{event.ref}: {event.problem}"][-_SHOWN_PROBLEMS:]
            self.failures.append(
                RowProblem(
                    row=event.row, ref=event.ref, problem=event.problem, exit_code=event.exit_code
                )
            )

    @property
    def monthly(self) -> dict[str, Decimal]:
        """Return the monthly prices of all reserved numbers, by currency."""
        found: dict[str, Decimal] = {}
        for prices in self._monthly.values():
            for currency, amount in prices.items():
                found[currency] = found.get(currency, Decimal(0)) + amount
        return found

    def print_summary(self) -> None:
        """Print the messages held back while the table was drawn, then the count of each outcome
        and the cost."""
        terminal = self._terminal
        for one in self.failures if self._drawn else ():
            terminal.warn(f"{one.ref} (row {one.row}): {one.problem}")
        counts = Counter(self.outcomes.values())
        shown = [
            counted(counts[one], words) if one == "bad" else f"{counts[one]} {words}"
            for one, words in OUTCOMES.items()
            if counts[one]
        ]
        total = len(self.outcomes)
        terminal.lines(f"{total} {'row' if total == 1 else 'rows'}: {', '.join(shown) or 'none'}.")
        if cost := money_words(self.monthly):
            terminal.lines(f"Reserved so far: {cost} per month.")

    def lines(self, width: int) -> list[str]:
        """Return the live table: counts by outcome, the nearest deadline, the latest problems."""
        counts = Counter(self.outcomes.copy().values())
        table = [f"  {words:<16}{counts[one]:>5}" for one, words in OUTCOMES.items() if counts[one]]
        done = f"{len(self._ended)} of {counted(len(self.outcomes), 'row')} done"
        lines = ["", *wrap_facts([done, "Ctrl-C stops"], width, 2), *table]
        live = [left for left in list(self._deadlines.values()) if left != float("inf")]
        if live:
            left = max(0.0, min(live) - self._now())
            lines += wrap(f"Next to expire: in {duration(left)}", width, 2, 2)
        for problem in self._problems:
            said = wrap(f"! {safe(problem)}", width - 2, 2, 4)
            lines += said if len(said) < 3 else [said[0], f"{said[1]} …"]
        return lines


def event_result(event: Event) -> batch_shapes.BatchEvent:
    """Return an event for `--json`."""
    return batch_shapes.BatchEvent(
        event="note" if event.note else "row",
        row=event.row,
        ref=event.ref,
        outcome=event.outcome,
        problem=event.problem or None,
        note=event.note or None,
        ended=event.ended,
        exit_code=event.exit_code,
        order=None if event.order is None else listed_result(event.order),
    )


def problem_results(problems: Sequence[RowProblem]) -> list[batch_shapes.BatchProblem]:
    """Return the problems of a file for `--json`."""
    return [
        batch_shapes.BatchProblem(
            row=one.row,
            ref=one.ref or None,
            column=one.column or None,
            problem=one.problem,
            given=one.given or None,
            fix=one.fix,
        )
        for one in problems
    ]


def summary_result(
    file: str,
    progress: Progress,
    problems: Sequence[RowProblem],
    ended_by: SinchOrderError | None,
    code: int,
) -> batch_shapes.BatchSummary:
    """Return the summary of a run, the last line of `--json`."""
    return batch_shapes.BatchSummary(
        event="summary",
        file=file,
        rows=len(progress.outcomes),
        outcomes=dict(Counter(progress.outcomes.values())),
        exit_code=code,
        ended_by=ended_by.message if ended_by else None,
        monthly_price=money(progress.monthly),
        problems=problem_results(problems),
    )


def print_problems(terminal: Terminal, problems: Sequence[RowProblem]) -> None:
    """Print the problems of a file, a line for each."""
    rows = []
    for one in problems[:_LISTED_PROBLEMS]:
        quoted = not one.given or f"'{one.given}'" in one.problem
        given = "" if quoted else f" (it has '{safe(one.given)[:40]}')"
        fix = f". {one.fix[:1].upper()}{one.fix[1:]}" if one.fix else ""
        said = f"{one.problem}{given}{fix}"
        rows.append([one.where, said])
    terminal.table(["WHERE", "PROBLEM"], rows)
    if len(problems) > _LISTED_PROBLEMS:
        terminal.note(f"{len(problems) - _LISTED_PROBLEMS} more; --json lists all of them.")


def money(totals: Mapping[str, Decimal]) -> list[number_shapes.Money]:
    """Return prices by currency for `--json`."""
    return [
        number_shapes.Money(currencyCode=currency, amount=str(amount))
        for currency, amount in sorted(totals.items())
    ]


def money_words(totals: Mapping[str, Decimal]) -> str:
    """Format prices by currency: "EUR 5.00 and USD 2.00"."""
    return " and ".join(f"{currency} {amount}" for currency, amount in sorted(totals.items()))


def check_rows(checked: Sequence[Checked]) -> list[batch_shapes.BatchCheckRow]:
    """Return the checked rows for `--json`."""
    return [
        batch_shapes.BatchCheckRow(
            row=one.row.row,
            ref=one.row.ref,
            outcome=one.outcome,
            numbers=one.numbers,
            monthly_price=money(one.monthly),
            setup_price=money(one.setup),
        )
        for one in checked
    ]


def check_result(
    file: str,
    checked: Sequence[Checked],
    problems: Sequence[RowProblem],
    monthly: Mapping[str, Decimal],
    setup: Mapping[str, Decimal],
) -> batch_shapes.BatchCheck:
    """Return the result of `batch check` for `--json`."""
    return batch_shapes.BatchCheck(
        file=file,
        ready=not problems,
        rows=check_rows(checked),
        monthly_price=money(monthly),
        setup_price=money(setup),
        problems=problem_results(problems),
    )


def print_checked(
    terminal: Terminal, checked: Sequence[Checked], problems: Sequence[RowProblem]
) -> None:
    """Print the rows with numbers and prices, and the problems of the file."""
    terminal.table(
        ["Row", "Ref", "Number", "Monthly", "Setup", "State"],
        [
            [
                str(one.row.row),
                one.row.ref,
                one.numbers,
                money_words(one.monthly),
                money_words(one.setup),
                OUTCOMES[one.outcome],
            ]
            for one in checked
        ],
    )
    if problems:
        print_problems(terminal, problems)


def status_row(
    row: Row, order: Order | None, now: float, problem: str = "", said: str = ""
) -> batch_shapes.BatchStatusRow:
    """Return the state of a row for `--json`.

    Args:
        problem: why the row has no order that can be shown.
        said: the reviewers' last message, shown as the problem if nothing else is one.
    """
    prices = monthly_prices(order) if order is not None else {}
    currency, amount = next(iter(prices.items())) if len(prices) == 1 else (None, None)
    state = order.state or None if order else None
    reached = outcome(order, now)
    failed = order.batch.problem if order is not None and order.batch is not None else ""
    if reached in ("submitted", "completed"):  # the problem of an earlier run
        failed = ""
    return batch_shapes.BatchStatusRow(
        ref=row.ref,
        name=order.name if order else None,
        id_number_order=(order.id_number_order or None) if order else None,
        phone_numbers=order.phone_numbers if order else [],
        state=state,
        step=order.step if order else None,
        outcome="bad" if problem else reached,
        expire_time=order.expire_time if order else None,
        monthly_price=None if amount is None else str(amount),
        currency=currency,
        problem=problem or failed or said or None,
    )


def print_rows(terminal: Terminal, rows: Sequence[batch_shapes.BatchStatusRow]) -> None:
    """Print the state of the rows."""
    terminal.table(
        ["Ref", "Outcome", "Number", "State", "Expires", "Problem"],
        [
            [
                one.ref,
                outcome_words(one.outcome, is_reserved=one.id_number_order is not None),
                ", ".join(one.phone_numbers),
                one.state or "",
                when(one.expire_time) if one.expire_time else "",
                one.problem or "",
            ]
            for one in rows
        ],
    )


STATUS_COLUMNS = (
    "ref", "name", "idNumberOrder", "phoneNumbers", "state", "step", "outcome", "expireTime",
    "monthlyPrice", "currency", "problem",
)  # fmt: skip
"""The columns of the CSV file."""
