"""Flags and variables: what is given twice, how long, how loud, and yes or no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from api.server import Reply, ScriptedServer, token

from sinch_order_cli.commands.options import duration
from sinch_order_cli.errors import UsageError
from sinch_order_cli.switches import is_on

from .shell import Shell

pytestmark = pytest.mark.timeout(120)

NUMBER = "+61411111112"


@pytest.fixture
def sandbox(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        (f"create AU MOBILE --number {NUMBER} --number +61411111113 --yes", "--number"),
        ("search AU MOBILE --size 1 --size=2", "--size"),
        ("orders --project a --project b", "--project"),
        ("forget --final --older-than 1d --older-than 2d --yes", "--older-than"),
    ],
)
def test_a_flag_of_one_value_takes_no_second_one(sandbox: Shell, line: str, flag: str) -> None:
    error = sandbox.run(*line.split(), "--json").error
    assert error["exitCode"] == 2
    assert [one["flag"] for one in error["details"]] == [flag]
    assert not list(sandbox.state.rglob("orders/*.json"))


def test_flags_that_may_repeat_and_switches_given_twice(sandbox: Shell) -> None:
    sandbox.ok("search", "AU", "MOBILE", "--capability", "SMS", "--capability", "VOICE", "--json")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("0.5", 0.5), ("90s", 90), ("15m", 900), ("2h", 7200), ("1 d", 86400), ("0", 0)],
)
def test_lengths_of_time(text: str, seconds: float) -> None:
    assert duration(text, "--timeout") == seconds


@pytest.mark.parametrize("text", ["nan", "inf", "1e12", "-1", "1000000000000", "1y", "١s", ""])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        duration(text, "--timeout")
    assert caught.value.details[0]["given"] == text


@pytest.mark.parametrize("flag", ["--interval", "--timeout"])
def test_a_watch_takes_no_odd_times(sandbox: Shell, flag: str) -> None:
    for text in ("nan", "inf", "1e12"):
        assert sandbox.run("status", "x", "--watch", flag, text, "--json").error["exitCode"] == 2


@pytest.mark.parametrize(
    ("value", "on"),
    [
        *((text, True) for text in ("1", "true", "YES", "on", "y")),
        *((text, False) for text in ("", "0", "False", "no", "off", "N", " ")),
    ],
)
def test_one_reading_of_yes_and_no(value: str, on: bool) -> None:
    assert is_on({"X": value}, "X") is on
    assert not is_on({}, "X")


@pytest.mark.parametrize("name", ["SINCH_ORDER_SANDBOX", "SINCH_ORDER_NO_INPUT", "ACCESSIBLE"])
def test_what_is_neither_yes_nor_no_is_refused(sandbox: Shell, name: str) -> None:
    error = sandbox.with_({name: "perhaps"}).run("orders", "--json").error
    assert error["exitCode"] == 2 and name in error["message"]
    assert error["details"][0]["given"] == "perhaps"
    assert name in sandbox.with_({name: "perhaps"}).run("orders").err


def test_hints_name_the_sandbox_where_only_the_flag_chose_it(sandbox: Shell) -> None:
    off = sandbox.with_({"SINCH_ORDER_SANDBOX": "false"})
    missing = off.run("status", "none", "--sandbox", "--json").error
    assert missing["commands"][0] == "sinch-order orders --all --sandbox"
    asking = sandbox.with_({"SINCH_ORDER_NO_INPUT": "false"})
    assert asking.run("orders").code == 0


def test_quiet_leaves_results_warnings_and_errors(sandbox: Shell) -> None:
    create = ("create", "AU", "MOBILE", "--sms-plan", "p", "--yes", "--number")
    assert "Reserved." in sandbox.run(*create, NUMBER).err
    quiet = sandbox.run(*create, "+61482233412", "-q")
    assert quiet.err == "" and quiet.out.startswith("au-mobile")
    assert "--all" in sandbox.run("status", "none", "--quiet").err


def test_the_trace_is_json_lines_before_the_error(tmp_path: Path) -> None:
    busy = Reply(status=503, json={}, headers={"Retry-After": "0"})
    with ScriptedServer(busy, Reply(json={"availableRegions": []}), tokens=[token("t")]) as server:
        done = Shell(tmp_path, server.url).run("regions", "--verbose", "--json")
    assert done.code == 0 and done.json["availableRegions"] == []
    lines = [json.loads(line)["trace"] for line in done.err.splitlines()]
    assert any(line.startswith("> GET") for line in lines)
    assert any("retrying" in line for line in lines), "a retry is told, too"
    failed = Shell(tmp_path, "http://127.0.0.1:9").run("regions", "--verbose", "--json")
    assert failed.code == 7 and failed.error["kind"] == "unreachable"


@pytest.mark.parametrize(
    "line",
    [
        "forget {} --yes", "submit {} --yes", "register {} --set city=Perth", "resume {}",
        "attach {} loa letter.pdf", "create --from {} --yes",
    ],
)  # fmt: skip
def test_what_changes_an_order_takes_no_beginning_without_a_terminal(
    sandbox: Shell, line: str
) -> None:
    order = sandbox.ok("create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes")
    before = sandbox.order(order["name"])
    for beginning in (order["name"][:-1], order["idNumberOrder"][:-1]):
        error = sandbox.run(*line.format(beginning).split(), "--json").error
        assert error["exitCode"] == 5
        assert [one["where"] for one in error["details"]] == [order["name"]]
    assert sandbox.order(order["name"]) == before
    assert sandbox.ok("status", order["name"][:-1])["name"] == order["name"]
    assert sandbox.ok("forget", order["idNumberOrder"], "--yes")["forgotten"] == [order["name"]]
