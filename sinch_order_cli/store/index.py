"""An index of the order files, so that thousands of final orders don't slow commands down.

It copies the files' data, without answers, and can be deleted at any time. A file is read again if
its times, size or inode differ from the index. While the directory's own time is unchanged, no file
was added, replaced or removed (every save renames into the directory), so none is checked; after
this program's own saves, only the changed files are (see `change_log`). But a restored backup has
the old times too, and a copy can overwrite a file in place, so before a reservation all files are
checked. If the disk refuses the index, it is built in memory.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.errors import NotFoundError, StoreError, Suggestion, UsageError
from sinch_order_cli.store.change_log import LARGEST, ChangeLog
from sinch_order_cli.store.file_marks import is_settled, mark_of, settled_mark, status_of
from sinch_order_cli.store.names import is_name
from sinch_order_cli.workflow.model import Order, Provisioned

_BUSY_SECONDS = 2.0

_FAILURES = (sqlite3.Error, ValueError, MemoryError)
"""Errors caused by a damaged file; ValueError if SQLite's error message can't be decoded."""

_VERSION = 6

_SCHEMA = f"""
DROP TABLE IF EXISTS orders;
DROP TABLE IF EXISTS directory;
CREATE TABLE orders (
    name TEXT PRIMARY KEY, mark TEXT, id TEXT, final INTEGER, seen BLOB, touched TEXT,
    listed BLOB, listed_by TEXT
);
CREATE INDEX IF NOT EXISTS open_orders ON orders (final) WHERE final = 0;
CREATE INDEX IF NOT EXISTS final_orders ON orders (touched DESC, name) WHERE final = 1;
CREATE TABLE IF NOT EXISTS directory (mtime INTEGER, log INTEGER);
PRAGMA user_version = {_VERSION};
"""


_FINAL_LISTED = """
SELECT listed FROM orders WHERE final = 1 AND listed_by = ? ORDER BY touched DESC, name
"""
_AT_ONCE = 1000  # orders per transaction

_LISTED = ("idNumberOrder", "state", "createTime", "updateTime", "expireTime", "orderNumbers")
"""Members of the server's order stored in the index."""
_CHOICES = ("numberOrderOption", "quantityOrderOption")
"""Members of the request stored in the index."""


class OrderFiles(Protocol):
    """The source of the index: the files of `OrderStore`."""

    root: Path
    directory: Path
    warn: Callable[[str | Suggestion], None]
    changes: ChangeLog

    def path(self, name: str, /) -> Path:
        """Return the path of an order's file."""

    def names(self) -> list[str]:
        """Return the names of all orders."""

    def load(self, name: str, /) -> Order:
        """Read one order."""

    def clean_up(self) -> None:
        """Delete what killed programs left behind."""

    def exists(self) -> bool:
        """Return True if the directory of orders exists."""


class OrderIndex:
    """The index beside the order files; rebuilt if it is missing or unreadable."""

    def __init__(self, store: OrderFiles) -> None:
        self._store = store
        self._path = store.root / "index.db"
        self._log = store.changes

    def open_orders(self) -> Iterator[Order]:
        """Yield every order that is not final, read from its file; warn about damaged files."""
        yield from self._load(self.open_names())

    def open_names(self) -> list[str]:
        """Return the names of the orders that are not final, including those with damaged files."""
        return [name for (name,) in self._ask("SELECT name FROM orders WHERE final = 0")]

    def open_identities(self) -> list[tuple[str, str]]:
        """Return the same names with the last known order IDs, after checking every file."""
        return self._ask("SELECT name, id FROM orders WHERE final = 0", every=True)

    def all_orders(self) -> Iterator[Order]:
        """Yield every order, read from its file; warn about damaged files."""
        yield from self._load(self._store.names())

    def final_listed(self, describe: Callable[[Order], bytes], version: str) -> Iterator[bytes]:
        """Yield the list entry of each final order, most recently changed first.

        Entries are stored in the index, so that thousands of files are read only once.

        Args:
            describe: returns an order's list entry.
            version: the version of `describe`; entries of other versions are discarded.
        """
        stale = self._ask("SELECT name FROM orders WHERE final = 1 AND listed_by IS NOT ?", version)
        try:
            self._describe([name for (name,) in stale], describe, version)
            connection = self._open(str(self._path))
        except (*_FAILURES, OSError):  # the disk refuses the index
            found = [one for one in self.all_orders() if one.is_final]
            found.sort(key=lambda order: order.updated_at, reverse=True)
            yield from map(describe, found)
            return
        with closing(connection):
            for (content,) in connection.execute(_FINAL_LISTED, (version,)):
                yield content

    def _describe(self, names: list[str], describe: Callable[[Order], bytes], version: str) -> None:
        for start in range(0, len(names), _AT_ONCE):
            orders = self._load(names[start : start + _AT_ONCE])
            rows = [(describe(order), version, order.name) for order in orders]
            with closing(self._open(str(self._path))) as connection:
                connection.execute("BEGIN IMMEDIATE")
                with connection:
                    connection.executemany(
                        "UPDATE orders SET listed = ?, listed_by = ? WHERE name = ?", rows
                    )

    def identities(self) -> list[tuple[str, str]]:
        """Return each order's name and order ID, "" if it has none.

        An order with a damaged file has its last known ID.
        """
        return self._ask("SELECT name, id FROM orders")

    def as_seen(self, names: Collection[str] | None = None) -> dict[str, Order | None]:
        """Return the orders of these names, or all, in their last known state, without reading
        files.

        They contain the data for state, step, numbers, prices, times and provisioning. None
        represents an order with a damaged file; unknown names are omitted.
        """
        found: dict[str, Order | None] = {}
        for name, content in self._ask("SELECT name, seen FROM orders"):
            if names is None or name in names:
                found[name] = (
                    msgspec.json.decode(content, type=thread_safe(Order)) if content else None
                )
        return found

    def count_final(self) -> int:
        """Return the number of final orders."""
        count: int = self._ask("SELECT count(*) FROM orders WHERE final = 1")[0][0]
        return count

    def drop(self, names: Collection[str]) -> None:
        """Remove deleted orders completely from the index's files."""
        self._log.clear()
        try:
            with closing(self._open(str(self._path))) as connection:
                connection.execute("BEGIN IMMEDIATE")
                with connection:
                    gone = [(name,) for name in names]
                    connection.executemany("DELETE FROM orders WHERE name = ?", gone)
        except (*_FAILURES, OSError):
            self._remove()

    def _load(self, names: list[str]) -> Iterator[Order]:
        for name in names:
            try:
                yield self._store.load(name)
            except (NotFoundError, UsageError):  # a damaged index can hold any name
                continue
            except StoreError as error:
                self._store.warn(_as_warning(error))

    def _ask(self, query: str, *values: str, every: bool = False) -> list[Any]:
        """Update the index from the files, and return the result of a query.

        Args:
            every: check every file, even if nothing seems to have changed.
        """
        try:
            return self._answer(str(self._path), query, values, every)
        except _FAILURES as error:
            if _is_damaged(error):
                self._remove()
                with suppress(*_FAILURES, OSError):
                    return self._answer(str(self._path), query, values, every)
        except OSError:
            pass
        return self._answer(":memory:", query, values, every)

    def _answer(self, place: str, query: str, values: tuple[str, ...], every: bool) -> list[Any]:
        self._store.clean_up()
        if not self._store.exists():
            place = ":memory:"
        with closing(self._open(place)) as connection:
            if self._store.exists():
                self._bring_up_to_date(connection, every=every)
            return connection.execute(query, values).fetchall()

    def _open(self, place: str) -> sqlite3.Connection:
        if place != ":memory:" and not self._path.exists():
            # Create the file first, since SQLite gives its journal the same mode.
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(place, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = OFF")  # the index can be rebuilt at any time
            if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                connection.executescript(_SCHEMA)
            connection.execute("PRAGMA secure_delete = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _remove(self) -> None:
        for suffix in ("", "-journal"):
            with suppress(OSError):
                Path(f"{self._path}{suffix}").unlink()

    def _bring_up_to_date(self, connection: sqlite3.Connection, *, every: bool) -> None:
        log = self._log.size()
        time_now = self._store.directory.stat().st_mtime_ns
        known = connection.execute("SELECT mtime, log FROM directory").fetchone()
        if known is not None and known[0] == time_now and not every:
            return
        told = None
        if known is not None and not every:
            told = self._log.changed(known[1], known[0], time_now)
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            if told is None:
                self._look_at_all(connection)
            else:
                self._look_at(connection, told)
            if is_settled(time_now):
                connection.execute("DELETE FROM directory")
                connection.execute("INSERT INTO directory VALUES (?, ?)", (time_now, log))
            elif told is None:
                connection.execute("DELETE FROM directory")
        if told is None and log > LARGEST:
            self._log.clear()

    def _look_at_all(self, connection: sqlite3.Connection) -> None:
        known = {
            name: (mark, known_id)
            for name, mark, known_id in connection.execute("SELECT name, mark, id FROM orders")
        }
        with os.scandir(self._store.directory) as entries:
            for entry in entries:
                name = _order_name(entry.name)
                if not name:
                    continue
                with suppress(FileNotFoundError):
                    status = status_of(entry.path)
                    mark, known_id = known.pop(name, ("", ""))
                    if not mark or mark != mark_of(status):
                        self._take(connection, name, status, known_id)
        connection.executemany("DELETE FROM orders WHERE name = ?", [(name,) for name in known])

    def _look_at(self, connection: sqlite3.Connection, told: set[str]) -> None:
        """Read the orders that were logged as changed, and those added or removed without a log."""
        known = {name for (name,) in connection.execute("SELECT name FROM orders")}
        listed = os.listdir(self._store.directory)  # noqa: PTH208 - often thousands of names
        there = {name for file in listed if (name := _order_name(file))}
        gone = known - there
        for name in (told & there) | (there - known):
            before = connection.execute("SELECT id FROM orders WHERE name = ?", (name,)).fetchone()
            try:
                status = status_of(str(self._store.path(name)))
            except FileNotFoundError:
                gone.add(name)
                continue
            self._take(connection, name, status, before[0] if before else "")
        connection.executemany("DELETE FROM orders WHERE name = ?", [(name,) for name in gone])

    def _take(
        self,
        connection: sqlite3.Connection,
        name: str,
        status: os.stat_result | None,
        id_before: str,
    ) -> None:
        connection.execute(
            "REPLACE INTO orders VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",
            (name, settled_mark(status), *self._read(name, id_before)),
        )

    def _read(self, name: str, id_before: str) -> tuple[str, bool, bytes, str]:
        """Return the order ID, True if final, the indexed data, and the time of the last change."""
        try:
            order = self._store.load(name)
        except NotFoundError:
            return "", False, b"", ""
        except StoreError:
            return id_before, False, b"", ""
        return order.id_number_order, order.is_final, _listed(order), order.updated_at


def _order_name(file: str) -> str:
    """Return the name of the order that a file of the directory belongs to, "" if to none."""
    name = file.removesuffix(".json")
    return name if name != file and is_name(name) else ""


def _listed(order: Order) -> bytes:
    """Return the indexed data of an order; of its documents, only the missing ones, as `step`
    needs."""
    missing = order.missing_attachments
    lookup, server = order.lookup, order.server
    found = Order(
        name=order.name,
        project_id=order.project_id,
        region_code=order.region_code,
        number_type=order.number_type,
        lookup=replace(lookup, raw=None, attachments=(), mandatory_attachments=missing)
        if lookup
        else None,
        request={key: order.request[key] for key in _CHOICES if key in order.request},
        attempts=tuple(one for one in order.attempts if one.outcome == "unknown"),
        intent=order.intent,
        server=None if server is None else {key: server[key] for key in _LISTED if key in server},
        clock_offset=order.clock_offset,
        registered_at=order.registered_at,
        submitted_at=order.submitted_at,
        customer=order.customer,
        batch=order.batch,
        provisioned=tuple(
            Provisioned(phone_number="", in_account=one.in_account, sms=one.sms, voice=one.voice)
            for one in order.provisioned
        ),
    )
    members = msgspec.to_builtins(found)
    return msgspec.json.encode({key: value for key, value in members.items() if value})


def _as_warning(error: StoreError) -> str | Suggestion:
    """Convert an error to a warning, with the command of its hint."""
    said = error.in_one_line
    for line in error.hints:
        if isinstance(line, Suggestion):
            return line.saying(f"{said}. {line.say}")
        said = f"{said}. {line}"
    return said


def _is_damaged(error: Exception) -> bool:
    """Return True if the file itself is at fault, and not the disk or a program using it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code not in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    )
