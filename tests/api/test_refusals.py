"""Answers that refuse: which error, with which of the server's words."""

from __future__ import annotations

import io

import pytest

from sinch_order_cli.errors import (
    AuthError,
    DataError,
    NotFoundError,
    SinchOrderError,
    StateError,
    UnknownOutcomeError,
    UnreachableError,
)

from .server import Reply, ScriptedServer, api_error


def fail(connect, reply, call=lambda api: api.update_registration("o1", {})):
    with ScriptedServer(reply) as server, pytest.raises(SinchOrderError) as caught:
        call(connect(server))
    return caught.value


@pytest.mark.parametrize(
    ("status", "name", "kind"),
    [
        (400, "INVALID_ARGUMENT", DataError),
        (400, "FAILED_PRECONDITION", StateError),
        (403, "PERMISSION_DENIED", AuthError),
        (404, "NOT_FOUND", NotFoundError),
        (409, "CONFLICT", StateError),
        (410, "GONE", NotFoundError),
        (412, "FAILED", StateError),
        (413, "CONTENT_TOO_LARGE", DataError),
        (418, "TEAPOT", SinchOrderError),
        (422, "UNPROCESSABLE", DataError),
    ],
)
def test_the_status_decides_and_the_server_is_quoted(connect, status, name, kind):
    error = fail(connect, api_error(status, name, "the server's words"))
    assert type(error) is kind
    assert error.reason.endswith("the server's words")


def test_field_violations_become_details(connect):
    details = [
        {"type": "Other", "fieldViolations": [{"field": "a.b", "description": "no"}]},
        {"fieldViolations": [{"field": "c", "extra": 1}, {"description": "whole form"}, {}]},
    ]
    error = fail(connect, api_error(400, "INVALID_ARGUMENT", "bad", details))
    assert isinstance(error, DataError)
    assert error.details == [
        {"field": "a.b", "description": "no"},
        {"field": "c", "description": "extra: 1"},
        {"field": "", "description": "whole form"},
    ]


@pytest.mark.parametrize(
    ("details", "told"),
    [
        (None, []), (5, []), ("x", ["x"]), ({}, []), ([None, 5, []], ["5"]),
        ([{"fieldViolations": None}], []), ([{"fieldViolations": {"a": 1}}], ["1"]),
        ([{"fieldViolations": [None, 5, [], {"field": 5, "description": {}}]}], ["5", ""]),
    ],
)  # fmt: skip
def test_details_of_any_shape_are_survived(connect, details, told):
    body = {"error": {"code": 400, "message": "bad", "details": details}}
    error = fail(connect, Reply(400, json=body))
    assert isinstance(error, DataError)
    assert [detail["description"] for detail in error.details] == told


def test_the_servers_text_is_tamed(connect):
    message = "red \x1b[31mtext\u202e\r\nnext\x00 line\u2028" + "x" * 5000
    violation = {"field": "f\x07", "description": message}
    error = fail(
        connect, api_error(400, "INVALID_ARGUMENT", message, [{"fieldViolations": [violation]}])
    )
    texts = [error.reason, error.details[0]["field"], error.details[0]["description"]]
    assert all(text.isprintable() for text in texts)
    assert all(len(text) <= 500 for text in texts)
    assert error.reason.startswith("red ␛[31mtext<U+202E> next␀ line xxx")


def test_an_empty_403_says_what_it_may_mean(connect):
    error = fail(connect, api_error(403, "PERMISSION_DENIED", ""))
    assert "SINCH_PROJECT_ID" in error.hint


def test_a_file_too_large_is_named_with_its_size(connect):
    def upload(api):
        file = io.BytesIO(b"x" * 2_500_000)
        api.upload_attachment("o1", "a", file=file, file_name="loa.pdf", mime_type="x/y")

    for reply in (api_error(413, "CONTENT_TOO_LARGE", "limit"), Reply(413, body=b"<html>nginx")):
        error = fail(connect, reply, upload)
        assert isinstance(error, DataError)
        assert "loa.pdf" in error.message
        assert "2.5 MB" in error.reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(connect, status):
    with ScriptedServer() as other:
        reply = Reply(status, headers={"Location": f"{other.url}/elsewhere"})
        error = fail(connect, reply)
        assert isinstance(error, UnreachableError)
        assert f"{other.url}/elsewhere" in error.reason
        in_doubt = fail(connect, reply, lambda api: api.create_number_order({}))
        assert isinstance(in_doubt, UnknownOutcomeError)
        assert f"{other.url}/elsewhere" in in_doubt.reason
    assert other.requests == other.token_requests == []


@pytest.mark.parametrize("body", [b"", b"<html>login</html>", b"[]", b"{", b"[" * 5000, b"\xff"])
def test_what_is_not_the_api_is_said_to_be_so(connect, body):
    error = fail(connect, Reply(200, body=body))
    assert isinstance(error, UnreachableError)
    assert "not with an API response" in error.message
    assert "127.0.0.1" in error.message
