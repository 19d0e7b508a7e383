"""The completion scripts: as generated, and in the real shells where they are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sinch_order_cli.commands.completion_files import SUFFIX, add_block, remove_block
from sinch_order_cli.commands.generate import generated

COMPLETIONS = Path(__file__).parents[2] / "completions"


@pytest.mark.timeout(60)
def test_what_is_committed_is_what_the_app_generates() -> None:
    for path, text in generated().items():
        again = "run: python -m sinch_order_cli.commands.generate"
        assert path.read_text(encoding="utf-8") == text, f"{path} has drifted; {again}"


def need(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["sea"], {"search"}),
        (["search", "AU", "m"], {"MOBILE"}),
        (["search", "AU", "MOBILE", "--mat"], {"--match"}),
        (["search", "AU", "MOBILE", "--match", ""], {"START", "CONTAINS", "END"}),
        (["auth", "log"], {"login", "logout"}),
        (["help", "exit"], {"exit-codes"}),
    ],
)
def test_bash(typed: list[str], expected: set[str]) -> None:
    words = " ".join(f"'{word}'" for word in ["sinch-order", *typed])
    script = (
        f"source {COMPLETIONS}/sinch-order.bash; COMP_WORDS=({words}); COMP_CWORD={len(typed)}; "
        '_sinch_order; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert set(run(need("bash"), "-c", script).split()) == expected


def test_fish() -> None:
    source = f"source {COMPLETIONS}/sinch-order.fish; complete -C 'sinch-order search AU MO'"
    assert run(need("fish"), "-c", source).split()[0] == "MOBILE"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_read_its_script(shell: str) -> None:
    run(need(shell), "-n", str(COMPLETIONS / f"sinch-order.{SUFFIX[shell]}"))


def test_our_lines_come_and_go_and_leave_the_rest_alone(tmp_path: Path) -> None:
    path = tmp_path / ".zshrc"
    path.write_text("alias ll='ls -l'\nexport A=1")
    add_block(path, "one")
    add_block(path, "two")
    assert path.read_text().count("sinch-order completion") == 2
    assert "two" in path.read_text() and "one" not in path.read_text()
    assert remove_block(path)
    assert path.read_text() == "alias ll='ls -l'\nexport A=1\n"
    assert not remove_block(path)
