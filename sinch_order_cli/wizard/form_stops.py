"""The stops of a form session: questions, and the ends of lists of rows."""

from __future__ import annotations

from msgspec import Struct

from sinch_order_cli.kyc.model import Field, Section


class Spot(Struct, frozen=True):
    """A question and its position: `number` of `count` in its section, counted from 1."""

    field: Field
    section: Section
    number: int
    count: int

    @property
    def path(self) -> str:
        return self.field.path


class RowList(Struct, frozen=True):
    """The end of a list of rows, where another row can be added."""

    section: Section
    rows: int

    @property
    def path(self) -> str:
        return f"{self.section.path}.+"


Stop = Spot | RowList
"""A stop of the form session."""
