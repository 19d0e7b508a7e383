"""PDFs, looked into before they are sent, and pictures made into one: the extra `documents`.

Without the extra a PDF is taken as it is, and pictures are sent one by one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from sinch_order_cli.errors import DataError, UsageError

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")

MISSING_EXTRA = "Install what makes PDFs: pip install 'pypdf[crypto]' img2pdf"

_MOST_PAGES = 20
"""So many pages are looked at for whether anything stands on them."""


def remark(file: BinaryIO) -> str:
    """What reviewers will miss in a PDF, as a clause: "it is encrypted"; "" for nothing, or
    where the extra is not installed. The file is left at its beginning."""
    if importlib.util.find_spec("pypdf") is None:
        return ""
    file.seek(0)
    try:
        return _remark(file)
    finally:
        file.seek(0)


def _remark(file: BinaryIO) -> str:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw that it mends
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            return "it is encrypted: it can't be opened without its password"
        pages = reader.pages
        if not len(pages):
            return "it has no pages"
        if len(pages) <= _MOST_PAGES and all(_is_blank(page) for page in pages):
            return "it is empty: nothing stands on its pages"
    except DependencyError:  # a cipher that is not known here
        return "it is encrypted"
    except Exception:  # whatever a damaged file makes of the reader
        return "it can't be read: it is damaged, or not complete"
    return ""


def _is_blank(page: object) -> bool:
    """Whether a page has neither content nor notes, such as a signature's field."""
    from pypdf import PageObject

    if not isinstance(page, PageObject):
        return False
    contents = page.get_contents()
    return (contents is None or not contents.get_data().strip()) and "/Annots" not in page


def is_picture(path: Path) -> bool:
    """Whether a file's name says that it can be a page."""
    return path.suffix.lower() in _PICTURES


def can_merge() -> bool:
    """Whether pictures can be made into a PDF here."""
    return importlib.util.find_spec("img2pdf") is not None


class Merged(Struct, frozen=True):
    """A PDF of pictures, in memory, and the SHA-256 of each picture."""

    file: io.BytesIO
    pages: tuple[str, ...]


def merged(paths: Sequence[Path]) -> Merged:
    """Pictures as the pages of one PDF, upright as the camera meant them; it stays in memory.

    Raises:
        UsageError: the extra is not installed, or there is no such file.
        DataError: one can't be a page.
    """
    if not can_merge():
        raise UsageError(
            f"{len(paths)} files were given, and one is needed",
            reason="to make one PDF of pictures takes a package that is not installed",
            hint=MISSING_EXTRA,
        )
    import logging

    import img2pdf

    logging.getLogger("img2pdf").setLevel(logging.ERROR)
    contents = [_read(path) for path in paths]
    for path, content in zip(paths, contents, strict=True):
        _check_page(path, content)
    try:
        made = img2pdf.convert(contents, rotation=img2pdf.Rotation.ifvalid)
    except Exception as error:  # its own kinds, and those of the library that reads pictures
        names = " and ".join(path.name for path in paths)
        raise DataError(
            f"{names} can't be made into one PDF",
            reason=str(error) or type(error).__name__,
            hint="Save them as JPEG or PNG, or make the PDF yourself.",
        ) from error
    hashes = tuple(hashlib.sha256(content).hexdigest() for content in contents)
    return Merged(io.BytesIO(made), hashes)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}", hint="Check the path.") from None
    except OSError as error:
        raise DataError(f"can't read {path}", reason=error.strerror or str(error)) from error


def _check_page(path: Path, content: bytes) -> None:
    """Raise DataError where a file is no picture that can be a page."""
    import img2pdf

    try:
        img2pdf.convert(content, rotation=img2pdf.Rotation.ifvalid)
    except Exception as error:
        why = str(error) or "it is no picture"
        raise DataError(
            f"{path.name} can't be a page of a PDF",
            reason=why,
            hint="Give pictures (JPEG, PNG, TIFF), or one PDF alone.",
            details=[{"path": str(path), "problem": why}],
        ) from error
