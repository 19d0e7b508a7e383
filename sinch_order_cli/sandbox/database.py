"""The sandbox's data: orders, reserved numbers, tokens, and counts of executed operations.

It is one SQLite file that several processes can use at once. Every request is one immediate
transaction, so it changes exactly the data it read.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from sinch_order_cli.sandbox.orders import Order

FILE_NAME = "sandbox.db"

_VERSION = 2  # of the schema
_BUSY_SECONDS = 30.0
_RETRY_SECONDS = 0.01
_TABLES = ("orders", "held_numbers", "active_numbers", "tokens", "effects")
_ACTIVE_NUMBERS = """
CREATE TABLE active_numbers (
    phone_number TEXT PRIMARY KEY, order_id TEXT NOT NULL,
    project_id TEXT NOT NULL, region_code TEXT NOT NULL, number_type TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX active_by ON active_numbers (order_id);
CREATE INDEX active_of ON active_numbers (project_id, region_code, number_type, phone_number);
"""
_SCHEMA = (
    """
CREATE TABLE orders (id TEXT PRIMARY KEY, due REAL, record BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;
CREATE TABLE held_numbers (phone_number TEXT PRIMARY KEY, order_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX held_by ON held_numbers (order_id);
CREATE TABLE tokens (hash BLOB PRIMARY KEY, expires REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE effects (operation TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
"""
    + _ACTIVE_NUMBERS
)


class NumberTaken(Exception):
    """Another order has reserved one of the numbers."""


class Transaction:
    """Reads and writes that are committed together or not at all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def order(self, order_id: str) -> Order | None:
        """Return the stored order, or None."""
        row = self._connection.execute(
            "SELECT record FROM orders WHERE id = ?", (order_id,)
        ).fetchone()
        return msgspec.json.decode(row[0], type=Order) if row else None

    def due_orders(self, now: datetime) -> list[Order]:
        """Return the orders whose state changed over time since they were saved."""
        rows = self._connection.execute(
            "SELECT record FROM orders WHERE due <= ?", (now.timestamp(),)
        )
        return [msgspec.json.decode(record, type=Order) for (record,) in rows]

    def save(self, order: Order) -> None:
        """Save an order, and reserve or release its numbers.

        Raises:
            NumberTaken: another order has reserved one of them.
        """
        due = order.due_time()
        self._connection.execute(
            "INSERT OR REPLACE INTO orders VALUES (?, ?, ?)",
            (order.id, due and due.timestamp(), msgspec.json.encode(order)),
        )
        self._free_numbers(order.id)
        if not order.holds_numbers():
            return
        try:
            self._connection.executemany(
                "INSERT INTO held_numbers VALUES (?, ?)",
                [(number, order.id) for number in order.phone_numbers],
            )
        except sqlite3.IntegrityError:
            raise NumberTaken from None
        if order.state == "COMPLETED":
            self.activate(order)

    def activate(self, order: Order) -> None:
        """Add the numbers of a completed order to the active ones."""
        self._connection.executemany(
            "INSERT INTO active_numbers VALUES (?, ?, ?, ?, ?)",
            [
                (number, order.id, order.project_id, order.region_code, order.number_type)
                for number in order.phone_numbers
            ],
        )

    def delete(self, order_id: str) -> None:
        """Delete an order with all its data."""
        self._connection.execute("DELETE FROM orders WHERE id = ?", (order_id,))
        self._free_numbers(order_id)

    def _free_numbers(self, order_id: str) -> None:
        for table in ("held_numbers", "active_numbers"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE order_id = ?",  # noqa: S608
                (order_id,),
            )

    def held_numbers(self) -> set[str]:
        """Return all reserved numbers."""
        return {number for (number,) in self._connection.execute(
            "SELECT phone_number FROM held_numbers"
        )}  # fmt: skip

    def active_numbers(self, project_id: str, region_code: str, number_type: str) -> list[str]:
        """Return the numbers of the project's completed orders, sorted."""
        rows = self._connection.execute(
            "SELECT phone_number FROM active_numbers"
            " WHERE project_id = ? AND region_code = ? AND number_type = ? ORDER BY phone_number",
            (project_id, region_code, number_type),
        )
        return [phone_number for (phone_number,) in rows]

    def completed_order(self, phone_number: str) -> Order | None:
        """Return the completed order that a number belongs to, or None."""
        row = self._connection.execute(
            "SELECT order_id FROM active_numbers WHERE phone_number = ?", (phone_number,)
        ).fetchone()
        return self.order(row[0]) if row else None

    def save_token(self, token_hash: bytes, expires: datetime, forget: datetime) -> None:
        """Store a token until `expires`; delete those that expired before `forget`."""
        self._connection.execute("DELETE FROM tokens WHERE expires < ?", (forget.timestamp(),))
        self._connection.execute(
            "INSERT INTO tokens VALUES (?, ?)", (token_hash, expires.timestamp())
        )

    def token_expires(self, token_hash: bytes) -> float | None:
        """Return when the token expires, in seconds since 1970; None if it was never issued."""
        row = self._connection.execute(
            "SELECT expires FROM tokens WHERE hash = ?", (token_hash,)
        ).fetchone()
        return row[0] if row else None

    def count_effect(self, operation: str) -> None:
        """Count an execution of the operation."""
        self._connection.execute(
            "INSERT INTO effects VALUES (?, 1)"
            " ON CONFLICT (operation) DO UPDATE SET times = times + 1",
            (operation,),
        )

    def effects(self) -> dict[str, int]:
        """Return how often each operation was executed."""
        return dict(self._connection.execute("SELECT operation, times FROM effects"))

    def clear_effects(self) -> None:
        """Reset the counts."""
        self._connection.execute("DELETE FROM effects")


class Database:
    """The open file, with one connection, used by one thread at a time."""

    def __init__(self, data_dir: Path) -> None:
        self._lock = threading.Lock()
        self._connection = _connect(data_dir)
        try:
            _patiently(self._prepare)
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction, committed at the end of the block, or rolled back if it raises."""
        with self._lock:
            _patiently(lambda: self._connection.execute("BEGIN IMMEDIATE"))
            try:
                yield Transaction(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def wipe(self) -> None:
        """Delete all data."""
        with self._lock:
            self._drop_and_create(_TABLES)
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget(self, order_id: str) -> None:
        """Delete an order with all its data."""
        with self.transaction() as transaction:
            transaction.delete(order_id)
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file. The database can't be used afterwards."""
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        """Create the tables if they don't exist; WAL allows concurrent reads.

        Tables of version 1 are migrated. Those of later versions are dropped, as they only contain
        sandbox data.
        """
        if self._version() == _VERSION:
            return
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._migrate()
        self._drop_and_create(_TABLES, unless_version=_VERSION)

    def _migrate(self) -> None:
        """Add the active numbers to tables of version 1."""
        with self.transaction() as transaction:
            if self._version() != 1:
                return
            for statement in filter(str.strip, _ACTIVE_NUMBERS.split(";")):
                self._connection.execute(statement)
            for (record,) in self._connection.execute("SELECT record FROM orders").fetchall():
                order = msgspec.json.decode(record, type=Order)
                if order.state == "COMPLETED":
                    transaction.activate(order)
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    def _drop_and_create(self, tables: Iterable[str], *, unless_version: int | None = None) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have migrated while this one waited for the lock.
            if self._version() != unless_version:
                for table in tables:
                    self._connection.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {_VERSION}")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _patiently(action: Callable[[], object]) -> None:
    """Retry what SQLite refuses at once, without its own busy timeout.

    This happens when one connection turns WAL on, or closes the file as the last one, while another
    opens it (https://sqlite.org/wal.html#busy).
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            action()
        except sqlite3.OperationalError as problem:
            busy = problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _connect(data_dir: Path) -> sqlite3.Connection:
    if not data_dir.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o700)
    path = data_dir / FILE_NAME
    # Create the file first, since SQLite gives its side files the same mode.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = NORMAL")
    # Users enter real names in a sandbox, so deleted data are overwritten.
    connection.execute("PRAGMA secure_delete = ON")
    return connection
