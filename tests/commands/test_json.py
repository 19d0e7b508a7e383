"""What scripts hold on to: one JSON document a stream, in the shapes that `help json` prints."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.error_json import commands_in, error_document
from sinch_order_cli.errors import SinchOrderError, Suggestion, UnreachableError, UsageError
from sinch_order_cli.results import catalogue, shape
from sinch_order_cli.views.command_line import CommandLine

from .shapes import validate
from .shell import ANSWERS, LETTER, PDF, Shell

pytestmark = pytest.mark.timeout(120)

NUMBER = "+61411111112"

_TERMINAL = Terminal(
    io.StringIO(), io.StringIO(), io.StringIO(), {}, commands=CommandLine(program="sinch-order")
)


@pytest.fixture
def sandbox(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_every_shape_is_listed_and_printed_with_its_version(sandbox: Shell) -> None:
    listed = sandbox.run("help", "json").out
    for name in catalogue.SHAPES:
        assert f"\n  {name} " in listed
        schema = json.loads(sandbox.run("help", "json", name).out)
        assert schema["version"] == shape.VERSION
        assert schema["$id"] == f"urn:sinch-order:json:{name}:{shape.VERSION}"
    unknown = sandbox.run("help", "json", "nothing")
    assert unknown.code == 2 and "help json" in unknown.err


def test_a_whole_order_in_the_shapes_of_its_commands(sandbox: Shell) -> None:
    """`Shell` holds every output against its shape."""
    sandbox.ok("regions")
    sandbox.ok("requirements", "AU", "MOBILE")
    sandbox.ok("search", "AU", "MOBILE", "--size", "1")
    order = sandbox.ok("create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes")
    name = order["name"]
    assert sandbox.run("check", name, "--json").code == 3
    sandbox.ok("register", name, "--answers", sandbox.file("a.json", ANSWERS))
    sandbox.ok("attach", name, "--list")
    sandbox.ok("attach", name, LETTER, sandbox.file("letter.pdf", PDF))
    sandbox.ok("attach", name, LETTER, "--template", str(sandbox.home))
    sandbox.ok("status", "--all")
    sandbox.ok("orders")
    sandbox.ok("submit", name, "--yes")
    sandbox.run("status", name, "--watch", "--json")
    sandbox.ok("auth", "status")
    assert sandbox.ok("forget", name)["forgotten"] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "requirements AU nothing",
        "requirements Australia MOBILE",
        "search AU MOBILE --capability FAX",
        "search AU MOBILE --size x",
        "search AU MOBILE --no-such-flag",
        "create AU MOBILE --number 0411 --yes",
        "check --region AU --type MOBILE --answers none.json",
        "status --all --interval 0 --watch",
        "status",
    ],
)
def test_a_bad_value_has_a_detail(sandbox: Shell, line: str) -> None:
    error = sandbox.run(*line.split(), "--json").error
    assert error["exitCode"] == 2
    assert error["details"] and all(one["problem"] for one in error["details"])


def test_details_have_one_shape_whatever_an_error_was_made_of() -> None:
    long = "x" * 300
    error = SinchOrderError(
        "it failed",
        reason="because",
        hint=[
            Suggestion("resume", "one", say="To go on"),
            Suggestion("submit", "one", say="Or"),
            Suggestion("x", "y", say="then"),
        ],
        details=[
            {"path": "1.city", "title": "City", "problem": "too long", "given": long},
            {"field": "data[0]", "description": "must not be empty"},
            {"flag": "--number"},
            {"attachmentId": "loa", "title": "Letter"},
            {
                "name": "one",
                "idNumberOrder": "01k",
                "state": "BLOCKED",
                "logs": [{}],
            },
            {"given": {"a": 1}, "path": None, "problem": "no"},
        ],
    )
    body = error_document(error, ["careful"], _TERMINAL).error
    assert [(one.where, one.problem) for one in body.details] == [
        ("City", "too long"), ("data[0]", "must not be empty"), ("--number", "it failed"),
        ("Letter", "it failed"), ("one", "it failed"), ("", "no"),
    ]  # fmt: skip
    assert body.details[0].given == "x" * 200
    assert body.details[3].path == "attachments.loa"
    assert body.details[5].given == '{"a":1}'
    assert body.commands == [
        "sinch-order resume one", "sinch-order submit one", "sinch-order x y",
    ]  # fmt: skip
    assert isinstance(body.orders, list) and body.orders[0].state == "BLOCKED"


def test_an_unreachable_server_has_its_status_and_when_to_come_back() -> None:
    error = UnreachableError("gone", status=503)
    vars(error)["retry_after"] = 30.0
    document = json.loads(_encoded(error))
    validate("error", document)
    assert (document["error"]["status"], document["error"]["retryAfter"]) == (503, 30.0)
    assert "status" not in json.loads(_encoded(UsageError("bad")))["error"]


def _encoded(error: SinchOrderError) -> bytes:
    import msgspec

    return msgspec.json.encode(error_document(error, [], _TERMINAL))


def test_the_commands_of_a_hint_are_its_suggestions() -> None:
    line = CommandLine(program="sinch-order")
    assert commands_in([], line) == []
    assert commands_in(["Run sinch-order, or not."], line) == []
    again = Suggestion("orders", say="See", all=True)
    assert commands_in([again, "Or wait.", again], line) == ["sinch-order orders --all"]


def test_a_name_that_is_taken_is_a_state_with_the_order_in_it(sandbox: Shell) -> None:
    reserve = ("create", "AU", "MOBILE", "--sms-plan", "p", "--yes", "--number")
    first = sandbox.ok(*reserve, NUMBER, "--name", "one")
    sandbox.ok(*reserve, "+61411111116", "--name", "two")
    sandbox.ok("create", "AU", "MOBILE", "--quantity", "1", "--rtc-app", "a", "--yes")
    elsewhere = ("resume", "--order-id", "01k", "--region", "AU", "--type", "MOBILE")
    for line in (
        (*reserve, "+61411111114", "--name", "one"),
        ("create", "--from", "two", "--number", "+61411111114", "--yes", "--name", "one"),
        (*elsewhere, "--name", "one"),
    ):
        error = sandbox.run(*line, "--json").error
        assert error["exitCode"] == 6, error
        [order] = error["orders"]
        assert (order["name"], order["idNumberOrder"]) == ("one", first["idNumberOrder"])
        assert error["commands"] == ["sinch-order status one"]


def test_a_name_that_no_order_can_have_is_a_bad_value(sandbox: Shell) -> None:
    line = ("create", "AU", "MOBILE", "--quantity", "1", "--rtc-app", "a", "--yes", "--name", "CON")
    error = sandbox.run(*line, "--json").error
    assert error["exitCode"] == 2
    assert error["details"][0]["flag"] == "--name" and error["details"][0]["given"] == "CON"
