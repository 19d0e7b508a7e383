"""Tell from a file's status whether it was changed."""

from __future__ import annotations

import os
import time

from sinch_order_cli.store.files import is_there

TICK_NS = 50_000_000
_COARSE_TICK_NS = 2_100_000_000
"""A file changed within this time may change again with an equal timestamp. On file systems with
timestamps in whole seconds, the resolution is of this order."""


def status_of(path: str) -> os.stat_result | None:
    """Return the status of a file, or None for a link that leads nowhere or to itself.

    Raises:
        FileNotFoundError: there is no such file.
        StoreError: it can't be told.
    """
    try:
        return os.stat(path)  # noqa: PTH116 - for thousands of files
    except OSError:
        if not is_there(path):
            raise FileNotFoundError from None
        return None


def mark_of(status: os.stat_result | None) -> str:
    """Return what differs after a file was changed or replaced, even by one of equal time."""
    if status is None:
        return ""
    return f"{status.st_mtime_ns} {status.st_size} {status.st_ctime_ns} {status.st_ino}"


def settled_mark(status: os.stat_result | None) -> str:
    """Return the mark of a file, "" if the file may change again without another mark."""
    if status is None or not is_settled(max(status.st_mtime_ns, status.st_ctime_ns)):
        return ""
    return mark_of(status)


def is_settled(changed_ns: int) -> bool:
    """Return True if the time is so long ago that a later change has a different timestamp."""
    coarse = changed_ns % 1_000_000_000 == 0
    return time.time_ns() - changed_ns > (_COARSE_TICK_NS if coarse else TICK_NS)
