"""The common part of all results: the version, and `warnings`."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

VERSION = 1
"""The version of all shapes. Adding a member doesn't change it; removing or changing one does."""


class Part(Struct, rename="camel"):
    pass


class Result(Part, kw_only=True):
    """The JSON output of a command; it always contains `warnings`."""

    warnings: list[str] | UnsetType = UNSET
