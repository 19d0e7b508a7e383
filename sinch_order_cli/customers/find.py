"""Find which of a customer's people and addresses a form means, and how certain that is."""

from __future__ import annotations

from msgspec import Struct

from sinch_order_cli.customers.meaning import FULL, Confidence, Meaning, with_doubt
from sinch_order_cli.customers.model import Customer

_NEAR = {
    "legalRepresentative": ("authorisedSignatory", "director", "owner", "contact"),
    "authorisedSignatory": ("legalRepresentative", "director", "owner", "contact"),
    "director": ("legalRepresentative", "owner", "authorisedSignatory"),
    "owner": ("director", "legalRepresentative"),
    "contact": ("authorisedSignatory", "legalRepresentative", "director", "owner", "endUser"),
    "endUser": ("contact", "owner"),
    "": ("contact",),
    "self": ("contact",),
}
"""Alternative roles, most likely first, if no person has the role itself."""

_ONE_MAN = ("self", "", "endUser", "contact", "owner")
"""Roles that a private customer or sole trader has in person."""


class Found(Struct, frozen=True, kw_only=True):
    """The facts for a field. Without all those in `needed`, the field stays open."""

    facts: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    otherwise: str = ""
    confidence: Confidence = "open"
    reason: str = ""


def found_in(customer: Customer, meaning: Meaning, row: int | None = None) -> Found:
    """Return this customer's facts for a meaning.

    Args:
        row: the row in a section with several, such as the owners; None otherwise.
    """
    if meaning.group in ("company", "use"):
        if meaning.group == "company" and customer.kind == "person":
            return _of_private(customer, meaning)
        return _with(meaning, meaning.group, meaning.confidence, meaning.reason)
    if meaning.group == "people":
        number, confidence, doubt = person_with(customer, meaning.role, row)
    else:
        number, confidence, doubt = _address(customer, meaning)
    if number is None:
        return Found(reason=f"{meaning.reason}; {doubt}")
    worse = confidence if meaning.confidence == "sure" else meaning.confidence
    reason = with_doubt(meaning.reason, doubt) if doubt else meaning.reason
    return _with(meaning, f"{meaning.group}.{number}", worse, reason)


def _with(meaning: Meaning, group: str, confidence: Confidence, reason: str) -> Found:
    found = tuple(f"{group}.{part}" for part in meaning.parts)
    needed = found
    if meaning.group == "addresses" and len(found) > 1:
        wanted = ("street", "city") if set(meaning.parts) >= {"street", "city"} else ("street",)
        needed = tuple(f"{group}.{part}" for part in wanted)
    other = f"{group}.{meaning.otherwise}" if meaning.otherwise else ""
    return Found(facts=found, needed=needed, otherwise=other, confidence=confidence, reason=reason)


def _of_private(customer: Customer, meaning: Meaning) -> Found:
    """Answer a company's field for a private customer, using only facts that a person also has."""
    part = meaning.parts[0]
    if part in ("kind", "taxNumber", "website", "industry"):
        confidence: Confidence = "sure" if part == "kind" else "likely"
        worse = confidence if meaning.confidence == "sure" else meaning.confidence
        return _with(meaning, "company", worse, meaning.reason)
    if part in ("email", "phone", "name"):
        parts = ("firstName", "lastName") if part == "name" else (part,)
        number, _, doubt = person_with(customer, "self")
        if number is None:
            return Found(reason=f"{meaning.reason}; {doubt}")
        found = tuple(f"people.{number}.{one}" for one in parts)
        reason = f"{meaning.reason}, but the customer is a person"
        return Found(facts=found, needed=found, confidence="likely", reason=reason)
    return Found(reason=f"{meaning.reason}; the customer is a person")


def person_with(
    customer: Customer, role: str, row: int | None = None
) -> tuple[int | None, Confidence, str]:
    """Return the number of the person with a role, how certain that is, and any doubt."""
    people = customer.numbers("people")
    if not people:
        return None, "open", "the customer has no people"
    having = customer.with_role("people", role)
    if row is not None and len(having) > 1:
        return (having[row], "likely", "") if row < len(having) else (None, "open", "no more")
    if row:
        return None, "open", "the customer has no more such people"
    if len(having) == 1:
        return having[0], "sure", ""
    if having:
        return having[0], "likely", "several people have that role"
    alone = len(people) == 1
    if alone and customer.kind in ("person", "soleTrader") and role in _ONE_MAN:
        return people[0], "sure", ""
    if role in ("", "self") and customer.kind in ("person", "soleTrader"):
        users = customer.with_role("people", "endUser") or customer.with_role("people", "owner")
        if len(users) == 1:
            return users[0], "sure", ""
    for near in _NEAR.get(role, ()):
        if found := customer.with_role("people", near):
            doubt = (
                "the form doesn't say whose"
                if role in ("", "self")
                else "the person has another role"
            )
            return found[0], "likely", doubt
    if alone:
        return people[0], "likely", "the person has another role"
    return None, "open", "none of the customer's people has that role"


def _address(customer: Customer, meaning: Meaning) -> tuple[int | None, Confidence, str]:
    """Return the number of the address meant, how certain that is, and any doubt."""
    if not customer.numbers("addresses"):
        return None, "open", "the customer has no address"
    if meaning.person is not None or customer.kind == "person":
        return _home(customer, meaning)
    role = meaning.role
    wanted = {"": ("registered", "business"), "postal": ()}.get(role, (role,))
    for one in wanted:
        having = customer.with_role("addresses", one)
        if len(having) == 1:
            return having[0], "sure", ""
        if having:
            return having[0], "likely", "there are several such addresses"
    for one in ("registered", "business", "service", "billing"):
        if having := customer.with_role("addresses", one):
            differs = "the saved address has another use" if role else ""
            return having[0], "likely", differs or "it is no registered address"
    bare = [n for n in customer.numbers("addresses") if not _role_of(customer, n)]
    if len(bare) == 1 and len(customer.numbers("addresses")) == 1:
        return (
            bare[0],
            "sure" if not role else "likely",
            "" if not role else "its purpose isn't stated",
        )
    return None, "open", "the customer has no such address"


def _home(customer: Customer, meaning: Meaning) -> tuple[int | None, Confidence, str]:
    """Return a person's address: the one named in the person's facts, or the only home address."""
    number, confidence, doubt = person_with(customer, meaning.person or "self")
    own = customer.facts.get(f"people.{number}.address") if number is not None else None
    of_role = customer.with_role("addresses", meaning.role) if meaning.role else []
    if meaning.role not in ("", "home") and of_role:
        return of_role[0], "sure" if len(of_role) == 1 else "likely", ""
    if own is not None:
        is_home = _role_of(customer, int(own)) in ("home", "") or meaning.role != "home"
        return int(own), confidence if is_home else "likely", doubt
    homes = customer.with_role("addresses", "home")
    everything = customer.numbers("addresses")
    if customer.kind in ("person", "soleTrader") and len(homes or everything) == 1:
        is_other = meaning.role not in ("", "home")
        differs = "the saved address has another use" if is_other or not homes else ""
        is_sure = customer.kind == "person" and not is_other
        return (homes or everything)[0], "sure" if is_sure else "likely", differs
    if len(homes) == 1 and len(customer.numbers("people")) == 1:
        return homes[0], "likely", "it may be another person's"
    return None, "open", "the customer has no address of that person"


def _role_of(customer: Customer, number: int) -> str:
    return str(customer.facts.get(f"addresses.{number}.role") or "")


__all__ = ["FULL", "Found", "found_in", "person_with"]
