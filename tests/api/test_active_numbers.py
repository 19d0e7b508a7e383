"""The numbers that a project owns: every page, and how far each is provisioned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.api.active_numbers import ActiveNumber, ActiveNumbers
from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import read
from sinch_order_cli.errors import NotFoundError, UnreachableError
from sinch_order_cli.sandbox.server import SandboxServer
from tests.contract.validation import ContractTransport

from .server import Reply, ScriptedServer, api_error

NUMBER = "+447700900112"


def test_a_page(connect: Callable[..., NumbersApi]) -> None:
    page = {
        "activeNumbers": [
            {"phoneNumber": NUMBER, "money": {"currencyCode": "GBP", "amount": "0.85"}},
            {"phoneNumber": 5},
        ],
        "nextPageToken": "more",
        "totalSize": 41,
    }
    with ScriptedServer(Reply(json=page)) as server:
        answer = connect(server).list_active_numbers(
            "GB", "MOBILE", capabilities=["SMS"], page_size=2, page_token="first"
        )
    [sent] = server.requests
    assert (sent.method, sent.path) == ("GET", "/v1/projects/p1/activeNumbers")
    assert sent.query == [
        ("regionCode", "GB"),
        ("type", "MOBILE"),
        ("capability", "SMS"),
        ("pageSize", "2"),
        ("pageToken", "first"),
    ]
    assert [number.phone_number for number in answer.active_numbers] == [NUMBER]
    assert answer.active_numbers[0].money.amount == "0.85"
    assert (answer.next_page_token, answer.total_size) == ("more", 41)
    assert answer.raw == {**page, "activeNumbers": page["activeNumbers"][:1]}


def test_a_number_that_is_not_owned(connect: Callable[..., NumbersApi]) -> None:
    refused = api_error(404, "NOT_FOUND", "no")
    with ScriptedServer(refused) as server, pytest.raises(NotFoundError):
        connect(server).get_active_number(NUMBER)
    assert server.requests[0].path == f"/v1/projects/p1/activeNumbers/{NUMBER}"


def test_an_answer_of_another_shape_is_no_empty_list(connect: Callable[..., NumbersApi]) -> None:
    page = {"activeNumbers": [5], "totalSize": 1}
    with ScriptedServer(Reply(json=page)) as server, pytest.raises(UnreachableError):
        connect(server).list_active_numbers("GB", "MOBILE")


@pytest.mark.parametrize(
    ("sms", "status"),
    [
        ("null", ""),
        ("{}", ""),
        ('{"servicePlanId": "p"}', "READY"),
        ('{"servicePlanId": "p", "scheduledProvisioning": null}', "READY"),
        ('{"scheduledProvisioning": {"status": "WAITING", "servicePlanId": "p"}}', "WAITING"),
        ('{"servicePlanId": "old", "scheduledProvisioning": {"status": "FAILED"}}', "FAILED"),
        ('{"scheduledProvisioning": {"status": "PROVISIONING_STATUS_UNSPECIFIED"}}', ""),
        ('{"scheduledProvisioning": {"status": "NEW"}}', "NEW"),
    ],
)
def test_how_far_sms_is(sms: str, status: str) -> None:
    number = read(ActiveNumber, f'{{"smsConfiguration": {sms}}}'.encode())
    assert number.sms_configuration.status == status


@pytest.mark.parametrize(
    ("voice", "status"),
    [
        ("null", ""),
        ('{"type": "RTC"}', ""),
        ('{"type": "RTC", "appId": "a"}', "READY"),
        ('{"type": "EST", "trunkId": "a"}', "READY"),
        ('{"type": "FAX", "serviceId": "a"}', "READY"),
        ('{"scheduledVoiceProvisioning": {"status": "IN_PROGRESS"}}', "IN_PROGRESS"),
    ],
)
def test_how_far_voice_is(voice: str, status: str) -> None:
    number = read(ActiveNumber, f'{{"voiceConfiguration": {voice}}}'.encode())
    assert number.voice_configuration.status == status


def test_errors_are_the_servers_codes() -> None:
    scheduled = '{"status": "FAILED", "errorCodes": ["INSUFFICIENT_BALANCE", "NEW_ONE"]}'
    body = f'{{"smsConfiguration": {{"scheduledProvisioning": {scheduled}}}}}'
    number = read(ActiveNumber, body.encode())
    codes = number.sms_configuration.scheduled_provisioning.error_codes
    assert codes == ("INSUFFICIENT_BALANCE", "NEW_ONE")


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def api(tmp_path: Path, clock: _Clock) -> Iterator[NumbersApi]:
    """A client of the sandbox, every request and answer held against the contract."""
    key = Credentials(project_id="demo", key_id="key", key_secret="secret")
    with SandboxServer(tmp_path, clock=clock) as server:
        urls: dict[str, Any] = {"numbers_url": server.url, "auth_url": server.url}
        with NumbersApi(key, transport=ContractTransport(), **urls) as api:
            yield api


def test_the_numbers_of_an_order_become_usable(api: NumbersApi, clock: _Clock) -> None:
    order = api.create_number_order(
        {
            "regionCode": "GB",
            "numberType": "MOBILE",
            "quantityOrderOption": {"requestedQuantity": 3},
            "smsConfiguration": {"servicePlanId": "plan"},
        }
    ).order
    assert order is not None
    api.submit_number_order(order.id_number_order)
    clock.now += timedelta(seconds=3)
    number = order.phone_numbers[0]
    seen = []
    for _ in range(3):
        seen.append(api.get_active_number(number).sms_configuration.status)
        clock.now += timedelta(seconds=2)
    assert seen == ["WAITING", "IN_PROGRESS", "READY"]
    assert api.get_active_number(number).sms_configuration.service_plan_id == "plan"
    found, token, pages = [], "", 0
    while token or not pages:
        page = api.list_active_numbers("GB", "MOBILE", page_size=2, page_token=token)
        assert isinstance(page, ActiveNumbers)
        assert page.total_size == 3
        found += [one.phone_number for one in page.active_numbers]
        token, pages = page.next_page_token, pages + 1
    assert pages == 2
    assert sorted(found) == sorted(order.phone_numbers)
