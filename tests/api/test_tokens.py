"""Signing in: tokens got, kept, renewed; tokens given; Basic."""

from __future__ import annotations

import base64

import pytest

from sinch_order_cli.api.auth import Credentials, Token
from sinch_order_cli.errors import AuthError, UnreachableError

from .conftest import MemoryCache
from .server import Reply, ScriptedServer, api_error, token

EXPIRED = api_error(401, "UNAUTHENTICATED", "expired")
BASIC = "Basic " + base64.b64encode(b"the-key-id:the-key-secret").decode()


def bearer(server):
    return [request.headers["authorization"] for request in server.requests]


def test_a_token_is_got_once_for_many_calls(connect):
    with ScriptedServer(Reply(json={}), Reply(json={})) as server:
        api = connect(server)
        api.list_available_regions()
        api.list_available_regions()
    [asked] = server.token_requests
    assert (asked.method, asked.path) == ("POST", "/oauth2/token")
    assert asked.body == b"grant_type=client_credentials"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.headers["authorization"] == BASIC
    assert bearer(server) == ["Bearer token-1"] * 2


def test_with_a_kept_token_a_command_costs_one_request(connect):
    cache = MemoryCache()
    with ScriptedServer(Reply(json={}), Reply(json={})) as server:
        connect(server, token_cache=cache).list_available_regions()
        connect(server, token_cache=cache).list_available_regions()
    assert len(server.token_requests) == 1
    assert bearer(server) == ["Bearer token-1"] * 2


def test_a_kept_token_is_bound_to_key_and_address(connect):
    cache = MemoryCache()
    other = Credentials(project_id="p1", key_id="other", key_secret="the-key-secret")
    with ScriptedServer(*[Reply(json={})] * 3) as server:
        connect(server, token_cache=cache).list_available_regions()
        connect(server, other, token_cache=cache).list_available_regions()
        elsewhere = f"{server.url}/elsewhere/token"
        connect(server, token_cache=cache, auth_url=elsewhere).list_available_regions()
    assert len(server.token_requests) == 3
    assert len(cache.tokens) == 3
    assert all(key.isalnum() and "secret" not in key for key in cache.tokens)


@pytest.mark.parametrize(
    ("lifetime", "age", "renewed"),
    [
        (3600, 3530, False),
        (3600, 3541, True),
        (100, 89, False),
        (100, 91, True),
        ("3600", 60, False),
    ],
)
def test_a_token_is_renewed_shortly_before_its_end(connect, lifetime, age, renewed):
    now = 1000.0
    tokens = [token("first", lifetime)] + [token("second")] * renewed
    with ScriptedServer(Reply(json={}), Reply(json={}), tokens=tokens) as server:
        api = connect(server, now=lambda: now)
        api.list_available_regions()
        now += age
        api.list_available_regions()
    assert bearer(server)[1] == ("Bearer second" if renewed else "Bearer first")


@pytest.mark.parametrize("lifetime", [None, "soon", -5, 0, 1e300, {"a": 1}])
def test_a_lifetime_that_is_none_counts_as_an_hour(connect, lifetime):
    cache = MemoryCache()
    with ScriptedServer(Reply(json={}), tokens=[token("t", lifetime)]) as server:
        connect(server, token_cache=cache, now=lambda: 0.0).list_available_regions()
    assert [kept.expires_at for kept in cache.tokens.values()] == [3600]


@pytest.mark.parametrize("call", ["read", "write"])
def test_a_refused_token_is_renewed_and_the_request_repeated_once(connect, waits, call):
    cache = MemoryCache()
    order = Reply(json={"idNumberOrder": "o1"})
    with ScriptedServer(EXPIRED, order) as server:
        api = connect(server, token_cache=cache)
        api.get_number_order("o1") if call == "read" else api.create_number_order({})
    assert bearer(server) == ["Bearer token-1", "Bearer token-2"]
    assert [kept.value for kept in cache.tokens.values()] == ["token-2"]
    assert waits.seconds == []


def test_a_401_with_an_order_id_is_not_repeated(connect):
    with ScriptedServer(Reply(401, json={"idNumberOrder": "o1"})) as server:
        assert connect(server).create_number_order({}).id_number_order == "o1"
    assert len(server.requests) == 1


def test_a_second_refusal_is_final_and_nothing_is_kept(connect):
    cache = MemoryCache()
    with ScriptedServer(EXPIRED, EXPIRED) as server:
        api = connect(server, token_cache=cache)
        with pytest.raises(AuthError) as caught:
            api.get_number_order("o1")
    assert caught.value.reason == "expired"
    assert len(server.token_requests) == 2
    assert cache.tokens == {}


def test_a_given_token_is_used_as_it_is(connect):
    given = Credentials(project_id="p1", access_token="given\n", key_id="k", key_secret="s")
    with ScriptedServer(Reply(json={}), EXPIRED) as server:
        api = connect(server, given, token_cache=MemoryCache())
        api.list_available_regions()
        with pytest.raises(AuthError, match=r"SINCH_ACCESS_TOKEN has expired or is invalid"):
            api.list_available_regions()
    assert bearer(server) == ["Bearer given"] * 2
    assert server.token_requests == []


@pytest.mark.parametrize("given", ["a b", "a\r\nX-Evil: 1", "tökén"])
def test_a_given_token_that_cannot_be_one_is_not_sent(connect, given):
    with ScriptedServer() as server, pytest.raises(AuthError) as caught:
        connect(server, Credentials(project_id="p", access_token=given)).list_available_regions()
    assert given not in str(caught.value)


def test_basic_only_when_asked_for(connect):
    basic = Credentials(
        project_id="p1", key_id="the-key-id", key_secret="the-key-secret", basic=True
    )
    forbidden = api_error(403, "PERMISSION_DENIED")
    with ScriptedServer(Reply(json={}), EXPIRED, forbidden) as server:
        api = connect(server, basic)
        api.list_available_regions()
        with pytest.raises(AuthError):
            api.list_available_regions()
        with pytest.raises(AuthError) as caught:
            api.create_number_order({})
    assert bearer(server) == [BASIC] * 3
    assert server.token_requests == []
    assert "SINCH_ORDER_AUTH" in caught.value.hint


@pytest.mark.parametrize(
    ("credentials", "missing"),
    [
        (Credentials(project_id=""), ["SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET"]),
        (Credentials(project_id="p", key_id="k"), ["SINCH_KEY_SECRET"]),
        (Credentials(project_id=" ", access_token="t"), ["SINCH_PROJECT_ID"]),
        (Credentials(project_id="p", access_token="t", basic=True), ["SINCH_KEY_ID"]),
    ],
)
def test_missing_credentials_are_named_all_at_once(connect, credentials, missing):
    with ScriptedServer() as server, pytest.raises(AuthError) as caught:
        connect(server, credentials).list_available_regions()
    assert all(name in caught.value.message for name in missing)
    assert ("SINCH_PROJECT_ID" in caught.value.message) == ("SINCH_PROJECT_ID" in missing)


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (
            Reply(401, json={"error": "invalid_client", "error_description": "no such key"}),
            AuthError,
            "no such key",
        ),
        (Reply(400, json={"error": "invalid_client"}), AuthError, "invalid_client"),
        (Reply(403, body=b"<html>"), UnreachableError, "login page"),
        (Reply(403), AuthError, "SINCH_KEY_ID"),
        (Reply(404, body=b"<html>"), UnreachableError, "SINCH_AUTH_URL"),
        (Reply(302, headers={"Location": "http://evil"}), UnreachableError, "http://evil"),
        (Reply(200, body=b"<html>"), UnreachableError, "not with an API response"),
        (Reply(200, json={"access_token": 5}), UnreachableError, "not with an API response"),
        (
            Reply(200, json={"access_token": "a\r\nX: y"}),
            UnreachableError,
            "not with an API response",
        ),
    ],
)
def test_when_no_token_is_issued(connect, reply, error, says):
    with ScriptedServer(tokens=[reply]) as server, pytest.raises(error) as caught:
        connect(server).create_number_order({})
    shown = f"{caught.value.message} {caught.value.reason} {caught.value.hint}"
    assert says in shown
    assert "the-key-secret" not in shown


def test_a_busy_token_endpoint_is_asked_again_and_the_order_is_not_in_doubt(connect, waits):
    order = Reply(json={"idNumberOrder": "o1"})
    with ScriptedServer(order, tokens=[Reply(503), token("t")]) as server:
        connect(server).create_number_order({})
    assert len(waits.seconds) == 1
    with ScriptedServer(tokens=[Reply(503)] * 4) as server, pytest.raises(UnreachableError):
        connect(server).create_number_order({})


def test_a_kept_token_that_is_no_header_is_not_sent(connect):
    cache = MemoryCache()
    with ScriptedServer(Reply(json={}), Reply(json={})) as server:
        connect(server, token_cache=cache).list_available_regions()
        [key] = cache.tokens
        cache.tokens[key] = Token("evil\r\nX: y", 9e9, 3600)
        connect(server, token_cache=cache).list_available_regions()
    assert bearer(server) == ["Bearer token-1", "Bearer token-2"]
