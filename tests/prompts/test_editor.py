"""Paths as terminals paste them, and the editor."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from sinch_order_cli.errors import UsageError
from sinch_order_cli.prompts.editor import edit_text, unquote


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/tmp/loa.pdf", "/tmp/loa.pdf"),
        ("  '/tmp/my papers/loa.pdf' ", "/tmp/my papers/loa.pdf"),
        ('"/tmp/my papers/loa.pdf"', "/tmp/my papers/loa.pdf"),
        (r"/tmp/my\ papers/l\(o\)a.pdf", "/tmp/my papers/l(o)a.pdf"),
        ("/tmp/my papers/loa.pdf", "/tmp/my papers/loa.pdf"),
        ("file:///tmp/my%20papers/loa.pdf", "/tmp/my papers/loa.pdf"),
        ("~/loa.pdf", "/home/op/loa.pdf"),
        ("'~/my papers/loa.pdf'", "/home/op/my papers/loa.pdf"),
        ("it's.pdf", "it's.pdf"),
        (r"'/tmp/lettre d'\''été.pdf' ", "/tmp/lettre d'été.pdf"),
        (r"/tmp/lettre\ d\'été.pdf", "/tmp/lettre d'été.pdf"),
        (r'/tmp/"my papers"/l\&a.pdf', "/tmp/my papers/l&a.pdf"),
        ("'file:///tmp/my%20papers/loa.pdf'", "/tmp/my papers/loa.pdf"),
        ("'", "'"),
    ],
)
def test_paths_as_they_are_dropped(typed: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/op")
    assert unquote(typed, windows=False) == meant


def test_a_file_with_a_backslash_in_its_name_is_meant_as_typed(tmp_path: Path) -> None:
    odd = tmp_path / "a\\b.pdf"
    odd.touch()
    assert unquote(str(odd), windows=False) == str(odd)


def test_windows_paths_keep_their_backslashes() -> None:
    assert unquote(r'"C:\my papers\loa.pdf"', windows=True) == r"C:\my papers\loa.pdf"
    assert unquote(r"'C:\the user''s\loa.pdf'", windows=True) == r"C:\the user's\loa.pdf"
    assert unquote(r"& 'C:\my papers\loa.pdf'", windows=True) == r"C:\my papers\loa.pdf"
    assert unquote(r"C:\papers\loa.pdf", windows=True) == r"C:\papers\loa.pdf"
    assert unquote("file:///C:/loa.pdf", windows=True) == "C:/loa.pdf"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _editor(tmp_path: Path, script: str) -> dict[str, str]:
    file = tmp_path / "the editor.py"
    file.write_text(f"import os, sys\nfile = sys.argv[-1]\n{script}\n")
    return {"EDITOR": f"{sys.executable} '{file}' --wait"}


def test_the_text_is_what_the_editor_saved(tmp_path: Path, temporary: Path) -> None:
    script = "text = open(file).read(); open(file, 'w').write(text.upper() + 'ü\\n\\n')"
    assert edit_text("so far", ".txt", _editor(tmp_path, script)) == "SO FARü"
    assert list(temporary.iterdir()) == []


def test_only_the_owner_can_read_the_text(tmp_path: Path, temporary: Path) -> None:
    modes = tmp_path / "modes"
    script = (
        "modes = [oct(os.stat(p).st_mode & 0o777) for p in (file, os.path.dirname(file))]\n"
        f"open({str(modes)!r}, 'w').write(' '.join(modes) + file[-5:])"
    )
    before = os.umask(0)
    try:
        edit_text("secret", ".json", _editor(tmp_path, script))
    finally:
        os.umask(before)
    assert modes.read_text() == "0o600 0o700.json"
    assert stat.S_IMODE(temporary.stat().st_mode)


@pytest.mark.parametrize("script", ["sys.exit(3)", "open(file, 'wb').write(b'\\xff\\xfe\\xff')"])
def test_a_failing_editor_is_said_and_leaves_nothing(
    tmp_path: Path, temporary: Path, script: str
) -> None:
    with pytest.raises(UsageError) as raised:
        edit_text("so far", ".txt", _editor(tmp_path, script))
    assert raised.value.hint
    assert list(temporary.iterdir()) == []


def test_an_editor_that_is_not_there_is_named(temporary: Path) -> None:
    with pytest.raises(UsageError, match="no-such-editor"):
        edit_text("", ".txt", {"VISUAL": "no-such-editor", "EDITOR": "true"})
    assert list(temporary.iterdir()) == []
