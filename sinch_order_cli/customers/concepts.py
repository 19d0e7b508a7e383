"""The concept a field asks for, narrowed by its section, its neighbours and the country."""

from __future__ import annotations

from sinch_order_cli.customers.context import PERSON, Asked, Context


def in_context(asked: Asked, context: Context, region: str) -> str:
    """Narrow a field's concept by section, neighbours and country; "" if that is impossible."""
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
    """Decide whose or what name is meant; "" if unknown."""
    role = asked.role or context.role
    own_person = asked.role not in ("", "company", "self")
    if concept == "" and (asked.title.unknown or asked.title.several or asked.name.several):
        return ""
    if concept == "":  # "Contact person", "Firma": the title alone asks for the name
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
