"""What `orders` and `status --watch` say of an order."""

from __future__ import annotations

import io
import re

import pytest

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.tables import Cell
from sinch_order_cli.views.command_line import CommandLine
from sinch_order_cli.views.order_columns import order_row
from sinch_order_cli.views.order_view import print_status, state_words
from sinch_order_cli.views.watch_view import Reporter
from sinch_order_cli.workflow.model import Order

ENDS = 1_764_014_400.0


@pytest.mark.parametrize(
    ("now", "time_left", "command"),
    [
        (ENDS - 7200, "2 h left", "sinch-order resume one"),
        (ENDS + 1, "expired", "sinch-order create --from one"),
    ],
)
def test_a_reservation_that_has_ended_is_made_anew(
    now: float, time_left: str, command: str
) -> None:
    server = {"state": "CREATED", "expireTime": "2025-11-24T20:00:00Z"}
    row = order_row(Order(name="one", server=server), now, CommandLine(program="sinch-order"))
    assert [cell.text for cell in row if isinstance(cell, Cell)][-2:] == [time_left, command]


def test_what_the_reviewers_said_comes_before_the_state_that_it_led_to() -> None:
    out = io.StringIO()
    terminal = Terminal(io.StringIO(), out, io.StringIO(), {})
    reporter = Reporter(terminal, lambda: ENDS, 1.0)
    for state, messages in (("IN_REVIEW", ["Received"]), ("COMPLETED", ["Received", "Approved"])):
        logs = [{"message": message} for message in messages]
        reporter.show(Order(name="one", server={"state": state}, logs=logs))
    said = [line.split("  ")[2].split(" ")[0] for line in out.getvalue().splitlines()]
    assert said == ["Received", "IN_REVIEW", "Approved", "COMPLETED"]


def test_several_numbers_are_yours() -> None:
    for numbers, said in ((["+1"], "the number is yours"), (["+1", "+2"], "the numbers are yours")):
        request = {"numberOrderOption": {"phoneNumbers": numbers}}
        order = Order(name="one", request=request, server={"state": "COMPLETED"})
        assert state_words(order) == f"COMPLETED · {said}"


def test_the_time_left_has_the_deadline() -> None:
    out = io.StringIO()
    server = {"state": "CREATED", "expireTime": "2025-11-24T20:00:00Z"}
    terminal = Terminal(io.StringIO(), out, io.StringIO(), {})
    print_status(terminal, Order(name="one", server=server), ENDS - 7200)
    [line] = [line for line in out.getvalue().splitlines() if "Time left" in line]
    assert re.fullmatch(r"  Time left +2 h, expires 24 Nov( 2025)? 20:00 UTC", line)
