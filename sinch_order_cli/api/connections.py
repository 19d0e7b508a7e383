"""httpcore's network layer with connections of our own, which enforce the deadline of an
attempt."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpcore
import httpx

from sinch_order_cli.api.deadline import seconds_left
from sinch_order_cli.api.opening import Stock

_SLICE = 16 * 1024  # bytes written between two checks of the deadline
_MOST, _KEPT = 100, 20  # connections at once, and idle connections
_KEPT_SECONDS = 5.0


class _Transport(httpx.BaseTransport):
    """Requests through a connection pool; closing it aborts those of other threads."""

    _pool: httpcore.ConnectionPool

    def __init__(self) -> None:
        self._is_closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        answer = self._send(request)
        if self._is_closed:  # closed meanwhile: the pool would keep this connection
            self._pool.close()
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._is_closed = True
        self._pool.close()

    def _send(self, request: httpx.Request) -> httpx.Response:
        """Send a request through the pool, and convert the response to httpx."""
        sent = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = self._pool.handle_request(sent)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )


class DirectTransport(_Transport):
    """Requests to a server without a proxy, over connections from a stock."""

    def __init__(self, stock: Stock, *, secure: bool) -> None:
        super().__init__()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # required, but unused
            max_connections=_MOST,
            max_keepalive_connections=_KEPT,
            keepalive_expiry=_KEPT_SECONDS,
            network_backend=_Direct(stock, secure=secure),
        )


class ProxiedTransport(_Transport):
    """Requests through a proxy."""

    def __init__(self, proxy: httpx.URL, context: ssl.SSLContext) -> None:
        super().__init__()
        known = httpx.Proxy(proxy)
        url = httpcore.URL(
            scheme=known.url.raw_scheme,
            host=known.url.raw_host,
            port=known.url.port,
            target=known.url.raw_path,
        )
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            proxy=httpcore.Proxy(url, auth=known.raw_auth),
            max_connections=_MOST,
            max_keepalive_connections=_KEPT,
            keepalive_expiry=_KEPT_SECONDS,
            network_backend=_ToProxy(),
        )


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Replace httpcore's exceptions with httpx's of the same names."""
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
    ) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        raise kind(str(error)) from error


@contextmanager
def _as_httpcore(expired: type[Exception], failed: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise expired(str(error)) from error
    except OSError as error:
        raise failed(str(error)) from error


_CONNECTING = (httpcore.ConnectTimeout, httpcore.ConnectError)
_READING = (httpcore.ReadTimeout, httpcore.ReadError)
_WRITING = (httpcore.WriteTimeout, httpcore.WriteError)


class _Direct(httpcore.NetworkBackend):
    def __init__(self, stock: Stock, *, secure: bool) -> None:
        self._stock = stock
        self._secure = secure

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        with _as_httpcore(*_CONNECTING):
            left = seconds_left(timeout)
            return _Stream(self._stock.take(host, port, secure=self._secure, timeout=left))


class _Stream(httpcore.NetworkStream):
    """A socket, with TLS already started if required."""

    def __init__(self, of: socket.socket) -> None:
        self._socket = of

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _as_httpcore(*_READING):
            self._socket.settimeout(seconds_left(timeout))
            return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = memoryview(buffer)
        with _as_httpcore(*_WRITING):
            while left:
                self._socket.settimeout(seconds_left(timeout))
                left = left[self._socket.send(left[:_SLICE]) :]

    def close(self) -> None:
        # A thread blocked in a read would keep the connection open until data arrive.
        with suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        if not isinstance(self._socket, ssl.SSLSocket):
            raise httpcore.ConnectError("the connection is not encrypted")
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        if info == "is_readable":
            return _is_readable(self._socket)
        return self._socket if info == "socket" else None


def _is_readable(one: socket.socket) -> bool:
    """Return True if data are available or the connection is closed."""
    if one.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([one], [], [], 0)[0])
    looking = select.poll()
    looking.register(one, select.POLLIN)
    return bool(looking.poll(0))


class _ToProxy(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        with _as_httpcore(*_CONNECTING):
            left = seconds_left(timeout)
        return _Limited(super().connect_tcp(host, port, left, local_address, socket_options))


class _Limited(httpcore.NetworkStream):
    """A stream of httpcore's, which can run TLS inside the TLS of a proxy."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _as_httpcore(*_READING):
            left = seconds_left(timeout)
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE):
            with _as_httpcore(*_WRITING):
                left = seconds_left(timeout)
            self._stream.write(buffer[start : start + _SLICE], left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        with _as_httpcore(*_CONNECTING):
            left = seconds_left(timeout)
        return _Limited(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
