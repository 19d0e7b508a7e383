"""Local customers, in one JSON file each (`customers/NAME.json`), and the lessons for all.

The sandbox's customers are separate from real ones, like its orders: the caller names the state
directory. `learned.json` beside `customers/` applies to all customers.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from sinch_order_cli.customers.model import VERSION, Customer, Lesson
from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.errors import (
    DamagedError,
    DataError,
    LockedError,
    NotFoundError,
    StateError,
    StoreError,
    Suggestion,
    UsageError,
)
from sinch_order_cli.store.customer_files import decode_customer, newer
from sinch_order_cli.store.files import (
    make_private_dir,
    read_file,
    remove_all_left_overs,
    remove_file,
    sync_dir,
    write_file,
)
from sinch_order_cli.store.locks import lock
from sinch_order_cli.workflow.model import timestamp

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z", re.ASCII)
_LEARNED = "learned.json"


class _Learned(msgspec.Struct, kw_only=True):
    """The content of `learned.json`."""

    version: int = VERSION
    learned: list[Lesson] = []


class CustomerStore:
    """The customer files in one state directory.

    Args:
        root: the state directory.
        warn: called with a sentence about each automatic repair, such as of loose permissions.
        now: the time in seconds since 1970.
    """

    def __init__(
        self,
        root: Path,
        *,
        warn: Callable[[str], None] = lambda text: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.root = root
        self.directory = root / "customers"
        self._warn = warn
        self._now = now
        self._is_clean = False

    def path(self, name: str) -> Path:
        """Return the path of a customer's file."""
        return self.directory / f"{name}.json"

    def names(self) -> list[str]:
        """Return the names of all customers, sorted."""
        with suppress(FileNotFoundError), os.scandir(self.directory) as entries:
            found = [e.name for e in entries if e.name.endswith(".json") and e.name[0] != "."]
            return sorted(name.removesuffix(".json") for name in found)
        return []

    def load(self, name: str) -> Customer:
        """Read one customer.

        Raises:
            NotFoundError: there is no customer of that name; similar names are listed.
            DamagedError: the file can't be parsed.
            StoreError: it can't be read, or a newer version of this program wrote it.
        """
        path = self.path(name)
        try:
            if not _NAME.match(name):  # never use it in a path
                raise FileNotFoundError
            content = self._read(path)
        except FileNotFoundError:
            raise self._unknown(name) from None
        customer = decode_customer(content, path)
        customer.name = name
        return customer

    def everyone(self) -> Iterator[Customer]:
        """Yield every customer whose file can be read, and warn about the others."""
        self.remove_lost_locks()
        for name in self.names():
            try:
                yield self.load(name)
            except NotFoundError:
                continue
            except StoreError as error:
                self._warn(f"{error.in_one_line}.")

    def save(self, customer: Customer) -> None:
        """Write a customer's file; a crash leaves either the old or the new file complete.

        Raises:
            StoreError: it can't be written; the old file is unchanged.
            DataError: a fact can't be encoded as text.
        """
        self._prepare()
        now = self._now()
        customer.updated_at = timestamp(now)
        customer.created_at = customer.created_at or timestamp(now, "microseconds")  # an identity
        try:
            content = msgspec.json.format(msgspec.json.encode(customer), indent=1)
        except UnicodeEncodeError as error:
            raise DataError(
                f"{customer.name} can't be saved: a fact is not text",
                reason="nothing was changed",
                hint="Set your terminal and its locale to UTF-8, then give the fact again.",
            ) from error
        write_file(self.path(customer.name), content + b"\n")

    @contextmanager
    def edit(self, name: str) -> Iterator[Customer]:
        """Lock and read a customer, to change and save it.

        Raises:
            NotFoundError: there is no customer of that name.
            LockedError: another program is using it.
        """
        if name not in self.names():
            raise self._unknown(name)
        with self._hold(name):
            yield self.load(name)

    @contextmanager
    def edit_raw(self, name: str) -> Iterator[tuple[Path, bytes]]:
        """Lock a customer and return its path and raw content, even if it can't be parsed."""
        if name not in self.names():
            raise self._unknown(name)
        with self._hold(name):
            yield self.path(name), self._read(self.path(name))

    @contextmanager
    def claim(self, name: str) -> Iterator[Customer]:
        """Create and lock a new customer, to fill and save.

        Raises:
            UsageError: the name is not allowed.
            StateError: the customer exists already.
        """
        self.check_name(name)
        with self._hold(name):
            self._refuse_taken(name)
            yield Customer(name=name)
            if not self.path(name).exists():
                self._remove_lock(name)

    def check_name(self, name: str) -> None:
        """Raise UsageError if a customer can't have this name."""
        if not _NAME.match(name):
            raise UsageError(
                f"'{name}' is not a valid customer name",
                reason="a name must have 1 to 64 characters of a-z, 0-9, '-', '_', '.' and begin "
                "with a-z or 0-9",
                hint="Choose another name.",
            )

    def rename(self, old: str, new: str) -> None:
        """Rename a customer.

        Raises:
            NotFoundError: `old` does not exist.
            StateError: `new` exists already.
            LockedError: another program is using one of them.
        """
        self.check_name(new)
        if old not in self.names():
            raise self._unknown(old)
        with self._hold(old), self._hold(new):
            self._refuse_taken(new)
            customer = self.load(old)
            customer.name = new
            self.save(customer)
            remove_file(self.path(old))
            self._remove_lock(old)

    def forget(self, name: str) -> None:
        """Delete all data of a customer: file, remnants of saves, lock.

        Raises:
            NotFoundError: there is no customer of that name.
            LockedError: another program is using it.
            StoreError: it can't be deleted.
        """
        if name not in self.names():
            raise self._unknown(name)
        with self._hold(name):
            for left in self.directory.glob(f".{name}.json.????????.tmp"):
                remove_file(left)
            remove_file(self.path(name))
            self._remove_lock(name)

    def remove_lost_locks(self) -> None:
        """Delete the locks of deleted customers, left by a program killed while deleting.

        A lock in use belongs to a customer that is being created.
        """
        names = set(self.names())
        for path in (self.root / "locks").glob(".customer-*.lock"):
            name = path.stem.removeprefix(".customer-")
            if name not in names:
                with suppress(LockedError, StoreError), self._hold(name):
                    if not self.path(name).exists():
                        self._remove_lock(name)

    # Lessons for all customers

    def lessons(self) -> list[Lesson]:
        """Return the lessons for all customers; a file that can't be parsed gives a warning."""
        try:
            content = self._read(self.root / _LEARNED)
            return msgspec.json.decode(content, type=thread_safe(_Learned)).learned
        except FileNotFoundError:
            return []
        except (ValueError, RecursionError) as error:
            self._warn(f"{self.root / _LEARNED} is damaged and not used: {error}.")
            return []

    @contextmanager
    def edit_lessons(self) -> Iterator[list[Lesson]]:
        """Lock the lessons for all customers, and save the list at the end of the block.

        Raises:
            DamagedError: the file can't be parsed, so saving would lose its content.
        """
        path = self.root / _LEARNED
        with lock(self.root / "locks" / ".learned.lock", "what was taught"):
            try:
                kept = msgspec.json.decode(self._read(path), type=thread_safe(_Learned))
            except FileNotFoundError:
                kept = _Learned()
            except (ValueError, RecursionError) as error:
                hint = f"Move {path} away, then teach the fields again."
                raise DamagedError(f"{path} is damaged", reason=str(error), hint=hint) from error
            if kept.version > VERSION:
                raise newer(path, kept.version)
            before = list(kept.learned)
            yield kept.learned
            if kept.learned != before:
                make_private_dir(self.root)
                write_file(path, msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")

    def _prepare(self) -> None:
        if make_private_dir(self.directory):
            self._warn(f"{self.directory} was readable by other users. It is private now.")

    def _read(self, path: Path) -> bytes:
        if not self._is_clean:
            self._is_clean = True
            remove_all_left_overs(self.root)
        content, was_loose = read_file(path)
        if was_loose:
            self._warn(f"{path} was readable by other users. Its permissions were fixed.")
        return content

    @contextmanager
    def _hold(self, name: str) -> Iterator[None]:
        with lock(self._lock_path(name), name):
            yield

    def _lock_path(self, name: str) -> Path:
        return self.root / "locks" / f".customer-{name}.lock"  # not a valid order name

    def _remove_lock(self, name: str) -> None:
        with suppress(OSError):
            self._lock_path(name).unlink()
            sync_dir(self.root / "locks")

    def _refuse_taken(self, name: str) -> None:
        if self.path(name).exists():
            raise StateError(
                f"a customer named {name} already exists",
                reason="nothing was changed",
                hint=[
                    Suggestion("customer set", name, "FACT=VALUE", say="To change it"),
                    "Or choose another name.",
                ],
                details=[{"name": name}],
            )

    def _unknown(self, name: str) -> NotFoundError:
        from difflib import get_close_matches

        near = get_close_matches(name, self.names(), n=3, cutoff=0.5)
        return NotFoundError(
            f"no customer named '{name}'",
            reason=f"did you mean {' or '.join(near)}?" if near else "",
            hint=Suggestion("customer list", say="To list customers"),
            details=[
                {
                    "flag": "CUSTOMER",
                    "problem": "no such customer",
                    "given": name,
                    "fix": f"Did you mean {' or '.join(near)}?" if near else "",
                }
            ],
        )
