"""The steps alone, with an API that is a script: what is saved when, and what is never repeated."""

from __future__ import annotations

import copy
import io
from contextlib import nullcontext
from typing import Any, cast

import msgspec
import pytest

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import Attachment, NumberRequirements, Registration
from sinch_order_cli.api.order_models import NumberOrder, OrderNumber, SmsConfiguration
from sinch_order_cli.console.error_view import describe
from sinch_order_cli.errors import (
    ChangedElsewhereError,
    DataError,
    NotFoundError,
    RefusedError,
    StateError,
    Suggestion,
    UnknownOutcomeError,
    UnreachableError,
    UsageError,
    WatchTimeoutError,
)
from sinch_order_cli.workflow import create_request, steps
from sinch_order_cli.workflow.attempts import Attempt
from sinch_order_cli.workflow.context import Context, Document, apply_server_state
from sinch_order_cli.workflow.differences import differences
from sinch_order_cli.workflow.intake import wait_for_documents
from sinch_order_cli.workflow.model import (
    Intent,
    Lookup,
    Order,
    SentAttachment,
    seconds_left,
)
from sinch_order_cli.workflow.reorder import is_unchanged, renew
from sinch_order_cli.workflow.sync import adopt, refresh
from sinch_order_cli.workflow.unknown_outcome import mismatches
from sinch_order_cli.workflow.watch import watch

NOW = 1_800_000_000.0


class ScriptedApi:
    """Answers each call from a list, in order, and fails on any other call."""

    clock_offset = None
    time_limit = 60.0

    def __init__(self, log: list[str], *script: tuple[str, Any]) -> None:
        self._log, self._script = log, list(script)
        self.server_date: float | None = None
        self.uptime = 0.0

    def pause(self, error: Exception, attempt: int) -> bool:
        return attempt < 3

    def begin_get_registration(self, order_id: str) -> Any:
        return lambda: self.get_registration(order_id)

    def __getattr__(self, name: str) -> Any:
        def call(*_: Any, **__: Any) -> Any:
            self._log.append(name)
            assert self._script, f"unexpected call of {name}"
            expected, answer = self._script.pop(0)
            assert name == expected
            if isinstance(answer, BaseException):
                raise answer
            return answer

        return call

    def finished(self) -> bool:
        return not self._script


class Desk:
    """A `Work` whose saves and requests stand in one log, in order."""

    def __init__(self, *script: tuple[str, Any], now: float = NOW) -> None:
        self.log: list[str] = []
        self.saved: list[Order] = []
        self.notes: list[str] = []
        self.api = ScriptedApi(self.log, *script)
        self.context = Context(
            api=cast("NumbersApi", self.api),
            save=self._save,
            now=lambda: now,
            note=self.notes.append,
            host="here",
            uptime=lambda: ("boot", self.api.uptime),
        )

    def _save(self, order: Order) -> None:
        self.saved.append(copy.deepcopy(order))
        outcomes = [one.outcome for one in order.attempts]
        self.log.append(f"save {order.intent.action if order.intent else outcomes or '-'}")


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
    assert made.step == step


def test_the_time_left_goes_by_the_servers_clock() -> None:
    made = order()
    assert seconds_left(made, NOW) is None
    made.server = {"state": "CREATED", "expireTime": "2027-01-15T08:10:00Z"}
    made.clock_offset = 100.0
    assert seconds_left(made, NOW) == pytest.approx(500.0)


LOOK = [
    ("get_number_order", server("CREATED")),
    ("get_registration", Registration(attachments=(LETTER,))),
]


REGISTERED = [
    LOOK[0],
    (
        "get_registration",
        Registration(request_details={"data": {"a": 1}}, attachments=(LETTER,)),
    ),
]


def test_a_lost_submit_is_settled_by_looking() -> None:
    ready = {"registered_at": "x", "answers": {"a": 1}, "attachments": SENT}
    lost = ("submit_number_order", UnknownOutcomeError("cut"))
    desk = Desk(*REGISTERED, lost, ("get_number_order", server("IN_REVIEW")))
    steps.submit(desk.context, made := order(**ready))
    assert made.state == "IN_REVIEW" and made.intent is None
    desk = Desk(*REGISTERED, lost, LOOK[0], ("submit_number_order", server("IN_REVIEW")))
    steps.submit(desk.context, made := order(**ready))
    assert made.state == "IN_REVIEW"
    desk = Desk(*REGISTERED, lost, LOOK[0], lost, LOOK[0])
    with pytest.raises(UnknownOutcomeError, match="may have been submitted") as doubt:
        steps.submit(desk.context, made := order(**ready))
    assert "still shows CREATED" in doubt.value.reason
    assert made.intent is not None  # either of the two may yet be carried out
    desk = Desk(*REGISTERED, lost, LOOK[0], ("submit_number_order", UnreachableError("429")))
    with pytest.raises(UnknownOutcomeError, match="may have been submitted"):
        steps.submit(desk.context, made := order(**ready))
    assert made.intent is not None
    desk = Desk(*REGISTERED, lost, ("get_number_order", UnreachableError("down")))
    with pytest.raises(UnknownOutcomeError, match="may have been submitted"):
        steps.submit(desk.context, made := order(**ready))
    assert made.intent is not None
    desk = Desk(("get_number_order", server("COMPLETED")), REGISTERED[1])
    steps.submit(desk.context, made)
    assert made.state == "COMPLETED" and "already submitted" in desk.notes[0]
    assert made.intent is None
    refused = ("submit_number_order", StateError("already"))
    in_review = ("get_number_order", server("IN_REVIEW"))
    desk = Desk(*REGISTERED, lost, LOOK[0], refused, in_review)
    steps.submit(desk.context, made := order(**ready))
    assert made.state == "IN_REVIEW" and made.intent is None


def test_a_submit_refused_after_one_without_an_answer_is_unknown_if_nothing_can_be_seen() -> None:
    ready = {"registered_at": "x", "answers": {"a": 1}, "attachments": SENT}
    lost = ("submit_number_order", UnknownOutcomeError("cut"))
    refused = ("submit_number_order", StateError("already"))
    gone = ("get_number_order", NotFoundError("gone"))
    desk = Desk(*REGISTERED, lost, LOOK[0], refused, gone)
    with pytest.raises(UnknownOutcomeError, match="may have been submitted"):
        steps.submit(desk.context, made := order(**ready))
    assert made.intent is not None


def test_a_submit_is_believed_only_where_the_server_shows_it() -> None:
    ready = {"registered_at": "x", "answers": {"a": 1}, "attachments": SENT}
    old = ("submit_number_order", server("CREATED"))
    done = ("get_number_order", server("IN_REVIEW"))
    desk = Desk(*REGISTERED, old, done)
    steps.submit(desk.context, made := order(**ready))
    assert made.state == "IN_REVIEW" and made.intent is None
    desk = Desk(*REGISTERED, old, LOOK[0], old, LOOK[0])
    with pytest.raises(UnknownOutcomeError, match="may have been submitted"):
        steps.submit(desk.context, made := order(**ready))
    assert made.state == "CREATED" and not made.submitted_at


def test_a_submit_answered_about_another_order_is_settled_by_looking() -> None:
    ready = {"registered_at": "x", "answers": {"a": 1}, "attachments": SENT}
    other = ("submit_number_order", NumberOrder(id_number_order="no", state="IN_REVIEW"))
    desk = Desk(*REGISTERED, other, ("get_number_order", server("IN_REVIEW")))
    steps.submit(desk.context, made := order(**ready))
    assert made.state == "IN_REVIEW" and made.id_number_order == "id" and made.intent is None
    desk = Desk(*REGISTERED, other, ("get_number_order", UnreachableError("down")))
    with pytest.raises(UnknownOutcomeError, match="may have been submitted"):
        steps.submit(desk.context, made := order(**ready))
    assert made.intent is not None


def test_a_document_that_is_not_there_after_waiting_is_not_submitted() -> None:
    sent = SentAttachment(file_name="a.pdf", sent_at="2027-01-15T07:00:00Z")
    gone = {"letter": msgspec.structs.replace(sent, upload_status="WAITING")}
    desk = Desk(("get_registration", Registration()))
    with pytest.raises(DataError, match="doesn't have a document"):
        wait_for_documents(desk.context, order(attachments=gone), ["letter"], sleep=lambda _: None)
    failed = {"letter": msgspec.structs.replace(sent, upload_status="FAILED")}
    with pytest.raises(DataError, match=r"^a\.pdf: upload failed, upload it again$") as raised:
        wait_for_documents(desk.context, order(attachments=failed), ["letter"])
    assert describe(raised.value.details[0], str, raised.value.in_one_line) == ""
    ready = {"registered_at": "x", "answers": {"a": 1}, "attachments": SENT}

    def lose(found: Order, _: Registration) -> None:
        found.attachments = {}

    with pytest.raises(StateError, match="1 required document is missing"):
        steps.submit(Desk(*REGISTERED).context, order(**ready), ready=lose)


def test_a_refused_submit_names_the_document_that_could_not_be_used() -> None:
    failed = SentAttachment(file_name="b.pdf", upload_status="FAILED")
    ready = {"registered_at": "x", "answers": {"a": 1}, "attachments": {**SENT, "other": failed}}
    documents = (LETTER, Attachment("other", "b.pdf", upload_status="FAILED"))
    look = (
        LOOK[0],
        (
            "get_registration",
            Registration(request_details={"data": {"a": 1}}, attachments=documents),
        ),
    )
    changed = NumberRequirements(raw={"attachments": [], "fields": {"version": 2}})
    refusal = ("submit_number_order", DataError("a document failed"))
    desk = Desk(*look, refusal, ("lookup_number_requirements", changed), LOOK[0])
    with pytest.raises(DataError) as refused:
        steps.submit(desk.context, order(**ready))
    hint = refused.value.hints[0]
    assert isinstance(hint, Suggestion) and hint.argv[:3] == ("attach", "one", "other")
    assert desk.notes == []  # nothing more is required than before


def test_what_is_lost_from_an_answer_is_not_taken_back() -> None:
    numbers = [{"phoneNumber": "+61411111112"}]
    known = {"idNumberOrder": "id", "state": "IN_REVIEW", "orderNumbers": numbers}
    made = order(server=known)
    bent = {"idNumberOrder": "", "state": None, "orderNumbers": [], "updateTime": "later"}
    apply_server_state(Desk().context, made, NumberOrder(raw=bent))
    assert made.server == {**known, "updateTime": "later"}


def test_raw_data_that_was_not_accepted_replaces_no_answers() -> None:
    desk = Desk(*REGISTERED, ("update_registration", KeyboardInterrupt()))
    made = order(registered_at="x", registered={"a": 1}, answers={"a": 1})
    with pytest.raises(KeyboardInterrupt):
        steps.register(desk.context, made, ["raw"], checked=False)
    assert made.answers == {"a": 1} and made.registered_at == "x"
    assert all(one.answers == {"a": 1} for one in desk.saved)


def test_raw_data_that_failed_leave_no_answers_sent_that_the_server_does_not_have() -> None:
    theirs = ("get_registration", Registration(request_details={"data": {"a": 2}}))
    desk = Desk(*REGISTERED, ("update_registration", UnreachableError("cut")), LOOK[0], theirs)
    made = order(registered_at="x", registered={"a": 1}, answers={"a": 1})
    with pytest.raises(UnreachableError):
        steps.register(desk.context, made, ["raw"], checked=False)
    assert (made.answers, made.registered_at) == ({"a": 1}, "")
    made.attachments = copy.copy(SENT)
    with pytest.raises(StateError, match="registration has not been sent"):
        steps.submit(Desk(LOOK[0], theirs).context, made)


def test_a_blocked_order_that_is_still_blocked_was_not_submitted_again() -> None:
    lost = ("submit_number_order", UnknownOutcomeError("cut"))
    blocked = ("get_number_order", server("BLOCKED"))
    desk = Desk(blocked, LOOK[1], lost, blocked, ("submit_number_order", server("IN_REVIEW")))
    steps.submit(desk.context, order("BLOCKED", registered_at="x", attachments=SENT))
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
    steps.attach(desk.context, made := order(), "letter", paper)
    assert desk.api.finished() and made.attachments["letter"].file_name == "letter.pdf"
    assert made.intent is None


@pytest.mark.parametrize("second", [UnknownOutcomeError("cut"), UnreachableError("429")])
def test_an_upload_that_may_still_arrive_is_not_said_to_have_failed(second: Exception) -> None:
    lost = ("upload_attachment", UnknownOutcomeError("cut"))
    none = ("get_registration", Registration())
    again = [("upload_attachment", second), *[none] * isinstance(second, UnknownOutcomeError)]
    paper = Document(io.BytesIO(b"x"), "letter.pdf", "application/pdf", 1)
    desk = Desk(LOOK[0], none, lost, none, *again)
    with pytest.raises(UnknownOutcomeError, match="may have been uploaded"):
        steps.attach(desk.context, order(), "letter", paper)
    assert desk.api.finished()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_submit_in_doubt_outlives_an_upload(arrives: bool) -> None:
    none = ("get_registration", Registration())
    lost = [("upload_attachment", UnknownOutcomeError("cut")), none]
    desk = Desk(LOOK[0], none, *([("upload_attachment", None)] if arrives else lost * 2))
    paper = Document(io.BytesIO(b"x"), "letter.pdf", "application/pdf", 1)
    made = order(intent=Intent("submit", "", "CREATED"))
    with nullcontext() if arrives else pytest.raises(UnknownOutcomeError):
        steps.attach(desk.context, made, "letter", paper)
    assert desk.api.finished()
    assert all(one.intent == Intent("submit", "", "CREATED") for one in [made, *desk.saved])


def test_a_registration_changed_elsewhere_is_said_and_never_overwritten_unseen() -> None:
    theirs = Registration(request_details={"data": {"a": 2}}, attachments=(LETTER,))
    look = (LOOK[0], ("get_registration", theirs))
    sent = {"registered_at": "x", "registered": {"a": 1}, "answers": {"a": 1}, "attachments": SENT}
    desk = Desk(*look)
    with pytest.raises(ChangedElsewhereError):
        steps.submit(desk.context, made := order(**sent))
    assert (made.answers, made.answers_before) == ({"a": 2}, {"a": 1})
    assert "changed elsewhere" in desk.notes[0]
    steps.submit(Desk(*look, ("submit_number_order", server("IN_REVIEW"))).context, made)
    desk = Desk(*look)
    with pytest.raises(ChangedElsewhereError):
        steps.register(desk.context, made := order(**sent), {"a": 3})
    assert made.answers == {"a": 3}
    stored = Registration(request_details={"data": {"a": 3}})
    steps.register(Desk(*look, ("update_registration", stored)).context, made, {"a": 3})
    assert made.registered_at and made.registered == {"a": 3}


def test_typed_answers_outlive_any_number_of_changes_elsewhere() -> None:
    def look(number: int) -> tuple[tuple[str, Any], ...]:
        data = Registration(request_details={"data": {"a": number}})
        return LOOK[0], ("get_registration", data)

    made = order(registered_at="x", registered={"a": 1}, answers={"a": 1})
    for theirs in (2, 3):
        desk = Desk(*look(theirs))
        refresh(desk.context, made)
        assert (made.answers, made.answers_before) == ({"a": theirs}, {"a": 1})
        assert "as answersBefore" in desk.notes[0]
    sent = ("update_registration", Registration(request_details={"data": {"a": 4}}))
    steps.register(Desk(*look(3), sent).context, made, {"a": 4})
    refresh(Desk(*look(5)).context, made)
    assert (made.answers, made.answers_before) == ({"a": 5}, {"a": 4})


def test_a_registration_whose_every_answer_was_lost_is_settled_by_looking() -> None:
    ours = ("get_registration", Registration(request_details={"data": {"a": 1}}))
    lost = ("update_registration", UnreachableError("cut"))
    steps.register(Desk(*LOOK, lost, LOOK[0], ours).context, made := order(), {"a": 1})
    assert made.registered_at
    with pytest.raises(UnreachableError):
        steps.register(Desk(*LOOK, lost, *LOOK).context, made := order(), {"a": 1})
    assert not made.registered_at and made.answers == {"a": 1}


def test_a_response_without_the_registration_does_not_confirm_it() -> None:
    """The API returns what it stored; a gateway's 200 once made an order that is never complete."""
    ours = ("get_registration", Registration(request_details={"data": {"a": 1}}))
    empty = ("update_registration", Registration())
    steps.register(Desk(*LOOK, empty, LOOK[0], ours).context, made := order(), {"a": 1})
    assert made.registered_at
    with pytest.raises(UnreachableError, match="did not confirm the registration of one"):
        steps.register(Desk(*LOOK, empty, *LOOK).context, made := order(), {"a": 1})
    assert not made.registered_at and made.answers == {"a": 1} and made.step == "register"


def test_a_registration_that_the_server_does_not_have_is_sent_again() -> None:
    known = {"registered_at": "x", "registered": {"a": 1}, "answers": {"a": 1}}
    refresh(Desk(*LOOK).context, made := order(**known))
    assert not made.registered_at and made.answers == {"a": 1} and made.step == "register"
    submitted = ("get_number_order", server("IN_REVIEW"))
    refresh(Desk(submitted, LOOK[1]).context, made := order(**known))
    assert made.registered_at == "x"


def test_the_server_does_not_list_what_it_did_not_keep() -> None:
    old = {"letter": SentAttachment(file_name="a.pdf", sent_at="2027-01-15T07:00:00Z")}
    look = (LOOK[0], ("get_registration", Registration()))
    refresh(Desk(*look).context, made := order(attachments=old))
    assert made.attachments == {}
    just = {"letter": SentAttachment(file_name="a.pdf", sent_at="2027-01-15T08:00:00Z")}
    refresh(Desk(*look).context, made := order(attachments=just))
    assert list(made.attachments) == ["letter"]  # it may not be listed yet
    ahead = {"letter": SentAttachment(file_name="a.pdf", sent_at="2027-01-18T08:00:00Z")}
    refresh(Desk(*look).context, made := order(attachments=ahead))
    assert made.attachments == {}  # a clock was days ahead


def test_an_order_whose_answer_was_lost_is_taken_up_by_its_id_alone_if_it_is_that_order() -> None:
    rows = [{"phoneNumber": "+61411111112"}]
    numbers = (OrderNumber(phone_number="+61411111112"),)
    ours = msgspec.structs.replace(server("CREATED", orderNumbers=rows), order_numbers=numbers)
    made = order(None, answers={"a": 1})
    made.attempts = (Attempt(body=made.request, sent_at="2027-01-15T08:00:00Z"),)
    other = msgspec.structs.replace(server("CREATED"), region_code="GB")
    desk = Desk(("get_number_order", other))
    with pytest.raises(NotFoundError, match="doesn't match the request of one"):
        adopt(desk.context, made, "other")
    with pytest.raises(NotFoundError, match="the order nothing was not found"):
        adopt(Desk(("get_number_order", NotFoundError("x"))).context, made, "nothing")
    two = msgspec.structs.replace(ours, order_numbers=(*numbers, OrderNumber(phone_number="+2")))
    with pytest.raises(NotFoundError, match="doesn't match the request of one") as refused:
        adopt(Desk(("get_number_order", two)).context, made, "other")
    assert refused.value.reason == "its count is 2, not 1"
    plans = [SmsConfiguration(service_plan_id=plan) for plan in ("p", "q")]
    made.request = {**made.request, "smsConfiguration": {"servicePlanId": "p"}}
    made.attempts = (Attempt(body=made.request, sent_at="2027-01-15T08:00:00Z"),)
    for plan, problem in zip(plans, ([], ["service plan ID"]), strict=True):
        found = msgspec.structs.replace(ours, sms_configuration=plan)
        assert [one.what for one in mismatches(made, found, made.project_id)] == problem
    assert made.may_be_reserved
    look = [("get_number_order", ours), ("get_registration", Registration())]
    adopt(Desk(look[0], *look).context, made, "id")
    assert made.id_number_order == "id"
    assert [one.outcome for one in made.attempts] == ["reserved"]
    assert made.answers == {"a": 1} and not made.registered_at


def test_typed_answers_outlive_an_import_and_a_change_elsewhere() -> None:
    theirs = [
        (LOOK[0], ("get_registration", Registration(request_details={"data": {"a": number}})))
        for number in (2, 3)
    ]
    made = order(None, answers={"a": 1})
    adopt(Desk(*theirs[0]).context, made, "id")
    refresh(Desk(*theirs[1]).context, made)
    assert (made.answers, made.answers_before) == ({"a": 3}, {"a": 1})


def test_an_id_goes_to_the_attempt_that_asked_for_its_number() -> None:
    """After `create --from ORDER --number OTHER --again`, whose answer was lost as well."""
    rows = [{"phoneNumber": "+61411111112"}]
    numbers = (OrderNumber(phone_number="+61411111112"),)
    ours = msgspec.structs.replace(server("CREATED", orderNumbers=rows), order_numbers=numbers)
    made = order(None)
    first = dict(made.request)
    made.request = {"numberOrderOption": {"phoneNumbers": ["+61411111115"]}}
    made.attempts = (Attempt(body=first, outcome="abandoned"), Attempt(body=made.request))
    look = ("get_number_order", ours)
    adopt(Desk(look, look, ("get_registration", Registration())).context, made, "id")
    assert [one.outcome for one in made.attempts] == ["reserved", "unknown"]
    assert made.request == first and differences(made) == []


def test_an_answer_about_another_order_is_not_taken_over() -> None:
    desk, mine = Desk(("get_number_order", NumberOrder(id_number_order="no"))), order()
    with pytest.raises(UnreachableError, match="a different order than one"):
        refresh(desk.context, mine)
    assert mine.id_number_order == "id" and desk.saved == []


def test_an_order_without_any_registration_may_have_none_to_show() -> None:
    look = (LOOK[0], ("get_registration", NotFoundError("none")))
    refresh(Desk(*look).context, made := order())
    assert made.state == "CREATED" and not made.registered_at


def test_submit_asks_the_server_before_it_refuses() -> None:
    desk = Desk(("get_number_order", server("CREATED")), ("get_registration", Registration()))
    with pytest.raises(StateError, match="registration has not been sent"):
        steps.submit(desk.context, order())
    desk = Desk(("get_number_order", server("IN_REVIEW")), ("get_registration", Registration()))
    with pytest.raises(StateError, match="already submitted"):
        steps.submit(desk.context, order())


def test_a_refused_registration_keeps_the_answers_and_gives_the_real_reason() -> None:
    refusal = DataError("no", details=[{"field": "data[0].a", "description": "bad"}])
    desk = Desk(*LOOK, ("update_registration", refusal), LOOK[0])
    made = order()
    with pytest.raises(DataError) as caught:
        steps.register(desk.context, made, [{"a": 1}])
    assert caught.value.details[0]["problem"] == "bad"
    assert desk.saved[0].answers == [{"a": 1}] and made.registered_at == ""
    desk = Desk(*LOOK, ("update_registration", refusal), ("get_number_order", server("EXPIRED")))
    with pytest.raises(StateError, match="expired"):
        steps.register(desk.context, order(), [])
    desk = Desk(("get_number_order", NotFoundError("x")))
    with pytest.raises(NotFoundError, match="was not found on the server"):
        steps.register(desk.context, made := order(), [])
    assert made.state == "CREATED" and made.not_found_since


def test_answers_for_a_number_that_the_server_takes_back_are_not_sent() -> None:
    rows = {"type": "array", "properties": [{"name": "senderId", "type": "string"}]}
    listed = [{"phoneNumber": "+61411111112"}]
    desk = Desk(("get_number_order", server("CREATED", orderNumbers=listed)), LOOK[1])
    made = order()
    made.lookup = Lookup(
        looked_up_at="",
        raw={"fields": {"rules": [{"title": "Numbers", "template": rows}]}},
        needs_registration=True,
    )
    made.server = {**(made.server or {}), "orderNumbers": [{"phoneNumber": "+61411111119"}]}
    with pytest.raises(DataError) as caught:
        steps.register(desk.context, made, [[{"senderId": "+61411111119"}]])
    assert "+61411111119 is not in this order" in caught.value.details[0]["problem"]
    assert "update_registration" not in desk.log
    # Nor for another number that was known: the wizard relies on it.
    desk = Desk(("get_number_order", server("CREATED", orderNumbers=listed)), LOOK[1])
    made.server = {**(made.server or {}), "orderNumbers": listed}
    with pytest.raises(DataError, match="1 answer is missing or invalid"):
        steps.register(desk.context, made, [[{"senderId": "+61411111119"}]])
    assert "update_registration" not in desk.log


def test_a_violation_without_a_field_is_laid_at_the_one_its_text_names() -> None:
    said = {"field": "", "description": "data[0].senderId: must be letters"}
    desk = Desk(*LOOK, ("update_registration", DataError("no", details=[said])), LOOK[0])
    field = {"name": "senderId", "type": "string"}
    rows = {"template": {"properties": [field]}}
    made = order(lookup=steps.read_lookup({"fields": {"rules": [rows]}}, NOW))
    with pytest.raises(DataError) as caught:
        steps.register(desk.context, made, [{"senderId": "x"}], checked=False)
    [detail] = caught.value.details
    assert (detail["path"], detail["problem"]) == ("0.senderId", said["description"])


def test_an_answer_without_numbers_leaves_the_one_that_was_asked_for() -> None:
    for rows in (None, [], [None], [{}], {}):
        made = order(server={"idNumberOrder": "id", "state": "CREATED", "orderNumbers": rows})
        assert (made.phone_numbers, made.reserved_numbers) == (["+61411111112"], [])


def test_a_refused_submit_asks_for_rules_that_the_lookup_had_not_shown() -> None:
    raw = {"fields": {"rules": [{"template": {"properties": [{"name": "city"}]}}]}}
    refused = ("submit_number_order", DataError("not complete"))
    rules = ("lookup_number_requirements", NumberRequirements(raw=raw))
    desk, made = Desk(*LOOK, refused, rules), order(lookup=steps.read_lookup(None, NOW))
    with pytest.raises(StateError, match="registration has not been sent"):
        steps.submit(desk.context, made)
    assert made.intent is None and made.lookup is not None and made.lookup.raw == raw
    letter = {"id": "other", "title": "Letter"}
    optional, mandatory = ({"attachments": [{**letter, "mandatory": one}]} for one in (5, True))
    rules = ("lookup_number_requirements", NumberRequirements(raw=mandatory))
    desk, made = Desk(*LOOK, refused, rules), order(lookup=steps.read_lookup(optional, NOW))
    with pytest.raises(StateError, match="1 required document is missing"):
        steps.submit(desk.context, made)
    none = ("lookup_number_requirements", None)
    desk, made = Desk(*LOOK, refused, none, LOOK[0]), order(lookup=steps.read_lookup(None, NOW))
    with pytest.raises(DataError, match="not complete"):
        steps.submit(desk.context, made)


def test_refresh_takes_over_what_was_done_elsewhere() -> None:
    registration = Registration(request_details={"data": {"a": 1}})
    desk = Desk(("get_number_order", server("CREATED")), ("get_registration", registration))
    made = order()
    refresh(desk.context, made)
    assert made.answers == {"a": 1} and made.registered_at


def test_a_new_order_takes_the_answers_of_a_rejected_one() -> None:
    old = order("REJECTED", answers={"a": 1}, logs=[{"message": "no"}])
    new = renew(old, NOW)
    assert new.request["numberOrderOption"] == {"phoneNumbers": ["+61411111112"]}
    assert new.answers == {"a": 1} and new.server is None
    assert is_unchanged(new, {"a": 1}) and not is_unchanged(new, {"a": 2})
    with pytest.raises(StateError, match="COMPLETED: its number is yours") as refused:
        renew(order("COMPLETED"), NOW)
    assert [one.argv[0] for one in refused.value.hints] == ["create"]  # nothing to continue


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
    wanted = create_request.Wanted(
        quantity=3, pattern="+614", capabilities=("SMS",), fax_service="f"
    )
    assert create_request.build_request("AU", "MOBILE", wanted) == {
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
    wanted = create_request.Wanted(
        number="123", sequential=True, campaign="c", callback_url="ftp://x"
    )
    with pytest.raises(UsageError) as caught:
        create_request.build_request("AU", "MOBILE", wanted)
    flags = [detail["flag"] for detail in caught.value.details]
    assert set(flags) == {"--sequential", "--number", "--campaign", "--callback-url"}


def test_a_clock_that_is_off_ends_no_order() -> None:
    refused = ("update_registration", DataError("no"))
    live = ("get_number_order", server("CREATED", expireTime="2027-01-15T09:00:00Z"))
    desk = Desk(live, LOOK[1], refused, live)
    desk.api.clock_offset = 3 * 86400.0  # type: ignore[assignment]
    with pytest.raises(DataError):
        steps.register(desk.context, made := order(), {"a": 1})
    assert made.state == "CREATED" and desk.saved[-1].state == "CREATED"


@pytest.mark.parametrize(
    "script",
    [
        (("get_number_order", NotFoundError("gone")),),
        (("get_number_order", UnreachableError("down")),),
        (LOOK[0], ("get_registration", UnreachableError("down"))),
    ],
)
def test_an_import_that_fails_leaves_the_order_and_its_file_as_they_were(
    script: tuple[tuple[str, Any], ...],
) -> None:
    mine = order(None, answers={"a": 1}, answers_before={"b": 2}, registered_at="earlier")
    before = copy.deepcopy(mine)
    desk = Desk(*script)
    with pytest.raises((NotFoundError, UnreachableError)):
        adopt(desk.context, mine, "id")
    assert mine == before
    assert all(saved == before for saved in desk.saved)
    assert desk.api.finished()
