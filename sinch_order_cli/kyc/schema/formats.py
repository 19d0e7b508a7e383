"""The text formats checked here; all others are left to the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_EMAIL = re.compile(
    r"(?:[^\s@\"(),:;<>\[\\\].]+(?:\.[^\s@\"(),:;<>\[\\\].]+)*|\"(?:[^\"\\]|\\.)+\")"
    r"@[^\s@.]+(?:\.[^\s@.]+)*"
)
_NOT_IN_DOMAIN = set('()<>[],;:="\\')
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_IN_URI = re.compile(r"[\s<>\"{}|\\^`]")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date_time(text: str) -> bool:
    """Check RFC 3339 with a time zone; a leap second occurs only at the end of a UTC day."""
    if not _DATE_TIME.fullmatch(text):
        return False
    before_leap = re.sub(r":60(?=[.Zz+-])", ":59", text.upper())
    try:
        found = datetime.fromisoformat(before_leap).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return before_leap == text.upper() or (found.hour, found.minute) == (23, 59)


def _is_email(text: str) -> bool:
    if not _EMAIL.fullmatch(text):
        return False
    domain = text.rpartition("@")[2]
    if not domain.startswith("["):
        return not set(domain) & _NOT_IN_DOMAIN
    literal = domain[1:-1]
    if literal.lower().startswith("ipv6:"):
        return _is_address("ipv6", literal[5:])
    return domain.endswith("]") and _is_address("ipv4", literal)


def _is_uri(text: str) -> bool:
    from urllib.parse import urlsplit

    if not _SCHEME.match(text) or _NOT_IN_URI.search(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.netloc or parts.path) and not (
        parts.scheme in ("http", "https") and not parts.netloc
    )


def _is_address(kind: str, text: str) -> bool:
    import ipaddress

    try:
        made = ipaddress.IPv4Address(text) if kind == "ipv4" else ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in str(made)  # a zone is not part of an address


CHECKS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "email": _is_email,
    "idn-email": _is_email,
    "uri": _is_uri,
    "url": _is_uri,
    "ipv4": partial(_is_address, "ipv4"),
    "ipv6": partial(_is_address, "ipv6"),
    "uuid": lambda text: _UUID.fullmatch(text) is not None,
}

WORDS = {
    "date": "a date such as 2025-11-25",
    "date-time": "a date and time with zone, such as 2025-11-25T16:53:00Z",
    "email": "an email address",
    "idn-email": "an email address",
    "uri": "a web address such as https://example.com",
    "url": "a web address such as https://example.com",
    "ipv4": "an internet address such as 192.0.2.1",
    "ipv6": "an internet address such as 2001:db8::1",
    "uuid": "a UUID such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380",
}
