"""`completion show|install|uninstall`: scripts for bash, zsh, fish and PowerShell."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sinch_order_cli.commands.completion.install import (
    SHELLS,
    add_block,
    place,
    remove_block,
    remove_script,
    script,
    write_script,
)
from sinch_order_cli.errors import SinchOrderError, Suggestion, UsageError

app = typer.Typer(
    help="""Set up completion for bash, zsh, fish or PowerShell.

    \b
    Examples:
      sinch-order completion install
      sinch-order completion uninstall
    """,
    rich_markup_mode=None,
)

Shell = Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")]


@app.command()
def show(shell: Shell) -> None:
    """Print a shell's completion script.

    \b
    Examples:
      sinch-order completion show fish
      source <(sinch-order completion show bash)
    """
    # Bytes: on Windows, text mode would change the line ends.
    sys.stdout.buffer.write(script(_shell(shell, "show")).encode())


@app.command()
def install(shell: Shell = "") -> None:
    """Install the completion script for your shell and show its path.

    Without SHELL, detects your shell.

    \b
    Examples:
      sinch-order completion install
      sinch-order completion install fish
    """
    name = _shell(shell, "install")
    where = place(name, Path.home(), os.environ)
    try:
        write_script(where.script, script(name))
        typer.echo(f"Wrote {where.script}")
        if where.startup:
            add_block(where.startup, where.lines)
            typer.echo(f"Added it to {where.startup}")
    except OSError as error:
        raise _cannot("write", error, where.script) from error
    from sinch_order_cli.views.command_line import CommandLine

    undo = CommandLine()(Suggestion("completion uninstall", name))
    typer.echo(f"Open a new shell to use it. To undo: {undo}")


@app.command()
def uninstall(shell: Shell = "") -> None:
    """Remove what `completion install` added.

    \b
    Examples:
      sinch-order completion uninstall
      sinch-order completion uninstall fish
    """
    name = _shell(shell, "uninstall")
    where = place(name, Path.home(), os.environ)
    try:
        if remove_script(where.script):
            typer.echo(f"Removed {where.script}")
        else:
            typer.echo(f"Nothing is installed for {name}.")
        for path in where.candidates:
            if remove_block(path):
                typer.echo(f"Removed the completion lines from {path}")
    except OSError as error:
        raise _cannot("change", error, where.script) from error


def _cannot(verb: str, error: OSError, path: Path) -> SinchOrderError:
    return SinchOrderError(
        f"can't {verb} {error.filename or path}",
        reason=error.strerror or str(error),
        hint=Suggestion("completion show", "SHELL", ">", "FILE", say="To save it elsewhere"),
    )


def _shell(given: str, verb: str) -> str:
    """Return the given shell, or the user's own.

    Args:
        verb: what the command does, for the error.

    Raises:
        UsageError: there is no script for it.
    """
    own = Path(os.environ.get("SHELL", "")).name or ("powershell" if os.name == "nt" else "")
    name = (given.strip().lower() or own).removesuffix(".exe")
    name = {"pwsh": "powershell"}.get(name, name)
    if name not in SHELLS:
        raise UsageError(
            f"'{name}' is not a supported shell" if name else "your shell could not be detected",
            hint=[
                f"Use one of {', '.join(SHELLS)}.",
                Suggestion(f"completion {verb}", SHELLS[0], say="For example"),
            ],
        )
    return name
