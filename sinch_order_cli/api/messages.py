"""A request and an answer, before either means anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

import httpx
from msgspec import Struct

from sinch_order_cli.api.upload import Upload

LARGEST_ANSWER = 10_000_000  # bytes; a page of numbers has some ten thousand


class Call(Struct, frozen=True, kw_only=True):
    """A request.

    `operation` is what it does, in words that follow "couldn't". One that is not `repeatable`
    is sent again only if the server has certainly not taken it. The body of a 200 goes into
    `sink` where there is one, and is kept otherwise; `largest` bounds it in bytes either way.
    `foreign` means that the address came from a server: its query may be a secret. `received`
    collects the bodies of all attempts, of whatever status and however early they were cut.
    """

    operation: str
    method: str
    url: httpx.URL
    repeatable: bool = True
    headers: Mapping[str, str] = {}
    content: bytes = b""
    upload: Upload | None = None
    sink: BinaryIO | None = None
    largest: int = LARGEST_ANSWER
    foreign: bool = False
    received: bytearray | None = None


class Answer(Struct, frozen=True):
    """What came back; `clock_offset` is the seconds that the server's clock is ahead of this."""

    status: int
    headers: httpx.Headers
    body: bytes
    clock_offset: float | None = None

    @property
    def is_success(self) -> bool:
        """Whether the server did what was asked."""
        return 200 <= self.status < 300

    @property
    def is_redirect(self) -> bool:
        """Whether it points elsewhere; nothing here ever goes there."""
        return 300 <= self.status < 400
