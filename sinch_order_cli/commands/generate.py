"""Write the files generated from the app: help pages and completions.

    python -m sinch_order_cli.commands.generate

A test fails if the committed files differ.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from sinch_order_cli.commands.app import COMMANDS, build
from sinch_order_cli.commands.completion.install import SHELLS, SUFFIX, script
from sinch_order_cli.commands.completion.table import table
from sinch_order_cli.commands.help.help_format import (
    LAID_OUT,
    definitions,
    fit,
    page,
    paragraph,
    short,
)
from sinch_order_cli.commands.help.topics import TOPICS
from sinch_order_cli.commands.help_command import shapes
from sinch_order_cli.results.catalogue import SHAPES, schema_text

COMPLETIONS = Path(__file__).parents[2] / "completions"
SCHEMAS = Path(__file__).parents[2] / "docs" / "json"
WIDTHS = (40, 80, 100)
"""Columns of the generated pages, which `__main__` prints without loading Typer."""

GROUPS = {
    "GUIDED": ("wizard", "resume", "orders"),
    "ONE STEP AT A TIME": ("requirements", "search", "create", "register", "attach", "submit"),
    "CHECK AND TRACK": ("check", "status"),
    "MORE COMMANDS": (
        "customer",
        "plan",
        "batch",
        "regions",
        "forget",
        "auth",
        "sandbox",
        "completion",
        "help",
    ),
}


EXAMPLES = (
    ("sinch-order wizard --sandbox", "try the sandbox"),
    ("sinch-order requirements AU MOBILE", "requirements in Australia"),
    ("sinch-order status au-mobile-112 --watch", "watch a review"),
)


def command_tree() -> Any:
    """Return the whole app as a tree of Click commands."""
    return typer.main.get_command(build())


def root_help(width: int = LAID_OUT) -> str:
    """Return the program's help, with a line for each command."""
    tree = command_tree()
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(COMMANDS), "a command is in no group, or in two"
    lines = [
        *paragraph("Order Sinch phone numbers in countries that require registration.", width),
        *("", "USAGE", "  sinch-order COMMAND [options]"),
    ]
    for title, names in GROUPS.items():
        found = [(name.ljust(12), short(tree.commands[name])) for name in names]
        lines += ["", title, *definitions(found, width)]
    lines += ["", "EXAMPLES", *definitions(EXAMPLES, width), ""]
    lines += paragraph("Use --help with any command, and --version for the version.", width)
    lines += paragraph(f"More: sinch-order help {' | '.join(TOPICS)}", width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def help_pages(width: int) -> dict[str, str]:
    """Return every page by its name: "", `search`, `auth login`, `help workflow`."""
    pages = {"": root_help(width)}

    def walk(command: Any, called: str) -> None:
        context = typer.Context(
            command, info_name=f"sinch-order {called}", help_option_names=["-h", "--help"]
        )
        pages[called] = page(command, context, width) + "\n"
        for name, below in getattr(command, "commands", {}).items():
            walk(below, f"{called} {name}")

    for name, command in command_tree().commands.items():
        walk(command, name)
    for topic, text in TOPICS.items():
        pages[f"help {topic}"] = fit(shapes() if topic == "json" else text, width)
    return pages


def help_file(width: int) -> Path:
    """Return the path of the pages for a width."""
    return Path(__file__).with_name(f"help-{width}.txt")


def generated() -> dict[Path, str]:
    """Return every generated file with its content."""
    files = {}
    for width in WIDTHS:
        pages = help_pages(width).items()
        files[help_file(width)] = "".join(f"\f{name}\n{text}" for name, text in pages)
    for shell in SHELLS:
        files[COMPLETIONS / f"sinch-order.{SUFFIX[shell]}"] = script(shell)
    files[Path(__file__).parent / "completion" / "table.txt"] = table()
    for shape in SHAPES:
        files[SCHEMAS / f"{shape}.json"] = schema_text(shape)
    return files


def main() -> None:
    """Write the files."""
    for path, text in generated().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
