"""What is true at the server, where a step did not end as it should or the file may be old."""

from __future__ import annotations

from typing import Any, NoReturn

from sinch_order_cli.api.models import Registration
from sinch_order_cli.errors import (
    ChangedElsewhereError,
    NotFoundError,
    SinchOrderError,
    StateError,
)
from sinch_order_cli.workflow.doubt import adopt_command, is_answer_to
from sinch_order_cli.workflow.order import (
    UNUSABLE,
    Action,
    Order,
    next_step,
    seconds_left,
    timestamp,
)
from sinch_order_cli.workflow.work import Work, learn, note_registration

_OPEN_STATES = ("CREATED", "BLOCKED", "", "NUMBER_ORDER_STATE_UNSPECIFIED")


def refresh(work: Work, order: Order) -> Registration:
    """Ask the server for the order and its registration, and take over what it says.

    An intent whose outcome was not known is settled by it, except a create's. What somebody else
    registered takes the place of answers that were registered from here; answers that were not
    sent yet stay. Either is said, and nothing that was entered here is lost.

    Raises:
        NotFoundError: the server does not know the order any more.
    """
    try:
        learn(work, order, work.api.get_number_order(order.id_number_order))
    except NotFoundError as error:
        raise _gone(work, order) from error
    registration = get_registration(work, order)
    note_registration(order, registration, work.now())
    _compare_answers(work, order, registration.data)
    order.intent = None
    work.save(order)
    return registration


def look_first(work: Work, order: Order, step: Action) -> Registration:
    """See how the order stands at the server before a step that changes it.

    Raises:
        StateError: the order can't take the step; it says why, and what can be done instead.
        ChangedElsewhereError: the registration was changed elsewhere since it was last seen here.
        NotFoundError: the server does not know the order any more.
    """
    need_reserved(order)
    if order.is_final:
        raise state_error(order, step)
    known = order.registered, order.answers
    registration = refresh(work, order)
    need_created(order, step)
    if order.registered not in known:
        raise _changed_elsewhere(order, step)
    return registration


def adopt(work: Work, order: Order, id_number_order: str) -> None:
    """Fill a local order from the server's record of it; its intent, if any, is settled.

    Answers that are here already give way to the server's, and are kept aside.

    Raises:
        NotFoundError: the server does not know it, or it is not what this order asked for.
    """
    _make_sure_it_is_ours(work, order, id_number_order)
    before = order.server, order.registered_at, order.answers, order.answers_before
    mine = order.answers
    order.server = {**(order.server or {}), "idNumberOrder": id_number_order}
    if mine is not None:
        order.answers, order.answers_before, order.registered_at = None, mine, ""
    try:
        refresh(work, order)
    except SinchOrderError:
        order.server, order.registered_at, order.answers, order.answers_before = before
        raise
    if mine is not None and order.answers in (None, mine):
        order.answers, order.answers_before = mine, before[-1]
    server = order.server or {}
    order.region_code = str(server.get("regionCode") or order.region_code)
    order.number_type = str(server.get("numberType") or order.number_type)
    for key in ("smsConfiguration", "voiceConfiguration"):
        if isinstance(server.get(key), dict):
            order.request[key] = server[key]
    work.save(order)


def _make_sure_it_is_ours(work: Work, order: Order, id_number_order: str) -> None:
    """Where a reservation's outcome is not known, an id of another order is a slip."""
    if not order.is_undecided:
        return
    try:
        found = work.api.get_number_order(id_number_order)
    except NotFoundError as error:
        raise _gone(work, Order(server={"idNumberOrder": id_number_order})) from error
    theirs = Order(
        region_code=found.region_code or order.region_code,
        number_type=found.number_type or order.number_type,
        server=found.raw,
    )
    if not is_answer_to(order, theirs):
        raise NotFoundError(
            f"{id_number_order} is not what {order.name} asked for",
            reason=f"it holds {', '.join(found.phone_numbers) or 'no numbers'}",
            hint="Check the id. To take up that order beside this one: "
            f"{adopt_command(order).replace(' ID ', f' {id_number_order} ')}",
        )


def get_registration(work: Work, order: Order) -> Registration:
    """The registration; an empty one where nothing was registered so far."""
    try:
        return work.api.get_registration(order.id_number_order)
    except NotFoundError:
        return Registration()


def _compare_answers(work: Work, order: Order, data: Any) -> None:
    """Take over what is registered at the server, without losing what was entered here."""
    if data is None:
        return
    seen, order.registered = order.registered, data
    if order.answers is None or order.answers == data:
        order.answers = data
        order.registered_at = order.registered_at or timestamp(work.now())
    elif data != seen and order.registered_at:
        order.answers_before, order.answers = order.answers, data
        work.note(
            f"The registration of {order.name} was changed elsewhere: the server's answers are "
            "taken over. Yours are kept in its file, as answersBefore."
        )
    elif data != seen:
        work.note(
            f"The registration of {order.name} was changed elsewhere. Your answers, which were "
            "not sent yet, are kept as they are."
        )


def _changed_elsewhere(order: Order, step: Action) -> ChangedElsewhereError:
    again = {
        "register": f"Send yours in its place: sinch-order register {order.name}\n"
        f"or take the server's: {adopt_command(order)}",
        "submit": f"Look at it: sinch-order register {order.name} --show\n"
        f"then submit it as it is: sinch-order submit {order.name}",
    }
    return ChangedElsewhereError(
        f"the registration of {order.name} was changed elsewhere; nothing was sent",
        reason="it is not what it was when it was last seen here",
        hint=again.get(step, "If that is as it should be, run the same command again."),
        details=[{"name": order.name, "step": step}],
    )


def _gone(work: Work, order: Order) -> NotFoundError:
    """The order is not at the server: of another project, or over. Past its time it is expired."""
    left = seconds_left(order, work.now())
    if left is not None and left <= 0:
        order.server = {**(order.server or {}), "state": "EXPIRED"}
        work.save(order)
    again = f"Start a new one with the same answers: sinch-order create --from {order.name}"
    return NotFoundError(
        f"the server does not know the order {order.name} ({order.id_number_order}) any more"
        if order.name
        else f"the server does not know an order {order.id_number_order}",
        reason="it may be of another project, or long over",
        hint=again if order.name else "Check the id, and the project: --project ID",
        details=[{"name": order.name or None, "idNumberOrder": order.id_number_order}],
    )


def need_created(order: Order, step: Action) -> None:
    """Refuse a step that this order can't take, as far as is known here without asking.

    A BLOCKED order may be corrected and submitted again (inferred from "the reviewers want
    something"); the server has the last word.

    Raises:
        StateError: it is not reserved yet, already submitted, or final.
    """
    need_reserved(order)
    if order.state not in _OPEN_STATES:
        raise state_error(order, step)


def need_reserved(order: Order) -> None:
    """Refuse what needs an order at the server.

    Raises:
        StateError: it is not reserved yet.
    """
    if order.server is None:
        raise StateError(
            f"{order.name} is not reserved yet",
            reason="the server knows an order from its reservation on",
            hint=f"Go on with it: sinch-order resume {order.name}",
        )


def state_error(order: Order, step: str) -> StateError:
    """Why `step` can't be done in the state that the order is in, and what can be."""
    hint = f"See it: sinch-order status {order.name}"
    if order.state == "IN_REVIEW":
        message, reason = f"{order.name} was submitted already", "its review is under way"
        hint = f"Follow it: sinch-order status {order.name} --watch"
    elif order.state == "EXPIRED":
        message = f"{order.name} has expired"
        reason = "its reservation ended before it was submitted; its id can't be used again"
        hint = f"Start a new order with the same answers: sinch-order create --from {order.name}"
    elif order.state == "REJECTED":
        message, reason = f"{order.name} was rejected", "a rejected order can't be changed"
        hint = f"Correct the answers in a new order: sinch-order create --from {order.name}"
    elif order.state == "COMPLETED":
        message, reason = f"{order.name} is completed", "the number is yours"
    else:
        message, reason = f"{order.name} is in state {order.state}", ""
    return StateError(
        message,
        reason=reason or f"'{step}' can't be done in this state",
        hint=hint,
        details=[{"name": order.name, "state": order.state, "step": step}],
    )


def say_why(
    work: Work,
    order: Order,
    step: Action,
    error: SinchOrderError,
    to: SinchOrderError | None = None,
) -> NoReturn:
    """Raise the real reason why `step` was refused.

    That is the order's state at the server where it forbids the step; else `to`, which says the
    refusal better, or the refusal itself.
    """
    try:
        learn(work, order, work.api.get_number_order(order.id_number_order))
    except NotFoundError:
        raise _gone(work, order) from error
    except SinchOrderError:
        raise (to or error) from error
    work.save(order)
    left = seconds_left(order, work.now())
    if left is not None and left <= 0:
        order.server = {**(order.server or {}), "state": "EXPIRED"}
        work.save(order)
    need_created(order, step)
    raise (to or error) from error


def refuse_incomplete(order: Order) -> None:
    """Refuse to submit what still lacks its registration or a required document."""
    step = next_step(order)
    if step == "register":
        raise StateError(
            f"{order.name} can't be submitted yet: its registration has not been sent",
            hint=f"Send it: sinch-order register {order.name} --answers FILE\n"
            f"or see what is missing: sinch-order check {order.name}",
            details=[{"where": "registration", "problem": "not sent"}],
        )
    if step == "attach":
        missing = order.missing_attachments
        why = {one: UNUSABLE if one in order.attachments else "not uploaded" for one in missing}
        raise StateError(
            f"{order.name} can't be submitted yet: {len(missing)} required "
            f"{'document is' if len(missing) == 1 else 'documents are'} missing",
            reason=", ".join(f"{one}: {problem}" for one, problem in why.items()),
            hint=f"Upload: sinch-order attach {order.name} {missing[0]} FILE",
            details=[{"where": f"attachments.{one}", "problem": why[one]} for one in missing],
        )
