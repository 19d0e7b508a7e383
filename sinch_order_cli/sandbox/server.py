"""The sandbox as a server on this machine: API and `/oauth2/token` on one port of 127.0.0.1."""

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

if find_spec("jsonschema") is None:  # loaded when a body is judged, and missed at once
    raise ModuleNotFoundError("No module named 'jsonschema'", name="jsonschema")

REVIEW_SECONDS = 3.0

_HOST = "127.0.0.1"
_MAX_BODY = MAX_FILE + 64 * 1024  # the file and the other parts of the form
_MAX_DISCARDED = 256 * 1024 * 1024  # of a body that is too large, so that the 413 can be read
_CHUNK = 64 * 1024
_POLL_SECONDS = 0.02  # how soon a stop is seen; `--sandbox` stops a server in every command
_STOP_SECONDS = 2.0


def _now() -> datetime:
    return datetime.now(UTC)


class SandboxServer:
    """The emulator, serving from a background thread between `start` and `stop`.

    Several servers, of several processes too, may share one data directory.

    Args:
        data_dir: holds the database; made, for its owner alone, where it is not there.
        port: 0 takes a free one.
        faults: a file as `faults.py` describes it, looked at again at every request.
        clock: the time, with its zone; tests move it.
        review_seconds: how long a review takes.
        log: gets a line for every request, and errors of the sandbox itself. None: silent.

    Raises:
        ValueError: the faults file is not right.
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
        """Where the server is reached, such as `http://127.0.0.1:8099`; only while it runs."""
        if self._running is None:
            raise RuntimeError("the sandbox is not running")
        return self._running.url

    def start(self) -> None:
        """Serves from now on, in the background.

        Raises:
            OSError: the port is taken, or the data directory can't be written.
            sqlite3.Error: the database can't be read.
        """
        if self._running is None:
            self._running = _Running(
                self._data_dir, self._port, self._faults, self._clock, self._review, self._log
            )

    def stop(self) -> None:
        """Ends every connection and closes the database; data stay. Does nothing twice."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def serve_forever(self) -> None:
        """Serves until another thread calls `stop`, or until Ctrl-C, which is raised on."""
        self.start()
        assert self._running is not None
        thread = self._running.thread
        try:
            while thread.is_alive():
                thread.join(0.5)  # without a limit, Windows would not see Ctrl-C
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
    """Removes all data, also from under a server that runs on them.

    Raises:
        OSError, sqlite3.Error: the database can't be written.
    """
    database = Database(data_dir)
    try:
        database.wipe()
    finally:
        database.close()


class _Running:
    """What exists only while the server runs."""

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
    """Werkzeug's server on a socket that is bound already, with its connections remembered.

    Binding it here keeps Werkzeug from ending the process when the port is taken.
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
        """Wakes the threads of connections that wait for a next request, and lets them end."""
        with self._changed:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)
            self._changed.wait_for(lambda: not self._connections, timeout=_STOP_SECONDS)

    def handle_error(self, request: Any, client_address: Any) -> None:
        self.log_line(f"the connection from {client_address} failed")


class _Handler(WSGIRequestHandler):
    """One connection. Unlike Werkzeug's own handler it keeps the connection for more requests."""

    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 120
    wbufsize = _CHUNK  # head and body in one packet
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
        """Reads the whole body, so that the next request begins where this one ends.

        Raises:
            ConnectionDropped: the client broke off; half a request must do nothing.
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
