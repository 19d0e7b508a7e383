"""Arguments and options shared by several commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

import typer

from sinch_order_cli.errors import UsageError

Region = Annotated[str, typer.Argument(metavar="REGION", help="Country code, such as AU.")]
Type = Annotated[str, typer.Argument(metavar="TYPE", help="MOBILE, LOCAL or TOLL_FREE.")]
OrderRef = Annotated[
    str,
    typer.Argument(metavar="ORDER", help="Order name or ID, or the start of one."),
]
Pattern = Annotated[
    str,
    typer.Option(
        metavar="DIGITS",
        help="Digits the number must contain; a start pattern includes + and country code.",
    ),
]
Match = Annotated[
    str,
    typer.Option(
        metavar="WHERE", help="Where to match the digits: START, CONTAINS or END. Default: START."
    ),
]
Capability = Annotated[
    list[str] | None,
    typer.Option("--capability", metavar="NAME", help="SMS or VOICE. Repeat for both."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Skip the confirmation.")]
Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="FORMAT", help="Output format for programs: csv, tsv or json."
    ),
]
Exec = Annotated[
    str,
    typer.Option(
        "--exec",
        metavar="CMD",
        help="Run a command at each change. It gets the order as JSON on standard input.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the request without sending it.")]
AnswersFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="JSON file with the answers; - is standard input. Repeat for more files; later files "
        "win.",
    ),
]


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_LONGEST = 10 * 366 * 86400


def duration(text: str, flag: str, *, bare: bool = True) -> float:
    """Parse a duration and return it in seconds: 90, 90s, 15m, 2h, 30d or 4w.

    Args:
        flag: the option, for the error.
        bare: accept a number without a unit as seconds.

    Raises:
        UsageError: it is not a duration, or longer than ten years.
    """
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([smhdw]?)", text.strip().lower())
    seconds = float(match[1]) * _UNITS[match[2] or "s"] if match else 0.0
    if match is None or not (match[2] or bare) or seconds > _LONGEST:
        example = "90s, 15m or 2h" if bare else "30d, 12h or 4w"
        raise UsageError(
            f"{flag}: '{text}' is not a duration",
            hint=f"Use a duration such as {example}.",
            details=[{"flag": flag, "problem": "not a duration", "given": text}],
        )
    return seconds


def refuse_beside(flag: str, others: Mapping[str, object]) -> None:
    """Raise if other options are combined with a flag that ignores them.

    Args:
        others: the values given, by the name of their flag or argument.

    Raises:
        UsageError: one of them is given.
    """
    if given := [name for name, value in others.items() if value]:
        raise UsageError(
            f"{', '.join(given)} can't be combined with {flag}",
            reason=f"with {flag} nothing is sent",
            hint="Use only one of them.",
            details=[{"flag": name} for name in given],
        )
