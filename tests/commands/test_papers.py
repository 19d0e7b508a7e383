"""The papers say only what is so: which commands take --sandbox, how often is retried."""

from __future__ import annotations

import re
from pathlib import Path

from sinch_order_cli.api.retry import RetryPolicy
from sinch_order_cli.api.transport import Timeouts
from sinch_order_cli.commands.generate import command_tree

ROOT = Path(__file__).parents[2]
README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


def test_the_readme_says_which_commands_take_sandbox() -> None:
    tree = command_tree().commands
    without = {name for name, one in tree.items() if not _takes_sandbox(one)}
    assert without == {"completion", "help", "sandbox"}
    words = "All commands except `auth login`, `completion`, `help` and `sandbox` itself accept"
    assert words in README


def _takes_sandbox(command: object) -> bool:
    below = getattr(command, "commands", {})
    if below:
        return any(map(_takes_sandbox, below.values()))
    return any("--sandbox" in one.opts for one in getattr(command, "params", ()))


def test_the_readme_says_how_often_and_how_long_is_retried() -> None:
    policy, times = RetryPolicy(), Timeouts()
    assert f"up to {policy.attempts} times within {policy.deadline:g} seconds" in README
    assert f"One attempt takes at most {times.answer:g} seconds" in README


def test_no_hint_installs_this_program_from_a_name_that_others_may_own() -> None:
    for path in (ROOT / "sinch_order_cli").rglob("*.py"):
        assert not re.search(r"pip install '?sinch-order", path.read_text(encoding="utf-8")), path
