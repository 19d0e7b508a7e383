"""The errors of the command line's parser, in this program's words."""

from __future__ import annotations

import difflib
import re
from typing import Any

from sinch_order_cli.errors import UsageError
from sinch_order_cli.text import is_missing

_NUMBER = re.compile(r"'(.*)' is not a valid (?:int|float)(?: range)?", re.DOTALL)
_OUTSIDE = re.compile(r"(\S+) is not in the range")
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)
_NO_COMMAND = re.compile(r"No such command '([^']*)'")
_NO_VALUE = re.compile(r"Option '([^']*)' requires an argument")
_WITH_VALUE = re.compile(r"Option '([^']*)' does not take a value")


def reworded(error: Any) -> UsageError:
    """Return the error for one of the parser; unknown ones keep their message."""
    message = str(error.message or "")
    context = getattr(error, "ctx", None)
    if (parameter := getattr(error, "param", None)) is not None:
        return UsageError(_about_value(_name(parameter), parameter, message))
    if option := getattr(error, "option_name", ""):
        if _NO_VALUE.match(message):
            return UsageError(f"{option} needs a value")
        if _WITH_VALUE.match(message):
            return UsageError(f"{option} can't have a value")
        known = {name for one in _parameters(context) for name in one.opts}
        return UsageError(f"unknown option {option}", reason=did_you_mean(option, known))
    if found := _EXTRA.match(message):
        several = "s" if " " in found[1] else ""
        return UsageError(f"unexpected argument{several} '{found[1]}'")
    if (found := _NO_COMMAND.match(message)) and context is not None:
        group = context.command_path.partition(" ")[2]
        near = did_you_mean(found[1], context.command.commands, f"{group} ")
        return UsageError(f"unknown command '{group} {found[1]}'", reason=near)
    said = error.format_message().strip().rstrip(".")
    return UsageError(said[:1].lower() + said[1:])


def did_you_mean(given: str, known: Any, before: str = "") -> str:
    """Return "did you mean search?" with the names like a given one, "" if there are none.

    Args:
        before: written before each name.
    """
    bare = {name.lstrip("-"): name for name in known if name.startswith("--") or given[:1] != "-"}
    near = difflib.get_close_matches(given.lstrip("-"), bare, n=2)
    return f"did you mean {' or '.join(before + bare[one] for one in near)}?" if near else ""


def _about_value(name: str, parameter: Any, message: str) -> str:
    if not message:
        return is_missing([name])
    least, most = (getattr(parameter.type, one, None) for one in ("min", "max"))
    wanted = f"must be {'a whole number' if 'int' in parameter.type.name else 'a number'}"
    if least is not None:
        wanted = f"must be {least} {'or more' if most is None else f'to {most}'}"
    if found := _NUMBER.match(message) or _OUTSIDE.match(message):
        return f"{name} {wanted}, not '{found[1]}'"
    return f"{name}: {message[:1].lower()}{message[1:].rstrip('.')}"


def _parameters(context: Any) -> list[Any]:
    return [] if context is None else context.command.get_params(context)


def _name(parameter: Any) -> str:
    """Return the long flag of an option, or the name of an argument."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name.upper())
