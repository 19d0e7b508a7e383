"""The wizard: six steps, a screen for each, from the first question to the review."""

from sinch_order_cli.terminal.wizard.flow import Wizard

__all__ = ["Wizard"]
