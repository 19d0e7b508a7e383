"""Addresses that may be talked to; proxies; certificates."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from sinch_order_cli.api import hosts
from sinch_order_cli.api.client import NumbersApi, RetryPolicy
from sinch_order_cli.errors import UnknownOutcomeError, UnreachableError, UsageError

from .conftest import CREDENTIALS
from .server import Reply, ScriptedServer


@pytest.mark.parametrize(
    "url",
    [
        "http://numbers.api.sinch.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://2130706433",
        "ftp://localhost",
        "https://",
        "numbers.api.sinch.com",
        "",
        "https://user:pass@numbers.api.sinch.com",
        "https://numbers.api.sinch.com/?x=1",
        "https://numbers.api.sinch.com/#x",
        "https://[::1",
    ],
)
@pytest.mark.parametrize("variable", ["SINCH_NUMBERS_URL", "SINCH_AUTH_URL"])
def test_addresses_that_are_refused(url, variable):
    option = "numbers_url" if variable == "SINCH_NUMBERS_URL" else "auth_url"
    with pytest.raises(UsageError, match=variable) as caught:
        NumbersApi(CREDENTIALS, **{option: url})
    assert "pass" not in caught.value.message + caught.value.reason


@pytest.mark.parametrize(
    "url",
    ["https://x.example:8443/base", "http://localhost:1", "http://127.9.9.9", "http://[::1]:80/a"],
)
def test_addresses_that_are_taken(url):
    NumbersApi(CREDENTIALS, numbers_url=url, auth_url=url).close()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://auth.sinch.com", "https://auth.sinch.com/oauth2/token"),
        ("https://auth.sinch.com/", "https://auth.sinch.com/oauth2/token"),
        ("https://auth.sinch.com/oauth2/token", "https://auth.sinch.com/oauth2/token"),
        ("https://auth.sinch.com/oauth2/token/", "https://auth.sinch.com/oauth2/token"),
        ("https://gw.example/sinch", "https://gw.example/sinch/oauth2/token"),
    ],
)
def test_the_token_address_with_and_without_its_path(given, used):
    assert str(hosts.token_endpoint(given)) == used


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "https://A.example:443/y", True),
        ("https://a.example", "http://a.example", False),
        ("https://a.example", "https://a.example:8443", False),
        ("https://a.example", "https://b.a.example", False),
    ],
)
def test_same_origin(one, other, same):
    assert hosts.same_origin(httpx.URL(one), httpx.URL(other)) is same


def test_loopback_goes_past_the_proxy(connect, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with ScriptedServer(Reply(json={})) as server:
        connect(server).list_available_regions()


class Proxy(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_CONNECT(self):
        self.asked.append(self.path)
        self.send_error(403, "Blocked here")

    def log_message(self, *args):
        pass


def test_https_goes_through_the_proxy_and_its_refusal_is_told(connect, monkeypatch, waits):
    Proxy.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True).start()
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://me:pw@127.0.0.1:{proxy.server_address[1]}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        with ScriptedServer() as server:
            api = connect("https://numbers.example", auth_url=server.url)
            with pytest.raises(UnreachableError) as caught:
                api.create_number_order({})
        proxy.shutdown()
    assert Proxy.asked == ["numbers.example:443"]
    assert "proxy" in caught.value.reason
    assert "Blocked here" in caught.value.reason
    assert "pw" not in caught.value.reason
    assert waits.seconds == []


def test_a_proxy_that_is_none_is_named(connect, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "gopher://x")
    with pytest.raises(UsageError, match="proxy"):
        connect("https://numbers.example").list_available_regions()


def test_a_name_that_nobody_knows(connect, waits):
    api = connect("https://nowhere.invalid", retries=RetryPolicy(attempts=2))
    with pytest.raises(UnreachableError) as caught:
        api.list_available_regions()
    assert "nowhere.invalid" in caught.value.message
    assert "looked up" in caught.value.reason or "no connection" in caught.value.reason


@pytest.fixture
def self_signed(tmp_path):
    """A server with a certificate that nobody vouches for."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", key, "-out", certificate, "-days", "1", "-subj", "/CN=localhost"],
        check=True, capture_output=True, timeout=20,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Quiet(HTTPServer):
        def handle_error(self, request, client_address):
            pass

    with Quiet(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"https://localhost:{server.server_address[1]}"
        server.shutdown()


def test_a_certificate_that_is_not_trusted_is_no_matter_of_trying_again(
    connect, waits, self_signed
):
    with ScriptedServer() as server:
        api = connect(self_signed, auth_url=server.url)
        with pytest.raises(UnreachableError) as caught:
            api.create_number_order({})
    assert not isinstance(caught.value, UnknownOutcomeError)
    assert "certificate of localhost" in caught.value.reason
    assert "not trusted" in caught.value.reason
    assert waits.seconds == []


def test_plain_http_to_this_machine_reads_no_certificates():
    code = """
import ssl, sys
def read_them(*args, **options):
    raise AssertionError("certificates were read")
ssl.SSLContext.load_verify_locations = ssl.SSLContext.set_default_verify_paths = read_them
ssl.SSLContext.load_default_certs = read_them
from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.errors import UnreachableError
try:
    with NumbersApi(Credentials(project_id="p", access_token="t"),
                    numbers_url="http://127.0.0.1:9", sleep=lambda seconds: None) as api:
        api.list_available_regions()
except UnreachableError:
    loaded = {"truststore", "asyncio"} & set(sys.modules)
    sys.exit(str(loaded) if loaded else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30)
    assert done.stderr == b""


def test_credentials_models_and_tokens_cost_no_http_library():
    code = """
import sys
import sinch_order_cli.api.auth, sinch_order_cli.api.models, sinch_order_cli.api.retry
sys.exit("httpx" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=30).returncode == 0
