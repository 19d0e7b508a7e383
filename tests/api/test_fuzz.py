"""Whatever a server answers, the client ends in a result or in one of the program's own errors."""

from __future__ import annotations

import copy
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.api.client import NumbersApi, RetryPolicy
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.error_json import error_document
from sinch_order_cli.errors import InterruptedByUser, SinchOrderError
from sinch_order_cli.workflow.context import Context
from sinch_order_cli.workflow.model import Order, seconds_left
from sinch_order_cli.workflow.order_json import as_json
from sinch_order_cli.workflow.steps import read_lookup
from sinch_order_cli.workflow.sync import refresh

pytestmark = pytest.mark.timeout(180)

CONTRACT = Path(__file__).parents[1] / "contract/kyc"
NUMBER = {
    "phoneNumber": "+61411111112",
    "capability": ["SMS"],
    "setupPrice": {"currencyCode": "USD", "amount": "1.00"},
    "paymentIntervalMonths": 1,
}
ORDER = {
    "idNumberOrder": "01k0order",
    "regionCode": "AU",
    "state": "CREATED",
    "expireTime": "2999-01-01T00:00:00Z",
    "orderNumbers": [{"phoneNumber": "+61411111112", "capabilities": ["SMS"]}],
    "smsConfiguration": {"servicePlanId": "p"},
}
REGISTRATION = {
    "requestDetails": {"data": [[{"a": 1}], {"b": "c"}]},
    "attachments": [{"attachmentId": "letter", "fileName": "a", "uploadStatus": "WAITING"}],
    "logs": [{"message": "Received.", "createTime": "2026-11-25T10:00:00Z"}],
}
ERROR = {
    "error": {
        "code": 400,
        "message": "no",
        "status": "INVALID_ARGUMENT",
        "details": [{"fieldViolations": [{"field": "data[0].a", "description": "bad"}]}],
    }
}
LOOKUP = json.loads((CONTRACT / "au-mobile.json").read_bytes())
REGIONS = {"availableRegions": [{"regionCode": "AU", "regionName": "Australia", "types": ["X"]}]}
SAMPLES = [NUMBER, {"availableNumbers": [NUMBER]}, ORDER, REGISTRATION, ERROR, LOOKUP, REGIONS]

CALLS: list[Callable[[NumbersApi], Any]] = [
    lambda api: api.list_available_regions(),
    lambda api: api.lookup_number_requirements("AU", "MOBILE"),
    lambda api: api.search_available_numbers("AU", "MOBILE"),
    lambda api: api.get_available_number("+61411111112"),
    lambda api: api.create_number_order({}),
    lambda api: api.get_number_order("o1"),
    lambda api: api.update_registration("o1", {}),
    lambda api: api.get_registration("o1"),
    lambda api: api.upload_attachment(
        "o1", "loa", file=io.BytesIO(b"paper"), file_name="a.pdf", mime_type="application/pdf"
    ),
    lambda api: api.submit_number_order("o1"),
    lambda api: api.download_template("https://api.test/t.pdf", io.BytesIO()),
]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything that stands in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


@st.composite
def almost(draw: st.DrawFn, samples: list[Any]) -> Any:
    """A real answer with one to three things in it replaced by anything."""
    answer = copy.deepcopy(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = ("", *draw(st.sampled_from(list(places(answer)))))
        holder: Any = {"": answer}
        for step in way:
            holder = holder[step]
        holder[last] = draw(anything)
        if last == "" and not way:
            answer = holder[""]
    return answer


bodies = st.binary(max_size=200) | (anything | almost(SAMPLES)).map(
    lambda value: json.dumps(value).encode()
)
header_text = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20
)
header_pairs = st.dictionaries(
    st.sampled_from(
        ["Date", "Retry-After", "Content-Type", "Content-Encoding", "Location", "Age", "ETag"]
    ),
    header_text
    | st.sampled_from(["gzip", "deflate", "br", "-1", "1e99", "9" * 30, "Thu, 99 Foo 2026"]),
    max_size=4,
)


def client(respond: Callable[[httpx.Request], httpx.Response]) -> NumbersApi:
    credentials = Credentials(project_id="p", key_id="k", key_secret="s")
    return NumbersApi(
        credentials,
        numbers_url="https://api.test",
        auth_url="https://auth.test",
        retries=RetryPolicy(attempts=2),
        sleep=lambda seconds: None,
        transport=httpx.MockTransport(respond),
    )


def answered(status: int, headers: dict[str, str], body: bytes) -> httpx.Response:
    encoded = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]
    return httpx.Response(status, headers=encoded, stream=httpx.ByteStream(body))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    call=st.sampled_from(CALLS),
    status=st.sampled_from([200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 413, 429, 500])
    | st.integers(200, 599),
    headers=header_pairs,
    body=bodies,
    token=st.just(b'{"access_token": "t", "expires_in": 3600}') | bodies,
)
def test_any_answer_ends_in_a_result_or_an_error_of_our_own(
    call: Callable[[NumbersApi], Any],
    status: int,
    headers: dict[str, str],
    body: bytes,
    token: bytes,
) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.host == "auth.test":
            return answered(200, {}, token)
        return answered(status, headers, body)

    with client(respond) as api:
        try:
            call(api)
        except SinchOrderError as error:
            assert error.message and not isinstance(error, InterruptedByUser)
            msgspec.json.encode(error_document(error, [], Terminal(*[io.StringIO()] * 3, {})))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=almost([ORDER]), registration=almost([REGISTRATION]), lookup=almost([LOOKUP]))
def test_an_order_made_of_any_answer_can_be_kept_and_shown(
    order: Any, registration: Any, lookup: Any
) -> None:

    from sinch_order_cli.store.orders import decode_order
    from sinch_order_cli.views.order_columns import order_row
    from sinch_order_cli.views.order_results import order_result
    from sinch_order_cli.views.order_view import print_status
    from sinch_order_cli.views.time_left import time_warning

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.host == "auth.test":
            return answered(200, {}, b'{"access_token": "t"}')
        value = registration if request.url.path.endswith("/registration") else order
        return answered(200, {}, json.dumps(value).encode())

    made = Order(name="one", region_code="AU", number_type="MOBILE", server={"idNumberOrder": "o1"})
    made.lookup = read_lookup(lookup if isinstance(lookup, dict) else {}, 0.0)
    kept: list[bytes] = []
    with client(respond) as api:
        work = Context(
            api=api, save=lambda one: kept.append(msgspec.json.encode(one)), now=lambda: 0.0
        )
        try:
            refresh(work, made)
        except SinchOrderError:
            return
    again = decode_order(kept[-1], Path("one.json"))
    assert msgspec.json.encode(again) == kept[-1]
    json.dumps(as_json(again))
    again.step, seconds_left(again, 0.0), order_row(again, 0.0, str)
    time_warning(again, 0.0)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        terminal = Terminal(io.StringIO(), nowhere, nowhere, {})
        print_status(terminal, again, 0.0)
        terminal.print_json(order_result(again, 0.0))


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "today", ""])
def test_any_time_of_expiry(text: str) -> None:
    order = Order(name="one", server={"idNumberOrder": "o", "state": "CREATED", "expireTime": text})
    assert seconds_left(order, 0.0) is None or isinstance(seconds_left(order, 0.0), float)
