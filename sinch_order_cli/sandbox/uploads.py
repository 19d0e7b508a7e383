"""Step 5: the attachments. Files are validated and discarded; only their metadata is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request

from sinch_order_cli.sandbox.orders import Upload
from sinch_order_cli.sandbox.wire import content_too_large, invalid_argument

MAX_FILE = 10 * 1024 * 1024  # bytes; the API documents no limit

_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"{\\rtf": "application/rtf",
}
_OTHER_NAMES = {"text/rtf": "application/rtf", "image/jpg": "image/jpeg"}


def read_upload(request: Request, asked: Mapping[str, Any], now: datetime) -> Upload:
    """Validate and return the file of a multipart request.

    Args:
        asked: the lookup's requirements for this attachment.

    Raises:
        ApiError: 400 or 413, if the file is not accepted.
    """
    file = request.files.get("file")
    if file is None or not file.filename:
        raise invalid_argument("The file is missing", [("file", "is required")])
    content = file.read()
    if len(content) > MAX_FILE:
        raise content_too_large(asked["id"], MAX_FILE)
    if not content:
        raise invalid_argument("The file is empty", [("file", "is empty")])
    document_type = request.form.get("documentType", "")
    allowed = asked.get("allowedDocumentTypes", [])
    if allowed and document_type not in allowed:
        what = f"must be one of {', '.join(allowed)}"
        raise invalid_argument("The document type is not allowed", [("documentType", what)])
    return Upload(
        attachment_id=asked["id"],
        file_name=file.filename,
        mime_type=_mime_type(file, content, asked.get("allowedMimeTypes", [])),
        document_type=document_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        create_time=now,
        update_time=now,
    )


def _mime_type(file: FileStorage, content: bytes, allowed: list[str]) -> str:
    """Return the file's type. Both its declared and its actual type must be allowed."""
    found = next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")
    said = _OTHER_NAMES.get(file.mimetype, file.mimetype) or found
    if allowed and said not in allowed:
        what = f"{said or 'unknown'} is not allowed, only {', '.join(allowed)}"
        raise invalid_argument("The MIME type is not allowed", [("file", what)])
    if allowed and found not in allowed:
        what = f"is sent as {said}, but its content is {found or 'of another kind'}"
        raise invalid_argument("The file's content is not of an allowed type", [("file", what)])
    return said or "application/octet-stream"
