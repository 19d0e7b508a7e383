"""Garbage collection: turned off for short commands."""

from __future__ import annotations

import gc
from collections.abc import Sequence

LASTING = ("wizard", "resume", "batch", "sandbox")
"""Commands that run for a long time."""


def collects(arguments: Sequence[str]) -> bool:
    """Return True if a command may run so long that garbage would accumulate."""
    return arguments[0] in LASTING or "--watch" in arguments


def collect() -> None:
    """Turn garbage collection on, excluding everything imported so far."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
