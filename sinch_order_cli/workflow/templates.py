"""Templates, downloaded from URLs in the API's responses."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from sinch_order_cli.errors import NotFoundError, UsageError
from sinch_order_cli.kyc.model import RequiredAttachment

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi

MAX_BYTES = 50 * 1024 * 1024
LONGEST_NAME = 150
"""Bytes. Most file systems allow 255, some less."""


def save_templates(api: NumbersApi, attachment: RequiredAttachment, directory: Path) -> list[Path]:
    """Save the templates of one document in `directory`, without overwriting existing files.

    Returns:
        The paths.

    Raises:
        NotFoundError: it has no template.
        UsageError: the directory does not exist or is not writable.
        DataError, UnreachableError: a template's URL is not safe, or can't be fetched.
    """
    if not attachment.templates:
        raise NotFoundError(
            f"{attachment.title} has no template", hint="Create the document yourself."
        )
    if not directory.is_dir():
        raise UsageError(f"the folder {directory} doesn't exist", hint="Create the folder first.")
    saved = []
    for template in attachment.templates:
        path, descriptor = _new_file(directory, safe_name(template.name))
        try:
            with os.fdopen(descriptor, "wb") as file:
                api.download_template(template.url, file, limit_bytes=MAX_BYTES)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise UsageError(f"can't write {path}", reason=error.strerror or str(error)) from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        saved.append(path)
    return saved


def safe_name(name: str) -> str:
    """Convert a template's name to a file name that is valid on any system.

    Without folders, control or direction characters, a dot or dash at the start, or names reserved
    by Windows, and short enough to insert a number before the extension.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    plain = re.sub(r'[<>:"|?*]', "_", shown).strip(" .").lstrip("-~. ") or "template"
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", plain):
        plain = f"_{plain}"
    ending = _head(Path(plain).suffix, 20)
    stem = plain.removesuffix(Path(plain).suffix)
    return _head(stem, LONGEST_NAME - len(ending.encode())).rstrip(" .") + ending


def _head(text: str, size: int) -> str:
    """Truncate a text to `size` bytes of UTF-8, the unit of file systems."""
    return text.encode()[:size].decode(errors="ignore")


def _new_file(directory: Path, name: str) -> tuple[Path, int]:
    stem, suffix = Path(name).stem, Path(name).suffix
    count = 1
    while True:
        path = directory / (name if count == 1 else f"{stem}-{count}{suffix}")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            return path, os.open(path, flags, 0o600)
        except FileExistsError:
            count += 1
        except OSError as error:
            raise UsageError(f"can't write {path}", reason=error.strerror or str(error)) from error
