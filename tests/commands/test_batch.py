"""Batches from a file, by a process of its own against a real server."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from plain_http import HTTP

from sinch_order_cli.sandbox.server import SandboxServer
from sinch_order_cli.service.batch_file import read_batch
from sinch_order_cli.service.batch_state import request_body
from sinch_order_cli.text import when

from .shell import PDF, Done, Shell

pytestmark = pytest.mark.timeout(150)

ANSWERS = {
    "purposeOfTheTraffic": "Notifications",
    "intendedUseOfMobileNumbers": "Transactional",
    "iConfirmThatMyBusinessHasAValidUseCaseForThisLn": "yes",
    "endBusinessName": "Acme Pty Ltd",
    "endBusinessAddress": "1 Main Street",
    "city": "Melbourne",
    "state": "VIC",
    "country": "AU",
    "postalCode": "3000",
    "firstName": "Zoë",
    "lastName": "O'Neil",
    "phoneNumber": "+61298765432",
}
STEPS = ["createNumberOrder", "uploadNumberOrderAttachment", "submitNumberOrder"]


class Batches:
    """A server that fails on cue, a program before it, and batch files."""

    def __init__(self, home: Path, server: SandboxServer, data: Path, faults: Path) -> None:
        self.home, self.data, self.faults = home, data, faults
        self.url = server.url
        self.shell = Shell(home, server.url)
        (home / "letter.pdf").write_bytes(PDF)

    def row(self, ref: str, number: str = "", **more: str) -> dict[str, str]:
        row = {"ref": ref, "region": "AU", "type": "MOBILE", "sms_plan": "plan"}
        row |= {"number": number} if number else {} if "quantity" in more else {"pattern": "+614"}
        row |= {f"set.{name}": value for name, value in ANSWERS.items()}
        return {**row, "document.Letter of authorisation": "letter.pdf", **more}

    def rows(self, count: int) -> list[dict[str, str]]:
        return [self.row(f"shop-{place}") for place in range(1, count + 1)]

    def file(self, *rows: dict[str, str], name: str = "numbers.csv") -> str:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
        (self.home / name).write_text(text.getvalue())
        return str(self.home / name)

    def fail(self, *rules: dict[str, Any]) -> None:
        self.faults.write_text(json.dumps(rules))

    def run(self, file: str, *more: str) -> Done:
        often = ("--interval", "0.3") if "decided" in more else ()
        return self.shell.run("batch", "run", file, "--yes", *often, *more)

    def json(self, file: str, *more: str, code: int = 0) -> dict[str, Any]:
        """The summary of a run with `--json`."""
        done = self.run(file, "--json", *more)
        assert done.code == code, done.out + done.err
        summary: dict[str, Any] = json.loads(done.out.splitlines()[-1])
        assert summary["exitCode"] == code
        return summary

    def status(self, file: str) -> dict[str, dict[str, Any]]:
        found = self.shell.ok("batch", "status", file)["rows"]
        return {row["ref"]: row for row in found}

    def effects(self) -> dict[str, int]:
        found: dict[str, int] = HTTP.get(f"{self.url}/sandbox/effects").json()
        return {step: found.get(step, 0) for step in STEPS}

    def orders(self) -> int:
        with closing(sqlite3.connect(self.data / "sandbox.db")) as database:
            return int(database.execute("SELECT count(*) FROM orders").fetchone()[0])


@pytest.fixture
def batches(tmp_path: Path) -> Iterator[Batches]:
    data, faults, home = tmp_path / "server", tmp_path / "faults.json", tmp_path / "home"
    data.mkdir()
    home.mkdir()
    faults.write_text("[]")
    with SandboxServer(data, faults=faults, review_seconds=0.2) as server:
        yield Batches(home, server, data, faults)


def each(count: int) -> dict[str, int]:
    return dict.fromkeys(STEPS, count)


# template and check


def test_the_template_of_a_country_can_be_filled_in_and_run(batches: Batches) -> None:
    done = batches.shell.run("batch", "template", "AU", "MOBILE")
    (row,) = csv.DictReader(io.StringIO(done.out))
    for column in row:
        name = column.rpartition(".")[2]
        if column.startswith("set.") and name in ANSWERS:
            row[column] = ANSWERS[name]
    assert row["capability"] == "SMS"  # the example row orders something as it is
    row |= {"pattern": "+614", "document.Letter of authorisation": "letter.pdf"}
    assert batches.json(batches.file(row))["outcomes"] == {"submitted": 1}


def test_the_plain_template_has_every_column(batches: Batches) -> None:
    header = batches.shell.run("batch", "template").out.splitlines()[0].split(",")
    assert header[:3] == ["ref", "region", "type"]
    assert {"number", "pattern", "quantity", "customer", "callback_url"} <= set(header)


def test_check_names_every_problem_and_changes_nothing(batches: Batches) -> None:
    rows = [
        batches.row("good", "+61411111112"),
        batches.row("answers", "+61411111113", **{"set.postalCode": "x", "set.city": ""}),
        batches.row("unknown", "+61411111114", **{"set.nonsense": "x"}),
        batches.row("paper", "+61411111115", **{"document.Letter of authorisation": "no.pdf"}),
        batches.row("gone", "+61499999999"),
        batches.row("whose", "+61411111116", customer="nobody"),
        batches.row("Bad", "61411111117"),
    ]
    done = batches.shell.run("batch", "check", batches.file(*rows), "--json")
    assert done.code == 3
    assert done.error["kind"] == "data"
    places = {(one["ref"], one["column"]) for one in done.json["problems"]}
    assert places >= {
        ("answers", "set.1.postalCode"), ("answers", "set.1.city"), ("unknown", "set.nonsense"),
        ("paper", "document.Letter of authorisation"), ("gone", "number"),
        ("whose", "customer"), ("Bad", "ref"), ("Bad", "number"),
    }  # fmt: skip
    assert not any(ref == "good" for ref, _ in places)
    assert {one["row"] for one in done.json["problems"]} == {3, 4, 5, 6, 7, 8}
    assert batches.effects() == each(0)
    assert not (batches.shell.state / "orders").exists()


def test_check_says_what_it_costs_by_currency(batches: Batches) -> None:
    file = batches.file(batches.row("a", "+61411111112"), batches.row("b"))
    done = batches.shell.ok("batch", "check", file)
    assert done["ready"] is True
    # The first number that matches is the one that the other row names.
    assert done["monthlyPrice"] == [{"currencyCode": "USD", "amount": "2.50"}]
    assert [one["numbers"] for one in done["rows"]] == ["+61411111112", "1+ match"]


def test_check_sees_that_too_few_numbers_fit(batches: Batches) -> None:
    rows = [batches.row(f"r{n}", pattern="94", match="END") for n in range(100)]
    done = batches.shell.run("batch", "check", batches.file(*rows), "--json")
    assert done.code == 3
    assert "the rows need 100" in done.json["problems"][0]["problem"]


# run


def test_each_row_goes_through_the_four_calls_once(batches: Batches) -> None:
    file = batches.file(batches.row("named", "+61411111112"), *batches.rows(5))
    done = batches.run(file, "--json")
    assert done.code == 0, done.err
    events = [json.loads(line) for line in done.out.splitlines()]
    assert events[-1]["event"] == "summary"
    assert events[-1]["outcomes"] == {"submitted": 6}
    assert [price["currencyCode"] for price in events[-1]["monthlyPrice"]] == ["USD"]
    named = [event["outcome"] for event in events[:-1] if event["ref"] == "named"]
    assert list(dict.fromkeys(named)) == ["reserved", "registered", "submitted"]
    assert batches.effects() == each(6)
    order = batches.shell.ok("status", "named")
    assert order["batch"] == {"file": file, "ref": "named"}
    numbers = [row["phoneNumbers"][0] for row in batches.status(file).values()]
    assert len(set(numbers)) == 6
    assert numbers.count("+61411111112") == 1


def test_until_and_again(batches: Batches) -> None:
    file = batches.file(*batches.rows(3))
    for until, outcome in (
        ("reserved", "reserved"), ("registered", "registered"), ("submitted", "submitted"),
        ("decided", "completed"), ("decided", "completed"), ("reserved", "completed"),
    ):  # fmt: skip
        assert batches.json(file, "--until", until)["outcomes"] == {outcome: 3}
    assert batches.effects() == each(3)


def test_a_line_for_each_row_that_changes_in_a_pipe(batches: Batches) -> None:
    done = batches.run(batches.file(batches.row("a", "+61411111112")))
    assert done.out.splitlines() == [
        "a\treserved\t+61411111112",
        "a\tregistered\t+61411111112",
        "a\tsubmitted\t+61411111112",
        "1 row: 1 submitted.",
        "Reserved so far: USD 1.00 per month.",
    ]


def test_yes_is_needed_without_a_terminal(batches: Batches) -> None:
    done = batches.shell.run("batch", "run", batches.file(batches.row("a")), "--json")
    assert (done.code, done.error["details"][0]["flag"]) == (2, "--yes")


def test_a_bad_row_keeps_all_from_running_unless_it_is_skipped(batches: Batches) -> None:
    rows = [batches.row("good"), batches.row("bad", **{"set.postalCode": "x"})]
    file = batches.file(*rows)
    assert batches.run(file).code == 3
    assert batches.effects() == each(0)
    summary = batches.json(file, "--skip-bad", code=3)
    assert summary["outcomes"] == {"submitted": 1, "bad": 1}
    assert [one["ref"] for one in summary["problems"]] == ["bad"]


def test_only_some_rows(batches: Batches) -> None:
    file = batches.file(*batches.rows(3))
    assert batches.json(file, "--only", "shop-2")["rows"] == 1
    assert [one["outcome"] for one in batches.status(file).values()] == [
        "open", "submitted", "open",
    ]  # fmt: skip
    assert batches.json(file, "--only", "shop-2", "--only", "shop-3")["rows"] == 2
    assert [one["outcome"] for one in batches.status(file).values()].count("submitted") == 2
    done = batches.run(file, "--only", "shop-9", "--json")
    assert done.code == 5
    assert "shop-" in done.error["reason"]


@pytest.mark.parametrize(("limit", "code"), [("USD=3", 0), ("USD=2.99", 3), ("EUR=100", 3)])
def test_the_most_that_it_may_cost(batches: Batches, limit: str, code: int) -> None:
    rows = [batches.row(f"r{last}", f"+6141111111{last}") for last in (2, 3, 4)]
    done = batches.run(batches.file(*rows), "--max-monthly", limit)
    assert done.code == code
    assert batches.effects() == each(0 if code else 3)


def test_a_limit_for_each_currency(batches: Batches) -> None:
    british = {"ref": "gb", "region": "GB", "type": "MOBILE", "pattern": "+44", "sms_plan": "p"}
    file = batches.file(batches.row("au", "+61411111112"), british)
    limits = ("--max-monthly", "USD=100", "--max-monthly")
    assert batches.run(file, *limits, "GBP=0.01").code == 3
    assert batches.effects() == each(0)
    summary = batches.json(file, *limits, "GBP=100", "--until", "reserved")
    assert summary["outcomes"] == {"reserved": 2}


@pytest.mark.parametrize("parallel", [1, 3])
def test_so_many_rows_are_worked_on_at_a_time(batches: Batches, parallel: int) -> None:
    """Those that wait for their documents to be taken in are not counted."""
    batches.fail({"operation": "updateNumberOrderRegistration", "fault": "delay", "seconds": 0.5,
                  "times": None})  # fmt: skip
    done = batches.run(batches.file(*batches.rows(5)), "--parallel", str(parallel), "--json")
    at_once, most = 0, 0
    for event in map(json.loads, done.out.splitlines()[:-1]):
        at_once += {"reserved": 1, "registered": -1}.get(event["outcome"], 0)
        most = max(most, at_once)
    assert most == parallel


@pytest.mark.parametrize(
    ("row", "sent"),
    [
        ({"sms_plan": "p"}, {"smsConfiguration": {"servicePlanId": "p"}}),
        ({"rtc_app": "a"}, {"voiceConfiguration": {"type": "RTC", "appId": "a"}}),
        ({"est_trunk": "t"}, {"voiceConfiguration": {"type": "EST", "trunkId": "t"}}),
        ({"fax_service": "f"}, {"voiceConfiguration": {"type": "FAX", "serviceId": "f"}}),
        ({"callback_url": "https://a.example/b"}, {"callbackUrl": "https://a.example/b"}),
        (
            {"sms_plan": "p", "campaign": "C1", "region": "US", "type": "LOCAL"},
            {"smsConfiguration": {"servicePlanId": "p", "campaignId": "C1"}},
        ),
    ],
)
def test_each_column_of_services_is_sent(tmp_path: Path, row: dict[str, str], sent: Any) -> None:
    place = {"ref": "a", "region": "AU", "type": "MOBILE", "quantity": "1"}
    file = tmp_path / "rows.json"
    file.write_text(json.dumps([{**place, **row}]))
    found = read_batch(file)
    assert found.problems == []
    body = request_body(found.rows[0])
    assert {key: value for key, value in body.items() if key.endswith(("uration", "Url"))} == sent


def test_a_limit_that_is_none(batches: Batches) -> None:
    done = batches.run(batches.file(batches.row("a")), "--max-monthly", "lots")
    assert done.code == 2


# run again


def test_an_order_of_another_file_or_person_is_not_taken(batches: Batches) -> None:
    mine = batches.file(*batches.rows(2))
    other = batches.file(*batches.rows(2), name="other.csv")
    batches.json(mine)
    done = batches.run(other, "--json")
    assert done.code == 6
    assert batches.json(mine)["outcomes"] == {"submitted": 2}
    assert batches.json(other, "--continue", "--until", "decided")["outcomes"] == {"completed": 2}
    assert batches.effects() == each(2)
    batches.shell.ok("create", "AU", "MOBILE", "--number", "+61411111150", "--name", "own", "--yes")
    assert batches.run(batches.file(batches.row("own", "+61411111150"))).code == 6


@pytest.mark.parametrize(
    "change",
    [
        {"number": "+61411111113"},
        {"sms_plan": "another"},
        {"sms_plan": "", "rtc_app": "app"},
        {"number": "", "pattern": "+6140"},
        {"number": "", "pattern": "12", "match": "CONTAINS", "capability": "VOICE"},
        {"number": "", "pattern": "11", "match": "END"},
        {"callback_url": "https://example.com/hook"},
    ],
)
def test_a_row_that_says_something_else_than_its_order(
    batches: Batches, change: dict[str, str]
) -> None:
    file = batches.file(batches.row("a", "+61411111112"))
    batches.json(file)
    batches.file({**batches.row("a", "+61411111112"), **change})
    done = batches.run(file, "--json")
    assert done.code == 3
    assert "a was ordered with" in done.error["details"][0]["problem"]
    assert batches.effects() == each(1)


def test_answers_that_change_are_sent_until_the_order_is_submitted(batches: Batches) -> None:
    file = batches.file(batches.row("a", "+61411111112"))
    batches.json(file, "--until", "registered")
    batches.file(batches.row("a", "+61411111112", **{"set.city": "Geelong"}))
    done = batches.run(file)
    assert done.code == 0
    assert "Answers changed by the row: 1.city" in done.err
    assert batches.shell.order("a")["answers"][1]["city"] == "Geelong"
    batches.file(batches.row("a", "+61411111112", **{"set.city": "Ballarat"}))
    for summary in (batches.json(file), batches.shell.ok("batch", "check", file)):
        (warning,) = summary["warnings"]
        assert "a (row 2): the row changes 1.city" in warning
        assert "nothing is sent" in warning
    assert batches.shell.order("a")["answers"][1]["city"] == "Geelong"


QUANTITY = {
    "set.senderId": "+61411111199", "set.purposeOfTheTraffic": "Notifications", "quantity": "3",
}  # fmt: skip


def test_each_number_of_a_quantity_has_its_answers(batches: Batches) -> None:
    file = batches.file(batches.row("a", **QUANTITY))
    batches.json(file, "--until", "registered")
    order = batches.shell.order("a")
    numbers = [one["phoneNumber"] for one in order["server"]["orderNumbers"]]
    assert len(numbers) == 3
    assert sorted(one["senderId"] for one in order["answers"][0]) == sorted(numbers)
    assert {one["purposeOfTheTraffic"] for one in order["answers"][0]} == {"Notifications"}
    batches.file(batches.row("a", **QUANTITY | {"set.purposeOfTheTraffic": "Customer Care"}))
    assert batches.json(file, "--until", "decided")["outcomes"] == {"completed": 1}
    order = batches.shell.order("a")
    assert {one["purposeOfTheTraffic"] for one in order["answers"][0]} == {"Customer Care"}
    assert sorted(one["senderId"] for one in order["answers"][0]) == sorted(numbers)
    again = batches.json(file, "--until", "decided")
    assert (again["outcomes"], again["warnings"]) == ({"completed": 1}, [])


def test_a_number_by_search_takes_the_place_of_another_in_the_answers(batches: Batches) -> None:
    file = batches.file(batches.row("a", **{"set.senderId": "+61499999999"}))
    batches.json(file)
    order = batches.shell.order("a")
    number = order["server"]["orderNumbers"][0]["phoneNumber"]
    assert [one["senderId"] for one in order["answers"][0]] == [number]
    assert number != "+61499999999"
    named = batches.row("b", "+61411111112", **{"set.senderId": "+61499999999"})
    done = batches.run(batches.file(named, name="other.csv"), "--json")
    assert done.code == 3
    assert "+61499999999 is not in this order" in str(done.error["details"])


@pytest.mark.parametrize(
    "change", [{"quantity": "2"}, {"pattern": "+6141"}, {"capability": "VOICE"}]
)
def test_a_quantity_row_that_says_something_else(batches: Batches, change: dict[str, str]) -> None:
    file = batches.file(batches.row("a", quantity="3"))
    batches.json(file, "--until", "reserved")
    batches.file(batches.row("a", **{"quantity": "3", **change}))
    done = batches.run(file, "--json")
    assert done.code == 3
    assert next(iter(change)) in done.error["details"][0]["where"]


def test_a_number_by_search_stays(batches: Batches) -> None:
    file = batches.file(batches.row("a"))
    batches.json(file, "--until", "reserved")
    number = batches.status(file)["a"]["phoneNumbers"]
    batches.json(file, "--until", "decided")
    assert batches.status(file)["a"]["phoneNumbers"] == number


def test_another_number_is_searched_where_one_is_gone_when_it_is_reserved(
    batches: Batches,
) -> None:
    file = batches.file(batches.row("a", pattern="97", match="END"))
    done = batches.run(file, "--json")
    assert done.code == 5  # every number that ends so is gone
    batches.file(batches.row("a"))
    batches.fail({"operation": "createNumberOrder", "fault": "status", "status": 404,
                  "message": "not available"})  # fmt: skip
    assert batches.json(file)["outcomes"] == {"submitted": 1}
    assert batches.orders() == 1


# customers and status


def test_a_customer_fills_in_what_is_sure(batches: Batches) -> None:
    facts = {
        "company.name": "Acme Pty Ltd", "addresses.0.role": "registered",
        "addresses.0.street": "1 Main Street", "addresses.0.city": "Melbourne",
        "addresses.0.state": "VIC", "addresses.0.country": "AU",
        "addresses.0.postalCode": "3000", "people.0.role": "contact",
        "people.0.firstName": "Zoë", "people.0.lastName": "O'Neil",
        "people.0.phone": "+61298765432",
    }  # fmt: skip
    batches.shell.ok("customer", "add", "acme", "--facts", batches.shell.file("acme.json", facts))
    row = {k: v for k, v in batches.row("a", customer="acme").items() if k != "set.endBusinessName"}
    del row["set.lastName"]
    file = batches.file(row)
    assert batches.json(file)["outcomes"] == {"submitted": 1}
    order = batches.shell.order("a")
    assert order["customer"] == "acme"
    assert order["answers"][1]["endBusinessName"] == "Acme Pty Ltd"
    batches.file({**row, "customer": ""})
    assert batches.run(file).code == 3


def test_a_number_of_another_country_is_found_before_anything_is_ordered(batches: Batches) -> None:
    file = batches.file({"ref": "a", "region": "US", "type": "LOCAL", "number": "+61411111120"})
    done = batches.shell.run("batch", "check", file, "--json")
    assert done.code == 3
    [problem] = [one for one in done.json["problems"] if one["column"] == "number"]
    assert problem["problem"] == "+61411111120 is AU MOBILE, not US LOCAL"
    assert batches.run(file).code == 3 and batches.orders() == 0


def test_what_a_number_can_not_do_is_said_by_check(batches: Batches) -> None:
    number = {"ref": "a", "region": "US", "type": "LOCAL", "number": "+13125550112"}
    warned = []
    for more in ({"sms_plan": "p"}, {"rtc_app": "a"}):
        done = batches.shell.ok("batch", "check", batches.file({**number, **more}))
        warned.append(" ".join(done["warnings"]))
    assert warned == ["a (row 2): +13125550112 has no SMS, but the row configures it", ""]


def test_a_country_without_such_numbers_is_told_as_that(batches: Batches) -> None:
    file = batches.file({"ref": "a", "region": "SE", "type": "MOBILE", "pattern": "+46"})
    done = batches.shell.run("batch", "check", file, "--json")
    assert done.code == 3
    [problem] = done.json["problems"]
    assert (problem["column"], problem["problem"]) == ("type", "SE has no mobile numbers")
    file = batches.file({"ref": "a", "region": "XX", "type": "MOBILE", "pattern": "+46"})
    [problem] = batches.shell.run("batch", "check", file, "--json").json["problems"]
    assert (problem["column"], problem["problem"]) == ("region", "XX has no numbers")


def test_the_result_file(batches: Batches) -> None:
    file = batches.file(batches.row("a", "+61411111112"), batches.row("b"), batches.row("B"))
    batches.run(file, "--only", "a")
    done = batches.shell.run("batch", "status", file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert list(rows[0]) == [
        "ref", "name", "idNumberOrder", "phoneNumbers", "state", "step", "outcome", "expireTime",
        "monthlyPrice", "currency", "problem",
    ]  # fmt: skip
    assert [(one["ref"], one["outcome"]) for one in rows] == [
        ("a", "submitted"), ("b", "open"), ("B", "bad"),
    ]  # fmt: skip
    assert rows[0]["phoneNumbers"] == "+61411111112"
    assert (rows[0]["monthlyPrice"], rows[0]["currency"]) == ("1.00", "USD")
    document = batches.shell.run("batch", "status", file, "--format", "json").json
    assert [tuple(one) for one in document["rows"]] == [tuple(rows[0])] * 3
    text = batches.shell.run("batch", "status", file).out.splitlines()[0].split("\t")
    assert text[:4] == ["a", "submitted", "+61411111112", "IN_REVIEW"]
    assert text[4] == when(rows[0]["expireTime"])  # for people, as everywhere else


def test_a_row_is_an_order_like_any_other(batches: Batches) -> None:
    file = batches.file(batches.row("a", "+61411111112"))
    batches.json(file, "--until", "registered")
    letter = batches.shell.file("signed.pdf", PDF)
    batches.shell.ok("attach", "a", "Letter of authorisation", letter)
    batches.shell.ok("submit", "a", "--yes")
    assert batches.json(file, "--until", "decided")["outcomes"] == {"completed": 1}
    batches.shell.ok("forget", "a", "--yes")
    assert batches.status(file)["a"]["outcome"] == "open"


def test_a_row_takes_twelve_round_trips_at_most(batches: Batches) -> None:
    done = batches.run(batches.file(*batches.rows(4)), "--verbose", "--json")
    assert done.code == 0
    traced = [json.loads(line)["trace"] for line in done.err.splitlines()]
    sent = [line for line in traced if re.match(r"\W*(GET|POST|PUT|PATCH) ", line)]
    assert 4 * 6 <= len(sent) <= 4 * 12, traced


def test_what_somebody_else_did_between_two_runs_is_seen(batches: Batches) -> None:
    file = batches.file(batches.row("a", "+61411111112"))
    batches.json(file, "--until", "registered")
    batches.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "EXPIRED"})
    summary = batches.json(file, code=10)
    assert summary["outcomes"] == {"expired": 1}
    assert batches.effects()["submitNumberOrder"] == 0


def test_each_country_is_looked_up_once_and_prices_are_summed(batches: Batches) -> None:
    rows = [batches.row(f"au-{last}", f"+6141111111{last}") for last in (2, 3)]
    rows += [{"ref": f"gb-{n}", "region": "GB", "type": "MOBILE", "pattern": "+44"} for n in "12"]
    done = batches.shell.run("batch", "check", batches.file(*rows), "--verbose", "--json")
    assert done.code == 0, done.err
    assert done.err.count("> POST") - done.err.count("/oauth2/token") == 2
    assert done.err.count(":lookupNumberRequirements") == 2
    found = done.json
    assert [one["currencyCode"] for one in found["monthlyPrice"]] == ["GBP", "USD"]
    of_rows = [float(one["monthlyPrice"][0]["amount"]) for one in found["rows"]]
    assert float(found["monthlyPrice"][1]["amount"]) == of_rows[0] + of_rows[1]
    assert [one["numbers"] for one in found["rows"]][:2] == ["+61411111112", "+61411111113"]


@pytest.mark.parametrize("count", ["0", "17", "-1"])
def test_how_many_rows_at_a_time(batches: Batches, count: str) -> None:
    file = batches.file(batches.row("a"))
    for command in (("check", file), ("run", file, "--yes")):
        done = batches.shell.run("batch", *command, "--parallel", count, "--json")
        assert (done.code, done.error["details"][0]["flag"]) == (2, "--parallel")
