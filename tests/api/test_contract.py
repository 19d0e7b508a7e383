"""All calls, held against the contract; and answers that hold to nothing at all."""

from __future__ import annotations

import contextlib
import io

import httpx
import pytest
from contract.validation import ContractTransport
from hypothesis import given, settings
from hypothesis import strategies as st

from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.errors import DataError, SinchOrderError, UsageError

from .server import Reply, ScriptedServer

DATE = {"Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
ORDER = {"idNumberOrder": "o1", "regionCode": "AU", "numberType": "MOBILE", "state": "CREATED"}
CREATE = {
    "regionCode": "AU",
    "numberType": "MOBILE",
    "numberOrderOption": {"phoneNumbers": ["+61411111112"]},
}
CALLS = {
    "listAvailableRegions": lambda api: api.list_available_regions(["MOBILE", "LOCAL"]),
    "lookupNumberRequirements": lambda api: api.lookup_number_requirements("AU", "MOBILE"),
    "searchAvailableNumbers": lambda api: api.search_available_numbers(
        "AU",
        "TOLL_FREE",
        capabilities=["SMS", "VOICE"],
        pattern="+61",
        search_pattern="START",
        size=3,
    ),
    "getAvailableNumber": lambda api: api.get_available_number("+61411111112"),
    "createNumberOrder": lambda api: api.create_number_order(CREATE),
    "getNumberOrder": lambda api: api.get_number_order("o1"),
    "updateNumberOrderRegistration": lambda api: api.update_registration("o1", [{"a": None}]),
    "getNumberOrderRegistration": lambda api: api.get_registration("o1"),
    "uploadNumberOrderAttachment": lambda api: api.upload_attachment(
        "o1",
        "loa",
        file=io.BytesIO(b"%PDF"),
        file_name="loa.pdf",
        mime_type="application/pdf",
        document_type="Passport",
    ),
    "submitNumberOrder": lambda api: api.submit_number_order("o1"),
    "listActiveNumbers": lambda api: api.list_active_numbers(
        "AU",
        "MOBILE",
        capabilities=["SMS", "VOICE"],
        pattern="+61",
        search_pattern="START",
        page_size=3,
        page_token="next",
        order_by="phoneNumber",
    ),
    "getActiveNumber": lambda api: api.get_active_number("+61411111112"),
}


def test_every_request_is_one_of_the_contracts(connect):
    replies = [Reply(json=ORDER if "Order" in name else {}, headers=DATE) for name in CALLS]
    for place, name in enumerate(CALLS):
        if name.endswith(("Registration", "Attachment", "Requirements")):
            replies[place] = Reply(json={}, headers=DATE)
    transport = ContractTransport()
    with ScriptedServer(*replies) as server:
        api = connect(server, transport=transport)
        for call in CALLS.values():
            call(api)
    assert transport.calls == [(name, 200) for name in CALLS]


HEADERS = st.dictionaries(
    st.sampled_from(["Retry-After", "Date", "Age", "Location", "Content-Encoding", "Set-Cookie"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"))
    | st.sampled_from(["Thu, 01 Jan 2026 00:00:00 GMT", "gzip", "0", "Mon, 99 99:99:99 +9999"]),
)
BODIES = st.binary() | st.sampled_from(
    [
        b"{}",
        b'{"error": {}}',
        b'{"error": {"details": [{"fieldViolations": 1}]}}',
        b"null",
        b"[" * 999,
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(CALLS)),
    status=st.integers(200, 599),
    headers=HEADERS,
    body=BODIES,
)
def test_no_answer_makes_a_call_fail_otherwise(name, status, headers, body):
    def answer(request: httpx.Request) -> httpx.Response:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        return httpx.Response(status, headers=raw, stream=httpx.ByteStream(body))

    api = NumbersApi(
        Credentials(project_id="p", access_token="t"),
        transport=httpx.MockTransport(answer),
        sleep=lambda seconds: None,
    )
    with api, contextlib.suppress(SinchOrderError):
        CALLS[name](api)


def test_bytes_that_are_not_text_are_refused(connect):
    half = "o\udce9"
    with ScriptedServer() as server:
        api = connect(server)
        with pytest.raises(UsageError):
            api.get_number_order(half)
        with pytest.raises(UsageError):
            api.search_available_numbers("AU", "MOBILE", pattern=half)
        with pytest.raises(DataError):
            api.update_registration("o1", {"name": half})
