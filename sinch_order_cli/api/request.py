"""HTTP requests and responses, before they are interpreted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

import httpx
from msgspec import Struct

from sinch_order_cli.api.upload import Upload

LARGEST_ANSWER = 10_000_000  # bytes; a page of numbers has about ten thousand


class Call(Struct, frozen=True, kw_only=True):
    """A request.

    `operation` describes it, in words that follow "couldn't". If not `repeatable`, it is sent again
    only if the server certainly did not receive it. The body of a 200 is written to `sink` if set,
    and otherwise stored; `largest` limits it in bytes in either case. `foreign` means that the URL
    came from a server, so its query may be secret. With `raw_answer`, a response of any status is
    returned unchanged, even if cut off.
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
    """A response.

    `clock_offset` is the seconds by which the server's clock is ahead, `date` the server's time in
    seconds since 1970; None if unknown. A response that was cut off is not `complete`.
    """

    status: int
    headers: httpx.Headers
    body: bytes
    clock_offset: float | None = None
    date: float | None = None
    complete: bool = True

    @property
    def is_success(self) -> bool:
        """True if the server executed the request."""
        return 200 <= self.status < 300

    @property
    def is_redirect(self) -> bool:
        """True for a redirect, which is never followed."""
        return 300 <= self.status < 400
