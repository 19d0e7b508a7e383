"""What is said of an order is said alike in the wizard and in the commands."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.text import countdown
from sinch_order_cli.views.order_view import print_status
from sinch_order_cli.wizard import review
from sinch_order_cli.workflow.model import Order


def test_messages_are_told_with_the_newest_first_everywhere() -> None:
    logs = [
        {"message": words, "createTime": f"2026-11-2{day}T10:00:00Z"}
        for day, words in enumerate(("FIRST WORDS", "SECOND WORDS", "THIRD WORDS"), 1)
    ]
    order = Order(name="one", server={"state": "REJECTED", "idNumberOrder": "1"}, logs=logs)
    told = []
    for show in (
        lambda terminal: print_status(terminal, order, 1.8e9),
        lambda terminal: review.show_outcome(wizard(terminal), order),
    ):
        out, err = io.StringIO(), io.StringIO()
        show(Terminal(io.StringIO(), out, err, {}))
        said = out.getvalue() + err.getvalue()
        told.append([said.index(f"{word} WORDS") for word in ("THIRD", "SECOND", "FIRST")])
    assert all(places == sorted(places) for places in told)


def wizard(terminal: Terminal) -> Any:
    return SimpleNamespace(terminal=terminal, now=lambda: 1.8e9)


def test_the_last_two_minutes_are_counted_down_in_minutes_and_seconds() -> None:
    said = ["1 min 59 s", "1 min 0 s", "59 s", "5 s", "0 s", "0 s"]
    assert [countdown(seconds) for seconds in (119, 60, 59.4, 5, 0, -3)] == said
