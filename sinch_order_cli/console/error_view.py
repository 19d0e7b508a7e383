"""The details of an error, as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sinch_order_cli.errors import Hint
from sinch_order_cli.text import safe


def describe(
    detail: Mapping[str, Any],
    in_words: Callable[[Hint], str] = str,
    message: str = "",
    hint: str = "",
) -> str:
    """Return a detail on one line: path, title, problem, given value.

    Details from a server's violation have `field` and `description` instead. The line is "" for
    details meant for programs only: those without a problem, or that `message` already tells.

    Args:
        in_words: formats the fix.
        message: what is printed above the details, and is not repeated.
        hint: what is printed below the details, and is not repeated.
    """
    problem = next((str(detail[key]) for key in ("problem", "description") if detail.get(key)), "")
    if not problem:
        return ""
    places = _places(detail)
    flag = str(detail.get("flag") or "")
    named = [*places, flag] if places and flag else places
    told = _told(problem, message) and (not named or any(_told(one, message) for one in named))
    if not places and flag and not _told(flag, problem):
        places = [flag]
    said = "" if told else ": ".join(filter(None, (" · ".join(places), problem)))
    given = "" if detail.get("given") is None else as_text(detail["given"])
    name = re.split(r"[/\\]", given)[-1]
    if given and f'"{given}"' not in problem and not _told(name or given, message):
        said = _and(said, f'You gave "{given}".')
    fix = in_words(detail.get("fix") or "")
    if fix and fix not in hint.splitlines():
        said = _and(said, fix)
    return safe(said, 1000)


def _places(detail: Mapping[str, Any]) -> list[str]:
    """Return the path and the title that a detail is about."""
    where = [str(detail[key]) for key in ("path", "field", "where", "name") if detail.get(key)]
    title = str(detail.get("title") or "")
    return list(dict.fromkeys([*where[:1], *([title] if title else [])]))


def _told(text: str, message: str) -> bool:
    """Return True if a message has a text, as whole words."""
    found = re.escape(text.rstrip("."))
    return re.search(rf"(?<!\w){found}(?!\w)", message, re.IGNORECASE) is not None


def _and(said: str, more: str) -> str:
    return f"{_ended(said)} {more}" if said else more


def _ended(said: str) -> str:
    """Return a sentence with its full stop."""
    return said if said[-1] in ".!?␊" else f"{said}."


def as_text(value: Any) -> str:
    """Format a value for users: text without quotes, everything else as JSON."""
    import msgspec

    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
