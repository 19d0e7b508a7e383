"""A server that stands before the sandbox, and can change what it answers."""

from __future__ import annotations

import base64
import http.client
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from sinch_order_cli.sandbox.server import SandboxServer

Answer = tuple[int, bytes]
"""Status and body."""


class Gateway(ThreadingHTTPServer):
    """Takes a key for the sandbox's own, notes all tokens, and passes the rest on.

    Args:
        directory: where the sandbox behind it keeps its data.
        key: key id and secret that are taken.

    Attributes:
        change: given method, path, what was sent and what the sandbox answered; returns the
            answer to pass on.
    """

    daemon_threads = True

    def __init__(self, directory: Path, key: str = "key:secret") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._sandbox = SandboxServer(directory)
        self.key = base64.b64encode(key.encode()).decode()
        self.tokens: set[str] = set()
        self.change: Callable[[str, str, bytes, Answer], Answer] = lambda *call: call[3]
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.behind = ""

    def __enter__(self) -> Self:
        self._sandbox.start()
        self.behind = urlsplit(self._sandbox.url).netloc
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()
        self._sandbox.stop()


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name != "Host"}
        if headers.get("Authorization") == f"Basic {self.server.key}":
            headers["Authorization"] = "Basic " + base64.b64encode(b"key:secret").decode()
        connection = http.client.HTTPConnection(self.server.behind, timeout=20)
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if token := re.search(rb'"access_token":\s*"([^"]+)', content):
            self.server.tokens.add(token[1].decode())
        status, content = self.server.change(
            self.command, self.path, body, (answer.status, content)
        )
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = _pass_on

    def log_message(self, format: str, *args: object) -> None:
        pass
