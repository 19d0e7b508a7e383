"""`completion show|install|uninstall`: scripts for bash, zsh, fish and PowerShell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from sinch_order_cli.commands.completion_files import (
    SHELLS,
    add_block,
    remove_block,
    script,
    startup_file,
    target,
)
from sinch_order_cli.errors import SinchOrderError, UsageError

app = typer.Typer(
    help="Completion for bash, zsh, fish and powershell.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Shell = Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")]


@app.command()
def show(shell: Shell) -> None:
    """Print a shell's completion script.

    \b
    Example:
      sinch-order completion show bash
    """
    typer.echo(script(_shell(shell)), nl=False)


@app.command()
def install(shell: Shell = "") -> None:
    """Put the script where your shell looks for it.

    \b
    Example:
      sinch-order completion install
    """
    name = _shell(shell)
    path = target(name, Path.home(), os.environ)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script(name), encoding="utf-8")
        typer.echo(f"Wrote {path}")
        if found := startup_file(name, Path.home(), os.environ):
            add_block(*found)
            typer.echo(f"Named it in {found[0]}")
    except OSError as error:
        raise SinchOrderError(
            f"can't write {error.filename}", reason=error.strerror or str(error)
        ) from error
    typer.echo("Open a new shell to use it. To undo: sinch-order completion uninstall")


@app.command()
def uninstall(shell: Shell = "") -> None:
    """Take away what `completion install` put there, and nothing else.

    \b
    Example:
      sinch-order completion uninstall
    """
    name = _shell(shell)
    path = target(name, Path.home(), os.environ)
    try:
        if path.exists():
            path.unlink()
            typer.echo(f"Removed {path}")
        else:
            typer.echo(f"Nothing is installed for {name}.")
        found = startup_file(name, Path.home(), os.environ)
        if found and remove_block(found[0]):
            typer.echo(f"Took our lines out of {found[0]}")
    except OSError as error:
        raise SinchOrderError(
            f"can't change {error.filename}", reason=error.strerror or str(error)
        ) from error


def _shell(given: str) -> str:
    """The shell that is meant: the one given, else the user's own.

    Raises:
        UsageError: it is none that there is a script for.
    """
    name = given.lower() or Path(os.environ.get("SHELL", "")).name
    name = {"pwsh": "powershell"}.get(name, name)
    if name not in SHELLS:
        raise UsageError(
            f"there is no completion for '{name}'" if name else "can't tell which shell you use",
            hint=f"Name one: sinch-order completion show {SHELLS[0]} (or {', '.join(SHELLS[1:])})",
        )
    return name
