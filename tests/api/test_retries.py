"""What is sent again, what is not, and what it ends in."""

from __future__ import annotations

import io
import socket
import time
from email.utils import formatdate

import pytest

from sinch_order_cli.api.client import RetryPolicy, Timeouts
from sinch_order_cli.api.retry import Retrier, Retry
from sinch_order_cli.errors import RateLimitedError, UnknownOutcomeError, UnreachableError

from .server import CUT, Reply, ScriptedServer, api_error

ORDER = {"idNumberOrder": "o1", "state": "CREATED"}


def upload(api):
    api.upload_attachment(
        "o1", "loa", file=io.BytesIO(b"paper"), file_name="loa.pdf", mime_type="application/pdf"
    )


READS = {
    "regions": lambda api: api.list_available_regions(),
    "lookup": lambda api: api.lookup_number_requirements("AU", "MOBILE"),
    "search": lambda api: api.search_available_numbers("AU", "MOBILE"),
    "order": lambda api: api.get_number_order("o1"),
    "registration": lambda api: api.get_registration("o1"),
    "register": lambda api: api.update_registration("o1", {}),
}
WRITES = {
    "create": lambda api: api.create_number_order({}),
    "attach": upload,
    "submit": lambda api: api.submit_number_order("o1"),
}
PASSING = {
    "cut": CUT,
    "half": Reply(json={"x": "y" * 1000}, cut="half"),
    "429": api_error(429, "RESOURCE_EXHAUSTED"),
    "500": api_error(500, "INTERNAL"),
    "502 HTML": Reply(502, body=b"<html>"),
    "503": api_error(503, "UNAVAILABLE"),
}


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("call", READS)
def test_reads_and_the_put_are_repeated(connect, waits, call, fault):
    with ScriptedServer(PASSING[fault], PASSING[fault], Reply(json=ORDER)) as server:
        READS[call](connect(server))
    assert len(waits.seconds) == 2
    assert [retry.attempt for retry in waits.told] == [1, 2]
    assert [retry.wait_seconds for retry in waits.told] == waits.seconds
    assert all(
        retry.reason.startswith("127.0.0.1") or "was lost" in retry.reason for retry in waits.told
    )


@pytest.mark.parametrize("fault", ["cut", "half", "500", "502 HTML", "503"])
@pytest.mark.parametrize("call", WRITES)
def test_what_the_server_may_have_done_is_not_repeated(connect, waits, call, fault):
    with ScriptedServer(PASSING[fault]) as server:
        api = connect(server)
        with pytest.raises(UnknownOutcomeError):
            WRITES[call](api)
    assert waits.seconds == []
    assert len(server.requests) == 1


@pytest.mark.parametrize("call", WRITES)
def test_an_answer_that_comes_too_late_is_an_unknown_outcome(connect, call):
    with ScriptedServer(Reply(json=ORDER, delay=30)) as server:
        api = connect(server, timeout=Timeouts(read=0.2))
        with pytest.raises(UnknownOutcomeError, match="may or may not have completed") as caught:
            WRITES[call](api)
    assert "did not answer in time" in caught.value.reason


@pytest.mark.parametrize("call", WRITES)
@pytest.mark.parametrize("body", [b"<html>", b"{", b"[]"])
def test_a_success_that_cannot_be_read_is_an_unknown_outcome(connect, call, body):
    with ScriptedServer(Reply(body=body)) as server:
        api = connect(server)
        with pytest.raises(UnknownOutcomeError):
            WRITES[call](api)


@pytest.mark.parametrize("call", WRITES)
@pytest.mark.parametrize(
    "reply",
    [api_error(429, "RESOURCE_EXHAUSTED"), Reply(503, headers={"Retry-After": "2"})],
    ids=["429", "503 with Retry-After"],
)
def test_what_a_gateway_says_proves_nothing_and_is_not_repeated_blindly(
    connect, waits, call, reply
):
    expected = RateLimitedError if (call, reply.status) == ("create", 429) else UnknownOutcomeError
    with ScriptedServer(reply) as server:
        api = connect(server)
        with pytest.raises(expected) as caught:
            WRITES[call](api)
    assert waits.seconds == []
    assert caught.value.status == reply.status
    assert caught.value.retry_after == (2.0 if reply.status == 503 else None)


@pytest.mark.parametrize("call", READS | WRITES)
def test_nobody_listens(connect, waits, call):
    with ScriptedServer() as server, socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
        closed.close()
        api = connect(f"http://127.0.0.1:{port}", auth_url=server.url)
        with pytest.raises(UnreachableError) as caught:
            (READS | WRITES)[call](api)
    assert f"127.0.0.1:{port}" in caught.value.message
    assert "refuses the connection" in caught.value.reason
    assert len(waits.seconds) == 3


def test_it_gives_up_after_four_attempts(connect, waits):
    unavailable = api_error(503, "UNAVAILABLE", "back soon")
    with ScriptedServer(*[unavailable] * 4) as server:
        api = connect(server)
        with pytest.raises(UnreachableError) as caught:
            api.list_available_regions()
    assert caught.value.status == 503
    assert "back soon" in caught.value.reason
    assert waits.told[-1].attempt == 3
    assert waits.seconds == sorted(waits.seconds) or max(waits.seconds) < 3


def test_waits_grow_and_are_capped(connect, waits):
    policy = RetryPolicy(attempts=8, first_wait=1, longest_wait=4, deadline=1000)
    with ScriptedServer(*[Reply(500)] * 7, Reply(json={})) as server:
        connect(server, retries=policy).list_available_regions()
    for wait, least in zip(waits.seconds, [1, 2, 4, 4, 4, 4, 4], strict=True):
        assert least <= wait <= least + 1


def test_nothing_is_tried_beyond_the_moment_to_end_by(connect, waits):
    reply = Reply(503, headers={"Retry-After": "17"})
    with ScriptedServer(reply) as server, pytest.raises(UnreachableError):
        api = connect(server)
        api.end_by(time.monotonic() + 10)
        api.list_available_regions()
    assert waits.seconds == []


def test_retry_after_in_seconds(connect, waits):
    with ScriptedServer(Reply(429, headers={"Retry-After": "17"}), Reply(json={})) as server:
        connect(server).list_available_regions()
    assert waits.seconds == [17]


@pytest.mark.parametrize(
    ("seconds", "words"), [("90", "90 seconds"), ("601", "11 minutes"), ("86400", "24 hours")]
)
def test_a_retry_after_beyond_the_deadline_is_told_in_words(connect, waits, seconds, words):
    policy = RetryPolicy(deadline=10)
    reply = Reply(503, headers={"Retry-After": seconds})
    with ScriptedServer(reply) as server, pytest.raises(UnreachableError) as caught:
        connect(server, retries=policy).list_available_regions()
    assert f"again in {words}, as the server requests" in caught.value.hint


def test_retry_after_as_a_date_goes_by_the_servers_clock(connect, waits):
    headers = {"Date": formatdate(5000, usegmt=True), "Retry-After": formatdate(5020, usegmt=True)}
    with ScriptedServer(Reply(503, headers=headers), Reply(json={})) as server:
        connect(server).list_available_regions()
    assert waits.seconds == [20]


def test_retry_after_as_a_date_without_the_servers_clock(connect, waits):
    headers = {"Retry-After": formatdate(time.time() + 30, usegmt=True)}
    with ScriptedServer(Reply(503, headers=headers), Reply(json={})) as server:
        connect(server).list_available_regions()
    assert 27 <= waits.seconds[0] <= 30


@pytest.mark.parametrize("nonsense", ["soon", "-3", "", "1e3", "٣", "Thu, 99 Foo 2026"])
def test_a_retry_after_that_says_nothing_is_ignored(connect, waits, nonsense):
    reply = Reply(429, headers={"Retry-After": nonsense.encode().decode("latin-1")})
    with ScriptedServer(reply, Reply(json={})) as server:
        connect(server).list_available_regions()
    assert waits.seconds[0] < 2


@pytest.mark.parametrize("call", READS | WRITES)
def test_a_wait_beyond_the_deadline_is_not_begun(connect, waits, call):
    with ScriptedServer(Reply(429, headers={"Retry-After": "3600"})) as server:
        api = connect(server)
        with pytest.raises((UnreachableError, UnknownOutcomeError)) as caught:
            (READS | WRITES)[call](api)
    assert waits.seconds == []
    assert call not in READS or "60 minutes" in caught.value.hint
    assert (caught.value.status, caught.value.retry_after) == (429, 3600.0)


def test_all_waits_together_stay_within_the_deadline(connect, waits):
    reply = Reply(503, headers={"Retry-After": "25"})
    with ScriptedServer(*[reply] * 3) as server:
        api = connect(server)
        with pytest.raises(UnreachableError):
            api.list_available_regions()
    assert waits.seconds == [25, 25]


def test_an_attempt_ends_with_the_deadline_of_them_all(connect):
    policy = RetryPolicy(attempts=9, first_wait=0.01, deadline=1.0)
    with ScriptedServer(CUT, Reply(json={}, delay=30)) as server:
        api = connect(server, retries=policy)
        began = time.monotonic()
        with pytest.raises(UnreachableError, match="no answer"):
            api.list_available_regions()
    assert time.monotonic() - began < 15


def test_what_must_not_be_repeated_gets_a_connection_of_its_own(connect):
    with ScriptedServer(Reply(json=ORDER), Reply(json=ORDER), Reply(json=ORDER)) as server:
        api = connect(server)
        api.get_number_order("o1")
        api.get_number_order("o1")
        assert server.connections == 1
        api.submit_number_order("o1")
        assert server.connections == 2


def test_a_connect_error_then_a_lost_answer_is_unknown(connect):
    with ScriptedServer(CUT) as server:
        api = connect(server)
        with pytest.raises(UnknownOutcomeError):
            api.create_number_order({})


def test_an_answer_that_trickles_ends(connect):
    with ScriptedServer(Reply(json={"x": "y" * 1000}, trickle=0.02)) as server:
        api = connect(server, timeout=Timeouts(answer=0.2), retries=RetryPolicy(attempts=1))
        with pytest.raises(UnreachableError) as caught:
            api.list_available_regions()
    assert "in time" in caught.value.reason


def test_an_answer_too_large_is_not_read_to_its_end(connect, waits):
    with ScriptedServer(Reply(body=b'"' + b"x" * 10_000_001 + b'"')) as server:
        api = connect(server)
        with pytest.raises(UnreachableError) as caught:
            api.list_available_regions()
    assert "larger than" in caught.value.reason
    assert waits.seconds == []


def test_waits_differ_so_that_many_programs_do_not_come_back_together(connect, waits):
    for _ in range(4):
        with ScriptedServer(PASSING["503"], Reply(json=ORDER)) as server:
            READS["order"](connect(server))
    assert len(set(waits.seconds)) == 4
    policy = RetryPolicy()
    assert all(policy.first_wait <= one <= 2 * policy.first_wait for one in waits.seconds)


def test_pauses_between_attempts_of_a_caller_differ_and_keep_to_the_servers_word():
    told: list[Retry] = []
    policy = RetryPolicy()
    retrier = Retrier(policy, on_retry=told.append, sleep=lambda seconds: None)
    assert all(retrier.pause("ask", 1, "no answer", 0.0) for _ in range(4))
    seconds = [one.wait_seconds for one in told]
    assert len(set(seconds)) == 4
    assert all(policy.first_wait <= one <= 2 * policy.first_wait for one in seconds)
    assert retrier.pause("ask", 1, "too many", 7.0)
    assert told[-1].wait_seconds == 7.0
