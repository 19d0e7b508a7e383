"""Whom credentials are shown to: a real TLS server, a company's authority, a real proxy."""

from __future__ import annotations

import base64
import io
import select
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import truststore

from sinch_order_cli.errors import SinchOrderError, UnreachableError

from .server import Reply, ScriptedServer, token

pytestmark = pytest.mark.timeout(60)

REGIONS = Reply(json={"availableRegions": []})


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority that this system does not know, and a certificate by it."""
    folder = tmp_path_factory.mktemp("authority")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    for command in [
        ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Our CA",
         "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign"],
        ["req", *key[:-2], "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=x"],
        ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "2",
         "-CAcreateserial", "-out", "server.pem", "-extfile", "names"],
    ]:  # fmt: skip
        (folder / "names").write_text(
            "subjectAltName=DNS:localhost,DNS:numbers.example,DNS:cdn.example\n"
        )
        subprocess.run(
            ["openssl", *command], cwd=folder, check=True, capture_output=True, timeout=30
        )
    return folder


def secured(server: ScriptedServer, authority: Path) -> ScriptedServer:
    """The server, speaking TLS from now on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "server.pem", authority / "server.key")
    http = server._http
    http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
    return server


class Proxy(ThreadingHTTPServer):
    """Tunnels every CONNECT to one place, whatever it asks for, and notes what it was shown."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.port = port
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Tunnel(BaseHTTPRequestHandler):
    server: Proxy

    def do_CONNECT(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, headers))
        with socket.create_connection(("127.0.0.1", self.server.port)) as behind:
            self.send_response(200)
            self.end_headers()
            pair = [self.connection, behind]
            while ready := select.select(pair, [], [], 20)[0]:
                for one in ready:
                    if not (content := one.recv(65536)):
                        return
                    pair[1 - pair.index(one)].sendall(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def tunnel(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Starts a proxy in front of a server and names it in the environment."""
    started = []

    def start(server: ScriptedServer) -> Proxy:
        proxy = Proxy(server._http.server_address[1])
        threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True).start()
        started.append(proxy)
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://me:pA55@{proxy.address}")
        for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        return proxy

    yield start
    for proxy in started:
        proxy.shutdown()
        proxy.server_close()


def test_an_authority_named_in_the_environment_is_believed_behind_a_proxy_too(
    connect, authority, tunnel, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    lines = []
    with secured(ScriptedServer(REGIONS), authority) as server:
        proxy = tunnel(server)
        api = connect("https://numbers.example", trace=lines.append)
        assert api.list_available_regions().available_regions == ()
    assert [path for path, _ in proxy.asked] == ["numbers.example:443"]
    pair = base64.b64encode(b"me:pA55").decode()
    for _, shown in proxy.asked:
        assert shown["proxy-authorization"] == f"Basic {pair}"
        assert "authorization" not in shown
    (request,) = server.requests
    assert request.headers["authorization"] == "Bearer token-1"
    assert "proxy-authorization" not in request.headers
    assert not [line for line in lines if "pA55" in line or pair in line or "token-1" in line]


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_where_the_systems_store_is_asked_the_named_authority_is_added(
    connect, authority, monkeypatch, platform
):
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    added = []
    monkeypatch.setattr(
        truststore.SSLContext, "load_verify_locations", lambda _, at: added.append(at)
    )
    with ScriptedServer() as server, pytest.raises(UnreachableError):
        connect("https://127.0.0.1:9", auth_url=server.url).list_available_regions()
    assert added == [str(authority / "ca.pem")]


@pytest.mark.parametrize("believed", [False, True], ids=["authority", "name"])
def test_nothing_is_shown_to_a_server_that_can_not_prove_its_name(
    connect, authority, tunnel, monkeypatch, believed
):
    if believed:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    with secured(ScriptedServer(), authority) as server:
        tunnel(server)
        name = "elsewhere" if believed else "numbers"
        with pytest.raises(UnreachableError) as caught:
            connect(f"https://{name}.example").list_available_regions()
    assert "is not trusted" in caught.value.reason
    assert (server.requests, server.token_requests) == ([], [])


def test_a_template_of_another_host_comes_without_credentials_not_even_from_a_netrc(
    connect, authority, tunnel, monkeypatch, tmp_path
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    (tmp_path / "netrc").write_text("default login me password pA55\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with secured(ScriptedServer(Reply(body=b"%PDF")), authority) as cdn, ScriptedServer() as server:
        tunnel(cdn)
        target = io.BytesIO()
        connect(server).download_template("https://cdn.example/a.pdf?signature=x", target)
    assert target.getvalue() == b"%PDF"
    assert not {"authorization", "cookie"} & set(cdn.requests[0].headers)
    assert (server.requests, server.token_requests) == ([], [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("what", ["token", "read", "create", "template"])
def test_no_redirect_is_followed(connect, status, what):
    with ScriptedServer() as thief:
        away = Reply(status, headers={"Location": f"{thief.url}/steal"})
        replies, tokens = ([], [away]) if what == "token" else ([away], [token("t")])
        with ScriptedServer(*replies, tokens=tokens) as server:
            api = connect(server)
            with pytest.raises(SinchOrderError) as caught:
                if what == "create":
                    api.create_number_order({})
                elif what == "template":
                    api.download_template(f"{server.url}/a.pdf", io.BytesIO())
                else:
                    api.list_available_regions()
        assert "redirect" in caught.value.reason + caught.value.message
    assert thief.connections == 0
