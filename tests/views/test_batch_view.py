"""The live table of a batch: how the rows stand, and the clock that ends first."""

from __future__ import annotations

import io

import pytest

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.service.batch_check import Checked
from sinch_order_cli.service.batch_file import Row
from sinch_order_cli.service.batch_run import Event
from sinch_order_cli.service.batch_table import RowProblem
from sinch_order_cli.views.batch_view import Progress, print_problems
from sinch_order_cli.workflow.create_request import Wanted
from sinch_order_cli.workflow.model import Order

NOW = 1_764_014_400.0 - 7200  # two hours before 20:00


def row(ref: str) -> Row:
    return Row(row=2, ref=ref, region="AU", type="MOBILE", wanted=Wanted(quantity=1))


def order(state: str, hour: int) -> Order:
    return Order(server={"state": state, "expireTime": f"2025-11-24T{hour}:00:00Z"})


@pytest.mark.parametrize("width", [80, 40])
def test_the_tightest_clock_stands_below_the_counts(width: int) -> None:
    checked = [
        Checked(row=row("a"), problems=[]),
        Checked(row=row("b"), problems=[], outcome="reserved", deadline=NOW + 5 * 3600),
        Checked(row=row("c"), problems=[], outcome="reserved", deadline=NOW + 1, done=True),
    ]
    shown = Progress(
        Terminal(io.StringIO(), io.StringIO(), io.StringIO(), {}), checked, lambda: NOW
    )
    assert "  Next to expire: in 5 h" in shown.lines(width)
    shown.show(Event(row=2, ref="a", outcome="reserved", order=order("CREATED", 20)))
    found = shown.lines(width)
    assert "  1 of 3 rows done · Ctrl-C stops" in found
    assert "  reserved            3" in found and "  Next to expire: in 2 h" in found
    assert all(len(line) <= width for line in found)
    shown.show(Event(row=2, ref="a", outcome="submitted", order=order("IN_REVIEW", 20)))
    assert "  Next to expire: in 5 h" in shown.lines(width)


def test_a_summary_counts_in_words() -> None:
    for bad, said in (
        (1, "2 rows: 1 submitted, 1 invalid row."),
        (2, "3 rows: 1 submitted, 2 inv"),
    ):
        out = io.StringIO()
        checked = [Checked(row=row("a"), problems=[], outcome="submitted")]
        checked += [Checked(row=row(f"b{n}"), problems=[], outcome="bad") for n in range(bad)]
        terminal = Terminal(io.StringIO(), out, io.StringIO(), {})
        Progress(terminal, checked, lambda: NOW).print_summary()
        assert out.getvalue().startswith(said)
    assert "2 invalid rows." in out.getvalue()


def test_a_value_that_a_problem_quotes_is_not_repeated() -> None:
    out = io.StringIO()
    problems = [
        RowProblem(row=2, problem="'04' is not a number", given="04", fix="write +6104"),
        RowProblem(row=3, problem="it has no country code", given="04"),
    ]
    print_problems(Terminal(io.StringIO(), out, io.StringIO(), {}), problems)
    assert out.getvalue().splitlines() == [
        "row 2\t'04' is not a number. Write +6104",
        "row 3\tit has no country code (it has '04')",
    ]
