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

if TYPE_CHECKING:
    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.model import Order


def open_orders(
    store: OrderStore, body: Mapping[str, Any], *, again: bool, follows: str = ""
) -> Iterator[Order]:
    """Yield the local orders that are not final, after checking every file.

    Args:
        body: the request for the reservation.
        again: reserve even if an order that can't be read may have had the same request.
        follows: the earlier order, if one with another number counts as the same request.

    Raises:
        UnknownOutcomeError: an order that can't be read may have had the same request.
    """
    from sinch_order_cli.store.index import OrderIndex

    for name, id_before in OrderIndex(store).open_identities():
        try:
            yield store.load(name)
        except NotFoundError:  # another program deleted it meanwhile
            continue
        except StoreError as error:
            if not again and _may_be_the_same(store, name, body, id_before, follows):
                raise _unreadable(name, error) from error


def _may_be_the_same(
    store: OrderStore, name: str, body: Mapping[str, Any], id_before: str, follows: str
) -> bool:
    """Return True if an order whose file can't be decoded may have had the same request."""
    from sinch_order_cli.store.salvage import salvage

    try:
        left = salvage(store.content(name), id_before)
    except NotFoundError:
        return False
    except StoreError:
        return True
    same = left.may_follow(follows) if follows else left.may_have_requested(body)
    return same and not left.order.is_final


def _unreadable(name: str, error: StoreError) -> UnknownOutcomeError:
    hints = list(error.hints)
    if isinstance(error, DamagedError):
        hints = [Suggestion("resume", name, say="To recreate it")]
    damaged = "is damaged" if isinstance(error, DamagedError) else "can't be read"
    return UnknownOutcomeError(
        f"{name} may have been reserved, and its file {damaged}",
        reason=error.reason if isinstance(error, DamagedError) else error.in_one_line,
        hint=[*hints, "To order this as well, give the new order a --name."],
        details=[{"name": name}],
    )
