"""Determine the address of a field: its owner, its role, and the parts that the field takes."""

from __future__ import annotations

from msgspec import structs

from sinch_order_cli.customers.context import ADDRESS, Asked, Context
from sinch_order_cli.customers.meaning import FULL, Meaning, at_most_likely, said


def of_address(asked: Asked, context: Context, concept: str) -> Meaning:
    """Return which address a field asks for, and which parts of it."""
    is_alone = concept == "country" and not context.has(ADDRESS, but=asked)
    says_code = "code" in f"{asked.field.title} {asked.field.name}".casefold()
    if is_alone and says_code and context.has(("phone",)):
        return Meaning(reason="may be the country code of the phone number")
    role = asked.address_role or context.address_role
    inherited = "" if role else context.address_role_before(asked)
    role = role or inherited
    if concept == "homeCity":
        concept, role = "city", role or "home"
    if concept == "incorporationCountry":
        found = Meaning(group="addresses", parts=("country",), role="registered", reason="")
        reason = f"{said(asked)}: the country of the registered address"
        return structs.replace(found, confidence="likely", reason=reason)
    person, doubt = _address_of(asked, context, role)
    found = Meaning(
        group="addresses",
        parts=_address_parts(asked, context, concept),
        role=role,
        person=person,
        confidence="sure",
        reason=said(asked) + (f", {role} address" if role else ""),
    )
    if len(found.parts) > 1:
        found = structs.replace(found, reason=f"{found.reason}; joined on one line")
    if concept == "suburb":
        doubt = doubt or "a suburb may be the city"
    elif concept == "building":
        doubt = doubt or "it may be the house number"
    elif concept == "street" and "building" in context.address_parts(asked):
        doubt = doubt or "the number may be asked for apart"
    elif len(found.parts) > 2 and "postalCode" not in found.parts:
        doubt = doubt or "the form asks for parts of the address separately"
    elif inherited:
        doubt = doubt or "only the field before it says which address"
    return at_most_likely(found, doubt) if doubt else found


def _address_of(asked: Asked, context: Context, role: str) -> tuple[str | None, str]:
    """Return the role of the address's owner, None for the company, and any doubt."""
    own = asked.role
    if own == "company" or role in ("registered", "business", "billing", "service"):
        return None, ""
    if own not in ("", "self"):
        return own, "" if role == "home" else "it asks for a person's address"
    if context.role not in ("", "company", "self"):
        doubt = "" if role == "home" and not context.has_company else "it may be the company's"
        return context.role, doubt
    if role == "home":
        return "", ""
    if context.has_person and not context.has_company and context.role != "company":
        return "self", ""
    if context.has_person and context.has_company:
        return None, "the form asks for person and company together"
    return None, "" if context.role != "self" or context.has_company else "nothing says whose"


def _address_parts(asked: Asked, context: Context, concept: str) -> tuple[str, ...]:
    """Return the facts that one address field takes, given the address's other fields."""
    beside = context.address_parts(asked)
    in_full = "fullAddress" in (asked.about.concept, asked.extra.concept) or any(
        one.several for one in (asked.about, asked.extra)
    )
    if concept in ("suburb",):
        return ("city",) if "city" not in beside else ("district",)
    if concept == "fullAddress":
        return FULL
    if concept in ("address", "line1", "street"):
        has_city = bool(beside & {"city", "homeCity", "suburb"})
        if concept == "address" and (in_full or not has_city):
            return tuple(part for part in FULL if part not in beside)
        is_apart = "houseNumber" in beside or ("number" in beside and concept != "line1")
        return ("street",) if is_apart else ("street", "houseNumber")
    return ("line2",) if concept == "building" else (concept,)
