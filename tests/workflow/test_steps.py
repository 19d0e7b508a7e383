"""The steps alone, with an API that is a script: what is saved when, and what is never repeated."""

from __future__ import annotations

import copy
from typing import Any, cast

import pytest

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import AvailableNumber, NumberOrder, Registration
from sinch_order_cli.errors import (
    DataError,
    NotFoundError,
    RefusedError,
    StateError,
    UnknownOutcomeError,
    UnreachableError,
    UsageError,
    WatchTimeoutError,
)
from sinch_order_cli.workflow import request, steps
from sinch_order_cli.workflow.order import Lookup, Order, SentAttachment, next_step, seconds_left
from sinch_order_cli.workflow.recovery import explain_lost_create, refresh
from sinch_order_cli.workflow.renewal import is_unchanged, renew
from sinch_order_cli.workflow.watch import watch
from sinch_order_cli.workflow.work import Work

NOW = 1_800_000_000.0


class ScriptedApi:
    """Answers each call from a list, in order, and fails on any other call."""

    clock_offset = None

    def __init__(self, log: list[str], *script: tuple[str, Any]) -> None:
        self._log, self._script = log, list(script)

    def __getattr__(self, name: str) -> Any:
        def call(*_: Any, **__: Any) -> Any:
            self._log.append(name)
            assert self._script, f"unexpected call of {name}"
            expected, answer = self._script.pop(0)
            assert name == expected
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call

    def finished(self) -> bool:
        return not self._script


class Desk:
    """A `Work` whose saves and requests stand in one log, in order."""

    def __init__(self, *script: tuple[str, Any]) -> None:
        self.log: list[str] = []
        self.saved: list[Order] = []
        self.api = ScriptedApi(self.log, *script)
        self.work = Work(api=cast("NumbersApi", self.api), save=self._save, now=lambda: NOW)

    def _save(self, order: Order) -> None:
        self.saved.append(copy.deepcopy(order))
        self.log.append(f"save {order.intent.action if order.intent else '-'}")


def lookup(*, fields: bool = True, mandatory: tuple[str, ...] = ("letter",)) -> Lookup:
    return Lookup(
        looked_up_at="",
        raw={},
        needs_registration=fields,
        attachments=mandatory,
        mandatory_attachments=mandatory,
    )


def order(state: str | None = "CREATED", **more: Any) -> Order:
    made = Order(name="one", region_code="AU", number_type="MOBILE", lookup=lookup())
    made.request = {"numberOrderOption": {"phoneNumbers": ["+61411111112"]}}
    if state is not None:
        made.server = {"idNumberOrder": "id", "state": state}
    for name, value in more.items():
        setattr(made, name, value)
    return made


def server(state: str, **more: Any) -> NumberOrder:
    return NumberOrder(
        id_number_order="id", state=state, raw={"idNumberOrder": "id", "state": state, **more}
    )


SENT = {"letter": SentAttachment(file_name="a.pdf")}
FAILED = {"letter": SentAttachment(file_name="a.pdf", upload_status="FAILED")}


@pytest.mark.parametrize(
    ("made", "step"),
    [
        (order(None, lookup=None), "requirements"),
        (order(None, request={}), "search"),
        (order(None), "create"),
        (order(), "register"),
        (order(registered_at="x"), "attach"),
        (order(registered_at="x", attachments=FAILED), "attach"),
        (order(registered_at="x", attachments=SENT), "submit"),
        (order(lookup=lookup(fields=False, mandatory=())), "submit"),
        (order("IN_REVIEW"), "review"),
        (order("BLOCKED"), "review"),
        (order("SOMETHING_NEW"), "review"),
        (order("COMPLETED"), "done"),
        (order("REJECTED"), "done"),
        (order("EXPIRED"), "done"),
    ],
)
def test_the_next_step_is_told_by_what_is_there(made: Order, step: str) -> None:
    assert next_step(made) == step


def test_the_time_left_goes_by_the_servers_clock() -> None:
    made = order()
    assert seconds_left(made, NOW) is None
    made.server = {"state": "CREATED", "expireTime": "2027-01-15T08:10:00Z"}
    made.clock_offset = 100.0
    assert seconds_left(made, NOW) == pytest.approx(500.0)


def test_create_says_what_it_is_about_to_do_before_it_does_it() -> None:
    desk, made = Desk(("create_number_order", server("CREATED"))), order(None)
    steps.create(desk.work, made)
    assert desk.log == ["save create", "create_number_order", "save -"]
    assert made.id_number_order == "id"


def test_a_create_whose_answer_was_lost_is_not_sent_again() -> None:
    desk, made = Desk(("create_number_order", UnknownOutcomeError("cut"))), order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(desk.work, made)
    assert desk.saved[-1].intent is not None
    with pytest.raises(StateError, match="unknown outcome"):
        steps.create(desk.work, made)
    assert desk.log.count("create_number_order") == 1


def test_a_create_that_was_refused_leaves_no_doubt() -> None:
    desk, made = Desk(("create_number_order", NotFoundError("gone"))), order(None)
    with pytest.raises(NotFoundError):
        steps.create(desk.work, made)
    assert desk.saved[-1].intent is None


@pytest.mark.parametrize(
    ("answer", "said", "doubt"),
    [
        (NotFoundError("no"), "not free any more", True),
        (UnreachableError("no"), "can't be asked", True),
        (AvailableNumber(phone_number="+61411111112"), "still free", False),
    ],
)
def test_what_can_be_found_out_about_a_lost_create(answer: Any, said: str, doubt: bool) -> None:
    desk, made = Desk(("create_number_order", UnknownOutcomeError("cut"))), order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(desk.work, made)
    after = Desk(("get_available_number", answer))
    assert said in explain_lost_create(after.work, made).reason
    assert (made.intent is not None) is doubt


def test_a_lost_submit_is_settled_by_looking() -> None:
    ready = {"registered_at": "x", "attachments": SENT}
    lost = ("submit_number_order", UnknownOutcomeError("cut"))
    desk = Desk(lost, ("get_number_order", server("IN_REVIEW")))
    steps.submit(desk.work, made := order(**ready))
    assert made.state == "IN_REVIEW" and made.intent is None
    desk = Desk(lost, ("get_number_order", server("CREATED")))
    with pytest.raises(UnreachableError, match="was not submitted"):
        steps.submit(desk.work, made := order(**ready))
    assert made.intent is None
    desk = Desk(lost, ("get_number_order", UnreachableError("down")))
    with pytest.raises(UnknownOutcomeError, match="may have been submitted"):
        steps.submit(desk.work, made := order(**ready))
    assert made.intent is not None


def test_submit_asks_the_server_before_it_refuses() -> None:
    desk = Desk(("get_number_order", server("CREATED")), ("get_registration", Registration()))
    with pytest.raises(StateError, match="registration has not been sent"):
        steps.submit(desk.work, order())
    desk = Desk(("get_number_order", server("IN_REVIEW")), ("get_registration", Registration()))
    with pytest.raises(StateError, match="submitted already"):
        steps.submit(desk.work, order())


def test_a_refused_registration_keeps_the_answers_and_gives_the_real_reason() -> None:
    refusal = DataError("no", details=[{"field": "data[0].a", "description": "bad"}])
    desk = Desk(
        ("update_registration", refusal),
        ("get_number_order", server("CREATED")),
    )
    made = order()
    with pytest.raises(DataError) as caught:
        steps.register(desk.work, made, [{"a": 1}])
    assert caught.value.details[0]["problem"] == "bad"
    assert desk.saved[0].answers == [{"a": 1}] and made.registered_at == ""
    desk = Desk(("update_registration", refusal), ("get_number_order", server("EXPIRED")))
    with pytest.raises(StateError, match="expired"):
        steps.register(desk.work, order(), [])
    desk = Desk(
        ("update_registration", NotFoundError("x")), ("get_number_order", NotFoundError("x"))
    )
    with pytest.raises(NotFoundError, match="does not know the order"):
        steps.register(desk.work, order(), [])


def test_refresh_takes_over_what_was_done_elsewhere() -> None:
    registration = Registration(request_details={"data": {"a": 1}})
    desk = Desk(("get_number_order", server("CREATED")), ("get_registration", registration))
    made = order()
    refresh(desk.work, made)
    assert made.answers == {"a": 1} and made.registered_at


def test_a_new_order_takes_the_answers_of_a_rejected_one() -> None:
    old = order("REJECTED", answers={"a": 1}, logs=[{"message": "no"}])
    new = renew(old, NOW)
    assert new.request["numberOrderOption"] == {"phoneNumbers": ["+61411111112"]}
    assert new.answers == {"a": 1} and new.server is None
    assert is_unchanged(new, {"a": 1}) and not is_unchanged(new, {"a": 2})
    with pytest.raises(StateError, match="COMPLETED"):
        renew(order("COMPLETED"), NOW)


def watching(*states: str, timeout: float | None = None) -> list[str]:
    seen: list[str] = []
    clock = [NOW]
    script = iter(states)

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    watch(
        ["one"],
        lambda name: order(next(script)),
        interval=10,
        timeout=timeout,
        now=lambda: clock[0],
        sleep=sleep,
        seen=lambda one: seen.append(one.state),
    )
    return seen


def test_watching_ends_when_it_is_decided() -> None:
    assert watching("IN_REVIEW", "IN_REVIEW", "COMPLETED") == [
        "IN_REVIEW",
        "IN_REVIEW",
        "COMPLETED",
    ]
    for state in ("REJECTED", "EXPIRED", "BLOCKED"):
        with pytest.raises(RefusedError):
            watching("IN_REVIEW", state)
    with pytest.raises(WatchTimeoutError):
        watching(*["IN_REVIEW"] * 9, timeout=25)


def test_a_request_has_nothing_empty_in_it() -> None:
    wanted = request.Wanted(quantity=3, pattern="+614", capabilities=("SMS",), fax_service="f")
    assert request.build_request("AU", "MOBILE", wanted) == {
        "regionCode": "AU",
        "numberType": "MOBILE",
        "quantityOrderOption": {
            "requestedQuantity": 3,
            "numberPattern": {"pattern": "+614", "searchPattern": "START"},
            "capabilities": ["SMS"],
        },
        "voiceConfiguration": {"type": "FAX", "serviceId": "f"},
    }


def test_everything_wrong_with_a_request_is_named_at_once() -> None:
    wanted = request.Wanted(number="123", sequential=True, campaign="c", callback_url="ftp://x")
    with pytest.raises(UsageError) as caught:
        request.build_request("AU", "MOBILE", wanted)
    flags = [detail["flag"] for detail in caught.value.details]
    assert set(flags) == {"--sequential", "--number", "--campaign", "--callback-url"}
