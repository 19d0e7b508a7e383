"""Regions, search, and what a request to create must look like."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .driver import Driver, violations

ONE = {"phoneNumbers": ["+61411111112"]}
PAIRS = [
    ("AU", "MOBILE"),
    ("BR", "LOCAL"),
    ("DE", "LOCAL"),
    ("GB", "MOBILE"),
    ("SE", "LOCAL"),
    ("US", "LOCAL"),
    ("US", "TOLL_FREE"),
]


def test_regions_list_their_types(api: Driver) -> None:
    def regions(**query: Any) -> list[tuple[str, str]]:
        answer = api.call("GET", "/availableRegions", params=query).json()
        return [(r["regionCode"], t) for r in answer["availableRegions"] for t in r["types"]]

    assert regions() == PAIRS
    assert regions(types=["TOLL_FREE"]) == [("US", "TOLL_FREE")]
    assert ("AU", "MOBILE") not in regions(types=["LOCAL", "TOLL_FREE"])


@pytest.mark.parametrize(("region_code", "number_type"), PAIRS)
def test_there_are_hundreds_of_varied_numbers(
    api: Driver, region_code: str, number_type: str
) -> None:
    numbers = api.search(region_code, number_type, size=1000)
    assert len({number["phoneNumber"] for number in numbers}) == 400
    assert {number["type"] for number in numbers} == {number_type}
    prices = {Decimal(number["monthlyPrice"]["amount"]) for number in numbers}
    assert len(prices) >= 3
    assert min(prices) > 0
    assert len({tuple(number["capability"]) for number in numbers}) == 2
    assert len(api.search(region_code, number_type)) == 20


def test_magic_numbers_come_last(api: Driver) -> None:
    numbers = [n["phoneNumber"] for n in api.search("AU", "MOBILE", size=1000)]
    assert numbers[0] == "+61411111112"
    assert {number[-2:] for number in numbers[-24:]} == {"94", "95", "96", "97", "98", "99"}
    assert not {number[-2:] for number in numbers[:-24]} & {"94", "95", "96", "97", "98", "99"}


def test_the_pattern_is_matched_against_the_whole_number(api: Driver) -> None:
    def found(pattern: str, match: str) -> list[str]:
        query = {"numberPattern.pattern": pattern, "numberPattern.searchPattern": match}
        return [n["phoneNumber"] for n in api.search("US", "LOCAL", size=1000, **query)]

    assert found("212", "START") == []
    assert len(found("+1212", "START")) == 100
    assert len(found("212", "CONTAINS")) >= 100
    assert sorted(found("99", "END"))[0] == "+12125550199"
    assert len(found("99", "END")) == 4


def test_capabilities_must_all_be_there(api: Driver) -> None:
    both = api.search("AU", "MOBILE", size=1000, capabilities=["SMS", "VOICE"])
    assert both
    assert all(set(number["capability"]) == {"SMS", "VOICE"} for number in both)
    assert len(api.search("AU", "MOBILE", size=1000, capabilities=["SMS"])) == 400


def test_an_empty_search_leaves_the_key_out(api: Driver) -> None:
    query = {"regionCode": "FR", "type": "LOCAL"}
    assert api.call("GET", "/availableNumbers", params=query).json() == {}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"regionCode": "au"}, "regionCode"),
        ({"type": "FAX"}, "type"),
        ({"capabilities": "MMS"}, "capabilities"),
        ({"size": "0"}, "size"),
        ({"size": "many"}, "size"),
        ({"numberPattern.searchPattern": "MIDDLE"}, "numberPattern.searchPattern"),
    ],
)
def test_a_wrong_search_is_refused(wrong: Driver, query: dict[str, str], field: str) -> None:
    query = {"regionCode": "AU", "type": "MOBILE"} | query
    assert list(violations(wrong.call("GET", "/availableNumbers", params=query))) == [field]


def test_a_number_is_available_or_not_found(api: Driver) -> None:
    number = api.call("GET", "/availableNumbers/+61411111112").json()
    assert number == api.search("AU", "MOBILE", size=1)[0]
    missing = api.call("GET", "/availableNumbers/+61400000000")
    assert missing.status_code == 404
    (detail,) = missing.json()["error"]["details"]
    assert detail["resourceName"] == "+61400000000"


def test_a_reserved_number_is_gone_for_others(api: Driver) -> None:
    api.reserve("+61411111112")
    assert api.create("AU", "MOBILE", numberOrderOption=ONE).status_code == 404
    assert api.effects()["createNumberOrder"] == 1


def test_a_quantity_takes_what_fits(api: Driver) -> None:
    option = {
        "requestedQuantity": 3,
        "capabilities": ["SMS", "VOICE"],
        "numberPattern": {"pattern": "+614822", "searchPattern": "START"},
    }
    numbers = api.create("AU", "MOBILE", quantityOrderOption=option).json()["orderNumbers"]
    assert len(numbers) == 3
    for number in numbers:
        assert number["phoneNumber"].startswith("+614822")
        assert set(number["capabilities"]) == {"SMS", "VOICE"}
        assert number["numberPrice"]["monthlyPrice"] == {"currencyCode": "USD", "amount": "1.50"}


def test_sequential_numbers_follow_each_other(api: Driver) -> None:
    api.reserve("+61411111114")
    option = {"requestedQuantity": 5, "sequential": True}
    order = api.create("AU", "MOBILE", quantityOrderOption=option).json()
    numbers = [int(n["phoneNumber"]) for n in order["orderNumbers"]]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert 61411111114 not in numbers
    whole_block = {"requestedQuantity": 100, "sequential": True}
    assert api.create("AU", "MOBILE", quantityOrderOption=whole_block).status_code == 200


def test_more_than_there_are_is_not_found(api: Driver) -> None:
    pattern = {"pattern": "+6141111111", "searchPattern": "START"}
    option = {"requestedQuantity": 11, "numberPattern": pattern}
    assert api.create("AU", "MOBILE", quantityOrderOption=option).status_code == 404
    assert api.create("AU", "LOCAL", quantityOrderOption=option).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "numberOrderOption"),
        (
            {"numberOrderOption": ONE, "quantityOrderOption": {"requestedQuantity": 1}},
            "numberOrderOption",
        ),
        ({"numberOrderOption": {"phoneNumbers": []}}, "numberOrderOption.phoneNumbers"),
        (
            {"numberOrderOption": {"phoneNumbers": ["+61411111112", "+61411111113"]}},
            "numberOrderOption.phoneNumbers",
        ),
        (
            {"numberOrderOption": {"phoneNumbers": ["0411 111 112"]}},
            "numberOrderOption.phoneNumbers[0]",
        ),
        (
            {"quantityOrderOption": {"requestedQuantity": 0}},
            "quantityOrderOption.requestedQuantity",
        ),
        (
            {"quantityOrderOption": {"requestedQuantity": 101}},
            "quantityOrderOption.requestedQuantity",
        ),
        (
            {"quantityOrderOption": {"requestedQuantity": True}},
            "quantityOrderOption.requestedQuantity",
        ),
        (
            {"quantityOrderOption": {"requestedQuantity": 1, "sequential": "yes"}},
            "quantityOrderOption.sequential",
        ),
        (
            {"quantityOrderOption": {"requestedQuantity": 1, "capabilities": ["MMS"]}},
            "quantityOrderOption.capabilities[0]",
        ),
        ({"numberOrderOption": ONE, "smsConfiguration": {}}, "smsConfiguration.servicePlanId"),
        ({"numberOrderOption": ONE, "voiceConfiguration": {}}, "voiceConfiguration"),
        (
            {"numberOrderOption": ONE, "smsConfiguration": {"campaignId": "C"}},
            "smsConfiguration.servicePlanId",
        ),
        (
            {"numberOrderOption": ONE, "voiceConfiguration": {"type": "SIP"}},
            "voiceConfiguration.type",
        ),
        (
            {"numberOrderOption": ONE, "voiceConfiguration": {"type": "RTC", "trunkId": "t"}},
            "voiceConfiguration.appId",
        ),
        ({"numberOrderOption": ONE, "callbackUrl": "ftp://example.com"}, "callbackUrl"),
        ({"numberOrderOption": ONE, "callbackUrl": "events"}, "callbackUrl"),
        ({"numberOrderOption": ONE, "regionCode": "Australia"}, "regionCode"),
        ({"numberOrderOption": ONE, "numberType": "mobile"}, "numberType"),
    ],
)
def test_a_wrong_request_to_create_reserves_nothing(
    wrong: Driver, body: dict[str, Any], field: str
) -> None:
    body = {"regionCode": "AU", "numberType": "MOBILE"} | body
    answer = wrong.call("POST", "/numberOrders:createNumberOrder", json=body)
    assert field in violations(answer)
    assert wrong.free("+61411111112")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b'"' + b"x" * 2**20 + b'"'])
def test_a_body_that_is_no_json_object_is_refused(wrong: Driver, body: bytes) -> None:
    answer = wrong.call(
        "POST",
        "/numberOrders:createNumberOrder",
        content=body,
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 400
