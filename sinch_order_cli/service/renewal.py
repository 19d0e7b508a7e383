"""Create an order from an earlier one: its current state, the number, and the errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch_order_cli.errors import NotFoundError, Suggestion, UnknownOutcomeError
from sinch_order_cli.service.workspace import Workspace

if TYPE_CHECKING:
    from sinch_order_cli.api.order_models import AvailableNumber
    from sinch_order_cli.workflow.model import Order


def fetch_current(workspace: Workspace, old: Order, *, again: bool) -> Order:
    """Return the order's current state on the server.

    Raises:
        UnknownOutcomeError: the server doesn't know it, but it may still be active.
    """
    try:
        with workspace.current(old.name) as found:
            return found
    except NotFoundError as error:
        old = workspace.store.load(old.name)
        if again or (
            workspace.confirm(
                f"Order again with the details of {old.name}?",
                flag="--again",
                help=[f"{error.message}. The order may still exist."],
            )
        ):
            return _replaceable(old)
        raise UnknownOutcomeError(
            f"{old.name} may still exist: {error.message}",
            reason=error.reason,
            hint=[
                Suggestion("status", old.name, say="To check again"),
                "Or order again anyway with create --again, which may order twice.",
            ],
            details=[{"name": old.name, "idNumberOrder": old.id_number_order}],
        ) from error


def _replaceable(old: Order) -> Order:
    """Return the order, marked as one that a new order can replace; its file is not changed."""
    from sinch_order_cli.workflow.states import EXPIRED

    old.server = {**(old.server or {}), "state": EXPIRED.name}
    return old


def need_number(workspace: Workspace, order: Order, old: Order, *, or_similar: bool) -> None:
    """Check that the number of a renewed order is available; use another only if allowed.

    Raises:
        NotFoundError: it is not; the hint names an available one.
    """
    from sinch_order_cli.text import phone
    from sinch_order_cli.workflow.reorder import is_available, similar_number, use_number

    api = workspace.api(order.project_id)
    if is_available(api, order):
        return
    number = order.phone_numbers[0]
    if _own_order(workspace, number, but=order.name):
        raise _not_available(workspace, order, None)
    similar = similar_number(api, order, old)
    if not (or_similar or workspace.accepts_similar(number, similar)):
        raise _not_available(workspace, order, similar)
    use_number(order, old, similar)
    workspace.warn(
        f"{phone(number)} is no longer available. Using {phone(similar.phone_number)}, "
        "a similar number."
    )


def _not_available(
    workspace: Workspace, order: Order, similar: AvailableNumber | None
) -> NotFoundError:
    number = order.phone_numbers[0]
    other = _own_order(workspace, number, but=order.name)
    if other is not None:
        return NotFoundError(
            f"{number} is not available",
            reason=f"your order {other.name} has already reserved it",
            hint=Suggestion("status", other.name, say="To see that order")
            if other.is_final
            else Suggestion("resume", other.name, say="To continue that order"),
            details=[{"phoneNumber": number, "name": other.name}],
        )
    hint: list[str | Suggestion] = [
        Suggestion("search", order.region_code, order.number_type, say="To see what is available")
    ]
    if similar is not None:
        hint.append(f"Or use {similar.phone_number}, a similar number, with --or-similar.")
    return NotFoundError(
        f"{number} is not available",
        reason=""
        if similar is None
        else f"{similar.phone_number} is available and has the same capabilities",
        hint=hint,
        details=[{"phoneNumber": number}],
    )


def _own_order(workspace: Workspace, number: str, *, but: str) -> Order | None:
    """Return the local order that has reserved a number, or None."""
    from sinch_order_cli.store.index import OrderIndex

    for other in OrderIndex(workspace.store).all_orders():
        ended = other.status.reorderable
        holds = other.server is not None and not ended and number in other.phone_numbers
        if holds and other.name != but:
            return other
    return None


def not_available(workspace: Workspace, order: Order, error: NotFoundError) -> NotFoundError:
    """Return the error for a reservation refused because its number, or quantity, is
    unavailable."""
    if order.phone_numbers:
        found = _not_available(workspace, order, None)
        found.reason = found.reason or error.reason
        return found
    return NotFoundError(
        "not enough numbers match",
        reason=error.reason,
        hint=Suggestion(
            "search", order.region_code, order.number_type, say="To see what is available"
        ),
    )
