"""What is given and can't be taken is said, and harms nothing that the order has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from api.server import Reply, ScriptedServer

from .shell import ANSWERS, LETTER, PDF, Shell
from .test_steps import AU, NUMBER, ORDER, reserve

pytestmark = pytest.mark.timeout(120)

CHECK = ("check", "--region", "AU", "--type", "MOBILE", "--answers")


def test_flags_that_would_do_nothing_are_refused(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    name, letter = reserve(shell), shell.file("letter.pdf", PDF)
    for arguments, what in (
        (
            ("register", name, "--show", "--set", "city=Perth"),
            "--set can't be combined with --show",
        ),
        (("attach", name, "--list", LETTER, letter), "ID, FILE can't be combined with --list"),
        (("attach", name, LETTER, letter, "--document-type", "x"), "has no document types"),
    ):
        done = shell.run(*arguments)
        assert done.code == 2 and what in done.err
    assert shell.order(name)["attachments"] == {}
    assert "\tPassport, Driver's License" in shell.run("attach", name, "--list").out


def test_problems_are_printed_once_and_a_file_of_powershell_is_read(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    text = json.dumps([ANSWERS[0], {}, ANSWERS[2]])
    for encoding in ("utf-16", "utf-16-be", "utf-8-sig"):
        mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
        file = shell.file(encoding, mark + text.encode(encoding))
        done = shell.run(*CHECK, file, "--json")
        assert done.code == 3 and len(done.json["problems"]) == 6
        assert done.error["message"] == "6 problems found"
        assert len(done.error["details"]) == 6
        told = shell.run(*CHECK, file)
        assert told.out.count("endBusinessName") == 1 and "endBusinessName" not in told.err
    odd = shell.run(*CHECK, shell.file("odd", b"\xff\xfe\x00")).err
    assert "is not UTF-8" in odd and "line 1 has characters in another encoding" in odd


def test_an_upload_is_announced_once_it_is_known_that_the_order_takes_it(tmp_path: Path) -> None:
    replies = [AU, ORDER, *[{**ORDER, "state": "IN_REVIEW"}] * 2]  # two at once
    with ScriptedServer(*[Reply(json=one) for one in replies]) as server:
        shell = Shell(tmp_path, server.url)
        name = reserve(shell, NUMBER)
        done = shell.run("attach", name, LETTER, shell.file("letter.pdf", PDF))
        assert done.code == 6 and "uploading" not in done.err


def test_what_is_refused_changes_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    name, answers = reserve(shell), shell.file("answers.json", ANSWERS)
    shell.ok("register", name, "--answers", answers)
    before = shell.order(name)
    for given, code in (
        (["--answers", shell.file("extra.json", [*ANSWERS, {"more": 1}])], 3),
        (["--answers", shell.file("text.json", "x")], 3),
        (["--data", shell.file("raw.json", [1, 2])], 3),
        (["--set", "state=XX"], 3),
        (["--set", "0.5.senderId=+61411111112"], 2),
        (["--set", "city=Perth", "--project", "other"], 2),
    ):
        assert shell.run("register", name, *given).code == code
        now = shell.order(name)
        for key in ("answers", "registered", "registeredAt"):
            assert now.get(key) == before.get(key), given
    path = shell.state / "sandbox" / "orders" / f"{name}.json"
    path.write_text(json.dumps({**now, "answers": [*ANSWERS, {"more": 1}]}))
    done = shell.run("register", name, "--answers", answers)
    assert done.code == 0 and "is no longer valid and was removed" in done.err


def test_a_misspelt_member_is_warned_of_and_can_be_taken_out(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    unknown = shell.file("unk.json", [ANSWERS[0], {**ANSWERS[1], "citty": "Perth"}, ANSWERS[2]])
    checked = shell.run(*CHECK, unknown, "--json")
    assert checked.code == 0
    [warning] = checked.json["warnings"]
    assert "no field 1.citty" in warning and "Did you mean 1.city?" in warning
    name = reserve(shell)
    sent = shell.run("register", name, "--answers", unknown)
    assert sent.code == 0
    assert f"sinch-order register {name} --set 1.citty=" in " ".join(sent.err.split())
    assert "1.citty" in shell.run("check", name).err
    assert shell.run("register", name, "--set", "1.citty=").err.count("citty") == 0
    assert shell.order(name)["registered"] == ANSWERS
