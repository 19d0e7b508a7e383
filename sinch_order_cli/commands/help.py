"""`help TOPIC`: what does not fit on one command's page."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sinch_order_cli.commands.pages import columns, fit
from sinch_order_cli.commands.topics import TOPICS
from sinch_order_cli.errors import UsageError


def help_(
    topic: Annotated[
        list[str],
        typer.Argument(
            metavar="TOPIC…",
            help="workflow, answers, exit-codes or environment; or a command, such as create.",
        ),
    ],
) -> None:
    """Explain workflow, answers, exit-codes, environment, or a command.

    \b
    Examples:
      sinch-order help workflow
      sinch-order help exit-codes
      sinch-order help auth login
    """
    from sinch_order_cli.commands import app

    text = TOPICS.get(topic[0].lower())
    if text is not None:
        sys.stdout.write(fit(text, columns()))
    elif topic[0] in app.COMMANDS:
        app.build(topic[0])([*topic, "--help"], prog_name="sinch-order", standalone_mode=False)
    else:
        raise UsageError(
            f"there is no topic '{topic[0]}'",
            hint=f"Topics: {', '.join(TOPICS)}. All commands: sinch-order --help",
        )
