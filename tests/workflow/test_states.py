"""A state is a row: what is known of it stands in states.py and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sinch_order_cli
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.views.order_view import state_words
from sinch_order_cli.workflow.model import Order, seconds_left
from sinch_order_cli.workflow.states import STATES, state, upload_state
from sinch_order_cli.workflow.suggestions import next_suggestion

SOURCE = Path(sinch_order_cli.__file__).parent
ROW = SOURCE / "workflow" / "states.py"
NAMES = {*filter(None, STATES), "WAITING", "FAILED"}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The texts in a file that are code and no docstring."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_other_file_names_a_state() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {text}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path != ROW and "sandbox" not in path.parts
        for line, text in literals(path)
        if text in NAMES
    ]
    assert found == []


def test_what_can_be_done_follows_from_the_row() -> None:
    assert {name for name, row in STATES.items() if row.final} == {
        "COMPLETED", "REJECTED", "EXPIRED",
    }  # fmt: skip
    assert {name for name, row in STATES.items() if row.changeable} == {
        "CREATED", "BLOCKED", "", "NUMBER_ORDER_STATE_UNSPECIFIED",
    }  # fmt: skip
    assert {name for name, row in STATES.items() if row.reorderable} == {"REJECTED", "EXPIRED"}
    assert {name for name, row in STATES.items() if row.decided and not row.final} == {"BLOCKED"}


def test_an_unknown_state_is_shown_as_it_comes_and_is_open() -> None:
    server = {"idNumberOrder": "01k", "state": "ON_HOLD", "expireTime": "2026-11-24T20:00:00Z"}
    order = Order(name="one", server=server)
    assert (order.status.label, order.status.final, order.status.changeable) == (
        "ON_HOLD", False, False,
    )  # fmt: skip
    assert order.step == "review"
    assert state_words(order) == "ON_HOLD"
    assert next_suggestion(order) == Suggestion("status", "one", watch=True)
    assert seconds_left(order, 0.0) is None
    assert upload_state("QUARANTINE").meaning == "QUARANTINE"
    assert upload_state("").meaning == "uploaded"


def test_one_more_row_is_known_everywhere(monkeypatch) -> None:
    row = type(state("BLOCKED"))("ON_HOLD", "stopped by the carrier", colour="red", final=True)
    monkeypatch.setitem(STATES, row.name, row)
    order = Order(name="one", server={"idNumberOrder": "01k", "state": "ON_HOLD"})
    assert order.is_final
    assert order.step == "done"
    assert state_words(order) == "ON_HOLD · stopped by the carrier"
    assert next_suggestion(order) == Suggestion("create", from_="one")
