"""The program on a disk that is full, read-only, or not its own: an error, and nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.sandbox.server import SandboxServer
from tests.commands.shell import ANSWERS, LETTER, PDF, Done, Shell

pytestmark = pytest.mark.timeout(120)

NAME = "au-mobile-112"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """The program with a server that is not in its state directory."""
    server = SandboxServer(tmp_path / "emulator")
    server.start()
    (tmp_path / "home").mkdir()
    yield Shell(tmp_path / "home", server.url)
    server.stop()


def reserve(shell: Shell) -> str:
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]
    assert shell.ok(*create)["name"] == NAME
    return NAME


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".db", ".lock")
    }


def run_limited(shell: Shell, prepare: Callable[[], None] | None, *arguments: str) -> Done:
    process = subprocess.run(
        [sys.executable, "-m", "sinch_order_cli", *arguments],
        env=shell.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        preexec_fn=prepare,
        timeout=40,
    )
    return Done(process.returncode, process.stdout, process.stderr)


def full() -> None:
    """Every write to a file fails from here on, as on a full disk (EFBIG instead of ENOSPC)."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


CREATE = ("create", "AU", "MOBILE", "--number", "+61411111114", "--sms-plan", "p", "--yes")


def test_on_a_full_disk_nothing_is_lost_and_the_error_says_so(shell: Shell) -> None:
    reserve(shell)
    shell.ok("register", NAME, "--answers", shell.file("answers.json", ANSWERS))
    letter = shell.file("letter.pdf", PDF)
    before = contents(shell.state)
    for arguments in [
        CREATE,
        ("register", NAME, "--set", "city=Perth"),
        ("attach", NAME, LETTER, letter),
    ]:
        done = run_limited(shell, full, *arguments)
        assert done.code == 1, (arguments, done.err)
        assert "can't write" in done.err and str(shell.state) in done.err, (arguments, done.err)
        assert "went wrong" not in done.err
        assert contents(shell.state) == before, arguments
    (shell.state / "index.db").unlink(missing_ok=True)
    for arguments in [
        ("orders",),
        ("register", NAME, "--show"),
        ("attach", NAME, "--list"),
        ("status", NAME),
    ]:
        done = run_limited(shell, full, *arguments)
        assert done.code == 0, (arguments, done.err)
        assert contents(shell.state) == before, arguments
    assert NAME in run_limited(shell, full, "orders").out


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_state_directory_that_can_not_be_written_to(shell: Shell) -> None:
    reserve(shell)
    unprivileged = [] if os.geteuid() else ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if unprivileged and shutil.which("setpriv") is None:
        pytest.skip("root can write everywhere, and there is no setpriv")
    folders = [shell.state, *(path for path in shell.state.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    before = contents(shell.state)
    try:
        for arguments, code in [
            (("orders",), 0),
            (("requirements", "US", "LOCAL"), 0),
            (("register", NAME, "--set", "city=Perth"), 1),
            (CREATE, 1),
            (("forget", NAME, "--yes"), 1),
        ]:
            done = subprocess.run(
                [*unprivileged, sys.executable, "-m", "sinch_order_cli", *arguments],
                env=shell.environment, capture_output=True, text=True, timeout=40,
            )  # fmt: skip
            assert done.returncode == code, (arguments, done.stderr)
            if code:
                assert str(shell.state) in done.stderr and "can't" in done.stderr
                assert "went wrong" not in done.stderr
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert contents(shell.state) == before


def test_everything_is_the_owners_alone_whatever_the_umask(shell: Shell) -> None:
    sandbox = shell.with_({"SINCH_ORDER_SANDBOX": "1", "XDG_CONFIG_HOME": str(shell.home / "cfg")})

    def run(one: Shell, *arguments: str) -> None:
        done = run_limited(one, lambda: os.umask(0) and None, *arguments)
        assert done.code == 0, done.err

    for one in (shell, sandbox):
        run(one, *CREATE)
        run(one, "orders")
    stored = subprocess.run(
        [sys.executable, "-m", "sinch_order_cli", "auth", "login", "--key-id", "key", "--in-file"],
        env=shell.environment, input="secret\n", text=True, preexec_fn=lambda: os.umask(0) and None,
        capture_output=True, timeout=40,
    )  # fmt: skip
    assert stored.returncode == 0, stored.stderr
    found = [shell.state, *shell.state.rglob("*"), *(shell.home / "cache").rglob("*")]
    assert len(found) > 12
    for path in found:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_what_others_could_read_is_tightened_and_said(shell: Shell) -> None:
    name = reserve(shell)
    subprocess.run(
        [sys.executable, "-m", "sinch_order_cli", "auth", "login", "--key-id", "key", "--in-file"],
        env=shell.environment, input="secret\n", text=True, check=True, capture_output=True,
    )  # fmt: skip
    del shell.environment["SINCH_KEY_SECRET"]
    loose = [shell.state / "orders", shell.state / "orders" / f"{name}.json"]
    loose.append(shell.home / "config" / "sinch-order" / "credentials.json")
    for path in loose:
        path.chmod(0o755)
    done = shell.run("status", name)
    assert done.code == 0
    for path in loose:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
        assert str(path) in done.err
    assert shell.run("status", name).err == ""


def test_a_file_of_a_newer_version_is_kept_from_every_command(shell: Shell) -> None:
    name = reserve(shell)
    path = shell.state / "orders" / f"{name}.json"
    content = path.read_bytes().replace(b'"version": 2', b'"version": 3')
    path.write_bytes(content)
    for arguments in [("status", name), ("resume", name), ("register", name, "--set", "city=X")]:
        done = shell.run(*arguments)
        assert (done.code, path.read_bytes()) == (1, content)
        assert "newer sinch-order" in done.err
    assert name in shell.run("orders").err


@pytest.mark.parametrize(
    ("keep", "answers"), [(0, False), (300, False), (-60, True)], ids=["empty", "head", "most"]
)
def test_a_damaged_order_is_made_anew_and_its_file_kept(
    shell: Shell, keep: int, answers: bool
) -> None:
    name = reserve(shell)
    shell.ok("orders")  # the index knows the id from here on
    shell.run("register", name, "--set", "city=Perth")  # not enough, but kept
    path = shell.state / "orders" / f"{name}.json"
    whole: dict[str, Any] = shell.order(name)
    damaged = path.read_bytes()[:keep]
    path.write_bytes(damaged)
    for arguments in [("status", name), ("submit", name, "--yes"), ("orders", "--all")]:
        assert f"sinch-order resume {name}" in shell.run(*arguments).err
        assert path.read_bytes() == damaged
    done = shell.run("resume", name, "--json")
    assert done.code == 0, done.err
    assert done.json["idNumberOrder"] == whole["server"]["idNumberOrder"]
    assert done.json["step"] == "register"
    (copy,) = (shell.state / "damaged").iterdir()
    assert copy.read_bytes() == damaged
    assert (shell.order(name)["answers"] == whole["answers"]) is answers
    assert shell.run("status", name).code == 0
    assert shell.run("forget", name, "--yes").code == 0
    assert not list((shell.state / "damaged").iterdir())


def test_a_damaged_file_that_says_nothing_is_left_and_can_be_removed(shell: Shell) -> None:
    path = shell.state / "orders" / "one.json"
    path.parent.mkdir(parents=True, mode=0o700)
    path.write_bytes(b"\0" * 4096)
    done = shell.run("resume", "one")
    assert done.code == 1
    assert "sinch-order forget one" in done.err
    assert path.read_bytes() == b"\0" * 4096
    assert shell.run("forget", "one", "--abandon").code == 0
    assert not path.exists()


@pytest.mark.skipif(os.name != "posix", reason="links and file modes")
def test_a_state_directory_that_can_not_be_read_is_not_an_empty_one(shell: Shell) -> None:
    shell.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    loop = shell.state / "orders"
    loop.symlink_to(loop)
    for line in (("orders",), ("status", "one"), ("orders", "--all", "--json")):
        done = shell.run(*line)
        assert done.code == 1, (line, done.err)
        assert "can't read" in done.err and "No orders yet" not in done.err
        assert "Traceback" not in done.err


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_state_directory_that_others_can_write_to_is_tightened(shell: Shell) -> None:
    reserve(shell)
    shell.state.chmod(0o777)
    done = shell.run("orders")
    assert done.code == 0 and str(shell.state) in done.err and "permissions were fixed" in done.err
    assert shell.state.stat().st_mode & 0o077 == 0
