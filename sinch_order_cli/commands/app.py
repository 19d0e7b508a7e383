"""The commands, and the only place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sinch_order_cli.commands import signals
from sinch_order_cli.commands.collecting import collect, collects
from sinch_order_cli.commands.help.help_format import COMMAND, GROUP
from sinch_order_cli.errors import (
    Hint,
    InterruptedByUser,
    OutputError,
    SinchOrderError,
    Suggestion,
    UsageError,
)

if TYPE_CHECKING:
    from sinch_order_cli.console.console import Terminal

COMMANDS: dict[str, tuple[str, str]] = {
    "wizard": ("wizard", "wizard"),
    "resume": ("wizard", "resume"),
    "orders": ("orders", "orders"),
    "requirements": ("lookup", "requirements"),
    "search": ("lookup", "search"),
    "create": ("create", "create"),
    "register": ("register", "register"),
    "attach": ("attach", "attach"),
    "submit": ("submit", "submit"),
    "check": ("check", "check"),
    "status": ("status", "status"),
    "customer": ("customer", "app"),
    "plan": ("plan", "plan"),
    "batch": ("batch", "app"),
    "regions": ("lookup", "regions"),
    "forget": ("orders", "forget"),
    "auth": ("auth", "app"),
    "sandbox": ("sandbox", "app"),
    "completion": ("completion.completion", "app"),
    "help": ("help_command", "help_"),
}
"""Each command's module in this package, and the function there. Modules are loaded only when their
command is called, which is essential for a fast start."""


_INTERRUPTED = 130


GROUPS = ("auth", "customer", "batch", "sandbox", "completion")
"""Commands that only have subcommands; on their own they print help."""


def build(only: str | None = None) -> typer.Typer:
    """Build the Typer app with all commands, or with only the one that is called."""
    app = typer.Typer(
        name="sinch-order",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name in [only] if only else COMMANDS:
        file, attribute = COMMANDS[name]
        found = getattr(import_module(f"sinch_order_cli.commands.{file}"), attribute)
        if isinstance(found, typer.Typer):
            _lay_out(found)
            app.add_typer(found, name=name, cls=GROUP)
        else:
            app.command(name, cls=COMMAND)(found)
    return app


def _lay_out(group: typer.Typer) -> None:
    """Use our help pages for a group's commands, including those of nested groups."""
    for below in group.registered_commands:
        below.cls = COMMAND
    for inner in group.registered_groups:
        inner.cls = GROUP
        if inner.typer_instance is not None:
            _lay_out(inner.typer_instance)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    signals.install_handlers()
    try:
        name = _command_name(arguments)
        if collects(arguments):
            collect()
        _refuse_what_is_no_text(arguments)
        code = build(name)(args=list(arguments), prog_name="sinch-order", standalone_mode=False)
        if code == _INTERRUPTED:  # Typer exits silently on Ctrl-C
            raise KeyboardInterrupt
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except typer.TyperException as error:
        return _fail(_usage_error(error, arguments), arguments)
    except SinchOrderError as error:
        error.hint = error.hints or _next_step(error, arguments)
        return _fail(error, arguments)
    except (KeyboardInterrupt, typer.Abort):
        return _fail(InterruptedByUser("Interrupted."), arguments)
    except OSError as error:
        return _fail_on_system(error, arguments)
    except Exception as error:
        return _fail(_unexpected(error), arguments)


def _root() -> None:
    """Order Sinch phone numbers in countries that require registration."""


def _command_name(arguments: Sequence[str]) -> str:
    """Return the called command.

    Raises:
        UsageError: there is no such command; similar ones are named.
    """
    name = arguments[0]
    if name in COMMANDS:
        return name
    from sinch_order_cli.commands.usage_errors import did_you_mean

    if name.startswith("-"):
        raise UsageError(
            f"{name} must follow the command",
            reason="the first word is the command",
            hint=Suggestion("search", "AU", "MOBILE", say="For example", json=True),
        )
    raise UsageError(
        f"unknown command '{name}'",
        reason=did_you_mean(name, COMMANDS),
        hint=Suggestion("--help", say="To list all commands"),
    )


def _refuse_what_is_no_text(arguments: Sequence[str]) -> None:
    """Reject undecodable bytes, except in the names of files and folders.

    Raises:
        UsageError: an argument, or a variable in use, contains such bytes.
    """
    for name, value in os.environ.items():
        sent = name.startswith("SINCH_") and name != "SINCH_ORDER_STATE_DIR"
        if sent and any("\ud800" <= char <= "\udfff" for char in value):
            raise UsageError(  # the value may be secret
                f"{name} is not text",
                reason="it contains bytes that are not UTF-8",
                hint=f"Set {name} again, in UTF-8.",
                details=[{"where": name, "problem": "contains bytes that are not UTF-8"}],
            )
    for argument in arguments:
        if any("\ud800" <= char <= "\udfff" for char in argument) and not Path(argument).exists():
            raise UsageError(
                f"'{argument}' is not text",
                reason="it contains bytes that are not UTF-8",
                hint="Set your terminal and its locale to UTF-8, then enter it again.",
            )


def _usage_error(error: typer.TyperException, arguments: Sequence[str]) -> SinchOrderError:
    from sinch_order_cli.commands.usage_errors import reworded

    usage = reworded(error)
    usage.hint = _next_step(usage, arguments)
    if (context := getattr(error, "ctx", None)) is not None:
        _, *called = context.command_path.split()
        usage.hint = Suggestion(*called, say="For details", help=True)
    return usage


def _next_step(error: SinchOrderError, arguments: Sequence[str]) -> Hint:
    """Return the next step for errors without a hint."""
    called, *given = arguments
    first = given[0] if given and not given[0].startswith("-") else ""
    if isinstance(error, UsageError):
        inner = [first] if called in GROUPS and first else []
        return Suggestion(called, *inner, say="For details", help=True)
    if isinstance(error, InterruptedByUser | OutputError):
        return ""
    if called in ("register", "attach", "submit", "check") and first:
        return Suggestion("status", first, say="To check the status")
    return "Run the command again with --verbose to see each request."


def _fail_on_system(error: OSError, arguments: Sequence[str]) -> int:
    """Handle an unexpected OSError, which comes from standard output where only Python writes to
    it.

    Other commands write through `Terminal`, which handles such errors itself.
    """
    only_writes = arguments[0] in ("help", "completion") or {"-h", "--help"} & set(arguments)
    if only_writes or isinstance(error, BrokenPipeError):
        return fail_to_write(error, arguments)
    return _fail(_unexpected(error), arguments)


def fail_to_write(error: OSError, arguments: Sequence[str]) -> int:
    """Report that standard output can't be written, and return the exit code."""
    from sinch_order_cli.console.streams import mute, output_error

    mute(sys.stdout)
    return 141 if isinstance(error, BrokenPipeError) else _fail(output_error(error), arguments)


def _unexpected(error: Exception) -> SinchOrderError:
    """Return the error for an unexpected exception, with the path of its report (without
    answers)."""
    from sinch_order_cli.commands.crash import write_report

    path = write_report(error)
    return SinchOrderError(
        "unexpected error",
        reason=f"the details are in {path}" if path else f"it was a {type(error).__name__}",
        hint="Your answers are saved. Run the command again. If it fails again, report it with "
        f"{'that file' if path else 'this text'}.",
    )


def _fail(error: SinchOrderError, arguments: Sequence[str]) -> int:
    terminal = _terminal(arguments)
    terminal.ended(error, complete=lambda: _blame(error, arguments))
    return error.exit_code


def _blame(error: SinchOrderError, arguments: Sequence[str]) -> None:
    from sinch_order_cli.commands.blame import blame

    blame(error, arguments)


def _terminal(arguments: Sequence[str]) -> Terminal:
    from sinch_order_cli.console.console import Terminal
    from sinch_order_cli.switches import is_on
    from sinch_order_cli.views.command_line import CommandLine

    before_end = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    json = "--json" in before_end or _given(before_end, "--format") == "json"
    sandbox = "--sandbox" in before_end
    line = CommandLine(sandbox=sandbox, project=_given(before_end, "--project"))
    try:
        line = CommandLine(
            sandbox=sandbox and not is_on(os.environ, "SINCH_ORDER_SANDBOX"),
            project=_given(before_end, "--project"),
        )
        return Terminal.from_environment(json=json, sandbox=sandbox, commands=line)
    except UsageError:  # the environment is invalid: report that
        streams = (sys.stdin, sys.stdout, sys.stderr)
        return Terminal(*streams, {"NO_COLOR": "1"}, json=json, sandbox=sandbox, commands=line)


def _given(arguments: list[str], flag: str) -> str:
    """Return the value of a flag, "" if it is not given."""
    for place, argument in enumerate(arguments):
        if argument == flag:
            return next(iter(arguments[place + 1 :]), "")
        if argument.startswith(f"{flag}="):
            return argument.partition("=")[2]
    return ""


def main() -> None:
    """Run the command line of this process, and exit."""
    sys.exit(run(sys.argv[1:]))
