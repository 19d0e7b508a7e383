"""Connect to the first of a host's addresses that answers (RFC 8305).

Otherwise an unreachable address family (often IPv6 on hotel networks) would use up the whole
timeout before the next address is tried.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, zip_longest
from typing import Any

HEAD_START = 0.25
"""Seconds before the next address is tried in parallel."""

Address = tuple[int, int, int, str, Any]
"""A result of `socket.getaddrinfo`."""


def connect(host: str, port: int, timeout: float) -> socket.socket:
    """Return a connection whose operations block without a timeout.

    Raises:
        TimeoutError: no connection within `timeout` seconds.
        OSError: the host name can't be resolved, or no address accepted; the last address's error.
    """
    # Bytes are resolved unchanged; text would be encoded as an international name first.
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    made = _connect(found[0], timeout) if len(found) == 1 else _race(_interleaved(found), timeout)
    made.settimeout(None)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _connect(address: Address, timeout: float) -> socket.socket:
    family, kind, protocol, _, where = address
    made = socket.socket(family, kind, protocol)
    try:
        made.settimeout(timeout)
        made.connect(where)
    except BaseException:
        made.close()
        raise
    return made


def _interleaved(found: Sequence[Address]) -> list[Address]:
    """Alternate the address families, otherwise keeping the system's order."""
    first = [one for one in found if one[0] == found[0][0]]
    others = [one for one in found if one[0] != found[0][0]]
    return [one for one in chain(*zip_longest(first, others)) if one is not None]


def _race(waiting: list[Address], timeout: float) -> socket.socket:
    until = time.monotonic() + timeout
    running: set[socket.socket] = set()
    failure: OSError = TimeoutError("timed out")
    begin_next = 0.0
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or running:
                now = time.monotonic()
                if now >= until:
                    raise TimeoutError("timed out")
                if waiting and (now >= begin_next or not running):
                    begin_next = now + HEAD_START
                    try:
                        running.add(begun := _begin(waiting.pop(0)))
                        selector.register(begun, selectors.EVENT_WRITE)
                    except OSError as error:
                        failure, begin_next = error, now
                    continue
                wait = min(until, begin_next if waiting else until) - now
                for key, _ in selector.select(wait):
                    ready = key.fileobj
                    assert isinstance(ready, socket.socket)
                    selector.unregister(ready)
                    running.remove(ready)
                    code = ready.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if code == 0:
                        return ready
                    ready.close()
                    failure, begin_next = OSError(code, os.strerror(code)), now
            raise failure
        finally:
            for late in running:
                late.close()


def _begin(address: Address) -> socket.socket:
    """Start a non-blocking connection.

    Raises:
        OSError: the system refuses to try, for example without a route.
    """
    family, kind, protocol, _, where = address
    begun = socket.socket(family, kind, protocol)
    try:
        begun.setblocking(False)
        with suppress(BlockingIOError):  # in progress
            begun.connect(where)
    except BaseException:
        begun.close()
        raise
    return begun
