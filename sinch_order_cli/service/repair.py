"""Recreate an order with a damaged file, from the file's readable parts and the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch_order_cli.errors import DamagedError, StoreError, Suggestion
from sinch_order_cli.service.workspace import Workspace

if TYPE_CHECKING:
    from sinch_order_cli.store.salvage import Salvaged


def rebuild_if_damaged(workspace: Workspace, reference: str) -> None:
    """Save a copy of a damaged file and recreate the order; do nothing if the file is valid.

    Raises:
        NotFoundError: there is no such order, locally or on the server.
        StoreError: no part is readable with which to continue; the file is unchanged.
    """
    name = workspace.store.resolve(reference)
    try:
        workspace.store.load(name)
        return
    except DamagedError as error:
        damage = error
    with workspace.store.hold(name):
        left = read_what_can_be(workspace, name)
        order = left.order
        if order.id_number_order:
            from sinch_order_cli.workflow.context import Context
            from sinch_order_cli.workflow.sync import refresh

            api = workspace.api(order.project_id)
            refresh(Context(api=api, save=lambda order: None, now=workspace.now), order)
            order.region_code = order.region_code or order.at_server.region_code
            order.number_type = order.number_type or order.at_server.number_type
        if not (order.region_code and order.number_type):
            raise _hopeless(name, damage)
        if order.lookup is None and not order.is_final:
            order.lookup = workspace.look_up_for(order)
        copy = workspace.store.keep_copy(name)
        workspace.store.save(order)
    source = "the server's record" if order.id_number_order else "the readable parts of its file"
    if "answers" not in left.found and order.answers is None:
        source += ", without its answers"
    workspace.warn(f"The file of {name} was damaged. It was recreated from {source}.")
    workspace.note(f"The damaged file was saved as {copy}", indent=2)


def read_what_can_be(workspace: Workspace, name: str) -> Salvaged:
    """Return what a damaged file still says, with an attempt for what it may have said."""
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.store.salvage import salvage
    from sinch_order_cli.workflow.attempts import Attempt, record
    from sinch_order_cli.workflow.model import timestamp

    id_before = dict(OrderIndex(workspace.store).identities()).get(name, "")
    left = salvage(workspace.store.content(name), id_before)
    order = left.order
    order.name = name
    order.project_id = order.project_id or workspace.project_id
    if left.may_be_reserved:
        # The unreadable part may have said that the number was reserved, which must be checked
        # before reserving again.
        lost = Attempt(
            body={
                "regionCode": order.region_code,
                "numberType": order.number_type,
                **order.request,
            },
            project_id=order.project_id,
            host=workspace.source,
            sent_at=timestamp(workspace.now()),
        )
        record(order, lost)
    return left


def _hopeless(name: str, damage: DamagedError) -> StoreError:
    return DamagedError(
        f"{damage.message}, and neither its order ID nor its country can be read",
        reason=damage.reason,
        hint=[
            Suggestion(
                "resume",
                say="The file was left unchanged. If you know the order ID, import the order again",
                order_id="ID",
                region="REGION",
                type="TYPE",
            ),
            Suggestion("forget", name, say="To delete the damaged file", abandon=True),
        ],
    )
