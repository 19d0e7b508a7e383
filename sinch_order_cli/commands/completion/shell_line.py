"""Parse a command line like each shell does, and quote words for it.

Nothing is imported, executed or expanded here: `$(…)` is literal text.
"""

from __future__ import annotations

_ESCAPE = {"powershell": "`"}
_PLAIN = "_-./+=:"
"""Characters without special meaning in bash and PowerShell, besides letters and digits."""

_SINGLE = "'\u2018\u2019\u201a\u201b"
"""All of these close a single-quoted text in PowerShell; doubled, they are literal."""


class Word:
    """The last word of a line, which is being typed.

    Attributes:
        text: the word without quotes; "" at the start of a new word.
        quote: the quote open at its end, else "".
    """

    __slots__ = ("quote", "text")

    def __init__(self, text: str = "", quote: str = "") -> None:
        self.text, self.quote = text, quote


def split(line: str, shell: str) -> tuple[list[str], Word]:
    """Split a line into its words without quotes, and the word being typed."""
    escape = _ESCAPE.get(shell, "\\")
    words: list[str] = []
    word: str | None = None
    quote, depth, at = "", 0, 0
    while at < len(line):
        here, after = line[at], line[at + 1 : at + 2]
        at += 1
        if here == escape and after and _escapes(quote, after, shell):
            word = (word or "") + after
            at += 1
        elif quote and here == quote == after and shell == "powershell":
            word = (word or "") + here
            at += 1
        elif here == quote:
            quote = ""
        elif not quote and here in "'\"":
            word, quote = word or "", here
        elif here in " \t\n" and not quote and not depth:
            words += [] if word is None else [word]
            word = None
        else:
            # A command in brackets is one word, including its blanks.
            depth += 0 if quote else {"(": 1, ")": -1 if depth else 0}.get(here, 0)
            word = (word or "") + here
    return words, Word(word or "", quote)


def _escapes(quote: str, after: str, shell: str) -> bool:
    """Return True if the escape character is special before `after` inside `quote`."""
    if quote == "'":
        return shell == "fish" and after in "\\'"
    return not quote or shell == "powershell" or after in '\\"$`\n'


def quoted(text: str, quote: str, shell: str) -> str | None:
    """Quote `text` to continue a word in bash or PowerShell; None if the open quote can't contain
    it.

    Args:
        quote: the quote open before it. PowerShell replaces words with their quotes, so "" there.
    """
    if shell == "powershell":
        if all(c.isalnum() or c in _PLAIN for c in text):
            return text
        return "'" + "".join(c + c if c in _SINGLE else c for c in text) + "'"
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        return None if set(text) & set('"\\$`!') else text
    return "".join(c if c.isalnum() or c in _PLAIN or c > "\x7f" else "\\" + c for c in text)
