"""What an operator may give by mistake: nothing is lost by it, and nothing ordered."""

from __future__ import annotations

import pytest

from .lab import NAME, NUMBER, Lab

OTHER = "+61411111115"


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        (f"create AU MOBILE --number {NUMBER} --yes --sms-plan", "--sms-plan"),
        (f"create AU MOBILE --number {NUMBER} --yes --rtc-app", "--rtc-app"),
        (f"create AU MOBILE --number {NUMBER} --yes --callback-url", "--callback-url"),
        (f"create AU MOBILE --number {NUMBER} --yes --project", "--project"),
        ("create --yes --from", "--from"),
        ("search AU MOBILE --pattern", "--pattern"),
        ("status", "ORDER"),
    ],
)
def test_an_empty_value_is_refused_by_its_flag(lab: Lab, line: str, flag: str) -> None:
    done = lab.program.run(*line.split(), "", "--json")
    assert done.code == 2
    assert done.error["message"] == f"{flag} is empty"
    assert lab.done_so_far() == {}


@pytest.mark.parametrize(
    "line",
    [
        f"status {NAME}",
        f"check {NAME}",
        f"resume {NAME}",
        f"submit {NAME} --yes",
        f"create --from {NAME} --yes",
        f"create --from {NAME} --number {OTHER} --yes",
    ],
)
def test_another_project_than_the_orders_is_refused(lab: Lab, line: str) -> None:
    lab.prepare("register")
    before = lab.program.records()
    done = lab.program.run(*line.split(), "--project", "other", "--json")
    assert done.code == 2
    assert "belongs to project demo, not to other" in done.error["message"]
    assert lab.program.records() == before
    assert "createNumberOrder" not in lab.effects()


def test_a_number_of_one_country_is_not_ordered_in_another(lab: Lab) -> None:
    lab.prepare("register")
    lab.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    done = lab.program.run("create", "GB", "MOBILE", "--from", NAME, "--yes", "--json")
    assert done.code == 2
    assert done.error["message"] == f"the number of {NAME} is AU MOBILE, not GB MOBILE"


def test_taking_up_an_order_says_where_its_region_is_another_and_looks_once(lab: Lab) -> None:
    lab.prepare("register")
    [id_] = lab.ids()
    line = ["resume", "--order-id", id_, "--region", "gb", "--type", "MOBILE"]
    done = lab.program.run(*line, "--verbose")
    assert done.code == 0, done.err
    assert "AU MOBILE at the server" in done.err and "--region gb is not" in done.err
    assert done.err.count("GET ") == 2
