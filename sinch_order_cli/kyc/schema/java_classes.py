r"""Character classes of Java's patterns (`[a-z&&[^b]]`), put into those of the `regex` library.

They are read as `java.util.regex.Pattern` of Java 17 reads them, and written anew with every sign
escaped and every part in brackets of its own, so that nothing depends on how `regex` would read
them. `\d`, `\w`, `\s` and the classes of POSIX are ASCII alone, in any language's text.
"""

from __future__ import annotations

import re

_NAMED = {
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
    "Punct": r"!-/:-@\[-`{-\x7e",
    "Graph": r"!-\x7e",
    "Print": r" -\x7e",
    "Blank": r" \t",
    "Cntrl": r"\x00-\x1f\x7f",
    "XDigit": "0-9A-Fa-f",
    "Space": r" \t\n\x0b\f\r",
    "L1": r"\x00-\xff",
    "LD": r"\p{L}\p{Nd}",
    "LC": r"\p{Lu}\p{Ll}\p{Lt}",
    "all": r"\x00-\U0010ffff",
}
_UNICODE = {
    "ALPHABETIC": r"\p{Alphabetic}",
    "LETTER": r"\p{L}",
    "IDEOGRAPHIC": r"\p{Ideographic}",
    "LOWERCASE": r"\p{Lowercase}",
    "UPPERCASE": r"\p{Uppercase}",
    "TITLECASE": r"\p{Lt}",
    "WHITE_SPACE": r"\p{White_Space}",
    "WHITESPACE": r"\p{White_Space}",
    "CONTROL": r"\p{Cc}",
    "PUNCTUATION": r"\p{P}",
    "DIGIT": r"\p{Nd}",
    "ALNUM": r"\p{Alphabetic}\p{Nd}",
}
"""What `\\p{Is…}` knows beside categories and scripts, in any letter case."""

_CATEGORY = re.compile(
    r"C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?", re.ASCII
)
_LITERALS = {"a": "\a", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CODE = re.compile(
    r"x\{([0-9A-Fa-f]{1,8})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})(?:\\u([0-9A-Fa-f]{4}))?"
    r"|0([0-3][0-7]{2}|[0-7]{1,2})"
)


def escaped(char: str) -> str:
    """One character that stands for itself, within a class of `regex` and outside."""
    if char.isalnum() or ord(char) > 0x7F:
        return char
    return f"\\x{ord(char):02x}"


def character(pattern: str, at: int) -> tuple[str, int]:
    r"""The character that the escape at `at`, behind its `\`, stands for, and where it ends; ""
    for one that stands for something else.

    Raises:
        ValueError: Java does not know this escape.
    """
    if found := _CODE.match(pattern, at):
        return _of_code(found)
    sign = pattern[at : at + 1]
    if sign == "c" and at + 1 < len(pattern):
        return chr(ord(pattern[at + 1]) ^ 64), at + 2
    if sign in _LITERALS:
        return _LITERALS[sign], at + 1
    if sign and not (sign.isascii() and sign.isalnum()):
        return sign, at + 1
    return "", at


def _of_code(found: re.Match[str]) -> tuple[str, int]:
    braced, two, four, low, octal = found.groups()
    if octal:
        return chr(int(octal, 8)), found.end()
    code = int(braced or two or four, 16)
    if low and 0xD800 <= code < 0xDC00 <= int(low, 16) < 0xE000:
        return chr(0x10000 + (code - 0xD800) * 0x400 + int(low, 16) - 0xDC00), found.end()
    if code > 0x10FFFF:
        raise ValueError("no such character")
    return chr(code), found.end() if not low else found.end(3)


def named(pattern: str, at: int) -> tuple[str, int]:
    r"""The inside of a class for the escape at `at`, behind its `\`, and where it ends; "" for an
    escape that is no class.

    Raises:
        ValueError: Java does not know this class.
    """
    sign = pattern[at : at + 1]
    if sign in ("p", "P"):
        name, end = _name(pattern, at + 1)
        inside = _of_name(name)
    elif sign and sign.lower() in _NAMED:
        inside, end = _NAMED[sign.lower()], at + 1
    else:
        return "", at
    return (f"[^{inside}]" if sign.isupper() else inside), end


def _name(pattern: str, at: int) -> tuple[str, int]:
    if pattern[at : at + 1] != "{":
        return pattern[at : at + 1], at + 1
    end = pattern.find("}", at)
    if end < 0:
        raise ValueError("the name of a class does not end")
    return pattern[at + 1 : end], end + 1


def _of_name(name: str) -> str:
    kind, equals, value = name.partition("=")
    if equals:
        kind = {"sc": "script", "blk": "block", "general_category": "gc"}.get(kind.lower(), kind)
        if kind.lower() == "gc":
            return _of_name(value)
        if kind.lower() in ("script", "block") and re.fullmatch(r"[\w -]+", value):
            return f"\\p{{{kind}={value}}}"
    elif name in _POSIX:
        return _POSIX[name]
    elif _CATEGORY.fullmatch(name) or (name.startswith("In") and re.fullmatch(r"\w+", name)):
        return f"\\p{{{name}}}"
    elif name.startswith("Is"):
        bare = name[2:]
        if bare.upper() in _UNICODE:
            return _UNICODE[bare.upper()]
        if bare in _POSIX or _CATEGORY.fullmatch(bare):
            return _of_name(bare)
        if re.fullmatch(r"\w+", bare):
            return f"\\p{{script={bare}}}"
    raise ValueError(f"an unknown class {name}")


class ClassReader:
    """Reads one class of Java's, from the place behind its `[` on; `at` is where it ends."""

    def __init__(self, pattern: str, at: int) -> None:
        self._pattern = pattern
        self.at = at

    def read(self) -> str:
        """The class for `regex`.

        Raises:
            ValueError: Java does not take it, or takes it in a way that nobody would expect.
        """
        negated = self._peek() == "^"
        self.at += negated
        inside = self._inside()
        self.at += 1
        return f"[^{inside}]" if negated else f"[{inside}]"

    def _peek(self, further: int = 0) -> str:
        return self._pattern[self.at + further : self.at + further + 1]

    def _inside(self) -> str:
        """All up to the `]`, which stays."""
        parts: list[str] = []
        intersected = False
        while self._peek() != "]" or not parts:
            if not self._peek():
                raise ValueError("a class does not end")
            if self._peek() == "&" and self._peek(1) == "&":
                self.at += 2
                parts = [f"[{''.join(parts)}]&&[{self._right()}]" if parts else self._right()]
                parts = [f"[{parts[0]}]"]
                intersected = True
            elif intersected:
                raise ValueError("more behind an intersection")  # Java forgets the intersection
            else:
                parts.append(self._part())
        return "".join(parts)

    def _right(self) -> str:
        """What stands right of an `&&`: classes, or all the rest."""
        parts: list[str] = []
        while self._peek() not in ("]", "&", ""):
            parts.append(self._part() if self._peek() == "[" else self._inside())
        if not parts:
            raise ValueError("nothing behind &&")
        return "".join(parts)

    def _part(self) -> str:
        """One class within, one character or one range."""
        if self._peek() == "[":
            self.at += 1
            return self.read()
        if self._peek() == "\\":
            ranged = self._peek(1) == "v" and self._peek(2) == "-"
            inside, end = ("", 0) if ranged else named(self._pattern, self.at + 1)
            if inside:  # what follows is no range: in [\w-.] the - stands for itself
                self.at = end
                return inside
        low = self._character()
        if self._peek() != "-" or self._peek(1) in ("[", "]", ""):
            return escaped(low)
        self.at += 1
        high = self._character()
        if high < low:
            raise ValueError("a range that goes down")
        return f"{escaped(low)}-{escaped(high)}"

    def _character(self) -> str:
        sign = self._peek()
        self.at += 1
        if sign != "\\":
            if not sign:
                raise ValueError("a class does not end")
            return sign
        if self._peek() == "v":  # as an end of a range it is what it once was
            self.at += 1
            return "\x0b"
        found, self.at = character(self._pattern, self.at)
        if not found:
            raise ValueError("an escape that is no character")
        return found
