"""Choose the prompter for a terminal."""

from __future__ import annotations

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.prompts.prompter import Prompter, RefusingPrompter


def prompter_for(terminal: Terminal) -> Prompter:
    """Return the prompter for the terminal. Heavy imports wait until the first question."""
    if not terminal.interactive:
        return RefusingPrompter()
    if terminal.accessible or not terminal.stderr_tty:
        # Redrawing needs a terminal to draw on: with `2> file`, questions are plain lines.
        from sinch_order_cli.prompts.plain_prompter import PlainPrompter

        return PlainPrompter(terminal)
    from sinch_order_cli.prompts.terminal_prompter import TerminalPrompter

    return TerminalPrompter(terminal)
