"""Send requests and receive responses: connections, timeouts, the trace.

Operations are not interpreted here, except for whether they can be repeated.
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
from sinch_order_cli.api.failures import failure_of, not_now, too_large, unsupported_encoding
from sinch_order_cli.api.hosts import is_loopback, port_of
from sinch_order_cli.api.opening import Stock
from sinch_order_cli.api.proxies import Route, route_to
from sinch_order_cli.api.request import Answer, Call
from sinch_order_cli.api.retry import AttemptFailed, Retrier, http_date
from sinch_order_cli.api.threads import BackgroundCall
from sinch_order_cli.text import plain


class Timeouts(Struct, frozen=True, kw_only=True):
    """Seconds: to connect, for progress of one read or write, and for a whole attempt.

    Uploads may take longer, at a minimum rate of `slowest` bytes per second.
    """

    connect: float = 10.0
    read: float = 30.0
    write: float = 30.0
    answer: float = 120.0
    slowest: float = 10_000.0


class Pace(Protocol):
    """Schedules the requests of several clients with a common budget."""

    def before(self) -> float:
        """Return once a request may be sent, with a ticket for `after`.

        Raises:
            SinchOrderError: no more requests may be sent.
        """

    def after(self, ticket: float, status: int, retry_after: float | None) -> None:
        """Process a response's status, and the seconds that the server asks to wait."""


class Transport:
    """Sends calls, with retries if they are repeatable; close it when done.

    Args:
        trace: called with a line for each request and response, without credentials and answers.
        warn: called once for each setting in the environment that is ignored.
        transport: replaces the network, in tests.
        pace: called before each request to the API; None sends at once.
        stock: may contain connections opened in advance; closed with the transport.
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
        """Start opening connections to a URL in the background."""
        if self._network is None and self._route(url).proxy is None:
            port = port_of(url)
            assert port is not None
            self._stock.open(_host(url), port, secure=url.scheme == "https", count=count)

    def deliver(self, call: Call, authorization: str = "") -> Answer:
        """Return the response, of any status except temporary failures (429, 5xx).

        Raises:
            UnreachableError: no response; the server has not executed the request.
            UnknownOutcomeError: no response, but the server may have executed it.
            DataError: the request or the response is not acceptable.
        """
        try:
            return self._retrier.run(
                call.operation,
                call.repeatable,
                lambda left: self._attempt(call, authorization, left),
            )
        except AttemptFailed as failure:
            raise lost(call, failure) from failure

    def begin(self, call: Call, authorization: str) -> BackgroundCall[Answer] | None:
        """Send a call once, in parallel; on failure, callers repeat it with `deliver`.

        Returns:
            None if requests must be sent one by one.
        """
        if self._network is not None or self._pace is not None:
            return None
        return BackgroundCall(lambda: self._attempt(call, authorization, self._timeout.answer))

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
        """Return the body, and True if it is complete."""
        sink = call.sink if response.status_code == 200 else None
        if sink is not None:
            sink.seek(0)
            sink.truncate()
        kept = bytearray()
        size = 0
        # A test's transport may have read its response already.
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
                raise unsupported_encoding(call, response.headers)
        except (httpx.HTTPError, AttemptFailed):
            if not call.raw_answer:
                raise
            return bytes(kept), False
        return bytes(kept), True

    @contextmanager
    def _client(self, call: Call) -> Iterator[httpx.Client]:
        """Yield a client with a reused connection, or a new one for an unrepeatable call.

        The server may have just closed a reused connection, and then it is unknown whether it read
        the request.
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
        """Return the route to a URL, cached; there is no proxy to localhost."""
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
        """Return the maximum seconds of an attempt."""
        longest = self._timeout.answer
        if call.upload is not None:
            return longest + call.upload.size / self._timeout.slowest
        return longest if call.sink is not None else min(longest, left)

    def _limits(self, left: float) -> httpx.Timeout:
        """Return the timeouts of an attempt, with `left` seconds until the common deadline."""
        times = self._timeout
        return httpx.Timeout(
            min(times.read, left),
            connect=min(times.connect, left),
            write=min(times.write, left),
        )

    def note(self, line: str, body: bytes = b"") -> None:
        """Print a line for `--verbose`; secrets in `body` are masked."""
        if self._trace is not None:
            from sinch_order_cli.api.redact import masked

            self._trace(f"{line} {masked(body)}".rstrip())


def _place(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, port_of(url)


def _host(url: httpx.URL) -> str:
    """Return the host for name resolution: international names in ASCII form."""
    return url.raw_host.decode("ascii")


def _milliseconds(started: float) -> str:
    return f"{(time.perf_counter() - started) * 1000:.0f} ms"


def _clock_offset(headers: httpx.Headers, sent_at: float, received_at: float) -> float | None:
    """Return the seconds by which the server's clock is ahead, to about one second; None if
    unknown."""
    moment = http_date(headers.get("Date", ""))
    if moment is None or headers.get("Age", "0") != "0":
        return None
    # The header truncates fractions, so add half a second on average.
    return moment + 0.5 - (sent_at + received_at) / 2
