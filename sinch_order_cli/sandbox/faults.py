"""Failures on cue, from a JSON file that is looked at again at every request.

The file is an object, or the list of its `rules` alone::

    {
      "violationStyle": "dots",
      "rules": [
        {"operation": "createNumberOrder", "fault": "cut-after"},
        {"operation": "*", "fault": "429", "retryAfter": 2, "times": 3, "after": 5},
        {"operation": "submitNumberOrder", "fault": "set-state", "state": "EXPIRED"}
      ]
    }

`violationStyle` is how a violation's `field` is written: `brackets` as
`requestDetails.data[1].city` (the default), `dots`, `pointer` as `/requestDetails/data/1/city`,
`bare` as `city`, `unprefixed` as `[1].city`.

`operation` is an operationId of the contract, `token` for `/oauth2/token`, or `*` for all.
The first `after` requests that match a rule are let through, the `times` after them (1 unless
said; null for ever) get the fault. A request gets the fault of the first rule that has one for
it, and only that rule counts it. Counting begins anew when the text of the file changes.

========================  ========================================================================
`fault`                   what happens
========================  ========================================================================
`cut-before`              the connection is closed, nothing was done
`cut-after`               it is done, then the connection is closed without an answer
`delay`, `delay-after`    `seconds` pass before, or after, it is done; then the answer comes
`429`, `500`, `503`       that status, nothing is done; `retryAfter`: seconds or an HTTP date
`status`                  any `status` with a `message`; nothing is done unless `act` is true
`garbage`                 it is done (unless `act` is false), the answer is 200 and no JSON
`half-body`               it is done (unless `act` is false), the answer breaks off in the middle
`expired-token`           401, as if the access token had expired; nothing is done
`set-state`               the order is first put into `state` by somebody else, `GONE` for not
                          there at all; `log` is what the reviewers say. Then the call goes on.
                          IN_REVIEW ends as usual: in what the magic values say
`set-registration`        the order's registration is first replaced by `data`, unchecked
========================  ========================================================================
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace
from werkzeug.wrappers import Response

from sinch_order_cli.sandbox.answers import ViolationStyle
from sinch_order_cli.sandbox.auth import token_expired
from sinch_order_cli.sandbox.operations import OPERATIONS
from sinch_order_cli.sandbox.orders import Order, State
from sinch_order_cli.sandbox.wire import error

Act = Callable[[], Response]
Wait = Callable[[float], object]

_ORDER_OPERATIONS = frozenset(OPERATIONS) - {
    "listAvailableRegions",
    "lookupNumberRequirements",
    "searchAvailableNumbers",
    "getAvailableNumber",
    "createNumberOrder",
    "listActiveNumbers",
    "getActiveNumber",
    "getCallbackConfiguration",
}


class ConnectionDropped(Exception):
    """The connection is to be closed here and now, whatever was or was not sent."""


class Rule(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, tag_field="fault"
):
    """One rule of the file; the kinds of fault are its subclasses."""

    operation: str
    times: Annotated[int, Meta(ge=1)] | None = 1
    after: Annotated[int, Meta(ge=0)] = 0

    def matches(self, operation: str) -> bool:
        """Whether the rule is meant for this operation."""
        return self.operation in ("*", operation)

    def respond(self, act: Act, wait: Wait) -> Response:
        """The answer; `act` carries the operation out, `wait` lets seconds pass."""
        return act()


class CutBefore(Rule, frozen=True, tag="cut-before"):
    def respond(self, act: Act, wait: Wait) -> Response:
        raise ConnectionDropped


class CutAfter(Rule, frozen=True, tag="cut-after"):
    def respond(self, act: Act, wait: Wait) -> Response:
        act()
        raise ConnectionDropped


class Delay(Rule, frozen=True, kw_only=True, tag="delay"):
    seconds: float

    def respond(self, act: Act, wait: Wait) -> Response:
        wait(self.seconds)
        return act()


class DelayAfter(Rule, frozen=True, kw_only=True, tag="delay-after"):
    seconds: float

    def respond(self, act: Act, wait: Wait) -> Response:
        response = act()
        wait(self.seconds)
        return response


class Status(Rule, frozen=True, kw_only=True, tag="status"):
    status: Annotated[int, Meta(ge=400, le=599)]
    message: str = "A fault on cue"
    retry_after: int | str | None = None
    act: bool = False

    def respond(self, act: Act, wait: Wait) -> Response:
        if self.act:
            act()
        return _failure(self.status, self.message, self.retry_after)


class TooManyRequests(Rule, frozen=True, kw_only=True, tag="429"):
    retry_after: int | str | None = None

    def respond(self, act: Act, wait: Wait) -> Response:
        return _failure(429, "Too many requests", self.retry_after)


class Internal(Rule, frozen=True, kw_only=True, tag="500"):
    retry_after: int | str | None = None

    def respond(self, act: Act, wait: Wait) -> Response:
        return _failure(500, "Internal error", self.retry_after)


class Unavailable(Rule, frozen=True, kw_only=True, tag="503"):
    retry_after: int | str | None = None

    def respond(self, act: Act, wait: Wait) -> Response:
        return _failure(503, "Service unavailable", self.retry_after)


class Garbage(Rule, frozen=True, kw_only=True, tag="garbage"):
    act: bool = True

    def respond(self, act: Act, wait: Wait) -> Response:
        if self.act:
            act()
        return Response(b"\x00\xff<html>{{{", mimetype="application/json")


class HalfBody(Rule, frozen=True, kw_only=True, tag="half-body"):
    act: bool = True

    def respond(self, act: Act, wait: Wait) -> Response:
        # An answer without a body would have no half to leave out.
        whole = (act().get_data() if self.act else b"") or b'{"state": "CREATED"}'
        half = Response(_broken_off(whole), mimetype="application/json")
        half.headers["Content-Length"] = str(len(whole))
        return half


class ExpiredToken(Rule, frozen=True, tag="expired-token"):
    def respond(self, act: Act, wait: Wait) -> Response:
        return token_expired().response()


class Elsewhere(Rule, frozen=True):
    """Something that somebody else does to the order before the call."""

    def changed(self, order: Order, now: datetime, review: timedelta) -> Order | None:
        """The order as the other one left it, None for not there."""
        raise NotImplementedError


class SetState(Elsewhere, frozen=True, kw_only=True, tag="set-state"):
    state: State | Literal["GONE"]
    log: str = ""

    def changed(self, order: Order, now: datetime, review: timedelta) -> Order | None:
        if self.state == "GONE":
            return None
        changed = order.in_state(self.state, self.log, now)
        return replace(changed, decide_time=now + review, submissions=order.submissions + 1)


class SetRegistration(Elsewhere, frozen=True, kw_only=True, tag="set-registration"):
    data: Any

    def changed(self, order: Order, now: datetime, review: timedelta) -> Order | None:
        return replace(order, request_details={"data": self.data}, update_time=now)


AnyRule = (
    CutBefore | CutAfter | Delay | DelayAfter | Status | TooManyRequests | Internal
    | Unavailable | Garbage | HalfBody | ExpiredToken | SetState | SetRegistration
)  # fmt: skip


class Script(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What the file says."""

    rules: tuple[AnyRule, ...] = ()
    violation_style: ViolationStyle = "brackets"


class Faults:
    """The rules that are in force, and how often each has been used.

    Raises:
        ValueError: the file is not there or not as described; the message says where.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._text = b""
        self._script = Script()
        self._seen: list[int] = []
        if path is not None:
            if not path.is_file():
                raise ValueError(f"The faults file {path} is not there")
            self._reload()

    def take(self, operation: str) -> tuple[Rule | None, ViolationStyle]:
        """The fault for this request, None for none, and how its violations are to be written.

        Raises:
            ValueError: the file has changed and is not as described any more.
        """
        with self._lock:
            self._reload()
            for index, rule in enumerate(self._script.rules):
                if rule.matches(operation) and self._count(index, rule):
                    return rule, self._script.violation_style
            return None, self._script.violation_style

    def _count(self, index: int, rule: Rule) -> bool:
        """Counts a request that matches; whether it gets the fault."""
        last = None if rule.times is None else rule.after + rule.times
        if last is not None and self._seen[index] >= last:
            return False
        self._seen[index] += 1
        return self._seen[index] > rule.after

    def _reload(self) -> None:
        if self._path is None:
            return
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            text = b"[]"  # removed while the server runs: no more faults
        if text != self._text:
            self._script = _read_script(text, self._path)
            self._seen = [0] * len(self._script.rules)
            self._text = text


def _read_script(text: bytes, path: Path) -> Script:
    try:
        content = msgspec.json.decode(text)
        if isinstance(content, list):
            content = {"rules": content}
        script = msgspec.convert(content, Script)
    except msgspec.ValidationError as problem:
        raise ValueError(f"The faults file {path} is not right: {problem}") from None
    except (msgspec.DecodeError, RecursionError) as problem:
        raise ValueError(f"The faults file {path} is not JSON: {problem}") from None
    for index, rule in enumerate(script.rules):
        known = _ORDER_OPERATIONS if isinstance(rule, Elsewhere) else {*OPERATIONS, "token"}
        if rule.operation not in {"*", *known}:
            raise ValueError(
                f"The faults file {path} is not right: `{rule.operation}` is no operation that this"
                f" fault can happen to - at `$.rules[{index}].operation`."
                f" Known: *, {', '.join(sorted(known))}"
            )
    return script


def _failure(status: int, message: str, retry_after: int | str | None) -> Response:
    names = {401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
             413: "CONTENT_TOO_LARGE", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}  # fmt: skip
    name = names.get(status, "INTERNAL" if status >= 500 else "INVALID_ARGUMENT")
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return error(status, name, message, headers=headers).response()


def _broken_off(whole: bytes) -> Iterator[bytes]:
    yield whole[: len(whole) // 2]
    raise ConnectionDropped
