"""Ends a whole attempt at one moment, however slowly the other side sends or reads.

httpx limits each read and write by itself: a server that sends a byte now and then, in its headers
or in 1xx answers without end, would hold the program for ever.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_SLICE = 16 * 1024  # bytes that are written under one look at the time
_end: ContextVar[float] = ContextVar("end", default=float("inf"))


@contextmanager
def ending_by(moment: float) -> Iterator[None]:
    """Let all network operations inside end by then. `moment`: as `time.monotonic` has it."""
    token = _end.set(moment)
    try:
        yield
    finally:
        _end.reset(token)


class DeadlineTransport(httpx.HTTPTransport):
    """httpx's transport, whose connections know the moment of `ending_by`."""

    def __init__(self, verify: ssl.SSLContext, proxy: httpx.URL | None = None) -> None:
        super().__init__(verify=verify, trust_env=False, proxy=proxy)
        self._pool._network_backend = _Backend()  # httpx offers no other way in


class _Backend(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, left, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE):
            left = _left(timeout, httpcore.WriteTimeout)
            self._stream.write(buffer[start : start + _SLICE], left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, expired: type[httpcore.TimeoutException]) -> float:
    """The seconds that one operation may take."""
    left = _end.get() - time.monotonic()
    if left <= 0:
        raise expired("the time for the whole attempt is over")
    return left if timeout is None else min(timeout, left)
