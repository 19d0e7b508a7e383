"""When time is short, and when it is too short, by the server's clock."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.views.time_left import time_warning
from sinch_order_cli.workflow.deadline import clock
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.steps import read_lookup

AU = json.loads((Path(__file__).parents[1] / "contract/kyc/au-mobile.json").read_bytes())
BEGAN = datetime.fromisoformat("2027-01-15T00:00:00Z")
HOUR = 3600.0


def order(hours: float | None = 48, **more: Any) -> Order:
    """Reserved for so many hours, with everything that AU asks for still missing."""
    ends = None if hours is None else (BEGAN + timedelta(hours=hours)).isoformat()
    server = {"state": "CREATED", "createTime": BEGAN.isoformat(), "expireTime": ends}
    made = Order(name="one", server={**server, "idNumberOrder": "id"}, lookup=read_lookup(AU, 0))
    for name, value in more.items():
        setattr(made, name, value)
    return made


def after(hours: float) -> float:
    return BEGAN.timestamp() + hours * HOUR


@pytest.mark.parametrize(
    ("hours", "passed", "urgency"),
    [
        (48, 0, ""),
        (48, 35.9, ""),
        (48, 36, "quarter"),
        (48, 47.4, "quarter"),
        (48, 47.5, "soon"),
        (48, 48, "over"),
        (0.5, 0, "soon"),
        (1, 0.4, ""),
        (1, 0.6, "soon"),
    ],
)
def test_warnings_come_in_the_last_quarter_and_in_the_last_half_hour(
    hours: float, passed: float, urgency: str
) -> None:
    found = clock(order(hours), after(passed))
    assert found is not None and found.urgency == urgency
    assert bool(time_warning(order(hours), after(passed))) is bool(urgency)


def test_without_an_expire_time_there_is_no_clock() -> None:
    for made in (order(None), Order(name="one"), order(48)):
        if made.expire_time:
            made.server = {**(made.server or {}), "state": "IN_REVIEW"}
        assert clock(made, after(100)) is None
        assert time_warning(made, after(100)) == ""


def test_the_servers_clock_counts_not_this_machines() -> None:
    made = order(48, clock_offset=-2 * HOUR)  # this machine is two hours ahead
    found = clock(made, after(48))
    assert found is not None and found.left == 2 * HOUR


def test_a_form_that_cannot_be_finished_in_time_is_said_to_be_so() -> None:
    found = clock(order(), after(48) - 60)
    assert found is not None
    assert (found.answers, found.documents) == (13, 1)
    assert found.is_too_late
    said = str(time_warning(order(), after(48) - 60))
    assert "13 answers and 1 document are still missing" in said
    assert "can't be finished in time" in said and "create --from one" in said
    registered = order(registered_at="x")
    assert "only 1 min left" in str(time_warning(registered, after(48) - 60))
    assert "1 document is still missing" in str(time_warning(registered, after(48) - 10))
