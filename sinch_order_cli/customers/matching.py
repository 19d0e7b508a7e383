"""Determine which fact each field of a form needs, from its words, section and neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from sinch_order_cli.customers.barred import barred
from sinch_order_cli.customers.concepts import in_context
from sinch_order_cli.customers.context import (
    ADDRESS,
    COMPANY,
    PERSON,
    SHARED,
    USE,
    Asked,
    Context,
    contexts,
)
from sinch_order_cli.customers.meaning import Meaning, at_most_likely
from sinch_order_cli.customers.owners import of_company, of_person, of_use, shared
from sinch_order_cli.customers.places import of_address
from sinch_order_cli.kyc.model import Section


def meanings(sections: Sequence[Section], region: str = "") -> dict[str, Meaning]:
    """Return the meaning of each field of a form, by path."""
    read = contexts(sections)
    return {
        asked.field.path: _meaning(asked, context, region)
        for context in read
        for asked in context.asked
    }


def _meaning(asked: Asked, context: Context, region: str) -> Meaning:
    never = barred(asked, context, region)
    if never is not None:
        return never
    concept = in_context(asked, context, region)
    if concept in COMPANY:
        found = of_company(asked, context, concept)
    elif concept in PERSON:
        found = of_person(asked, context, concept)
    elif concept in SHARED:
        found = shared(asked, context, concept)
    elif concept in ADDRESS:
        found = of_address(asked, context, concept)
    elif concept in USE or concept in ("sampleMessages",):
        found = of_use(asked, concept)
    else:
        return Meaning(reason="no fact matches")
    for doubt in (
        asked.doubt,
        "title and name refer to different people" if asked.role_doubt else "",
        f'"{context.title}" is about several' if _is_mixed(asked, context) else "",
        f"{_place(asked, context)} may have people of its own"
        if found.group == "people" and _place(asked, context)
        else "",
        "each number may have its own" if context.is_of_numbers and context.section.fields else "",
    ):
        if doubt:
            found = at_most_likely(found, doubt)
    return found


def _is_mixed(asked: Asked, context: Context) -> bool:
    """Return True if the section covers a company and people, and the field doesn't say which."""
    return context.is_mixed and not asked.role and asked.concept not in COMPANY - {"companyName"}


def _place(asked: Asked, context: Context) -> str:
    """Return the address role of the field or its section, which may have people of its own."""
    places = (asked.address_role, context.address_role)
    return next((one for one in places if one in ("billing", "service")), "")
