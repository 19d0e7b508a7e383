"""Which order files this program's saves have changed, for the index: it need not look at others.

A line says that an order is about to be changed, and another that it was, with the time that the
directory had before and has since. Where these spans cover all the time since the index was made,
nothing else has changed. A log that lacks something covers less, and the index looks at all files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

LARGEST = 1_000_000
"""Bytes from which on looking at every file is as good."""


class ChangeLog:
    """The log beside the index.

    Args:
        root: the state directory.
        directory: of the order files.
    """

    def __init__(self, root: Path, directory: Path) -> None:
        self._index = root / "index.db"
        self._directory = directory
        self.path = root / "index.log"

    @contextmanager
    def changing(self, *names: str) -> Iterator[None]:
        """Note that the files of these orders are changed within. A log that fails is no log."""
        log = self._open() if self._index.exists() else None
        if log is None:
            yield
            return
        with log:
            before = self._time()
            _append(log, "".join(f"{name}\n" for name in names))
            try:
                yield
            finally:
                after = self._time()
                _append(log, "".join(f"{name} {before} {after}\n" for name in names))

    def size(self) -> int:
        """The bytes of the log so far."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def changed(self, start: int, since: int, until: int) -> set[str] | None:
        """The orders whose files were changed.

        Args:
            start: the bytes of the log that were read earlier.
            since, until: the directory's times, in nanoseconds.

        Returns:
            None where something else may have changed as well.
        """
        if start > self.size():
            return None
        names, covered = set(), since
        try:
            for line in self._lines(start):
                name, *span = line.split(" ")
                names.add(name)
                if len(span) == 2 and int(span[0]) <= covered:
                    covered = max(covered, int(span[1]))
        except ValueError:
            return None
        return names if covered >= until else None

    def clear(self) -> None:
        """Remove the log: names of orders are in it."""
        with suppress(OSError):
            self.path.unlink()

    def _lines(self, start: int) -> list[str]:
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                return file.read(LARGEST).decode("ascii").splitlines()
        except OSError:
            return []

    def _open(self) -> FileIO | None:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        try:
            return FileIO(str(self.path), "ab", opener=private)
        except OSError:
            return None

    def _time(self) -> int:
        try:
            return self._directory.stat().st_mtime_ns
        except OSError:
            return -1


def _append(log: FileIO, text: str) -> None:
    with suppress(OSError):
        log.write(text.encode("ascii"))
