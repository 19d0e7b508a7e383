r"""Translate character classes of Java patterns (`[a-z&&[^b]]`) for the `regex` library.

They are parsed like `java.util.regex.Pattern` of Java 17. The result escapes every special
character and brackets every part, so it doesn't depend on how `regex` parses classes. `\d`, `\w`,
`\s` and POSIX classes are ASCII only.
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
r"""Names in `\\p{Is…}` other than categories and scripts, in any letter case."""

_CATEGORY = re.compile(
    r"C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?", re.ASCII
)
_LITERALS = {"a": "\a", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CODE = re.compile(
    r"x\{([0-9A-Fa-f]{1,8})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})(?:\\u([0-9A-Fa-f]{4}))?"
    r"|0([0-3][0-7]{2}|[0-7]{1,2})"
)


def escaped(char: str) -> str:
    """Escape a literal character for use inside or outside a class."""
    if char.isalnum() or ord(char) > 0x7F:
        return char
    return f"\\x{ord(char):02x}"


def character(pattern: str, at: int) -> tuple[str, int]:
    r"""Parse the escape at `at`, after its `\`. Return its literal character, "" if it is not one,
    and the end position.

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
    r"""Parse the class escape at `at`, after its `\`. Return the content of the class, "" if it is
    not one, and the end position.

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
        raise ValueError("the name of a class is not terminated")
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
    """Parses one Java class, starting after its `[`; `at` is the end position."""

    def __init__(self, pattern: str, at: int) -> None:
        self._pattern = pattern
        self.at = at

    def read(self) -> str:
        """Return the class for `regex`.

        Raises:
            ValueError: Java rejects it, or reads it in an unexpected way.
        """
        negated = self._peek() == "^"
        self.at += negated
        inside = self._inside()
        self.at += 1
        return f"[^{inside}]" if negated else f"[{inside}]"

    def _peek(self, further: int = 0) -> str:
        return self._pattern[self.at + further : self.at + further + 1]

    def _inside(self) -> str:
        """Parse up to the `]`, which is not consumed."""
        parts: list[str] = []
        intersected = False
        while self._peek() != "]" or not parts:
            if not self._peek():
                raise ValueError("a class is not terminated")
            if self._peek() == "&" and self._peek(1) == "&":
                self.at += 2
                parts = [f"[{''.join(parts)}]&&[{self._right()}]" if parts else self._right()]
                parts = [f"[{parts[0]}]"]
                intersected = True
            elif intersected:
                raise ValueError("more behind an intersection")  # Java would ignore it
            else:
                parts.append(self._part())
        return "".join(parts)

    def _right(self) -> str:
        """Parse the right side of an `&&`: classes, or everything up to the end."""
        parts: list[str] = []
        while self._peek() not in ("]", "&", ""):
            parts.append(self._part() if self._peek() == "[" else self._inside())
        if not parts:
            raise ValueError("nothing behind &&")
        return "".join(parts)

    def _part(self) -> str:
        """Parse one nested class, character or range."""
        if self._peek() == "[":
            self.at += 1
            return self.read()
        if self._peek() == "\\":
            ranged = self._peek(1) == "v" and self._peek(2) == "-"
            inside, end = ("", 0) if ranged else named(self._pattern, self.at + 1)
            if inside:  # not a range: in [\w-.] the - is literal
                self.at = end
                return inside
        low = self._character()
        if self._peek() != "-" or self._peek(1) in ("[", "]", ""):
            return escaped(low)
        self.at += 1
        high = self._character()
        if high < low:
            raise ValueError("a range in descending order")
        return f"{escaped(low)}-{escaped(high)}"

    def _character(self) -> str:
        sign = self._peek()
        self.at += 1
        if sign != "\\":
            if not sign:
                raise ValueError("a class is not terminated")
            return sign
        if self._peek() == "v":  # at the end of a range, it is the character
            self.at += 1
            return "\x0b"
        found, self.at = character(self._pattern, self.at)
        if not found:
            raise ValueError("an escape that is no character")
        return found
