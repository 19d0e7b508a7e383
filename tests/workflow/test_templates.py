"""Blank documents: names that stay in the folder, and files that are never written over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, ClassVar, cast

import pytest

from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.errors import DataError, NotFoundError, SinchOrderError, UsageError
from sinch_order_cli.kyc.model import AttachmentTemplate, RequiredAttachment
from sinch_order_cli.workflow import templates
from sinch_order_cli.workflow.templates import safe_name, save_templates
from tests.api.server import Reply, ScriptedServer

pytestmark = pytest.mark.timeout(30)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("/", "template"),
        ("..", "template"),
        ("", "template"),
        (".bashrc", "bashrc"),
        ("-rf.pdf", "rf.pdf"),
        ("~root.pdf", "root.pdf"),
        ("a\0b\x1b[31m\r\n.pdf", "ab[31m.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("half\ud800.pdf", "half.pdf"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("a:b|c?.pdf", "a_b_c_.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("東" * 400 + ".pdf", "東" * 48 + ".pdf"),
        ("a." + "b" * 400, "a." + "b" * 19),
        ("Erklärung (blanko) 2.pdf", "Erklärung (blanko) 2.pdf"),
    ],
)
def test_names(name: str, safe: str, tmp_path: Path) -> None:
    assert safe_name(name) == safe
    (tmp_path / safe_name(name)).write_bytes(b"")  # the file system takes it


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder"


def with_templates(*templates: AttachmentTemplate) -> RequiredAttachment:
    return RequiredAttachment(
        id="loa",
        title="Letter",
        description="",
        mandatory=True,
        allowed_mime_types=(),
        allowed_document_types=(),
        templates=templates,
    )


@pytest.fixture
def fetch(folder: Path) -> Iterator[object]:
    def save(server: ScriptedServer, *names: str) -> list[Path]:
        given = Credentials(project_id="p", access_token="t")
        with NumbersApi(given, numbers_url=server.url, auth_url=server.url) as api:
            wanted = [AttachmentTemplate(name=name, url=f"{server.url}/t") for name in names]
            return save_templates(api, with_templates(*wanted), folder)

    yield save


def test_no_file_is_written_over(fetch, folder: Path, tmp_path: Path) -> None:
    (folder / "letter.pdf").write_bytes(b"mine")
    (folder / "letter-2.pdf").symlink_to(tmp_path / "elsewhere")
    with ScriptedServer(Reply(body=b"one"), Reply(body=b"two")) as server:
        saved = fetch(server, "../letter.pdf", "letter.pdf")
    assert [path.name for path in saved] == ["letter-3.pdf", "letter-4.pdf"]
    assert [path.read_bytes() for path in saved] == [b"one", b"two"]
    assert (folder / "letter.pdf").read_bytes() == b"mine"
    assert not (tmp_path / "elsewhere").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"folder"}


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(404), NotFoundError),
        (Reply(302, headers={"Location": "http://127.0.0.1:9/"}), SinchOrderError),
        (Reply(body=b"x" * 2000), DataError),
    ],
)
def test_what_did_not_come_whole_is_not_there(
    fetch, folder: Path, reply: Reply, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "MAX_BYTES", 1000)
    with ScriptedServer(reply) as server, pytest.raises(kind):
        fetch(server, "letter.pdf")
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there(folder: Path) -> None:
    wanted = with_templates(AttachmentTemplate(name="a", url="https://x.example"))
    with pytest.raises(UsageError):
        save_templates(None, wanted, folder / "none")  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        save_templates(None, with_templates(), folder)  # type: ignore[arg-type]


def test_the_size_of_a_template_is_limited(folder: Path) -> None:
    """A server must not fill the disk: what is asked for is at most 50 MB."""

    class Api:
        limits: ClassVar[list[int]] = []

        def download_template(self, url: str, target: BinaryIO, *, limit_bytes: int) -> None:
            self.limits.append(limit_bytes)

    letter = with_templates(AttachmentTemplate(name="a.pdf", url="https://cdn.example/a.pdf"))
    save_templates(cast("NumbersApi", Api()), letter, folder)
    assert Api.limits == [50 * 1024 * 1024]
