"""The completion table, read from the app: commands, options, and the kind of each value.

`commands/generate.py` writes it to `table.txt`, whose sections the engine reads as needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from string import ascii_uppercase
from typing import Any

import typer
from msgspec import Struct

from sinch_order_cli.api.countries import country_name
from sinch_order_cli.commands.app import COMMANDS, build
from sinch_order_cli.commands.completion.install import SHELLS
from sinch_order_cli.commands.help.help_format import short
from sinch_order_cli.commands.help.topics import TOPICS
from sinch_order_cli.console.spreadsheet import FORMATS
from sinch_order_cli.customers.model import DOCUMENT_KINDS
from sinch_order_cli.service.batch_state import UNTIL
from sinch_order_cli.workflow.create_request import CAPABILITIES, NUMBER_TYPES, SEARCH_PATTERNS
from sinch_order_cli.workflow.states import STATES

_CODES = map("".join, product(ascii_uppercase, repeat=2))

FIXED: dict[str, dict[str, str]] = {
    "region": {code: country_name(code) for code in _CODES if country_name(code) != code},
    "type": dict.fromkeys(NUMBER_TYPES, ""),
    "capability": dict.fromkeys(CAPABILITIES, ""),
    "match": dict.fromkeys(SEARCH_PATTERNS, ""),
    "topic": dict.fromkeys([*TOPICS, *COMMANDS], ""),
    "document-kind": dict.fromkeys(DOCUMENT_KINDS, ""),
    "shell": dict.fromkeys(SHELLS, ""),
    "format": dict.fromkeys(FORMATS, ""),
    "until": {"usable": "SMS and voice are set up"},
    "step": dict.fromkeys(UNTIL, ""),
    "final-state": {row.name: "" for row in STATES.values() if row.final},
}
"""Kinds of values with fixed words, and their descriptions. The last one is never typed: it lists
the states of orders that can no longer be changed."""

FREE = "text"
"""The kind of a value that can't be completed."""

_KINDS = {
    "REGION": "region",
    "REGION[/TYPE]…": "region",
    "TYPE": "type",
    "ORDER": "open-order",
    "ORDER…": "open-order",
    "FILE": "file",
    "FILE…": "file",
    "DIR": "dir",
    "WHERE": "match",
    "TOPIC…": "topic",
    "SHELL": "shell",
    "FORMAT": "format",
    "KIND": "document-kind",
    "CUSTOMER": "customer",
    "STEP": "step",
    "usable": "until",
} | dict.fromkeys(
    (
        "30d",
        "90d",
        "DIGITS",
        "+E164",
        "ID",
        "N",
        "NAME",
        "NEW",
        "PATH=VALUE",
        "TIME",
        "URL",
        "VALUE",
    ),
    FREE,
)
_KINDS |= dict.fromkeys(
    ("NAME…", "FACT=VALUE", "FACT=VALUE…", "DATE", "OLD", "PATH", "PATH=FACT"), FREE
)
_KINDS |= dict.fromkeys(("CMD", "EUR=5", "REF"), FREE)
"""The kind of a value by its metavar in the help."""

_EXCEPTIONS = {
    ("attach", "id"): "attachment",
    ("attach", "document_type"): "document-type",
    ("search", "capability"): "capability",
    ("create", "capability"): "capability",
    ("create", "from_"): "order",
    ("customer add", "from_"): "order",
    **{
        (f"customer {command}", "name"): "customer"
        for command in ("show", "set", "match", "document add", "document list", "document remove")
    },
    ("customer forget", "name"): "customer",
    ("customer rename", "old"): "customer",
    ("plan", "customer"): "customer",
    ("resume", "into"): "order",
    ("forget", "order"): "order",
    ("status", "order"): "order",
}
"""Values whose metavar is not specific enough."""


class Option(Struct, frozen=True):
    """An option; `kind` is "" for a flag, which takes no value."""

    names: tuple[str, ...]
    help: str
    kind: str
    repeatable: bool


class Argument(Struct, frozen=True):
    """A positional argument."""

    kind: str
    repeatable: bool


class Command(Struct, frozen=True):
    """A command as typed, such as `auth login`; "" is the program itself."""

    path: str
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...]
    commands: dict[str, str]
    """Its subcommands, and their short help."""


def table() -> str:
    """Return the text of `table.txt`: a section for each command, and for each kind with fixed
    words.

    A section is a form feed, its name and its rows: `names, kind, help` for an option or a command,
    with an empty name for an argument. A + after the kind marks what may be repeated.
    """
    text = ""
    for one in commands():
        rows = [(",".join(o.names), _repeated(o.kind, o.repeatable), o.help) for o in one.options]
        rows += [("", _repeated(a.kind, a.repeatable), "") for a in one.arguments]
        rows += [(name, "", about) for name, about in one.commands.items()]
        text += _section(one.path, rows)
    for kind, words in FIXED.items():
        text += _section(f"<{kind}>", list(words.items()))
    return text


def _section(name: str, rows: Sequence[tuple[str, ...]]) -> str:
    return f"\f{name}\n" + "".join("\t".join(row) + "\n" for row in rows)


def _repeated(kind: str, repeatable: bool) -> str:
    return f"{kind}+" if repeatable else kind


def commands() -> list[Command]:
    """Return all commands of the app, the program itself first.

    Raises:
        LookupError: a value's metavar in the help is not in `_KINDS`.
    """
    return _walk(typer.main.get_command(build()), "")


def _walk(command: Any, path: str) -> list[Command]:
    below = dict(getattr(command, "commands", {}))
    options = [_option(path, one) for one in command.params if one.param_type_name == "option"]
    options.append(Option(("--help", "-h"), "Show this help.", "", False))
    if not path:
        options.append(Option(("--version", "-V"), "Show the version.", "", False))
    here = Command(
        path=path,
        options=tuple(options),
        arguments=tuple(
            Argument(_kind(path, one), one.nargs == -1)
            for one in command.params
            if one.param_type_name == "argument"
        ),
        commands={name: short(one) for name, one in below.items() if not one.hidden},
    )
    rest = [_walk(one, f"{path} {name}".strip()) for name, one in below.items() if not one.hidden]
    return [here, *(one for found in rest for one in found)]


def _option(path: str, option: Any) -> Option:
    kind = "" if option.is_flag else _kind(path, option)
    names = tuple(sorted(option.opts, key=len, reverse=True))
    return Option(names, option.help or "", kind, option.multiple)


def _kind(path: str, parameter: Any) -> str:
    exception = _EXCEPTIONS.get((path, parameter.name))
    if exception:
        return exception
    metavar = (parameter.metavar or "").strip("[]")
    if metavar not in _KINDS:
        where = f"{__name__}._KINDS"
        raise LookupError(f"`{path}` calls {parameter.name} '{metavar}': say how in {where}")
    return _KINDS[metavar]
