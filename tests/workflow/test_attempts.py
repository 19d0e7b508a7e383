"""What is known of a reservation: each row of the table of evidence, and the two clocks."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sinch_order_cli.api.models import Reserved
from sinch_order_cli.api.order_models import AvailableNumber, NumberOrder, OrderNumber
from sinch_order_cli.errors import (
    AuthError,
    DataError,
    NotFoundError,
    RateLimitedError,
    SinchOrderError,
    StateError,
    StoreError,
    UnknownOutcomeError,
    UnreachableError,
)
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.attempts import (
    GRACE,
    Attempt,
    Reading,
    abandon,
    seconds_until_over,
    unknown_attempts,
)
from sinch_order_cli.workflow.differences import differences
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.order_json import as_json
from sinch_order_cli.workflow.reservation import look
from sinch_order_cli.workflow.unknown_outcome import could_match, made_by, mismatches

from .test_steps import Desk, order, server

NUMBER = "+61411111112"
BODY = {"numberOrderOption": {"phoneNumbers": [NUMBER]}}
QUANTITY = {"quantityOrderOption": {"requestedQuantity": 2}}
WHOLE = NumberOrder(
    id_number_order="id",
    state="CREATED",
    order_numbers=(OrderNumber(phone_number=NUMBER),),
    raw={
        "idNumberOrder": "id",
        "state": "CREATED",
        "orderNumbers": [{"phoneNumber": NUMBER}],
    },
)
DONE = ("create_number_order", Reserved("id", WHOLE))
LOST = ("create_number_order", UnknownOutcomeError("cut"))
GONE = ("create_number_order", NotFoundError("gone"))
FREE = ("get_available_number", AvailableNumber(phone_number=NUMBER))
TAKEN = ("get_available_number", NotFoundError("taken"))
DARK = ("get_available_number", UnreachableError("no"))


def outcomes(made: Order) -> list[str]:
    return [one.outcome for one in made.attempts]


def test_an_attempt_is_saved_before_it_is_sent_and_decided_right_after() -> None:
    desk, made = Desk(DONE), order(None)
    steps.create(desk.context, made)
    assert desk.log == ["save ['unknown']", "create_number_order", "save ['reserved']"]
    [attempt] = made.attempts
    assert (attempt.body, attempt.host, attempt.id_number_order) == (BODY, "here", "id")
    assert made.id_number_order == "id"


@pytest.mark.parametrize(
    "refusal", [NotFoundError("x"), DataError("x"), StateError("x"), AuthError("x")]
)
def test_a_refusal_leaves_no_doubt(refusal: SinchOrderError) -> None:
    desk, made = Desk(("create_number_order", refusal)), order(None)
    with pytest.raises(type(refusal)):
        steps.create(desk.context, made)
    assert outcomes(desk.saved[-1]) == ["refused"] and made.was_never_reserved


def test_what_never_left_this_machine_leaves_no_doubt() -> None:
    down = ("create_number_order", UnreachableError("refused"))
    desk, made = Desk(down), order(None)
    with pytest.raises(UnreachableError):
        steps.create(desk.context, made)
    assert outcomes(made) == ["refused"]


def test_an_id_is_kept_before_the_rest_is_asked_for() -> None:
    bent = ("create_number_order", Reserved("id", None))
    desk, made = Desk(bent, ("get_number_order", server("CREATED"))), order(None)
    steps.create(desk.context, made)
    saved = desk.log.index("save ['reserved']")
    assert desk.log[saved:] == ["save ['reserved']", "get_number_order", "save ['reserved']"]
    assert desk.saved[-2].id_number_order == "id" and made.state == "CREATED"
    desk, made = Desk(bent, ("get_number_order", UnreachableError("down"))), order(None)
    steps.create(desk.context, made)
    assert made.id_number_order == "id" and "is reserved as id" in str(desk.notes[0])


def test_a_lost_answer_and_a_taken_number_stay_unknown() -> None:
    desk, made = Desk(LOST, TAKEN, TAKEN), order(None)
    for _ in range(2):
        with pytest.raises(UnknownOutcomeError, match="may have been reserved"):
            steps.create(desk.context, made)
    assert outcomes(made) == ["unknown"] and made.may_be_reserved
    assert desk.log.count("create_number_order") == 1


def test_the_same_number_is_asked_for_once_more_while_it_is_available() -> None:
    desk, made = Desk(LOST, FREE, DONE), order(None)
    steps.create(desk.context, made)
    assert outcomes(made) == ["refused", "reserved"]  # a number is held by one order at a time
    desk, made = Desk(LOST, FREE, LOST, FREE), order(None)
    with pytest.raises(UnknownOutcomeError) as caught:
        steps.create(desk.context, made)
    assert outcomes(made) == ["unknown", "unknown"]
    assert "may still go through" in caught.value.reason
    desk = Desk(FREE, LOST, FREE)
    with pytest.raises(UnknownOutcomeError):  # the same command again: one more, and no more
        steps.create(desk.context, made)
    assert desk.api.finished()


def test_another_number_in_its_place_decides_nothing_about_the_one_that_was_asked_for() -> None:
    other = {**WHOLE.raw, "orderNumbers": [{"phoneNumber": "+61411111113"}]}
    instead = Reserved("id", NumberOrder(id_number_order="id", state="CREATED", raw=other))
    desk, made = Desk(LOST, FREE, ("create_number_order", instead)), order(None)
    steps.create(desk.context, made)
    assert outcomes(made) == ["unknown", "reserved"]


def test_not_available_after_a_lost_answer_leaves_all_unknown() -> None:
    desk, made = Desk(LOST, FREE, GONE), order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(desk.context, made)
    assert outcomes(made) == ["unknown", "refused"]


def test_a_quantity_is_never_asked_for_again_by_itself() -> None:
    desk, made = Desk(LOST), order(None, request=QUANTITY)
    for _ in range(2):
        with pytest.raises(UnknownOutcomeError, match="may have been reserved"):
            steps.create(desk.context, made)
    assert desk.log.count("create_number_order") == 1
    later = Desk(now=1_800_000_000.0 + 49 * 3600)
    with pytest.raises(UnknownOutcomeError):
        steps.create(later.context, made)
    assert as_json(made)["lookAgainAt"] is None


def test_a_429_of_a_number_is_repeated_after_a_look_and_a_quantity_is_not_in_doubt() -> None:
    limited = ("create_number_order", RateLimitedError("429", retry_after=5.0, status=429))
    desk, made = Desk(limited, FREE, DONE), order(None)
    steps.create(desk.context, made)
    assert outcomes(made) == ["refused", "reserved"]
    desk, made = Desk(limited, TAKEN), order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(desk.context, made)
    assert outcomes(made) == ["unknown"]
    desk, made = Desk(limited, FREE, limited, FREE, limited, FREE), order(None)
    with pytest.raises(RateLimitedError):
        steps.create(desk.context, made)
    assert made.was_never_reserved
    desk, made = Desk(limited), order(None, request=QUANTITY)
    with pytest.raises(RateLimitedError) as caught:
        steps.create(desk.context, made)
    assert caught.value.exit_code == 7 and caught.value.retry_after == 5.0
    assert made.was_never_reserved


def test_again_abandons_and_makes_one_more_and_keeps_the_record() -> None:
    made = order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(Desk(LOST, TAKEN).context, made)
    with pytest.raises(NotFoundError):
        steps.create(Desk(GONE).context, made, again=True)
    assert outcomes(made) == ["abandoned", "refused"] and not made.was_never_reserved
    steps.create(Desk(DONE).context, made, again=True)
    assert outcomes(made) == ["abandoned", "refused", "reserved"]


def test_another_body_is_not_sent_for_an_order_in_doubt() -> None:
    made = order(None)
    with pytest.raises(UnknownOutcomeError):
        steps.create(Desk(LOST, TAKEN).context, made)
    made.request = {**made.request, "smsConfiguration": {"servicePlanId": "p"}}
    desk = Desk(FREE)
    with pytest.raises(UnknownOutcomeError):
        steps.create(desk.context, made)
    assert "create_number_order" not in desk.log


def test_an_attempt_is_looked_for_only_where_it_was_made() -> None:
    made = order(None)
    made.attempts = (Attempt(body=BODY, host="elsewhere"),)
    desk = Desk()
    with pytest.raises(StateError, match="at elsewhere, not at here"):
        steps.create(desk.context, made)
    assert desk.log == []


def test_an_id_that_cannot_be_saved_is_said() -> None:
    desk, made = Desk(DONE), order(None)

    def save(one: Order) -> None:
        if one.server is not None:
            raise StoreError("can't write", reason="No space left on device")

    context = msgspec.structs.replace(desk.context, save=save)
    with pytest.raises(StoreError, match="is reserved as id") as caught:
        steps.create(context, made)
    assert "resume --order-id id --region AU --type MOBILE" in caught.value.hint


def lost_at(date: float, uptime: float, boot: str = "boot") -> Attempt:
    return Attempt(body=BODY, time_limit=60.0, counted_from=Reading(boot, uptime, date))


LIMIT = 60.0 + GRACE


@pytest.mark.parametrize(
    ("reading", "over"),
    [
        (Reading("boot", LIMIT + 1, LIMIT + 1), True),
        (Reading("boot", LIMIT - 1, LIMIT - 1), False),
        (Reading("boot", LIMIT + 5, LIMIT - 1), False),  # the shorter count
        (Reading("boot", LIMIT + 1, 3 * 86400.0), False),  # the Date has jumped
        (Reading("boot", 10.0, LIMIT + 1), False),  # or the machine slept: begin again
        (Reading("other boot", LIMIT + 1, LIMIT + 1), False),
        (Reading("boot", LIMIT + 1, -500.0), False),
        (None, False),  # no Date
    ],
)
def test_a_request_is_over_when_both_clocks_say_so(reading: Reading | None, over: bool) -> None:
    _, left = seconds_until_over(lost_at(0.0, 0.0), reading)
    assert (left <= 0) is over


def test_after_a_jump_counting_begins_again_and_ends() -> None:
    attempt, left = seconds_until_over(lost_at(0.0, 0.0), Reading("boot", 10.0, 9999.0))
    assert left == LIMIT
    _, left = seconds_until_over(attempt, Reading("boot", 11.0 + LIMIT, 10000.0 + LIMIT))
    assert left <= 0


def look_twice(*dates: float | None) -> tuple[Order, list[bool | None]]:
    """Looks at a lost attempt, the server's Date and the uptime going on alike."""
    made, found = order(None), []
    made.attempts = (Attempt(body=BODY, time_limit=60.0),)
    for date in dates:
        desk = Desk(FREE)
        desk.api.server_date = date
        desk.api.uptime = (date or 0.0) - 1000.0
        found.append(look(desk.context, made))
    return made, found


def test_free_counts_only_after_the_request_cannot_be_carried_out_any_more() -> None:
    made, found = look_twice(1000.0, 1000.0 + LIMIT - 1)
    assert outcomes(made) == ["unknown"] and found == [True, True]
    assert as_json(made)["lookAgainAt"] is not None
    made, _ = look_twice(1000.0, 1001.0 + LIMIT)
    assert outcomes(made) == ["refused"] and not made.may_be_reserved
    made, _ = look_twice(None, None, 1e6)
    assert outcomes(made) == ["unknown"]


def test_a_look_that_is_answered_about_another_number_tells_nothing() -> None:
    made = order(None)
    made.attempts = (lost_at(0.0, 0.0),)
    desk = Desk(("get_available_number", AvailableNumber(phone_number="+61411111199")))
    desk.api.server_date, desk.api.uptime = 9999.0, 9999.0
    assert look(desk.context, made) is None
    assert outcomes(made) == ["unknown"]


SENT, DATE = "2027-01-15T08:00:00Z", 1_800_000_000.0


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"region_code": "GB"}, "region"),
        ({"number_type": "LOCAL"}, "type"),
        ({"order_numbers": (OrderNumber(phone_number="+61499999999"),)}, "number"),
        ({"create_time": "2026-01-01T00:00:00Z"}, "time"),
    ],
)
def test_an_id_of_something_else_does_not_fit(changed: dict[str, Any], what: str) -> None:
    made = order(None)
    made.attempts = (Attempt(body=BODY, project_id="p", sent_at=SENT, server_date=DATE),)
    fits = msgspec.structs.replace(WHOLE, create_time="2027-01-15T08:00:01Z")
    assert mismatches(made, fits, "p") == []
    assert [one.what for one in mismatches(made, fits, "q")] == ["project"]
    found = msgspec.structs.replace(fits, **changed)
    assert [one.what for one in mismatches(made, found, "p")] == [what]
    abandon(made)
    assert could_match(made, fits, "p", "") and not unknown_attempts(made)


@pytest.mark.parametrize(
    ("sent_at", "date"),
    [
        ("2027-01-17T08:00:00Z", DATE),  # the local clock was two days ahead
        (SENT, DATE + 3 * 86400.0),  # the server's Date was
        ("2027-01-17T08:00:00Z", None),
    ],
)
def test_one_wrong_clock_refuses_no_id(sent_at: str, date: float | None) -> None:
    made = order(None)
    made.attempts = (Attempt(body=BODY, project_id="p", sent_at=sent_at, server_date=date),)
    assert mismatches(made, msgspec.structs.replace(WHOLE, create_time=SENT), "p") == []


@pytest.mark.parametrize(
    ("created", "index"),
    [
        ("2027-01-15T08:00:01Z", 0),
        ("2027-01-15T08:10:01Z", 1),
        ("2027-01-15T08:13:01Z", 1),
        ("2027-01-20T08:00:00Z", 0),  # in doubt: the unknown one stays unknown
        ("", 0),
    ],
)
def test_an_id_is_given_to_the_attempt_that_was_sent_before(created: str, index: int) -> None:
    made, later = order(None), "2027-01-15T08:10:00Z"
    body = {"quantityOrderOption": {"requestedQuantity": 1}}
    first = Attempt(body=body, sent_at=SENT, time_limit=60.0, outcome="abandoned")
    second = Attempt(body=body, sent_at=later, server_date=DATE + 600.0, time_limit=60.0)
    elsewhere = Attempt(body=body, sent_at=later, time_limit=60.0, host="there")
    made.attempts = (first, second, elsewhere)
    found = msgspec.structs.replace(WHOLE, create_time=created)
    assert made_by(made, found, "p", "here", 0.0) is made.attempts[index]


def test_what_was_reserved_is_compared_with_what_was_asked() -> None:
    made = order("CREATED")
    made.project_id = "p"
    made.request = {
        **BODY,
        "regionCode": "AU",
        "numberType": "MOBILE",
        "smsConfiguration": {"servicePlanId": "plan"},
    }
    made.offer = {"monthlyPrice": {"currencyCode": "EUR", "amount": "1.0"}}
    price = {"monthlyPrice": {"currencyCode": "EUR", "amount": "1.00"}}
    made.server = {
        "projectId": "p",
        "regionCode": "AU",
        "numberType": "MOBILE",
        "smsConfiguration": {"servicePlanId": "plan"},
        "orderNumbers": [{"phoneNumber": NUMBER, "numberPrice": price}],
    }
    assert differences(made) == []
    price = {"monthlyPrice": {"currencyCode": "EUR", "amount": "9.00"}}
    made.server = {
        **made.server,
        "smsConfiguration": {"servicePlanId": "other"},
        "regionCode": "GB",
        "orderNumbers": [{"phoneNumber": "+61400000000", "numberPrice": price}],
    }
    assert [one.what for one in differences(made)] == [
        "region",
        "number",
        "service plan ID",
        "monthly price",
    ]


def test_a_refused_creation_names_the_flag_and_stays_the_same_kind_of_error() -> None:
    wrong = [{"field": "smsConfiguration.servicePlanId", "description": "service plan not found"}]
    refused = ("create_number_order", DataError("not accepted", details=wrong))
    body = {**BODY, "smsConfiguration": {"servicePlanId": "plan"}}
    desk, made = Desk(refused), order(None, request=body)
    with pytest.raises(DataError) as caught:
        steps.create(desk.context, made)
    assert "--sms-plan" in caught.value.hint
    assert caught.value.details[0]["flag"] == "--sms-plan"
    assert made.was_never_reserved
