"""What a command says to do next is possible, and about what went wrong."""

from __future__ import annotations

import json
import re
import shlex
import socket
from pathlib import Path

import pytest

from .shell import ANSWERS, LETTER, PDF, Shell

pytestmark = pytest.mark.timeout(120)

CREATE = ("create", "AU", "MOBILE", "--yes", "--number")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def commands(text: str) -> list[list[str]]:
    """The command lines in an output, without the program's name."""
    return [shlex.split(found) for found in re.findall(r"sinch-order (.*)", text)]


def answers(number: str, name: str = "Acme Pty Ltd") -> list[object]:
    """Complete answers for a number and a business."""
    return [[{**ANSWERS[0][0], "senderId": number}], {**ANSWERS[1], "endBusinessName": name},
            ANSWERS[2]]  # fmt: skip


def test_a_time_limit_that_is_none_is_refused_before_the_upload(shell: Shell) -> None:
    shell.ok(*CREATE, "+61411111112")
    done = shell.run("attach", "au-mobile-112", LETTER, shell.file("l.pdf", PDF), "--wait",
                     "--timeout", "5x")  # fmt: skip
    assert done.code == 2 and "uploading" not in done.err
    assert LETTER not in shell.order("au-mobile-112")["attachments"]


@pytest.mark.parametrize("group", [("customer",), ("customer", "document"), ("auth",)])
def test_a_group_on_its_own_prints_its_help(shell: Shell, group: tuple[str, ...]) -> None:
    done = shell.run(*group)
    assert done.code == 0 and "COMMANDS" in done.out.splitlines() and done.err == ""
    wrong = shell.run(*group, "ad")
    assert wrong.code == 2 and commands(wrong.err) == [[*group, "--help"]]


def test_a_port_in_use_is_told_as_such(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = shell.run("sandbox", "serve", "--port", port)
    assert done.code == 1 and f"can't listen on port {port}" in done.err
    assert "SINCH_ORDER_STATE_DIR" not in done.err


def test_the_sandbox_is_left_where_it_was_turned_on(shell: Shell) -> None:
    assert "Unset SINCH_ORDER_SANDBOX." in shell.run("auth", "login").err
    assert "Leave out --sandbox." in shell.run("auth", "login", "--sandbox").err


def test_the_source_of_a_key_is_told_only_if_there_is_one(shell: Shell) -> None:
    nothing = shell.with_({"SINCH_PROJECT_ID": "p"})
    del nothing.environment["SINCH_ORDER_SANDBOX"]
    error = nothing.run("auth", "status", "--json").error
    assert "not set" in error["message"] and error["reason"] == ""
    wrong = nothing.with_({"SINCH_KEY_ID": "k", "SINCH_KEY_SECRET": "s",
                           "SINCH_NUMBERS_URL": "http://127.0.0.1:9"})  # fmt: skip
    assert wrong.run("auth", "status").code == 7


@pytest.mark.parametrize("command", [("check",), ("check", "--answers", "FILE")])
def test_check_of_what_is_not_reserved_names_only_what_reserves(
    shell: Shell, command: tuple[str, ...]
) -> None:
    shell.ok(*CREATE, "+61411111112")
    path = shell.state / "sandbox" / "orders" / "au-mobile-112.json"
    draft = {**json.loads(path.read_bytes()), "server": None, "attempts": []}  # as the wizard's
    path.write_text(json.dumps(draft))
    file = shell.file("answers.json", [[], {"city": "Melbourne"}, {}])
    done = shell.run(
        command[0], "au-mobile-112", *(file if w == "FILE" else w for w in command[1:])
    )
    assert done.code == 3 and "no number is reserved" in done.out
    assert commands(done.err) == [["resume", "au-mobile-112"]]
    assert "To reserve a number" in done.err


def test_check_says_what_each_command_is_for(shell: Shell) -> None:
    shell.ok(*CREATE, "+61411111112")
    file = shell.file("answers.json", answers("+61411111112"))
    shell.run("register", "au-mobile-112", "--answers", file)
    done = shell.run("check", "au-mobile-112")
    assert f"To upload: sinch-order attach au-mobile-112 {LETTER} FILE" in done.err


def test_a_new_order_after_a_rejection_names_the_answer_to_correct(shell: Shell) -> None:
    number = "+61411111112"
    shell.ok(*CREATE, number)
    file = shell.file("answers.json", answers(number, "REJECT ME Ltd"))
    shell.ok("register", "au-mobile-112", "--answers", file)
    shell.ok("attach", "au-mobile-112", LETTER, shell.file("l.pdf", PDF), "--wait")
    shell.ok("submit", "au-mobile-112", "--yes")
    shell.run("status", "au-mobile-112", "--watch", "--interval", "1s", "--timeout", "60s")
    again = shell.run("create", "--from", "au-mobile-112", "--yes")
    assert again.code == 0, again.err
    assert "Reviewer message: The business name" in again.err
    [suggested] = [one for one in commands(again.err) if one[0] == "register"]
    assert suggested == ["register", "au-mobile-112-2", "--set", "1.endBusinessName=VALUE"]
    done = shell.run(*suggested[:-1], "1.endBusinessName=Acme Pty Ltd")
    assert done.code == 0, done.err


def test_complete_answers_of_an_earlier_order_need_no_file(shell: Shell) -> None:
    shell.ok(*CREATE, "+61411111112")
    file = shell.file("answers.json", answers("+61411111112"))
    shell.ok("register", "au-mobile-112", "--answers", file)
    other = shell.run("create", "--from", "au-mobile-112", "--number", "+61411111113", "--yes")
    assert other.code == 0, other.err
    assert commands(other.err)[-1] == ["register", "au-mobile-113"]
    assert shell.run("register", "au-mobile-113").code == 0


def test_a_dry_run_warns_of_a_number_from_elsewhere(shell: Shell) -> None:
    done = shell.run("create", "AU", "MOBILE", "--number", "+12125550100", "--dry-run")
    assert done.code == 0 and "is a US number, not AU" in done.err


def test_the_order_s_number_is_told_as_such(shell: Shell) -> None:
    shell.ok(*CREATE, "+61411111112")
    done = shell.run("register", "au-mobile-112", "--set", "postalCode=30")
    assert '"+61411111112" (the order\'s number).' in done.err


def test_answers_of_another_shape_lead_to_a_blank_file(shell: Shell) -> None:
    shell.ok(*CREATE, "+61411111112")
    done = shell.run("register", "au-mobile-112", "--answers", shell.file("a.json", {"a": 1}))
    assert done.code == 3
    assert commands(done.err) == [["requirements", "AU", "MOBILE", "--blank-answers"]]


def test_a_document_of_another_kind_says_what_it_replaces(shell: Shell) -> None:
    shell.ok("customer", "add", "acme", "--facts", shell.file("f.json", {"company.name": "Acme"}))
    add = ("customer", "document", "add", "acme", shell.file("l.pdf", PDF), "--kind")
    assert "replaces" not in shell.run(*add, "letterOfAuthorisation").err
    assert "It replaces letterOfAuthorisation" in shell.run(*add, "passport").err


def test_a_missing_flag_is_a_flag_in_json(shell: Shell) -> None:
    shell.ok(*CREATE, "+61411111112")
    done = shell.run("submit", "au-mobile-112", "--json")
    [detail] = json.loads(done.err)["error"]["details"]
    assert detail["flag"] == "--yes" and "path" not in detail


def test_an_option_before_the_command_is_told_where_it_belongs(shell: Shell) -> None:
    done = shell.run("--json", "status", "x")
    assert done.code == 2
    assert json.loads(done.err)["error"]["message"] == "--json must follow the command"
