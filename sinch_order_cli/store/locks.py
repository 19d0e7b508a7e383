"""Locks that allow one program at a time to use an order, and tell others which one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.errors import LockedError
from sinch_order_cli.store.files import make_private_dir, store_error

if TYPE_CHECKING:
    from filelock import FileLock


PATIENCE = 5.0
"""Seconds that a command waits for an order locked by another program."""

TOLD_AFTER = 1.0
"""Seconds after which it reports that it is waiting."""

_POLL = 0.05


class Holder(msgspec.Struct, frozen=True):
    """The owner of a lock: process ID, activity, and start in seconds since 1970."""

    pid: int
    command: str
    since: float


@contextmanager
def lock(
    path: Path,
    name: str,
    *,
    wait: float = 0.0,
    waiting: Callable[[str], None] = lambda text: None,
    signed: bool = True,
) -> Iterator[FileLock]:
    """Lock the order `name` with the lock at `path`; the kernel releases it if the process dies.

    Args:
        wait: seconds to wait for another program.
        waiting: called with a sentence that names the other program, after one second.
        signed: write into the lock file which program has it. That takes longer than the lock, and
            is useless if it is released before anyone waits for a second.

    Raises:
        LockedError: another program has the lock; the message names it.
        StoreError: the lock file can't be created.
    """
    from filelock import FileLock, Timeout

    make_private_dir(path.parent)
    held = FileLock(path, mode=0o600, on_acquired=_sign if signed else None)
    try:
        try:
            held.acquire(timeout=min(wait, TOLD_AFTER), poll_interval=_POLL)
        except Timeout:
            if wait <= TOLD_AFTER:
                raise
            waiting(
                f"Waiting for {name}, which another sinch-order process is using{_describe(path)}."
            )
            held.acquire(timeout=wait - TOLD_AFTER, poll_interval=_POLL)
    except Timeout:
        raise LockedError(
            f"{name} is being used by another sinch-order process{_describe(path)}",
            reason="two processes could overwrite each other's answers",
            hint="Finish or close the other process, then run the command again.",
            details=[{"name": name}],
        ) from None
    except OSError as error:
        raise store_error("lock", path, error) from error
    try:
        yield held
    finally:
        held.release()


def _sign(descriptor: int) -> None:
    command = next((arg for arg in sys.argv[1:] if not arg.startswith("-")), "")
    content = msgspec.json.encode(Holder(os.getpid(), command, time.time()))
    with suppress(OSError):  # a full disk: the lock works, but doesn't name its owner
        os.ftruncate(descriptor, 0)
        os.write(descriptor, content)


def _describe(path: Path) -> str:
    try:
        holder = msgspec.json.decode(path.read_bytes(), type=thread_safe(Holder))
        since = time.strftime("%H:%M", time.localtime(holder.since))
    except (OSError, ValueError, OverflowError, RecursionError):
        return ""
    return f": `{holder.command}`, process {holder.pid}, since {since}"
