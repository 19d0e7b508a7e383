"""The completion scripts, made from the table of the app's commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sinch_order_cli.commands.completion.table import FIXED, FREE, STORED, Command, Option, commands

TEMPLATES = Path(__file__).with_name("templates")


def script(shell: str) -> str:
    """The completion script of one of `SHELLS`."""
    makers: dict[str, Callable[[list[Command]], dict[str, str]]] = {
        "bash": _bash,
        "zsh": _zsh,
        "fish": _fish,
        "powershell": _powershell,
    }
    text = (TEMPLATES / f"completion.{shell}").read_text(encoding="utf-8")
    for mark, content in makers[shell](commands()).items():
        text = text.replace(f"@@{mark}@@\n", content)
    return text


def _spec(option: Option) -> str:
    """`--match,-m=match+`: names, the kind of the value, + where it may be repeated."""
    kind = f"={option.kind}" if option.kind else ""
    return f"{','.join(option.names)}{kind}{'+' if option.repeatable else ''}"


def _kinds(command: Command) -> list[str]:
    return [f"{one.kind}{'+' if one.repeatable else ''}" for one in command.arguments]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _bash(found: list[Command]) -> dict[str, str]:
    table = "".join(
        f"        {_quoted(one.path)})\n"
        f"            options={_quoted(' '.join(map(_spec, one.options)))}\n"
        f"            arguments={_quoted(' '.join(_kinds(one)))}\n"
        f"            commands={_quoted(' '.join(one.commands))} ;;\n"
        for one in found
    )
    fixed = "".join(
        f"        {kind}) words={_quoted(' '.join(words))} ;;\n" for kind, words in FIXED.items()
    )
    return {"TABLE": table, "FIXED": fixed}


def _fish(found: list[Command]) -> dict[str, str]:
    def quoted(text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def case(one: Command) -> str:
        options = " ".join(quoted(f"{_spec(option)}|{option.help}") for option in one.options)
        below = " ".join(quoted(f"{name}|{about}") for name, about in one.commands.items())
        return (
            f"        case {quoted(one.path)}\n"
            f"            set options {options}\n"
            f"            set arguments {' '.join(_kinds(one))}\n"
            f"            set commands {below}\n"
        )

    fixed = ""
    for kind, words in FIXED.items():
        listed = " ".join(f"{quoted(word)} {quoted(about)}" for word, about in words.items())
        fixed += f"        case {kind}\n            printf '%s\\t%s\\n' {listed}\n"
    return {"TABLE": "".join(map(case, found)), "FIXED": fixed}


def _zsh(found: list[Command]) -> dict[str, str]:
    root = found[0]
    below = {one.path: one for one in found[1:]}
    table = ""
    for name in root.commands:
        one = below[name]
        table += f"        {name})\n"
        if one.commands:
            table += _zsh_group(one, below)
        else:
            table += f"          _arguments -S : \\\n{_zsh_specs(one, 12)}\n          ;;\n"
    names = "".join(
        f"    {_quoted(one.path)})\n      commands=({_zsh_described(one.commands)}) ;;\n"
        for one in found
        if one.commands
    )
    fixed = "".join(
        f"    {kind}) words=({_zsh_described(words)}) ;;\n" for kind, words in FIXED.items()
    )
    root_options = "".join(f"{_zsh_option(option, 4)} \\\n" for option in root.options)
    return {"COMMANDS": names, "FIXED": fixed, "ROOT": root_options, "TABLE": table}


def _zsh_group(group: Command, below: dict[str, Command]) -> str:
    named = f" {_quoted(group.path)}" if " " in group.path else f" {group.path}"
    text = (
        "          _arguments -C -S : \\\n"
        f"            {_quoted(f'1: : _sinch_order_commands{named}')} \\\n"
        "            '*:: :->below' && return\n"
        "          case $words[1] in\n"
    )
    for name in group.commands:
        command = below[f"{group.path} {name}"]
        if command.commands:  # a group in a group
            text += f"            {name})\n{_zsh_group(command, below)}"
        else:
            specs = _zsh_specs(command, 14)
            text += f"            {name}) _arguments -S : \\\n{specs} ;;\n"
    return text + "          esac\n          ;;\n"


def _zsh_specs(command: Command, indent: int) -> str:
    specs = [_zsh_option(option, indent) for option in command.options]
    for place, argument in enumerate(command.arguments, 1):
        where = "*" if argument.repeatable else str(place)
        action = _zsh_action(argument.kind)
        specs.append(" " * indent + _quoted(f"{where}:{argument.label}:{action}"))
    return " \\\n".join(specs)


def _zsh_option(option: Option, indent: int) -> str:
    help = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    help = help.replace(":", "\\:")
    value = f":{option.kind}:{_zsh_action(option.kind)}" if option.kind else ""
    equals = "=" if option.kind and option.names[0].startswith("--") else ""
    if option.repeatable:
        return " " * indent + _quoted(f"*{option.names[0]}{equals}[{help}]{value}")
    exclusive = f"({' '.join(option.names)})"
    return " " * indent + " ".join(
        _quoted(f"{exclusive}{name}{equals if name.startswith('--') else ''}[{help}]{value}")
        for name in option.names
    )


def _zsh_action(kind: str) -> str:
    if kind == FREE:
        return " "
    if kind == "file":
        return "_files"
    if kind == "dir":
        return "_files -/"
    if kind in STORED:
        return f"_sinch_order_{kind.replace('-', '_')}s"
    # After a space, as zsh takes it: the words as they are, with no options put among them.
    return f" _sinch_order_value {kind}"


def _zsh_described(words: dict[str, str]) -> str:
    def pair(word: str, about: str) -> str:
        return _quoted(word.replace(":", "\\:") + (f":{about}" if about else ""))

    return " ".join(pair(word, about) for word, about in words.items())


def _powershell(found: list[Command]) -> dict[str, str]:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def pairs(words: list[tuple[str, str]]) -> str:
        return ", ".join(f"@({quoted(word)}, {quoted(about)})" for word, about in words)

    table = ""
    for one in found:
        options = pairs([(_spec(option), option.help) for option in one.options])
        arguments = ", ".join(map(quoted, _kinds(one)))
        # A comma before a pair that stands alone keeps PowerShell from unrolling it.
        alone = ", " if len(one.options) == 1 else ""
        table += (
            f"        {quoted(one.path)} = @{{ Options = @({alone}{options}); "
            f"Arguments = @({arguments}); "
            f"Commands = @({', ' if len(one.commands) == 1 else ''}"
            f"{pairs(list(one.commands.items()))}) }}\n"
        )
    fixed = "".join(
        f"        {quoted(kind)} = @({pairs(list(words.items()))})\n"
        for kind, words in FIXED.items()
    )
    return {"TABLE": table, "FIXED": fixed}
