"""Simulated failures: the kinds of faults. `fault_file` reads them from a JSON file.

The file is an object, or just the list of its `rules`::

    {
      "violationStyle": "dots",
      "rules": [
        {"operation": "createNumberOrder", "fault": "cut-after"},
        {"operation": "*", "fault": "429", "retryAfter": 2, "times": 3, "after": 5},
        {"operation": "submitNumberOrder", "fault": "set-state", "state": "EXPIRED"}
      ]
    }

`violationStyle` is the format of a violation's `field`: `brackets` for
`requestDetails.data[1].city` (the default), `dots`, `pointer` for `/requestDetails/data/1/city`,
`bare` for `city`, `unprefixed` for `[1].city`. `dateOffset` makes the `Date` header wrong by this
many seconds, for all responses if set in the file, or for those of a rule.

`operation` is an operationId of the contract, `token` for `/oauth2/token`, or `*` for all.
The first `after` requests that match a rule succeed, and the next `times` (default 1; null: no
limit) get the fault. If several rules apply to a request, only the first one is used and counted.
The counts are reset when the text of the file changes.

========================  ========================================================================
`fault`                   effect
========================  ========================================================================
`cut-before`              close the connection without executing the operation
`cut-after`               execute the operation, then close the connection without a response
`late`                    close the connection at once, or respond with `status`; execute the
                          operation `seconds` later, unless the server stops before
`delay`, `delay-after`    wait `seconds` before, or after, executing the operation; then respond.
                          It is executed even if the client disconnects meanwhile
`429`, `500`, `503`       respond with that status; execute only if `act` is true. `retryAfter`:
                          seconds or an HTTP date
`status`                  respond with any `status` and a `message`; execute only if `act` is true
`garbage`                 execute (unless `act` is false), respond with 200 and a body that is not
                          JSON
`half-body`               execute (unless `act` is false), cut the response off in the middle
`bent`                    execute; in the response, replace the `member` (such as
                          `orderNumbers[0].phoneNumber`) by `value`, or remove it without one
`date`                    only the wrong `Date` set by `dateOffset`
`expired-token`           401, as if the access token had expired; nothing is executed
`stay-waiting`            the uploaded document stays WAITING for `seconds`; without them, for ever
`set-state`               before the call, the order changes to `state`, or `GONE` if it no longer
                          exists; `log` is a reviewer message. IN_REVIEW ends as usual, with the
                          outcome that the magic values choose
`set-registration`        before the call, the order's registration is replaced by `data`, unchecked
========================  ========================================================================
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace
from werkzeug.wrappers import Response

from sinch_order_cli.sandbox.auth import token_expired
from sinch_order_cli.sandbox.orders import Order, State
from sinch_order_cli.sandbox.wire import error

Act = Callable[[], Response]

_STEP = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")


class ConnectionDropped(Exception):
    """Closes the connection immediately, whatever has been sent."""


class Timing:
    """The passing of time in a server: waiting, and executing work later, until the server
    stops."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._later: set[threading.Thread] = set()

    def wait(self, seconds: float) -> None:
        """Return after this many seconds, or as soon as the server stops."""
        self._stopping.wait(seconds)

    def later(self, seconds: float, act: Act) -> None:
        """Execute `act` after this many seconds, unless the server stops before."""

        def run() -> None:
            if not self._stopping.wait(seconds):
                act()
            self._later.discard(thread)

        thread = threading.Thread(target=run, name="sandbox-late", daemon=True)
        self._later.add(thread)
        thread.start()

    def stop(self) -> None:
        """Cancel all waiting, and return once no work is running."""
        self._stopping.set()
        for thread in tuple(self._later):
            thread.join()


class Rule(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, tag_field="fault"
):
    """One rule of the file; its subclasses are the kinds of fault."""

    operation: str
    times: Annotated[int, Meta(ge=1)] | None = 1
    after: Annotated[int, Meta(ge=0)] = 0
    date_offset: int | None = None

    def matches(self, operation: str) -> bool:
        """Return True if the rule applies to this operation."""
        return self.operation in ("*", operation)

    def respond(self, act: Act, timing: Timing) -> Response:
        """Return the response; `act` executes the operation, `timing` handles delays."""
        return act()


class CutBefore(Rule, frozen=True, tag="cut-before"):
    def respond(self, act: Act, timing: Timing) -> Response:
        raise ConnectionDropped


class CutAfter(Rule, frozen=True, tag="cut-after"):
    def respond(self, act: Act, timing: Timing) -> Response:
        act()
        raise ConnectionDropped


class Late(Rule, frozen=True, kw_only=True, tag="late"):
    seconds: float
    status: Annotated[int, Meta(ge=400, le=599)] | None = None
    retry_after: int | str | None = None

    def respond(self, act: Act, timing: Timing) -> Response:
        timing.later(self.seconds, act)
        if self.status is None:
            raise ConnectionDropped
        return _failure(self.status, "A fault on cue", self.retry_after)


class Delay(Rule, frozen=True, kw_only=True, tag="delay"):
    seconds: float

    def respond(self, act: Act, timing: Timing) -> Response:
        timing.wait(self.seconds)
        return act()


class DelayAfter(Rule, frozen=True, kw_only=True, tag="delay-after"):
    seconds: float

    def respond(self, act: Act, timing: Timing) -> Response:
        response = act()
        timing.wait(self.seconds)
        return response


class Status(Rule, frozen=True, kw_only=True, tag="status"):
    status: Annotated[int, Meta(ge=400, le=599)]
    message: str = "A fault on cue"
    retry_after: int | str | None = None
    act: bool = False

    def respond(self, act: Act, timing: Timing) -> Response:
        if self.act:
            act()
        return _failure(self.status, self.message, self.retry_after)


class TooManyRequests(Rule, frozen=True, kw_only=True, tag="429"):
    retry_after: int | str | None = None
    act: bool = False

    def respond(self, act: Act, timing: Timing) -> Response:
        if self.act:
            act()
        return _failure(429, "Too many requests", self.retry_after)


class Internal(Rule, frozen=True, kw_only=True, tag="500"):
    retry_after: int | str | None = None
    act: bool = False

    def respond(self, act: Act, timing: Timing) -> Response:
        if self.act:
            act()
        return _failure(500, "Internal error", self.retry_after)


class Unavailable(Rule, frozen=True, kw_only=True, tag="503"):
    retry_after: int | str | None = None
    act: bool = False

    def respond(self, act: Act, timing: Timing) -> Response:
        if self.act:
            act()
        return _failure(503, "Service unavailable", self.retry_after)


class Garbage(Rule, frozen=True, kw_only=True, tag="garbage"):
    act: bool = True

    def respond(self, act: Act, timing: Timing) -> Response:
        if self.act:
            act()
        return Response(b"\x00\xff<html>{{{", mimetype="application/json")


class HalfBody(Rule, frozen=True, kw_only=True, tag="half-body"):
    act: bool = True

    def respond(self, act: Act, timing: Timing) -> Response:
        # An empty response could not be cut in half.
        whole = (act().get_data() if self.act else b"") or b'{"state": "CREATED"}'
        half = Response(_broken_off(whole), mimetype="application/json")
        half.headers["Content-Length"] = str(len(whole))
        return half


class Bent(Rule, frozen=True, kw_only=True, tag="bent"):
    member: Annotated[str, Meta(min_length=1)]
    value: Any | UnsetType = UNSET

    def respond(self, act: Act, timing: Timing) -> Response:
        response = act()
        if response.status_code == 200:
            answer = msgspec.json.decode(response.get_data())
            _bend(answer, self.member, self.value)
            response.set_data(msgspec.json.encode(answer))
        return response


class WrongDate(Rule, frozen=True, tag="date"):
    pass


class StayWaiting(Rule, frozen=True, tag="stay-waiting"):
    seconds: float | None = None

    def check_time(self, now: datetime) -> datetime:
        """Return when the check of a document uploaded now ends."""
        if self.seconds is None:
            return datetime.max.replace(tzinfo=now.tzinfo)
        return now + timedelta(seconds=self.seconds)


class ExpiredToken(Rule, frozen=True, tag="expired-token"):
    def respond(self, act: Act, timing: Timing) -> Response:
        return token_expired().response()


class Elsewhere(Rule, frozen=True):
    """A change to the order by someone else before the call."""

    def changed(self, order: Order, now: datetime, review: timedelta) -> Order | None:
        """Return the changed order, or None if it no longer exists."""
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
    CutBefore | CutAfter | Late | Delay | DelayAfter | Status | TooManyRequests | Internal
    | Unavailable | Garbage | HalfBody | Bent | WrongDate | ExpiredToken | StayWaiting | SetState
    | SetRegistration
)  # fmt: skip


def _failure(status: int, message: str, retry_after: int | str | None) -> Response:
    names = {401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
             413: "CONTENT_TOO_LARGE", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}  # fmt: skip
    name = names.get(status, "INTERNAL" if status >= 500 else "INVALID_ARGUMENT")
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return error(status, name, message, headers=headers).response()


def _broken_off(whole: bytes) -> Iterator[bytes]:
    yield whole[: len(whole) // 2]
    raise ConnectionDropped


def _bend(answer: Any, member: str, value: Any) -> None:
    """Replace or remove a member of a response.

    Raises:
        ValueError: the response has no such member.
    """
    steps: list[str | int] = [
        name or int(index) for name, index in (found.groups() for found in _STEP.finditer(member))
    ]
    try:
        for step in steps[:-1]:
            answer = answer[step]
        if value is UNSET:
            del answer[steps[-1]]
        else:
            answer[steps[-1]] = value
    except (KeyError, IndexError, TypeError):
        raise ValueError(f"the answer has no member {member} to bend") from None
