"""Inspect PDFs before upload, and merge images into a PDF: the extra `documents`.

Without the extra, PDFs are not inspected and images are sent separately.
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

MISSING_EXTRA = "Install the packages for PDFs: pip install 'pypdf[crypto]' img2pdf"

_MOST_PAGES = 20
"""Number of pages inspected for content."""


def remark(file: BinaryIO) -> str:
    """Return a problem with a PDF as a clause: "it is encrypted"; "" if there is none or the extra
    is not installed. The file position is reset to the start."""
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

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # pypdf logs every defect that it repairs
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            return "it is encrypted and can't be opened without its password"
        pages = reader.pages
        if not len(pages):
            return "it has no pages"
        if len(pages) <= _MOST_PAGES and all(_is_blank(page) for page in pages):
            return "it is empty, as its pages have no content"
    except DependencyError:  # an unsupported cipher
        return "it is encrypted"
    except Exception:  # a damaged file can raise anything
        return "it can't be read, as it is damaged or not complete"
    return ""


def _is_blank(page: object) -> bool:
    """Return True if a page has neither content nor annotations, such as a signature field."""
    from pypdf import PageObject

    if not isinstance(page, PageObject):
        return False
    contents = page.get_contents()
    return (contents is None or not contents.get_data().strip()) and "/Annots" not in page


def is_picture(path: Path) -> bool:
    """Return True if the file name has the extension of an image."""
    return path.suffix.lower() in _PICTURES


def can_merge() -> bool:
    """Return True if images can be merged into a PDF."""
    return importlib.util.find_spec("img2pdf") is not None


class Merged(Struct, frozen=True):
    """A PDF of images, in memory, with the SHA-256 of each image."""

    file: io.BytesIO
    pages: tuple[str, ...]


def merged(paths: Sequence[Path]) -> Merged:
    """Merge images into one PDF in memory, one per page, rotated as the camera recorded.

    Raises:
        UsageError: the extra is not installed, or a file does not exist.
        DataError: a file can't be used as a page.
    """
    if not can_merge():
        raise UsageError(
            f"{len(paths)} files given, but only one is possible",
            reason="merging images into a PDF requires a package that is not installed",
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
    except Exception as error:  # its own errors, and those of the image library
        names = " and ".join(path.name for path in paths)
        raise DataError(
            f"{names} can't be merged into one PDF",
            reason=str(error) or type(error).__name__,
            hint="Save them as JPEG or PNG, or create the PDF yourself.",
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
    """Raise DataError if a file is not an image that can be a page."""
    import img2pdf

    try:
        img2pdf.convert(content, rotation=img2pdf.Rotation.ifvalid)
    except Exception as error:
        why = str(error)
        if content.startswith(b"%PDF-"):
            why = "it is a PDF, not an image"
        elif isinstance(error, img2pdf.ImageOpenError) or not why:
            why = "it is not an image, or it is damaged"
        raise DataError(
            f"{path.name} can't be a page of a PDF",
            reason=why,
            hint="Give images (JPEG, PNG, TIFF), or a single PDF.",
            details=[{"path": str(path)}],
        ) from error
