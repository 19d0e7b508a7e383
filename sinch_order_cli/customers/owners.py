"""Determine the owner of facts about the company, its people, and the use of the numbers."""

from __future__ import annotations

from msgspec import structs

from sinch_order_cli.customers.context import COMPANY, PERSON, Asked, Context
from sinch_order_cli.customers.meaning import Group, Meaning, at_most_likely, said, whose

_COMPANY_NUMBERS = ("registrationNumber", "vatNumber", "taxNumber")
_OTHER_NUMBER = {
    "registrationNumber": "taxNumber",
    "taxNumber": "registrationNumber",
    "vatNumber": "taxNumber",
    "legalForm": "kind",
}
_USES = {"useDescription": "description", "monthlyVolume": "monthlyVolume", "optIn": "optIn"}


def of_company(asked: Asked, context: Context, concept: str) -> Meaning:
    """Return the meaning of a field that only a company can have."""
    shaped = concept in ("shapedNumber", "uid", "uidNumber")
    fact = {"companyName": "name", "shapedNumber": "taxNumber"}.get(concept, concept)
    found = Meaning(
        group="company",
        parts=(fact,),
        otherwise=_OTHER_NUMBER.get(fact, ""),
        confidence="sure",
        reason=said(asked),
    )
    owns = {asked.role or context.role} - {"", "company", "self"}
    is_persons = bool(owns) or context.role not in ("", "company", "self")
    if owns and (shaped or fact in _COMPANY_NUMBERS):
        return Meaning(reason=f'"{context.title}" is about a person, not about the company')
    if is_persons:
        found = at_most_likely(found, f'"{context.title}" is about a person')
    if shaped:
        found = at_most_likely(found, "more than one number has that name")
    if asked.concept == "":
        found = at_most_likely(found, "it names the company, but no fact about it")
    vague = asked.concept in ("name", "legalName") and "company" not in (asked.role, context.role)
    if vague and not context.has(COMPANY - {"companyName"}):
        found = at_most_likely(found, "it may be the name of a person")
    return found


def _person_role(asked: Asked, context: Context) -> tuple[str, str]:
    """Return the owner of a person's field, and any doubt."""
    if asked.role not in ("", "company"):
        return asked.role, ""
    if context.role not in ("", "company"):
        return context.role, ""
    before = context.before(asked)
    if before is not None and before.role not in ("", "company", "self"):
        return before.role, "only the field before it says whose it is"
    if asked.about.role not in ("", "company"):
        return asked.about.role, "only the description says whose it is"
    return "", ""


def of_person(asked: Asked, context: Context, concept: str) -> Meaning:
    """Return the meaning of a field that only a person can have, with its owner."""
    role, doubt = _person_role(asked, context)
    parts = {
        "fullName": ("firstName", "lastName"),
        "personTitle": ("title",),
        "firstSurname": ("lastName",),
    }.get(concept, (concept,))
    reason = said(asked) + whose(role, context, asked)
    found = Meaning(group="people", parts=parts, role=role, confidence="sure", reason=reason)
    if concept == "fullName":
        found = structs.replace(found, reason=f"{reason}; first and last name joined")
    if concept == "firstSurname":
        found = at_most_likely(found, "the last name may be two")
    if asked.concept == "":
        found = at_most_likely(found, "it names the person, but no fact about them")
    if concept == "idExpires" and not context.has(("idNumber", "idType"), but=asked):
        found = at_most_likely(found, "it may be the expiry of something else")
    if context.section.repeatable:
        found = at_most_likely(found, "there may be several such people")
    return at_most_likely(found, doubt) if doubt else found


def shared(asked: Asked, context: Context, concept: str) -> Meaning:
    """Return the meaning of an email address or phone number, which companies and people have."""
    if asked.address_role in ("billing", "service"):
        return Meaning(reason=f'about {asked.address_role}, which has no "{concept}" of its own')
    company = Meaning(group="company", parts=(concept,), confidence="sure", reason=said(asked))
    role = asked.role or context.role
    is_own = asked.role not in ("", "company", "self")
    mixed = context.has_person and context.has_company and not is_own
    if role == "company" or (role in ("", "self") and not context.has_person):
        if role == "company" and (asked.role or not context.has_person):
            return company
        if context.has_company and not context.has_person and not _named_people(context):
            return company if role == "" else at_most_likely(company, "it may be a person's")
        if role == "company" or context.has_company:
            return _after(asked, context, concept)
    if not role and mixed:
        return _after(asked, context, concept)
    found, doubt = _person_role(asked, context)
    meaning = Meaning(
        group="people",
        parts=(concept,),
        role=found,
        confidence="sure",
        reason=said(asked) + whose(found, context, asked),
    )
    if mixed and role == "self":
        doubt = "it may be the company's"
    if not found and not context.has_person:
        doubt = "nothing says whose it is"
    if context.section.repeatable:
        doubt = doubt or "there may be several such people"
    return at_most_likely(meaning, doubt) if doubt else meaning


def _named_people(context: Context) -> bool:
    return any(one.role not in ("", "company", "self") for one in context.asked)


def _after(asked: Asked, context: Context, concept: str) -> Meaning:
    """Take the owner of the nearest preceding field, as a proposal at most."""
    before = context.before(asked)
    person = before is not None and (
        before.concept in PERSON or before.role not in ("", "company", "self")
    )
    reason = f"{said(asked)}, but only the field before it says whose it is"
    if person and before is not None:
        role = before.role if before.role not in ("company", "self") else ""
        group: Group = "people"
        return Meaning(group=group, parts=(concept,), role=role, confidence="likely", reason=reason)
    return Meaning(group="company", parts=(concept,), confidence="likely", reason=reason)


def of_use(asked: Asked, concept: str) -> Meaning:
    """Return the meaning of a field about the numbers' use: a proposal, as each may differ."""
    has_choices = asked.field.kind in ("choice", "choices")
    if concept == "usePurpose":
        part = "kind" if has_choices else "description"
    else:
        part = _USES.get(concept, concept)
    reason = f"{said(asked)}, but what a number is used for may differ"
    return Meaning(group="use", parts=(part,), confidence="likely", reason=reason)
