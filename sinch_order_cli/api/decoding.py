"""Decodes an answer's body piece by piece, so that a small answer can't become gigabytes at once.

One coding is asked for, gzip, and no other is taken: with codings upon codings each byte can
become a thousand of a thousand.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import httpx

ACCEPTED = "gzip"
LARGEST_PIECE = 64 * 1024

_MAGIC = b"\x1f\x8b"


def codings(headers: httpx.Headers) -> list[str]:
    """The codings that an answer says it has, in the order in which they were applied."""
    named = headers.get("Content-Encoding", "").lower().split(",")
    return [name for part in named if (name := part.strip()) not in ("", "identity")]


def is_decodable(headers: httpx.Headers) -> bool:
    """Whether the answer's coding is none, or the one that was asked for."""
    return codings(headers) in ([], ["gzip"], ["x-gzip"])


def decoded(headers: httpx.Headers, raw: Iterable[bytes]) -> Iterator[bytes]:
    """The body in pieces of bounded size; one that can't be decoded as it is.

    Raises:
        httpx.DecodingError: it is damaged, or ends too early.
    """
    if codings(headers) not in (["gzip"], ["x-gzip"]):
        yield from raw
        return
    pieces = iter(raw)
    first = b""
    while len(first) < len(_MAGIC) and (piece := next(pieces, None)) is not None:
        first += piece
    if not first.startswith(_MAGIC):  # some gateways decode and leave the header
        yield first
        yield from pieces
        return
    try:
        yield from _unzipped(first, pieces)
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from error


def _unzipped(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    unzip = zlib.decompressobj(wbits=31)
    data: bytes | None = first
    while data is not None:
        while True:
            piece = unzip.decompress(data, LARGEST_PIECE)
            data = unzip.unconsumed_tail
            if piece:
                yield piece
            if unzip.eof:
                data = unzip.unused_data
                if not data.startswith(_MAGIC):
                    break
                unzip = zlib.decompressobj(wbits=31)
            elif not data and len(piece) < LARGEST_PIECE:
                break
        data = next(pieces, None)
        if unzip.eof and data is not None and data.startswith(_MAGIC):
            unzip = zlib.decompressobj(wbits=31)
    if not unzip.eof:
        raise httpx.DecodingError("the answer ends too early")
