"""Data stored as in the API, with their typed form cached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.api.order_models import NumberOrder, check_kept, read_kept
from sinch_order_cli.text import word

T = TypeVar("T", bound=Struct)


class Snapshot(Struct, dict=True):
    """Caches the typed form of raw members, one of each type, until a member is replaced.

    The cache is not a field, so it is neither saved nor compared. Raw members are replaced as a
    whole, and never changed in place.
    """

    def read(self, kind: type[T], raw: Mapping[str, Any] | None) -> T:
        """Return the typed form of a raw member."""
        known: tuple[Any, T] | None = self.__dict__.get(kind.__name__)
        if known is not None and known[0] is raw:
            return known[1]
        return self.keep(kind, raw, read_kept(kind, raw or {}))

    def keep(self, kind: type[T], raw: Mapping[str, Any] | None, found: T) -> T:
        """Cache the typed form of a raw member. An order's ID and state are sanitised, to be shown
        and typed in commands."""
        if isinstance(found, NumberOrder):
            plain, state = word(found.id_number_order), word(found.state)
            if (plain, state) != (found.id_number_order, found.state):
                found = replace(found, id_number_order=plain, state=state)
        self.__dict__[kind.__name__] = raw, found
        return found

    def check_one(self, kind: type[T], raw: Mapping[str, Any] | None) -> None:
        """Check that a raw member has valid types.

        Raises:
            ValueError: it has not.
        """
        if raw:
            self.keep(kind, raw, check_kept(kind, raw))
