"""Step 3, reserving, which can't be repeated safely: each request is sent once, or knowingly
again."""

from __future__ import annotations

from msgspec.structs import replace

from sinch_order_cli.api.models import Reserved
from sinch_order_cli.api.order_models import AvailableNumber
from sinch_order_cli.errors import (
    DataError,
    InterruptedByUser,
    NotFoundError,
    RateLimitedError,
    SinchOrderError,
    StateError,
    StoreError,
    Suggestion,
    UnknownOutcomeError,
)
from sinch_order_cli.workflow.attempts import (
    Attempt,
    abandon,
    decide,
    is_elsewhere,
    record,
    refuse_competing,
    seconds_until_over,
    unknown_attempts,
    update,
)
from sinch_order_cli.workflow.context import Context, apply_server_state
from sinch_order_cli.workflow.model import Order, timestamp
from sinch_order_cli.workflow.request_flags import name_flags
from sinch_order_cli.workflow.unknown_outcome import import_command, unknown

__all__ = ["create", "look"]


def create(context: Context, order: Order, *, again: bool = False) -> None:
    """Step 3: reserve. The reservation's time starts with the answer.

    If the outcome of an attempt is unknown, be it an earlier one or this one, the same number is
    requested at most one more time, and only while it is available. A quantity is never requested
    again.

    Args:
        again: abandon the earlier attempts with unknown outcome, as the user decided.

    Raises:
        StateError: it is reserved already, or was attempted in another project or at another host.
        NotFoundError: the number is no longer available.
        DataError, AuthError: the server refuses the order.
        UnreachableError: nothing was sent, or the rate limit was reached.
        UnknownOutcomeError: this attempt, or an earlier one, may have reserved.
        InterruptedByUser: interrupted before the outcome was known.
    """
    if order.server is not None:
        raise StateError(
            f"{order.name} is already reserved",
            hint=Suggestion("status", order.name, say="To see it"),
        )
    need_same_place(context, order)
    if again:
        abandon(order)
    tries = 2
    if order.may_be_reserved:
        available = look(context, order)
        if order.may_be_reserved:
            if not available or any(one.body != order.request for one in unknown_attempts(order)):
                raise unknown(order, available)
            tries = 1
            context.note(
                f"An earlier attempt to reserve {order.phone_numbers[0]} got no answer, and the "
                "number is still available. Reserving again."
            )
    _reserve(context, order, tries)


def need_same_place(context: Context, order: Order) -> None:
    """Raise if attempts would be checked or repeated in another place than they were made.

    Raises:
        StateError: an attempt was made in another project, or at another host.
    """
    for attempt in unknown_attempts(order):
        if is_elsewhere(attempt, context.host):
            raise StateError(
                f"{order.name} may have been reserved at {attempt.host}, not at {context.host}",
                reason="an attempt can be checked only at the host it was sent to",
                hint="Set SINCH_NUMBERS_URL to that host, then run the command again.",
                details=[{"name": order.name, "host": attempt.host}],
            )


def look(context: Context, order: Order) -> bool | None:
    """Decide unknown attempts as far as checking their number allows.

    Returns:
        Whether the number is available; None for a quantity, or if the server can't be asked.
    """
    numbers = {one.phone_number for one in unknown_attempts(order)}
    if not numbers or "" in numbers:
        return None
    found = {number: _is_available(context, number) for number in numbers}
    for attempt in unknown_attempts(order):
        _judge(context, order, attempt, found[attempt.phone_number])
    context.save(order)
    return None if None in found.values() else all(found.values())


def _is_available(context: Context, number: str) -> bool | None:
    try:
        answer: AvailableNumber = context.api.get_available_number(number)
    except NotFoundError:
        return False
    except SinchOrderError:
        return None
    return True if answer.phone_number == number else None


def _judge(context: Context, order: Order, attempt: Attempt, available: bool | None) -> None:
    """Refuse an attempt if the check shows that it reserved nothing and no longer can."""
    reading = None if available is None else context.reading()
    after, seconds = seconds_until_over(attempt, reading)
    again = timestamp(context.now() + max(seconds, 0) + 1)
    after = update(order, attempt, replace(after, look_again_at=again))
    if available and (seconds <= 0 or attempt.status == 429):
        decide(order, after, "refused")


def _reserve(context: Context, order: Order, tries: int) -> None:
    """Send createNumberOrder; repeat it for the same number if `tries` allows it.

    A 429 means that nothing was done, so it doesn't count as a try.
    """
    limited = 0
    while True:
        try:
            _attempt(context, order)
            return
        except RateLimitedError as error:
            limited += 1
            if order.may_be_reserved and not look(context, order):
                raise unknown(order, None, error.reason) from error
            if not order.phone_numbers or not context.api.pause(error, limited):
                _raise_most_serious(order, error)
        except UnknownOutcomeError as error:
            tries -= 1
            available = look(context, order)
            if not available or tries < 1 or not context.api.pause(error, 1):
                raise unknown(order, available, error.reason or error.message) from error
            context.note(
                f"No answer to the reservation of {order.phone_numbers[0]} was received, and the "
                "number is still available. Reserving again."
            )
        except (StoreError, InterruptedByUser):
            raise
        except SinchOrderError as error:
            _raise_most_serious(order, error)


def _raise_most_serious(order: Order, error: SinchOrderError) -> None:
    """Raise `error`, unless an earlier attempt may have reserved, which is more important."""
    if order.may_be_reserved:
        raise unknown(order, None, error.reason or error.message) from error
    raise error


def _attempt(context: Context, order: Order) -> None:
    """Send createNumberOrder; save the attempt before, and its outcome right after."""
    offset = context.api.clock_offset
    attempt = Attempt(
        body=dict(order.request),
        project_id=order.project_id,
        host=context.host,
        sent_at=timestamp(context.now()),
        server_date=None if offset is None else context.now() + offset,
        time_limit=context.api.time_limit,
    )
    record(order, attempt)
    context.save(order)
    try:
        with context.patience():
            _take(context, order, attempt, context.api.create_number_order(attempt.body))
    except StoreError:
        raise
    except KeyboardInterrupt as error:
        _stopped(context, order, attempt, error)
    except RateLimitedError:
        if attempt.phone_number:
            update(order, attempt, replace(attempt, status=429))
        else:
            decide(order, attempt, "refused")
        context.save(order)
        raise
    except UnknownOutcomeError as error:
        update(order, attempt, replace(attempt, status=error.status or 0))
        context.save(order)
        raise
    except SinchOrderError as error:
        decide(order, attempt, "refused")
        context.save(order)
        if isinstance(error, DataError):
            raise name_flags(error, attempt.body) from error
        raise
    _complete(context, order)
    if attempt.phone_number and attempt.phone_number in order.reserved_numbers:
        if refuse_competing(order, attempt):
            context.save(order)
        context.reserved(order, attempt)


def _take(context: Context, order: Order, attempt: Attempt, answer: Reserved) -> None:
    """Save the reservation, first of all its order ID."""
    decide(order, attempt, "reserved", answer.id_number_order)
    order.server = {"idNumberOrder": answer.id_number_order}
    if answer.order is not None:
        apply_server_state(context, order, answer.order)
    _save_reserved(context, order)


def _save_reserved(context: Context, order: Order) -> None:
    """Save an order that was just reserved; if that fails, the error contains its ID."""
    try:
        with context.shield():
            context.save(order)
    except StoreError as error:
        raise StoreError(
            f"{order.name} is reserved as {order.id_number_order}, but can't be saved here",
            reason=error.in_one_line,
            hint=["Note the order ID.", *error.hints, import_command(order, say="To import it")],
            details=[{"name": order.name, "idNumberOrder": order.id_number_order}],
        ) from error


def _complete(context: Context, order: Order) -> None:
    """Fetch the order if the response to its creation contained little more than its ID."""
    if order.state:
        return
    try:
        apply_server_state(context, order, context.api.get_number_order(order.id_number_order))
    except SinchOrderError as error:
        context.note(
            Suggestion(
                "status",
                order.name,
                say=f"{order.name} is reserved as {order.id_number_order}, but the rest of the "
                f"answer could not be read ({error.message}). To see the order",
            )
        )
        return
    context.save(order)


def _stopped(context: Context, order: Order, attempt: Attempt, error: KeyboardInterrupt) -> None:
    """Handle Ctrl-C during the request: raise what is known, and how to continue."""
    cause = error.__cause__
    if isinstance(cause, StoreError):
        raise cause from None
    if order.server is not None:
        _save_reserved(context, order)  # the interrupt may have come right before the save
        raise InterruptedByUser(
            f"{order.name} is reserved. Stopped before the next step.",
            hint=Suggestion("resume", order.name, say="To continue"),
        ) from error
    if isinstance(cause, SinchOrderError) and not isinstance(
        cause, UnknownOutcomeError | RateLimitedError
    ):
        decide(order, attempt, "refused")
        context.save(order)
        raise error
    raise InterruptedByUser(
        f"Interrupted while reserving {order.name}; it may have gone through.",
        hint=Suggestion("status", order.name, say="To check"),
    ) from error
