"""A log of the order files that this program changed, so the index need not check the others.

One line records that an order is about to be changed, another that it was, each with the
directory's time before or after. If these intervals cover the whole time since the index was built,
nothing else has changed. An incomplete log covers less, and the index checks all files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

LARGEST = 1_000_000
"""Size in bytes from which checking every file is as fast."""


class ChangeLog:
    """The log beside the index.

    Args:
        root: the state directory.
        directory: the directory of the order files.
    """

    def __init__(self, root: Path, directory: Path) -> None:
        self._index = root / "index.db"
        self._directory = directory
        self.path = root / "index.log"

    @contextmanager
    def changing(self, *names: str) -> Iterator[None]:
        """Log that these orders' files are changed inside the block. Logging errors are ignored."""
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
        """Return the log's current size in bytes."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def changed(self, start: int, since: int, until: int) -> set[str] | None:
        """Return the orders whose files were changed.

        Args:
            start: the offset in bytes up to which the log was read before.
            since, until: times of the directory, in nanoseconds.

        Returns:
            The names, or None if there may have been other changes.
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
        """Delete the log, as it contains names of orders."""
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
