"""Distinguish the field for a phone number of the order from other phone fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from sinch_order_cli.kyc.model import Field

_SURE = {"senderid", "msisdn", "e164", "e164number", "virtualnumber", "longnumber", "sinchnumber"}
_LIKELY = {"number", "phonenumber", "phone", "telephonenumber", "mobilenumber"}
_OF_A_PERSON = ("firstname", "lastname", "fullname", "surname", "email", "birth", "contact")
_SHORTEST = 8  # characters of the shortest phone number with + and country code


def mark_number_field(fields: Sequence[Field]) -> list[Field]:
    """Return a row's fields, with the field for the row's phone number of the order marked.

    A row that describes a person contains that person's own phone number, not the order's.
    """
    person = any(word in _bare(field.name) for field in fields for word in _OF_A_PERSON)
    for wanted in (_SURE, set() if person else _LIKELY):
        for place, field in enumerate(fields):
            if _can_be_number(field) and {_bare(field.name), _bare(field.title)} & wanted:
                number = structs.replace(field, is_number=True)
                return [*fields[:place], number, *fields[place + 1 :]]
    return list(fields)


def names_own_number(name: str) -> bool:
    """Return True if a field of this name is surely for a phone number of the order."""
    return _bare(name) in _SURE


def _can_be_number(field: Field) -> bool:
    """Return True if the field accepts a phone number; alphanumeric senders use the same field
    names."""
    long_enough = field.max_length is None or field.max_length >= _SHORTEST
    return field.kind == "text" and long_enough and "letter" not in field.allowed


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
