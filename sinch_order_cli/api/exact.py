"""JSON that preserves how numbers are written: 1.10 stays 1.10, and 1e400 does not fail.

Answers must be sent as the user gave them. A float loses its notation, and digits beyond 53 bits.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec


class Written(float):
    """A float with its original notation, for numbers that a float would write differently."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Written:
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        return (self.text,)


def number(text: str) -> float:
    """Parse a JSON number with a fraction or exponent."""
    plain = float(text)
    return plain if repr(plain) == text else Written(text)


def decode(content: bytes | str) -> Any:
    """Parse JSON.

    Raises:
        msgspec.DecodeError: the text is not JSON.
        RecursionError: it is nested too deeply.
    """
    return _DECODER.decode(content)


def encode(value: Any) -> bytes:
    """Serialise a value as JSON.

    Raises:
        TypeError: it contains a value that JSON can't express.
        UnicodeEncodeError, RecursionError: it contains a lone surrogate, or too many levels.
    """
    return msgspec.json.encode(value, enc_hook=_as_written)


def encode_shown(value: Any) -> bytes:
    """Serialise a value for printing: an undecodable byte of a file name is shown as its surrogate,
    `<U+DCE9>`."""
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
