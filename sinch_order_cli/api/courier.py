"""Carries a request to a server and its answer back: connections, limits, the trace.

Nothing here knows what the API's calls mean, beyond whether one may be repeated.
"""

from __future__ import annotations

import os
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from msgspec import Struct

from sinch_order_cli import __version__
from sinch_order_cli.api.hosts import is_loopback
from sinch_order_cli.api.messages import Answer, Call
from sinch_order_cli.api.refusals import lost
from sinch_order_cli.api.retry import Persistence, Setback, http_date
from sinch_order_cli.api.setbacks import not_now, setback_of, too_large
from sinch_order_cli.errors import UsageError


class Timeouts(Struct, frozen=True, kw_only=True):
    """Seconds: to connect, for one read or write to move, and for a whole answer to arrive."""

    connect: float = 10.0
    read: float = 30.0
    write: float = 30.0
    answer: float = 120.0


class Courier:
    """Sends calls, as often as their nature allows; close it when done.

    Args:
        trace: given a line for each request and each answer; never a credential, nor a value
            that somebody answered.
        transport: stands in for the network, in tests.
    """

    def __init__(
        self,
        persistence: Persistence,
        *,
        timeout: Timeouts,
        trace: Callable[[str], None] | None = None,
        now: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._persistence = persistence
        self._timeout = timeout
        self._trace = trace
        self._now = now
        self._transport = transport
        self._tls: ssl.SSLContext | None = None
        self._clients: dict[tuple[str, bool], httpx.Client] = {}

    def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def deliver(self, call: Call, authorization: str = "") -> Answer:
        """The answer, of any status but those that only mean "not now" (429, 5xx).

        Raises:
            UnreachableError: there was none; the server has not done what was asked.
            UnknownOutcomeError: there was none, and the server may have done it.
            DataError: what is to be sent, or what came, is not acceptable.
        """
        try:
            return self._persistence.run(
                call.operation,
                call.repeatable,
                lambda left: self._attempt(call, authorization, self._limits(left)),
            )
        except Setback as setback:
            raise lost(call, setback) from setback

    def _attempt(self, call: Call, authorization: str, limits: httpx.Timeout) -> Answer:
        address = str(call.url.copy_with(query=None) if call.foreign else call.url)
        size = len(call.content) if call.upload is None else call.upload.size
        self.note(f"> {call.method} {address} ({size} bytes)", call.content)
        started = time.perf_counter()
        try:
            answer = self._exchange(call, authorization, limits)
        except (httpx.HTTPError, UnicodeError) as error:
            setback = setback_of(error, call, self._timeout.connect)
            self.note(f"< {setback.reason} ({_milliseconds(started)})")
            raise setback from error
        size = len(answer.body)
        self.note(f"< {answer.status} ({_milliseconds(started)}, {size} bytes)", answer.body)
        if not call.raw_answer and (answer.status in (408, 429) or answer.status >= 500):
            raise not_now(call, answer, self._now())
        return answer

    def _exchange(self, call: Call, authorization: str, limits: httpx.Timeout) -> Answer:
        headers = {"User-Agent": f"sinch-order-cli/{__version__}", "Accept": "application/json"}
        headers |= call.headers
        if call.sink is not None:
            headers["Accept"] = "*/*"
        if authorization:
            headers["Authorization"] = authorization
        content: bytes | Iterator[bytes] = call.content
        if call.upload is not None:
            headers |= call.upload.headers
            content = call.upload.chunks()
        sent_at = self._now()
        with (
            self._client(call) as client,
            client.stream(
                call.method, call.url, headers=headers, content=content, timeout=limits
            ) as response,
        ):
            offset = _clock_offset(response.headers, sent_at, self._now())
            date = None if offset is None else http_date(response.headers.get("Date", ""))
            body, complete = self._receive(call, response)
        return Answer(response.status_code, response.headers, body, offset, date, complete)

    def _receive(self, call: Call, response: httpx.Response) -> tuple[bytes, bool]:
        """The body, and whether all of it came."""
        sink = call.sink if response.status_code == 200 else None
        if sink is not None:
            sink.seek(0)
            sink.truncate()
        kept = bytearray()
        size = 0
        latest = time.monotonic() + self._timeout.answer
        try:
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > call.largest:
                    raise too_large(call)
                if time.monotonic() > latest:
                    raise httpx.ReadTimeout("the answer trickles")
                if sink is None:
                    kept += chunk
                else:
                    sink.write(chunk)
        except (httpx.HTTPError, Setback):
            if not call.raw_answer:
                raise
            return bytes(kept), False
        return bytes(kept), True

    @contextmanager
    def _client(self, call: Call) -> Iterator[httpx.Client]:
        """A kept connection; a new one for what must not be repeated.

        A kept connection may have been closed by the server just now, and then there is no
        telling whether the request was read.
        """
        if not call.repeatable:
            with self._new_client(call.url) as client:
                yield client
            return
        kind = call.url.scheme, is_loopback(call.url)
        if kind not in self._clients:
            self._clients[kind] = self._new_client(call.url)
        yield self._clients[kind]

    def _new_client(self, url: httpx.URL) -> httpx.Client:
        trust = self._trust(url)
        try:
            return httpx.Client(
                verify=trust,
                trust_env=not is_loopback(url),  # no proxy stands between this machine and itself
                transport=self._transport,
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise UsageError(
                "The proxy that your environment names can't be used.",
                reason="It is not an address of a kind that is supported (http, https).",
                hint="Check HTTPS_PROXY and ALL_PROXY.",
            ) from error

    def _limits(self, left: float) -> httpx.Timeout:
        """The time limits of an attempt that has `left` seconds before the deadline of them all."""
        times = self._timeout
        return httpx.Timeout(
            min(times.read, left),
            connect=min(times.connect, left),
            write=min(times.write, left),
        )

    def _trust(self, url: httpx.URL) -> ssl.SSLContext:
        """The certificates to believe: the system's own, read only when there is need."""
        if url.scheme != "https":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._tls is None:
            import truststore

            self._tls = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            named = os.environ.get("SSL_CERT_FILE")
            # OpenSSL reads the variable by itself; the stores of these systems know nothing of it.
            if named and sys.platform in ("darwin", "win32") and Path(named).is_file():
                self._tls.load_verify_locations(named)
        return self._tls

    def note(self, line: str, body: bytes = b"") -> None:
        """A line for `--verbose`; `body` with everything secret masked."""
        if self._trace is not None:
            from sinch_order_cli.api.masking import masked

            self._trace(f"{line} {masked(body)}".rstrip())


def _milliseconds(started: float) -> str:
    return f"{(time.perf_counter() - started) * 1000:.0f} ms"


def _clock_offset(headers: httpx.Headers, sent_at: float, received_at: float) -> float | None:
    """Seconds that the server's clock is ahead, to about one second; None if it doesn't say."""
    moment = http_date(headers.get("Date", ""))
    if moment is None or headers.get("Age", "0") != "0":
        return None
    # The header cuts its fraction off, so that half a second is the best guess at it.
    return moment + 0.5 - (sent_at + received_at) / 2
