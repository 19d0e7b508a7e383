"""Import an order of the server into a local order of unknown outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.sync import adopt
from sinch_order_cli.workflow.unknown_outcome import already_saved

if TYPE_CHECKING:
    from sinch_order_cli.workflow.context import Context
    from sinch_order_cli.workflow.model import Order


def import_id(store: OrderStore, context: Context, order: Order, id_number_order: str) -> None:
    """Fill a locked order from the server's, unless another local order has its ID.

    That is checked again while saving, as another program may import it at the same time.

    Raises:
        UsageError: another order has the ID.
        NotFoundError: the server does not know it, or it is not what this order requested.
    """

    def need_unused() -> None:
        known = store.name_of(id_number_order)
        if known not in ("", order.name):
            raise already_saved(id_number_order, known)

    def save(filled: Order) -> None:
        with store.hold_creation():
            need_unused()
            context.save(filled)

    need_unused()
    adopt(replace(context, save=save), order, id_number_order)
