"""Blank documents: from where they may come, and who sees the credentials."""

from __future__ import annotations

import io

import pytest

from sinch_order_cli.errors import AuthError, DataError, NotFoundError, UnreachableError

from .server import Reply, ScriptedServer, api_error


def test_from_the_apis_own_host_with_credentials(connect):
    target = io.BytesIO()
    with ScriptedServer(Reply(body=b"%PDF" * 100_000)) as server:
        connect(server).download_template(f"{server.url}/templates/loa.pdf?x=1", target)
    assert target.getvalue() == b"%PDF" * 100_000
    assert server.requests[0].target == "/templates/loa.pdf?x=1"
    assert server.requests[0].headers["authorization"] == "Bearer token-1"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/loa.pdf",
        "http://127.0.0.1:9/loa.pdf",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "/relative",
        "https://",
        "https://user:pass@example.com/x",
        "https://exa mple.com:port/\x00",
        "",
    ],
)
def test_other_addresses_are_refused_before_anything_is_sent(connect, url):
    with ScriptedServer() as server:
        api = connect(server)
        with pytest.raises(DataError):
            api.download_template(url, io.BytesIO())


def test_another_host_sees_no_credentials(connect):
    import httpx

    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(200, content=b"%PDF")

    target = io.BytesIO()
    lines = []
    api = connect(
        "https://numbers.example", transport=httpx.MockTransport(answer), trace=lines.append
    )
    api.download_template("https://cdn.example/loa.pdf?signature=s3cret", target)
    api.download_template("https://numbers.example:8443/loa.pdf", target)
    assert target.getvalue() == b"%PDF"
    assert [request.url.host for request in seen] == ["cdn.example", "numbers.example"]
    assert all("authorization" not in request.headers for request in seen)
    assert "s3cret" not in "".join(lines)


def test_one_that_is_too_large(connect):
    target = io.BytesIO()
    with ScriptedServer(Reply(body=b"x" * 100_001)) as server:
        api = connect(server)
        with pytest.raises(DataError, match="more than 100000 bytes"):
            api.download_template(f"{server.url}/t", target, limit_bytes=100_000)
    assert len(target.getvalue()) <= 100_000


def test_half_of_one_is_fetched_again_from_the_start(connect, waits):
    target = io.BytesIO()
    whole = Reply(body=b"abc" * 10_000)
    half = Reply(body=b"xyz" * 100_000, cut="half")  # its half is more than the whole
    with ScriptedServer(half, whole) as server:
        connect(server).download_template(f"{server.url}/t", target)
    assert target.getvalue() == whole.body
    assert len(waits.seconds) == 1


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(404, body=b"<html>"), NotFoundError),
        (api_error(403, "PERMISSION_DENIED"), AuthError),
        (Reply(302, headers={"Location": "https://evil.example"}), UnreachableError),
        (Reply(204), UnreachableError),
    ],
)
def test_one_that_does_not_come(connect, reply, kind):
    target = io.BytesIO()
    with ScriptedServer(reply) as server:
        api = connect(server)
        with pytest.raises(kind):
            api.download_template(f"{server.url}/t", target)
    assert target.getvalue() == b""
