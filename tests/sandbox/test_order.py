"""An order's way through the six steps, and what stands in it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from plain_http import HTTP

from .driver import AU_ANSWERS, IDENTITY, LETTER, PDF, PNG, Clock, Driver, violations

BR_PERSON = {"customerType": "INDIVIDUAL", "legalName": "Ana Souza", "city": "São Paulo"}
DE_ANSWERS = [
    {
        "companyName": "Muster GmbH",
        "registrationNumber": "HRB 12345",
        "foundedOn": "1999-12-31",
        "email": "post@muster.example",
        "employees": 12,
        "address": {"street": "Allee 1", "postalCode": "10115", "city": "Berlin"},
    },
    [{"fullName": "Erika Muster", "share": 62.5}],
]
SE_ANSWERS = {
    "subscriber": {
        "organisationName": "Exempel AB",
        "organisationNumber": "556016-0680",
        "services": ["Fax"],
        "emergencyCalls": False,
    },
    "contactPerson": {"name": "Åsa Öberg", "email": "asa@exempel.se", "municipality": "Malmö"},
}


def changed(answers: Any, place: list[Any], value: Any) -> Any:
    answers = copy.deepcopy(answers)
    inner = answers
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return answers


def test_six_steps_end_in_completed(api: Driver, clock: Clock) -> None:
    assert api.lookup("AU", "MOBILE").json()["attachments"][0]["id"] == LETTER
    phone_number = api.search("AU", "MOBILE")[0]["phoneNumber"]
    answer = api.create(
        "AU",
        "MOBILE",
        numberOrderOption={"phoneNumbers": [phone_number]},
        smsConfiguration={"servicePlanId": "plan"},
        voiceConfiguration={"type": "EST", "trunkId": "trunk"},
        callbackUrl="https://example.com/events",
    )
    order = answer.json()
    order_id = order["idNumberOrder"]
    assert order["state"] == "CREATED"
    assert order["expireTime"] == "2026-11-25T12:00:00.000Z"
    assert [n["phoneNumber"] for n in order["orderNumbers"]] == [phone_number]
    assert order["smsConfiguration"] == {"servicePlanId": "plan"}
    assert order["voiceConfiguration"] == {"type": "EST", "trunkId": "trunk"}
    registered = api.register(order_id, AU_ANSWERS).json()
    assert registered["requestDetails"]["data"] == AU_ANSWERS
    uploaded = api.attach(order_id, LETTER)
    assert (uploaded.status_code, uploaded.content) == (200, b"")
    assert api.submit(order_id).json()["state"] == "IN_REVIEW"
    clock.pass_(seconds=2.9)
    assert api.order(order_id)["state"] == "IN_REVIEW"
    clock.pass_(seconds=0.2)
    assert api.order(order_id)["state"] == "COMPLETED"
    assert api.order(order_id)["updateTime"] == "2026-11-23T12:00:03.000Z"
    assert api.messages(order_id) == [
        "Registration received.",
        "Submitted for review.",
        "Approved. The numbers are active.",
    ]
    assert not api.free(phone_number)


def test_an_order_without_a_form_is_submitted_at_once(api: Driver, clock: Clock) -> None:
    assert api.lookup("GB", "MOBILE").json() == {"fields": {}, "attachments": []}
    missing = api.lookup("US", "LOCAL")
    assert missing.status_code == 404
    assert missing.json()["error"]["message"] == "Number requirements not found"
    for region_code, number_type in (("GB", "MOBILE"), ("US", "LOCAL"), ("US", "TOLL_FREE")):
        number = api.search(region_code, number_type)[0]["phoneNumber"]
        order_id = api.reserve(number, region_code, number_type)
        assert api.submit(order_id).json()["state"] == "IN_REVIEW"
        clock.pass_(seconds=4)
        assert api.order(order_id)["state"] == "COMPLETED"


@pytest.mark.parametrize(
    ("region_code", "number_type", "length"),
    [
        ("AU", "MOBILE", "2026-11-25T12:00:00.000Z"),
        ("SE", "LOCAL", "2026-11-24T12:00:00.000Z"),
        ("DE", "LOCAL", "2026-11-23T14:00:00.000Z"),
        ("BR", "LOCAL", "2026-11-23T12:30:00.000Z"),
    ],
)
def test_reservations_last_differently(
    api: Driver, region_code: str, number_type: str, length: str
) -> None:
    number = api.search(region_code, number_type, size=1)[0]["phoneNumber"]
    assert api.order(api.reserve(number, region_code, number_type))["expireTime"] == length


def test_an_expired_order_frees_its_number_and_takes_nothing_more(
    api: Driver, clock: Clock
) -> None:
    order_id = api.reserve("+61411111112")
    assert not api.free("+61411111112")
    assert "+61411111112" not in [n["phoneNumber"] for n in api.search("AU", "MOBILE")]
    clock.pass_(hours=48)
    assert api.order(order_id)["state"] == "EXPIRED"
    assert api.free("+61411111112")
    for refused in (
        api.register(order_id, AU_ANSWERS),
        api.attach(order_id, LETTER),
        api.submit(order_id),
    ):
        assert refused.status_code == 400
        assert "EXPIRED" in refused.json()["error"]["message"]
    assert api.reserve("+61411111112") != order_id


def test_a_submitted_order_is_closed(api: Driver) -> None:
    order_id = api.submit_au("+61411111112")
    for refused in (
        api.register(order_id, AU_ANSWERS),
        api.attach(order_id, LETTER),
        api.submit(order_id),
    ):
        assert refused.status_code == 400
        assert "IN_REVIEW" in refused.json()["error"]["message"]


def test_submit_names_all_that_is_missing(api: Driver) -> None:
    order_id = api.reserve("+61411111112")
    assert set(violations(api.submit(order_id))) == {"registration", f"attachments.{LETTER}"}
    api.register(order_id, AU_ANSWERS).raise_for_status()
    assert set(violations(api.submit(order_id))) == {f"attachments.{LETTER}"}
    assert api.order(order_id)["state"] == "CREATED"


def test_an_order_belongs_to_its_project(api: Driver) -> None:
    order_id = api.reserve("+61411111112")
    assert api.call("GET", f"/numberOrders/{order_id}").status_code == 200
    elsewhere = api.http.get(f"/v1/projects/other/numberOrders/{order_id}")
    assert elsewhere.status_code == 404
    assert api.call("GET", "/numberOrders/nothing").status_code == 404


@pytest.mark.parametrize(
    ("region_code", "number_type", "data"),
    [
        ("AU", "MOBILE", AU_ANSWERS),
        ("DE", "LOCAL", DE_ANSWERS),
        ("SE", "LOCAL", SE_ANSWERS),
        ("BR", "LOCAL", BR_PERSON | {"cpf": "12345678901"}),
        ("BR", "LOCAL", BR_PERSON | {"customerType": "BUSINESS", "cnpj": "12345678000199"}),
        ("GB", "MOBILE", {"anything": "goes"}),
    ],
)
def test_good_answers_are_stored_as_they_came(
    api: Driver, region_code: str, number_type: str, data: Any
) -> None:
    number = api.search(region_code, number_type, size=1)[0]["phoneNumber"]
    order_id = api.reserve(number, region_code, number_type)
    assert "requestDetails" not in api.registration(order_id)
    answer = api.register(order_id, data)
    assert answer.status_code == 200, answer.text
    assert api.registration(order_id)["requestDetails"] == {"data": data}


AU, DE, SE, BR = ("AU", "MOBILE"), ("DE", "LOCAL"), ("SE", "LOCAL"), ("BR", "LOCAL")


@pytest.mark.parametrize(
    ("order", "data", "field", "says"),
    [
        (AU, changed(AU_ANSWERS, [1, "postalCode"], "300"), "[1].postalCode", "Four digits"),
        (AU, changed(AU_ANSWERS, [1, "city"], None), "[1].city", "is required"),
        (AU, changed(AU_ANSWERS, [1, "state"], "XX"), "[1].state", "one of ACT"),
        (AU, changed(AU_ANSWERS, [0, 0, "senderId"], "0411"), "[0][0].senderId", "Start with +"),
        (AU, changed(AU_ANSWERS, [2, "firstName"], "4"), "[2].firstName", "must match"),
        (AU, changed(AU_ANSWERS, [0], []), "[0]", "at least 1"),
        (AU, AU_ANSWERS[:2], "", "at least 3"),
        (AU, {}, "", "type array"),
        (DE, changed(DE_ANSWERS, [0, "foundedOn"], "31.12.1999"), "[0].foundedOn", "valid date"),
        (DE, changed(DE_ANSWERS, [0, "employees"], 0), "[0].employees", "at least 1"),
        (DE, changed(DE_ANSWERS, [0, "employees"], True), "[0].employees", "type integer"),
        (DE, changed(DE_ANSWERS, [1, 0, "share"], 0), "[1][0].share", "more than 0"),
        (
            DE,
            changed(DE_ANSWERS, [0, "address", "postalCode"], "1"),
            "[0].address.postalCode",
            "match",
        ),
        (
            SE,
            changed(SE_ANSWERS, ["subscriber", "services"], ["Fax", "Tea"]),
            ".subscriber.services[1]",
            "one of Switchboard",
        ),
        (
            SE,
            changed(SE_ANSWERS, ["contactPerson", "name"], "4"),
            ".contactPerson.name",
            "Letters",
        ),
        (SE, {"contactPerson": SE_ANSWERS["contactPerson"]}, ".subscriber", "is required"),
        (BR, BR_PERSON, ".cpf", "is required"),
        (BR, BR_PERSON | {"customerType": "BUSINESS"}, ".cnpj", "is required"),
        (BR, BR_PERSON | {"customerType": "X", "cpf": "12345678901"}, ".customerType", "INDIVIDUA"),
    ],
)
def test_wrong_answers_are_named(
    api: Driver, order: tuple[str, str], data: Any, field: str, says: str
) -> None:
    number = api.search(*order, size=1)[0]["phoneNumber"]
    order_id = api.reserve(number, *order)
    found = violations(api.register(order_id, data))
    assert list(found) == [f"requestDetails.data{field}"]
    assert says in found[f"requestDetails.data{field}"]
    assert "requestDetails" not in api.registration(order_id)


def test_consent_is_true_or_nothing(api: Driver) -> None:
    name = "iConfirmThatMyBusinessHasAValidUseCaseForThisLn"
    order_id = api.reserve("+61411111112")
    for declined in (False, None):
        answer = api.register(order_id, changed(AU_ANSWERS, [0, 0, name], declined))
        assert list(violations(answer)) == [f"requestDetails.data[0][0].{name}"]


def test_a_second_registration_replaces_the_first(api: Driver) -> None:
    order_id = api.reserve("+61411111112")
    api.register(order_id, AU_ANSWERS).raise_for_status()
    other = changed(AU_ANSWERS, [1, "city"], "Geelong")
    api.register(order_id, other).raise_for_status()
    refused = api.register(order_id, changed(AU_ANSWERS, [1, "state"], ""))
    assert refused.status_code == 400
    assert api.registration(order_id)["requestDetails"]["data"] == other


class TestAttachments:
    def status(self, api: Driver, order_id: str) -> list[tuple[str, str]]:
        attachments = api.registration(order_id)["attachments"]
        return [(a["fileName"], a["uploadStatus"]) for a in attachments]

    def test_a_file_waits_and_is_checked(self, api: Driver, clock: Clock) -> None:
        order_id = api.reserve("+61411111112")
        api.attach(order_id, LETTER).raise_for_status()
        assert self.status(api, order_id) == [("letter.pdf", "WAITING")]
        clock.pass_(seconds=1)
        assert self.status(api, order_id) == [("letter.pdf", "COMPLETED")]
        api.attach(order_id, LETTER, name="other.pdf").raise_for_status()
        assert self.status(api, order_id) == [("other.pdf", "WAITING")]

    def test_what_was_sent_is_what_is_kept(self, api: Driver) -> None:
        order_id = api.reserve("+61411111112")
        api.attach(
            order_id, IDENTITY, PNG, "Übersicht.png", "image/png", documentType="Passport"
        ).raise_for_status()
        (attachment,) = api.registration(order_id)["attachments"]
        assert attachment["fileName"] == "Übersicht.png"
        assert attachment["mimeType"] == "image/png"
        assert attachment["documentType"] == "Passport"

    @pytest.mark.parametrize(
        ("attachment_id", "content", "mime_type", "document_type", "field"),
        [
            (LETTER, PDF, "text/plain", "", "file"),
            (LETTER, PNG, "application/pdf", "", "file"),
            (LETTER, b"just text", "application/pdf", "", "file"),
            (LETTER, b"", "application/pdf", "", "file"),
            (IDENTITY, PDF, "application/pdf", "", "documentType"),
            (IDENTITY, PDF, "application/pdf", "Library card", "documentType"),
        ],
    )
    def test_what_is_not_asked_for_is_refused(
        self,
        api: Driver,
        attachment_id: str,
        content: bytes,
        mime_type: str,
        document_type: str,
        field: str,
    ) -> None:
        order_id = api.reserve("+61411111112")
        answer = api.attach(
            order_id, attachment_id, content, mime_type=mime_type, documentType=document_type
        )
        assert list(violations(answer)) == [field]
        assert self.status(api, order_id) == []

    def test_any_type_goes_where_none_is_named(self, api: Driver) -> None:
        order_id = api.reserve("+46812345612", "SE", "LOCAL")
        answer = api.attach(order_id, "se-power-of-attorney", b"hello", "a.txt", "text/plain")
        assert answer.status_code == 200

    def test_unknown_ids_are_not_found(self, api: Driver) -> None:
        order_id = api.reserve("+61411111112")
        assert api.attach(order_id, "nothing").status_code == 404
        assert api.attach("nothing", LETTER).status_code == 404

    def test_a_missing_file_is_refused(self, wrong: Driver) -> None:
        order_id = wrong.reserve("+61411111112")
        path = f"/numberOrders/{order_id}/attachments/{LETTER}"
        assert list(violations(wrong.call("POST", path, data={"documentType": "x"}))) == ["file"]

    @pytest.mark.parametrize("surplus", [1, 5 * 1024 * 1024])
    def test_the_limit_is_ten_megabytes(self, api: Driver, surplus: int) -> None:
        limit = 10 * 1024 * 1024
        order_id = api.reserve("+61411111112")
        exactly = PDF + bytes(limit - len(PDF))
        too_large = api.attach(order_id, LETTER, exactly + bytes(surplus))
        assert too_large.status_code == 413
        assert too_large.json()["error"]["status"] == "CONTENT_TOO_LARGE"
        assert api.attach(order_id, LETTER, exactly).status_code == 200

    def test_templates_need_no_credentials(self, api: Driver) -> None:
        (template,) = api.lookup("AU", "MOBILE").json()["attachments"][0]["template"]
        assert template["url"].startswith(api.url)
        document = HTTP.get(template["url"])
        assert document.headers["Content-Type"] == "application/pdf"
        table = int(document.content.split(b"startxref\n")[1].split()[0])
        assert document.content.startswith(b"%PDF-1.4")
        assert document.content[table:].startswith(b"xref\n0 6\n")
        assert HTTP.get(f"{api.url}/templates/nothing.pdf").status_code == 404
