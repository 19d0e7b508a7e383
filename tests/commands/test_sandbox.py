"""`sandbox serve` and `sandbox reset`, and what a damaged sandbox says, as real processes."""

from __future__ import annotations

import errno
import re
import signal
from pathlib import Path

import pytest

from sinch_order_cli.commands.sandbox_data import sandbox_data
from sinch_order_cli.errors import StoreError

from .shell import Shell

pytestmark = pytest.mark.timeout(120)

CREATE = ("create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes")


@pytest.mark.parametrize("command", [("regions",), ("sandbox", "serve", "--port", "0")])
def test_a_damaged_sandbox_says_how_it_is_reset(tmp_path: Path, command: tuple[str, ...]) -> None:
    shell = Shell(tmp_path)
    shell.ok("regions")
    database = shell.state / "sandbox" / "sandbox.db"
    database.write_bytes(b"no database" * 1000)
    for beside in ("sandbox.db-wal", "sandbox.db-shm"):
        (shell.state / "sandbox" / beside).unlink(missing_ok=True)
    done = shell.run(*command)
    assert done.code == 1, done.err
    assert "damaged" in done.err and "sinch-order sandbox reset" in done.err
    assert "went wrong" not in done.err
    assert shell.run("sandbox", "reset", "--yes").code == 0
    assert shell.run("regions").code == 0


def test_reset_wipes_the_server_that_runs_as_well(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    server = shell.start("sandbox", "serve", "--port", "0")
    try:
        assert server.stderr is not None
        url = ""
        while not url:
            found = re.search(r"is listening on (http://\S+)", server.stderr.readline())
            url = found[1] if found else ""
        (tmp_path / "client").mkdir()
        client = Shell(tmp_path / "client", url)
        client.ok(*CREATE)
        assert shell.run("sandbox", "reset", "--yes").code == 0
        assert shell.run(*CREATE).code == 0  # both see one set of data again
        assert client.run("create", *CREATE[1:], "--name", "other").code == 5
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


def test_reset_leaves_no_order_and_nothing_of_real_ones(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.ok(*CREATE)
    real = shell.state / "orders"
    real.mkdir(mode=0o700)
    assert shell.run("sandbox", "reset", "--yes").code == 0
    left = {one.name for one in (shell.state / "sandbox").iterdir()}
    assert {name for name in left if not name.startswith("sandbox.db")} == set()
    assert real.is_dir()


def test_a_directory_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match=r"can't use .*sandbox\.db") as refused,
        sandbox_data(tmp_path),
    ):
        raise OSError(errno.EROFS, "Read-only file system", str(tmp_path / "sandbox.db"))
    assert refused.value.hints == ["Set SINCH_ORDER_STATE_DIR to a writable directory."]
