"""Uploads: streamed, whole, with a name that harms nobody."""

from __future__ import annotations

import io
import tracemalloc
from email import message_from_bytes
from email.policy import HTTP

import pytest

from sinch_order_cli.api.upload import plain_file_name
from sinch_order_cli.errors import DataError, UnknownOutcomeError, UnreachableError

from .server import CUT, Reply, ScriptedServer, api_error

EXPIRED = api_error(401, "UNAUTHENTICATED", "expired")


class Endless(io.RawIOBase):
    """A file of a given size that lies nowhere."""

    def __init__(self, size):
        self.size, self.position = size, 0

    def seek(self, offset, whence=0):
        self.position = offset + (0, self.position, self.size)[whence]
        return self.position

    def read(self, count=-1):
        left = self.size - self.position
        count = left if count < 0 else min(count, left)
        self.position += count
        return b"x" * count


def send(api, content=b"paper", **options):
    settings = {"file_name": "loa.pdf", "mime_type": "application/pdf", **options}
    settings.setdefault("file", io.BytesIO(content))
    api.upload_attachment("o1", "loa", **settings)


def parts(request):
    """The form as a server reads it: name → (file name, type, content)."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + request.body, policy=HTTP)
    return {
        part.get_param("name", header="content-disposition"): (
            part.get_filename(),
            part.get_content_type(),
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    }


def test_the_form_that_is_sent(connect):
    told = []
    content = bytes(range(256)) * 1000
    with ScriptedServer(Reply(), Reply(json={"ok": True}), Reply(204)) as server:
        api = connect(server)
        send(api, content, document_type="Passport", progress=told.append)
        send(api, content)
        send(api, b"")
    first, second, third = server.requests
    assert (first.method, first.path) == ("POST", "/v1/projects/p1/numberOrders/o1/attachments/loa")
    assert int(first.headers["content-length"]) == len(first.body)
    assert "transfer-encoding" not in first.headers
    assert parts(first) == {
        "documentType": (None, "text/plain", b"Passport"),
        "file": ("loa.pdf", "application/pdf", content),
    }
    assert list(parts(second)) == ["file"]
    assert parts(third)["file"][2] == b""
    assert told == sorted(told)
    assert told[-1] == len(content)


def test_a_repeated_upload_is_whole_again(connect):
    with ScriptedServer(EXPIRED, Reply()) as server:
        send(connect(server), b"paper" * 50_000)
    first, second = map(parts, server.requests)
    assert first == second
    assert first["file"][2] == b"paper" * 50_000


def test_a_large_file_is_not_held_in_memory(connect):
    size = 60_000_000
    with ScriptedServer(Reply(413, cut="unread"), api_error(413, "CONTENT_TOO_LARGE")) as server:
        api = connect(server)
        tracemalloc.start()
        try:
            with pytest.raises(DataError):
                send(api, file=Endless(size), size=size)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    # The server, in the same process, does hold it: once.
    assert peak < size + 10_000_000


def test_cut_off_in_the_middle_of_the_file_nothing_can_have_been_done(connect, waits):
    with ScriptedServer(*[Reply(cut="unread")] * 4) as server:
        api = connect(server)
        with pytest.raises(UnreachableError) as caught:
            send(api, file=Endless(50_000_000))
    assert "while the file was being sent" in caught.value.reason
    assert len(waits.seconds) == 3


def test_cut_off_after_the_file_the_outcome_is_unknown(connect):
    with ScriptedServer(CUT) as server, pytest.raises(UnknownOutcomeError):
        send(connect(server))


@pytest.mark.parametrize("size", [4, 6])
def test_a_file_that_changed_since_it_was_checked_is_not_sent_whole(connect, size):
    with ScriptedServer() as server:
        api = connect(server)
        with pytest.raises(DataError, match="changed"):
            send(api, b"paper", size=size)
    assert server.requests == []


def test_a_file_that_cannot_be_read(connect):
    class Broken(io.BytesIO):
        def read(self, count=-1):
            raise OSError(5, "Input/output error")

    with ScriptedServer() as server:
        api = connect(server)
        with pytest.raises(DataError) as caught:
            send(api, file=Broken(b"paper"))
    assert caught.value.reason == "Input/output error"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("/home/me/papers/loa.pdf", "loa.pdf"),
        ('odd "na;me\\$\\x.pdf', "odd _na;me_$_x.pdf"),
        ('a"\r\nX-Evil: 1\x00.pdf', "a___X-Evil: 1_.pdf"),
        ("führerschein 東京.pdf", "führerschein 東京.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("..", "document"),
        ("", "document"),
    ],
)
def test_file_names(given, sent):
    assert plain_file_name(given) == sent


def test_a_mime_type_cannot_add_headers(connect):
    with ScriptedServer(Reply()) as server:
        send(connect(server), mime_type="text/plain\r\nX-Evil: 1", file_name="a\r\nX-Evil: 1.txt")
    assert b"\nX-Evil" not in server.requests[0].body
    assert b"Content-Type: application/octet-stream" in server.requests[0].body
