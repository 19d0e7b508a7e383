"""Validate file names that contain words from a server or a user."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from sinch_order_cli.errors import UsageError

LONGEST = 64

_NAME = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST - 1}}}\Z", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_]{1,32}\Z", re.ASCII)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z")


def is_name(text: str) -> bool:
    """Return True if an order's file can have this name: not a path, not a hidden file."""
    return _NAME.match(text) is not None


def is_reserved(name: str) -> bool:
    """Return True for names that some systems forbid: Windows devices, a dot at the end."""
    return _RESERVED.match(name) is not None or name.endswith(".")


def file_name(*words: str) -> str | None:
    """Join words to a file name; None if one is not a plain word.

    Regions and types come from a server, and `../orders/au` must not be used as a path.
    """
    return "-".join(words) if all(_WORD.match(word) for word in words) else None


def plain_name(text: str) -> str:
    """Return a name valid on every system, as similar to the text as possible."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")[: LONGEST - 8].rstrip("-._")
    return f"order-{plain}" if plain and is_reserved(plain) else plain or "order"


def checked_name(name: str) -> str:
    """Return the name if it is valid for an order.

    Raises:
        UsageError: it is not.
    """
    if is_name(name):
        return name
    raise UsageError(
        f"'{name}' is not a valid order name",
        reason="a name must have 1 to 64 characters of a-z, 0-9, '-', '_', '.' and begin with a-z "
        "or 0-9",
        hint="Choose another --name.",
        details=[{"flag": "--name", "problem": "not a valid order name", "given": name}],
    )


def endings() -> Iterator[str]:
    """Yield suffixes that make a name unique: "", "-2", "-3", …"""
    yield ""
    yield from (f"-{count}" for count in itertools.count(2))


def short_name(region_code: str, number_type: str, phone_number: str = "") -> str:
    """A local name that speaks: `au-mobile`, and `au-mobile-112` once the number is known."""
    base = f"{region_code}-{number_type}".lower().replace("_", "-")
    digits = "".join(c for c in phone_number if c.isdigit())
    return f"{base}-{digits[-3:]}" if digits else base
