"""Which words can be the name of a file; a server's words, and a person's, are asked here first."""

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
    """Return True if an order's file can have this name: no path, no hidden file."""
    return _NAME.match(text) is not None


def is_reserved(name: str) -> bool:
    """Return True for names that some system can't hold: Windows' devices, a dot at the end."""
    return _RESERVED.match(name) is not None or name.endswith(".")


def file_name(*words: str) -> str | None:
    """The words joined to the name of a file, None where one of them is no plain word.

    Regions and types come from a server: `../orders/au` must not lead anywhere.
    """
    return "-".join(words) if all(_WORD.match(word) for word in words) else None


def plain_name(text: str) -> str:
    """A name that every system can hold, as near to the text as can be."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")[: LONGEST - 8].rstrip("-._")
    return f"order-{plain}" if plain and is_reserved(plain) else plain or "order"


def checked_name(name: str) -> str:
    """The name, if an order can be called so.

    Raises:
        UsageError: it can't.
    """
    if is_name(name):
        return name
    raise UsageError(
        f"'{name}' is not a valid order name",
        reason="a name must have 1 to 64 characters of a-z, 0-9, '-', '_', '.' and begin with a-z "
        "or 0-9",
        hint="Choose another --name.",
        details=[{"flag": "--name", "problem": "not a possible name", "given": name}],
    )


def endings() -> Iterator[str]:
    """What makes a name that is taken another one: "", "-2", "-3", …"""
    yield ""
    yield from (f"-{count}" for count in itertools.count(2))
