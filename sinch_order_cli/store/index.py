"""A memory of which order files are of open orders, so that thousands of old ones cost nothing.

It is a copy of what the files say, without answers, and can be thrown away at any moment. A file
is read again when its time or size differs from what the index has. As long as the directory's
own time is the same, no file was added, replaced or removed (every save renames into the
directory), and none needs to be looked at; after this program's own saves, only those that they
wrote (see `change_log`). Where the disk won't have the index, it is made in memory.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from sinch_order_cli.api import exact
from sinch_order_cli.errors import NotFoundError, StoreError, Suggestion
from sinch_order_cli.store.change_log import LARGEST, ChangeLog
from sinch_order_cli.workflow.model import Order, Provisioned

_TICK_NS = 50_000_000
_COARSE_TICK_NS = 2_100_000_000
"""What changed less than a tick ago may change again without a new time. Where times come in
whole seconds, the tick is of that size."""

_BUSY_SECONDS = 2.0

_FAILURES = (sqlite3.Error, ValueError, MemoryError)
"""What a damaged file makes of SQLite; a ValueError where its words for it are no text either."""

_VERSION = 5

_SCHEMA = f"""
DROP TABLE IF EXISTS orders;
DROP TABLE IF EXISTS directory;
CREATE TABLE orders (
    name TEXT PRIMARY KEY, mtime INTEGER, size INTEGER, id TEXT, final INTEGER, seen BLOB,
    touched TEXT, listed BLOB, listed_by TEXT
);
CREATE INDEX IF NOT EXISTS open_orders ON orders (final) WHERE final = 0;
CREATE INDEX IF NOT EXISTS final_orders ON orders (touched DESC, name) WHERE final = 1;
CREATE TABLE IF NOT EXISTS directory (mtime INTEGER, log INTEGER);
PRAGMA user_version = {_VERSION};
"""


_FINAL_LISTED = """
SELECT listed FROM orders WHERE final = 1 AND listed_by = ? ORDER BY touched DESC, name
"""
_AT_ONCE = 1000  # orders that are described under one transaction

_LISTED = ("idNumberOrder", "state", "createTime", "updateTime", "expireTime", "orderNumbers")
"""What is listed of an order as the server has it."""
_CHOICES = ("numberOrderOption", "quantityOrderOption")
"""What is listed of the request."""


class OrderFiles(Protocol):
    """What the index is made of: the files of `OrderStore`."""

    root: Path
    directory: Path
    warn: Callable[[str | Suggestion], None]
    changes: ChangeLog

    def path(self, name: str, /) -> Path:
        """Where the file of an order is."""

    def names(self) -> list[str]:
        """The names of all orders."""

    def load(self, name: str, /) -> Order:
        """Read one order."""

    def clean_up(self) -> None:
        """Remove what killed programs left."""

    def exists(self) -> bool:
        """Whether there is a directory of orders."""


class OrderIndex:
    """The index beside the order files; made anew where it is missing or can't be read."""

    def __init__(self, store: OrderFiles) -> None:
        self._store = store
        self._path = store.root / "index.db"
        self._log = store.changes

    def open_orders(self) -> Iterator[Order]:
        """Every order that is not final, read from its file; damaged files are warned of."""
        yield from self._load(self.open_names())

    def open_names(self) -> list[str]:
        """The names of the orders that are not final; one whose file is damaged counts as open."""
        return [name for (name,) in self._ask("SELECT name FROM orders WHERE final = 0")]

    def all_orders(self) -> Iterator[Order]:
        """Every order, read from its file; damaged files are warned of."""
        yield from self._load(self._store.names())

    def final_listed(self, describe: Callable[[Order], bytes], version: str) -> Iterator[bytes]:
        """What a list says of each final order, the last touched first.

        It is kept, so that thousands of files are read for it once and not each time.

        Args:
            describe: what the list says of an order.
            version: of `describe`; what another one said is not kept.
        """
        stale = self._ask("SELECT name FROM orders WHERE final = 1 AND listed_by IS NOT ?", version)
        try:
            self._describe([name for (name,) in stale], describe, version)
            connection = self._open(str(self._path))
        except (*_FAILURES, OSError):  # the disk won't have it
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
        """Each order's name and its id at the server, "" where it has none.

        The id of an order whose file is damaged is the one it had before.
        """
        return self._ask("SELECT name, id FROM orders")

    def as_seen(self, names: Collection[str] | None = None) -> dict[str, Order | None]:
        """The orders of these names, or all, as they were last seen, without reading their files.

        They have what their state, step, numbers, prices and times can be told from, and how far
        their numbers are set up. None
        stands for an order whose file is damaged; names that no order has are left out.
        """
        found: dict[str, Order | None] = {}
        for name, content in self._ask("SELECT name, seen FROM orders"):
            if names is None or name in names:
                found[name] = msgspec.json.decode(content, type=Order) if content else None
        return found

    def count_final(self) -> int:
        """How many orders are final."""
        count: int = self._ask("SELECT count(*) FROM orders WHERE final = 1")[0][0]
        return count

    def drop(self, names: Collection[str]) -> None:
        """Forget orders whose files are gone, leaving nothing of them in the index's files."""
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
            except NotFoundError:
                continue
            except StoreError as error:
                self._store.warn(_as_warning(error))

    def _ask(self, query: str, *values: str) -> list[Any]:
        """What the index says once it is as the files are."""
        try:
            return self._answer(str(self._path), query, values)
        except _FAILURES as error:
            if _is_damaged(error):
                self._remove()
                with suppress(*_FAILURES, OSError):
                    return self._answer(str(self._path), query, values)
        except OSError:
            pass
        return self._answer(":memory:", query, values)

    def _answer(self, place: str, query: str, values: tuple[str, ...]) -> list[Any]:
        self._store.clean_up()
        if not self._store.exists():
            place = ":memory:"
        with closing(self._open(place)) as connection:
            if self._store.exists():
                self._bring_up_to_date(connection)
            return connection.execute(query, values).fetchall()

    def _open(self, place: str) -> sqlite3.Connection:
        if place != ":memory:" and not self._path.exists():
            # SQLite gives its journal the mode of this file, so it is made before SQLite can.
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(place, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = OFF")  # it can be made again at any time
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

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        log = self._log.size()
        time_now = self._store.directory.stat().st_mtime_ns
        known = connection.execute("SELECT mtime, log FROM directory").fetchone()
        if known is not None and known[0] == time_now:
            return
        told = self._log.changed(known[1], known[0], time_now) if known else None
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            if told is None:
                self._look_at_all(connection)
            else:
                self._look_at(connection, told)
            if _is_settled(time_now):
                connection.execute("DELETE FROM directory")
                connection.execute("INSERT INTO directory VALUES (?, ?)", (time_now, log))
            elif told is None:
                connection.execute("DELETE FROM directory")
        if told is None and log > LARGEST:
            self._log.clear()

    def _look_at_all(self, connection: sqlite3.Connection) -> None:
        known = {
            name: (mtime, size, known_id)
            for name, mtime, size, known_id in connection.execute(
                "SELECT name, mtime, size, id FROM orders"
            )
        }
        with os.scandir(self._store.directory) as entries:
            for entry in entries:
                if not _is_order(entry.name):
                    continue
                name = entry.name.removesuffix(".json")
                with suppress(FileNotFoundError):
                    status = entry.stat()
                    before = known.pop(name, (0, 0, ""))
                    if before[:2] != (status.st_mtime_ns, status.st_size):
                        self._take(connection, name, status, before[2])
        connection.executemany("DELETE FROM orders WHERE name = ?", [(name,) for name in known])

    def _look_at(self, connection: sqlite3.Connection, told: set[str]) -> None:
        """Read the orders that were changed, and those that came and went unheard of."""
        known = {name for (name,) in connection.execute("SELECT name FROM orders")}
        listed = os.listdir(self._store.directory)  # noqa: PTH208 - thousands of names, often
        there = {name[:-5] for name in listed if name[-5:] == ".json" and name[0] != "."}
        gone = known - there
        for name in (told & there) | (there - known):
            before = connection.execute("SELECT id FROM orders WHERE name = ?", (name,)).fetchone()
            try:
                status = self._store.path(name).stat()
            except FileNotFoundError:
                gone.add(name)
                continue
            self._take(connection, name, status, before[0] if before else "")
        connection.executemany("DELETE FROM orders WHERE name = ?", [(name,) for name in gone])

    def _take(
        self, connection: sqlite3.Connection, name: str, status: os.stat_result, id_before: str
    ) -> None:
        settled = status.st_mtime_ns if _is_settled(status.st_mtime_ns) else 0
        connection.execute(
            "REPLACE INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
            (name, settled, status.st_size, *self._read(name, id_before)),
        )

    def _read(self, name: str, id_before: str) -> tuple[str, bool, bytes, str]:
        """Id, whether it is final, what is listed of it, and when it was last touched."""
        try:
            order = self._store.load(name)
        except NotFoundError:
            return "", False, b"", ""
        except StoreError:
            return id_before, False, b"", ""
        return order.id_number_order, order.is_final, _listed(order), order.updated_at


def _is_order(name: str) -> bool:
    """Whether a file of the directory is an order's."""
    return not name.startswith(".") and name.endswith(".json")


def _listed(order: Order) -> bytes:
    """What is listed of an order; what `step` needs of documents are the missing ones."""
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
    return exact.encode({key: value for key, value in members.items() if value})


def _as_warning(error: StoreError) -> str | Suggestion:
    """An error in a sentence, with the command that helps."""
    said = f"{error.message}: {error.reason}"
    for line in error.hints:
        if isinstance(line, Suggestion):
            return line.saying(f"{said}. {line.say}")
        said = f"{said}. {line}"
    return said


def _is_settled(changed_ns: int) -> bool:
    """Whether a change at this time is so long ago that a later one has another time."""
    coarse = changed_ns % 1_000_000_000 == 0
    return time.time_ns() - changed_ns > (_COARSE_TICK_NS if coarse else _TICK_NS)


def _is_damaged(error: Exception) -> bool:
    """Whether the file is at fault, and not the disk or another program that is using it."""
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
