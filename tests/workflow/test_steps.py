"""The steps alone, with an API that is a script: what is saved when, and what is never repeated."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any, cast

import msgspec
import pytest

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import (
    Attachment,
    AvailableNumber,
    NumberOrder,
    OrderNumber,
    Registration,
)
from sinch_order_cli.errors import (
    ChangedElsewhereError,
    DataError,
    NotFoundError,
    RefusedError,
    StateError,
    StoreError,
    UnknownOutcomeError,
    UnreachableError,
    UsageError,
    WatchTimeoutError,
)
from sinch_order_cli.workflow import request, steps
from sinch_order_cli.workflow.doubt import decide
from sinch_order_cli.workflow.order import (
    Intent,
    Lookup,
    Order,
    SentAttachment,
    next_step,
    seconds_left,
)
from sinch_order_cli.workflow.recovery import adopt, refresh
from sinch_order_cli.workflow.renewal import is_unchanged, renew
from sinch_order_cli.workflow.watch import watch
from sinch_order_cli.workflow.work import Document, Work

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

    def __init__(
        self, *script: tuple[str, Any], rivals: Sequence[Order] = (), now: float = NOW
    ) -> None:
        self.log: list[str] = []
        self.saved: list[Order] = []
        self.notes: list[str] = []
        self.api = ScriptedApi(self.log, *script)
        self.work = Work(
            api=cast("NumbersApi", self.api),
            save=self._save,
            now=lambda: now,
            note=self.notes.append,
            rivals=lambda order: nullcontext(rivals),
        )

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
        setattr(made, name, copy.copy(value))
    return made


def server(state: str, **more: Any) -> NumberOrder:
    return NumberOrder(
        id_number_order="id", state=state, raw={"idNumberOrder": "id", "state": state, **more}
    )


LETTER = Attachment(attachment_id="letter", file_name="a.pdf", create_time="earlier")
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


LOST = ("create_number_order", UnknownOutcomeError("cut"))
FREE = ("get_available_number", AvailableNumber(phone_number="+61411111112"))
TAKEN = ("get_available_number", NotFoundError("taken"))


def test_a_create_whose_answer_was_lost_is_not_sent_again() -> None:
    desk, made = Desk(LOST, TAKEN, TAKEN), order(None)
    for _ in range(2):
        with pytest.raises(UnknownOutcomeError, match="may be reserved"):
            steps.create(desk.work, made)
        assert desk.saved[-1].intent is not None
    assert desk.log.count("create_number_order") == 1


def test_a_number_that_is_still_free_was_not_reserved_and_is_tried_once_more() -> None:
    desk, made = Desk(LOST, FREE, ("create_number_order", server("CREATED"))), order(None)
    steps.create(desk.work, made)
    assert made.id_number_order == "id" and made.intent is None
    assert "still free" in desk.notes[0]


def test_a_number_gone_between_the_look_and_the_second_try_may_be_ours() -> None:
    gone = ("create_number_order", NotFoundError("gone"))
    desk, made = Desk(LOST, FREE, gone, TAKEN), order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(desk.work, made)
    assert made.is_undecided


def test_again_is_the_operators_decision() -> None:
    desk, made = Desk(LOST, TAKEN), order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(desk.work, made)
    gone = ("create_number_order", NotFoundError("gone"))
    desk = Desk(gone, TAKEN)
    with pytest.raises(UnknownOutcomeError, match="may be reserved"):
        steps.create(desk.work, made, again=True)
    desk = Desk(("create_number_order", server("CREATED")))
    steps.create(desk.work, made, again=True)
    assert made.id_number_order == "id"


def test_an_order_by_quantity_can_only_be_decided_by_the_operator_or_by_time() -> None:
    desk, made = Desk(LOST), order(None, request={"quantityOrderOption": {"requestedQuantity": 2}})
    with pytest.raises(UnknownOutcomeError, match="may be reserved") as caught:
        steps.create(desk.work, made)
    assert "names no number" in caught.value.reason and "--again" in caught.value.hint
    later = Desk(("create_number_order", server("CREATED")), now=NOW + 49 * 3600)
    steps.create(later.work, made)
    assert "has ended by now" in later.notes[0]


def test_another_order_of_the_same_number_stands_in_the_way() -> None:
    first, second = order(None), order(None, name="two")
    with pytest.raises(UnknownOutcomeError):
        steps.create(Desk(LOST, TAKEN).work, first)
    desk = Desk(TAKEN, rivals=[first])
    with pytest.raises(UnknownOutcomeError, match="one may be reserved"):
        steps.create(desk.work, second)
    desk = Desk(("create_number_order", server("CREATED")), rivals=[first])
    steps.create(desk.work, second, again=True)
    assert not first.is_undecided and second.id_number_order == "id"


def test_an_order_whose_id_cannot_be_kept_here_says_its_id() -> None:
    desk, made = Desk(("create_number_order", server("CREATED"))), order(None)

    def save(one: Order) -> None:
        if one.server is not None:
            raise StoreError("can't write", reason="No space left on device")

    work = msgspec.structs.replace(desk.work, save=save)
    with pytest.raises(StoreError, match="is reserved as id") as caught:
        steps.create(work, made)
    assert "resume --order-id id --region AU --type MOBILE" in caught.value.hint
    assert made.intent is None


def test_a_create_that_was_refused_leaves_no_doubt() -> None:
    desk, made = Desk(("create_number_order", NotFoundError("gone"))), order(None)
    with pytest.raises(NotFoundError):
        steps.create(desk.work, made)
    assert desk.saved[-1].intent is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (NotFoundError("no"), "is taken, most likely by this very order"),
        (UnreachableError("no"), "can't be asked"),
    ],
)
def test_what_can_be_found_out_about_a_lost_create(answer: Any, said: str) -> None:
    made = order(None, intent=Intent("create", "2027-01-15T08:00:00Z"))
    with pytest.raises(UnknownOutcomeError) as caught:
        decide(Desk(("get_available_number", answer)).work, made)
    assert said in caught.value.reason
    for choice in ("resume --order-id ID", "until 17 Jan 08:00 UTC", "--number", "--again"):
        assert choice in caught.value.hint
    assert made.is_undecided
    decide(Desk(FREE).work, made)
    assert not made.is_undecided


LOOK = [
    ("get_number_order", server("CREATED")),
    ("get_registration", Registration(attachments=(LETTER,))),
]


def test_a_lost_submit_is_settled_by_looking() -> None:
    ready = {"registered_at": "x", "attachments": SENT}
    lost = ("submit_number_order", UnknownOutcomeError("cut"))
    desk = Desk(*LOOK, lost, ("get_number_order", server("IN_REVIEW")))
    steps.submit(desk.work, made := order(**ready))
    assert made.state == "IN_REVIEW" and made.intent is None
    desk = Desk(*LOOK, lost, LOOK[0], ("submit_number_order", server("IN_REVIEW")))
    steps.submit(desk.work, made := order(**ready))
    assert made.state == "IN_REVIEW"
    desk = Desk(*LOOK, lost, LOOK[0], lost, LOOK[0])
    with pytest.raises(UnreachableError, match="was not submitted"):
        steps.submit(desk.work, made := order(**ready))
    assert made.intent is None
    desk = Desk(*LOOK, lost, ("get_number_order", UnreachableError("down")))
    with pytest.raises(UnknownOutcomeError, match="may have been submitted"):
        steps.submit(desk.work, made := order(**ready))
    assert made.intent is not None
    desk = Desk(("get_number_order", server("COMPLETED")), LOOK[1])
    steps.submit(desk.work, made)
    assert made.state == "COMPLETED" and "had arrived" in desk.notes[0]


def test_a_blocked_order_that_is_still_blocked_was_not_submitted_again() -> None:
    lost = ("submit_number_order", UnknownOutcomeError("cut"))
    blocked = ("get_number_order", server("BLOCKED"))
    desk = Desk(blocked, LOOK[1], lost, blocked, ("submit_number_order", server("IN_REVIEW")))
    steps.submit(desk.work, order("BLOCKED", registered_at="x", attachments=SENT))
    assert desk.log.count("submit_number_order") == 2


@pytest.mark.parametrize(
    ("before", "after", "arrived"),
    [
        (None, LETTER, True),
        (None, None, False),
        (LETTER, LETTER, False),
        (LETTER, msgspec.structs.replace(LETTER, create_time="later"), True),
        (None, msgspec.structs.replace(LETTER, upload_status="FAILED"), False),
    ],
)
def test_a_lost_upload_is_settled_by_looking(
    before: Attachment | None, after: Attachment | None, arrived: bool
) -> None:
    def shows(one: Attachment | None) -> tuple[str, Any]:
        return "get_registration", Registration(attachments=(one,) if one else ())

    lost = ("upload_attachment", UnknownOutcomeError("cut"))
    desk = Desk(
        LOOK[0], shows(before), lost, shows(after), *([("upload_attachment", None)][arrived:])
    )
    paper = Document(io.BytesIO(b"x"), "letter.pdf", "application/pdf", 1)
    steps.attach(desk.work, made := order(), "letter", paper)
    assert desk.api.finished() and made.attachments["letter"].file_name == "letter.pdf"
    assert made.intent is None


def test_a_registration_changed_elsewhere_is_said_and_never_overwritten_unseen() -> None:
    theirs = Registration(request_details={"data": {"a": 2}}, attachments=(LETTER,))
    look = (LOOK[0], ("get_registration", theirs))
    sent = {"registered_at": "x", "registered": {"a": 1}, "answers": {"a": 1}, "attachments": SENT}
    desk = Desk(*look)
    with pytest.raises(ChangedElsewhereError):
        steps.submit(desk.work, made := order(**sent))
    assert (made.answers, made.answers_before) == ({"a": 2}, {"a": 1})
    assert "changed elsewhere" in desk.notes[0]
    steps.submit(Desk(*look, ("submit_number_order", server("IN_REVIEW"))).work, made)
    desk = Desk(*look)
    with pytest.raises(ChangedElsewhereError):
        steps.register(desk.work, made := order(**sent), {"a": 3})
    assert made.answers == {"a": 3}
    desk = Desk(*look, ("update_registration", Registration()))
    steps.register(desk.work, made, {"a": 3})
    assert made.registered_at and made.registered == {"a": 3}


def test_a_registration_whose_every_answer_was_lost_is_settled_by_looking() -> None:
    ours = ("get_registration", Registration(request_details={"data": {"a": 1}}))
    lost = ("update_registration", UnreachableError("cut"))
    steps.register(Desk(*LOOK, lost, LOOK[0], ours).work, made := order(), {"a": 1})
    assert made.registered_at
    with pytest.raises(UnreachableError):
        steps.register(Desk(*LOOK, lost, *LOOK).work, made := order(), {"a": 1})
    assert not made.registered_at and made.answers == {"a": 1}


def test_the_server_does_not_list_what_it_did_not_keep() -> None:
    old = {"letter": SentAttachment(file_name="a.pdf", sent_at="2027-01-15T07:00:00Z")}
    look = (LOOK[0], ("get_registration", Registration()))
    refresh(Desk(*look).work, made := order(attachments=old))
    assert made.attachments == {}


def test_an_order_whose_answer_was_lost_is_taken_up_by_its_id_alone_if_it_is_that_order() -> None:
    rows = [{"phoneNumber": "+61411111112"}]
    numbers = (OrderNumber(phone_number="+61411111112"),)
    ours = msgspec.structs.replace(server("CREATED", orderNumbers=rows), order_numbers=numbers)
    lost = {"intent": Intent("create", "2027-01-15T08:00:00Z"), "answers": {"a": 1}}
    made = order(None, **lost)
    desk = Desk(("get_number_order", server("CREATED")))
    with pytest.raises(NotFoundError, match="is not what one asked for"):
        adopt(desk.work, made, "other")
    with pytest.raises(NotFoundError, match="does not know an order nothing"):
        adopt(Desk(("get_number_order", NotFoundError("x"))).work, made, "nothing")
    assert made.is_undecided
    look = [("get_number_order", ours), ("get_registration", Registration())]
    adopt(Desk(look[0], *look).work, made, "id")
    assert made.id_number_order == "id" and made.intent is None
    assert made.answers == {"a": 1} and not made.registered_at


def test_an_answer_about_another_order_is_not_taken_over() -> None:
    desk, mine = Desk(("get_number_order", NumberOrder(raw={"idNumberOrder": "no"}))), order()
    with pytest.raises(UnreachableError, match="another order"):
        refresh(desk.work, mine)
    assert mine.id_number_order == "id" and desk.saved == []


def test_an_order_without_any_registration_may_have_none_to_show() -> None:
    look = (LOOK[0], ("get_registration", NotFoundError("none")))
    refresh(Desk(*look).work, made := order())
    assert made.state == "CREATED" and not made.registered_at


def test_submit_asks_the_server_before_it_refuses() -> None:
    desk = Desk(("get_number_order", server("CREATED")), ("get_registration", Registration()))
    with pytest.raises(StateError, match="registration has not been sent"):
        steps.submit(desk.work, order())
    desk = Desk(("get_number_order", server("IN_REVIEW")), ("get_registration", Registration()))
    with pytest.raises(StateError, match="submitted already"):
        steps.submit(desk.work, order())


def test_a_refused_registration_keeps_the_answers_and_gives_the_real_reason() -> None:
    refusal = DataError("no", details=[{"field": "data[0].a", "description": "bad"}])
    desk = Desk(*LOOK, ("update_registration", refusal), LOOK[0])
    made = order()
    with pytest.raises(DataError) as caught:
        steps.register(desk.work, made, [{"a": 1}])
    assert caught.value.details[0]["problem"] == "bad"
    assert desk.saved[0].answers == [{"a": 1}] and made.registered_at == ""
    desk = Desk(*LOOK, ("update_registration", refusal), ("get_number_order", server("EXPIRED")))
    with pytest.raises(StateError, match="expired"):
        steps.register(desk.work, order(), [])
    desk = Desk(("get_number_order", NotFoundError("x")))
    with pytest.raises(NotFoundError, match="does not know the order"):
        steps.register(desk.work, order(), [])


def test_a_violation_without_a_field_is_laid_at_the_one_its_text_names() -> None:
    said = {"field": "", "description": "data[0].senderId: must be letters"}
    desk = Desk(*LOOK, ("update_registration", DataError("no", details=[said])), LOOK[0])
    field = {"name": "senderId", "type": "string"}
    rows = {"template": {"properties": [field]}}
    made = order(lookup=steps.read_lookup({"fields": {"rules": [rows]}}, NOW))
    with pytest.raises(DataError) as caught:
        steps.register(desk.work, made, [{"senderId": "x"}], checked=False)
    [detail] = caught.value.details
    assert (detail["path"], detail["problem"]) == ("0.senderId", said["description"])


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
