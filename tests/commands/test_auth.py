"""`auth login|status|logout` against the sandbox's server, as real processes."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sinch_order_cli.sandbox.server import SandboxServer

pytestmark = pytest.mark.timeout(60)

KEY_STORE = """
import json, pathlib
from keyring.backend import KeyringBackend

PATH = pathlib.Path(__file__).with_name("keys.json")

class Keyring(KeyringBackend):
    priority = 5
    def _all(self):
        return json.loads(PATH.read_text()) if PATH.exists() else {}
    def get_password(self, service, username):
        return self._all().get(f"{service}/{username}")
    def set_password(self, service, username, password):
        PATH.write_text(json.dumps({**self._all(), f"{service}/{username}": password}))
    def delete_password(self, service, username):
        kept = self._all()
        del kept[f"{service}/{username}"]
        PATH.write_text(json.dumps(kept))
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SandboxServer]:
    server = SandboxServer(tmp_path / "emulator")
    server.start()
    yield server
    server.stop()


class Shell:
    """Runs the program with the server's address and a home of its own."""

    def __init__(self, home: Path, server: SandboxServer) -> None:
        self.home = home
        self.stored = home / "state" / "credentials.json"
        (home / "lib").mkdir()
        (home / "lib" / "test_key_store.py").write_text(KEY_STORE)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "SINCH_ORDER_STATE_DIR": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "SINCH_NUMBERS_URL": server.url,
            "SINCH_AUTH_URL": server.url,
            "PYTHONPATH": str(home / "lib"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }

    def use_key_store(self) -> None:
        self.environment["PYTHON_KEYRING_BACKEND"] = "test_key_store.Keyring"

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sinch_order_cli", *arguments],
            input=stdin,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=30,
        )


@pytest.fixture
def shell(tmp_path: Path, server: SandboxServer) -> Shell:
    return Shell(tmp_path, server)


def login(shell: Shell, *more: str, secret: str = "secret") -> subprocess.CompletedProcess[str]:
    arguments = ("auth", "login", "--project", "demo", "--key-id", "key", *more)
    return shell.run(*arguments, stdin=secret + "\n")


def test_the_secret_goes_into_the_key_store_and_nowhere_else(shell: Shell) -> None:
    shell.use_key_store()
    done = login(shell)
    assert done.returncode == 0, done.stderr
    keys = json.loads((shell.home / "lib" / "keys.json").read_text())
    assert keys == {"sinch-order/key": "secret"}
    assert "secret" not in json.loads(shell.stored.read_text()).values()
    found = shell.run("auth", "status", "--json")
    assert json.loads(found.stdout) == {
        "projectId": "demo",
        "projectSource": "the system's key store",
        "keyId": "key",
        "source": "the system's key store",
    }
    assert shell.run("regions", "--json").returncode == 0
    assert shell.run("auth", "logout").returncode == 0
    assert json.loads((shell.home / "lib" / "keys.json").read_text()) == {}
    assert shell.run("regions").returncode == 4


def test_without_a_key_store_a_file_is_used_only_if_that_is_agreed(shell: Shell) -> None:
    refused = login(shell)
    assert refused.returncode == 2
    assert "--in-file" in refused.stderr
    assert not shell.stored.exists()
    assert login(shell, "--in-file").returncode == 0
    assert stat.S_IMODE(shell.stored.stat().st_mode) == 0o600
    assert shell.run("regions", "--json").returncode == 0


def test_a_key_that_does_not_work_is_not_kept(shell: Shell) -> None:
    failed = login(shell, "--in-file", secret="wrong-secret")
    assert failed.returncode == 4
    assert "wrong-secret" not in failed.stderr
    assert not shell.stored.exists()


def test_status_proves_the_secret_and_not_a_token_kept_from_before(shell: Shell) -> None:
    shell.environment |= {
        "SINCH_PROJECT_ID": "demo",
        "SINCH_KEY_ID": "key",
        "SINCH_KEY_SECRET": "secret",
    }
    assert shell.run("regions").returncode == 0  # keeps a token
    shell.environment["SINCH_KEY_SECRET"] = "changed"
    assert shell.run("auth", "status").returncode == 4


def test_the_environment_goes_before_what_is_stored(shell: Shell) -> None:
    assert login(shell, "--in-file").returncode == 0
    shell.environment |= {"SINCH_KEY_ID": "other", "SINCH_KEY_SECRET": "other"}
    assert shell.run("auth", "status").returncode == 4
