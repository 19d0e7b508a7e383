"""Find the option that an error is about, for the `details` in `--json`.

The code that raises an error knows only the value, not its source: a number type may come from
TYPE, from `--type` or from a file. What the error itself states is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sinch_order_cli.errors import DataError, NotFoundError, SinchOrderError, UsageError

_FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def blame(error: SinchOrderError, arguments: Sequence[str]) -> None:
    """Add to an error's details the argument it is about, with its value."""
    if not isinstance(error, UsageError | DataError | NotFoundError):
        return
    given = list(_given(arguments))
    if not error.details:
        error.details = [
            {
                "flag": flag,
                "problem": error.message,
                "given": value,
                "fix": error.hints[0] if error.hints else "",
            }
            for flag, value in _meant(error.message, given)
        ]
    for detail in error.details:
        flag, _, value = str(detail.get("flag") or "").partition(" ")
        if value and (flag, value) in given:  # "--set city", as written in messages
            detail |= {"flag": flag, "given": detail.get("given") or value}
        if flag.isupper():  # the name of an argument, which may be set by an option
            said = detail.get("given")
            own = f"--{flag.lower()}"
            options = [(one, text) for one, text in given if one != "argument"]
            if said is None:
                options = [(one, text) for one, text in options if one == own]
            else:
                options = [(one, text) for one, text in options if text == said]
            detail["flag"] = next((one for one, _ in options), flag)


def _meant(message: str, given: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Return the arguments that a message is about: those it names, else the one whose value it
    has."""
    named = _FLAG.findall(message)
    if found := [(flag, value) for flag, value in given if flag in named]:
        return found
    for flag, text in given:
        if text and _names(message, text):
            return [(flag, text)]
    return [(flag, None) for flag in named[:1]]


def _names(message: str, value: str) -> bool:
    return f"'{value}'" in message or message.endswith((f" {value}", f"/{value}"))


def _given(arguments: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield each option with its value, or None; a positional argument yields itself."""
    words = list(arguments)
    for at, word in enumerate(words):
        if word == "--":
            yield from (("argument", rest) for rest in words[at + 1 :])
            return
        if word.startswith("--"):
            flag, equals, value = word.partition("=")
            after = words[at + 1] if at + 1 < len(words) else ""
            plain = after if after and not after.startswith("--") else None
            yield flag, value if equals else plain
        elif not (at and words[at - 1].startswith("--") and "=" not in words[at - 1]):
            yield "argument", word
