"""The formats of text that are checked here; any other format is left to the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]+@[^\s@.]+(?:\.[^\s@.]+)*")
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
    """RFC 3339, with a zone; a leap second counts as the second before it."""
    if not _DATE_TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(re.sub(r":60(?=[.Zz+-])", ":59", text.upper()))
    except ValueError:
        return False
    return True


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None and ".." not in text.partition("@")[0]


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


CHECKS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "email": _is_email,
    "idn-email": _is_email,
    "uri": _is_uri,
    "url": _is_uri,
}

WORDS = {
    "date": "a date such as 2025-11-25",
    "date-time": "a date and time with zone, such as 2025-11-25T16:53:00Z",
    "email": "an e-mail address",
    "idn-email": "an e-mail address",
    "uri": "a web address such as https://example.com",
    "url": "a web address such as https://example.com",
}
