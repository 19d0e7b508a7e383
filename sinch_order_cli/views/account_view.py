"""The credentials in use, or deleted, as text."""

from __future__ import annotations

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.results import account_shapes


def print_credentials(terminal: Terminal, used: account_shapes.Credentials) -> None:
    """Print verified credentials and their source."""
    terminal.print(f"Project  {used.project_id} (from {used.project_source})")
    terminal.print(f"Key      {used.key_id or 'an access token'} (from {used.source})")
    terminal.success("The credentials are valid.")


def print_logged_out(terminal: Terminal, done: account_shapes.LoggedOut) -> None:
    """Print the deleted key, if any."""
    if done.removed is None:
        terminal.note("No credentials are stored.")
    else:
        terminal.success(f"The key {done.removed} was deleted from this machine.")
