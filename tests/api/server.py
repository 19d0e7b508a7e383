"""A small HTTP server that says what a test tells it to, over a real socket.

::

    with ScriptedServer(Reply(json={"state": "CREATED"}), Reply(503), CUT) as server:
        …                          # one reply for each request, in order
        server.requests[0].json()  # what came
    # a request too many, or a reply that nobody asked for, fails here

Token requests (`POST …/token`) are answered by themselves with `token-1`, `token-2`, …, unless
`tokens` scripts them.
"""

from __future__ import annotations

import json as json_library
import socket
import struct
import threading
from collections import deque
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
from msgspec import UNSET, Struct

Cut = Literal["", "unread", "unanswered", "half"]


class Reply(Struct, frozen=True):
    """One answer, or the lack of one.

    `cut` closes the connection: before the body is read, after it was read, or in the middle of
    the answer. `delay` is in seconds, and comes before anything is sent; `trickle` comes before
    each byte of the body.
    """

    status: int = 200
    json: Any = UNSET
    body: bytes = b""
    headers: dict[str, str] = {}
    delay: float = 0.0
    trickle: float = 0.0
    cut: Cut = ""

    @property
    def content(self) -> bytes:
        return self.body if self.json is UNSET else msgspec.json.encode(self.json)


CUT = Reply(cut="unanswered")


def api_error(status: int, name: str, message: str = "", details: Sequence[Any] = ()) -> Reply:
    """An error in the API's own shape."""
    error = {"code": status, "message": message, "status": name, "details": list(details)}
    return Reply(status, json={"error": error})


class Request(Struct, frozen=True):
    """What a client sent."""

    method: str
    target: str
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    def json(self) -> Any:
        return json_library.loads(self.body)


class ScriptedServer:
    """Serves on a free loopback port for as long as the `with` statement lasts."""

    def __init__(self, *replies: Reply, tokens: Sequence[Reply] | None = None) -> None:
        self.requests: list[Request] = []
        self.token_requests: list[Request] = []
        self.connections = 0
        self.incomplete: list[Request] = []  # the client left in the middle of the body
        self.unexpected: list[str] = []
        self._replies = deque(replies)
        self._tokens = None if tokens is None else deque(tokens)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._http = _Http(self)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)
        if kind is None:
            assert not self.unexpected, f"requests without a reply: {self.unexpected}"
            assert not self._replies, f"{len(self._replies)} replies nobody asked for"
            assert not self._tokens, f"{len(self._tokens)} tokens nobody asked for"

    def reply_to(self, request: Request) -> Reply:
        with self._lock:
            if request.path.endswith("/token"):
                self.token_requests.append(request)
                if self._tokens is None:
                    return token(f"token-{len(self.token_requests)}")
                queue = self._tokens
            else:
                self.requests.append(request)
                queue = self._replies
            if queue:
                return queue.popleft()
            self.unexpected.append(f"{request.method} {request.target}")
            return api_error(418, "UNEXPECTED", "the test has no reply for this")

    def next_is_unread(self) -> bool:
        """Whether the coming reply is a cut that happens before the body is read."""
        with self._lock:
            return bool(self._replies) and self._replies[0].cut == "unread"

    def wait(self, seconds: float) -> None:
        self._stopping.wait(seconds)


def token(value: str, expires_in: Any = 3600) -> Reply:
    """The answer of a token endpoint."""
    body = {"access_token": value, "token_type": "bearer", "expires_in": expires_in}
    return Reply(json=body)


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: ScriptedServer) -> None:
        self.script = script
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves early is part of many tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.script.connections += 1

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _serve(self) -> None:
        script = self.server.script
        is_token = self.path.endswith("/token")
        body = b"" if not is_token and script.next_is_unread() else self._body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        if body and len(body) < self._length():
            script.incomplete.append(request)
            self.close_connection = True
            return
        reply = script.reply_to(request)
        if reply.delay:
            script.wait(reply.delay)
        if reply.cut in ("unread", "unanswered"):
            self._hang_up()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Content-Type" not in reply.headers:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        if reply.cut == "half":
            self.wfile.write(reply.content[: len(reply.content) // 2])
            self._hang_up()
            return
        for start in range(len(reply.content)) if reply.trickle else ():
            script.wait(reply.trickle)
            self.wfile.write(reply.content[start : start + 1])
        if not reply.trickle:
            self.wfile.write(reply.content)

    def send_response(self, code: int, message: str | None = None) -> None:
        """As usual, but a script may set its own Date."""
        self.send_response_only(code, message)

    def _body(self) -> bytes:
        return self.rfile.read(self._length())

    def _length(self) -> int:
        return int(self.headers.get("Content-Length", 0))

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        # A reset rather than a polite close: what a crashed server or a cut line looks like.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    do_GET = do_POST = do_PUT = do_DELETE = _serve
