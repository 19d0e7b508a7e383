"""Types that msgspec decodes, made safe to decode in several threads."""

from __future__ import annotations

import threading
from typing import TypeVar

import msgspec

T = TypeVar("T")

_LOCK = threading.Lock()
_LEARNED: set[object] = set()


def thread_safe(kind: type[T]) -> type[T]:
    """Return the type, once msgspec knows its members and those of the types in it.

    msgspec learns a Struct when it first decodes one. It crashes the process (0.22) where another
    thread decodes the same type meanwhile, so one thread has to learn it first.
    """
    if kind not in _LEARNED:
        with _LOCK:
            msgspec.json.Decoder(kind)
            _LEARNED.add(kind)
    return kind
