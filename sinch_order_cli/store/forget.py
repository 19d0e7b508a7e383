"""Delete orders and all their local data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from sinch_order_cli.store.files import by_order, remove_file, sync_dir
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import OrderStore

_HALF = re.compile(r"\.(?P<of>.+)\.json\.[0-9a-f]{8}\.tmp")
"""A temporary file of an order, left by a killed program."""

_COPY = re.compile(r"\.?(?P<of>.+)-\d{8}T\d{6}Z.*\.(json|tmp)")
"""A copy of a damaged file, complete or not."""


def forget_orders(
    store: OrderStore, names: Iterable[str], check: Callable[[str], None] = lambda name: None
) -> Iterator[str]:
    """Delete all local data of orders: files, copies, remnants, index entries, locks.

    Args:
        check: called with a name once the order is locked; if it raises, the order stays.

    Yields:
        The name of each order after its files are deleted. They are synced and removed from the
        index when the iteration ends.

    Raises:
        LockedError: another program is using an order; earlier ones are deleted.
        StoreError: an order can't be deleted.
    """
    copies = store.root / "damaged"
    left = [(store.directory, _HALF), (copies, _COPY)]
    more = by_order(left)
    gone: list[str] = []
    try:
        for name in names:
            with store.hold(name, signed=False):
                check(name)
                for path in (*more.get(name, ()), store.path(name)):
                    remove_file(path, sync=False)
                gone.append(name)
                store.remove_lock(name)
            yield name
    finally:
        if gone:
            OrderIndex(store).drop(gone)
            sync_dir(store.directory)
            if more and copies.is_dir():
                sync_dir(copies)
