"""How rows stand, which exit code a batch ends with, and what a row may not say of its order."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.service.batch_file import Row
from sinch_order_cli.service.batch_state import MOST_SERIOUS_FIRST, conflicts, most_serious, outcome
from sinch_order_cli.workflow.create_request import Wanted
from sinch_order_cli.workflow.model import BatchRow, Intent, Order

FILE = Path("/rows.csv")
NOW = 1_760_000_000.0


def order(state: str = "", **more: Any) -> Order:
    server = {"idNumberOrder": "id", "state": state} if state else None
    batch = BatchRow(file=str(FILE), ref="a")
    known: dict[str, Any] = {"server": server, "batch": batch, "region_code": "AU"}
    return Order(name="a", number_type="MOBILE", **{**known, **more})


def test_the_exit_code_is_that_of_the_gravest_row() -> None:
    assert MOST_SERIOUS_FIRST == (130, 4, 1, 8, 7, 3, 6, 5, 10, 9)
    for graver, other in combinations(MOST_SERIOUS_FIRST, 2):
        assert most_serious({0, other, graver}) == graver
    assert most_serious({0}) == most_serious(set()) == 0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, "open"), (order(), "open"), (order("CREATED"), "reserved"),
        (order("IN_REVIEW"), "submitted"), (order("NEW_STATE"), "submitted"),
        (order("COMPLETED"), "completed"), (order("REJECTED"), "rejected"),
        (order("EXPIRED"), "expired"), (order("BLOCKED"), "blocked"),
        (order("CREATED", intent=Intent("submit", "")), "unknown"),
        (order(batch=BatchRow(file=str(FILE), ref="a", problem="no")), "failed"),
        (order("CREATED", server={"state": "CREATED", "idNumberOrder": "id",
                                  "expireTime": "2020-01-01T00:00:00Z"}), "expired"),
    ],
)  # fmt: skip
def test_how_a_row_stands(found: Order | None, expected: str) -> None:
    assert outcome(found, NOW) == expected


def row(**wanted: Any) -> Row:
    customer = wanted.pop("customer", "")
    return Row(
        row=2, ref="a", region=wanted.pop("region", "AU"), type=wanted.pop("type", "MOBILE"),
        wanted=Wanted(**{"number": "+61411111112", **wanted}), customer=customer,
    )  # fmt: skip


def reserved(**more: Any) -> Order:
    found = order("CREATED", **more)
    assert found.server is not None
    numbers = [{"phoneNumber": "+61411111112", "capabilities": ["SMS"]}]
    found.server = {**found.server, "orderNumbers": numbers}
    return found


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({}, None), ({"number": "+61411111113"}, "number"), ({"region": "US"}, "region"),
        ({"type": "LOCAL"}, "type"), ({"customer": "acme"}, "customer"),
        ({"sms_plan": "x"}, "sms_plan"), ({"rtc_app": "x"}, "rtc_app"),
        ({"est_trunk": "x"}, "est_trunk"), ({"fax_service": "x"}, "fax_service"),
        ({"callback_url": "https://example.com/x"}, "callback_url"),
        ({"number": "", "pattern": "+614"}, None), ({"number": "", "pattern": "614"}, None),
        ({"number": "", "pattern": "+6142"}, "pattern"),
        ({"number": "", "pattern": "112", "match": "END"}, None),
        ({"number": "", "pattern": "113", "match": "END"}, "pattern"),
        ({"number": "", "pattern": "1111", "match": "CONTAINS"}, None),
        ({"number": "", "pattern": "+614", "capabilities": ("SMS",)}, None),
        ({"number": "", "pattern": "+614", "capabilities": ("SMS", "VOICE")}, "capability"),
        ({"number": "", "quantity": 2}, "quantity"), ({"number": "", "quantity": 1}, None),
    ],
)  # fmt: skip
def test_a_row_that_says_something_else_than_its_order(
    said: dict[str, Any], column: str | None
) -> None:
    found = conflicts(reserved(), row(**said), FILE, "", take_over=False)
    assert [one.column for one in found] == ([column] if column else [])
    assert all(one.exit_code == 3 for one in found)


def test_orders_of_others_are_conflicts_unless_they_are_taken_over() -> None:
    for batch in (None, BatchRow(file="/other.csv", ref="a")):
        (problem,) = conflicts(reserved(batch=batch), row(), FILE, "", take_over=False)
        assert (problem.column, problem.exit_code) == ("ref", 6)
        assert conflicts(reserved(batch=batch), row(), FILE, "", take_over=True) == []


@pytest.mark.parametrize("take_over", [True, False])
def test_answers_of_one_customer_are_not_a_row_s_of_another(take_over: bool) -> None:
    for had, said in (("acme", "beta"), ("", "beta"), ("acme", "")):
        draft = order(customer=had, answers=[{"endBusinessName": "Acme"}])
        (problem,) = conflicts(draft, row(customer=said), FILE, "", take_over=take_over)
        assert problem.column == "customer" and "has answers" in problem.problem
        assert problem.fix == "Choose another ref, or forget that order."
    same = order(customer="acme", answers=[{}])
    assert conflicts(same, row(customer="acme"), FILE, "", take_over=take_over) == []
    assert conflicts(order(customer="acme"), row(customer="beta"), FILE, "", take_over=False) == []


def test_an_order_of_another_project_is_not_the_row_s() -> None:
    (problem,) = conflicts(order(project_id="p1"), row(), FILE, "p2", take_over=True)
    assert "belongs to project p1, not p2" in problem.problem and problem.exit_code == 6
    assert conflicts(order(project_id="p2"), row(), FILE, "p2", take_over=True) == []
