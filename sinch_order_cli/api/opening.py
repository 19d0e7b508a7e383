"""Open connections before they are needed, while the program is busy with other work.

They are unused when handed out, as required for requests that must not be repeated. The server may
have just closed a reused connection, and then it is unknown whether it read the request.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from sinch_order_cli.api import racing
from sinch_order_cli.api.threads import block_signals
from sinch_order_cli.api.trust import Trust

IN_ADVANCE = 10.0
"""Timeout in seconds for a connection that no request is waiting for."""

KEEPS = 3.0
"""Seconds for which a connection opened in advance counts as new."""


class Stock:
    """Opens connections, also in advance; close it when done.

    Its methods are thread-safe. `trust` verifies servers.
    """

    def __init__(self) -> None:
        self.trust = Trust()
        self._openings: dict[tuple[str, int, bool], deque[_Opening]] = {}

    def open(self, host: str, port: int, *, secure: bool, count: int = 1) -> None:
        """Start opening connections in advance. Never raises."""
        openings = self._openings.setdefault((host, port, secure), deque())
        for _ in range(count):
            openings.append(_Opening(lambda: self._connect(host, port, secure, IN_ADVANCE)))

    def take(self, host: str, port: int, *, secure: bool, timeout: float) -> socket.socket:
        """Return an unused connection; with `secure`, the server is verified.

        Raises:
            TimeoutError: no connection within `timeout` seconds.
            OSError: the connection failed; ssl.SSLError if the server can't be verified.
            UsageError: the file in SSL_CERT_FILE contains no certificate.
        """
        until = time.monotonic() + timeout
        openings = self._openings.get((host, port, secure), deque())
        while openings:
            with suppress(IndexError):
                found = openings.popleft().take(until - time.monotonic())
                if found is not None:
                    return found
        return self._connect(host, port, secure, until - time.monotonic())

    def close(self) -> None:
        """Close the connections that were not used."""
        for openings in self._openings.values():
            while openings:
                openings.popleft().close()

    def _connect(self, host: str, port: int, secure: bool, timeout: float) -> socket.socket:
        if not secure:
            return racing.connect(host, port, timeout)
        until = time.monotonic() + timeout
        first = self.trust.context()
        try:
            return _secured(racing.connect(host, port, timeout), first, host, until)
        except ssl.SSLCertVerificationError:
            if first is self.trust.full():
                raise
        # No request has been sent: the server only showed a certificate.
        again = racing.connect(host, port, until - time.monotonic())
        return _secured(again, self.trust.full(), host, until)


def _secured(
    plain: socket.socket, context: ssl.SSLContext, host: str, until: float
) -> socket.socket:
    """Return the encrypted connection to a server verified as `host`."""
    try:
        plain.settimeout(max(0.001, until - time.monotonic()))
        secured = context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    secured.settimeout(None)
    return secured


class _Opening:
    """A connection that a thread is opening."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._is_unwanted = False
        self._made: socket.socket | None = None
        self._failure: BaseException | None = None
        self._at = 0.0
        with block_signals():
            threading.Thread(target=self._run, name="connection", daemon=True).start()

    def _run(self) -> None:
        try:
            made = self._connect()
        except BaseException as error:
            self._failure = error
        else:
            with self._lock:
                self._made, self._at = made, time.monotonic()
                if self._is_unwanted:
                    made.close()
        self._done.set()

    def take(self, timeout: float) -> socket.socket | None:
        """Return the connection once it is open; None if a new attempt is needed.

        Raises:
            TimeoutError: it was not open within `timeout` seconds.
            BaseException: it failed during the wait.
        """
        was_done = self._done.is_set()
        if not self._done.wait(timeout):
            self.close()
            raise TimeoutError("timed out")
        if self._failure is not None:
            if was_done:  # an earlier failure may be over by now
                return None
            raise self._failure
        made = self._made
        assert made is not None
        if time.monotonic() - self._at <= KEEPS and _is_open(made):
            return made
        made.close()
        return None

    def close(self) -> None:
        """Close the connection, now or once it is open."""
        with self._lock:
            self._is_unwanted = True
            if self._made is not None:
                self._made.close()


def _is_open(unused: socket.socket) -> bool:
    """Return True if the server has neither closed the connection nor sent unrequested data.

    The session tickets that TLS 1.3 sends after a handshake are consumed by reading and don't
    count.
    """
    unused.settimeout(0.0)
    try:
        unused.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        unused.settimeout(None)
        return True
    except OSError:
        return False
    return False
