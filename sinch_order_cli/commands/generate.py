"""Write what is generated from the app: the help of the whole program, the completions.

    python -m sinch_order_cli.commands.generate

A test fails while what is committed is not what this would write.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from sinch_order_cli.commands.app import COMMANDS, build
from sinch_order_cli.commands.completion_files import SHELLS, SUFFIX
from sinch_order_cli.commands.completion_render import script

COMPLETIONS = Path(__file__).parents[2] / "completions"
HELP_FILE = Path(__file__).with_name("help.txt")

GROUPS = {
    "THE WHOLE WAY": ("wizard", "resume", "orders"),
    "STEP BY STEP": ("requirements", "search", "create", "register", "attach", "submit"),
    "HOW IT STANDS": ("check", "status"),
    "AND": ("regions", "forget", "auth", "sandbox", "completion", "help"),
}


def command_tree() -> Any:
    """The whole app as a tree of Click commands."""
    return typer.main.get_command(build())


def root_help() -> str:
    """The help of the whole program: every command in a line."""
    tree = command_tree()
    lines = [
        "Buy Sinch phone numbers in countries that ask who you are first.",
        "",
        "USAGE",
        "  sinch-order COMMAND [arguments] [options]",
        "",
    ]
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(name for name in COMMANDS), "a command is in no group"
    for title, names in GROUPS.items():
        lines.append(title)
        for name in names:
            short = tree.commands[name].get_short_help_str(limit=90).rstrip(".")
            lines.append(f"  {name:<14}{short}")
        lines.append("")
    lines += [
        "EXAMPLES",
        "  sinch-order wizard --sandbox              try it; nothing is real",
        "  sinch-order requirements AU MOBILE        what Australia asks for",
        "  sinch-order status au-mobile-112 --watch  follow a review",
        "",
        "Every command takes --help. With --version: the version.",
        "More: sinch-order help workflow | answers | exit-codes | environment",
        "",
    ]
    return "\n".join(lines)


def generated() -> dict[Path, str]:
    """Every generated file, and what has to stand in it."""
    files = {HELP_FILE: root_help()}
    for shell in SHELLS:
        files[COMPLETIONS / f"sinch-order.{SUFFIX[shell]}"] = script(shell)
    return files


def main() -> None:
    """Write the files."""
    for path, text in generated().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
