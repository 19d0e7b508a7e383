"""Failures on cue: the kinds there are. `fault_file` reads them from a JSON file.

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
`bare` as `city`, `unprefixed` as `[1].city`. `dateOffset`, in the file for all answers or in a
rule for its own, is by how many seconds the `Date` header is wrong.

`operation` is an operationId of the contract, `token` for `/oauth2/token`, or `*` for all.
The first `after` requests that match a rule are let through, the `times` after them (1 unless
said; null for ever) get the fault. A request gets the fault of the first rule that has one for
it, and only that rule counts it. Counting begins anew when the text of the file changes.

========================  ========================================================================
`fault`                   what happens
========================  ========================================================================
`cut-before`              the connection is closed, nothing was done
`cut-after`               it is done, then the connection is closed without an answer
`late`                    the connection is closed at once, or `status` is answered; it is done
                          `seconds` later, unless the server has stopped by then
`delay`, `delay-after`    `seconds` pass before, or after, it is done; then the answer comes. It is
                          done also where the client has given up meanwhile
`429`, `500`, `503`       that status; nothing is done unless `act` is true. `retryAfter`: seconds
                          or an HTTP date
`status`                  any `status` with a `message`; nothing is done unless `act` is true
`garbage`                 it is done (unless `act` is false), the answer is 200 and no JSON
`half-body`               it is done (unless `act` is false), the answer breaks off in the middle
`bent`                    it is done; in the answer, the `member` (such as
                          `orderNumbers[0].phoneNumber`) is `value`, or missing without one
`date`                    nothing but the wrong `Date` that `dateOffset` says
`expired-token`           401, as if the access token had expired; nothing is done
`stay-waiting`            the uploaded document stays WAITING for `seconds`, for ever without them
`set-state`               the order is first put into `state` by somebody else, `GONE` for not
                          there at all; `log` is what the reviewers say. Then the call goes on.
                          IN_REVIEW ends as usual: in what the magic values say
`set-registration`        the order's registration is first replaced by `data`, unchecked
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
    """The connection is to be closed here and now, whatever was or was not sent."""


class Timing:
    """How seconds pass in a server: a wait, and work that is done later, until it stops."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._later: set[threading.Thread] = set()

    def wait(self, seconds: float) -> None:
        """Return after so many seconds, or as soon as the server stops."""
        self._stopping.wait(seconds)

    def later(self, seconds: float, act: Act) -> None:
        """Carry `act` out after so many seconds, unless the server stops before."""

        def run() -> None:
            if not self._stopping.wait(seconds):
                act()
            self._later.discard(thread)

        thread = threading.Thread(target=run, name="sandbox-late", daemon=True)
        self._later.add(thread)
        thread.start()

    def stop(self) -> None:
        """End every wait, and return once nothing is carried out any more."""
        self._stopping.set()
        for thread in tuple(self._later):
            thread.join()


class Rule(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, tag_field="fault"
):
    """One rule of the file; the kinds of fault are its subclasses."""

    operation: str
    times: Annotated[int, Meta(ge=1)] | None = 1
    after: Annotated[int, Meta(ge=0)] = 0
    date_offset: int | None = None

    def matches(self, operation: str) -> bool:
        """Whether the rule is meant for this operation."""
        return self.operation in ("*", operation)

    def respond(self, act: Act, timing: Timing) -> Response:
        """The answer; `act` carries the operation out, `timing` lets seconds pass."""
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
        # An answer without a body would have no half to leave out.
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
        """When the check of a document that is uploaded now ends."""
        if self.seconds is None:
            return datetime.max.replace(tzinfo=now.tzinfo)
        return now + timedelta(seconds=self.seconds)


class ExpiredToken(Rule, frozen=True, tag="expired-token"):
    def respond(self, act: Act, timing: Timing) -> Response:
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
    """Put another value at the place of a member, or take the member out.

    Raises:
        ValueError: the answer has no such place.
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
