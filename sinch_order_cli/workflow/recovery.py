"""What is true at the server, where a step did not end as it should or the file may be old."""

from __future__ import annotations

from typing import NoReturn

from sinch_order_cli.api.models import NumberOrder, Registration
from sinch_order_cli.errors import (
    NotFoundError,
    SinchOrderError,
    StateError,
    UnknownOutcomeError,
    UnreachableError,
)
from sinch_order_cli.workflow.order import Action, Order, next_step, seconds_left, timestamp
from sinch_order_cli.workflow.work import Document, Work, learn, note_registration, settle

_OPEN_STATES = ("CREATED", "BLOCKED", "", "NUMBER_ORDER_STATE_UNSPECIFIED")


def refresh(work: Work, order: Order) -> Registration:
    """Ask the server for the order and its registration, and take over what it says.

    An intent whose outcome was not known is settled by it, except a create's.

    Raises:
        NotFoundError: the server does not know the order any more.
    """
    learn(work, order, work.api.get_number_order(order.id_number_order))
    registration = work.api.get_registration(order.id_number_order)
    note_registration(order, registration)
    if registration.data is not None and not order.registered_at:
        if order.answers is None:
            order.answers = registration.data
        if order.answers == registration.data:
            order.registered_at = timestamp(work.now())
    order.intent = None
    work.save(order)
    return registration


def adopt(work: Work, order: Order, id_number_order: str) -> None:
    """Fill a new local order from the server's record of one that was made elsewhere.

    Raises:
        NotFoundError: the server does not know it.
    """
    order.server = {"idNumberOrder": id_number_order}
    refresh(work, order)
    server = order.server or {}
    order.region_code = str(server.get("regionCode") or order.region_code)
    order.number_type = str(server.get("numberType") or order.number_type)
    for key in ("smsConfiguration", "voiceConfiguration"):
        if isinstance(server.get(key), dict):
            order.request[key] = server[key]
    work.save(order)


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
        reason = "its reservation ended before it was submitted; its id is dead"
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


def adopt_command(order: Order) -> str:
    """The command that takes up an order by its id at the server."""
    return (
        f"sinch-order resume --order-id {order.id_number_order or 'ID'} "
        f"--region {order.region_code} --type {order.number_type}"
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
        raise NotFoundError(
            f"the server does not know the order {order.name} ({order.id_number_order}) any more",
            reason="it may be of another project, or long over",
            hint=f"Start a new one with the same answers: sinch-order create --from {order.name}",
        ) from error
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
        raise StateError(
            f"{order.name} can't be submitted yet: {len(missing)} required "
            f"{'document is' if len(missing) == 1 else 'documents are'} missing",
            reason=", ".join(missing),
            hint=f"Upload: sinch-order attach {order.name} {missing[0]} FILE",
            details=[{"where": f"attachments.{one}", "problem": "not uploaded"} for one in missing],
        )


def settle_submit(work: Work, order: Order, error: UnknownOutcomeError) -> NumberOrder:
    """What became of a submit whose answer was lost: the order's state tells."""
    try:
        found = work.api.get_number_order(order.id_number_order)
    except SinchOrderError:
        raise UnknownOutcomeError(
            f"{order.name} may have been submitted: the answer was lost",
            reason=error.reason or error.message,
            hint=f"Once the network is back, look: sinch-order status {order.name}",
        ) from error
    if found.state in ("CREATED", ""):
        learn(work, order, found)
        settle(work, order)
        raise UnreachableError(
            f"{order.name} was not submitted: the connection was lost on the way",
            reason=error.reason or error.message,
            hint=f"Nothing was done; submit again: sinch-order submit {order.name}",
        ) from error
    return found


def settle_upload(
    work: Work, order: Order, attachment_id: str, document: Document, error: UnknownOutcomeError
) -> None:
    """What became of an upload whose answer was lost: the registration's attachments tell."""
    try:
        registration = work.api.get_registration(order.id_number_order)
    except SinchOrderError:
        raise UnknownOutcomeError(
            f"{document.file_name} may have been uploaded: the answer was lost",
            reason=error.reason or error.message,
            hint="Once the network is back, upload it again; a second upload replaces the first: "
            f"sinch-order attach {order.name} {attachment_id} FILE",
        ) from error
    for attachment in registration.attachments:
        if attachment.attachment_id == attachment_id:
            if attachment.file_name == document.file_name and attachment.upload_status != "FAILED":
                return
            break
    settle(work, order)
    raise UnreachableError(
        f"{document.file_name} did not arrive: the connection was lost on the way",
        reason=error.reason or error.message,
        hint=f"Upload it again: sinch-order attach {order.name} {attachment_id} FILE",
    ) from error


def undecided(order: Order) -> StateError:
    """Why an order is not reserved once more after an attempt whose answer was lost."""
    since = order.intent.at if order.intent else ""
    return StateError(
        f"an earlier attempt to reserve {order.name} has an unknown outcome (since {since})",
        reason="the server may hold the number for you, and a second order would cost twice",
        hint=f"See what is known: sinch-order status {order.name}\n"
        f"Reserve all the same: sinch-order create --from {order.name} --again --yes",
        details=[{"name": order.name, "phoneNumbers": order.phone_numbers}],
    )


def explain_lost_create(work: Work, order: Order) -> UnknownOutcomeError:
    """What can be found out after the answer to createNumberOrder was lost.

    There is no list of orders (FACTS.md); but a number that is still free was not reserved, and
    one that is not was most likely reserved by us. A free number settles the intent.
    """
    number = (order.phone_numbers or [""])[0]
    details = [{"name": order.name, "phoneNumber": number or None}]
    again = f"sinch-order create --from {order.name} --again --yes"
    message = f"{order.name} may be reserved: the answer to the order was lost"
    if not number:
        return UnknownOutcomeError(
            message,
            reason="the API has no list of orders, and an order by quantity names no number",
            hint=f"Ask Sinch whether the order exists, or reserve once more: {again}",
            details=details,
        )
    try:
        work.api.get_available_number(number)
    except NotFoundError:
        return UnknownOutcomeError(
            message,
            reason=f"{number} is not free any more, so most likely it was reserved by this order; "
            "the API has no list of orders to find its id. It is let go of within 48 hours.",
            hint=f"Ask Sinch for the order's id, then: {adopt_command(order)}\n"
            f"or choose another number, or try this one again: {again}",
            details=[{**details[0], "free": False}],
        )
    except SinchOrderError:
        return UnknownOutcomeError(
            message,
            reason="the server can't be asked now whether the number is still free",
            hint="Once the network is back, look whether the number is still found: "
            f"sinch-order search {order.region_code} {order.number_type} --pattern {number}\n"
            f"If it is, nothing was reserved: {again}",
            details=details,
        )
    settle(work, order)
    return UnknownOutcomeError(
        f"{order.name} is not reserved: the answer to the order was lost",
        reason=f"{number} is still free, so nothing was reserved",
        hint=f"Reserve it: sinch-order create --from {order.name} --yes",
        details=[{**details[0], "free": True}],
    )
