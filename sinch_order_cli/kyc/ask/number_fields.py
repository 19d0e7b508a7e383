"""Telling the field that takes one of the order's phone numbers from any other phone number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from sinch_order_cli.kyc.model import Field

_SURE = {"senderid", "msisdn", "e164", "e164number", "virtualnumber", "longnumber", "sinchnumber"}
_LIKELY = {"number", "phonenumber", "phone", "telephonenumber", "mobilenumber"}
_OF_A_PERSON = ("firstname", "lastname", "fullname", "surname", "email", "birth", "contact")
_SHORTEST = 8  # characters of a phone number with + and country code


def marked(fields: Sequence[Field]) -> list[Field]:
    """The fields of a row, with the one marked that is the number which the row is about.

    A row that describes a person holds that person's number, which is none of the order's.
    """
    person = any(word in _bare(field.name) for field in fields for word in _OF_A_PERSON)
    for wanted in (_SURE, set() if person else _LIKELY):
        for place, field in enumerate(fields):
            if _can_be_number(field) and {_bare(field.name), _bare(field.title)} & wanted:
                number = structs.replace(field, is_number=True)
                return [*fields[:place], number, *fields[place + 1 :]]
    return list(fields)


def _can_be_number(field: Field) -> bool:
    """Whether a number fits; a sender's name in letters is asked under the same names."""
    long_enough = field.max_length is None or field.max_length >= _SHORTEST
    return field.kind == "text" and long_enough and "letter" not in field.allowed


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
