"""Find the order that the same reservation request created before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from sinch_order_cli.errors import StateError, Suggestion, UnknownOutcomeError
from sinch_order_cli.service.open_orders import open_orders
from sinch_order_cli.service.workspace import Workspace

if TYPE_CHECKING:
    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.model import Order


class Sought(Struct, frozen=True, kw_only=True):
    """A reservation request, compared with local orders.

    Attributes:
        new: the order to create, with its project and customer: with `--from` the earlier order's,
            whatever the current project is.
        name: the name given for it, or "".
        again: the user accepts that it may be ordered twice.
    """

    new: Order
    name: str
    again: bool


def find_same(workspace: Workspace, sought: Sought) -> str:
    """Return the name of a local order for the same request, or "".

    One that is or may be reserved comes before one that was never sent.

    Raises:
        UnknownOutcomeError: an order with another request may have reserved the same.
        StateError: the name is another order's, or the request was attempted in another project.
    """
    from sinch_order_cli.workflow.unknown_outcome import may_have_reserved

    new = sought.new
    if sought.name:
        name = _named(workspace, sought)
        if not name and not sought.again:
            _warn_of_doubt(workspace, new)
        return name
    in_doubt: Order | None = None
    draft = ""
    for order in open_orders(workspace.store, new.request, again=sought.again):
        if is_same(workspace, sought, order):
            if order.server is not None or order.may_be_reserved:
                _need_same_project(new, order)
                return order.name
            draft = draft or order.name
        if may_have_reserved(order, new.request):
            in_doubt = order
    if in_doubt is not None and not sought.again:
        raise _other_request(in_doubt, "the details differ now")
    return draft


def need_no_doubt(store: OrderStore, order: Order) -> None:
    """Refuse to reserve with an existing order what another order may have reserved.

    Raises:
        UnknownOutcomeError: there is such an order, or one that can't be read.
    """
    from sinch_order_cli.workflow.unknown_outcome import may_have_reserved

    for other in open_orders(store, order.request, again=False):
        if other.name != order.name and may_have_reserved(other, order.request):
            raise _other_request(other, "it may have reserved the same")


def is_same(workspace: Workspace, sought: Sought, order: Order) -> bool:
    """Return True if a request refers to an existing order.

    To be checked again once the order is locked: another program may have changed it.
    """
    new = sought.new
    if new.earlier is not None and order.name == new.earlier.name:  # a draft that is reserved now
        same = order.request == new.request
        return same and _is_reserved_already(workspace, sought, order)
    return _fits(new, order) and (
        _is_same_intention(new, order)
        or (new.earlier is not None and _is_live(new, order))
        or _is_reserved_already(workspace, sought, order)
    )


def _fits(new: Order, order: Order) -> bool:
    """Return True if an order has the same request for the same customer, and no other answers."""
    if order.request != new.request or not _is_for(new, order):
        return False
    if new.earlier is not None:
        from sinch_order_cli.workflow.reorder import is_based_on

        return is_based_on(order, new.earlier)
    return not _has_other_answers(new, order)


def _has_other_answers(new: Order, order: Order) -> bool:
    """Return True if an order is not known to be reserved, and its answers are not from this
    command.

    They were typed in the wizard, or are those of another order, so their customer is unknown.
    """
    has_answers = order.server is None and order.answers is not None
    return has_answers and (not new.customer or order.customer != new.customer)


def _is_for(new: Order, order: Order) -> bool:
    """Return True if an existing order has the customer, or none yet."""
    return order.customer in ("", new.customer)


def _is_live(new: Order, order: Order) -> bool:
    """Return True if an order with the same basis is already reserved, so none is created."""
    return order.server is not None and not order.is_final and order.project_id == new.project_id


def _is_reserved_already(workspace: Workspace, sought: Sought, order: Order) -> bool:
    """Return True if the same command already reserved this order, possibly unseen, as it may have
    been killed right after.

    An unknown state is inconclusive, as the response may have been damaged.
    """
    from sinch_order_cli.workflow.attempts import is_elsewhere
    from sinch_order_cli.workflow.states import STATES

    known = STATES.get(order.state)
    went_on = order.submitted_at or (known is not None and (known.final or known.submitted))
    return (
        not sought.again
        and order.customer == sought.new.customer
        and order.server is not None
        and not went_on
        and order.project_id == sought.new.project_id
        and not any(is_elsewhere(one, workspace.source) for one in order.attempts)
    )


def _named(workspace: Workspace, sought: Sought) -> str:
    """Return the order with the given name, if it has the same request.

    Raises:
        StateError: its request differs, it has other answers, or it is for another customer.
    """
    from sinch_order_cli.workflow.for_customer import other_customer
    from sinch_order_cli.workflow.order_json import as_json

    name, new = sought.name, sought.new
    if not workspace.store.has(name):
        return ""
    order = workspace.store.load(name)
    if new.customer and not _is_for(new, order):
        raise other_customer(order, new.customer)
    if is_same(workspace, sought, order):
        _need_same_project(new, order)
        return name
    reason = "its details differ from yours"
    if order.server is not None:
        reason = f"that order is {order.status.label or 'reserved'}"
    elif order.request == new.request and not _fits(new, order):
        reason = "it has other answers, or those of a customer"
    raise StateError(
        f"an order named {name} already exists",
        reason=reason,
        hint=Suggestion("status", name, say="Choose another --name. To see that order"),
        details=[as_json(order)],
    )


def _warn_of_doubt(workspace: Workspace, new: Order) -> None:
    """Warn about an order that may have reserved the same as one with a name of its own."""
    from sinch_order_cli.workflow.unknown_outcome import may_have_reserved

    for order in open_orders(workspace.store, new.request, again=True):
        if may_have_reserved(order, new.request):
            say = f"{order.name} may have reserved the same, as no answer was received. To check it"
            workspace.warn(Suggestion("status", order.name, say=say))


def _is_same_intention(new: Order, order: Order) -> bool:
    """Return True if a repeated request refers to this order; in another project only if its
    outcome is unknown."""
    if order.may_be_reserved:
        return True
    here = order.project_id in ("", new.project_id)
    return here and (order.server is None or _differs(order))


def _differs(order: Order) -> bool:
    from sinch_order_cli.workflow.differences import differences

    return not order.is_final and bool(differences(order))


def _need_same_project(new: Order, order: Order) -> None:
    if not order.may_be_reserved or order.project_id in ("", new.project_id):
        return
    raise StateError(
        f"{order.name} may have been reserved in project {order.project_id}, "
        f"not in {new.project_id}",
        reason="the same reservation was sent there, and no answer was received",
        hint=[
            Suggestion("status", order.name, say="To check it"),
            "To order it in this project as well, give the new order another --name.",
        ],
        details=[{"name": order.name, "projectId": order.project_id}],
    )


def _other_request(order: Order, why: str) -> UnknownOutcomeError:
    """Return the error for another request than the one of an order of unknown outcome, or than
    the unknown one of an order."""
    from sinch_order_cli.workflow.order_json import as_json
    from sinch_order_cli.workflow.unknown_outcome import unknown

    if order.server is not None:
        error = UnknownOutcomeError(
            f"{order.name} may be what you are ordering",
            reason="it is reserved, but its file was damaged, so its request is not known",
            hint=[
                Suggestion("status", order.name, say="To see it"),
                "Or reserve again anyway with create --again, which may order twice.",
            ],
            details=[as_json(order)],
        )
    else:
        error = unknown(order, None, why)
    error.hints.append("To order this as well, give the new order another --name.")
    return error
