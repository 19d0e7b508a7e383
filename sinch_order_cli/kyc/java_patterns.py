r"""Patterns in Java's dialect, put into that of the `regex` library (its VERSION1).

Both know possessive quantifiers, classes within classes and `&&`. What differs is mostly that
Java means ASCII alone by `\d`, `\w`, `\s` and the classes of POSIX, in any language's text.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"\\Q.*?(?:\\E|$)|\\x\{[0-9A-Fa-f]+\}|\\0[0-3]?[0-7]{1,2}|\\c.|\\k<\w+>|\\[pP]\{\w+\}|\\."
    r"|\[\^?|\]|&&|.",
    re.DOTALL,
)

_INSIDE = {
    "d": "0-9",
    "w": "A-Za-z0-9_",
    "s": r" \t\n\x0b\f\r",
    "v": r"\n\x0b\f\r\x85\u2028\u2029",
    "h": r" \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
}
_POSIX = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": r"\x00-\x7f",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "A-Za-z0-9",
    "Punct": r"!-/:-@\[-`{-~",
    "Graph": "!-~",
    "Print": " -~",
    "Blank": r" \t",
    "Cntrl": r"\x00-\x1f\x7f",
    "XDigit": "0-9A-Fa-f",
    "Space": r" \t\n\x0b\f\r",
    "IsDigit": r"\p{Nd}",
    "IsPunctuation": r"\p{P}",
}
_SIGNS = "|~-[&"
"""Signs that stand for themselves in a class of Java's, and for an operation when doubled here."""


def from_java(pattern: str) -> str:
    """The same pattern for `regex`. What Java would refuse need not be refused."""
    out: list[str] = []
    depth = 0  # of character classes; Java allows one within another
    for piece in _PIECE.findall(pattern):
        if piece[0] == "\\":
            out.append(_escape(piece, bool(depth)))
        elif piece[0] == "[":
            depth += 1
            out.append(piece)
        elif depth and out[-1] in ("[", "[^") and piece == "]":
            out.append(r"\]")
        else:
            depth -= 1 if piece == "]" and depth else 0
            doubled = depth and piece in _SIGNS and out[-1] == piece
            out.append(f"\\{piece}" if doubled else piece)
    return "".join(out)


def _escape(piece: str, in_class: bool) -> str:
    kind, rest = piece[1:2], piece[2:]
    if kind == "Q":
        return re.escape(rest.removesuffix("\\E"))
    if kind == "k" and rest:
        return f"(?P={rest[1:-1]})"
    if kind == "x" and rest:
        return re.escape(chr(int(rest.strip("{}"), 16)))
    if kind == "0" and rest:
        return re.escape(chr(int(rest, 8)))
    if kind == "c" and rest:
        return re.escape(chr(ord(rest) ^ 64))
    if kind == "e":
        return r"\x1b"
    if kind == "Z":
        return r"(?=\r?\n?\z)" if not in_class else piece
    inside = _POSIX.get(rest[1:-1]) if kind in "pP" else _INSIDE.get(kind.lower())
    if inside is None:
        return piece
    if kind.isupper():
        return f"[^{inside}]"
    return inside if in_class else f"[{inside}]"
