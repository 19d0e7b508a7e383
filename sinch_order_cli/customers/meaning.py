"""What a field of a form wants: a fact as a form can name it, and how sure that is.

Whose it is is said by role, not by number: `find` finds the number in a customer. What is not sure
is said with its reason, and never guessed further.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, structs

from sinch_order_cli.customers.context import Asked, Context

Confidence = Literal["sure", "likely", "open", "never"]
Group = Literal["company", "addresses", "people", "use", ""]

FULL = ("street", "houseNumber", "line2", "postalCode", "city", "state", "country")
"""The parts of an address in one line."""


class Meaning(Struct, frozen=True, kw_only=True):
    """What a field wants.

    Attributes:
        group: the group of the fact, "" for none.
        parts: its names in the group; several are put together in this order.
        role: whose fact: the role of a person, or of an address; "self" for the customer as a
            person, "" where the form does not say.
        person: for an address, the role of the person whose it is; None for the company's.
        otherwise: another fact of the group that may be meant where the first does not pass.
        reason: why, in words for the user.
    """

    group: Group = ""
    parts: tuple[str, ...] = ()
    role: str = ""
    person: str | None = None
    otherwise: str = ""
    confidence: Confidence = "open"
    reason: str = ""


def at_most_likely(found: Meaning, doubt: str) -> Meaning:
    """The meaning with a doubt, so that it is proposed and no more."""
    if found.confidence != "sure":
        return found
    return structs.replace(found, confidence="likely", reason=f"{found.reason}, but {doubt}")


def said(asked: Asked) -> str:
    """The words that tell what a field asks for, to be shown."""
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
    """The words that tell whose a field is, to be shown behind `said`; "" for nobody's."""
    if not role:
        return ""
    return f" of {_ROLES[role]}" + ("" if asked.role == role else f' in "{context.title}"')
