"""Each of the calls: what is sent, by the contract, and what is made of the answer."""

from __future__ import annotations

import io

import pytest

from sinch_order_cli.api.order_models import Money
from sinch_order_cli.errors import (
    NotFoundError,
    UnknownOutcomeError,
    UnreachableError,
    UsageError,
)

from .server import Reply, ScriptedServer, api_error

ORDER = {
    "projectId": "p1",
    "idNumberOrder": "o1",
    "regionCode": "AU",
    "numberType": "MOBILE",
    "state": "CREATED",
    "orderNumbers": [
        {
            "phoneNumber": "+61411111112",
            "numberPrice": {"setupPrice": {"currencyCode": "USD", "amount": "1.00"}},
            "capabilities": ["SMS"],
        }
    ],
    "expireTime": None,
}


def test_regions(connect):
    regions = {"availableRegions": [{"regionCode": "AU", "types": ["MOBILE", "NEW_KIND"]}]}
    with ScriptedServer(Reply(json=regions)) as server:
        answer = connect(server).list_available_regions(["MOBILE", "LOCAL"])
    [sent] = server.requests
    assert sent.path == "/v1/projects/p1/availableRegions"
    assert sent.query == [("types", "MOBILE"), ("types", "LOCAL")]
    assert sent.headers["authorization"] == "Bearer token-1"
    assert sent.headers["user-agent"].startswith("sinch-order-cli/")
    assert answer.available_regions[0].types == ("MOBILE", "NEW_KIND")
    assert answer.raw == regions


def test_requirements(connect):
    requirements = {"fields": {"rules": [None, {"x": 1.50}]}, "attachments": [{"id": "a"}]}
    with ScriptedServer(Reply(json=requirements)) as server:
        answer = connect(server).lookup_number_requirements("AU", "MOBILE")
    [sent] = server.requests
    assert (sent.method, sent.path) == (
        "POST",
        "/v1/projects/p1/numberOrders:lookupNumberRequirements",
    )
    assert sent.json() == {"regionCode": "AU", "numberType": "MOBILE"}
    assert answer.fields == requirements["fields"]
    assert answer.raw == requirements


def test_no_requirements_is_the_apis_own_404(connect):
    reply = api_error(404, "NOT_FOUND", "Number requirements not found")
    with ScriptedServer(reply) as server:
        assert connect(server).lookup_number_requirements("US", "LOCAL") is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, body=b"<html>404</html>", headers={"Content-Type": "text/html"}),
        Reply(404),
    ],
)
def test_somebody_elses_404_is_an_error(connect, reply):
    with ScriptedServer(reply, reply) as server:
        api = connect(server)
        with pytest.raises(UnreachableError, match="not with an API response"):
            api.lookup_number_requirements("US", "LOCAL")
        with pytest.raises(UnreachableError, match="not with an API response"):
            api.get_number_order("o1")


@pytest.mark.parametrize(
    "body", [{"message": "no route"}, {"status": 404, "error": "Not Found"}, {}, ["no"]]
)
def test_a_gateways_404_is_not_taken_for_no_requirements(connect, body):
    with (
        ScriptedServer(Reply(404, json=body)) as server,
        pytest.raises(NotFoundError, match="look up"),
    ):
        connect(server).lookup_number_requirements("US", "LOCAL")


def test_search(connect):
    numbers = {
        "availableNumbers": [
            {
                "phoneNumber": "+61411111112",
                "capability": ["SMS"],
                "setupPrice": {"currencyCode": "USD", "amount": "2.00"},
                "paymentIntervalMonths": 1,
                "supportingDocumentationRequired": True,
                "surprise": {"a": [1]},
            }
        ]
    }
    with ScriptedServer(Reply(json=numbers), Reply(json={})) as server:
        api = connect(server)
        found = api.search_available_numbers(
            "AU",
            "MOBILE",
            capabilities=["SMS", "VOICE"],
            pattern="+6141",
            search_pattern="START",
            size=5,
        )
        nothing = api.search_available_numbers("AU", "MOBILE")
    assert server.requests[0].query == [
        ("regionCode", "AU"),
        ("type", "MOBILE"),
        ("capabilities", "SMS"),
        ("capabilities", "VOICE"),
        ("numberPattern.pattern", "+6141"),
        ("numberPattern.searchPattern", "START"),
        ("size", "5"),
    ]
    assert server.requests[1].query == [("regionCode", "AU"), ("type", "MOBILE")]
    [number] = found.available_numbers
    assert number.setup_price == Money("USD", "2.00")
    assert number.monthly_price == Money()
    assert number.supporting_documentation_required
    assert nothing.available_numbers == ()


def test_one_number(connect):
    with ScriptedServer(
        Reply(json={"phoneNumber": "+61411111112"}), api_error(404, "NOT_FOUND", "gone")
    ) as server:
        api = connect(server)
        assert api.get_available_number("+61411111112").phone_number == "+61411111112"
        with pytest.raises(NotFoundError) as caught:
            api.get_available_number("+61411111112")
    assert server.requests[0].target == "/v1/projects/p1/availableNumbers/%2B61411111112"
    assert caught.value.reason == "gone"


def test_create_and_read_order(connect):
    body = {"regionCode": "AU", "numberOrderOption": {"phoneNumbers": ["+61411111112"]}}
    with ScriptedServer(Reply(json=ORDER), Reply(json=ORDER)) as server:
        api = connect(server)
        reserved = api.create_number_order(body)
        read = api.get_number_order("o1")
    create, get = server.requests
    assert (create.method, create.path) == (
        "POST",
        "/v1/projects/p1/numberOrders:createNumberOrder",
    )
    assert create.json() == body
    assert (get.method, get.path) == ("GET", "/v1/projects/p1/numberOrders/o1")
    created = reserved.order
    assert reserved.id_number_order == "o1"
    assert created == read
    assert created.phone_numbers == ("+61411111112",)
    assert created.order_numbers[0].number_price.setup_price.amount == "1.00"
    assert created.expire_time is None
    assert created.raw == ORDER


def test_an_order_without_its_id_is_an_unknown_outcome(connect):
    with ScriptedServer(Reply(json={"state": "CREATED"})) as server:
        api = connect(server)
        with pytest.raises(UnknownOutcomeError):
            api.create_number_order({})


def test_registration(connect):
    data = [[{"senderId": None, "share": 1.50}], {"city": "Melbourne"}]
    registration = {
        "requestDetails": {"data": data},
        "attachments": [{"attachmentId": "loa", "uploadStatus": "WAITING", "fileName": None}],
        "logs": [{"message": "please", "createTime": "2026-01-01T00:00:00Z"}, None],
    }
    with ScriptedServer(Reply(json=registration), Reply(json={"logs": None})) as server:
        api = connect(server)
        put = api.update_registration("o1", data)
        empty = api.get_registration("o1")
    sent, get = server.requests
    assert (sent.method, sent.path) == ("PUT", "/v1/projects/p1/numberOrders/o1/registration")
    assert sent.json() == {"requestDetails": {"data": data}}
    assert (get.method, get.path) == ("GET", sent.path)
    assert put.data == data
    assert put.attachments[0].upload_status == "WAITING"
    assert put.attachments[0].file_name == ""
    assert [log.message for log in put.logs] == ["please"]
    assert (empty.data, empty.logs) == (None, ())


def test_submit(connect):
    with ScriptedServer(Reply(json=ORDER | {"state": "SOMETHING_NEW"})) as server:
        order = connect(server).submit_number_order("o1")
    [sent] = server.requests
    assert (sent.method, sent.path) == ("POST", "/v1/projects/p1/numberOrders/o1/submit")
    assert sent.body == b""
    assert order.state == "SOMETHING_NEW"


@pytest.mark.parametrize("order_id", ["", ".", "..", "..."])
def test_an_id_never_walks_the_path(connect, order_id):
    with ScriptedServer() as server, pytest.raises(UsageError):
        connect(server).get_number_order(order_id)


def test_ids_are_one_step_of_the_path(connect):
    with ScriptedServer(Reply(json=ORDER), Reply()) as server:
        api = connect(server)
        api.get_number_order("../a b/ü?x#y:z")
        api.upload_attachment(
            "o1", "a/b", file=io.BytesIO(b"x"), file_name="x.pdf", mime_type="application/pdf"
        )
    assert server.requests[0].target == (
        "/v1/projects/p1/numberOrders/..%2Fa%20b%2F%C3%BC%3Fx%23y%3Az"
    )
    assert server.requests[1].target == "/v1/projects/p1/numberOrders/o1/attachments/a%2Fb"


def test_a_base_address_may_have_a_path(connect):
    with ScriptedServer(Reply(json={})) as server:
        connect(f"{server.url}/gateway/").list_available_regions()
    assert server.requests[0].path == "/gateway/v1/projects/p1/availableRegions"
    assert server.token_requests[0].path == "/gateway/oauth2/token"


def test_clock_offset(connect):
    dated = Reply(json={}, headers={"Date": "Thu, 01 Jan 1970 00:16:40 GMT"})
    with ScriptedServer(dated, Reply(json={})) as server:
        api = connect(server, now=lambda: 900.0)
        assert api.clock_offset is None
        api.list_available_regions()
        assert api.clock_offset == pytest.approx(100, abs=1)
        api.list_available_regions()  # without a date: what was known stays
        assert api.clock_offset == pytest.approx(100, abs=1)
