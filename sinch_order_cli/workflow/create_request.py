"""The body of createNumberOrder, validated against the contract."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from sinch_order_cli.errors import Suggestion, UsageError

NUMBER_TYPES = ("MOBILE", "LOCAL", "TOLL_FREE")
CAPABILITIES = ("SMS", "VOICE")
SEARCH_PATTERNS = ("START", "CONTAINS", "END")
MAX_QUANTITY = 100

_PATTERN = re.compile(r"\+?[0-9]+")
E164 = re.compile(r"\+[1-9][0-9]{1,14}\Z", re.ASCII)
_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp")
_REGION = re.compile(r"[A-Z]{2}\Z", re.ASCII)


class Wanted(Struct, frozen=True, kw_only=True):
    """The requested order, flag by flag; "" and None mean not given.

    Exactly one of `number` and `quantity` is required, and at most one of the three voice IDs is
    allowed.
    """

    number: str = ""
    quantity: int | None = None
    sequential: bool = False
    pattern: str = ""
    match: str = ""
    capabilities: tuple[str, ...] = ()
    sms_plan: str = ""
    campaign: str = ""
    rtc_app: str = ""
    est_trunk: str = ""
    fax_service: str = ""
    callback_url: str = ""


def is_region_code(text: str) -> bool:
    """Return True for two capital letters."""
    return bool(_REGION.fullmatch(text))


def region_code(text: str) -> str:
    """Normalise REGION for the API: two capital letters.

    Raises:
        UsageError: it is not a country code.
    """
    code = text.strip().upper()
    if not is_region_code(code):
        from sinch_order_cli.customers.countries import country_code

        meant = country_code(text)
        raise UsageError(
            f"'{text}' is not a region",
            reason=f"a region is a country code of 2 letters, such as {meant or 'AU'}",
            hint=Suggestion("regions", say="To see the regions that have numbers"),
            details=[
                {
                    "flag": "REGION",
                    "problem": "a region is a country code of 2 letters",
                    "given": text,
                    "fix": f"Use {meant}." if meant else "",
                }
            ],
        )
    return code


def number_type(text: str) -> str:
    """Normalise TYPE for the API, from any letter case, also `toll-free` or `tollfree`.

    Raises:
        UsageError: there is no such type.
    """
    return _one_of(text, NUMBER_TYPES, "a number type", "TYPE", {"TOLLFREE": "TOLL_FREE"})


def capability(text: str) -> str:
    """Normalise a capability for the API, from any letter case.

    Raises:
        UsageError: there is no such capability.
    """
    return _one_of(text, CAPABILITIES, "a capability", "--capability")


def pattern_problem(text: str) -> str:
    """Return the problem with digits to search for, or ""."""
    if not text or _PATTERN.fullmatch("".join(text.split())):
        return ""
    return "must be digits, with or without a + before them"


def digits(text: str) -> str:
    """Return digits to search for, without spaces.

    Raises:
        UsageError: they are not digits.
    """
    if problem := pattern_problem(text):
        raise UsageError(
            f"--pattern {problem}, not '{text}'",
            hint="Give the digits, such as --pattern +6141.",
            details=[{"flag": "--pattern", "problem": problem, "given": text}],
        )
    return "".join(text.split())


def search_pattern(text: str) -> str:
    """Normalise the match mode of a pattern, from any letter case.

    Raises:
        UsageError: it is not START, CONTAINS or END.
    """
    return _one_of(text, SEARCH_PATTERNS, "a match mode", "--match")


def _one_of(
    text: str, known: Sequence[str], what: str, flag: str, others: dict[str, str] | None = None
) -> str:
    value = text.strip().upper().replace("-", "_").replace(" ", "_")
    value = (others or {}).get(value, value)
    if value not in known:
        hint = f"Use one of {', '.join(known)}."
        raise UsageError(
            f"'{text}' is not {what}",
            hint=hint,
            details=[{"flag": flag, "problem": f"not {what}", "given": text, "fix": hint}],
        )
    return value


def phone_number(text: str) -> str:
    """Return a number in E.164: + and 2 to 15 digits. Spaces, dots, dashes and brackets are
    removed.

    Raises:
        UsageError: it is not such a number.
    """
    number = re.sub(r"[\s().\-]", "", text)
    if not E164.match(number):
        raise UsageError(
            f"'{text}' is not a phone number with its country code",
            reason="a number must have + and up to 15 digits (E.164), such as +61411111112",
            hint="Give --number with + and country code.",
            details=[{"flag": "--number", "problem": "not a number in E.164 form", "given": text}],
        )
    return number


def build_request(region: str, kind: str, wanted: Wanted) -> dict[str, Any]:
    """Build the body of createNumberOrder, without empty members, which the API refuses.

    Raises:
        UsageError: the contract forbids it; all problems are listed at once.
    """
    check(region, wanted)
    body: dict[str, Any] = {"regionCode": region, "numberType": kind}
    if wanted.number:
        body["numberOrderOption"] = {"phoneNumbers": [phone_number(wanted.number)]}
    else:
        body["quantityOrderOption"] = quantity_option(wanted)
    return body | configuration(wanted)


def check(region: str, wanted: Wanted) -> None:
    """Check that the contract allows an order.

    Raises:
        UsageError: it doesn't; all problems are listed at once.
    """
    problems = _problems(region, wanted)
    if problems:
        raise UsageError(
            problems[0][1]
            if len(problems) == 1
            else f"{len(problems)} problems found in this order",
            hint=Suggestion("create", say="For details", help=True),
            details=[{"flag": flag, "problem": problem} for flag, problem in problems],
        )


def quantity_option(wanted: Wanted) -> dict[str, Any]:
    """Return `quantityOrderOption` with the given filters."""
    option: dict[str, Any] = {"requestedQuantity": wanted.quantity}
    if wanted.sequential:
        option["sequential"] = True
    if wanted.pattern:
        option["numberPattern"] = {
            "pattern": digits(wanted.pattern),
            "searchPattern": wanted.match or "START",
        }
    if wanted.capabilities:
        option["capabilities"] = list(wanted.capabilities)
    return option


def configuration(wanted: Wanted) -> dict[str, Any]:
    """Return the SMS and voice configuration and the callback URL, if requested."""
    body: dict[str, Any] = {}
    if wanted.sms_plan:
        body["smsConfiguration"] = {"servicePlanId": wanted.sms_plan}
        if wanted.campaign:
            body["smsConfiguration"]["campaignId"] = wanted.campaign
    for kind, key, value in (
        ("RTC", "appId", wanted.rtc_app),
        ("EST", "trunkId", wanted.est_trunk),
        ("FAX", "serviceId", wanted.fax_service),
    ):
        if value:
            body["voiceConfiguration"] = {"type": kind, key: value}
    if wanted.callback_url:
        body["callbackUrl"] = wanted.callback_url
    return body


def lacking(capabilities: Sequence[str], *, sms: bool, voice: bool) -> str:
    """Return what a number is configured for but can't do, such as "SMS"; "" if its capabilities
    are unknown."""
    configured = [kind for kind, given in (("SMS", sms), ("VOICE", voice)) if given]
    lacks = [kind for kind in configured if kind not in capabilities]
    return " or ".join(lacks).replace("VOICE", "voice") if capabilities else ""


def callback_problem(url: str) -> str:
    """Return the problem with a callback URL, or ""."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits or any(c.isspace() for c in url):
        return f"--callback-url must be a URL such as https://example.com/hook, not '{url}'"
    return ""


def callback_doubts(url: str) -> list[str]:
    """Return warnings about a callback URL that is allowed, as sentences."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    doubts = []
    if _is_private(host):
        doubts.append(f"Sinch can't reach {host}, because it is on your own network or machine.")
    if parts.scheme == "http":
        doubts.append("Events sent to an http URL are not encrypted. Use https if you can.")
    return doubts


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_NAMES)


def _problems(region: str, wanted: Wanted) -> list[tuple[str, str]]:
    """Return each invalid flag and its problem."""
    found: list[tuple[str, str]] = []
    if bool(wanted.number) == (wanted.quantity is not None):
        found.append(
            ("--number", "give either --number or --quantity")
            if not wanted.number
            else (
                "--quantity",
                "give --number or --quantity, not both",
            )
        )
    if wanted.quantity is not None and not 1 <= wanted.quantity <= MAX_QUANTITY:
        found.append(("--quantity", f"--quantity must be 1 to {MAX_QUANTITY}"))
    criteria = {
        "--sequential": wanted.sequential,
        "--pattern": wanted.pattern,
        "--match": wanted.match,
        "--capability": wanted.capabilities,
    }
    if wanted.number:
        found += [
            (flag, f"{flag} needs --quantity: it has no meaning for a given number")
            for flag, value in criteria.items()
            if value
        ]
        try:
            phone_number(wanted.number)
        except UsageError as error:
            found.append(("--number", error.in_one_line))
    elif problem := pattern_problem(wanted.pattern):
        found.append(("--pattern", f"--pattern {problem}, not '{wanted.pattern}'"))
    elif wanted.match and not wanted.pattern:
        found.append(("--match", "--match needs --pattern"))
    if wanted.campaign and not wanted.sms_plan:
        found.append(("--campaign", "--campaign needs --sms-plan"))
    if wanted.campaign and region != "US":
        found.append(("--campaign", "--campaign is for US numbers only (10DLC)"))
    voices = {
        "--rtc-app": wanted.rtc_app,
        "--est-trunk": wanted.est_trunk,
        "--fax-service": wanted.fax_service,
    }
    given = [flag for flag, value in voices.items() if value]
    if len(given) > 1:
        found.append((given[1], f"{' and '.join(given)}: a number can have one voice service"))
    if wanted.callback_url and (problem := callback_problem(wanted.callback_url)):
        found.append(("--callback-url", problem))
    return found
