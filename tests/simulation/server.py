"""The Numbers API by its contract (FACTS.md), in memory, with all its records accessible.

It knows more than the real API: who sent a request, and for which of a user's wishes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

REGION, TYPE = "AU", "MOBILE"
NUMBERS = [f"+614111111{ending:02}" for ending in range(12, 24)]
LETTER = "01jxn2251d0shhamtbykft2xzx"
HALF_HOUR, TWO_DAYS = 1800.0, 48 * 3600.0

FORM: Json = {
    "fields": {
        "schema": "/schema/policySchema-v1.json",
        "rules": [
            {
                "template": {
                    "title": "Numbers",
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 50,
                    "properties": [
                        {"name": "senderId", "title": "Number", "type": "string", "required": True}
                    ],
                }
            },
            {
                "template": {
                    "title": "End business",
                    "properties": [
                        {
                            "name": "endBusinessName",
                            "title": "Business name",
                            "type": "string",
                            "required": True,
                        }
                    ],
                }
            },
        ],
    },
    "attachments": [
        {
            "id": LETTER,
            "title": "Letter of authorisation",
            "mandatory": True,
            "allowedMimeTypes": ["application/pdf"],
        }
    ],
}


class Refused(Exception):
    """An unsuccessful response."""

    def __init__(self, status: int, message: str, violations: list[Json] | None = None) -> None:
        super().__init__(message)
        self.status = status
        names = {400: "INVALID_ARGUMENT", 404: "NOT_FOUND", 401: "UNAUTHENTICATED"}
        error: Json = {"code": status, "message": message, "status": names.get(status, "UNKNOWN")}
        if violations:
            error["details"] = [{"fieldViolations": violations}]
        self.body = {"error": error}


@dataclass
class ServerOrder:
    """An order on the server. `by` is the request that created it, None for someone else's."""

    id: str
    project: str
    numbers: list[str]
    body: Json
    created: float
    expires: float
    tells_expiry: bool
    by: Any = None
    substituted: bool = False
    """The server gave another number than requested. If its ID is lost, this can't be detected,
    since the requested number stays available (FACTS.md, what the safety rests on)."""
    state: str = "CREATED"
    data: Any = None
    attachments: dict[str, Json] = field(default_factory=dict)
    logs: list[Json] = field(default_factory=list)
    decided_at: float | None = None
    verdict: str = "COMPLETED"

    @property
    def live(self) -> bool:
        """True if it has numbers reserved."""
        return self.state not in ("EXPIRED", "REJECTED")


class Server:
    """Orders and numbers. `now` returns the true time, `on_data` is called for each
    registration."""

    def __init__(self, now: Callable[[], float], tell: Callable[[str], None]) -> None:
        self._now = now
        self._tell = tell
        self.orders: dict[str, ServerOrder] = {}
        self._ids = itertools.count(1)
        self.lasts = dict.fromkeys(NUMBERS, TWO_DAYS)
        self.tells_expiry = True
        self.verdicts: Callable[[], str] = lambda: "COMPLETED"
        self.substitute = False
        self.keen_strangers = False

    # Passing time.

    def pass_time(self) -> None:
        """End the reservations and reviews that are due."""
        now = self._now()
        for order in list(self.orders.values()):
            if order.state == "CREATED" and now >= order.expires:
                order.state = "EXPIRED"
                self._tell(f"{order.id} ({', '.join(order.numbers)}) expires")
                if self.keen_strangers:
                    self.give_away(order.numbers[0])
            if order.state == "IN_REVIEW" and now >= (order.decided_at or 0):
                order.state, order.verdict = order.verdict, "COMPLETED"
                text = "Send a local phone number." if order.state == "BLOCKED" else "Decided."
                order.logs.append({"message": text, "createTime": stamp(now)})
                self._tell(f"the reviewers put {order.id} to {order.state}")

    def give_away(self, number: str) -> None:
        """Reserve a number for someone else, if it is available."""
        if number in self.free():
            self._add("stranger", [number], {}, None, self._now() + TWO_DAYS)
            self._tell(f"somebody else takes {number}")

    def free(self) -> list[str]:
        """Return the available numbers."""
        held = {n for one in self.orders.values() if one.live for n in one.numbers}
        return [number for number in NUMBERS if number not in held]

    # Calls.

    def call(self, operation: str, project: str, path: list[str], body: Any, by: Any) -> Any:
        """Execute one call; return the response's JSON, None if it is empty.

        Raises:
            Refused: it is refused; nothing was done.
        """
        self.pass_time()
        return getattr(self, f"_{operation}")(project, path, body, by)

    def _token(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        return {"access_token": "tok", "token_type": "bearer", "expires_in": 3600}

    def _lookup(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        return FORM

    def _search(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        return {"availableNumbers": [_offer(number) for number in self.free()[:5]]}

    def _available(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        if path[-1] not in self.free():
            raise Refused(404, "Number not found")
        return _offer(path[-1])

    def _regions(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        return {"availableRegions": [{"regionCode": REGION, "types": [TYPE]}]}

    def _create(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        free = self.free()
        option = body.get("numberOrderOption")
        if option:
            numbers = list(option["phoneNumbers"])
            if numbers[0] not in free:
                raise Refused(404, "Number is not available")
            if self.substitute:
                numbers = [next(one for one in reversed(free) if one != numbers[0])]
        else:
            count = body["quantityOrderOption"]["requestedQuantity"]
            numbers = free[:count]
            if len(numbers) < count:
                raise Refused(404, "Not enough numbers are available")
        order = self._add(project, numbers, body, by, self._now() + self.lasts[numbers[0]])
        order.substituted = self.substitute and bool(option)
        self._tell(f"  the server reserves {', '.join(numbers)} as {order.id}")
        return as_json(order)

    def _add(
        self, project: str, numbers: list[str], body: Json, by: Any, expires: float
    ) -> ServerOrder:
        id_ = f"01K{next(self._ids):05}AAAAAAAAAAAAAAAAAA"
        order = ServerOrder(
            id_, project, numbers, body, self._now(), expires, self.tells_expiry, by
        )
        self.orders[id_] = order
        if by is not None:
            by.order = order
        return order

    def _order(self, project: str, path: list[str]) -> ServerOrder:
        order = self.orders.get(path[1])
        if order is None or order.project != project:
            raise Refused(404, "Number order not found")
        return order

    def _open(self, project: str, path: list[str]) -> ServerOrder:
        order = self._order(project, path)
        if order.state not in ("CREATED", "BLOCKED"):
            raise Refused(400, f"Number order is in state {order.state}")
        return order

    def _get(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        return as_json(self._order(project, path))

    def _registration(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        return self._registered(self._order(project, path))

    def _register(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        order = self._open(project, path)
        data = body["requestDetails"]["data"]
        try:
            fits = all(row["senderId"] for row in data[0]) and data[1]["endBusinessName"]
        except (TypeError, KeyError, IndexError):
            fits = False
        if not fits:
            violation = {"field": "endBusinessName", "description": "is required"}
            raise Refused(400, "The registration is not valid", [violation])
        order.data = data
        self._tell(f"  the server takes the registration of {order.id}: {data}")
        return self._registered(order)

    def _attach(self, project: str, path: list[str], body: Any, by: Any) -> None:
        order = self._open(project, path)
        order.attachments[path[3]] = {
            "attachmentId": path[3],
            "fileName": "letter.pdf",
            "uploadStatus": "COMPLETED",
            "createTime": stamp(self._now()),
        }
        self._tell(f"  the server takes the letter of {order.id}")

    def _submit(self, project: str, path: list[str], body: Any, by: Any) -> Json:
        order = self._open(project, path)
        if order.data is None or LETTER not in order.attachments:
            raise Refused(400, "The order is not complete")
        order.state, order.verdict = "IN_REVIEW", self.verdicts()
        order.decided_at = self._now() + 4 * 3600
        self._tell(f"  the server takes {order.id} into review")
        return as_json(order)

    def _registered(self, order: ServerOrder) -> Json:
        found: Json = {"attachments": list(order.attachments.values()), "logs": order.logs}
        if order.data is not None:
            found["requestDetails"] = {"data": order.data}
        return found


def as_json(order: ServerOrder) -> Json:
    """Return the contract's `NumberOrder`."""
    found: Json = {
        "projectId": order.project,
        "idNumberOrder": order.id,
        "regionCode": REGION,
        "numberType": TYPE,
        "state": order.state,
        "orderNumbers": [{"phoneNumber": number, **_price()} for number in order.numbers],
        "expireTime": stamp(order.expires) if order.tells_expiry else None,
        "createTime": stamp(order.created),
        "updateTime": stamp(order.created),
    }
    for key in ("smsConfiguration", "voiceConfiguration"):
        if key in order.body:
            found[key] = order.body[key]
    return found


def _price() -> Json:
    money = {"currencyCode": "USD", "amount": "1.00"}
    return {"setupPrice": money, "monthlyPrice": money, "paymentIntervalMonths": 1}


def _offer(number: str) -> Json:
    return {
        "phoneNumber": number,
        "regionCode": REGION,
        "type": TYPE,
        "capability": ["SMS", "VOICE"],
        **_price(),
        "supportingDocumentationRequired": True,
    }


def stamp(moment: float) -> str:
    """Format a time like the API."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
