"""The tables of the README created by benchmarks, each between two comments with its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Format a table; the first row is its header."""
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|---" * len(rows[0]) + "|", *body])


def put(name: str, table: str, path: Path = README) -> None:
    """Replace a table in the README.

    Raises:
        ValueError: the README has no place for it.
    """
    text = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    head, (_, rest) = text.partition(begin)[0], text.split(begin)
    path.write_text(f"{head}{begin}{table}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
