"""Find the order that a `create` refers to: an existing one for the same request, or a new one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from sinch_order_cli.errors import (
    StateError,
    Suggestion,
    UnknownOutcomeError,
)
from sinch_order_cli.service.find import whole_name
from sinch_order_cli.service.open_orders import open_orders
from sinch_order_cli.service.renewal import fetch_current, need_number
from sinch_order_cli.service.workspace import Workspace

if TYPE_CHECKING:
    from sinch_order_cli.workflow.create_request import Wanted
    from sinch_order_cli.workflow.model import Order


class Asked(Struct, frozen=True, kw_only=True):
    """The options of a `create`."""

    region: str
    type: str
    wanted: Wanted
    name: str
    again: bool
    or_similar: bool
    customer: str = ""


class CreateTarget(Struct):
    """The order to reserve, locked and saved.

    `fresh` means that it was just created, and `old` is the order it is based on. An order already
    reserved was reserved by an earlier run of the same command.
    """

    order: Order
    fresh: bool
    old: Order | None = None


def find_target(workspace: Workspace, held: ExitStack, asked: Asked, from_: str) -> CreateTarget:
    """Return the order for a request, creating it if necessary.

    The same request in the same project at the same host refers to the same order, unless another
    `--name` is given. So a repeated command continues the same order, until that is submitted or
    has ended.

    Raises:
        UnknownOutcomeError: the order's outcome is unknown, and the request differs from it.
        StateError: the name is another order's, or the request was attempted in another project.
        NotFoundError: the number of the old order is not available, or the server does not know the
            order reserved by an earlier run of the same command.
    """
    while True:
        with ExitStack() as own:
            target = _find_target(workspace, own, asked, from_)
            if target is None:
                continue
            if target.fresh or not target.order.status.reorderable:
                held.push(own.pop_all())
                return target


def _find_target(
    workspace: Workspace, held: ExitStack, asked: Asked, from_: str
) -> CreateTarget | None:
    """Like `find_target`, but the result may have ended meanwhile; its new state is then saved.

    Returns:
        None if another program deleted it meanwhile.
    """
    if from_:
        old = workspace.store.load(whole_name(workspace, from_))
        if asked.customer and old.customer not in ("", asked.customer):
            from sinch_order_cli.workflow.for_customer import other_customer

            raise other_customer(old, asked.customer)
        if old.server is None:
            return _same_order(workspace, held, old.name, asked)
        return _renewed(workspace, held, old, asked)
    order = _new_order(workspace, asked)
    order.lookup = workspace.look_up_to_order(order.region_code, order.number_type)
    with workspace.store.hold_creation():
        other_order = _same_request(workspace, order, asked)
        if not other_order:
            return _made(workspace, held, order, asked)
    return _existing(workspace, held, other_order, order.request)


def planned(workspace: Workspace, asked: Asked, from_: str) -> Order:
    """Return the order that would be reserved, from local data only, without saving it."""
    from sinch_order_cli.workflow.reorder import change_request, renew

    if not from_:
        return _new_order(workspace, asked)
    old = workspace.store.load(whole_name(workspace, from_))
    if old.server is None:
        change_request(old, region=asked.region, kind=asked.type, wanted=asked.wanted)
        return old
    return renew(old, workspace.now(), region=asked.region, kind=asked.type, wanted=asked.wanted)


def _new_order(workspace: Workspace, asked: Asked) -> Order:
    from sinch_order_cli.workflow import create_request
    from sinch_order_cli.workflow.model import Order, timestamp

    code, kind = create_request.region_code(asked.region), create_request.number_type(asked.type)
    return Order(
        region_code=code,
        number_type=kind,
        project_id=workspace.project_id,
        created_at=timestamp(workspace.now()),
        request=create_request.build_request(code, kind, asked.wanted),
        customer=asked.customer,
    )


def _made(
    workspace: Workspace, held: ExitStack, order: Order, asked: Asked, old: Order | None = None
) -> CreateTarget:
    """Name, lock and save a new order before anything is sent for it."""
    from sinch_order_cli.store.names import short_name

    order.project_id = order.project_id or workspace.project_id
    number = (order.phone_numbers or [""])[0]
    name = asked.name or short_name(order.region_code, order.number_type, number)
    if asked.name:
        workspace.store.check_new_name(asked.name)
    order.name = held.enter_context(workspace.store.claim(name))
    workspace.store.save(order)
    return CreateTarget(order, True, old)


def _existing(
    workspace: Workspace, held: ExitStack, name: str, body: Mapping[str, Any]
) -> CreateTarget | None:
    """Lock an existing order and, if it is reserved, update it from the server; another program may
    have reserved it meanwhile, or deleted it, as its number was not available: then return None."""
    from sinch_order_cli.workflow.sync import refresh

    held.enter_context(workspace.store.hold(name))
    if not workspace.store.path(name).exists():
        return None
    order = workspace.store.load(name)
    if order.request != body:
        raise StateError(
            f"{name} was changed by another sinch-order process",
            hint="Run the same command again.",
        )
    if order.server is not None:
        refresh(workspace.context(order), order)
    return CreateTarget(order, False)


def _same_request(workspace: Workspace, new: Order, asked: Asked, *, earlier: str = "") -> str:
    """Return the name of a local order for the same request, or "".

    Args:
        new: the order to create, in its project: with `--from` the earlier order's, whatever the
            current one is.
        earlier: the order that the new one is based on.
    """
    from sinch_order_cli.workflow.unknown_outcome import may_have_reserved

    if asked.name:
        return _named(workspace, new, asked)
    in_doubt: Order | None = None
    for order in open_orders(workspace, new.request, again=asked.again):
        same = (order.request == new.request and _is_for(order, asked.customer)) and (
            order.earlier is not None and order.earlier.name == earlier
            if earlier
            else not _has_other_answers(order, asked.customer)
        )
        if same and (
            _is_same_intention(new, order)
            or (earlier and _is_live(new, order))
            or _is_reserved_already(workspace, new, order, asked)
        ):
            _need_same_project(new, order)
            return order.name
        if may_have_reserved(order, new.request):
            in_doubt = order
    if in_doubt is not None and not asked.again:
        raise _other_request(in_doubt)
    return ""


def _has_other_answers(order: Order, customer: str) -> bool:
    """Return True if an order is not known to be reserved, and its answers are not from this
    command.

    They were typed in the wizard, or are those of another order, so their customer is unknown.
    """
    has_answers = order.server is None and order.answers is not None
    return has_answers and (not customer or order.customer != customer)


def _is_for(order: Order, customer: str) -> bool:
    """Return True if an order can be for a customer; "" matches any."""
    return not customer or order.customer in ("", customer)


def _is_live(new: Order, order: Order) -> bool:
    """Return True if an order with the same basis is already reserved, so none is created."""
    return order.server is not None and not order.is_final and order.project_id == new.project_id


def _is_reserved_already(workspace: Workspace, new: Order, order: Order, asked: Asked) -> bool:
    """Return True if the same command already reserved this order, possibly unseen, as it may have
    been killed right after.

    An unknown state is inconclusive, as the response may have been damaged.
    """
    from sinch_order_cli.workflow.states import STATES

    known = STATES.get(order.state)
    went_on = order.submitted_at or (known is not None and (known.final or known.submitted))
    return (
        not asked.again
        and order.customer == asked.customer
        and order.server is not None
        and not went_on
        and order.project_id == new.project_id
        and all(one.host in ("", workspace.source) for one in order.attempts)
    )


def _named(workspace: Workspace, new: Order, asked: Asked) -> str:
    """Return the order with the given name, if it has the same request.

    Raises:
        StateError: its request differs, or it is for another customer.
    """
    from sinch_order_cli.workflow.for_customer import other_customer
    from sinch_order_cli.workflow.order_json import as_json

    name = asked.name
    if not workspace.store.path(name).exists():
        return ""
    order = workspace.store.load(name)
    if not _is_for(order, asked.customer):
        raise other_customer(order, asked.customer)
    if order.request == new.request and _is_same_intention(new, order):
        _need_same_project(new, order)
        return name
    raise StateError(
        f"an order named {name} already exists",
        reason="that order is reserved"
        if order.server is not None
        else "its details differ from yours",
        hint=Suggestion("status", name, say="Choose another --name. To see that order"),
        details=[as_json(order)],
    )


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


def _other_request(order: Order) -> UnknownOutcomeError:
    """Return the error for a request similar, but not equal, to one of unknown outcome."""
    from sinch_order_cli.workflow.unknown_outcome import unknown

    error = unknown(order, None, "the details differ now")
    error.hints.append("To order this as well, give the new order another --name.")
    return error


def _same_order(workspace: Workspace, held: ExitStack, name: str, asked: Asked) -> CreateTarget:
    """Return an order that was not yet reserved, with the new values.

    If it may have been reserved it is unchanged, unless the user gave `--again`.
    """
    from sinch_order_cli.workflow.attempts import abandon
    from sinch_order_cli.workflow.reorder import change_request
    from sinch_order_cli.workflow.reservation import look, need_same_place
    from sinch_order_cli.workflow.unknown_outcome import unknown

    held.enter_context(workspace.store.hold(name))
    order = workspace.store.load(name)
    if order.may_be_reserved and not asked.again:
        context = workspace.context(order)
        need_same_place(context, order)
        available = look(context, order)
        if order.may_be_reserved:
            raise unknown(order, available)
    if asked.again:
        abandon(order)
    change_request(order, region=asked.region, kind=asked.type, wanted=asked.wanted)
    if order.phone_numbers and not asked.wanted.number:
        need_number(workspace, order, order, or_similar=asked.or_similar)
    if asked.name and asked.name != order.name:
        workspace.store.check_new_name(asked.name)
        workspace.store.rename(order, held.enter_context(workspace.store.claim(asked.name)))
    order.project_id = order.project_id or workspace.project_id
    workspace.store.save(order)
    return CreateTarget(order, False)


def _renewed(
    workspace: Workspace, held: ExitStack, old: Order, asked: Asked
) -> CreateTarget | None:
    """Return a new order based on an earlier one, or the one already created from it.

    Its number is the old one's or the given one, and never another without the user's consent.
    """
    from sinch_order_cli.workflow.reorder import renew

    if not old.is_final:
        old = fetch_current(workspace, old, again=asked.again)
    order = renew(old, workspace.now(), region=asked.region, kind=asked.type, wanted=asked.wanted)
    order.lookup = workspace.look_up(order.region_code, order.number_type)
    order.project_id = order.project_id or workspace.project_id
    with workspace.store.hold_creation():
        other_order = _same_request(workspace, order, asked, earlier=old.name)
        instead = None if other_order else _created_before(workspace, order, old, asked)
    if other_order:
        return _existing(workspace, held, other_order, order.request)
    if instead is not None:
        return _continued(workspace, held, instead, asked)
    if not asked.wanted.number:
        need_number(workspace, order, old, or_similar=asked.or_similar)
    with workspace.store.hold_creation():
        other_order = _same_request(workspace, order, asked, earlier=old.name)
        instead = None if other_order else _created_before(workspace, order, old, asked)
        if not other_order and instead is None:
            return _made(workspace, held, order, asked, old)
    if instead is not None:
        return _continued(workspace, held, instead, asked)
    return _existing(workspace, held, other_order, order.request)


def _created_before(workspace: Workspace, order: Order, old: Order, asked: Asked) -> Order | None:
    """Return the order with a similar number that the same command created from `old` before.

    The similar number depends on what is available, and so does the request. Without this, every
    run would order another number.
    """
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.reorder import differs_in_number_only

    similar = asked.or_similar or order.phone_numbers != old.phone_numbers
    if not similar or asked.wanted.number or asked.name or not order.phone_numbers:
        return None
    for other in OrderIndex(workspace.store).open_orders():
        follows = other.earlier is not None and other.earlier.name == old.name
        if (
            follows
            and (other.project_id, other.customer) == (order.project_id, order.customer)
            and differs_in_number_only(other.request, order.request)
        ):
            return other
    return None


def _continued(
    workspace: Workspace, held: ExitStack, order: Order, asked: Asked
) -> CreateTarget | None:
    """Return an order that the same command created before: to be shown, checked or reserved."""
    if order.server is not None or (order.may_be_reserved and not asked.again):
        return _existing(workspace, held, order.name, order.request)
    return _same_order(workspace, held, order.name, asked)
