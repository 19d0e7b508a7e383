"""A local server for the sandbox: the API and `/oauth2/token` on one port of 127.0.0.1."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from werkzeug.http import http_date
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from sinch_order_cli.sandbox.app import BODY_TOO_LARGE, App
from sinch_order_cli.sandbox.database import Database
from sinch_order_cli.sandbox.fault_file import Faults
from sinch_order_cli.sandbox.faults import ConnectionDropped
from sinch_order_cli.sandbox.uploads import MAX_FILE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

if find_spec("jsonschema") is None:  # imported later, but report its absence now
    raise ModuleNotFoundError("No module named 'jsonschema'", name="jsonschema")

REVIEW_SECONDS = 3.0

_HOST = "127.0.0.1"
_MAX_BODY = MAX_FILE + 64 * 1024  # the file and the other form parts
_MAX_DISCARDED = 256 * 1024 * 1024  # read from a too large body, so the client gets the 413
_CHUNK = 64 * 1024
_POLL_SECONDS = 0.02  # delay of a stop; every `--sandbox` command stops a server
_STOP_SECONDS = 2.0


def _now() -> datetime:
    return datetime.now(UTC)


class SandboxServer:
    """The emulator, serving from a background thread between `start` and `stop`.

    Several servers, also in different processes, can share a data directory.

    Args:
        data_dir: contains the database; created for the owner only if it doesn't exist.
        port: 0 for any free port.
        faults: a file as described in `faults.py`, checked for changes at every request.
        clock: returns the time, with time zone; tests change it.
        review_seconds: the duration of a review.
        log: called with a line for each request, and with errors of the sandbox. None: silent.

    Raises:
        ValueError: the faults file is invalid.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int = 0,
        faults: Path | None = None,
        clock: Callable[[], datetime] = _now,
        review_seconds: float = REVIEW_SECONDS,
        log: Callable[[str], None] | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._port = port
        self._faults = Faults(faults)
        self._clock = clock
        self._review = timedelta(seconds=review_seconds)
        self._log = log or (lambda line: None)
        self._running: _Running | None = None

    @property
    def url(self) -> str:
        """The server's URL, such as `http://127.0.0.1:8099`; only while it runs."""
        if self._running is None:
            raise RuntimeError("the sandbox is not running")
        return self._running.url

    def start(self) -> None:
        """Start serving in the background.

        Raises:
            OSError: the port is in use, or the data directory is not writable.
            sqlite3.Error: the database can't be read.
        """
        if self._running is None:
            self._running = _Running(
                self._data_dir, self._port, self._faults, self._clock, self._review, self._log
            )

    def stop(self) -> None:
        """Close all connections and the database; data stay. Calling it again does nothing."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def serve_forever(self) -> None:
        """Serve until another thread calls `stop`, or until Ctrl-C, which is raised again."""
        self.start()
        assert self._running is not None
        thread = self._running.thread
        try:
            while thread.is_alive():
                thread.join(0.5)  # without a timeout, Windows would ignore Ctrl-C
        finally:
            self.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def reset(data_dir: Path) -> None:
    """Delete all data, even while a server uses them.

    Raises:
        OSError, sqlite3.Error: the database is not writable.
    """
    database = Database(data_dir)
    try:
        database.wipe()
    finally:
        database.close()


class _Running:
    """Objects that exist only while the server runs."""

    def __init__(
        self,
        data_dir: Path,
        port: int,
        faults: Faults,
        clock: Callable[[], datetime],
        review: timedelta,
        log: Callable[[str], None],
    ) -> None:
        with socket.create_server((_HOST, port), backlog=128) as listener:
            self.url = f"http://{_HOST}:{listener.getsockname()[1]}"
            self._database = Database(data_dir)
            self._app = App(
                self._database, faults, base_url=self.url, clock=clock, review=review, log=log
            )
            self._server = _Server(listener, self._app, clock, log)
        self.thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="sandbox", daemon=True
        )
        self.thread.start()

    def stop(self) -> None:
        self._app.timing.stop()
        self._server.shutdown()
        self.thread.join()
        self._server.end_connections()
        self._database.close()


class _Server(ThreadedWSGIServer):
    """Werkzeug's server on an already bound socket, with a list of its connections.

    Werkzeug would end the process if the port were in use.
    """

    def __init__(
        self,
        listener: socket.socket,
        app: App,
        clock: Callable[[], datetime],
        log: Callable[[str], None],
    ) -> None:
        self.clock = clock
        self.log_line = log
        self._connections: set[Any] = set()
        self._changed = threading.Condition()
        host, port = listener.getsockname()
        super().__init__(host, port, app, _Handler, fd=listener.fileno())

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._changed:
            self._connections.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        super().close_request(request)
        with self._changed:
            self._connections.discard(request)
            self._changed.notify_all()

    def end_connections(self) -> None:
        """Wake the threads that wait for further requests on open connections, so that they end."""
        with self._changed:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)
            self._changed.wait_for(lambda: not self._connections, timeout=_STOP_SECONDS)

    def handle_error(self, request: Any, client_address: Any) -> None:
        self.log_line(f"the connection from {client_address} failed")


class _Handler(WSGIRequestHandler):
    """One connection. Unlike Werkzeug's own handler, it accepts several requests."""

    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 120
    wbufsize = _CHUNK  # headers and body in one packet
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        try:
            self._read_body(environ)
            for part in self.server.app(environ, self._start_response):
                self.wfile.write(part)
        except ConnectionDropped:
            self.close_connection = True

    def handle_expect_100(self) -> bool:
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def date_time_string(self, timestamp: float | None = None) -> str:
        return http_date(self.server.clock())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.server.log_line(f"{repr(self.requestline)[1:-1]} {int(code)}")

    def log(self, type: str, message: str, *args: object) -> None:
        self.server.log_line(message % args)

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        code, _, phrase = status.partition(" ")
        if any(name == "Date" for name, _ in headers):
            self.log_request(code)
            self.send_response_only(int(code), phrase)
        else:
            self.send_response(int(code), phrase)
        for name, value in headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        return self.wfile.write

    def _read_body(self, environ: WSGIEnvironment) -> None:
        """Read the whole body, so that the next request starts after it.

        Raises:
            ConnectionDropped: the client disconnected; an incomplete request must have no effect.
        """
        chunked = environ.get("wsgi.input_terminated", False)
        announced = environ.get("CONTENT_LENGTH") or "0"
        if not chunked and not (announced.isascii() and announced.isdecimal()):
            raise ConnectionDropped
        length = None if chunked else int(announced)
        source = io.BufferedReader(environ["wsgi.input"]) if chunked else self.rfile
        try:
            body = source.read(_MAX_BODY + 1 if length is None else min(length, _MAX_BODY + 1))
            if len(body) > _MAX_BODY:
                self._discard(source, _MAX_DISCARDED if length is None else length - len(body))
                environ[BODY_TOO_LARGE] = True
                self.close_connection = True
                body = b""
            elif length is not None and len(body) < length:
                raise ConnectionDropped
        except OSError:
            raise ConnectionDropped from None
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))

    def _discard(self, source: Any, length: int) -> None:
        left = min(length, _MAX_DISCARDED)
        while left > 0:
            part = source.read(min(left, _CHUNK))
            if not part:
                return
            left -= len(part)
