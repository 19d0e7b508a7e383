"""The network between program and server, with all its failures."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from typing import Any

import httpx

from .server import Refused
from .world import GRACE, Program, Send, World

Json = Any
Fate = Callable[["Exchange"], httpx.Response]
"""The outcome of a request."""

MUTATING = ("create", "register", "attach", "submit")
LATENESS = (2.0, 6.0, 35.0, 63.0, 140.0)
"""Seconds after which a slow server executes a request; 140 is within the request's timeout and the
grace period of two minutes."""

CREATE_FATES = [
    (0, "ok"), (6, "refused-connection"), (10, "cut-before"), (12, "cut-after"), (14, "late"),
    (14, "status"), (18, "done-then-status"), (16, "bent"), (5, "substitute"),
    (8, "interrupt"), (6, "interrupt-twice"), (5, "kill-before"), (6, "kill-after"),
    (5, "kill-late"), (3, "doubled"), (4, "date"),
]  # fmt: skip
WRITE_FATES = [
    (0, "ok"), (2, "refused-connection"), (5, "cut-before"), (6, "cut-after"), (5, "late"),
    (6, "status"), (6, "done-then-status"), (5, "bent"), (4, "interrupt-twice"),
    (2, "kill-before"), (3, "kill-after"), (14, "date"),
]  # fmt: skip
READ_FATES = [
    (0, "ok"), (3, "refused-connection"), (4, "cut-before"), (3, "late"), (10, "status"),
    (8, "bent"), (2, "kill-before"), (2, "interrupt-twice"), (4, "date"), (6, "gone"),
]  # fmt: skip
TOKEN_FATES = [(0, "ok"), (3, "cut-before"), (4, "status"), (2, "late")]

BEFORE = (400, 403, 404, 409, 413, 422, 429, 401, 402, 408, 410, 500, 502, 503, 504, 302, 200)
"""Statuses sent although nothing was done; the first ones say so (FACTS.md)."""
READ = (404, 500, 404, 503, 429, 401, 403, 400, 302, 200, 502)
"""The same for requests that only read."""
DONE = (503, 500, 502, 504, 408, 410, 402, 302, 200)
"""Statuses sent although the request was executed: by a gateway, never by the API."""
REFUSALS = (400, 401, 403, 404, 409, 413, 422)
DAYS = 86400.0
_SHOWN = ("state", "regionCode", "idNumberOrder", "numberType", "expireTime")
HOSTILE = ("../orders/au", "\x1b]0;owned\x07", "$(touch x)", "\u202egpj", "x" * 300)


class Network(httpx.BaseTransport):
    """Replaces the network in every client that the program creates."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request to the server, and return the outcome."""
        world = self._world()
        program = world.current
        assert program is not None
        if program.killed:
            program.die()
        return Exchange(world, program, request).play()


def route(request: httpx.Request) -> tuple[str, str, list[str]]:
    """Return the operation, the project and the rest of the path."""
    parts = request.url.path.strip("/").split("/")
    if parts[0] == "oauth2":
        return "token", "", []
    project, rest = parts[2], parts[3:]
    last = rest[-1]
    if last.endswith(":lookupNumberRequirements"):
        return "lookup", project, rest
    if last.endswith(":createNumberOrder"):
        return "create", project, rest
    if rest[0] == "availableRegions":
        return "regions", project, rest
    if rest[0] == "availableNumbers":
        return ("search" if len(rest) == 1 else "available"), project, rest
    if last == "registration":
        return ("register" if request.method == "PUT" else "registration"), project, rest
    if last == "submit":
        return "submit", project, rest
    return ("attach" if "attachments" in rest else "get"), project, rest


class Exchange:
    """One request and its outcome."""

    def __init__(self, world: World, program: Program, request: httpx.Request) -> None:
        self.world, self.program, self.request = world, program, request
        self.operation, self.project, self.path = route(request)
        content = request.read()
        self.body = json.loads(content) if content[:1] == b"{" else None
        self.send: Send | None = None
        self.date_off = program.machine.date_off
        self.tape = program.tape

    def play(self) -> httpx.Response:
        """Apply the request's fate."""
        self.program.pause(0.05)
        if self.operation == "create":
            self.send = Send(self.program, self.body, self.project, self.world.now)
            self.send.wish = self.program.wish_of_send()
            self.send.wish.granted += self.program.risks
            self.program.risks = 0
            self.world.sends.append(self.send)
            self.program.sends.append(self.send)
        if scripted := self.world.script(self):
            self._tell(scripted.__name__)
            return scripted(self)
        fate = self._fate()
        if self.send is not None:
            self.send.fate = fate
        if fate != "ok" or self.operation in MUTATING:
            self._tell(fate)
        found: httpx.Response = getattr(self, "_" + fate.replace("-", "_"))()
        return found

    def _fate(self) -> str:
        if self.world.calm:
            return "ok"
        fates = {"create": CREATE_FATES, "token": TOKEN_FATES}.get(
            self.operation, WRITE_FATES if self.operation in MUTATING else READ_FATES
        )
        return self.tape.weighted(fates)

    def _tell(self, what: str) -> None:
        self.program.met.append(f"{self.operation}: {what}")
        place = f"{self.program.machine.name} {self.program.argv[0]}"
        body = f" {json.dumps(self.body)}" if self.operation == "create" else ""
        self.world.tell(f"  [{place}] {self.operation}{body}: {what}")

    # Server.

    def act(self) -> tuple[int, Json]:
        """Execute the request; return status and body of the response."""
        if self.send is not None:
            self.send.pending = False
        try:
            body = self.world.server.call(
                self.operation, self.project, self.path, self.body, self.send or self.program
            )
        except Refused as refused:
            return refused.status, refused.body
        if self.operation in MUTATING:
            self.program.acted.append(self.operation)
            if self.operation in ("register", "submit"):
                self.world.on_taken(self)
        return 200, body

    def act_later(self, seconds: float) -> None:
        """Execute the request after the program has stopped waiting."""
        if self.send is not None:
            self.send.pending = True

        def do() -> None:
            self.world.tell(f"  the server, late: {self.operation}")
            self.act()

        self.world.at(self.world.now + seconds, do)

    def answer(self, status: int, body: Json, **headers: str) -> httpx.Response:
        """Return the response to the program, after some latency."""
        content = body if isinstance(body, bytes) else b"" if body is None else _dump(body)
        self.program.pause(0.1)
        if self.send is not None and not self.program.killed:
            self._note_answer(status, content)
        if self.date_off is not None:
            headers["Date"] = formatdate(self.world.now + self.date_off, usegmt=True)
        return httpx.Response(status, content=content, headers=headers, request=self.request)

    def _note_answer(self, status: int, content: bytes) -> None:
        """Record what a program learned about its reservation."""
        send = self.send
        assert send is not None
        if send.order is not None and f'"{send.order.id}"'.encode() in content:
            send.answer = send.order.id
        elif status in REFUSALS and content[:1] == b"{":
            send.answer = "refused"
        elif status == 429:
            send.answer = "429"

    # Fates.

    def _ok(self) -> httpx.Response:
        return self.answer(*self.act())

    def _refused_connection(self) -> httpx.Response:
        if self.send is not None:
            self.send.answer = "refused"
        raise httpx.ConnectError("refused", request=self.request)

    def _cut_before(self) -> httpx.Response:
        self.program.pause(0.1)
        raise httpx.ReadError("cut", request=self.request)

    def _cut_after(self) -> httpx.Response:
        self.act()
        return self._cut_before()

    def _late(self) -> httpx.Response:
        limit = float(self.request.extensions["timeout"]["read"])
        lateness = self.tape.pick(LATENESS)
        self._tell(f"the server takes {lateness:g} s")
        if lateness < limit:
            self.program.pause(lateness)
            return self.answer(*self.act())
        self.act_later(lateness)
        self.program.pause(limit)
        raise httpx.ReadTimeout("late", request=self.request)

    def _status(self) -> httpx.Response:
        statuses = BEFORE if self.operation in MUTATING else READ
        return self._with_status(self.tape.pick(statuses))

    def _gone(self) -> httpx.Response:
        return self.answer(404, Refused(404, "Number order not found").body)

    def _done_then_status(self) -> httpx.Response:
        statuses = DONE if self.operation != "create" or self._is_quantity else (*DONE, 429)
        self.act()
        return self._with_status(self.tape.pick(statuses))

    @property
    def _is_quantity(self) -> bool:
        return "quantityOrderOption" in (self.body or {})

    def _with_status(self, status: int) -> httpx.Response:
        headers = {}
        if status == 429 or (status >= 500 and self.tape.draw(2) == 0):
            headers["Retry-After"] = self.tape.pick(("1", "20", "900"))
        self._tell(f"answers {status} {headers or ''}")
        html = status in (302, 402, 408, 410, 502) or self.tape.draw(4) == 3
        if status == 200:
            body: Json = self.tape.pick((b"{}", b"<html>ok</html>", b"", b"[]"))
        elif html and status not in REFUSALS:
            body = b"<html>gateway</html>"
        else:
            body = Refused(status, "no").body
        return self.answer(status, body, **headers)

    def _bent(self) -> httpx.Response:
        status, body = self.act()
        bent = bend(body, self) if isinstance(body, dict) else body
        self._tell(f"answers {status} {bent!r}"[:400])
        return self.answer(status, bent)

    def _substitute(self) -> httpx.Response:
        self.world.server.substitute = True
        try:
            return self._ok()
        finally:
            self.world.server.substitute = False

    def _doubled(self) -> httpx.Response:
        answer = self.act()
        if not self._is_quantity:
            with suppress(Refused):
                self.world.server.call("create", self.project, self.path, self.body, None)
        return self.answer(*answer)

    def _date(self) -> httpx.Response:
        self.date_off = self.tape.pick((None, 3 * DAYS, -3 * DAYS, 1000.0))
        return self._with_status(400) if self.tape.draw(2) else self._ok()

    def _interrupt(self) -> httpx.Response:
        lateness = self.tape.pick((0.0, 2.0, 6.0, 63.0))
        self._tell(f"Ctrl-C, while the server takes {lateness:g} s")
        if self.program.patient and lateness <= GRACE:
            self.program.asked_to_end = True
            self.program.pause(lateness)
            return self.answer(*self.act())
        self.act_later(lateness)
        self.program.pause(GRACE if self.program.patient else 0.0)
        raise KeyboardInterrupt

    def _interrupt_twice(self) -> httpx.Response:
        lateness = self.tape.pick((0.0, 2.0, 6.0, 63.0))
        self._tell(f"Ctrl-C twice, while the server takes {lateness:g} s")
        self.act_later(lateness)
        raise KeyboardInterrupt

    def _kill_before(self) -> httpx.Response:
        self.program.die()
        raise AssertionError

    def _kill_after(self) -> httpx.Response:
        self.act()
        return self._kill_before()

    def _kill_late(self) -> httpx.Response:
        lateness = self.tape.pick(LATENESS)
        self._tell(f"killed, while the server takes {lateness:g} s")
        self.act_later(lateness)
        return self._kill_before()


def bend(body: dict[str, Any], exchange: Exchange) -> Json:
    """Return a response with an invalid member."""
    tape = exchange.tape
    how = tape.pick(("member", "gone", "cut", "twice", "hostile", "huge"))
    if how == "cut":
        content = _dump(body)
        return content[: len(content) * (1 + tape.draw(9)) // 10]
    if how == "twice":
        return _dump(body) * 2
    if how == "huge" and exchange.operation == "lookup":
        return {**body, "comment": _nested([0] * 160_000, 60)}
    if how == "hostile":
        key = tape.pick(_SHOWN)
        return {**body, key: tape.pick(HOSTILE)} if key in body else body
    places = list(_places(body))
    keys = [keys for keys in places if keys[-1] != "idNumberOrder"] or places
    chosen = keys[tape.draw(len(keys))]
    return replaced(body, chosen, how, tape.pick((None, 5, "", [], {}, *HOSTILE, True, 1e400)))


def _nested(value: Json, depth: int) -> Json:
    """Return a value that takes far more space when indented."""
    for _ in range(depth):
        value = [value]
    return value


def _places(value: Json, keys: tuple[Any, ...] = ()) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in items:
        yield (*keys, key)
        if isinstance(below, dict | list):
            yield from _places(below, (*keys, key))


def replaced(value: Json, keys: tuple[Any, ...], how: str, put: Json) -> Json:
    """Replace the value at a path or, if `how` is "gone", remove it."""
    copy = dict(value) if isinstance(value, dict) else list(value)
    key, *below = keys
    if below:
        copy[key] = replaced(copy[key], tuple(below), how, put)
    elif how == "gone":
        del copy[key]
    else:
        copy[key] = put
    return copy


def _dump(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
