"""Find the order ID in a response, even if nothing else in it is readable.

The API can't list orders, so a lost ID can't be found again. Therefore the ID is parsed first and
alone, before the rest of the response.
"""

from __future__ import annotations

import re

import msgspec

LONGEST_ID = 128

_ID = rb"[A-Za-z0-9_-]{1,%d}" % LONGEST_ID
_VALID = re.compile(_ID)
# Every quantifier is limited, so the time is proportional to the size.
_SPACE = rb"\s{0,200}"
_QUOTE = rb"\\{0,15}[\"']"  # preceded by backslashes if the JSON is inside a JSON string
_MEMBER = re.compile(
    rb"(?<![A-Za-z0-9_-])id_?number_?order(?:%(quote)s)?%(space)s:%(space)s"
    # A number must be followed by a delimiter; otherwise it may be truncated.
    rb"(?:%(quote)s%(space)s(%(id)s)%(space)s%(quote)s|([0-9]{1,%(longest)d})(?=%(space)s[,}\]]))"
    % {b"quote": _QUOTE, b"space": _SPACE, b"id": _ID, b"longest": LONGEST_ID},
    re.IGNORECASE,
)
_ESCAPE = re.compile(rb"\\{1,15}u00([2-7][0-9A-Fa-f])")


def find_order_id(body: bytes) -> str:
    """Return the `idNumberOrder` in a response body, however broken the rest; "" if there is none.

    The response's own member has priority over nested ones, and those over text that only resembles
    a member. A truncated ID is ignored.
    """
    text = _narrow(body)
    try:
        whole = msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        whole = None
    if isinstance(whole, dict):
        own = whole.get("idNumberOrder")
        if isinstance(own, str) and _VALID.fullmatch(own.encode(errors="replace")):
            return own
    found = _MEMBER.search(_ESCAPE.sub(_unescaped, text))
    return (found[1] or found[2]).decode("ascii") if found else ""


def _narrow(body: bytes) -> bytes:
    """Return the body with one byte for each ASCII character, without a byte order mark."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:4]:
        body = body.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return body.removeprefix(b"\xef\xbb\xbf")


def _unescaped(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 16)])
