"""Connections that are opened in advance, raced over addresses, and verified in two ways."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.api import opening, racing
from sinch_order_cli.api.opening import Stock

from .test_trust import authority  # noqa: F401 - a fixture

pytestmark = pytest.mark.timeout(30)

LOCAL = "127.0.0.1"


@contextmanager
def listening(
    serve: Callable[[socket.socket], object] = lambda one: one.recv(1), family: int = socket.AF_INET
) -> Iterator[tuple[int, list[socket.socket]]]:
    """A server that does something with each connection; its port, and the connections so far."""
    taken: list[socket.socket] = []
    with socket.socket(family) as listener, ExitStack() as closing:
        listener.bind(("::1" if family == socket.AF_INET6 else LOCAL, 0))
        listener.listen()

        def accept() -> None:
            while True:
                try:
                    one, _ = listener.accept()
                except OSError:
                    return
                taken.append(one)
                threading.Thread(target=_quietly, args=(serve, one), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        closing.callback(lambda: [one.close() for one in taken])
        closing.callback(listener.shutdown, socket.SHUT_RDWR)
        yield listener.getsockname()[1], taken


def _quietly(serve: Callable[[socket.socket], object], one: socket.socket) -> None:
    try:
        serve(one)
    except OSError:
        return


def take(stock: Stock, port: int, host: str = LOCAL, **more: Any) -> socket.socket:
    return stock.take(host, port, **{"secure": False, "timeout": 5.0, **more})


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def open_in_advance(stock: Stock, port: int, taken: list[Any], count: int = 1) -> None:
    stock.open(LOCAL, port, secure=False, count=count)
    until(lambda: len(taken) >= count)
    until(lambda: all(one._done.is_set() for one in stock._openings[LOCAL, port, False]))


def test_each_that_was_opened_is_handed_out_once_and_then_more_are_opened() -> None:
    stock = Stock()
    with listening() as (port, taken):
        open_in_advance(stock, port, taken, 2)
        with take(stock, port) as one, take(stock, port) as two, take(stock, port) as three:
            ports = {each.getsockname()[1] for each in (one, two, three)}
            until(lambda: len(taken) == 3)
            assert ports == {each.getpeername()[1] for each in taken}


@pytest.mark.parametrize("why", ["closed", "spoke", "old"])
def test_one_that_is_not_as_good_as_new_is_replaced(
    monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    stock = Stock()
    with listening() as (port, taken):
        open_in_advance(stock, port, taken)
        if why == "closed":
            taken[0].shutdown(socket.SHUT_RDWR)
        elif why == "spoke":
            taken[0].send(b"HTTP/1.1 408 Request Timeout\r\n\r\n")
        else:
            monkeypatch.setattr(opening, "KEEPS", 0.0)
        time.sleep(0.05)
        with take(stock, port) as found:
            until(lambda: len(taken) == 2)
            assert found.getsockname() == taken[1].getpeername()


def test_what_failed_some_time_ago_is_tried_again_and_what_fails_now_is_said() -> None:
    stock = Stock()
    with socket.socket() as reserved:
        reserved.bind((LOCAL, 0))
        port = reserved.getsockname()[1]
        stock.open(LOCAL, port, secure=False)
        until(lambda: stock._openings[LOCAL, port, False][0]._done.is_set())
        with pytest.raises(ConnectionRefusedError):
            take(stock, port)
        stock.open(LOCAL, port, secure=False)
        until(lambda: stock._openings[LOCAL, port, False][0]._done.is_set())
        reserved.listen()
        take(stock, port).close()


def test_what_nobody_asked_for_is_closed_also_when_it_opens_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[bytes] = []
    go_on = threading.Event()
    connect = racing.connect

    def late(*given: Any) -> socket.socket:
        go_on.wait(5)
        return connect(*given)

    with listening(lambda one: ended.append(one.recv(1))) as (port, taken):
        stock = Stock()
        open_in_advance(stock, port, taken)
        monkeypatch.setattr(racing, "connect", late)
        stock.open(LOCAL, port, secure=False)
        stock.close()
        go_on.set()
        until(lambda: ended == [b"", b""])


def test_waiting_for_one_that_does_not_open_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(racing, "connect", lambda *_: go_on.wait(5) and socket.socket())
    stock = Stock()
    stock.open(LOCAL, 9, secure=False)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        take(stock, 9, timeout=0.1)
    assert time.monotonic() - started < 2
    go_on.set()


@pytest.fixture
def secured(authority: Path) -> Iterator[tuple[int, list[socket.socket]]]:  # noqa: F811
    """A TLS server by an authority that this system does not know."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "server.pem", authority / "server.key")

    def serve(one: socket.socket) -> None:
        with context.wrap_socket(one, server_side=True) as encrypted:
            encrypted.send(encrypted.recv(9))

    with listening(serve) as found:
        yield found


@pytest.mark.parametrize("in_advance", [False, True])
def test_a_server_is_verified_and_its_session_tickets_are_no_reason_to_leave_it(
    secured: tuple[int, list[socket.socket]],
    authority: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    in_advance: bool,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    port, taken = secured
    stock = Stock()
    if in_advance:
        stock.open("localhost", port, secure=True)
        until(lambda: stock._openings["localhost", port, True][0]._done.is_set())
        time.sleep(0.1)  # what TLS 1.3 sends after the handshake has come by now
    with take(stock, port, "localhost", secure=True) as found:
        found.send(b"x")
        assert found.recv(1) == b"x"
    assert len(taken) == 1


@pytest.mark.parametrize("hashes", ["without", "with others", "with it"])
def test_all_certificates_are_read_only_where_a_look_up_does_not_verify(
    secured: tuple[int, list[socket.socket]],
    authority: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    hashes: str,
) -> None:
    import subprocess

    import truststore

    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    read = ["openssl", "x509", "-noout", "-hash", "-in", str(authority / "ca.pem")]
    hash_ = subprocess.run(read, capture_output=True, text=True, check=True).stdout.strip()
    if hashes != "without":
        name = hash_ if hashes == "with it" else "00000000"
        (tmp_path / f"{name}.0").write_bytes((authority / "ca.pem").read_bytes())
    paths = ssl.DefaultVerifyPaths("", str(tmp_path), "", "", "", str(tmp_path))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    full: list[ssl.SSLContext] = []

    def everything(protocol: int) -> ssl.SSLContext:
        full.append(ssl.SSLContext(protocol))
        full[-1].load_verify_locations(authority / "ca.pem")
        return full[-1]

    monkeypatch.setattr(truststore, "SSLContext", everything)
    port, taken = secured
    stock = Stock()
    for _ in range(2):
        take(stock, port, "localhost", secure=True).close()
    assert len(full) == (0 if hashes == "with it" else 1)
    assert len(taken) == (3 if hashes == "with others" else 2)


def test_a_server_that_nothing_verifies_is_refused_with_its_reason(
    secured: tuple[int, list[socket.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    stock = Stock()
    stock.open("localhost", secured[0], secure=True)
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
        take(stock, secured[0], "localhost", secure=True)


def addresses(monkeypatch: pytest.MonkeyPatch, *found: tuple[str, int]) -> None:
    entries = [
        (socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, at))
        for host, at in found
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)


def silent() -> tuple[socket.socket, int]:
    """A listener whose queue is full, so that it answers no further connection."""
    listener = socket.create_server((LOCAL, 0), backlog=0)
    port = listener.getsockname()[1]
    for _ in range(3):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex((LOCAL, port))
        _FILLERS.append(filler)
    return listener, port


_FILLERS: list[socket.socket] = []


def test_an_address_that_does_not_answer_costs_a_quarter_of_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listener, dead = silent()
    with listener, listening() as (port, taken):
        addresses(monkeypatch, (LOCAL, dead), (LOCAL, port))
        started = time.monotonic()
        with racing.connect("h", 1, 10.0) as made:
            assert made.getpeername()[1] == port
            assert made.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert made.gettimeout() is None
        assert racing.HEAD_START <= time.monotonic() - started < 3
        with pytest.raises(TimeoutError):
            addresses(monkeypatch, (LOCAL, dead), (LOCAL, dead))
            racing.connect("h", 1, 0.4)
        assert len(taken) == 1
    while _FILLERS:
        _FILLERS.pop().close()


def test_one_that_refuses_is_followed_by_the_next_at_once_and_the_last_reason_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(racing, "HEAD_START", 20.0)
    with socket.socket() as reserved, listening() as (port, _):
        reserved.bind((LOCAL, 0))
        refuses = reserved.getsockname()[1]
        addresses(monkeypatch, (LOCAL, refuses), (LOCAL, port))
        racing.connect("h", 1, 10.0).close()
        addresses(monkeypatch, (LOCAL, refuses), (LOCAL, refuses))
        with pytest.raises(ConnectionRefusedError):
            racing.connect("h", 1, 10.0)


def test_the_families_take_turns() -> None:
    six, four = (
        (family, 1, 6, "", n) for n, family in enumerate((socket.AF_INET6, socket.AF_INET))
    )
    found = racing._interleaved([six, six, six, four, four])
    assert [one[0] for one in found] == [six[0], four[0], six[0], four[0], six[0]]
