"""JSON of which every number goes out as it came in: 1.10 stays 1.10, and 1e400 does not fail.

Answers belong to the person who gave them. A float forgets how it was written, and what its 53
bits can't hold.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec


class Written(float):
    """A number that a float would write otherwise, and how it was written."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Written:
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        return (self.text,)


def number(text: str) -> float:
    """A number as JSON writes it, with fraction or exponent."""
    plain = float(text)
    return plain if repr(plain) == text else Written(text)


def decode(content: bytes | str) -> Any:
    """What a JSON text says.

    Raises:
        msgspec.DecodeError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    return _DECODER.decode(content)


def encode(value: Any) -> bytes:
    """The value as JSON.

    Raises:
        TypeError: it holds something that JSON has not.
        UnicodeEncodeError, RecursionError: it holds half a character, or too many levels.
    """
    return msgspec.json.encode(value, enc_hook=_as_written)


def encode_shown(value: Any) -> bytes:
    """The value as JSON that is printed: a byte of a file name that is no text is shown as the
    half character that stands for it, `<U+DCE9>`."""
    try:
        return encode(value)
    except UnicodeEncodeError:
        return encode(_shown(msgspec.to_builtins(value, enc_hook=lambda one: one)))


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub(lambda half: f"<U+{ord(half[0]):04X}>", value)
    if isinstance(value, dict):
        return {_shown(name): _shown(one) for name, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value


_HALF = re.compile("[\ud800-\udfff]")


def _as_written(value: Any) -> msgspec.Raw:
    if isinstance(value, Written):
        return msgspec.Raw(value.text)
    raise TypeError(f"{type(value).__name__} is not a JSON type")


_DECODER = msgspec.json.Decoder(float_hook=number)
