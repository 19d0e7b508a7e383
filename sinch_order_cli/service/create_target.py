"""Find the order that a `create` refers to: an existing one for the same request, or a new one."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from msgspec import Struct

from sinch_order_cli.errors import StateError, Suggestion
from sinch_order_cli.service.find import whole_name
from sinch_order_cli.service.open_orders import open_orders
from sinch_order_cli.service.renewal import fetch_current, need_number
from sinch_order_cli.service.same_request import Sought, find_same, is_same, need_no_doubt
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
    """The order to reserve, locked.

    `fresh` means that it was just created, and `old` is the order it is based on. An order already
    reserved was reserved by an earlier run of the same command.

    A draft's new values are not saved yet, nor is it renamed to `name`, as the user may decline.
    """

    order: Order
    fresh: bool
    old: Order | None = None
    name: str = ""


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
    sought = Sought(new=order, name=asked.name, again=asked.again)
    with workspace.store.hold_creation():
        other_order = find_same(workspace, sought)
        if not other_order:
            return _made(workspace, held, order, asked)
    return _existing(workspace, held, other_order, sought)


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
    workspace: Workspace, held: ExitStack, name: str, sought: Sought
) -> CreateTarget | None:
    """Lock an existing order and, if it is reserved, update it from the server.

    Returns:
        None if it is another one meanwhile: another program changed it, or deleted it, as its
        number was not available.
    """
    held.enter_context(workspace.store.hold(name))
    if not workspace.store.has(name):
        return None
    order = workspace.store.load(name)
    return _as_it_is(workspace, order) if is_same(workspace, sought, order) else None


def _as_it_is(workspace: Workspace, order: Order) -> CreateTarget:
    """Return a locked order, updated from the server if another program has reserved it."""
    from sinch_order_cli.workflow.sync import refresh

    if order.server is not None:
        refresh(workspace.context(order), order)
    return CreateTarget(order, False)


def _same_order(workspace: Workspace, held: ExitStack, name: str, asked: Asked) -> CreateTarget:
    """Return an order that was not yet reserved, with the new values, which are not saved.

    If it may have been reserved, the user must have given `--again`.
    """
    from sinch_order_cli.workflow.reorder import change_request
    from sinch_order_cli.workflow.reservation import look, need_same_place
    from sinch_order_cli.workflow.unknown_outcome import unknown

    held.enter_context(workspace.store.hold(name))
    order = workspace.store.load(name)
    if order.server is not None:
        return _reserved_meanwhile(workspace, order, asked)
    if order.may_be_reserved:
        context = workspace.context(order)
        need_same_place(context, order)
        available = None if asked.again else look(context, order)
        if order.may_be_reserved and not asked.again:
            raise unknown(order, available)
    answers = order.answers
    change_request(order, region=asked.region, kind=asked.type, wanted=asked.wanted)
    if order.phone_numbers and not asked.wanted.number:
        need_number(workspace, order, order, or_similar=asked.or_similar)
    if not asked.again and asked.name in ("", order.name):
        need_no_doubt(workspace.store, order)
    if order.answers != answers:
        workspace.note(f"Answers that named another number now name {order.phone_numbers[0]}.")
    name = ""
    if asked.name and asked.name != order.name:
        workspace.store.check_new_name(asked.name)
        name = held.enter_context(workspace.store.claim(asked.name))
    order.project_id = order.project_id or workspace.project_id
    return CreateTarget(order, False, name=name)


def _reserved_meanwhile(workspace: Workspace, order: Order, asked: Asked) -> CreateTarget:
    """Return an order that another program reserved while this one waited for it.

    Raises:
        StateError: it has another request than this command gives.
    """
    from sinch_order_cli.workflow.reorder import change_request

    before, name = order.request, asked.name or order.name
    change_request(order, region=asked.region, kind=asked.type, wanted=asked.wanted)
    if order.request == before and name == order.name:
        return _as_it_is(workspace, order)
    raise StateError(
        f"{order.name} was reserved by another sinch-order process",
        reason="that process was given other details",
        hint=Suggestion("status", order.name, say="To see that order"),
    )


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
    order.project_id = order.project_id or workspace.project_id
    order.customer = order.customer or asked.customer
    order.lookup = workspace.look_up_for(order)
    sought = Sought(new=order, name=asked.name, again=asked.again)
    with workspace.store.hold_creation():
        other_order, instead = _made_before(workspace, sought, old, asked)
    if not other_order and instead is None:
        if not asked.wanted.number:
            need_number(workspace, order, old, or_similar=asked.or_similar)
        with workspace.store.hold_creation():  # another program may have made it since
            other_order, instead = _made_before(workspace, sought, old, asked)
            if not other_order and instead is None:
                return _made(workspace, held, order, asked, old)
    if instead is not None:
        return _continued(workspace, held, instead, asked)
    return _existing(workspace, held, other_order, sought)


def _made_before(
    workspace: Workspace, sought: Sought, old: Order, asked: Asked
) -> tuple[str, Order | None]:
    """Return the order that the same command made from `old`: its name if its request is the same,
    or the order itself if that is for a similar number."""
    other_order = find_same(workspace, sought)
    return other_order, None if other_order else _created_before(workspace, sought.new, old, asked)


def _created_before(workspace: Workspace, order: Order, old: Order, asked: Asked) -> Order | None:
    """Return the order with a similar number that the same command created from `old` before.

    The similar number depends on what is available, and so does the request. Without this, every
    run would order another number.
    """
    from sinch_order_cli.workflow.reorder import differs_in_number_only, is_based_on

    similar = asked.or_similar or order.phone_numbers != old.phone_numbers
    if not similar or asked.wanted.number or asked.name or not order.phone_numbers:
        return None
    for other in open_orders(workspace.store, order.request, again=asked.again, follows=old.name):
        if (
            is_based_on(other, old)
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
        return _existing(
            workspace, held, order.name, Sought(new=order, name=asked.name, again=asked.again)
        )
    return _same_order(workspace, held, order.name, asked)
