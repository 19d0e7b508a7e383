"""Slow servers, bombs, proxies and certificates: what the network does to an attempt."""

from __future__ import annotations

import contextlib
import gzip
import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import httpx
import pytest

from sinch_order_cli.api.client import RetryPolicy
from sinch_order_cli.api.decoding import LARGEST_PIECE, decoded
from sinch_order_cli.api.failures import failure_of
from sinch_order_cli.api.proxies import Route, route_to
from sinch_order_cli.api.request import Call
from sinch_order_cli.api.transport import Timeouts
from sinch_order_cli.errors import (
    DataError,
    SinchOrderError,
    UnknownOutcomeError,
    UnreachableError,
    UsageError,
)

from .server import Reply, ScriptedServer

pytestmark = pytest.mark.timeout(60)

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ONCE = RetryPolicy(attempts=1)


@pytest.fixture
def raw_server() -> Iterator[Callable[..., str]]:
    """Starts a server that sends what a function yields, as slowly as that is; returns its URL."""
    stop = threading.Event()
    listeners = []

    def start(chunks: Callable[[], Iterator[bytes]], pause: float = 0.02) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, contextlib.suppress(OSError):
                        connection.recv(65536)
                        for chunk in chunks():
                            if stop.wait(pause):
                                return
                            connection.sendall(chunk)

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    stop.set()
    for listener in listeners:
        listener.close()


def forever(chunk: bytes, before: bytes = b"") -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        yield before
        while True:
            yield chunk

    return chunks


DRIPS = {
    "status": forever(b"9", b"HTTP/1.1 2"),
    "headers": forever(b"X-A: b\r\n", OK),
    "one header": forever(b"x", OK + b"X-A: "),
    "100": forever(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "103": forever(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
    "body": forever(b" ", OK + b"Content-Length: 100000\r\n\r\n"),
    "chunks": forever(b"1\r\n \r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"),
}


@pytest.mark.parametrize("name", DRIPS)
def test_an_attempt_ends_however_the_server_drips(connect, raw_server, name):
    with ScriptedServer() as tokens:
        api = connect(
            raw_server(DRIPS[name]),
            auth_url=tokens.url,
            timeout=Timeouts(read=5.0, answer=0.4),
            retries=ONCE,
        )
        for call in (lambda: api.get_number_order("o1"), lambda: api.submit_number_order("o1")):
            started = time.monotonic()
            with pytest.raises((UnreachableError, UnknownOutcomeError)) as caught:
                call()
            assert time.monotonic() - started < 2.0
            assert "did not answer in time" in caught.value.reason


@pytest.mark.parametrize("name", ["headers", "100", "body"])
def test_the_time_of_a_watch_holds_against_a_drip(connect, raw_server, name):
    with ScriptedServer() as tokens:
        api = connect(raw_server(DRIPS[name]), auth_url=tokens.url, timeout=Timeouts(read=5.0))
        api.end_by(time.monotonic() + 0.5)
        started = time.monotonic()
        with pytest.raises(UnreachableError):
            api.get_number_order("o1")
        assert time.monotonic() - started < 2.5


def test_a_file_has_more_time_the_larger_it_is(connect, raw_server):
    def answers_late() -> Iterator[bytes]:
        yield from (b"" for _ in range(40))
        yield OK + b"Content-Length: 2\r\n\r\n{}"

    def upload(slowest: float) -> None:
        api = connect(
            raw_server(answers_late),
            auth_url=tokens.url,
            timeout=Timeouts(read=5.0, answer=0.4, slowest=slowest),
            retries=ONCE,
        )
        file = io.BytesIO(b"x" * 30_000)
        api.upload_attachment("o1", "a", file=file, file_name="a.pdf", mime_type="x/y")

    with ScriptedServer() as tokens:
        upload(slowest=1000.0)
        with pytest.raises(UnknownOutcomeError):
            upload(slowest=1e9)


def zipped(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = gzip.compress(content)
    return content


@cache
def bomb() -> bytes:
    return gzip.compress(bytes(200_000_000))


@pytest.mark.parametrize(
    ("coding", "made"),
    [
        ("gzip", bomb),
        ("gzip, gzip", lambda: gzip.compress(bomb())),
        ("gzip, identity, gzip", lambda: gzip.compress(bomb())),
        ("deflate", lambda: zlib.compress(bytes(200_000_000))),
        ("br", lambda: b"x"),
        ("zstd", lambda: b"x"),
    ],
)
@pytest.mark.parametrize("what", ["read", "submit", "template"])
def test_a_small_answer_can_not_become_a_large_one(connect, coding, made, what):
    with ScriptedServer(Reply(body=made(), headers={"Content-Encoding": coding})) as server:
        api = connect(server, retries=ONCE)
        with pytest.raises(SinchOrderError) as caught:
            if what == "template":
                api.download_template(f"{server.url}/t", io.BytesIO(), limit_bytes=1000)
            elif what == "submit":
                api.submit_number_order("o1")
            else:
                api.get_number_order("o1")
    kinds = {"read": UnreachableError, "submit": UnknownOutcomeError, "template": DataError}
    if coding == "gzip":
        assert type(caught.value) is kinds[what]
    else:
        assert coding.split(",")[0] in caught.value.reason or "1000" in caught.value.message


def test_a_bomb_is_taken_apart_in_small_pieces():
    headers = httpx.Headers({"Content-Encoding": "gzip"})
    sizes = [len(piece) for piece in decoded(headers, [bomb()])]
    assert max(sizes) <= LARGEST_PIECE
    assert sum(sizes) == 200_000_000


@pytest.mark.parametrize("cut", [1, 2, 7, 1000])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", "identity, gzip"])
def test_one_gzip_is_read(cut, coding):
    content = b"".join(str(n).encode() for n in range(50_000))
    for body in (zipped(content, 1), gzip.compress(content[:999]) + gzip.compress(content[999:])):
        pieces = [body[at : at + cut] for at in range(0, len(body), cut)]
        assert b"".join(decoded(httpx.Headers({"Content-Encoding": coding}), pieces)) == content


def test_a_coding_that_is_only_said_is_not_believed():
    headers = httpx.Headers({"Content-Encoding": "gzip"})
    assert b"".join(decoded(headers, [b"{", b'"a": 1}'])) == b'{"a": 1}'
    assert b"".join(decoded(headers, [])) == b""


@pytest.mark.parametrize("spoil", [lambda z: z[:-9], lambda z: z[:20] + b"\0\0\0" + z[23:]])
def test_a_damaged_gzip_is_said_to_be_so(connect, spoil):
    body = spoil(gzip.compress(b'{"state": "' + bytes(range(65, 90)) * 20 + b'"}'))
    with ScriptedServer(Reply(body=body, headers={"Content-Encoding": "gzip"})) as server:
        with pytest.raises(UnreachableError) as caught:
            connect(server).get_number_order("o1")
        assert server.requests[0].headers["accept-encoding"] == "gzip"
    assert "damaged" in caught.value.reason


TARGET = httpx.URL("https://numbers.example/v1")
PROXY = {"HTTPS_PROXY": "http://me:pA55@proxy.example:3128"}


@pytest.mark.parametrize(
    ("entry", "passed_by"),
    [
        ("*", True), ("numbers.example", True), ("example", True), (".example", True),
        ("*.example", True), ("NUMBERS.example", True), ("numbers.example:443", True),
        ("https://numbers.example", True), ("http://numbers.example", False),
        ("numbers.example:8443", False), ("bers.example", False), ("münchen.example", False),
        ("fe80::/10", False), ("::1", False), ("[::1]", False), ("10.0.0.0/8", False),
        ("127.0.0.1", False), ("localhost", False),
    ],
)  # fmt: skip
def test_an_entry_of_no_proxy(entry, passed_by):
    route = route_to(TARGET, {**PROXY, "NO_PROXY": f"other.test, {entry}"})
    assert (route.proxy is None) == passed_by
    assert route.unreadable == ()


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("10.0.0.0/8", "https://10.9.8.7"),
        ("fe80::/10", "https://[fe80::1]"),
        ("::1", "https://[::1]"),
        ("[::1]", "https://[::1]:8443"),
        ("192.0.2.1", "https://192.0.2.1"),
        ("münchen.example", "https://api.xn--mnchen-3ya.example"),
        ("xn--mnchen-3ya.example", "https://münchen.example"),
    ],
)
def test_addresses_and_names_of_other_scripts_in_no_proxy(entry, url):
    assert route_to(httpx.URL(url), {**PROXY, "no_proxy": entry}).proxy is None


@pytest.mark.parametrize(
    "entry", ["foo:port", "10.0.0.0/99", "[::1", "a b", "a/b", "http://", "\0"]
)
def test_an_entry_that_can_not_be_read_is_left_out_and_named(connect, monkeypatch, entry):
    route = route_to(TARGET, {**PROXY, "NO_PROXY": f"{entry},other.test"})
    assert route.proxy is not None
    assert route.unreadable == (entry,)
    if "\0" in entry:
        return
    for name in ("no_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", entry)
    warnings = []
    with ScriptedServer() as tokens, pytest.raises(UnreachableError):
        api = connect(
            "https://numbers.example", auth_url=tokens.url, retries=ONCE, warn=warnings.append
        )
        for _ in range(2):
            with contextlib.suppress(UnreachableError):
                api.list_available_regions()
        api.list_available_regions()
    assert len(warnings) == 1
    assert entry in warnings[0] and "NO_PROXY" in warnings[0]


@pytest.mark.parametrize(
    ("environ", "variable"),
    [
        ({"HTTPS_PROXY": "p:1", "ALL_PROXY": "socks5://s:2"}, "HTTPS_PROXY"),
        ({"https_proxy": "http://p:1", "HTTPS_PROXY": "socks5://s:2"}, "https_proxy"),
        ({"ALL_PROXY": "http://p:1", "HTTP_PROXY": "socks5://s:2"}, "ALL_PROXY"),
        ({"HTTPS_PROXY": "", "all_proxy": "https://p:1"}, "all_proxy"),
    ],
)
def test_only_the_proxy_of_this_address_is_looked_at(environ, variable):
    route = route_to(TARGET, environ)
    assert route.proxy is not None
    assert (route.proxy.host, route.variable) == ("p", variable)
    assert route_to(TARGET, {"HTTP_PROXY": "socks5://s:2"}).proxy is None


@pytest.mark.parametrize("named", ["socks5://s:1", "ftp://x", "http://", "http://[", "http://a:b"])
def test_a_proxy_that_can_not_be_used_is_named(named):
    with pytest.raises(UsageError, match="proxy") as caught:
        route_to(TARGET, {"ALL_PROXY": named})
    assert "ALL_PROXY" in caught.value.reason + caught.value.hint
    assert route_to(TARGET, {"ALL_PROXY": named, "NO_PROXY": "numbers.example"}).proxy is None


@pytest.mark.parametrize(
    ("proxy", "why"),
    [("http://me:pA55@127.0.0.1:9", "refuses"), ("http://me:pA55@nowhere.invalid:3128", "name")],
)
def test_a_dead_proxy_is_blamed_by_name(connect, monkeypatch, proxy, why):
    for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with ScriptedServer() as tokens, pytest.raises(UnreachableError) as caught:
        api = connect("https://numbers.example", auth_url=tokens.url, retries=ONCE)
        api.submit_number_order("o1")
    said = f"{caught.value.message} {caught.value.reason} {caught.value.hint}"
    assert proxy.rpartition("@")[2] in caught.value.reason
    assert why in caught.value.reason
    assert "HTTPS_PROXY" in caught.value.hint
    assert "pA55" not in said


@pytest.mark.parametrize("status", [300, 303, 304, 305])
def test_other_redirects_are_told_as_what_they_are(connect, status):
    headers = {"Location": "https://elsewhere.test/result"} if status != 304 else {}
    reply = Reply(status, headers=headers)
    with ScriptedServer(reply) as server, pytest.raises(UnreachableError) as caught:
        connect(server).get_number_order("o1")
    said = f"{caught.value.message} {caught.value.reason}"
    assert str(status) in said
    assert ("cache" in said) == (status == 304)
    assert ("nowhere" in said) is False
    assert ("elsewhere.test/result" in said) == (status != 304)
    assert ("redirects are never followed" in said) == (status != 304)
    assert ("the answer is at" in said) == (status == 303)


def test_a_certificate_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/our-ca.pem")
    error = httpx.ConnectError("x")
    error.__cause__ = cause = ssl.SSLCertVerificationError("self-signed certificate")
    cause.verify_message = "self-signed certificate"
    call = Call(operation="x", method="GET", url=TARGET)
    assert "/nowhere/our-ca.pem" in failure_of(error, call, 1.0, Route()).hint
    monkeypatch.setenv("SSL_CERT_FILE", __file__)
    assert "inspects traffic" in failure_of(error, call, 1.0, Route()).hint


def test_a_certificate_file_that_holds_no_certificate_is_named(connect, monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setenv("SSL_CERT_FILE", __file__)
    with ScriptedServer() as tokens, pytest.raises(UsageError, match="SSL_CERT_FILE"):
        connect("https://127.0.0.1:9", auth_url=tokens.url).list_available_regions()
