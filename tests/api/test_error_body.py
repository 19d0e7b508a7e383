"""Refusals of every shape: the server's words and the fields they are about are kept."""

from __future__ import annotations

from typing import Any

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

from .server import Reply, ScriptedServer

PATH = "data[0][1].senderId"
WORDS = "must be 3 to 11 letters"
HTML = b"<!DOCTYPE html><html><body>Access denied</body></html>"


def fail(connect, reply, call=lambda api: api.update_registration("o1", {})):
    with ScriptedServer(reply) as server, pytest.raises(SinchOrderError) as caught:
        call(connect(server))
    return caught.value


def in_error(**members: Any) -> dict[str, Any]:
    return {"error": {"code": 400, "message": "Invalid", "status": "INVALID_ARGUMENT", **members}}


@pytest.mark.parametrize(
    "body",
    [
        in_error(details=[{"type": "X", "violations": [{"field": PATH, "message": WORDS}]}]),
        in_error(details=[{"field": PATH, "message": WORDS}]),
        in_error(details={"fieldViolations": {"field": PATH, "description": WORDS}}),
        in_error(details=[{"field_violations": [{"field": PATH, "description": WORDS}]}]),
        in_error(details=[{"fieldViolations": {PATH: WORDS}}]),
        in_error(fieldViolations=[{"field": PATH, "description": WORDS}]),
        in_error(errors=[{"domain": "global", "location": PATH, "message": WORDS}]),
        {"message": "Invalid", "errors": [{"field": PATH, "message": WORDS}]},
        {"message": "Invalid", "field": PATH, "description": WORDS},
        {"field": PATH, "message": WORDS},
        [{"field": PATH, "message": WORDS}],
        # RFC 7807 and its extensions
        {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "Invalid",
         "instance": "/x", "invalid-params": [{"name": PATH, "reason": WORDS}]},
        {"type": "https://x.test/v", "title": "Invalid", "status": 400, "traceId": "00-1",
         "errors": {PATH: [WORDS]}},
        # JSON:API
        {"errors": [{"status": "422", "title": "Invalid Attribute", "detail": WORDS,
                     "source": {"pointer": PATH}}]},
        {"errors": [{"detail": WORDS, "source": {"parameter": PATH}}]},
        # Spring
        {"timestamp": "2026-11-25T10:00:00Z", "status": 400, "error": "Bad Request",
         "path": "/v1/projects", "message": "Validation failed",
         "errors": [{"objectName": "form", "field": PATH, "rejectedValue": "x",
                     "defaultMessage": WORDS, "codes": ["Size.form", "Size"]}]},
        # others of the neighbourhood: Django, Laravel, Microsoft, GraphQL-like
        {"errors": {PATH: WORDS}},
        {"error": {"code": "BadArgument", "message": "Invalid",
                   "details": [{"code": "x", "target": PATH, "message": WORDS}]}},
        {"error": {"innererror": {"validationErrors": [{"propertyPath": PATH, "msg": WORDS}]}}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [400, 422])
def test_fields_are_found_in_every_shape(connect, status, body):
    error = fail(connect, Reply(status, json=body))
    assert type(error) is DataError
    assert {"field": PATH, "description": WORDS} in error.details
    assert len(error.details) == 1
    assert error.reason


@pytest.mark.parametrize(
    ("detail", "field", "description"),
    [
        ({"loc": ["body", "data", 0, 1, "senderId"], "msg": "field required",
          "type": "value_error.missing"}, "body.data.0.1.senderId", "field required"),
        ({"instancePath": "/0/1/senderId", "schemaPath": "#/x", "keyword": "pattern",
          "params": {"pattern": "^a"}, "message": 'must match pattern "^a"'},
         "/0/1/senderId", 'must match pattern "^a"'),
        ({"instancePath": "/0/1", "keyword": "required", "params": {"missingProperty": "senderId"},
          "message": "must have required property 'senderId'"},
         "/0/1/senderId", "must have required property 'senderId'"),
        ({"dataPath": ".senderId", "message": "should be string"}, ".senderId", "should be string"),
        ({"path": ["data", 0, "senderId"], "message": "Required"}, "data.0.senderId", "Required"),
        ({"property": "senderId", "constraints": {"isString": "must be text"}},
         "senderId", "isString: must be text"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("holder", ["detail", "errors", "details", "issues"])
def test_validators_name_places_in_their_own_way(connect, holder, detail, field, description):
    error = fail(connect, Reply(422, json={holder: [detail]}))
    assert error.details == [{"field": field, "description": description}]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, DataError),
        (403, AuthError),
        (404, NotFoundError),
        (409, StateError),
        (413, DataError),
        (422, DataError),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        {"message": "the server's words"},
        {"error": "the server's words"},
        {"error": ["the server's words"]},
        {"errors": ["the server's words"]},
        {"error": {"message": "the server's words"}},
        {"detail": "the server's words"},
        {"title": "the server's words", "status": 400},
        {"error": "invalid_request", "error_description": "the server's words"},
        {"fault": {"faultstring": "the server's words"}},
        {"timestamp": 1, "status": 400, "error": "the server's words", "path": "/v1"},
        ["the server's words"],
        "the server's words",
        {"data": {"reason": "the server's words"}},
        {"a": {"b": ["the server's words", 5]}},
    ],
)
@pytest.mark.parametrize("once", [False, True])
def test_any_json_with_words_is_a_refusal(connect, status, kind, body, once):
    call = (lambda api: api.submit_number_order("o1")) if once else None
    error = fail(connect, Reply(status, json=body), *[call] if call else [])
    assert type(error) is kind
    told = [error.reason, *(detail["description"] for detail in error.details)]
    assert "the server's words" in " ".join(told)
    assert "proxy" not in error.reason and "proxy" not in error.hint


@pytest.mark.parametrize("body", [{}, [], {"error": {}}, {"code": 7}, {"error": None}])
def test_json_without_words_is_a_refusal_all_the_same(connect, body):
    for call in (lambda api: api.get_number_order("o1"), lambda api: api.submit_number_order("o1")):
        error = fail(connect, Reply(409, json=body), call)
        assert type(error) is StateError
        assert "409" in error.reason or "code: 7" in str(error.details)


def test_unknown_details_are_shown_as_bounded_text(connect):
    details = [
        {"type": "ResourceInfo", "resourceType": "Number", "resourceName": "+61", "owner": ""},
        {"@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": "r\x1b[1m7"},
        {"a": {"b": [1, "x" * 5000]}},
        "plain", 5, None, [], {},
    ]  # fmt: skip
    error = fail(connect, Reply(404, json=in_error(details=details)))
    told = [detail["description"] for detail in error.details]
    assert told[:2] == ["resourceType: Number, resourceName: +61", "requestId: r␛[1m7"]
    assert told[2].startswith('a: {"b":[1,"xxx') and len(told[2]) <= 500
    assert told[3:] == ["plain", "5"]
    assert {detail["field"] for detail in error.details} == {""}


def test_a_large_refusal_is_bounded(connect):
    many = [{"field": f"f{n}", "description": "x"} for n in range(5000)]
    error = fail(connect, Reply(400, json=in_error(details=[{"fieldViolations": many}])))
    assert len(error.details) == 1000


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (HTML, {"Content-Type": "text/html"}, "login page"),
        (b"\n  " + HTML, {}, "login page"),
        (b"Forbidden by policy 7", {"Content-Type": "text/plain"}, "Forbidden by policy 7"),
        (b"", {}, "empty"),
        (b'{"error": {"mess', {}, "can't be read"),
    ],
)
@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_what_is_no_json_is_no_refusal(connect, status, body, headers, words):
    reply = Reply(status, body=body, headers=headers)
    error = fail(connect, reply, lambda api: api.get_number_order("o1"))
    assert type(error) is UnreachableError
    assert str(status) in error.message
    assert "access key" not in error.message + error.hint
    assert words in error.reason
    assert ("login page" in error.reason) == (words == "login page")
    once = fail(connect, reply, lambda api: api.submit_number_order("o1"))
    assert type(once) is UnknownOutcomeError
    assert words in once.reason


@pytest.mark.parametrize("status", [402, 405, 406, 408, 410, 412, 418, 421])
def test_only_what_certainly_means_no_is_a_refusal_of_what_is_sent_once(connect, status):
    reply = Reply(status, json=in_error(message="the server's words"))
    error = fail(connect, reply, lambda api: api.submit_number_order("o1"))
    assert type(error) is UnknownOutcomeError
    assert "the server's words" in error.reason


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422])
@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"1",
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        '{"message": "no"}'.encode("utf-16-le"),
        b"[" * 40 + b"]" * 40,
    ],
)
def test_json_of_any_shape_refuses_a_reservation(connect, status, body):
    reply = Reply(status, body=body)
    error = fail(connect, reply, lambda api: api.create_number_order({}))
    assert not isinstance(error, UnknownOutcomeError)


def test_a_body_too_large_speaks_of_scans_only_for_a_file(connect):
    reply = Reply(413, json=in_error(message="too many numbers"))
    error = fail(connect, reply, lambda api: api.create_number_order({}))
    assert type(error) is DataError
    assert "too many numbers" in error.reason
    assert "scan" not in f"{error} {error.reason} {error.hint}"


def test_a_gateways_words_are_told_after_a_503(connect):
    replies = [Reply(503, json={"message": "no healthy upstream"})] * 4
    with ScriptedServer(*replies) as server, pytest.raises(UnreachableError) as caught:
        connect(server).get_number_order("o1")
    assert "no healthy upstream" in caught.value.reason


def test_the_token_endpoints_login_page_is_not_a_wrong_key(connect):
    tokens = [Reply(403, body=HTML, headers={"Content-Type": "text/html"})]
    with ScriptedServer(tokens=tokens) as server, pytest.raises(UnreachableError) as caught:
        connect(server).get_number_order("o1")
    assert "login page" in caught.value.reason
