"""A memory of which order files are of open orders, so that thousands of old ones cost nothing.

It is a copy of what the files say and can be thrown away at any moment. A file is read again
when its time or size differs from what the index has; as long as the directory's own time is
the same, no file was added, replaced or removed (every save renames into the directory), and
none needs to be looked at.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sinch_order_cli.errors import NotFoundError, StoreError
from sinch_order_cli.store.files import make_private_dir
from sinch_order_cli.workflow.order import Order

if TYPE_CHECKING:
    from sinch_order_cli.store.orders import OrderStore

_SETTLED_NS = 50_000_000
"""A directory changed this recently may change again within the same tick of its clock."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    name TEXT PRIMARY KEY, mtime INTEGER, size INTEGER, id TEXT, final INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS open_orders ON orders (final) WHERE final = 0;
CREATE TABLE IF NOT EXISTS directory (mtime INTEGER);
PRAGMA user_version = 1;
"""


class OrderIndex:
    """The index beside the order files; made anew where it is missing or can't be read."""

    def __init__(self, store: OrderStore) -> None:
        self._store = store
        self._path = store.root / "index.db"

    def open_orders(self) -> Iterator[Order]:
        """Every order that is not final, read from its file; damaged files are warned of."""
        with self._fresh() as connection:
            names = [
                row[0] for row in connection.execute("SELECT name FROM orders WHERE final = 0")
            ]
        yield from self._load(names)

    def all_orders(self) -> Iterator[Order]:
        """Every order, read from its file; damaged files are warned of."""
        yield from self._load(self._store.names())

    def identities(self) -> list[tuple[str, str]]:
        """Each order's name and its id at the server, "" where it has none."""
        with self._fresh() as connection:
            return connection.execute("SELECT name, id FROM orders").fetchall()

    def _load(self, names: list[str]) -> Iterator[Order]:
        for name in names:
            try:
                yield self._store.load(name)
            except NotFoundError:
                continue
            except StoreError as error:
                self._store._warn(f"{error.message}: {error.reason}")

    @contextmanager
    def _fresh(self) -> Iterator[sqlite3.Connection]:
        """A connection to the index as the files are now."""
        make_private_dir(self._store.directory)
        with closing(self._connect()) as connection:
            changed = self._store.directory.stat().st_mtime_ns
            known = connection.execute("SELECT mtime FROM directory").fetchone()
            if known is None or known[0] != changed:
                with connection:
                    self._catch_up(connection)
                    connection.execute("DELETE FROM directory")
                    if time.time_ns() - changed > _SETTLED_NS:
                        connection.execute("INSERT INTO directory VALUES (?)", (changed,))
            yield connection

    def _connect(self) -> sqlite3.Connection:
        try:
            return self._open_database()
        except sqlite3.DatabaseError:
            for suffix in ("", "-journal"):
                with suppress(FileNotFoundError):
                    Path(f"{self._path}{suffix}").unlink()
            return self._open_database()

    def _open_database(self) -> sqlite3.Connection:
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(self._path, timeout=5)
        if connection.execute("PRAGMA user_version").fetchone()[0] != 1:
            connection.executescript(_SCHEMA)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        known = {
            name: (mtime, size)
            for name, mtime, size in connection.execute("SELECT name, mtime, size FROM orders")
        }
        with os.scandir(self._store.directory) as entries:
            for entry in entries:
                if not entry.name.endswith(".json") or entry.name.startswith("."):
                    continue
                name = entry.name.removesuffix(".json")
                with suppress(FileNotFoundError):
                    status = entry.stat()
                    stamp = (status.st_mtime_ns, status.st_size)
                    if known.pop(name, None) != stamp:
                        connection.execute(
                            "REPLACE INTO orders VALUES (?, ?, ?, ?, ?)",
                            (name, *stamp, *self._read(Path(entry.path))),
                        )
        connection.executemany("DELETE FROM orders WHERE name = ?", [(name,) for name in known])

    @staticmethod
    def _read(path: Path) -> tuple[str, bool]:
        from sinch_order_cli.store.orders import decode_order

        try:
            order = decode_order(path.read_bytes(), path)
        except StoreError:
            return "", False
        return order.id_number_order, order.is_final
