"""`help TOPIC`: what does not fit on one command's page."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sinch_order_cli.commands.topics import TOPICS
from sinch_order_cli.errors import UsageError


def help_(
    topic: Annotated[
        str, typer.Argument(metavar="TOPIC", help="workflow, answers, exit-codes or environment.")
    ],
) -> None:
    """Explain a topic: workflow, answers, exit-codes, environment.

    \b
    Examples:
      sinch-order help workflow
      sinch-order help exit-codes
    """
    text = TOPICS.get(topic.lower())
    if text is None:
        from sinch_order_cli.commands.app import COMMANDS

        known = ", ".join(TOPICS)
        hint = f"See: sinch-order {topic} --help" if topic in COMMANDS else f"Topics: {known}"
        raise UsageError(f"there is no topic '{topic}'", hint=hint)
    sys.stdout.write(text)
