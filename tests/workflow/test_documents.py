"""Documents: looked at once, by content and by name, and sent as they were looked at."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from pathlib import Path

import pytest
from papers import pdf

from sinch_order_cli.errors import DataError, NotFoundError, UsageError
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.workflow.documents import find_attachment, open_document

pytestmark = pytest.mark.timeout(30)


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return target.getvalue()


PDF = pdf()
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
RTF = b"{\\rtf1\\ansi hello}"
EXE = b"MZ" + b"\0" * 100
DOCX = archive("[Content_Types].xml", "word/document.xml")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOISE = bytes(range(256))


def required(*allowed: str) -> RequiredAttachment:
    return RequiredAttachment(
        id="loa",
        title="Letter",
        description="",
        mandatory=True,
        allowed_mime_types=allowed,
        allowed_document_types=(),
        templates=(),
    )


@pytest.mark.parametrize(
    ("name", "content", "allowed", "sent"),
    [
        ("a.pdf", PDF, ["application/pdf"], "application/pdf"),
        ("a.PDF", b"\xef\xbb\xbf\r\n" + PDF, ["application/pdf"], "application/pdf"),
        ("scan", PDF, ["application/pdf"], "application/pdf"),
        ("a.rtf", RTF, ["application/rtf"], "application/rtf"),
        ("a.rtf", RTF, ["text/rtf"], "text/rtf"),
        ("a.jpg", JPEG, ["image/*"], "image/jpeg"),
        ("a.jpeg", JPEG, ["IMAGE/JPEG; q=1", "image/png"], "IMAGE/JPEG; q=1"),
        ("a.docx", DOCX, [WORD], WORD),
        ("a.txt", b"hello", ["text/plain"], "text/plain"),
        ("a.txt", "BM größer".encode("latin-1"), ["text/plain"], "text/plain"),
        ("a.csv", b"a,b\n1,2\n", ["text/csv"], "text/csv"),
        ("a.pdf", PDF, [], "application/pdf"),
        ("a.qqqq", NOISE, [], "application/octet-stream"),
    ],
)
def test_what_will_do(
    tmp_path: Path, name: str, content: bytes, allowed: list[str], sent: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with open_document(path, required(*allowed)) as document:
        assert (document.mime_type, document.size, document.file_name) == (sent, len(content), name)
        assert document.file.read() == content


def test_a_name_that_is_no_text_is_sent_as_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.pdf")
    path.write_bytes(PDF)
    with open_document(path, required("application/pdf")) as document:
        assert document.file_name == "caf\ufffd.pdf"


@pytest.mark.parametrize(
    ("name", "content", "allowed", "why"),
    [
        ("a.pdf", NOISE, ["application/pdf"], "its name says PDF"),
        ("a.pdf", b"hello", ["application/pdf"], "it is plain text, but must be PDF"),
        ("a.pdf", EXE, ["application/pdf"], "must be PDF"),
        ("a.pdf", b"<html>" + PDF, ["application/pdf"], "it is text/html"),
        ("a.png", PDF, ["application/pdf", "image/png"], "it is PDF, but its name says PNG"),
        ("a.jpg", PNG, ["image/*"], "it is PNG, but its name says JPEG"),
        ("a.exe", PDF, ["application/pdf"], "it is PDF, but its name says"),
        ("a.pdf.gz", PDF, ["application/pdf"], "its name says application/gzip"),
        ("a.html", b"<html>", ["text/plain"], "it is text/html, but must be plain text"),
        ("a.txt", PDF, ["text/plain"], "it is PDF, but must be plain text"),
        ("a.tiff", PNG, ["application/pdf", "image/jpeg"], "must be PDF or JPEG"),
        ("scan", NOISE, ["application/pdf"], "it is of an unknown type"),
        ("a.pdf", b"", ["application/pdf"], "it is empty"),
        ("a.pdf", b"", [], "it is empty"),
    ],
)
def test_what_will_not_do(
    tmp_path: Path, name: str, content: bytes, allowed: list[str], why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as caught, open_document(path, required(*allowed)):
        pass
    assert why in caught.value.reason
    assert caught.value.hint
    assert caught.value.details[0]["path"] == "attachments.loa"


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.pdf")  # nobody writes to it: waiting for that would take forever
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.pdf"))
    for name in ("loop.pdf", "s.pdf"):
        with pytest.raises(DataError), open_document(tmp_path / name, required()):
            pass
    for name in ("none.pdf", "fifo.pdf", "folder.pdf", "/dev/zero", "/dev/stdin"):
        with pytest.raises(UsageError) as raised, open_document(tmp_path / name, required()):
            pass
        assert raised.value.hint == "Check the path. You can use ~ and quotes."


def test_a_link_is_followed_and_said(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(PDF)
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    said: list[str] = []
    with open_document(tmp_path / "link.pdf", required("application/pdf"), note=said.append):
        pass
    assert len(said) == 1 and str(tmp_path / "real.pdf") in said[0]


def test_what_was_looked_at_is_what_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF)
    with open_document(path, required("application/pdf")) as document:
        (tmp_path / "other").write_bytes(EXE)
        (tmp_path / "other").replace(path)
        assert document.file.read() == PDF


def test_a_title_that_is_nearly_right() -> None:
    known = [required()]
    with pytest.raises(NotFoundError, match=r"^one has no document 'Leter'$") as raised:
        find_attachment(known, "Leter", "one")
    assert raised.value.reason == "did you mean 'Letter'?"
    with pytest.raises(NotFoundError) as raised:
        find_attachment(known, "passport", "one")
    assert raised.value.reason == "its documents are: loa (Letter)"
