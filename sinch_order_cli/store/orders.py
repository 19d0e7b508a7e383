"""The orders on this machine, in one JSON file each: `orders/NAME.json`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sinch_order_cli.errors import (
    DataError,
    LockedError,
    NotFoundError,
    StateError,
    StoreError,
    Suggestion,
    UsageError,
)
from sinch_order_cli.store.change_log import ChangeLog
from sinch_order_cli.store.files import (
    is_there,
    leads_nowhere,
    make_private_dir,
    read_file,
    remove_all_left_overs,
    remove_file,
    store_error,
    sync_dir,
    write_file,
)
from sinch_order_cli.store.locks import PATIENCE, lock
from sinch_order_cli.store.migrations import decode_order
from sinch_order_cli.store.names import checked_name, endings, is_name, is_reserved, plain_name
from sinch_order_cli.store.order_content import order_content
from sinch_order_cli.store.unknown_order import unknown_order
from sinch_order_cli.workflow.model import Order, timestamp

_TURN = 30.0
"""Seconds to wait for the lock on the list of orders: it is held briefly, but by many."""


class OrderStore:
    """The order files in one directory.

    Args:
        root: the state directory; the sandbox has its own.
        warn: called with a sentence about each automatic repair, such as of loose permissions.
        waiting: called with a sentence while another program has locked a required order.
        now: the time in seconds since 1970.
    """

    def __init__(
        self,
        root: Path,
        *,
        warn: Callable[[str | Suggestion], None] = lambda text: None,
        waiting: Callable[[str], None] = lambda text: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.root = root
        self.directory = root / "orders"
        self.warn = warn
        self._waiting = waiting
        self._now = now
        self.changes = ChangeLog(root, self.directory)
        self._is_private = self._is_clean = False
        self._held: dict[str, int] = {}  # by thread
        self._waited: set[str] = set()

    def path(self, name: str) -> Path:
        """Return the path of an order's file.

        Raises:
            UsageError: the name is not valid, or could lead to another directory.
        """
        return self.directory / f"{checked_name(name)}.json"

    def has(self, name: str) -> bool:
        """Return True if an order has this name, even if its file can't be read."""
        return is_there(self.path(name))

    def names(self) -> list[str]:
        """Return the names of all local orders, sorted."""
        if not self.exists():
            return []
        with suppress(FileNotFoundError), os.scandir(self.directory) as entries:
            names = [
                entry.name.removesuffix(".json") for entry in entries if entry.name[-5:] == ".json"
            ]
            return sorted(filter(is_name, names))
        return []

    def load(self, name: str) -> Order:
        """Read one order.

        Raises:
            NotFoundError: there is no order of that name.
            DamagedError: the file can't be parsed.
            StoreError: it can't be read, or was written by a newer version of this program.
        """
        return self.read(name)[0]

    def read(self, name: str) -> tuple[Order, int]:
        """Read one order, and a digest of its file for `save_unless_changed`.

        Raises:
            NotFoundError, DamagedError, StoreError: see `load`.
        """
        content = self.content(name)
        order = decode_order(content, self.path(name))
        order.name = name
        return order, hash(content)

    def content(self, name: str) -> bytes:
        """Return the raw content of an order's file.

        Raises:
            NotFoundError: there is no order of that name.
            StoreError: it can't be read.
        """
        path = self.path(name)
        try:
            self._check_privacy()
            content, was_loose = read_file(path)
        except FileNotFoundError as error:
            if path.is_symlink():  # to a file that is not there now
                raise store_error("read", path, error) from error
            raise unknown_order(self.root, name, was_in_use=name in self._waited) from None
        if was_loose:
            self.warn(f"{path} was readable by other users. Its permissions were fixed.")
        return content

    def clean_up(self) -> None:
        """Once per run, delete what killed programs left behind."""
        if not self._is_clean:
            self._is_clean = True
            remove_all_left_overs(self.root)

    def exists(self) -> bool:
        """Return True if the directory of orders exists.

        Raises:
            StoreError: it can't be read, which does not mean that there are no orders.
        """
        try:
            with os.scandir(self.directory):
                return True
        except FileNotFoundError as error:
            if leads_nowhere(self.directory):
                raise store_error("read", self.directory, error) from error
            return False
        except OSError as error:
            raise store_error("read", self.directory, error) from error

    def _check_privacy(self) -> None:
        """Once per run, tighten the directory's permissions if others can read or change it."""
        if not self._is_private and self.exists():
            for directory in (self.root, self.directory):
                if make_private_dir(directory):
                    self.warn(
                        f"{directory} could be changed by other users. Its permissions were fixed."
                    )
            self._is_private = True
        self.clean_up()

    def save(self, order: Order) -> None:
        """Write the order; a crash leaves either the old or the new file complete.

        Raises:
            StoreError: it can't be written; the old file is unchanged.
            DataError: it contains something that can't be encoded as text.
        """
        self._check_privacy()
        make_private_dir(self.directory)
        order.updated_at = timestamp(self._now())
        try:
            content = order_content(order)
        except (UnicodeEncodeError, RecursionError) as error:
            raise DataError(
                f"{order.name} can't be saved: an answer isn't text or is nested too deeply",
                reason="nothing was changed",
                hint="Set your terminal and its locale to UTF-8, then give the answer again.",
            ) from error
        with self.changes.changing(order.name):
            write_file(self.path(order.name), content + b"\n")

    def save_unless_changed(self, order: Order, mark: int) -> bool:
        """Save an order that was read without a lock, locking it only for the save.

        Args:
            mark: the digest of the content it was read from.

        Returns:
            False if another program has locked or saved it since. Nothing is written then, as that
            program has newer data.

        Raises:
            StoreError: it can't be written.
        """
        if self.holds(order.name):
            self.save(order)
            return True
        try:
            with self.hold(order.name, wait=0.0):
                if hash(self.content(order.name)) != mark:
                    return False
                self.save(order)
                return True
        except (LockedError, NotFoundError):
            return False

    @contextmanager
    def hold(self, name: str, *, wait: float = PATIENCE, signed: bool = True) -> Iterator[None]:
        """Lock the order `name` against other programs.

        Args:
            wait: seconds to wait for another program that is using it.
            signed: tell other programs which one has it; see `lock`.

        Raises:
            LockedError: it is still in use.
        """

        def waiting(words: str) -> None:
            self._waited.add(name)
            self._waiting(words)

        with lock(self._lock_path(name), name, wait=wait, waiting=waiting, signed=signed):
            self._held[name] = threading.get_ident()
            try:
                yield
            finally:
                self._held.pop(name, None)

    def holds(self, name: str) -> bool:
        """Return True if this thread has locked the order, so that what it read is still valid."""
        return self._held.get(name) == threading.get_ident()

    @contextmanager
    def edit(self, reference: str, *, wait: float = PATIENCE) -> Iterator[Order]:
        """Find, lock and read an order, to change and save it.

        Raises:
            NotFoundError, UsageError: see `resolve`.
            LockedError: another program is using it.
            StoreError: see `load`.
        """
        name = self.resolve(reference)
        with self.hold(name, wait=wait):
            yield self.load(name)

    def name_of(self, id_number_order: str) -> str:
        """Return the name of the local order with an order ID, "" if none has it."""
        from sinch_order_cli.store.index import OrderIndex

        known = OrderIndex(self).identities()
        return next((name for name, id_ in known if id_ and id_ == id_number_order), "")

    def resolve(self, reference: str) -> str:
        """Return the name of an order given by its name, its order ID, or the start of either.

        Raises:
            NotFoundError: no local order matches.
            UsageError: several match.
        """
        if is_name(reference) and self.has(reference):
            return reference
        from sinch_order_cli.store.index import OrderIndex

        found: dict[str, str] = {}
        if reference:
            for name, id_number_order in OrderIndex(self).identities():
                if id_number_order == reference:
                    return name
                if name.startswith(reference.lower()) or id_number_order.startswith(reference):
                    found[name] = id_number_order
        if not found:
            raise unknown_order(self.root, reference)
        if len(found) > 1:
            shown = ", ".join(sorted(found)[:8]) + (" …" if len(found) > 8 else "")
            raise UsageError(
                f"'{reference}' matches {len(found)} orders: {shown}",
                hint="Give more of the order name or ID.",
                details=[{"name": name, "idNumberOrder": found[name]} for name in sorted(found)],
            )
        return next(iter(found))

    @contextmanager
    def claim(self, wanted: str) -> Iterator[str]:
        """Lock and return an unused name: `wanted`, or the first of `wanted-2`, `wanted-3`, …

        A name that is invalid, as it contains words from a server, is made valid.
        """
        if not is_name(wanted) or is_reserved(wanted):
            wanted = plain_name(wanted)
        for ending in endings():
            name = f"{wanted}{ending}"
            if self.has(name):
                continue
            with ExitStack() as held:
                try:
                    held.enter_context(self.hold(name, wait=0.0))
                except LockedError:
                    continue
                if not self.has(name):
                    yield name
                    return

    @contextmanager
    def hold_creation(self) -> Iterator[None]:
        """Let one program at a time search for an order and create it if there is none.

        No requests are sent meanwhile, so that many programs get their turn quickly.

        Raises:
            LockedError: another program has had the lock for too long.
        """
        path = self.root / "locks" / ".create.lock"
        with lock(path, "the list of orders", wait=_TURN, waiting=self._waiting):
            try:
                yield
            finally:
                with suppress(OSError):
                    path.unlink()

    def check_new_name(self, name: str) -> str:
        """Return `name` if a new order can have it.

        Raises:
            UsageError: it contains characters not allowed in a file name.
            StateError: an order already has the name; it is in `details`.
        """
        if is_reserved(checked_name(name)):
            raise UsageError(
                f"'{name}' is not a valid order name",
                reason="some systems don't allow this file name",
                hint="Choose another --name.",
                details=[{"flag": "--name", "problem": "not a possible file name", "given": name}],
            )
        if self.has(name):
            details = {"name": name}
            with suppress(StoreError, NotFoundError):  # a damaged file counts, too
                from sinch_order_cli.workflow.order_json import as_json

                details = as_json(self.load(name))
            raise StateError(
                f"an order named {name} already exists",
                hint=Suggestion("status", name, say="Choose another --name. To see that order"),
                details=[details],
            )
        return name

    def rename(self, order: Order, name: str) -> None:
        """Rename an order; the caller has locked both names."""
        try:
            with self.changes.changing(order.name, name):
                self.path(order.name).rename(self.path(name))
            sync_dir(self.directory)
        except OSError as error:
            raise StoreError(
                f"can't rename {self.path(order.name)}", reason=error.strerror or str(error)
            ) from error
        self.remove_lock(order.name)
        order.name = name

    def discard(self, name: str) -> None:
        """Delete an order that the caller has locked and that was not completed."""
        with self.changes.changing(name):
            remove_file(self.path(name))
        self.remove_lock(name)

    def keep_copy(self, name: str) -> Path:
        """Copy an order's file before it is overwritten.

        Returns:
            The path: `damaged/NAME-TIME.json`, which no command reads, and `forget` deletes.

        Raises:
            StoreError: it can't be written; nothing was changed.
        """
        directory = self.root / "damaged"
        make_private_dir(directory)
        moment = timestamp(self._now()).replace(":", "").replace("-", "")
        paths = (directory / f"{name}-{moment}{more}.json" for more in endings())
        path = next(path for path in paths if not is_there(path))
        write_file(path, self.content(name))
        return path

    def remove_lock(self, name: str) -> None:
        """Delete the file of a lock that the caller owns; filelock detects that it is gone."""
        with suppress(OSError):
            self._lock_path(name).unlink()

    def _lock_path(self, name: str) -> Path:
        return self.root / "locks" / f"{checked_name(name)}.lock"
