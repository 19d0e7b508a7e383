"""One order on two machines: the second gets an error before anything is overwritten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .lab import NAME, Lab
from .program import Program


def answers_of(city: str, lab: Lab) -> list[Any]:
    """Return the answers with one of them changed."""
    found: list[Any] = json.loads(lab.answers.read_text())
    found[1]["city"] = city
    return found


@pytest.fixture
def second(lab: Lab, tmp_path: Path) -> Program:
    """Return another machine that imported the order before it was registered."""
    lab.prepare("register")
    [record] = lab.program.records()
    other = Program(tmp_path, lab.program.environment["SINCH_NUMBERS_URL"])
    id_ = record["server"]["idNumberOrder"]
    other.ok("resume", "--order-id", id_, "--region", "AU", "--type", "MOBILE", "--name", NAME)
    assert lab.step("register").code == 0
    lab.effects()
    return other


def given(how: str, tmp_path: Path, data: list[Any]) -> list[str]:
    """Return the options of a `register` that gives `data` in one of the possible ways."""
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(data))
    if how == "--set":
        base = tmp_path / "base.json"
        base.write_text(json.dumps([data[0], {**data[1], "city": "Hobart"}, data[2]]))
        return ["--answers", str(base), "--set", f"city={data[1]['city']}"]
    return [how, str(file)]


@pytest.mark.parametrize(
    ("how", "json_flag"),
    [("--answers", []), ("--answers", ["--json"]), ("--set", ["--json"]), ("--data", ["--json"])],
)
def test_the_second_to_register_is_told_before_it_overwrites(
    lab: Lab, second: Program, tmp_path: Path, how: str, json_flag: list[str]
) -> None:
    mine = answers_of("Perth", lab)
    line = ("register", NAME, *given(how, tmp_path, mine), *json_flag)
    told = second.run(*line)
    assert told.code == 6 and not told.out
    if json_flag:
        assert told.error["kind"] == "changed-elsewhere"
        assert [one["where"] for one in told.error["details"]] == [NAME]
        assert told.error["commands"]
    assert "changed elsewhere" in told.err and "nothing was sent" in told.err
    assert "updateNumberOrderRegistration" not in lab.effects()
    again = second.run(*line)  # reported now, so running it again means that the user agrees
    assert again.code == 0, again.err
    assert second.ok("register", NAME, "--show") == mine


def test_the_first_is_told_in_turn(lab: Lab, second: Program, tmp_path: Path) -> None:
    line = ("register", NAME, *given("--answers", tmp_path, answers_of("Perth", lab)))
    assert [second.run(*line).code for _ in range(2)] == [6, 0]
    lab.effects()
    told = lab.program.run("submit", NAME, "--yes", "--json")
    assert told.code == 6 and told.error["kind"] == "changed-elsewhere", told.err
    [record] = lab.program.records()
    assert record["answers"][1]["city"] == "Perth"
    assert record["answersBefore"][1]["city"] == "Melbourne"
    assert second.ok("register", NAME, "--set", "city=Hobart")["step"] == "attach"
    told = lab.program.run("register", NAME, "--set", "city=Sydney", "--json")
    assert told.code == 6 and told.error["kind"] == "changed-elsewhere", told.err
    assert lab.program.records()[0]["answers"][1]["city"] == "Sydney"
    assert lab.effects()["updateNumberOrderRegistration"] == 1


def test_the_same_answers_from_both_are_no_change(lab: Lab, second: Program) -> None:
    assert second.ok("register", NAME, "--answers", str(lab.answers))["step"] == "attach"
    assert lab.program.ok("register", NAME)["step"] == "attach"
