"""A suggestion is a value; one place makes of it the line that is typed where it is read."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sinch_order_cli
from sinch_order_cli.commands.app import COMMANDS
from sinch_order_cli.errors import SinchOrderError, Suggestion, hint_lines
from sinch_order_cli.views.command_line import CommandLine, called

SOURCE = Path(sinch_order_cli.__file__).parent
BELOW = ("api", "kyc", "customers", "workflow", "store", "service", "console", "prompts")


def test_no_room_below_the_views_writes_a_command_line() -> None:
    named = re.compile(rf"\bsinch-order ({'|'.join(COMMANDS)}|-)")
    rooms = [path for room in BELOW for path in sorted((SOURCE / room).rglob("*.py"))]
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {node.value}"
        for path in [*rooms, SOURCE / "errors.py", SOURCE / "text.py"]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and named.search(node.value)
    ]
    assert found == []


def test_a_suggestion_is_compared_by_what_it_says() -> None:
    made = Suggestion("attach", "one", "ID", "FILE", say="Upload it", document_type="passport")
    assert made.argv == ("attach", "one", "ID", "FILE", "--document-type", "passport")
    assert made.saying("Again") != made
    assert {made, made.saying("Upload it")} == {made}
    several = Suggestion("register", "one", set=["a=1", "b=2"], show=True, answers="", from_=None)
    assert several.argv == ("register", "one", "--set", "a=1", "--set", "b=2", "--show")
    assert hint_lines("One.\nTwo.") == ["One.", "Two."]
    error = SinchOrderError("no", hint=[made, "Or wait."])
    assert error.hints == [made, "Or wait."]


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("posix", "sinch-order attach one 'a'\"'\"'b $x' 'my file.pdf'"),
        ("powershell", "sinch-order attach one 'a''b $x' 'my file.pdf'"),
        ("cmd", 'sinch-order attach one "a\'b $x" "my file.pdf"'),
    ],
)
def test_arguments_are_quoted_for_the_shell_in_use(shell: str, line: str) -> None:
    suggestion = Suggestion("attach", "one", "a'b $x", "my file.pdf")
    assert CommandLine(program="sinch-order", shell=shell)(suggestion) == line


@pytest.mark.parametrize(
    ("suggestion", "line"),
    [
        (Suggestion("status", "one", watch=True), "status one --watch --sandbox"),
        (Suggestion("wizard", sandbox=True), "wizard --sandbox"),
        (Suggestion("help", "json"), "help json"),
        (Suggestion("create", help=True), "create --help"),
        (Suggestion("create", "…", customer="acme"), "create … --customer acme --sandbox"),
    ],
)
def test_the_sandbox_is_named_where_it_has_to_be(suggestion: Suggestion, line: str) -> None:
    assert CommandLine(program="sinch-order", sandbox=True)(suggestion) == f"sinch-order {line}"


@pytest.mark.parametrize(
    ("suggestion", "named"),
    [
        (Suggestion("search", "AU", "MOBILE"), True),
        (Suggestion("create", "AU", "MOBILE", number="+61411111112"), True),
        (Suggestion("create", from_="one"), False),
        (Suggestion("resume", "one"), False),
        (Suggestion("resume", order_id="01k", region="AU", type="MOBILE"), True),
        (Suggestion("batch run", "numbers.csv"), True),
        (Suggestion("status", "one"), False),
        (Suggestion("auth login", project="ID"), False),
    ],
)
def test_a_project_is_named_where_no_order_knows_it(suggestion: Suggestion, named: bool) -> None:
    line = CommandLine(program="sinch-order", project="my project")(suggestion)
    assert line.endswith(" --project 'my project'") == named


def test_the_program_is_named_as_it_was_called(tmp_path: Path) -> None:
    program = tmp_path / "my tools" / "sinch-order"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    here, elsewhere = {"PATH": str(program.parent)}, {"PATH": str(tmp_path)}
    assert called(str(program), [], here, "posix") == "sinch-order"
    assert called(str(program), [], elsewhere, "posix") == f"'{program}'"
    module = str(SOURCE / "__main__.py")
    assert called(module, ["python3", "-m"], elsewhere) == "python3 -m sinch_order_cli"
    assert called(module, ["python3", "-m"], here) == "python3 -m sinch_order_cli"  # another one
    assert called("/usr/bin/pytest", ["python3"], elsewhere) == "sinch-order"


@pytest.mark.parametrize("on_path", [True, False])
@pytest.mark.parametrize("as_module", [True, False])
def test_a_hint_can_be_pasted_where_the_program_is_not_on_the_path(
    tmp_path: Path, on_path: bool, as_module: bool
) -> None:
    own = Path(sys.executable).parent
    command = [sys.executable, "-m", "sinch_order_cli"] if as_module else [f"{own}/sinch-order"]
    environment = {
        "PATH": os.pathsep.join([*([str(own)] if on_path else []), "/usr/bin", "/bin"]),
        "HOME": str(tmp_path),
        "SINCH_ORDER_STATE_DIR": str(tmp_path / "state"),
    }

    def run(line: list[str] | str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            line, env=environment, shell=isinstance(line, str), capture_output=True, text=True,
            timeout=30,
        )  # fmt: skip

    done = run([*command, "status", "nothing", "--sandbox"])
    assert done.returncode == 5
    hint = next(line for line in done.stderr.splitlines() if "orders --all" in line)
    line = hint.partition(": ")[2]
    assert line.startswith("sinch-order " if on_path else f"{' '.join(command)} ")
    assert line.endswith(" --sandbox")
    assert run(line).returncode == 0
