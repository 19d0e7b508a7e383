"""Decode a response body in pieces, so that a small response can't expand to gigabytes at once.

Only gzip is requested and accepted, since nested encodings multiply: each byte could become a
million.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import httpx

ACCEPTED = "gzip"
LARGEST_PIECE = 64 * 1024

_MAGIC = b"\x1f\x8b"


def content_encodings(headers: httpx.Headers) -> list[str]:
    """Return the content encodings of a response, in the order in which they were applied."""
    named = headers.get("Content-Encoding", "").lower().split(",")
    return [name for part in named if (name := part.strip()) not in ("", "identity")]


def is_decodable(headers: httpx.Headers) -> bool:
    """Return True if the response is not encoded, or encoded as requested."""
    return content_encodings(headers) in ([], ["gzip"], ["x-gzip"])


def decoded(headers: httpx.Headers, raw: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the decoded body in pieces of limited size; an unsupported encoding is not decoded.

    Raises:
        httpx.DecodingError: the body is damaged or incomplete.
    """
    if content_encodings(headers) not in (["gzip"], ["x-gzip"]):
        yield from raw
        return
    pieces = iter(raw)
    first = b""
    while len(first) < len(_MAGIC) and (piece := next(pieces, None)) is not None:
        first += piece
    if not first.startswith(_MAGIC):  # some gateways decode but leave the header
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
