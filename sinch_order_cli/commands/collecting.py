"""When garbage is collected: not in a command that is over in a moment."""

from __future__ import annotations

import gc
from collections.abc import Sequence

LASTING = ("wizard", "resume", "batch", "sandbox")
"""Commands that run for as long as somebody works, or as a server is needed."""


def collects(arguments: Sequence[str]) -> bool:
    """Whether a command line may run for so long that its garbage would add up."""
    return arguments[0] in LASTING or "--watch" in arguments


def collect() -> None:
    """Collect from now on, and leave alone what was imported so far: none of it is garbage."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
