"""Update an order from the server, when a step failed or the file may be outdated."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NoReturn

from msgspec.structs import replace

from sinch_order_cli.api.models import Registration
from sinch_order_cli.errors import (
    ChangedElsewhereError,
    DataError,
    Hint,
    NotFoundError,
    SinchOrderError,
    StateError,
    Suggestion,
)
from sinch_order_cli.kyc import read_form
from sinch_order_cli.workflow import numbers
from sinch_order_cli.workflow.attempts import Attempt, adopt_id
from sinch_order_cli.workflow.context import Context, apply_server_state, note_registration
from sinch_order_cli.workflow.create_request import NUMBER_TYPES, is_region_code
from sinch_order_cli.workflow.for_customer import note_sources
from sinch_order_cli.workflow.model import (
    CHOICES,
    Action,
    Order,
    timestamp,
)
from sinch_order_cli.workflow.states import UNUSABLE
from sinch_order_cli.workflow.unknown_outcome import import_command, made_by, mismatches, unknown


def refresh(context: Context, order: Order) -> Registration:
    """Fetch the order and its registration, and update the local order.

    This decides the outcome of uploads, and of accepted submits. A registration by someone else
    replaces answers that were registered from here; answers not sent yet stay. Both are reported,
    and no local input is lost.

    Raises:
        NotFoundError: the server no longer knows the order.
    """
    later = context.api.begin_get_registration(order.id_number_order)
    try:
        apply_server_state(context, order, context.api.get_number_order(order.id_number_order))
    except NotFoundError as error:
        raise _gone(context, order) from error
    registration = _or_empty(later)
    note_registration(order, registration, context.now())
    _compare_answers(context, order, registration.data)
    if order.intent is not None and (
        order.intent.action != "submit" or was_submitted(order, order.intent.detail)
    ):
        order.intent = None
    context.save(order)
    return registration


def was_submitted(order: Order, state_before: str) -> bool:
    """Return True if the state has changed since a submit without an answer, so it was accepted."""
    return order.state != state_before and order.status.submitted


def look_first(context: Context, order: Order, step: Action) -> Registration:
    """Update the order from the server before a step that changes it.

    Raises:
        StateError: the order doesn't allow the step; the error says why and lists alternatives.
        ChangedElsewhereError: someone else changed the registration since it was last read.
        NotFoundError: the server no longer knows the order.
    """
    need_reserved(order)
    if order.is_final:
        raise state_error(order, step)
    known = order.registered, order.answers
    registration = refresh(context, order)
    need_created(order, step)
    if order.registered is not None and order.registered not in known:
        raise _changed_elsewhere(order, step)
    return registration


_CONFIGURATIONS = ("smsConfiguration", "voiceConfiguration")
"""The members that an imported order copies to its request."""


def adopt(context: Context, order: Order, id_number_order: str) -> None:
    """Fill a local order from the server's, which decides the attempt that created it.

    Local answers are replaced by the server's, and stored separately.

    Raises:
        NotFoundError: the server does not know it, or it is not what this order requested.
    """
    if order.server is None and order.attempts:
        _need_fit(context, order, id_number_order)
    before = copy.deepcopy(order)
    try:
        # Save only when everything is known, so that a failed import doesn't change the file.
        _fill(replace(context, save=lambda _: None), order, id_number_order)
        context.save(order)
    except BaseException:
        for name in Order.__struct_fields__:
            setattr(order, name, getattr(before, name))
        raise


def _fill(context: Context, order: Order, id_number_order: str) -> None:
    before, mine = order.answers_before, order.answers
    order.server = {**(order.server or {}), "idNumberOrder": id_number_order}
    if mine is not None:
        order.answers, order.answers_before, order.registered_at = None, mine, ""
    refresh(context, order)
    if mine is not None and order.answers in (None, mine):
        order.answers, order.answers_before = mine, before
    elif mine is not None:
        order.changed_elsewhere = True
    server, raw = order.at_server, order.server
    if is_region_code(server.region_code):
        order.region_code = server.region_code
    if server.number_type in NUMBER_TYPES:
        order.number_type = server.number_type
    order.request = {**order.request, **{key: raw[key] for key in _CONFIGURATIONS if raw.get(key)}}
    made = Attempt(
        body=dict(order.request),
        project_id=order.project_id,
        host=context.host,
        sent_at=server.create_time or timestamp(context.now()),
    )
    offset = context.api.clock_offset or 0.0
    maker = made_by(order, server, order.project_id, context.host, offset)
    attempt = adopt_id(order, id_number_order, maker or made)
    if chosen := {key: attempt.body[key] for key in CHOICES if key in attempt.body}:
        rest = {key: value for key, value in order.request.items() if key not in CHOICES}
        order.request = {**rest, **chosen}


def _need_fit(context: Context, order: Order, id_number_order: str) -> None:
    """Raise if an ID belongs to another order than the one that may have been reserved."""
    try:
        found = context.api.get_number_order(id_number_order)
    except NotFoundError as error:
        raise _gone(context, Order(server={"idNumberOrder": id_number_order})) from error
    if problems := mismatches(order, found, order.project_id, context.host):
        raise NotFoundError(
            f"{id_number_order} doesn't match the request of {order.name}",
            reason=", ".join(
                f"its {one.what} is {one.found}, not {one.asked or 'that'}" for one in problems
            ),
            hint=import_command(
                order,
                say="Check the ID. To import that order beside this one",
                order_id=id_number_order,
                name="NAME",
            ),
        )


def get_registration(context: Context, order: Order) -> Registration:
    """Return the registration, or an empty one if nothing has been registered."""
    return _or_empty(lambda: context.api.get_registration(order.id_number_order))


def _or_empty(ask: Callable[[], Registration]) -> Registration:
    try:
        return ask()
    except NotFoundError:
        return Registration()


def _compare_answers(context: Context, order: Order, data: Any) -> None:
    """Update the answers from the server's registration, without losing local input."""
    if data is None:
        if order.status.changeable:  # answers taken for registered are not, and can still be sent
            order.registered, order.registered_at = None, ""
        return
    seen, order.registered = order.registered, data
    if order.answers is None or order.answers == data:
        order.answers = data
        order.registered_at = order.registered_at or timestamp(context.now())
    elif data != seen and order.registered_at:
        note_sources(order, data, {})
        if not order.changed_elsewhere:  # else they were typed elsewhere, too
            order.answers_before = order.answers
        order.answers, order.changed_elsewhere = data, True
        context.note(
            f"The registration of {order.name} was changed elsewhere: the server's answers "
            "replaced yours. Yours are saved in the order's file as answersBefore."
        )
    elif data != seen:
        context.note(
            f"The registration of {order.name} was changed elsewhere. Your answers that were not "
            "sent yet are unchanged."
        )


def _changed_elsewhere(order: Order, step: Action) -> ChangedElsewhereError:
    again: dict[str, Hint] = {
        "register": [
            Suggestion("register", order.name, say="To send yours instead"),
            import_command(order, say="Or to use the server's"),
        ],
        "submit": [
            Suggestion("register", order.name, say="To see it", show=True),
            Suggestion("submit", order.name, say="Then, to submit it unchanged"),
        ],
    }
    return ChangedElsewhereError(
        f"the registration of {order.name} was changed elsewhere, so nothing was sent",
        reason="it has changed since this machine last read it",
        hint=again.get(step, "If you expect that change, run the command again."),
        details=[{"name": order.name, "step": step}],
    )


def _gone(context: Context, order: Order) -> NotFoundError:
    """Return the error for an order missing on the server. This proves nothing, so the order keeps
    its last known state."""
    if order.name and not order.not_found_since:
        order.not_found_since = timestamp(context.now())
        context.save(order)
    again = [
        Suggestion("status", order.name, say="To check again"),
        Suggestion("forget", order.name, say="To delete it here"),
    ]
    return NotFoundError(
        f"the order {order.name} ({order.id_number_order}) was not found on the server, since "
        f"{order.not_found_since}"
        if order.name
        else f"the order {order.id_number_order} was not found on the server",
        reason="it may be deleted, belong to another project, or still exist"
        if order.name
        else "it may be deleted, or belong to another project",
        hint=again if order.name else "Check the order ID and the project, with --project ID.",
        details=[{"name": order.name or None, "idNumberOrder": order.id_number_order}],
    )


def need_created(order: Order, step: Action) -> None:
    """Raise if the order's last known state doesn't allow a step.

    A BLOCKED order can be corrected and submitted again (inferred from the reviewers needing
    something); the server decides.

    Raises:
        StateError: it is not reserved yet, already submitted, or final.
    """
    need_reserved(order)
    if not order.status.changeable:
        raise state_error(order, step)


def need_reserved(order: Order) -> None:
    """Raise if the order doesn't exist on the server.

    Raises:
        StateError: it is not reserved yet.
        UnknownOutcomeError: it may be reserved.
    """
    if order.may_be_reserved:
        raise unknown(order, None)
    if order.server is None:
        raise StateError(
            f"{order.name} is not reserved yet",
            reason="an order exists on the server only once it is reserved",
            hint=Suggestion("resume", order.name, say="To continue"),
        )


def state_error(order: Order, step: str) -> StateError:
    """Return the error for a `step` that the order's state doesn't allow, with the alternatives."""
    status = order.status
    hint = Suggestion("status", order.name, say="To see it")
    if status.reorderable:
        what = "To start a new order with the same answers"
        if status.rejected:
            what = "To correct the answers in a new order"
        hint = Suggestion("create", say=what, from_=order.name)
    elif not status.decided:
        hint = Suggestion("status", order.name, say="To watch it", watch=True)
    return StateError(
        f"{order.name} {status.told}",
        reason=status.reason or f"'{step}' is not possible in this state",
        hint=hint,
        details=[{"name": order.name, "state": order.state, "step": step}],
    )


def raise_actual_reason(
    context: Context,
    order: Order,
    step: Action,
    error: SinchOrderError,
    to: SinchOrderError | None = None,
) -> NoReturn:
    """Raise the real reason why `step` was refused.

    This is the order's state on the server if it forbids the step, else `to`, a better description
    of the refusal, or the refusal itself.
    """
    try:
        apply_server_state(context, order, context.api.get_number_order(order.id_number_order))
    except NotFoundError:
        raise _gone(context, order) from error
    except SinchOrderError:
        raise (to or error) from error
    context.save(order)
    need_created(order, step)
    raise (to or error) from error


def _refuse_wrong_numbers(order: Order) -> None:
    """Raise if the answers contain other numbers than the order's."""
    form = read_form(order.lookup.raw if order.lookup else None)
    found = numbers.problems(form, order.answers, order.phone_numbers)
    if not found:
        return
    raise DataError(
        f"{order.name} can't be submitted: its answers and its numbers differ",
        reason=" ".join(one.problem for one in found[:3]),
        hint=Suggestion("register", order.name, say="To correct them", renumber=True),
        details=[{"path": one.path, "problem": one.problem, "given": one.number} for one in found],
    )


def refuse_incomplete(order: Order) -> None:
    """Raise if the registration or a required document is missing."""
    _refuse_wrong_numbers(order)
    step = order.step
    if step == "register":
        raise StateError(
            f"{order.name} can't be submitted yet: its registration has not been sent",
            hint=[
                Suggestion("register", order.name, say="To send it", answers="FILE"),
                Suggestion("check", order.name, say="Or to see what is missing"),
            ],
            details=[{"where": "registration", "problem": "has not been sent"}],
        )
    if step == "attach":
        missing = order.missing_attachments
        unusable = any(one in order.attachments for one in missing)
        kind = DataError if unusable else StateError
        why = {
            one: UNUSABLE.meaning if one in order.attachments else "not uploaded" for one in missing
        }
        form = read_form(order.lookup.raw if order.lookup else None)
        titles = {one.id: one.title for one in form.attachments}
        raise kind(
            f"{order.name} can't be submitted yet: {len(missing)} required "
            f"{'document is' if len(missing) == 1 else 'documents are'} missing",
            hint=Suggestion("attach", order.name, missing[0], "FILE", say="To upload"),
            details=[
                {
                    "where": f"attachments.{one}",
                    "title": titles.get(one, ""),
                    "problem": why[one],
                }
                for one in missing
            ],
        )
