"""What all results share: the version, and `warnings`."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

VERSION = 1
"""The version of all shapes. A new member keeps it; one that goes or changes does not."""


class Part(Struct, rename="camel"):
    pass


class Result(Part, kw_only=True):
    """What a command prints with `--json`; `warnings` always stand in it."""

    warnings: list[str] | UnsetType = UNSET
