"""Read JSON files given by the user."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from sinch_order_cli.commands.settings import absolute
from sinch_order_cli.errors import DataError, Suggestion, UsageError

MAX_BYTES = 20 * 1024 * 1024


def read_json(name: str, flag: str, form: str = "REGION TYPE") -> Any:
    """Return the content of a JSON file, or of standard input if `name` is `-`.

    A number such as 33.10 becomes 33.1, its equal in JSON. Whole numbers keep all their digits.

    Args:
        flag: the flag that named it, for the error.
        form: its region and type if known, for the error.

    Raises:
        UsageError: there is no such file, or it can't be read.
        DataError: it is not JSON, or not in UTF-8.
    """
    shown = "standard input" if name == "-" else name
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with absolute(name, flag).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"can't read {shown}",
            reason=error.strerror or str(error),
            hint=f"Check the path given with {flag}.",
            details=[{"flag": flag, "problem": error.strerror or str(error), "given": name}],
        ) from error
    if len(content) > MAX_BYTES:
        raise DataError(f"{shown} is larger than {MAX_BYTES // 1024 // 1024} MB")
    try:
        text = in_utf8(content)
        text.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(
            f"{shown} is not UTF-8",
            reason=f"line {line} has characters in another encoding",
            hint="Save it as UTF-8, then run the command again.",
            details=[{"path": "", "title": shown, "problem": "not UTF-8", "given": None}],
        ) from error
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        problem = _why_not_json(text, str(error) or "it is nested too deeply")
        raise DataError(
            f"{shown} is not JSON",
            reason=problem,
            hint=Suggestion(
                "requirements", *form.split(), say="To get an answers file", blank_answers=True
            ),
            details=[{"path": "", "title": shown, "problem": problem, "given": None}],
        ) from error


def _why_not_json(content: bytes, otherwise: str) -> str:
    """Return what is wrong with a file, and where."""
    import json

    if not content.strip():
        return "it is empty"
    if content.startswith(b"%PDF"):
        return "it is a PDF"
    try:
        json.loads(content)
    except json.JSONDecodeError as error:
        said = error.msg[:1].lower() + error.msg[1:]
        return f"line {error.lineno}, column {error.colno}: {said}"
    except (ValueError, RecursionError):
        pass
    return otherwise


def read_layers(names: Sequence[str], flag: str, form: str = "REGION TYPE") -> Any:
    """Merge several JSON files of answers; later ones override earlier ones.

    Raises:
        UsageError, DataError: see `read_json`; or standard input is named twice.
    """
    from sinch_order_cli.kyc import merge

    if names.count("-") > 1:
        raise UsageError(
            f"{flag} - is given twice",
            reason="standard input can be read only once",
            details=[{"flag": flag, "problem": "standard input can be read only once"}],
        )
    merged = None
    for name in names:
        merged = merge(merged, read_json(name, flag, form))
    return merged


def in_utf8(content: bytes) -> bytes:
    """Return the content as UTF-8 without byte order mark; PowerShell's `>` writes UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16").encode()
    return content.removeprefix(codecs.BOM_UTF8)
