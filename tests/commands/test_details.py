"""Errors name what was given: every option of every command with a value that it can't take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.commands import app, signals
from sinch_order_cli.commands.blame import blame
from sinch_order_cli.commands.generate import command_tree
from sinch_order_cli.errors import NotFoundError, StateError, UsageError

pytestmark = pytest.mark.timeout(120)

BAD = "bad value!"
ARGUMENTS = {"REGION": "AU", "TYPE": "MOBILE", "ID": "x", "FILE": "/nowhere/file.json"}
ASKS_THE_SERVER = {"search", "requirements", "regions", "auth status", "plan", "sandbox serve"}
"""Commands that would go on to the server; the options that they refuse are tried by the others."""
FREE = {"--project", "--sms-plan", "--exec", "--only", "--key-id"}
"""Options that take any text."""


def commands() -> Iterator[tuple[str, Any]]:
    def walk(found: dict[str, Any], above: str) -> Iterator[tuple[str, Any]]:
        for name, command in found.items():
            below = getattr(command, "commands", {})
            yield from walk(below, f"{above}{name} ") if below else [(f"{above}{name}", command)]

    yield from walk(command_tree().commands, "")


def lines() -> Iterator[list[str]]:
    """A command line for each option that takes a value, the value being bad."""
    for name, command in commands():
        if name in ASKS_THE_SERVER or not any("--json" in one.opts for one in command.params):
            continue
        places = [one for one in command.params if one.param_type_name == "argument"]
        bare = [ARGUMENTS.get(one.metavar or "", "nobody") for one in places if one.required]
        for option in command.params:
            long = [flag for flag in option.opts if flag.startswith("--")]
            takes_value = option.param_type_name == "option" and not option.is_flag
            if takes_value and long and not FREE & set(long):
                yield [*name.split(), *bare, "--json", long[0], BAD]


@pytest.fixture
def stderr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    for name in ("SINCH_ORDER_STATE_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET", "SINCH_ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SINCH_ORDER_NO_INPUT", "1")
    monkeypatch.setattr(signals, "install_handlers", lambda: None)
    return lambda: json.loads(capsys.readouterr().err)["error"]


def test_no_error_about_a_value_is_without_details(stderr: Any) -> None:
    tried = 0
    for line in lines():
        code = app.run(line)
        assert code in (2, 3, 4, 5), line
        error = stderr()
        assert error["details"] or code == 4, (line, error)
        for detail in error["details"]:
            assert detail["problem"] and ("flag" in detail or "path" in detail), (line, detail)
        if BAD in error["message"]:
            told = [(one.get("flag"), one["given"]) for one in error["details"]]
            assert (line[-2], BAD) in told, (line, error)
        tried += 1
    assert tried > 50


@pytest.mark.parametrize(
    ("line", "flag", "given"),
    [
        (["create", "AU", "MOBILE", "--quantity", "many"], "--quantity", "many"),
        (["regions", "--type", "SATELLITE"], "--type", "SATELLITE"),
        (["status", "x", "--exec", "true"], "--exec", "true"),
        (["status", "nobody"], "ORDER", "nobody"),
        (["search", "AU", "MOBILE", "--pattern", "bad value!"], "--pattern", "bad value!"),
        (["search", "AU", "MOBILE", "--pattern", "4+1", "--match", "END"], "--pattern", "4+1"),
        (["customer", "show", "nobody"], "CUSTOMER", "nobody"),
        (["requirements", "AU", "MOBILE", "--customer", "nobody"], "--customer", "nobody"),
        (
            ["check", "--region", "AU", "--type", "MOBILE", "--answers", "no.json"],
            "--answers",
            "no.json",
        ),
        (["batch", "check", "no.csv"], "FILE", "no.csv"),
    ],
)
def test_the_option_and_what_was_given_are_named(
    line: list[str], flag: str, given: str, stderr: Any
) -> None:
    assert app.run([*line, "--json"]) in (2, 5)
    [detail] = stderr()["details"]
    assert detail["flag"] == flag and detail["given"].endswith(given)


def test_what_an_error_says_itself_stands() -> None:
    error = UsageError("'x' is wrong", details=[{"flag": "--a", "given": "y"}])
    blame(error, ["search", "--b", "x"])
    assert error.details == [{"flag": "--a", "given": "y"}]
    other = StateError("'x' is over")
    blame(other, ["submit", "x"])
    assert other.details == []
    found = NotFoundError("no such thing '-z-'")
    blame(found, ["show", "--", "-z-"])
    assert [(one["flag"], one["given"]) for one in found.details] == [("argument", "-z-")]
