"""Prepare types so that msgspec can decode them in several threads."""

from __future__ import annotations

import threading
from typing import TypeVar

import msgspec

T = TypeVar("T")

_LOCK = threading.Lock()
_LEARNED: set[object] = set()


def thread_safe(kind: type[T]) -> type[T]:
    """Return the type after msgspec has inspected its members and their types.

    msgspec inspects a Struct when it first decodes one. Version 0.22 crashes the process if another
    thread decodes the same type meanwhile, so one thread must do it first.
    """
    if kind not in _LEARNED:
        with _LOCK:
            msgspec.json.Decoder(kind)
            _LEARNED.add(kind)
    return kind
