"""Name the flags that a refused createNumberOrder is about, as users gave flags, not members."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sinch_order_cli.errors import DataError, Hint

_FLAGS = {
    "servicePlanId": "--sms-plan",
    "campaignId": "--campaign",
    "appId": "--rtc-app",
    "trunkId": "--est-trunk",
    "serviceId": "--fax-service",
    "callbackUrl": "--callback-url",
    "requestedQuantity": "--quantity",
    "quantityOrderOption": "--quantity",
    "phoneNumbers": "--number",
    "phoneNumber": "--number",
    "numberOrderOption": "--number",
    "searchPattern": "--match",
    "numberPattern": "--pattern",
    "smsConfiguration": "--sms-plan",
    "regionCode": "REGION",
    "numberType": "TYPE",
    # These are also ordinary words, so they count as members only in a path.
    "sequential": "--sequential",
    "capabilities": "--capability",
    "pattern": "--pattern",
}
"""The members of the request."""

_PROSE = frozenset({"sequential", "capabilities", "pattern"})
_VOICES = ("appId", "trunkId", "serviceId")


def name_flags(error: DataError, body: Mapping[str, Any]) -> DataError:
    """Return the error with the flag of each problem in the request.

    Args:
        body: the refused request.
    """
    details = [_named(detail, body) for detail in error.details]
    flags = list(dict.fromkeys(detail["flag"] for detail in details if "flag" in detail))
    if not flags:
        flags = [flag for flag in [_flag("", f"{error.message} {error.reason}", body)] if flag]
    hint: Hint = (
        f"Correct {' and '.join(flags)}, then run the command again." if flags else error.hints
    )
    return DataError(error.message, reason=error.reason, hint=hint, details=details)


def _named(detail: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    if "description" not in detail:  # not from a server, so it already names its subject
        return dict(detail)
    field, problem = str(detail.get("field") or ""), str(detail.get("description") or "")
    named: dict[str, Any] = {"field": field, "problem": problem}
    if flag := _flag(field, problem, body):
        named["flag"] = flag
        given = list(_given(body, flag))
        if given:
            named["given"] = given[0]
        named["fix"] = f"Correct {flag}."
    return named


def _flag(field: str, text: str, body: Mapping[str, Any]) -> str:
    """Return the flag for a member named in a server's field or sentence, or ""."""
    known = {_bare(name): flag for name, flag in _FLAGS.items()}
    known["voiceconfiguration"] = _voice_flag(body)
    for place in (field, *text.split()):
        for word in reversed(re.findall(r"\w+", place)):  # the innermost member
            flag = known.get(_bare(word), "")
            if flag and (place is field or _bare(word) not in _PROSE):
                return flag
    return ""


def _voice_flag(body: Mapping[str, Any]) -> str:
    """Return the flag of the voice service in the request."""
    flags = [_FLAGS[name] for name in _VOICES]
    return next((flag for flag in flags if any(_given(body, flag))), flags[0])


def _given(body: Mapping[str, Any], flag: str) -> Iterator[Any]:
    """Yield the request's values for a flag."""
    for name, value in body.items():
        if isinstance(value, dict):
            yield from _given(value, flag)
        elif _FLAGS.get(name) == flag:
            yield value[0] if isinstance(value, list) and len(value) == 1 else value


def _bare(name: str) -> str:
    return name.replace("_", "").casefold()
