"""Step 3, the one that can't be asked for again: a reservation is sent once, or knowingly again."""

from __future__ import annotations

from sinch_order_cli.errors import (
    InterruptedByUser,
    NotFoundError,
    SinchOrderError,
    StateError,
    StoreError,
    UnknownOutcomeError,
    UnreachableError,
)
from sinch_order_cli.workflow.doubt import adopt_command, decide, find_out, unknown
from sinch_order_cli.workflow.order import Order
from sinch_order_cli.workflow.work import Work, intend, learn, settle


def create(work: Work, order: Order, *, again: bool = False) -> None:
    """Step 3: reserve. The clock starts with the answer.

    An earlier attempt at the same whose outcome is not known is settled first, and so is this
    one's where its answer is lost: a number that is still free was not reserved, and is tried
    once more.

    Args:
        again: go on although an earlier attempt may have worked; the operator said so.

    Raises:
        StateError: it is reserved already, or another program is about to reserve the same.
        NotFoundError: the number is gone.
        DataError: the server does not take the order.
        UnknownOutcomeError: this attempt, or an earlier one, may have worked.
        InterruptedByUser: stopped while it is not known whether it worked.
    """
    if order.server is not None:
        raise StateError(
            f"{order.name} is reserved already", hint=f"See it: sinch-order status {order.name}"
        )
    with work.rivals(order) as rivals:
        undecided = [one for one in (order, *rivals) if one.is_undecided]
        if not again:
            for one in undecided:
                decide(work, one)
        try:
            _reserve(work, order)
        except UnknownOutcomeError as error:
            decide(work, order, error.reason or error.message)
            _reserve_again(work, order)
        except NotFoundError as error:
            if undecided and again:
                raise _still_unknown(work, undecided[0], error) from error
            raise
        for rival in undecided[1:] if order in undecided else undecided:
            settle(work, rival)


def _reserve_again(work: Work, order: Order) -> None:
    """Once more, after an attempt that seems to have come to nothing."""
    try:
        _reserve(work, order)
    except (UnknownOutcomeError, NotFoundError) as error:
        # Gone now, free a moment ago: the first attempt may have been slower than the look.
        raise _still_unknown(work, order, error) from error


def _still_unknown(work: Work, order: Order, error: SinchOrderError) -> SinchOrderError:
    """What an attempt after another one ends in: unknown, or where nothing is reserved, that."""
    if order.intent is None:
        intend(work, order, "create")
    doubt = find_out(work, order)
    if not doubt.free:
        return unknown(order, doubt, error.reason or error.message)
    if isinstance(error, NotFoundError):
        return error
    return UnreachableError(
        f"{order.name} was not reserved: the answer was lost, twice",
        reason=f"{error.reason or error.message} But {doubt.reason}.",
        hint="Nothing was reserved; run the same command again.",
    )


def _reserve(work: Work, order: Order) -> None:
    """Send createNumberOrder, with the intent saved before and the answer right after."""
    intend(work, order, "create")
    try:
        with work.patience():
            answer = work.api.create_number_order(order.request)
            learn(work, order, answer)
            order.intent = None
            _save_reserved(work, order)
    except (UnknownOutcomeError, StoreError):
        raise
    except KeyboardInterrupt as error:
        if isinstance(error.__cause__, StoreError):
            raise error.__cause__ from None
        if order.server is not None:
            raise InterruptedByUser(
                f"{order.name} is reserved; stopped there.",
                hint=f"Go on with: sinch-order resume {order.name}",
            ) from error
        if _is_certain(error.__cause__):
            settle(work, order)
            raise
        raise InterruptedByUser(
            f"Stopped while {order.name} was being reserved: it may have worked.",
            hint=f"See what came of it: sinch-order status {order.name}",
        ) from error
    except SinchOrderError:
        settle(work, order)
        raise


def _is_certain(error: BaseException | None) -> bool:
    """Whether a request that ended in this has certainly done nothing."""
    return isinstance(error, SinchOrderError) and not isinstance(error, UnknownOutcomeError)


def _save_reserved(work: Work, order: Order) -> None:
    try:
        work.save(order)
    except StoreError as error:
        raise StoreError(
            f"{order.name} is reserved as {order.id_number_order}, but that can't be kept here",
            reason=f"{error.message}: {error.reason}" if error.reason else error.message,
            hint=f"Note the id. {error.hint}\nThen take it up: {adopt_command(order)}",
            details=[{"name": order.name, "idNumberOrder": order.id_number_order}],
        ) from error
