"""The body of an upload: multipart, streamed, and exactly the validated file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, BinaryIO

from sinch_order_cli.errors import DataError

LONGEST_NAME = 150

_ANY_TYPE = "application/octet-stream"
_MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def plain_file_name(name: str) -> str:
    """Return the last part of a path, shortened if too long.

    Characters that servers parse differently in a header, or as part of a path (quotes,
    backslashes, control characters), become underscores.
    """
    last = PurePath(name).name
    shown = "".join(c if c.isprintable() and c not in '"\\' else "_" for c in last).strip()
    stem, extension = os.path.splitext(shown)  # noqa: PTH122 - a name, not a path
    extension = extension[:20]
    return (stem[: LONGEST_NAME - len(extension)] + extension).strip(".") or "document"


class Upload:
    """A file for httpx's multipart form; it can be sent again from its start.

    httpx asks for its size (`seek`, `tell`) and reads it in pieces, each after the previous one was
    sent. So `handed_over`, meaning that the whole file was, becomes True about 40 bytes before the
    end of the form. A connection lost at that point counts as a lost answer, and the server is
    asked.

    Args:
        file: an open regular file, sent from its first byte.
        size: the bytes it had when it was validated; None to ask the file.
        progress: called with the bytes of the file sent so far.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        file_name: str,
        mime_type: str,
        document_type: str = "",
        size: int | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self._file = file
        self._progress = progress
        self.file_name = plain_file_name(file_name)
        self.size = file.seek(0, os.SEEK_END) if size is None else size
        self.handed_over = False
        self._sent = 0
        self._mime_type = mime_type if _MIME_TYPE.fullmatch(mime_type) else _ANY_TYPE
        self._document_type = document_type

    def form(self) -> dict[str, Any]:
        """Return the arguments for httpx to send it."""
        fields = {"documentType": self._document_type} if self._document_type else {}
        return {"data": fields, "files": {"file": (self.file_name, self, self._mime_type)}}

    def tell(self) -> int:
        """Return the number of bytes read."""
        return self._sent

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Continue reading at `offset`; from the end, only report the position."""
        if whence == os.SEEK_END:
            return self.size
        self._sent, self.handed_over = offset, False
        with self._reading():
            return self._file.seek(offset)

    def read(self, count: int) -> bytes:
        """Return the next piece of the file.

        Raises:
            DataError: the file can't be read, or its size has changed since it was validated.
        """
        if self._progress is not None and self._sent:
            self._progress(self._sent)
        with self._reading():
            piece = self._file.read(count)
        self._sent += len(piece)
        if self._sent > self.size or (not piece and self._sent < self.size):
            raise DataError(
                f"{self.file_name} changed during the upload",
                hint="Upload the file again when no other program writes to it.",
            )
        self.handed_over = not piece
        return piece

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DataError(
                f"{self.file_name} can't be read", reason=error.strerror or "the disk failed"
            ) from error
