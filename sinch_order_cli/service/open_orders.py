"""The open local orders, as needed before reserving another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sinch_order_cli.errors import (
    DamagedError,
    NotFoundError,
    StoreError,
    Suggestion,
    UnknownOutcomeError,
)
from sinch_order_cli.service.workspace import Workspace

if TYPE_CHECKING:
    from sinch_order_cli.workflow.model import Order


def open_orders(
    workspace: Workspace, body: Mapping[str, Any], *, again: bool, follows: str = ""
) -> Iterator[Order]:
    """Yield the local orders that are not final.

    Args:
        body: the request for the reservation.
        again: reserve even if a damaged order may have had the same request.
        follows: the earlier order, if one with another number counts as the same request.

    Raises:
        UnknownOutcomeError: a damaged order may have had the same request.
    """
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.store.salvage import salvage

    index = OrderIndex(workspace.store)
    identities = dict(index.identities())
    for name in index.open_names():
        try:
            yield workspace.store.load(name)
        except DamagedError as error:
            left = salvage(workspace.store.content(name), identities.get(name, ""))
            same = left.may_follow(follows) if follows else left.may_have_requested(body)
            if same and not again and not left.order.is_final:
                raise UnknownOutcomeError(
                    f"{name} may have been reserved, and its file is damaged",
                    reason=error.reason,
                    hint=[
                        Suggestion("resume", name, say="To recreate it"),
                        "To order this as well, give the new order a --name.",
                    ],
                    details=[{"name": name}],
                ) from error
        except (NotFoundError, StoreError):
            continue
