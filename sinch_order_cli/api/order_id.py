"""Finds the id of an order in an answer of which nothing else may be readable.

There is no list of orders: an id that is lost can't be found again, and the order runs until it
expires. So the id is read first and alone, before anything else of the answer is believed.
"""

from __future__ import annotations

import re

import msgspec

LONGEST_ID = 128

_ID = rb"[A-Za-z0-9_-]{1,%d}" % LONGEST_ID
_VALID = re.compile(_ID)
# Every repetition is bounded: the time stays in proportion to an answer's size.
_SPACE = rb"\s{0,200}"
_QUOTE = rb"\\{0,15}[\"']"  # behind backslashes where JSON stands inside a JSON text
_MEMBER = re.compile(
    rb"(?<![A-Za-z0-9_-])id_?number_?order(?:%(quote)s)?%(space)s:%(space)s"
    # A number has to be followed by something: without that it may be cut.
    rb"(?:%(quote)s%(space)s(%(id)s)%(space)s%(quote)s|([0-9]{1,%(longest)d})(?=%(space)s[,}\]]))"
    % {b"quote": _QUOTE, b"space": _SPACE, b"id": _ID, b"longest": LONGEST_ID},
    re.IGNORECASE,
)
_ESCAPE = re.compile(rb"\\{1,15}u00([2-7][0-9A-Fa-f])")


def find_order_id(body: bytes) -> str:
    """The `idNumberOrder` in an answer's body, however broken the rest; "" if there is none.

    The answer's own member comes before one that lies deeper, and that before what only looks
    like a member. An id that is cut short is none.
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
    """The body with each ASCII character in one byte, and without a byte order mark."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:4]:
        body = body.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return body.removeprefix(b"\xef\xbb\xbf")


def _unescaped(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 16)])
