"""Describe common patterns in words: "2 capital letters, then 9 digits"."""

from __future__ import annotations

import re
from typing import NamedTuple

_MOST_PIECES = 6

_CLASSES = {
    "0-9": ("digit", "digits"),
    r"\d": ("digit", "digits"),
    "1-9": ("digit other than 0", "digits other than 0"),
    "A-Z": ("capital letter", "capital letters A to Z"),
    r"\p{Lu}": ("capital letter", "capital letters"),
    "a-z": ("small letter", "small letters a to z"),
    "A-Za-z": ("letter", "letters A to Z without accents"),
    "a-zA-Z": ("letter", "letters A to Z without accents"),
    r"\p{L}": ("letter", "letters"),
    "A-Z0-9": ("capital letter or digit", "digits or capital letters A to Z"),
    "0-9A-Z": ("capital letter or digit", "digits or capital letters A to Z"),
    "A-Za-z0-9": ("letter or digit", "digits or letters A to Z without accents"),
    "a-zA-Z0-9": ("letter or digit", "digits or letters A to Z without accents"),
    r"\p{L}0-9": ("letter or digit", "letters or digits"),
}
_PIECE = re.compile(
    r"(?:\[(?P<set>[^\[\]^\\]*(?:\\.(?:\{\w+\})?[^\[\]^\\]*)*)\]"
    r"|(?P<escape>\\d|\\p\{Lu?\}|\\[^A-Za-z0-9])|(?P<literal>[^\\\[\](){}|.*+?^$]))"
    r"(?P<count>[+*?]|\{\d+(?:,\d*)?\})?\+?"
)
_PHONE = re.compile(r"\^(?:\[\+\]|\\\+)\??\[1-9\](?:\\d|\[0-9\])\{\d+,\d+\}\$")
_SIGNED = re.compile(
    r"(?P<letters>\\p\{L\}|A-Za-z|a-zA-Z)(?P<digits>0-9|\\d)?(?P<signs>[^A-Za-z0-9]+|.*\\s.*)"
)


class _Piece(NamedTuple):
    inside: str
    literal: bool
    times: str


def in_words(pattern: str) -> str:
    """Describe the text that a pattern accepts, or return "" if it is too complex."""
    if not pattern.startswith("^") or not pattern.endswith("$"):
        return ""
    if _PHONE.fullmatch(pattern):
        return "a phone number with + and country code"
    pieces = _pieces(pattern[1:-1])
    told = [_told(piece) for piece in pieces]
    if not told or len(told) > _MOST_PIECES or not all(told):
        return ""
    if len(told) == 1:
        return told[0]
    told = [text.removeprefix("only ") for text in told]
    return " and ".join(told) if told[0] == "+" and len(told) == 2 else ", then ".join(told)


def counts(pattern: str) -> bool:
    """Return True if the description includes the length, so limits need not be repeated."""
    return "{" in re.sub(r"\\p\{\w+\}", "", pattern) and bool(in_words(pattern))


def _pieces(pattern: str) -> list[_Piece]:
    """Split the pattern into classes and literals; [] if it contains anything else."""
    pieces: list[_Piece] = []
    at = 0
    while at < len(pattern):
        found = _PIECE.match(pattern, at)
        if found is None:
            return []
        at = found.end()
        escape, count = found["escape"] or "", found["count"] or ""
        literal = found["literal"] or (escape[1:] if escape and not escape[1].isalpha() else "")
        if not literal and found["set"] is not None and len(found["set"]) == 1:
            literal = found["set"]  # [+] is a literal +
        last = pieces[-1] if pieces else None
        if literal and not count and last and last.literal and not last.times:
            pieces[-1] = _Piece(last.inside + literal, True, "")
        else:
            pieces.append(_Piece(literal or found["set"] or escape, bool(literal), count))
    return pieces


def _told(piece: _Piece) -> str:
    if piece.literal:
        text = "a space" if piece.inside == " " else piece.inside
        return {"": text, "?": f"optionally {text}"}.get(piece.times, "")
    if words := _CLASSES.get(piece.inside):
        return _counted(piece.times, *words)
    if re.fullmatch(r"[A-Za-z0-9]{2,5}", piece.inside) and piece.times in ("", "{1}"):
        return f"{', '.join(piece.inside[:-1])} or {piece.inside[-1]}"
    return _letters_and_signs(piece.inside) if piece.times in ("+", "*") else ""


def _counted(count: str, one: str, many: str) -> str:
    if not count or count == "{1}":
        return f"1 {one}"
    if count == "?":
        return f"optionally 1 {one}"
    if count in "+*":
        return f"only {many}"
    low, comma, high = count.strip("{}").partition(",")
    if not comma or low == high:  # as in a code, where accents are not expected
        return f"{low} {many.partition(' A to Z')[0].partition(' a to z')[0]}"
    if not high:
        return f"at least {low} {one if low == '1' else many}"
    return f"{low} to {high} {many}" if low != "0" else f"up to {high} {many}"


def _letters_and_signs(inside: str) -> str:
    """Describe a name pattern as "only letters, spaces and . ' -"."""
    found = _SIGNED.fullmatch(inside)
    if found is None:
        return ""
    signs = found["signs"].replace("\\s", " ").replace("\\", "")
    if re.search(r"[A-Za-z0-9{}]", signs):
        return ""
    plain = "letters" if found["letters"] == r"\p{L}" else "letters A to Z without accents"
    parts = [plain, *(["digits"] if found["digits"] else []), *(["spaces"] * (" " in signs))]
    listed = " ".join(dict.fromkeys(signs.replace(" ", "")))
    return f"only {', '.join(parts)} and {listed}" if listed else f"only {' and '.join(parts)}"
