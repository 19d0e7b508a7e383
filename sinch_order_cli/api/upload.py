"""A document on its way: multipart, streamed, and exactly the file that was checked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from sinch_order_cli.errors import DataError

CHUNK = 64 * 1024
LONGEST_NAME = 150

_MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def plain_file_name(name: str) -> str:
    """The last part of a path as this system has it, of no undue length.

    What servers read differently in a header, or take for part of a path (quotes, backslashes,
    control characters), becomes an underscore.
    """
    last = PurePath(name).name
    shown = "".join(c if c.isprintable() and c not in '"\\' else "_" for c in last).strip()
    stem, extension = os.path.splitext(shown)  # noqa: PTH122 - a name, not a path
    extension = extension[:20]
    return (stem[: LONGEST_NAME - len(extension)] + extension).strip(".") or "document"


class Upload:
    """The body of an upload; it can be sent again from its beginning.

    Args:
        file: an open regular file; all of it is sent, from its first byte.
        size: the bytes it had when it was checked; None to ask the file.
        progress: told the bytes of the file that have been handed over so far.
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
        self._boundary = os.urandom(16).hex()
        self._head, self._tail = self._frame(mime_type, document_type)

    @property
    def headers(self) -> dict[str, str]:
        """What the request says of its body."""
        return {
            "Content-Type": f"multipart/form-data; boundary={self._boundary}",
            "Content-Length": str(len(self._head) + self.size + len(self._tail)),
        }

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece. `handed_over` is True once the last piece was taken.

        Raises:
            DataError: the file can't be read, or has changed its size since it was checked.
        """
        self.handed_over = False
        yield self._head
        sent = 0
        self._seek_start()
        while chunk := self._read():
            sent += len(chunk)
            if sent > self.size:
                break
            yield chunk
            if self._progress is not None:
                self._progress(sent)
        if sent != self.size:
            raise DataError(
                f"{self.file_name} changed during the upload",
                hint="Upload the file again when no other program writes to it.",
            )
        yield self._tail
        self.handed_over = True

    def _frame(self, mime_type: str, document_type: str) -> tuple[bytes, bytes]:
        if not _MIME_TYPE.fullmatch(mime_type):
            mime_type = "application/octet-stream"
        opening = f"--{self._boundary}\r\nContent-Disposition: form-data; name="
        head = ""
        if document_type:
            head += f'{opening}"documentType"\r\n\r\n{document_type}\r\n'
        head += f'{opening}"file"; filename="{self.file_name}"\r\nContent-Type: {mime_type}\r\n\r\n'
        return head.encode(errors="replace"), f"\r\n--{self._boundary}--\r\n".encode()

    def _seek_start(self) -> None:
        try:
            self._file.seek(0)
        except OSError as error:
            raise self._unreadable(error) from error

    def _read(self) -> bytes:
        try:
            return self._file.read(CHUNK)
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> DataError:
        return DataError(
            f"{self.file_name} can't be read", reason=error.strerror or "the disk failed"
        )
