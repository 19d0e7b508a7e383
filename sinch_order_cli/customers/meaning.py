"""Which fact a field of a form wants, told from its words, its section and its neighbours.

A meaning names a fact as a form can: whose it is by role, not by number. `fill` finds the number
in a customer. What is not sure is said with its reason, and never guessed further.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, structs

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
from sinch_order_cli.kyc.model import Section

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


_COMPANY_NUMBERS = ("registrationNumber", "vatNumber", "taxNumber")
_OTHER_NUMBER = {
    "registrationNumber": "taxNumber",
    "taxNumber": "registrationNumber",
    "vatNumber": "taxNumber",
    "legalForm": "kind",
}
_USES = {"useDescription": "description", "monthlyVolume": "monthlyVolume", "optIn": "optIn"}
_SIGNS_AS_FIRMA = ("IT", "ES", "MX", "AR", "CO", "CL", "PE")
"""Where "firma" on a form is a signature and not a company."""


def meanings(sections: Sequence[Section], region: str = "") -> dict[str, Meaning]:
    """What each field of a form wants, by its path."""
    read = contexts(sections)
    return {
        asked.field.path: _meaning(asked, context, region)
        for context in read
        for asked in context.asked
    }


def _meaning(asked: Asked, context: Context, region: str) -> Meaning:
    barred = _barred(asked, context, region)
    if barred is not None:
        return barred
    concept = _in_context(asked, context, region)
    if concept in COMPANY:
        found = _of_company(asked, context, concept)
    elif concept in PERSON:
        found = _of_person(asked, context, concept)
    elif concept in SHARED:
        found = _shared(asked, context, concept)
    elif concept in ADDRESS:
        found = _of_address(asked, context, concept)
    elif concept in USE or concept in ("sampleMessages",):
        found = _of_use(asked, context, concept)
    else:
        return Meaning(reason="no fact is known to fit")
    for doubt in (
        asked.doubt,
        "title and name speak of different people" if asked.role_doubt else "",
        f'"{context.title}" is about several' if _is_mixed(asked, context) else "",
        f"{_place(asked, context)} may have people of its own"
        if found.group == "people" and _place(asked, context)
        else "",
        "each number may have its own" if context.is_of_numbers and context.section.fields else "",
    ):
        if doubt:
            found = _at_most_likely(found, doubt)
    return found


def _is_mixed(asked: Asked, context: Context) -> bool:
    """Whether the section is about a company and people, and the field does not say of whom."""
    return context.is_mixed and not asked.role and asked.concept not in COMPANY - {"companyName"}


def _place(asked: Asked, context: Context) -> str:
    """The address that the field or its section is about, where people of its own may be there."""
    places = (asked.address_role, context.address_role)
    return next((one for one in places if one in ("billing", "service")), "")


def _at_most_likely(found: Meaning, doubt: str) -> Meaning:
    if found.confidence != "sure":
        return found
    return structs.replace(found, confidence="likely", reason=f"{found.reason}, but {doubt}")


def _barred(asked: Asked, context: Context, region: str) -> Meaning | None:
    """A field that is never filled, or that no fact is for."""
    field, texts = asked.field, (asked.title, asked.name)
    if field.is_number:
        return Meaning(confidence="never", reason="the number itself")
    if field.kind == "consent":
        return Meaning(confidence="never", reason="a consent is yours to give")
    if any(one.signed for one in texts):
        return Meaning(confidence="never", reason="a signature or a sender ID")
    if region in _SIGNS_AS_FIRMA and "firma" in (asked.field.name.casefold(), field.title.lower()):
        return Meaning(confidence="never", reason="a signature")
    if any(one.consents for one in texts):
        return Meaning(confidence="never", reason="a confirmation is yours to give")
    if field.kind in ("boolean", "json"):
        return Meaning(reason="no fact is a yes or no" if field.kind == "boolean" else "raw JSON")
    if context.signed and asked.concept not in USE:
        return Meaning(confidence="never", reason=f'part of "{context.title}"')
    if len(asked.title.roles) > 1 and not asked.title.role:
        return Meaning(reason="it speaks of several at once")
    bar = next((one.bar for one in (*texts, asked.extra) if one.bar), "")
    if bar:
        return Meaning(reason=f'about something else ("{bar}")')
    if context.bar:
        return Meaning(reason=f'part of "{context.title}", about something else')
    if context.is_of_numbers and not context.section.repeatable and asked.concept in SHARED:
        return Meaning(confidence="never", reason="may be the number itself")
    return None


def _in_context(asked: Asked, context: Context, region: str) -> str:
    """The concept, made exact by section, neighbours and country; "" where it can't be."""
    concept = asked.concept
    if concept in ("name", "legalName", ""):
        return _which_name(asked, context, concept)
    if concept == "number":
        street = context.has(("street", "line1", "address"), but=asked) and not asked.title.roles
        return "houseNumber" if street and not context.has(("houseNumber",)) else ""
    if concept == "uid":
        return {"CH": "registrationNumber", "LI": "registrationNumber"}.get(region, "")
    if concept == "uidNumber":
        return {"CH": "registrationNumber", "AT": "vatNumber"}.get(region, "")
    if concept == "kraj":
        return {"PL": "country", "CZ": "state", "SK": "state"}.get(region, "")
    if concept == "usePurpose":
        return "usePurpose"
    if concept == "description":
        return "useDescription" if context.about_use else ""
    if concept in ("personTitle", "jobTitle", "idExpires", "idIssuer"):
        is_person = context.role not in ("", "company") or asked.role not in ("", "company")
        others = PERSON - {"personTitle", "jobTitle", "idExpires", "idIssuer"}
        return concept if is_person or context.has(others) else ""
    if concept == "personTaxNumber":
        return "shapedNumber" if "company" in (asked.role, context.role) else ""
    return concept


def _which_name(asked: Asked, context: Context, concept: str) -> str:
    """What a "name" is the name of; "" where nothing says."""
    role = asked.role or context.role
    own_person = asked.role not in ("", "company", "self")
    if concept == "" and (asked.title.unknown or asked.title.several or asked.name.several):
        return ""
    if concept == "":  # "Contact person", "Firma": the thing itself is asked for
        if asked.field.kind != "text" or not asked.role or asked.role == "self":
            return ""
        if asked.title.address_role or asked.name.address_role:
            return ""
        return "companyName" if asked.role == "company" else "fullName"
    if asked.role == "company":
        return "companyName"
    if not own_person and context.has(("lastName", "firstSurname"), but=asked):
        return "firstName"
    if not own_person and context.has(("firstName",), but=asked):
        return "lastName"
    if role == "company" or (not role and concept == "legalName"):
        return "companyName"
    if role == "self" and not own_person and context.has_company:
        return "companyName" if not context.has(("companyName",)) else "fullName"
    if role:
        return "fullName"
    return "fullName" if context.has_person else "companyName"


def _of_company(asked: Asked, context: Context, concept: str) -> Meaning:
    shaped = concept in ("shapedNumber", "uid", "uidNumber")
    fact = {"companyName": "name", "shapedNumber": "taxNumber"}.get(concept, concept)
    found = Meaning(
        group="company",
        parts=(fact,),
        otherwise=_OTHER_NUMBER.get(fact, ""),
        confidence="sure",
        reason=_said(asked),
    )
    owns = {asked.role or context.role} - {"", "company", "self"}
    is_persons = bool(owns) or context.role not in ("", "company", "self")
    if owns and (shaped or fact in _COMPANY_NUMBERS):
        return Meaning(reason=f'"{context.title}" is about a person, not about the company')
    if is_persons:
        found = _at_most_likely(found, f'"{context.title}" is about a person')
    if shaped:
        found = _at_most_likely(found, "more than one number has that name")
    if asked.concept == "":
        found = _at_most_likely(found, "only the company as such is named")
    vague = asked.concept in ("name", "legalName") and "company" not in (asked.role, context.role)
    if vague and not context.has(COMPANY - {"companyName"}):
        found = _at_most_likely(found, "it may be the name of a person")
    return found


def _person_role(asked: Asked, context: Context) -> tuple[str, str]:
    """Whose a person's field is, and why that is not sure."""
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


def _of_person(asked: Asked, context: Context, concept: str) -> Meaning:
    role, doubt = _person_role(asked, context)
    parts = {
        "fullName": ("firstName", "lastName"),
        "personTitle": ("title",),
        "firstSurname": ("lastName",),
    }.get(concept, (concept,))
    reason = _said(asked) + _whose(role, context, asked)
    found = Meaning(group="people", parts=parts, role=role, confidence="sure", reason=reason)
    if concept == "fullName":
        found = structs.replace(found, reason=f"{reason}; first and last name joined")
    if concept == "firstSurname":
        found = _at_most_likely(found, "the last name may be two")
    if asked.concept == "":
        found = _at_most_likely(found, "only the person as such is named")
    if concept == "idExpires" and not context.has(("idNumber", "idType"), but=asked):
        found = _at_most_likely(found, "it may be the end of something else")
    if context.section.repeatable:
        found = _at_most_likely(found, "there may be several such people")
    return _at_most_likely(found, doubt) if doubt else found


def _shared(asked: Asked, context: Context, concept: str) -> Meaning:
    """An email address or a phone number, which companies and people have."""
    if asked.address_role in ("billing", "service"):
        return Meaning(reason=f'about {asked.address_role}, which has no "{concept}" of its own')
    company = Meaning(group="company", parts=(concept,), confidence="sure", reason=_said(asked))
    role = asked.role or context.role
    is_own = asked.role not in ("", "company", "self")
    mixed = context.has_person and context.has_company and not is_own
    if role == "company" or (role in ("", "self") and not context.has_person):
        if role == "company" and (asked.role or not context.has_person):
            return company
        if context.has_company and not context.has_person and not _named_people(context):
            return company if role == "" else _at_most_likely(company, "it may be a person's")
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
        reason=_said(asked) + _whose(found, context, asked),
    )
    if mixed and role == "self":
        doubt = "it may be the company's"
    if not found and not context.has_person:
        doubt = "nothing says whose it is"
    if context.section.repeatable:
        doubt = doubt or "there may be several such people"
    return _at_most_likely(meaning, doubt) if doubt else meaning


def _named_people(context: Context) -> bool:
    return any(one.role not in ("", "company", "self") for one in context.asked)


def _after(asked: Asked, context: Context, concept: str) -> Meaning:
    """By the nearest field before it: likely at most."""
    before = context.before(asked)
    person = before is not None and (
        before.concept in PERSON or before.role not in ("", "company", "self")
    )
    reason = f"{_said(asked)}, but only the field before it says whose it is"
    if person and before is not None:
        role = before.role if before.role not in ("company", "self") else ""
        group: Group = "people"
        return Meaning(group=group, parts=(concept,), role=role, confidence="likely", reason=reason)
    return Meaning(group="company", parts=(concept,), confidence="likely", reason=reason)


def _of_address(asked: Asked, context: Context, concept: str) -> Meaning:
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
        reason = f"{_said(asked)}: the country of the registered address"
        return structs.replace(found, confidence="likely", reason=reason)
    person, doubt = _address_of(asked, context, role)
    found = Meaning(
        group="addresses",
        parts=_address_parts(asked, context, concept),
        role=role,
        person=person,
        confidence="sure",
        reason=_said(asked) + (f", {role} address" if role else ""),
    )
    if len(found.parts) > 1:
        found = structs.replace(found, reason=f"{found.reason}; put into one line")
    if concept == "suburb":
        doubt = doubt or "a suburb may be the city"
    elif concept == "building":
        doubt = doubt or "it may be the house number"
    elif concept == "street" and "building" in context.address_parts(asked):
        doubt = doubt or "the number may be asked for apart"
    elif len(found.parts) > 2 and "postalCode" not in found.parts:
        doubt = doubt or "parts of the address are asked for apart"
    elif inherited:
        doubt = doubt or "only the field before it says which address"
    return _at_most_likely(found, doubt) if doubt else found


def _address_of(asked: Asked, context: Context, role: str) -> tuple[str | None, str]:
    """The role of the person whose address it is, None for the company's; and a doubt."""
    own = asked.role
    if own == "company" or role in ("registered", "business", "billing", "service"):
        return None, ""
    if own not in ("", "self"):
        return own, "" if role == "home" else "a person's address is meant"
    if context.role not in ("", "company", "self"):
        doubt = "" if role == "home" and not context.has_company else "it may be the company's"
        return context.role, doubt
    if role == "home":
        return "", ""
    if context.has_person and not context.has_company and context.role != "company":
        return "self", ""
    if context.has_person and context.has_company:
        return None, "person and company are asked for together"
    return None, "" if context.role != "self" or context.has_company else "nothing says whose"


def _address_parts(asked: Asked, context: Context, concept: str) -> tuple[str, ...]:
    """The facts that one field of an address takes, by which other fields there are for it."""
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


def _of_use(asked: Asked, context: Context, concept: str) -> Meaning:
    has_choices = asked.field.kind in ("choice", "choices")
    if concept == "usePurpose":
        part = "kind" if has_choices else "description"
    else:
        part = _USES.get(concept, concept)
    reason = f"{_said(asked)}, but what a number is used for may differ"
    return Meaning(group="use", parts=(part,), confidence="likely", reason=reason)


def _said(asked: Asked) -> str:
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


def _whose(role: str, context: Context, asked: Asked) -> str:
    if not role:
        return ""
    return f" of {_ROLES[role]}" + ("" if asked.role == role else f' in "{context.title}"')
