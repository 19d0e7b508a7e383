"""The details of an error, as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sinch_order_cli.errors import Hint
from sinch_order_cli.text import safe


def describe(
    detail: Mapping[str, Any], in_words: Callable[[Hint], str] = str, message: str = ""
) -> str:
    """Return a detail on one line: path, title, problem, given value.

    Details from a server's violation have `field` and `description` instead. The line is "" for
    details meant for programs only: those without a problem, or that `message` already tells.

    Args:
        in_words: formats the fix.
        message: what is printed above the details.
    """
    where = [str(detail[key]) for key in ("path", "field", "where", "name") if detail.get(key)]
    title = str(detail.get("title") or "")
    place = " · ".join(dict.fromkeys([*where[:1], *([title] if title else [])]))
    problem = next((str(detail[key]) for key in ("problem", "description") if detail.get(key)), "")
    if not problem or (place and place in message and problem in message and not detail.get("fix")):
        return ""
    said = f"{place}: {problem}" if place else problem
    given = detail.get("given")
    if not place and given is not None and as_text(given) in message:
        return ""
    if given is not None and f'"{given}"' not in problem:
        said = f'{_ended(said)} You gave "{as_text(given)}".'
    if fix := detail.get("fix"):
        said = f"{_ended(said)} {in_words(fix)}"
    return safe(said, 1000)


def _ended(said: str) -> str:
    """Return a sentence with its full stop."""
    return said if said[-1] in ".!?␊" else f"{said}."


def as_text(value: Any) -> str:
    """Format a value for users: text without quotes, everything else as JSON."""
    import msgspec

    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
