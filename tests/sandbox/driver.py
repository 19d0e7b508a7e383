"""Drives the sandbox over real sockets, every request and answer held against the contract."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from sinch_order_cli.sandbox.server import SandboxServer
from tests.contract.validation import ContractTransport

PDF = b"%PDF-1.4\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
LETTER = "01jxn2251d0shhamtbykft2xzx"
IDENTITY = "01jxn2251d0shhamtbykft2y00"

AU_ANSWERS: list[Any] = [
    [
        {
            "senderId": "+61411111112",
            "purposeOfTheTraffic": "Notifications",
            "intendedUseOfMobileNumbers": "Transactional",
            "iConfirmThatMyBusinessHasAValidUseCaseForThisLn": True,
        }
    ],
    {
        "endBusinessName": "Acme Pty Ltd",
        "endBusinessAddress": "1 Collins Street",
        "city": "Melbourne",
        "state": "VIC",
        "country": "AU",
        "postalCode": "3000",
    },
    {"firstName": "Zoë", "lastName": "O'Neill", "phoneNumber": "+61298765432"},
]


class Clock:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


class Driver:
    """The ten calls against one server, by a client with the key's credentials.

    `check_requests` False lets a test send what the contract forbids; answers are always checked.
    """

    def __init__(self, server: SandboxServer, *, check_requests: bool = True) -> None:
        self.url = server.url
        self.transport = ContractTransport(check_requests=check_requests)
        self.http = httpx.Client(
            base_url=server.url, auth=("key", "secret"), transport=self.transport, timeout=10
        )

    def close(self) -> None:
        self.http.close()

    def call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        return self.http.request(method, f"/v1/projects/demo{path}", **arguments)

    def lookup(self, region_code: str, number_type: str) -> httpx.Response:
        body = {"regionCode": region_code, "numberType": number_type}
        return self.call("POST", "/numberOrders:lookupNumberRequirements", json=body)

    def search(self, region_code: str, number_type: str, **query: Any) -> list[dict[str, Any]]:
        query |= {"regionCode": region_code, "type": number_type}
        found = self.call("GET", "/availableNumbers", params=query).raise_for_status().json()
        numbers: list[dict[str, Any]] = found.get("availableNumbers", [])
        return numbers

    def free(self, phone_number: str) -> bool:
        return self.call("GET", f"/availableNumbers/{phone_number}").status_code == 200

    def create(self, region_code: str, number_type: str, **rest: Any) -> httpx.Response:
        body = {"regionCode": region_code, "numberType": number_type, **rest}
        return self.call("POST", "/numberOrders:createNumberOrder", json=body)

    def reserve(self, phone_number: str, region_code: str = "AU", kind: str = "MOBILE") -> str:
        """The id of a new order of this number."""
        option = {"phoneNumbers": [phone_number]}
        answer = self.create(region_code, kind, numberOrderOption=option).raise_for_status()
        order_id: str = answer.json()["idNumberOrder"]
        return order_id

    def order(self, order_id: str) -> dict[str, Any]:
        answer = self.call("GET", f"/numberOrders/{order_id}").raise_for_status()
        order: dict[str, Any] = answer.json()
        return order

    def register(self, order_id: str, data: Any) -> httpx.Response:
        body = {"requestDetails": {"data": data}}
        return self.call("PUT", f"/numberOrders/{order_id}/registration", json=body)

    def registration(self, order_id: str) -> dict[str, Any]:
        answer = self.call("GET", f"/numberOrders/{order_id}/registration").raise_for_status()
        registration: dict[str, Any] = answer.json()
        return registration

    def messages(self, order_id: str) -> list[str]:
        return [log["message"] for log in self.registration(order_id)["logs"]]

    def attach(
        self,
        order_id: str,
        attachment_id: str,
        content: bytes = PDF,
        name: str = "letter.pdf",
        mime_type: str = "application/pdf",
        **data: str,
    ) -> httpx.Response:
        path = f"/numberOrders/{order_id}/attachments/{attachment_id}"
        return self.call("POST", path, files={"file": (name, content, mime_type)}, data=data)

    def submit(self, order_id: str) -> httpx.Response:
        return self.call("POST", f"/numberOrders/{order_id}/submit")

    def submit_au(self, phone_number: str, answers: Any = AU_ANSWERS) -> str:
        """The id of an order that has gone through all six steps."""
        order_id = self.reserve(phone_number)
        self.register(order_id, answers).raise_for_status()
        self.attach(order_id, LETTER).raise_for_status()
        self.submit(order_id).raise_for_status()
        return order_id

    def effects(self) -> dict[str, int]:
        effects: dict[str, int] = self.http.get("/sandbox/effects").json()
        return effects


def violations(answer: httpx.Response) -> dict[str, str]:
    """The field violations of a 400, descriptions by field."""
    assert answer.status_code == 400, answer.text
    return {
        violation["field"]: violation["description"]
        for detail in answer.json()["error"]["details"]
        for violation in detail["fieldViolations"]
    }


def write_faults(path: Path, *rules: dict[str, Any], **rest: Any) -> Path:
    path.write_text(json.dumps({"rules": rules, **rest}))
    return path
