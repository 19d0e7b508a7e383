"""What the program does on Windows and on macOS, with the system's calls swapped.

Neither system is run: each test puts a stand-in where the program looks for it
and checks what it is asked for.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import io
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sinch_order_cli.commands import signals
from sinch_order_cli.commands.completion import stored
from sinch_order_cli.console import streams
from sinch_order_cli.console import windows as windows_console
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import OutputError, StoreError
from sinch_order_cli.prompts.editor import edit_text, unquote
from sinch_order_cli.store import files


class Tty(io.StringIO):
    def __init__(self, error: OSError | None = None) -> None:
        super().__init__()
        self.error = error

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 7

    def write(self, text: str) -> int:
        if self.error:
            raise self.error
        return super().write(text)


class Kernel32:
    """Windows' console as the program asks for it."""

    def __init__(self, *, console: bool = True, new: bool = True) -> None:
        self.console, self.new = console, new
        self.modes: list[int] = []

    def GetConsoleMode(self, handle: Any, mode: Any) -> int:
        assert handle.value == 107
        mode._obj.value = 3
        return int(self.console)

    def SetConsoleMode(self, handle: Any, mode: int) -> int:
        self.modes.append(mode)
        return int(self.new)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for module in (windows_console, streams, files):
        monkeypatch.setattr(module, "WINDOWS", True)
    msvcrt = SimpleNamespace(get_osfhandle=lambda descriptor: descriptor + 100)
    monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
    monkeypatch.setattr(files, "_PATIENCE", (0.0,) * 5)
    return monkeypatch


@pytest.mark.parametrize(
    ("kernel32", "modes", "colour"),
    [
        (Kernel32(), [7], True),
        (Kernel32(new=False), [7], False),
        (Kernel32(console=False), [], True),
    ],
    ids=["a console", "an old console", "mintty"],
)
def test_a_console_is_told_to_read_escape_sequences(
    windows: pytest.MonkeyPatch, kernel32: Kernel32, modes: list[int], colour: bool
) -> None:
    windows.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel32), raising=False)
    terminal = Terminal(Tty(), Tty(), Tty(), {})
    assert kernel32.modes == modes
    assert terminal.colour(terminal.stderr) is colour
    assert terminal.accessible is not colour, "what can't be redrawn is shown in plain lines"


def test_a_pipe_that_was_closed_ends_the_program_quietly(
    windows: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "out").open("w") as out:
        gone = Tty(OSError(errno.EINVAL, "Invalid argument"))
        gone.isatty = lambda: False  # type: ignore[method-assign]
        gone.fileno = out.fileno  # type: ignore[method-assign]
        with pytest.raises(SystemExit) as ended:
            Terminal(io.StringIO(), gone, io.StringIO(), {}).print("a")
        assert ended.value.code == 141
        windows.setattr(streams, "WINDOWS", False)
        with pytest.raises(OutputError, match="can't be written"):
            Terminal(io.StringIO(), gone, io.StringIO(), {}).print("a")


@pytest.mark.parametrize("call", ["replace", "unlink"])
def test_a_file_that_somebody_reads_is_changed_a_moment_later(
    windows: pytest.MonkeyPatch, tmp_path: Path, call: str
) -> None:
    path = tmp_path / "au.json"
    files.write_file(path, b"old")
    real, refused = getattr(Path, call), []

    def change(self: Path, *arguments: Any, **named: Any) -> Any:
        if path in (self, *arguments) and len(refused) < 3:
            refused.append(self)
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return real(self, *arguments, **named)

    windows.setattr(Path, call, change)
    if call == "replace":
        files.write_file(path, b"new")
        assert path.read_bytes() == b"new"
    else:
        files.remove_file(path)
        assert not path.exists()
    assert len(refused) == 3
    assert [one.name for one in tmp_path.iterdir()] == (["au.json"] if call == "replace" else [])


def test_a_file_that_stays_in_use_is_named_and_left_as_it_was(
    windows: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "au.json"
    files.write_file(path, b"old")

    def refuse(self: Path, to: Path) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    windows.setattr(Path, "replace", refuse)
    with pytest.raises(StoreError, match=r"can't write .*au\.json"):
        files.write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["au.json"]


def test_ctrl_break_leaves_as_ctrl_c_does(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[Any, Any] = {}
    monkeypatch.setattr(signal, "SIGBREAK", "break", raising=False)
    monkeypatch.setattr(signal, "getsignal", lambda number: signal.SIG_DFL)
    monkeypatch.setattr(signal, "signal", heard.__setitem__)
    signals.install_handlers()
    with pytest.raises(KeyboardInterrupt):
        heard["break"](21, None)


def test_where_there_is_no_sighup_nothing_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[Any, Any] = {}
    monkeypatch.delattr(signal, "SIGHUP")
    monkeypatch.setattr(signal, "signal", heard.__setitem__)
    signals.install_handlers()
    assert list(heard) == [signal.SIGTERM]


def test_macos_is_asked_to_empty_the_drives_own_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[int] = []
    synced: list[int] = []
    able = True

    def control(descriptor: int, request: int) -> None:
        asked.append(request)
        if not able:
            raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(files, "MACOS", True)
    monkeypatch.setattr(fcntl, "fcntl", control)
    monkeypatch.setattr(files, "sync_dir", lambda path: None)
    monkeypatch.setattr(os, "fsync", synced.append)
    files.write_file(tmp_path / "a", b"a")
    assert (asked, synced) == ([51], [])
    able = False
    files.write_file(tmp_path / "a", b"b")
    assert len(synced) == 1


def test_an_editor_with_spaces_in_its_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[list[str]] = []

    def run(command: list[str], **named: Any) -> Any:
        started.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("subprocess.run", run)
    editor = r'"C:\Program Files\Notepad++\notepad++.exe" -multiInst'
    assert edit_text("text", ".txt", {"EDITOR": editor}) == "text"
    assert started[0][:2] == [r"C:\Program Files\Notepad++\notepad++.exe", "-multiInst"]
    edit_text("text", ".txt", {})
    assert started[1][0] == "notepad"


def test_paths_as_windows_pastes_them() -> None:
    assert unquote(r'"C:\papers\loa.pdf"', windows=True) == r"C:\papers\loa.pdf"
    assert unquote(r"C:\papers\loa.pdf", windows=True) == r"C:\papers\loa.pdf"
    assert unquote("file:///C:/my%20papers/loa.pdf", windows=True) == "C:/my papers/loa.pdf"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_completion_reads_where_the_orders_are_kept(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    from platformdirs import user_state_path

    monkeypatch.setattr(stored.sys, "platform", platform)
    assert Path(stored.state_dir({}, False)) == user_state_path("sinch-order", appauthor=False)
