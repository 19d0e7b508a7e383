"""What is kept as the API has it, with its typed reading beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.api.models import NumberOrder, check_kept, read_kept
from sinch_order_cli.text import word

T = TypeVar("T", bound=Struct)


class Snapshot(Struct, dict=True):
    """Keeps the reading of its raw members, one of a kind, for as long as a member is the same.

    Readings are no fields: they are neither written nor compared. A member is replaced as a whole
    where it changes, never changed in place.
    """

    def read(self, kind: type[T], raw: Mapping[str, Any] | None) -> T:
        """What a raw member says."""
        known: tuple[Any, T] | None = self.__dict__.get(kind.__name__)
        if known is not None and known[0] is raw:
            return known[1]
        return self.keep(kind, raw, read_kept(kind, raw or {}))

    def keep(self, kind: type[T], raw: Mapping[str, Any] | None, found: T) -> T:
        """Note what a raw member says; an order's ID and state as words, which can be shown and
        typed into commands."""
        if isinstance(found, NumberOrder):
            plain, state = word(found.id_number_order), word(found.state)
            if (plain, state) != (found.id_number_order, found.state):
                found = replace(found, id_number_order=plain, state=state)
        self.__dict__[kind.__name__] = raw, found
        return found

    def check_one(self, kind: type[T], raw: Mapping[str, Any] | None) -> None:
        """See that a raw member was not changed into something else.

        Raises:
            ValueError: it was.
        """
        if raw:
            self.keep(kind, raw, check_kept(kind, raw))
