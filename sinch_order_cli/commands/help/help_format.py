"""Help pages, formatted for the terminal's width.

A command's docstring is the text of its page, with the `Examples:` at the end. Long examples
continue with a backslash, so that they can be pasted at any width.
"""

from __future__ import annotations

import inspect
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from typer.core import TyperCommand, TyperGroup

from sinch_order_cli.errors import UsageError

WIDEST = 100
"""Longer lines are hard to read, even on wide terminals."""

NARROW = 60
"""Columns below which terms and descriptions are not side by side."""

LAID_OUT = 80
"""Columns of the program's pre-generated help."""

_SHARED = ("json", "no_input", "sandbox", "project", "verbose", "quiet", "help")

Definition = tuple[str, str]
"""A term, and its description."""


class _Page(TyperCommand):
    """A command with a custom help page. It rejects empty and repeated values."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _refuse_second_value(self, ctx, args)
        rest = super().parse_args(ctx, args)
        _refuse_empty(self, ctx)
        return rest

    def get_help(self, ctx: Any) -> str:
        return page(self, ctx, columns())


class _GroupPage(TyperGroup):
    """A command with subcommands; on its own it prints its help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ["--help"])

    def get_help(self, ctx: Any) -> str:
        return page(self, ctx, columns())


def _refuse_second_value(command: Any, context: Any, arguments: list[str]) -> None:
    """Reject a second value of a single-valued option, which Click would silently use instead.

    Raises:
        UsageError: names each flag.
    """
    _, _, given = command.make_parser(context).parse_args(args=list(arguments))
    counts = Counter(
        max(one.opts, key=len)
        for one in given
        if one.param_type_name == "option" and not one.is_flag and not one.multiple
    )
    if twice := [flag for flag, count in counts.items() if count > 1]:
        raise UsageError(
            f"{' and '.join(twice)} {'is' if len(twice) == 1 else 'are'} given more than once",
            hint="Give it once.",
            details=[{"flag": flag, "problem": "given more than once"} for flag in twice],
        )


def _refuse_empty(command: Any, context: Any) -> None:
    """Reject empty values, such as `"$PLAN"` if PLAN is not set.

    Raises:
        UsageError: names each flag.
    """
    empty = []
    for one in command.params:
        value = context.params.get(one.name)
        values = value if isinstance(value, (list, tuple)) else [value]
        if any(isinstance(text, str) and not text.strip() for text in values) and (
            context.get_parameter_source(one.name).name == "COMMANDLINE"
        ):
            is_option = one.param_type_name == "option"
            empty.append(max(one.opts, key=len) if is_option else one.metavar)
    if empty:
        raise UsageError(
            f"{' and '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty",
            reason="the value may come from an unset shell variable",
            hint="Give a value, or leave the option out.",
            details=[{"flag": flag} for flag in empty],
        )


COMMAND, GROUP = _Page, _GroupPage


def columns() -> int:
    """Return the terminal's width."""
    return min(shutil.get_terminal_size().columns, WIDEST)


def page(command: Any, context: Any, width: int) -> str:
    """Return the complete help of a command."""
    text, examples = split(command.help or "")
    first, _, rest = text.partition("\n\n")
    lines = [*paragraph(first, width), "", "USAGE", *_usage(command, context, width)]
    for further in rest.split("\n\n") if rest else []:
        lines += ["", *paragraph(further, width)]
    below = getattr(command, "commands", {})
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.get_params(context) if one.param_type_name == "option"]
    sections = {
        "COMMANDS": [(name, short(one)) for name, one in below.items() if not one.hidden],
        "ARGUMENTS": [(one.metavar, one.help or "") for one in arguments],
        "OPTIONS": [_option(one) for one in options if one.name not in _SHARED],
        "ON EVERY COMMAND": [_option(one) for one in options if one.name in _SHARED],
    }
    for title, found in sections.items():
        if found:
            lines += ["", title, *definitions(found, width)]
    if examples:
        lines += ["", "EXAMPLES", *(part for one in examples for part in example(one, width))]
    return "\n".join(lines)


def split(docstring: str) -> tuple[str, list[str]]:
    """Split a docstring into its text and the command lines of its examples."""
    text, _, rest = inspect.cleandoc(docstring).partition("\b\n")
    examples = [line.strip() for line in rest.splitlines()[1:]]
    return text.strip(), [line for line in examples if line]


def short(command: Any) -> str:
    """Return a command's short help: the first line of its docstring, without a full stop."""
    return " ".join(split(command.help or "")[0].partition("\n\n")[0].split()).rstrip(".")


def paragraph(text: str, width: int, indent: int = 0) -> list[str]:
    """Wrap a text."""
    return textwrap.wrap(
        " ".join(text.split()),
        max(width, 20),
        initial_indent=" " * indent,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def definitions(found: Sequence[Definition], width: int) -> list[str]:
    """Format terms and descriptions: side by side, or below each other on narrow terminals."""
    if width < NARROW:
        pairs = [[*example(word, width), *paragraph(about, width, 6)] for word, about in found]
        return [line for pair in pairs for line in pair]
    beside = max(len(word) for word, _ in found) + 4
    lines = []
    for word, about in found:
        first, *more = paragraph(about, width, beside) or [" " * beside]
        lines += [f"  {word}".ljust(beside) + first[beside:], *more]
    return [line.rstrip() for line in lines]


def example(line: str, width: int) -> list[str]:
    """Format a command line; if too long, continue it with a backslash before an option."""
    pieces = [part for piece in _pieces(line) for part in _narrowed(piece, width)]
    lines, current = [], f"  {pieces[0]}"
    for piece in pieces[1:]:
        if len(current) + 1 + len(piece) + 2 <= width:
            current += f" {piece}"
        else:
            lines.append(f"{current} \\")
            current = f"      {piece}"
    return [*lines, current]


def _narrowed(piece: str, width: int) -> list[str]:
    """Wrap a part of a command line at words if it is too wide."""
    if len(piece) + 2 <= width or '"' in piece:
        return [piece]
    return textwrap.wrap(piece, width - 4, break_long_words=False, break_on_hyphens=False)


def _pieces(line: str) -> list[str]:
    """Split a command line where it may be wrapped: before options, files and pipes."""
    pieces: list[str] = []
    for word in line.split(" "):
        if not pieces or word.startswith(("-", ">", "<", "|", '"')):
            pieces.append(word)
        else:
            pieces[-1] += f" {word}"
    return pieces


_DEEP = " " * 10


def fit(text: str, width: int) -> str:
    """Format a topic's text for a terminal.

    Consecutive lines form a paragraph. Lines with a gap in them are a list of terms and
    descriptions, which deeply indented lines continue. Lines that start with the program's name are
    command lines.
    """
    lines: list[str] = []
    for kind, group in groupby(_joined(text.splitlines()), key=_kind):
        block = list(group)
        indent = len(block[0]) - len(block[0].lstrip())
        if kind == "example":
            lines += [part for line in block for part in example(line.strip(), width)]
        elif kind == "definition":
            lines += definitions([_apart(line) for line in block], width)
        elif kind == "text":
            lines += paragraph(" ".join(block), width, indent)
        else:
            lines += block
    return "\n".join(lines) + "\n"


def _joined(lines: Iterable[str]) -> list[str]:
    """Join the lines that continue a description."""
    found: list[str] = []
    for line in lines:
        if found and line.startswith(_DEEP) and _kind(found[-1]) == "definition":
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
    return found


def _kind(line: str) -> str:
    if not line.strip() or line == line.upper() or line.strip().startswith("{"):
        return "as it is"
    if line.strip().startswith("sinch-order "):
        return "example"
    return "definition" if "  " in line.strip() else "text"


def _apart(line: str) -> Definition:
    word, _, about = line.strip().partition("  ")
    return word, about.strip()


def _usage(command: Any, context: Any, width: int) -> list[str]:
    words: Iterable[str] = (
        one.metavar if one.required else f"[{one.metavar}]"
        for one in command.params
        if one.param_type_name == "argument"
    )
    if getattr(command, "commands", None):
        words = ["COMMAND"]
    return paragraph(" ".join([context.command_path, *words, "[options]"]), width, 2)


def _option(option: Any) -> Definition:
    names = ", ".join(sorted(option.opts, key=len))
    value = "" if option.is_flag else f" {option.metavar}"
    about = (option.help or "").replace("Show this message and exit.", "Show this page.")
    return names + value, about
