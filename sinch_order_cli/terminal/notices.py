"""Lines on the way: a wait before the next try, an answer that was mended, a request made."""

from __future__ import annotations

from sinch_order_cli.api.retry import Retry
from sinch_order_cli.kyc.model import Change
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.text import safe


def retrying(terminal: Terminal, retry: Retry) -> None:
    """Say that a request is tried again, why, and after how many seconds."""
    wait = f"{retry.wait_seconds:.0f} s" if retry.wait_seconds >= 1 else "a moment"
    terminal.note(f"{safe(retry.reason)}; trying again in {wait} (attempt {retry.attempt + 1}).")


def changed(terminal: Terminal, change: Change) -> None:
    """Show an answer that was mended without asking."""
    before, after = safe(str(change.before)), safe(str(change.after))
    terminal.note(f'{safe(change.title)}: "{before}" is taken as "{after}".', indent=2)


def traced(terminal: Terminal, line: str) -> None:
    """Show a request or an answer, as `--verbose` asks; it holds no secret and no answer."""
    terminal.note(terminal.style(safe(line), "dim"))
