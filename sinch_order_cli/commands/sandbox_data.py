"""The sandbox's data: error messages if they are damaged, and deletion."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sinch_order_cli.errors import StoreError, Suggestion
from sinch_order_cli.store.files import store_error

_OF_THE_PORT = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM)
"""Errors that may come from listening, then without a file."""


@contextmanager
def sandbox_data(directory: Path) -> Iterator[None]:
    """Convert errors about the sandbox's data to errors with a hint.

    Raises:
        StoreError: they are damaged or not accessible.
        OSError: the server can't listen on its port.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        in_use = isinstance(error, sqlite3.OperationalError)
        raise StoreError(
            f"the sandbox data in {directory} {'can not be used' if in_use else 'is damaged'}",
            reason=str(error),
            hint=Suggestion(
                "sandbox reset", say="Real orders are not affected. To delete the sandbox's data"
            ),
        ) from error
    except OSError as error:
        if error.errno in _OF_THE_PORT and not error.filename:
            raise
        raise store_error("use", Path(error.filename or directory), error) from error


def wipe(directory: Path) -> None:
    """Delete all sandbox orders, even while a server uses them.

    The database stays as an empty file, so a server that has it open keeps using it.

    Raises:
        StoreError: the database is locked for too long.
        OSError: a file can't be deleted.
    """
    from sinch_order_cli.sandbox.database import FILE_NAME, Database

    kept = FILE_NAME
    if (directory / FILE_NAME).exists():
        try:
            database = Database(directory)
            try:
                database.wipe()
            finally:
                database.close()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                with sandbox_data(directory):
                    raise
            kept = ""  # damaged, so the files are deleted
    for path in directory.iterdir() if directory.is_dir() else ():
        if kept and path.name.startswith(kept):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
