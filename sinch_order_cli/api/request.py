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
    `foreign` means that the address came from a server: its query may be a secret. With
    `raw_answer` an answer of any status comes back as it is, cut off or not.
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
    raw_answer: bool = False


class Answer(Struct, frozen=True):
    """What came back.

    `clock_offset` is the seconds that the server's clock is ahead of this, `date` the server's own
    time in seconds since 1970; None where it does not say. An answer that was cut off is not
    `complete`.
    """

    status: int
    headers: httpx.Headers
    body: bytes
    clock_offset: float | None = None
    date: float | None = None
    complete: bool = True

    @property
    def is_success(self) -> bool:
        """Whether the server did what was asked."""
        return 200 <= self.status < 300

    @property
    def is_redirect(self) -> bool:
        """Whether it points elsewhere; nothing here ever goes there."""
        return 300 <= self.status < 400
