"""`help TOPIC`: information about more than one command."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sinch_order_cli.commands.help.help_format import columns, fit
from sinch_order_cli.commands.help.topics import TOPICS
from sinch_order_cli.errors import UsageError


def help_(
    topic: Annotated[
        list[str],
        typer.Argument(
            metavar="TOPIC…",
            help="workflow, answers, exit-codes, environment, customers or json; or a command, "
            "such as create.",
        ),
    ],
) -> None:
    """Explain a topic or a command.

    `help json SHAPE` prints the JSON Schema of a command's --json output.

    \b
    Examples:
      sinch-order help workflow
      sinch-order help exit-codes
      sinch-order help json order
      sinch-order help auth login
    """
    from sinch_order_cli.commands import app

    text = TOPICS.get(topic[0].lower())
    if topic[0].lower() == "json":
        sys.stdout.write(_schema(topic[1]) if topic[1:] else fit(shapes(), columns()))
    elif text is not None:
        sys.stdout.write(fit(text, columns()))
    elif topic[0] in app.COMMANDS:
        app.build(topic[0])([*topic, "--help"], prog_name="sinch-order", standalone_mode=False)
    else:
        raise UsageError(
            f"unknown topic '{topic[0]}'",
            hint=f"Topics: {', '.join(TOPICS)}. To see all commands: sinch-order --help",
        )


def shapes() -> str:
    """Return the topic `json`, with a line for each shape."""
    from sinch_order_cli.results.catalogue import SHAPES

    lines = [f"  {name:<16} {printed_by}\n" for name, (_, printed_by) in SHAPES.items()]
    return TOPICS["json"].format(shapes="".join(lines))


def _schema(shape: str) -> str:
    """Return the JSON Schema of a shape.

    Raises:
        UsageError: there is no such shape.
    """
    from sinch_order_cli.results.catalogue import SHAPES, schema_text

    if shape not in SHAPES:
        raise UsageError(
            f"unknown shape '{shape}'",
            hint="To list them: sinch-order help json",
            details=[{"flag": "SHAPE", "problem": "unknown shape", "given": shape}],
        )
    return schema_text(shape)
