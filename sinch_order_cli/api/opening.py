"""Connections that are opened before they are needed, while the program does something else.

None of them has carried anything when it is handed out. That is what a request asks for which
must not be repeated: a connection that was used and kept may have been closed by the server just
now, and then there is no telling whether the request was read.
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
"""Seconds that a connection has which nobody waits for yet."""

KEEPS = 3.0
"""Seconds for which one that was opened in advance is as good as new."""


class Stock:
    """Opens connections, in advance too; close it when done.

    Its methods may be called by any thread. `trust` is what servers are verified with.
    """

    def __init__(self) -> None:
        self.trust = Trust()
        self._openings: dict[tuple[str, int, bool], deque[_Opening]] = {}

    def open(self, host: str, port: int, *, secure: bool, count: int = 1) -> None:
        """Begin to open connections that will be asked for. Nothing is raised here."""
        openings = self._openings.setdefault((host, port, secure), deque())
        for _ in range(count):
            openings.append(_Opening(lambda: self._connect(host, port, secure, IN_ADVANCE)))

    def take(self, host: str, port: int, *, secure: bool, timeout: float) -> socket.socket:
        """A connection that has carried nothing yet; with `secure` the server is verified.

        Raises:
            TimeoutError: none was made in `timeout` seconds.
            OSError: none could be made; an ssl.SSLError where the server can't be trusted.
            UsageError: SSL_CERT_FILE names what holds no certificate.
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
        """Close what was opened and not asked for."""
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
        # Nothing has been sent so far: the server only showed a certificate.
        again = racing.connect(host, port, until - time.monotonic())
        return _secured(again, self.trust.full(), host, until)


def _secured(
    plain: socket.socket, context: ssl.SSLContext, host: str, until: float
) -> socket.socket:
    """The connection, encrypted and with a server that proved to be `host`."""
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
        """The connection, once it is open; None where another has to be made.

        Raises:
            TimeoutError: it did not open in `timeout` seconds.
            BaseException: it failed while it was waited for.
        """
        was_done = self._done.is_set()
        if not self._done.wait(timeout):
            self.close()
            raise TimeoutError("timed out")
        if self._failure is not None:
            if was_done:  # what was wrong some time ago may be right by now
                return None
            raise self._failure
        made = self._made
        assert made is not None
        if time.monotonic() - self._at <= KEEPS and _is_open(made):
            return made
        made.close()
        return None

    def close(self) -> None:
        """Close the connection, now or as soon as it is there."""
        with self._lock:
            self._is_unwanted = True
            if self._made is not None:
                self._made.close()


def _is_open(unused: socket.socket) -> bool:
    """Whether the other side has neither closed the connection nor sent what nobody asked for.

    The session tickets that TLS 1.3 sends after a handshake are nothing of the kind, and reading
    takes them in.
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
