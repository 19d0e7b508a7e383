"""The details of an error, as a person reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sinch_order_cli.errors import Hint
from sinch_order_cli.text import safe


def describe(
    detail: Mapping[str, Any], in_words: Callable[[Hint], str] = str, message: str = ""
) -> str:
    """One thing that is wrong, in one line: path, title, problem, what was given.

    A detail from a server's violation carries `field` and `description` instead. One that names
    no problem, or no place and only what `message` quotes already, is for programs: its line is "".

    Args:
        in_words: says what mends it.
        message: the sentence above the details.
    """
    where = [str(detail[key]) for key in ("path", "field", "where", "name") if detail.get(key)]
    title = str(detail.get("title") or "")
    place = " · ".join(dict.fromkeys([*where[:1], *([title] if title else [])]))
    problem = next((str(detail[key]) for key in ("problem", "description") if detail.get(key)), "")
    if not problem:
        return ""
    said = f"{place}: {problem}" if place else problem
    given = detail.get("given")
    if not place and given is not None and as_text(given) in message:
        return ""
    if given is not None and f'"{given}"' not in problem:
        stop = "" if said[-1] in ".!?␊" else "."
        said += f'{stop} You gave "{as_text(given)}".'
    if fix := detail.get("fix"):
        said += f" {in_words(fix)}"
    return safe(said, 1000)


def as_text(value: Any) -> str:
    """A value as people read it: text bare, all else as JSON."""
    from sinch_order_cli.api import exact

    return value if isinstance(value, str) else exact.encode(value).decode()
