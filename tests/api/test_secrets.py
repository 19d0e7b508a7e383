"""What is never written anywhere: keys, secrets, tokens, bodies."""

from __future__ import annotations

import io
import traceback

import pytest

from sinch_order_cli.api.auth import Credentials, Token
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.error_json import error_document
from sinch_order_cli.errors import SinchOrderError

from .conftest import MemoryCache
from .server import CUT, Reply, ScriptedServer, api_error

SECRET, GIVEN, ISSUED, ANSWER = "kEy-SeCrEt", "gIvEn-tOkEn", "iSsUeD-tOkEn", "pAsSpOrT-42"
ALL = (SECRET, GIVEN, ISSUED, ANSWER, "a0V5LVNlQ3JFdA")  # the last: the secret as base64 has it
KEY = Credentials(project_id="p1", key_id="key", key_secret=SECRET)


def assert_clean(text):
    assert text
    assert not [secret for secret in ALL if secret in text]


def test_reprs():
    credentials = Credentials(project_id="p", key_id="k", key_secret=SECRET, access_token=GIVEN)
    for thing in (credentials, Token(ISSUED, 1.0, 2.0)):
        assert_clean(repr(thing))
        assert_clean(str(thing))
        assert_clean(f"{[thing]!r}")


@pytest.mark.parametrize(
    "credentials",
    [
        KEY,
        Credentials(project_id="p1", access_token=GIVEN),
        Credentials(project_id="p1", key_id="key", key_secret=SECRET, basic=True),
    ],
    ids=["key", "token", "basic"],
)
@pytest.mark.parametrize(
    "replies",
    [
        [Reply(json={})],
        [api_error(403, "PERMISSION_DENIED")],
        [api_error(401, "UNAUTHENTICATED")],
        [Reply(302, headers={"Location": "http://x"})],
        [CUT, CUT, CUT, CUT],
        [Reply(body=b"<html>")],
    ],
    ids=["200", "403", "401", "302", "cut", "html"],
)
def test_traces_and_errors(connect, credentials, replies):
    lines = []
    renewed = credentials is KEY and replies[0].status == 401
    issued = {"access_token": ISSUED, "expires_in": 3600}
    tokens = [Reply(json=issued)] * (1 + renewed) if credentials is KEY else []
    with ScriptedServer(*replies * (1 + renewed), tokens=tokens) as server:
        api = connect(server, credentials, trace=lines.append, token_cache=MemoryCache())
        try:
            api.update_registration("o1", {"passport": ANSWER})
        except SinchOrderError as error:
            assert_clean("".join(traceback.format_exception(error)))
            assert_clean(str(error_document(error, [], Terminal(*[io.StringIO()] * 3, {}))))
        assert_clean(repr(vars(api)))
    assert_clean("\n".join(lines))
    assert len([line for line in lines if line.startswith(">")]) == len(
        [line for line in lines if line.startswith("<")]
    )


def test_a_trace_line(connect):
    lines = []
    with ScriptedServer(Reply(json={})) as server:
        api = connect(server, Credentials(project_id="p1", access_token=GIVEN), trace=lines.append)
        api.list_available_regions(["MOBILE"])
        sent, received = lines
        assert sent == f"> GET {server.url}/v1/projects/p1/availableRegions?types=MOBILE (0 bytes)"
    assert received.startswith("< 200 (")
    assert received.endswith(" ms, 2 bytes)")
