"""The six steps, each implemented once for the wizard, `resume` and the commands.

A step changes the order passed in and calls `save` before a request that can't be repeated and
after every answer, so that a crash at any time leaves a file with all that is known. If the server
refuses a step, the order is fetched and the real reason reported: it has expired, was submitted
elsewhere, or no longer exists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sinch_order_cli.api.models import Registration
from sinch_order_cli.errors import (
    DataError,
    NotFoundError,
    SinchOrderError,
    StateError,
    StoreError,
    Suggestion,
    UnknownOutcomeError,
    UnreachableError,
)
from sinch_order_cli.kyc import read_form
from sinch_order_cli.workflow.context import (
    Context,
    apply_server_state,
    clear_intent,
    note_registration,
    record_intent,
)
from sinch_order_cli.workflow.model import Lookup, Order, timestamp
from sinch_order_cli.workflow.reconcile import TOO_MANY, may_be_submitted, settle_submit
from sinch_order_cli.workflow.registration import number_problems, refuse
from sinch_order_cli.workflow.reservation import create
from sinch_order_cli.workflow.sync import (
    look_first,
    need_reserved,
    raise_actual_reason,
    refresh,
    refuse_incomplete,
    was_submitted,
)
from sinch_order_cli.workflow.upload import attach
from sinch_order_cli.workflow.violations import name_fields

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi

__all__ = ["attach", "create", "look_up", "read_lookup", "register", "submit"]


def look_up(api: NumbersApi, region_code: str, number_type: str, now: float) -> Lookup:
    """Step 1: look up the country's requirements. Nothing is changed on the server."""
    answer = api.lookup_number_requirements(region_code, number_type)
    return read_lookup(None if answer is None else answer.raw, now)


def read_lookup(raw: dict[str, Any] | None, now: float) -> Lookup:
    """Convert the lookup's response for an order; None means that there are no requirements."""
    form = read_form(raw)
    return Lookup(
        looked_up_at=timestamp(now),
        raw=raw,
        needs_registration=form.has_fields,
        attachments=tuple(attachment.id for attachment in form.attachments),
        mandatory_attachments=tuple(a.id for a in form.attachments if a.mandatory),
    )


def register(context: Context, order: Order, data: Any, *, checked: bool = True) -> None:
    """Step 4: send the whole registration. Idempotent: it can be sent any number of times.

    Args:
        checked: the data are valid by the form, and are saved whatever the server answers;
            otherwise only once it accepts them.

    Raises:
        DataError: the server refuses them; `details` name the fields, with paths where known.
        ChangedElsewhereError: someone else changed them since they were last read.
        StateError, NotFoundError: the order no longer accepts a registration.
        UnreachableError: they did not arrive, as far as known.
    """
    need_reserved(order)
    if checked and data != order.answers:
        order.answers, order.registered_at = data, ""
        context.save(order)
    look_first(context, order, "register")
    if checked:
        _refuse_other_numbers(order, data)
    known = order.registered
    before = order.answers, order.registered_at, order.changed_elsewhere
    order.answers, order.registered_at, order.changed_elsewhere = data, "", False
    if checked:
        context.save(order)
    try:
        _register(context, order, data)
    except BaseException:
        if not checked:
            order.answers, order.registered_at, order.changed_elsewhere = before
            if order.registered != known:  # a look found other answers on the server meanwhile
                order.registered_at = ""
            context.save(order)
        raise


def _refuse_other_numbers(order: Order, data: Any) -> None:
    """Check the numbers in the answers, now that the server has stated the order's own.

    Raises:
        DataError: they contain other numbers.
    """
    if order.lookup is None or not order.reserved_numbers:
        return
    form = read_form(order.lookup.raw, order.region_code)
    if problems := number_problems(form, data, order.reserved_numbers):
        raise refuse(
            problems,
            Suggestion("register", order.name, say="To correct them", set="PATH=VALUE"),
        )


def _register(context: Context, order: Order, data: Any) -> None:
    """Send the registration; if nothing confirms it, ask the server."""
    try:
        answer = context.api.update_registration(order.id_number_order, data)
        if answer.data is None:  # the API returns what it stored; a gateway may answer 200, too
            raise UnreachableError(
                f"the server did not confirm the registration of {order.name}",
                reason="its response does not contain the answers",
                hint=Suggestion("register", order.name, say="To send them again"),
            )
    except DataError as error:
        raise_actual_reason(context, order, "register", error, to=name_fields(order, data, error))
    except (NotFoundError, StateError) as error:
        raise_actual_reason(context, order, "register", error)
    except UnreachableError:
        if _is_registered(context, order):
            return
        raise
    order.registered_at = timestamp(context.now())
    order.registered = answer.data
    note_registration(order, answer, context.now())
    context.save(order)


def _is_registered(context: Context, order: Order) -> bool:
    """Return True if a registration without an answer has arrived."""
    try:
        refresh(context, order)
    except SinchOrderError:
        return False
    return bool(order.registered_at)


def submit(
    context: Context, order: Order, *, ready: Callable[[Order, Registration], None] | None = None
) -> None:
    """Step 6: submit the order to the reviewers.

    Args:
        ready: called with the registration right before submitting, if nothing else is missing; it
            can wait until the server has checked the documents, or raise.

    Raises:
        StateError: an earlier step is incomplete, or the order was already submitted or is final.
        ChangedElsewhereError: someone else changed the registration since it was last read.
        DataError: the server refuses the order.
        UnreachableError: it was certainly not submitted; submit again.
        UnknownOutcomeError: it may have been submitted, or may still be.
    """
    need_reserved(order)
    if _arrived_before(context, order):
        return
    registration = look_first(context, order, "submit")
    refuse_incomplete(order)
    if ready is not None:
        ready(order, registration)
        refuse_incomplete(order)  # a document may have failed or gone meanwhile
    if not _submit(context, order) and not _submit(context, order):
        shown = order.state or "not submitted"
        if order.intent is None:
            raise UnreachableError(
                f"{order.name} is not submitted: the server is too busy",
                status=TOO_MANY,
                reason=f"it still shows {shown}",
                hint=Suggestion("submit", order.name, say="To submit again later"),
            )
        raise may_be_submitted(order, f"it was lost twice, and the server still shows {shown}")
    order.submitted_at = order.submitted_at or timestamp(context.now() + order.clock_offset)
    order.intent = None
    try:
        context.save(order)
    except StoreError as error:
        raise StoreError(
            f"{order.name} is submitted, but that can't be saved here",
            reason=error.in_one_line,
            hint=[
                *error.hints,
                Suggestion("status", order.name, say="Nothing needs to be sent again. To check"),
            ],
            details=[{"name": order.name, "idNumberOrder": order.id_number_order}],
        ) from error


def _arrived_before(context: Context, order: Order) -> bool:
    """Return True if an earlier submit without an answer was accepted."""
    if order.intent is None or order.intent.action != "submit":
        return False
    before = order.intent.detail or order.state
    refresh(context, order)
    if not was_submitted(order, before):
        return False
    order.intent = None
    context.save(order)
    context.note(
        f"{order.name} was already submitted by an earlier attempt. Nothing was sent again."
    )
    return True


def _submit(context: Context, order: Order) -> bool:
    """Submit. Return True if it was accepted; if there is no answer, ask the server."""
    earlier = order.intent is not None and order.intent.action == "submit"
    before = order.intent.detail if earlier and order.intent else order.state
    record_intent(context, order, "submit", before)
    try:
        answer = context.api.submit_number_order(order.id_number_order)
    except UnknownOutcomeError as error:
        if settle_submit(context, order, error):
            return True
        if error.status == TOO_MANY and not earlier:
            clear_intent(context, order, "submit")
        context.api.pause(error, 1)
        return False
    except (DataError, NotFoundError, StateError) as error:
        # The refusal may be due to the earlier submit; if that can't be seen, it stays unknown.
        unsaid = error.in_one_line
        if earlier and settle_submit(context, order, UnknownOutcomeError(unsaid)):
            return True
        if not earlier:
            clear_intent(context, order, "submit")
        if isinstance(error, DataError):
            _ask_for_rules_again(context, order)
            _suggest_upload(order, error)
        raise_actual_reason(context, order, "submit", error)
    except SinchOrderError as error:
        if earlier and isinstance(error, UnreachableError):
            raise may_be_submitted(order, error.in_one_line) from error
        if not earlier:
            clear_intent(context, order, "submit")
        raise
    try:
        apply_server_state(context, order, answer)
        unsaid = f"the server still shows {order.name} as {order.state}"
    except UnreachableError as error:  # the answer is about another order
        unsaid = error.message
    # The old state, or another order's, confirms nothing.
    return was_submitted(order, before) or settle_submit(
        context, order, UnknownOutcomeError(unsaid)
    )


def _suggest_upload(order: Order, error: DataError) -> None:
    """Suggest to upload a document again that the server could not use, even an optional one."""
    for attachment_id, sent in order.attachments.items():
        if sent.status.unusable:
            say = f"The upload of {sent.file_name} failed. To upload it again"
            error.hints.insert(0, Suggestion("attach", order.name, attachment_id, "FILE", say=say))


def _ask_for_rules_again(context: Context, order: Order) -> None:
    """After a refusal, check if more is required than the lookup had shown. Its response may have
    been incomplete, or the country may have changed its requirements.

    Raises:
        StateError: something required is missing; the order now has the new requirements.
    """
    if order.lookup is None:
        return
    try:
        found = look_up(context.api, order.region_code, order.number_type, context.now())
    except SinchOrderError:
        return
    if found.raw is None or found.raw == order.lookup.raw:
        return
    order.lookup = found
    context.save(order)
    try:
        refuse_incomplete(order)
    except (DataError, StateError):
        place = f"{order.region_code} {order.number_type}"
        context.note(f"{place} requires more than the lookup showed.")
        raise
