"""Fields that are never filled, and fields with no matching fact."""

from __future__ import annotations

from sinch_order_cli.customers.context import SHARED, USE, Asked, Context
from sinch_order_cli.customers.meaning import Meaning

_SIGNS_AS_FIRMA = ("IT", "ES", "MX", "AR", "CO", "CL", "PE")
"""Countries in which "firma" on a form means a signature, not a company."""


def barred(asked: Asked, context: Context, region: str) -> Meaning | None:
    """Return a meaning without a fact for a field that is never filled or has no matching fact."""
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
        return Meaning(reason="it asks for several facts at once")
    bar = next((one.bar for one in (*texts, asked.extra) if one.bar), "")
    if bar:
        return Meaning(reason=f'about something else ("{bar}")')
    if context.bar:
        return Meaning(reason=f'part of "{context.title}", about something else')
    if context.is_of_numbers and not context.section.repeatable and asked.concept in SHARED:
        return Meaning(confidence="never", reason="may be the number itself")
    return None
