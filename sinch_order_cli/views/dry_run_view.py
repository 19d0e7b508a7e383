"""The requests that a command would send, for `--dry-run`."""

from __future__ import annotations

from collections.abc import Sequence

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.results import order_shapes


def print_requests(terminal: Terminal, requests: Sequence[order_shapes.Request]) -> None:
    """Print each request with its body to standard output."""
    terminal.note("Nothing was sent. The request would be:" if requests else "Nothing to send.")
    for request in requests:
        terminal.print(f"{request.method} {request.path}")
        if request.body is not None:
            terminal.print_json(request.body)
        if request.file:
            terminal.print(f"file: {request.file}")
