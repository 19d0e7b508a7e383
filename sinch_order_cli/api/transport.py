"""Sends requests and receives their answers: connections, limits, the trace.

Nothing here knows what the API's calls mean, beyond whether one may be repeated.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpx
from msgspec import Struct

from sinch_order_cli import __version__
from sinch_order_cli.api.connections import DirectTransport, ProxiedTransport
from sinch_order_cli.api.deadline import ending_by
from sinch_order_cli.api.decoding import ACCEPTED, decoded, is_decodable
from sinch_order_cli.api.errors import lost
from sinch_order_cli.api.failures import failure_of, not_now, odd_coding, too_large
from sinch_order_cli.api.hosts import is_loopback, port_of
from sinch_order_cli.api.opening import Stock
from sinch_order_cli.api.proxies import Route, route_to
from sinch_order_cli.api.request import Answer, Call
from sinch_order_cli.api.retry import AttemptFailed, Retrier, http_date
from sinch_order_cli.api.threads import Beside
from sinch_order_cli.text import plain


class Timeouts(Struct, frozen=True, kw_only=True):
    """Seconds: to connect, for one read or write to move, and for a whole attempt.

    A file that is uploaded may take longer: `slowest` bytes a second have to get through.
    """

    connect: float = 10.0
    read: float = 30.0
    write: float = 30.0
    answer: float = 120.0
    slowest: float = 10_000.0


class Pace(Protocol):
    """When a request may be sent, for several clients that share one budget of requests."""

    def before(self) -> float:
        """Return once a request may be sent: the ticket that `after` is called with.

        Raises:
            SinchOrderError: no more requests are to be sent.
        """

    def after(self, ticket: float, status: int, retry_after: float | None) -> None:
        """Learn from an answer: its status, and the seconds that the server asks to wait."""


class Transport:
    """Sends calls, as often as their nature allows; close it when done.

    Args:
        trace: given a line for each request and each answer; never a credential, nor a value
            that somebody answered.
        warn: told once of a setting of the environment that was left out.
        transport: stands in for the network, in tests.
        pace: asked before each request to the API; None sends at once.
        stock: where connections may have been opened in advance; closed with the transport.
    """

    def __init__(
        self,
        retrier: Retrier,
        *,
        timeout: Timeouts,
        trace: Callable[[str], None] | None = None,
        warn: Callable[[str], None] | None = None,
        now: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
        pace: Pace | None = None,
        stock: Stock | None = None,
    ) -> None:
        self._retrier = retrier
        self._pace = pace
        self._timeout = timeout
        self._trace = trace
        self._warn = warn
        self._now = now
        self._network = transport
        self._stock = stock or Stock()
        self._making = threading.Lock()
        self._routes: dict[tuple[str, str, int | None], Route] = {}
        self._clients: dict[tuple[str, str, int | None], httpx.Client] = {}
        self._left_out: set[str] = set()

    def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()
        self._stock.close()

    def open(self, url: httpx.URL, count: int = 1) -> None:
        """Begin to open connections to an address that will be asked, without waiting for them."""
        if self._network is None and self._route(url).proxy is None:
            port = port_of(url)
            assert port is not None
            self._stock.open(_host(url), port, secure=url.scheme == "https", count=count)

    def deliver(self, call: Call, authorization: str = "") -> Answer:
        """The answer, of any status but those that only mean "not now" (429, 5xx).

        Raises:
            UnreachableError: there was none; the server has not done what was asked.
            UnknownOutcomeError: there was none, and the server may have done it.
            DataError: what is to be sent, or what came, is not acceptable.
        """
        try:
            return self._retrier.run(
                call.operation,
                call.repeatable,
                lambda left: self._attempt(call, authorization, left),
            )
        except AttemptFailed as failure:
            raise lost(call, failure) from failure

    def begin(self, call: Call, authorization: str) -> Beside[Answer] | None:
        """Send a call beside others, once: whoever needs the answer repeats the call without it.

        Returns:
            None where requests are to be sent one after the other.
        """
        if self._network is not None or self._pace is not None:
            return None
        return Beside(lambda: self._attempt(call, authorization, self._timeout.answer))

    def _attempt(self, call: Call, authorization: str, left: float) -> Answer:
        address = str(call.url.copy_with(query=None) if call.foreign else call.url)
        size = len(call.content) if call.upload is None else call.upload.size
        ticket = self._pace.before() if self._pace and authorization else None
        self.note(f"> {call.method} {address} ({size} bytes)", call.content)
        started = time.perf_counter()
        try:
            with ending_by(time.monotonic() + self._longest(call, left)):
                answer = self._exchange(call, authorization, self._limits(left))
        except (httpx.HTTPError, UnicodeError) as error:
            failure = failure_of(error, call, self._timeout.connect, self._route(call.url))
            self.note(f"< {failure.reason} ({_milliseconds(started)})")
            raise failure from error
        size = len(answer.body)
        self.note(f"< {answer.status} ({_milliseconds(started)}, {size} bytes)", answer.body)
        if self._pace is not None and ticket is not None:
            said = not_now(call, answer, self._now()).retry_after if answer.status >= 429 else None
            self._pace.after(ticket, answer.status, said)
        if not call.raw_answer and (answer.status in (408, 429) or answer.status >= 500):
            raise not_now(call, answer, self._now())
        return answer

    def _exchange(self, call: Call, authorization: str, limits: httpx.Timeout) -> Answer:
        headers = {"User-Agent": f"sinch-order-cli/{__version__}", "Accept": "application/json"}
        headers["Accept-Encoding"] = ACCEPTED
        headers |= call.headers
        if call.sink is not None:
            headers["Accept"] = "*/*"
        if authorization:
            headers["Authorization"] = authorization
        body: dict[str, Any] = {"content": call.content}
        if call.upload is not None:
            body = call.upload.form()
        sent_at = self._now()
        with (
            self._client(call) as client,
            client.stream(
                call.method, call.url, headers=headers, timeout=limits, **body
            ) as response,
        ):
            offset = _clock_offset(response.headers, sent_at, self._now())
            date = None if offset is None else http_date(response.headers.get("Date", ""))
            received, complete = self._receive(call, response)
        return Answer(response.status_code, response.headers, received, offset, date, complete)

    def _receive(self, call: Call, response: httpx.Response) -> tuple[bytes, bool]:
        """The body, and whether all of it came."""
        sink = call.sink if response.status_code == 200 else None
        if sink is not None:
            sink.seek(0)
            sink.truncate()
        kept = bytearray()
        size = 0
        # A transport that stands in for the network may have read its answer already.
        raw = [response.content] if response.is_stream_consumed else response.iter_raw()
        try:
            for chunk in decoded(response.headers, raw):
                size += len(chunk)
                if size > call.largest:
                    raise too_large(call)
                if sink is None:
                    kept += chunk
                else:
                    sink.write(chunk)
            if not is_decodable(response.headers):
                raise odd_coding(call, response.headers)
        except (httpx.HTTPError, AttemptFailed):
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
        place = _place(call.url)
        with self._making:
            if place not in self._clients:
                self._clients[place] = self._new_client(call.url)
        yield self._clients[place]

    def _new_client(self, url: httpx.URL) -> httpx.Client:
        transport = self._network
        if transport is None:
            proxy = self._route(url).proxy
            if proxy is None:
                transport = DirectTransport(self._stock, secure=url.scheme == "https")
            else:
                transport = ProxiedTransport(proxy, self._stock.trust.full())
        return httpx.Client(transport=transport, trust_env=False)

    def _route(self, url: httpx.URL) -> Route:
        """The proxy on the way, looked up once; none between this machine and itself."""
        place = _place(url)
        if place not in self._routes:
            self._routes[place] = Route() if is_loopback(url) else route_to(url)
            self._tell_left_out(self._routes[place].unreadable)
        return self._routes[place]

    def _tell_left_out(self, entries: tuple[str, ...]) -> None:
        new = [entry for entry in entries if entry not in self._left_out]
        self._left_out.update(new)
        if new and self._warn is not None:
            named = ", ".join(plain(entry, 100) for entry in new)
            self._warn(f"NO_PROXY entries ignored because they can't be read: {named}")

    def _longest(self, call: Call, left: float) -> float:
        """The seconds that an attempt may take as a whole."""
        longest = self._timeout.answer
        if call.upload is not None:
            return longest + call.upload.size / self._timeout.slowest
        return longest if call.sink is not None else min(longest, left)

    def _limits(self, left: float) -> httpx.Timeout:
        """The time limits of an attempt that has `left` seconds before the deadline of them all."""
        times = self._timeout
        return httpx.Timeout(
            min(times.read, left),
            connect=min(times.connect, left),
            write=min(times.write, left),
        )

    def note(self, line: str, body: bytes = b"") -> None:
        """A line for `--verbose`; `body` with everything secret masked."""
        if self._trace is not None:
            from sinch_order_cli.api.redact import masked

            self._trace(f"{line} {masked(body)}".rstrip())


def _place(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, port_of(url)


def _host(url: httpx.URL) -> str:
    """The host as it is looked up: international names in their ASCII form."""
    return url.raw_host.decode("ascii")


def _milliseconds(started: float) -> str:
    return f"{(time.perf_counter() - started) * 1000:.0f} ms"


def _clock_offset(headers: httpx.Headers, sent_at: float, received_at: float) -> float | None:
    """Seconds that the server's clock is ahead, to about one second; None if it doesn't say."""
    moment = http_date(headers.get("Date", ""))
    if moment is None or headers.get("Age", "0") != "0":
        return None
    # The header cuts its fraction off, so that half a second is the best guess at it.
    return moment + 0.5 - (sent_at + received_at) / 2
