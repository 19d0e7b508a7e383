"""Documents, validated before upload. Files are opened once, so the validated content is sent."""

from __future__ import annotations

import difflib
import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO

from sinch_order_cli.api.upload import plain_file_name
from sinch_order_cli.customers import pdf
from sinch_order_cli.customers.documents import digest_of
from sinch_order_cli.errors import DataError, NotFoundError, Suggestion, UsageError
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.workflow.context import Document
from sinch_order_cli.workflow.model import SentPage

_SAME_TYPE = {
    "text/rtf": "application/rtf",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/x-pdf": "application/pdf",
    "application/x-rtf": "application/rtf",
    "image/heif": "image/heic",
    "image/tif": "image/tiff",
    "image/x-ms-bmp": "image/bmp",
    "text/xml": "application/xml",
    "application/x-zip-compressed": "application/zip",
}
"""Other names of media types, used by servers and operating systems."""


def find_attachment(
    attachments: Sequence[RequiredAttachment], reference: str, order_name: str
) -> RequiredAttachment:
    """Return the required document with an ID, the start of an ID, or a title.

    Raises:
        NotFoundError: none matches, or several do.
    """
    wanted = reference.casefold()
    exact = [a for a in attachments if a.id == reference or a.title.casefold() == wanted]
    found = exact or [a for a in attachments if wanted and a.id.casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{a.id} ({a.title})" for a in attachments) or "none at all"
    reason = f"its documents are: {known}"
    titles = {a.title.casefold(): a.title for a in attachments}
    if near := difflib.get_close_matches(wanted, () if found else titles, n=1, cutoff=0.75):
        reason = f"did you mean '{titles[near[0]]}'?"
    raise NotFoundError(
        f"'{reference}' matches {len(found)} documents of {order_name}"
        if found
        else f"{order_name} has no document '{reference}'",
        reason=reason,
        hint=Suggestion("attach", order_name, say="To list them", list=True),
        details=[{"attachmentId": a.id, "title": a.title} for a in attachments],
    )


def document_type(attachment: RequiredAttachment, given: str) -> str:
    """Return the document type as the form spells it, from any letter case; "" if none is required.

    Raises:
        UsageError: the type is missing or invalid, or the document has no type.
    """
    allowed = attachment.allowed_document_types
    if not allowed and given:
        raise UsageError(
            f"{attachment.title} has no document types to choose from",
            reason="the country doesn't require a document type",
            hint="Leave out --document-type.",
            details=[{"flag": "--document-type", "allowed": []}],
        )
    if not allowed:
        return ""
    for known in allowed:
        if known.casefold() == given.strip().casefold():
            return known
    shown = ", ".join(f'"{known}"' for known in allowed)
    raise UsageError(
        f"'{given}' is not a valid document type for {attachment.title}"
        if given
        else f"{attachment.title} needs a document type",
        reason=f"one of {shown}",
        hint=f'Give the type, such as --document-type "{allowed[0]}"',
        details=[{"flag": "--document-type", "allowed": list(allowed)}],
    )


@contextmanager
def open_document(
    path: Path,
    attachment: RequiredAttachment,
    document_type: str = "",
    *,
    note: Callable[[str], None] = lambda text: None,
) -> Iterator[Document]:
    """Open and validate a file: a regular file, not empty, of an allowed type.

    Args:
        note: called with notes for the user, such as that a link was followed.

    Raises:
        UsageError: there is no such file.
        DataError: it is not a regular file, unreadable, empty, or of a type that is not allowed.
    """
    with _open_regular(path) as file:
        if path.is_symlink():
            note(f"{path} is a link. The file sent is {path.resolve()}.")
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            raise _unfit(path, attachment, "it is empty", "Choose the correct file.")
        mime_type = _media_type(path, file, attachment)
        file.seek(0)
        sha256 = digest_of(file)[0]
        file.seek(0)
        yield Document(
            file,
            _sendable(path.name),
            mime_type,
            size,
            document_type,
            str(path.absolute()),
            sha256,
            pdf.remark(file) if mime_type == "application/pdf" else "",
        )


@contextmanager
def open_pages(
    paths: Sequence[Path],
    attachment: RequiredAttachment,
    document_type: str = "",
    *,
    note: Callable[[str], None] = lambda text: None,
) -> Iterator[Document]:
    """Open one file as `open_document` does, or merge several images into one PDF in memory, named
    after the first.

    Raises:
        UsageError: there is no such file, or the extra for PDFs is not installed.
        DataError: a file can't be used, or PDF is not an allowed type.
    """
    if len(paths) == 1:
        with open_document(paths[0], attachment, document_type, note=note) as document:
            yield document
        return
    if attachment.allowed_mime_types and not _spelled("application/pdf", attachment):
        why = f"{len(paths)} files would be merged into a PDF, which is not an allowed type"
        raise _unfit(paths[0], attachment, why, "Send one file.")
    made = pdf.merged(paths)
    size, sha256 = len(made.file.getbuffer()), digest_of(made.file)[0]
    made.file.seek(0)
    name = _sendable(f"{paths[0].stem}.pdf")
    note(f"{', '.join(path.name for path in paths)}: sent as one PDF, {name}.")
    pages = tuple(
        SentPage(str(path.absolute()), one) for path, one in zip(paths, made.pages, strict=True)
    )
    yield Document(
        made.file, name, "application/pdf", size, document_type, sha256=sha256, pages=pages
    )


def _sendable(name: str) -> str:
    """Return a file name that can be sent; on some systems file names can be any bytes."""
    return plain_file_name(os.fsencode(name).decode(errors="replace"))


def _open_regular(path: Path) -> BinaryIO:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise UsageError(
            f"the file {path} doesn't exist", hint="Check the path. You can use ~ and quotes."
        ) from None
    except OSError as error:
        why = "is a directory" if error.errno == errno.EISDIR else error.strerror or str(error)
        raise DataError(f"can't read {path}", reason=why) from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        what = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
        raise UsageError(
            f"{path} is {what}",
            reason="it must be a file, such as a PDF",
            hint="Check the path. You can use ~ and quotes.",
        )
    return os.fdopen(descriptor, "rb")


def _media_type(path: Path, file: BinaryIO, attachment: RequiredAttachment) -> str:
    """Return the media type to send: that of the content, unless the name contradicts it."""
    by_content, by_name = _types_by_content(file), _type_by_name(path)
    if not attachment.allowed_mime_types:
        known = by_name in by_content or not by_content
        return (by_name if known else by_content[0]) or "application/octet-stream"

    def unfit(why: str, hint: str = "") -> DataError:
        return _unfit(
            path, attachment, why, hint or f"Save the document as {wanted}, then upload that file."
        )

    wanted = " or ".join(type_name(kind) for kind in attachment.allowed_mime_types)
    fitting = [kind for kind in by_content if _spelled(kind, attachment)]
    if not by_content and by_name and _has_signature(by_name):
        raise unfit(f"its name says {type_name(by_name)}, but its content is different")
    if by_content and not fitting:
        raise unfit(f"it is {type_name(by_content[0])}, but must be {wanted}")
    if fitting and by_name and by_name not in by_content:
        raise unfit(
            f"it is {type_name(fitting[0])}, but its name says {type_name(by_name)}",
            "Rename it with the matching extension.",
        )
    kind = by_name or (fitting[0] if fitting else "")
    spelled = _spelled(kind, attachment)
    if not spelled:
        what = type_name(kind) if kind else "of an unknown type"
        raise unfit(f"it is {what}, but must be {wanted}")
    return spelled


def _spelled(kind: str, attachment: RequiredAttachment) -> str:
    """Return a media type as the form spells it, or "" if the form does not allow it."""
    for allowed in attachment.allowed_mime_types:
        if kind and fnmatchcase(kind, _plain(allowed)):
            return kind if "*" in allowed else allowed
    return ""


def may_fit(name: str, attachment: RequiredAttachment) -> bool:
    """Return True if a file of this name may have an allowed type; its content decides later."""
    kind = _type_by_name(Path(name))
    if not attachment.allowed_mime_types or not Path(name).suffix:
        return True
    return bool(_spelled(kind, attachment))


def _types_by_content(file: BinaryIO) -> list[str]:
    """Return the possible types of the content, most certain first; [] if not recognised."""
    import puremagic

    file.seek(0)
    head = file.read(64 * 1024)
    if head.lstrip(b"\xef\xbb\xbf\0 \t\r\n\f").startswith(b"%PDF-"):  # as PDF readers accept it
        return ["application/pdf"]
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        matches = []
    certain = max((match.confidence for match in matches), default=0.0)
    kinds = [_plain(m.mime_type) for m in matches if m.mime_type and m.confidence >= certain - 0.3]
    if _is_text(head):
        # Text can start with anything, including the first letters of an image's signature.
        kinds += ["text/plain", "text/csv"]
    return list(dict.fromkeys(kinds))


def _is_text(head: bytes) -> bool:
    """Return True if the bytes are text in some encoding, without other control characters."""
    return not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)


def _type_by_name(path: Path) -> str:
    """Return the type by file name, or ""."""
    import mimetypes

    kind, packed = mimetypes.guess_type(path.name)
    return f"application/{packed}" if packed else _plain(kind or "")


def _has_signature(kind: str) -> bool:
    """Return True if files of this type can be recognised by their content."""
    from puremagic.main import magic_header_array

    return any(_plain(one.mime_type) == kind for one in magic_header_array)


def _plain(media_type: str) -> str:
    bare = media_type.partition(";")[0].strip().lower()
    return _SAME_TYPE.get(bare, bare)


def type_name(media_type: str) -> str:
    """Return the common name of a media type: PDF, JPEG, RTF."""
    known = {
        "application/pdf": "PDF",
        "application/rtf": "RTF",
        "image/jpeg": "JPEG",
        "image/png": "PNG",
        "image/tiff": "TIFF",
        "text/plain": "plain text",
        "application/octet-stream": "of an unknown type",
        "application/msword": "Word (DOC)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (DOCX)",
    }
    return known.get(_plain(media_type), media_type)


def _unfit(path: Path, attachment: RequiredAttachment, why: str, hint: str) -> DataError:
    return DataError(
        f"{path.name} can't be used for {attachment.title}",
        reason=why,
        hint=hint,
        details=[
            {
                "path": f"attachments.{attachment.id}",
                "title": attachment.title,
                "problem": why,
                "given": str(path),
            }
        ],
    )
