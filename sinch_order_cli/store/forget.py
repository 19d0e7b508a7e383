"""Removing orders, and all that was kept of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from sinch_order_cli.store.files import by_order, remove_file, sync_dir
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import OrderStore

_HALF = re.compile(r"\.(?P<of>.+)\.json\.[0-9a-f]{8}\.tmp")
"""A file of an order that was being written when the program was killed."""

_COPY = re.compile(r"\.?(?P<of>.+)-\d{8}T\d{6}Z.*\.(json|tmp)")
"""A copy of a damaged file, whole or half."""


def forget_orders(
    store: OrderStore, names: Iterable[str], check: Callable[[str], None] = lambda name: None
) -> Iterator[str]:
    """Remove all that is kept of orders: files, copies, left-overs, index, locks.

    Args:
        check: called with a name once no other program can change that order; what it raises
            keeps the order.

    Yields:
        The name of each order once its files are gone; that they are is on the disk, and in
        the index, when the iteration has ended.

    Raises:
        LockedError: another program works on one; those before it are forgotten.
        StoreError: one can't be removed.
    """
    copies = store.root / "damaged"
    left = [(store.directory, _HALF), (copies, _COPY)]
    more = by_order(left)
    gone: list[str] = []
    try:
        for name in names:
            with store.hold(name):
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
