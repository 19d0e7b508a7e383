"""The numbers of completed orders: in the account at once, usable once they are set up."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sinch_order_cli.sandbox.database import FILE_NAME, Database
from sinch_order_cli.sandbox.orders import Order
from sinch_order_cli.sandbox.server import SandboxServer

from .driver import Clock, Driver, violations

GB = {"regionCode": "GB", "type": "MOBILE"}
SMS = {"smsConfiguration": {"servicePlanId": "plan", "campaignId": "campaign"}}
VOICE = {"voiceConfiguration": {"type": "EST", "trunkId": "trunk"}}


def complete(api: Driver, clock: Clock, phone_number: str, **rest: Any) -> None:
    """Orders a British number, which needs no registration, and lets the review pass."""
    option = {"phoneNumbers": [phone_number]}
    order = api.create("GB", "MOBILE", numberOrderOption=option, **rest).raise_for_status().json()
    api.submit(order["idNumberOrder"]).raise_for_status()
    clock.pass_(seconds=3)


def active(api: Driver, phone_number: str) -> dict[str, Any]:
    found: dict[str, Any] = api.call("GET", f"/activeNumbers/{phone_number}").json()
    return found


def listed(api: Driver, **query: Any) -> dict[str, Any]:
    found = api.call("GET", "/activeNumbers", params=GB | query).raise_for_status().json()
    assert isinstance(found, dict)
    return found


def numbers(page: dict[str, Any]) -> list[str]:
    return [number["phoneNumber"] for number in page["activeNumbers"]]


NUMBER = "+447700900112"


def test_a_number_is_active_once_its_order_is_completed(api: Driver, clock: Clock) -> None:
    path = f"/activeNumbers/{NUMBER}"
    assert api.call("GET", path).status_code == 404
    order_id = api.reserve(NUMBER, "GB")
    api.submit(order_id).raise_for_status()
    assert api.call("GET", path).status_code == 404
    assert listed(api) == {"activeNumbers": [], "nextPageToken": "", "totalSize": 0}
    clock.pass_(seconds=3)
    number = active(api, NUMBER)
    assert numbers(listed(api)) == [NUMBER]
    assert number == {
        "phoneNumber": NUMBER,
        "projectId": "demo",
        "displayName": "",
        "regionCode": "GB",
        "type": "MOBILE",
        "capability": ["SMS"],
        "money": {"currencyCode": "GBP", "amount": "0.85"},
        "paymentIntervalMonths": 1,
        "nextChargeDate": "2026-12-23T12:00:03.000Z",
        "expireAt": None,
        "smsConfiguration": None,
        "voiceConfiguration": None,
        "callbackUrl": "",
    }


def test_sms_is_set_up_in_a_few_seconds(api: Driver, clock: Clock) -> None:
    complete(api, clock, NUMBER, **SMS)
    seen = []
    for _ in range(4):
        configuration = active(api, NUMBER)["smsConfiguration"]
        scheduled = configuration.get("scheduledProvisioning", {})
        seen.append((configuration.get("servicePlanId"), scheduled.get("status")))
        if scheduled:
            assert scheduled["servicePlanId"] == "plan"
            assert scheduled["campaignId"] == "campaign"
            assert scheduled["errorCodes"] == []
        clock.pass_(seconds=1)
    assert seen == [(None, "WAITING"), (None, "IN_PROGRESS"), (None, "IN_PROGRESS"), ("plan", None)]
    assert active(api, NUMBER)["smsConfiguration"]["campaignId"] == "campaign"


def test_voice_is_set_up_in_a_few_seconds(api: Driver, clock: Clock) -> None:
    complete(api, clock, NUMBER, **VOICE)
    voice = active(api, NUMBER)["voiceConfiguration"]
    assert "trunkId" not in voice
    assert voice["scheduledVoiceProvisioning"] == {
        "type": "EST",
        "trunkId": "trunk",
        "status": "WAITING",
        "lastUpdatedTime": "2026-11-23T12:00:03.000Z",
    }
    clock.pass_(seconds=3)
    assert active(api, NUMBER)["voiceConfiguration"] == {
        "type": "EST",
        "trunkId": "trunk",
        "lastUpdatedTime": "2026-11-23T12:00:06.000Z",
    }


def test_a_number_that_ends_in_94_is_not_set_up(api: Driver, clock: Clock) -> None:
    number = "+447700900194"
    complete(api, clock, number, smsConfiguration={"servicePlanId": "plan"}, **VOICE)
    assert active(api, number)["smsConfiguration"]["scheduledProvisioning"]["status"] == "WAITING"
    clock.pass_(days=2)
    found = active(api, number)
    sms = found["smsConfiguration"]["scheduledProvisioning"]
    assert (sms["status"], sms["errorCodes"]) == ("FAILED", ["SMS_PROVISIONING_FAILED"])
    assert "servicePlanId" not in found["smsConfiguration"]
    assert found["voiceConfiguration"]["scheduledVoiceProvisioning"]["status"] == "FAILED"
    other = "+447911123494"
    complete(api, clock, other, **SMS)
    clock.pass_(seconds=3)
    campaign = active(api, other)["smsConfiguration"]["scheduledProvisioning"]
    assert campaign["errorCodes"] == ["CAMPAIGN_PROVISIONING_FAILED"]


def test_all_pages_together_are_the_whole_list(api: Driver, clock: Clock) -> None:
    option = {"requestedQuantity": 25}
    order = api.create("GB", "MOBILE", quantityOrderOption=option).json()
    api.submit(order["idNumberOrder"]).raise_for_status()
    clock.pass_(seconds=3)
    found: list[str] = []
    token, sizes = "", []
    while True:
        page = listed(api, pageSize=10, **({"pageToken": token} if token else {}))
        assert page["totalSize"] == 25
        found += numbers(page)
        sizes.append(len(page["activeNumbers"]))
        token = page["nextPageToken"]
        if not token:
            break
    assert sizes == [10, 10, 5]
    assert found == sorted(number["phoneNumber"] for number in order["orderNumbers"])
    assert numbers(listed(api, pageSize=100, orderBy="phoneNumber desc")) == found[::-1]


def test_a_list_is_of_one_project_region_and_type(api: Driver, clock: Clock) -> None:
    complete(api, clock, NUMBER)
    complete(api, clock, "+447700900113")
    assert numbers(listed(api)) == [NUMBER, "+447700900113"]
    assert listed(api, type="LOCAL")["totalSize"] == 0
    other = api.http.get(f"/v1/projects/other/activeNumbers/{NUMBER}")
    assert other.status_code == 404
    assert api.http.get("/v1/projects/other/activeNumbers", params=GB).json()["totalSize"] == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"numberPattern.pattern": "113", "numberPattern.searchPattern": "END"}, ["+447700900113"]),
        ({"numberPattern.pattern": "+4477", "numberPattern.searchPattern": "START"}, "all"),
        ({"capability": "VOICE"}, ["+447700900113"]),
        ({"capability": ["SMS", "VOICE"]}, ["+447700900113"]),
    ],
)
def test_a_list_can_be_filtered(
    api: Driver, clock: Clock, query: dict[str, Any], expected: list[str] | str
) -> None:
    complete(api, clock, NUMBER)
    complete(api, clock, "+447700900113")
    both = [NUMBER, "+447700900113"]
    assert numbers(listed(api, **query)) == (both if expected == "all" else expected)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"type": "MOBILE"}, "regionCode"),
        ({"regionCode": "GB"}, "type"),
        (GB | {"pageSize": "0"}, "pageSize"),
        (GB | {"pageSize": "many"}, "pageSize"),
        (GB | {"pageToken": "!"}, "pageToken"),
        (GB | {"pageToken": "Kzk5"}, "pageToken"),
        (GB | {"orderBy": "price"}, "orderBy"),
        (GB | {"capability": "FAX"}, "capability"),
    ],
)
def test_a_wrong_query_is_named(wrong: Driver, query: dict[str, str], field: str) -> None:
    assert list(violations(wrong.call("GET", "/activeNumbers", params=query))) == [field]


def test_credentials_are_needed(server: SandboxServer, wrong: Driver) -> None:
    wrong.http.auth = None
    for path in ("/activeNumbers", f"/activeNumbers/{NUMBER}", "/callbackConfiguration"):
        assert wrong.call("GET", path).status_code == 401


def test_events_are_signed_with_the_secret_of_the_project(api: Driver) -> None:
    first = api.call("GET", "/callbackConfiguration").raise_for_status().json()
    assert first["projectId"] == "demo"
    assert 32 <= len(first["hmacSecret"]) <= 64
    assert first["hmacSecret"].replace("-", "").isalnum()
    assert api.call("GET", "/callbackConfiguration").json() == first
    other = api.http.get("/v1/projects/other/callbackConfiguration").json()
    assert other["hmacSecret"] != first["hmacSecret"]


def test_the_database_of_an_older_version_is_taken_over(
    tmp_path: Path, api: Driver, clock: Clock
) -> None:
    complete(api, clock, NUMBER, **SMS)
    assert active(api, NUMBER)["phoneNumber"] == NUMBER
    record = json.loads(msgspec.json.encode(_order_of(tmp_path / "data")))
    del record["complete_time"]
    old = tmp_path / "old"
    old.mkdir()
    with sqlite3.connect(old / FILE_NAME) as database:
        database.executescript(_VERSION_1)
        database.execute(
            "INSERT INTO orders VALUES (?, NULL, ?)", (record["id"], json.dumps(record).encode())
        )
        database.execute("INSERT INTO held_numbers VALUES (?, ?)", (NUMBER, record["id"]))
        database.execute("PRAGMA user_version = 1")
    database.close()
    with SandboxServer(old, clock=clock) as server:
        later = Driver(server)
        assert later.order(record["id"])["state"] == "COMPLETED"
        assert not later.free(NUMBER)
        assert active(later, NUMBER)["smsConfiguration"]["scheduledProvisioning"]["status"]
        assert numbers(listed(later)) == [NUMBER]
        later.close()


_VERSION_1 = """
CREATE TABLE orders (id TEXT PRIMARY KEY, due REAL, record BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;
CREATE TABLE held_numbers (phone_number TEXT PRIMARY KEY, order_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX held_by ON held_numbers (order_id);
CREATE TABLE tokens (hash BLOB PRIMARY KEY, expires REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE effects (operation TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
"""


def _order_of(data_dir: Path) -> Order:
    database = Database(data_dir)
    try:
        with database.transaction() as transaction:
            (record,) = transaction._connection.execute("SELECT record FROM orders").fetchone()
            return msgspec.json.decode(record, type=Order)
    finally:
        database.close()
