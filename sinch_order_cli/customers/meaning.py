"""The meaning of a form's field: the fact it asks for, and how certain that is.

Owners are given by role, not by number; `find` resolves the number for a customer. An uncertain
meaning has a reason, and no further guess is made.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, structs

from sinch_order_cli.customers.context import Asked, Context

Confidence = Literal["sure", "likely", "open", "never"]
Group = Literal["company", "addresses", "people", "use", ""]

FULL = ("street", "houseNumber", "line2", "postalCode", "city", "state", "country")
"""The parts of a one-line address."""


class Meaning(Struct, frozen=True, kw_only=True):
    """The meaning of a field.

    Attributes:
        group: the group of the fact, "" for none.
        parts: its names in the group; several are joined in this order.
        role: the owner: the role of a person or of an address; "self" for the customer as a person,
            "" if the form doesn't say.
        person: for an address, the role of the person it belongs to; None for the company's.
        otherwise: another fact of the group, to use if the first is refused.
        reason: an explanation for the user.
    """

    group: Group = ""
    parts: tuple[str, ...] = ()
    role: str = ""
    person: str | None = None
    otherwise: str = ""
    confidence: Confidence = "open"
    reason: str = ""


def with_doubt(reason: str, doubt: str) -> str:
    """Return a reason with what makes it uncertain."""
    return f"{reason} and {doubt}" if ", but " in reason else f"{reason}, but {doubt}"


def at_most_likely(found: Meaning, doubt: str) -> Meaning:
    """Return the meaning with a doubt, so it is only proposed."""
    if found.confidence != "sure":
        return found
    return structs.replace(found, confidence="likely", reason=with_doubt(found.reason, doubt))


def said(asked: Asked) -> str:
    """Return the words of the field that name its concept, for display."""
    known = asked.title.concept or asked.extra.concept or not asked.name.concept
    return f'"{asked.field.title}"' if known else f'"{asked.field.title}" ({asked.field.name})'


_ROLES = {
    "contact": "the contact person",
    "legalRepresentative": "the legal representative",
    "director": "a director",
    "owner": "an owner",
    "endUser": "the end user",
    "authorisedSignatory": "the authorised signatory",
    "self": "the customer",
}


def whose(role: str, context: Context, asked: Asked) -> str:
    """Return the words that name the owner, to be shown after `said`; "" without one."""
    if not role:
        return ""
    return f" of {_ROLES[role]}" + ("" if asked.role == role else f' in "{context.title}"')
