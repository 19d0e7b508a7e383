"""`auth login|status|logout` against the sandbox's server, as real processes."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import forkserver
import pexpect
import pytest

from sinch_order_cli.commands.generate import command_tree
from sinch_order_cli.sandbox.server import SandboxServer

from .gateway import Gateway

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
        self.stored = home / "config" / "sinch-order" / "credentials.json"
        (home / "lib").mkdir()
        (home / "lib" / "test_key_store.py").write_text(KEY_STORE)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "SINCH_ORDER_STATE_DIR": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "SINCH_NUMBERS_URL": server.url,
            "SINCH_AUTH_URL": server.url,
            "PYTHONPATH": str(home / "lib"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }

    def use_key_store(self) -> None:
        self.environment["PYTHON_KEYRING_BACKEND"] = "test_key_store.Keyring"

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return forkserver.run(arguments, self.environment, stdin)


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
        "projectSource": "the system keyring",
        "warnings": [],
        "keyId": "key",
        "source": "the system keyring",
    }
    assert shell.run("regions", "--json").returncode == 0
    assert shell.run("auth", "logout").returncode == 0
    assert json.loads((shell.home / "lib" / "keys.json").read_text()) == {}
    assert shell.run("regions").returncode == 4


@pytest.mark.parametrize(
    "given",
    [
        b"\xef\xbb\xbfsecret\r\n",
        "secret\r\n".encode("utf-16"),
        b"\xfe\xff" + "secret\n".encode("utf-16-be"),
        b"secret",
        b"secret\nmore\n",
    ],
)
def test_a_secret_is_read_in_the_encodings_that_answers_files_have(
    shell: Shell, given: bytes
) -> None:
    shell.use_key_store()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "sinch_order_cli", "auth", "login"),
            *("--project", "demo", "--key-id", "key"),
        ],
        input=given,
        env=shell.environment,
        capture_output=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    keys = json.loads((shell.home / "lib" / "keys.json").read_text())
    assert keys == {"sinch-order/key": "secret"}


def test_without_a_key_store_a_file_is_used_only_if_that_is_agreed(shell: Shell) -> None:
    refused = login(shell)
    assert refused.returncode == 2
    assert "--in-file" in refused.stderr
    assert not shell.stored.exists()
    assert login(shell, "--in-file").returncode == 0
    assert stat.S_IMODE(shell.stored.stat().st_mode) == 0o600
    assert shell.run("regions", "--json").returncode == 0


def test_what_is_stored_never_lies_among_the_orders(shell: Shell) -> None:
    assert login(shell, "--in-file").returncode == 0
    assert shell.stored.exists()
    assert not list((shell.home / "state").rglob("cred*"))


def test_everything_that_a_login_lacks_is_named_at_once(shell: Shell) -> None:
    lacking = shell.run("auth", "login")
    assert lacking.returncode == 2
    assert all(one in lacking.stderr for one in ("--project", "--key-id", "standard input"))
    told = login(shell, "--in-file", "--json", secret="")
    details = json.loads(told.stderr)["error"]["details"]
    assert [one["flag"] for one in details] == ["the secret on standard input"]


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
    assert shell.run("regions").returncode == 4  # the token is another secret's
    shell.environment["SINCH_ORDER_AUTH"] = "nope"
    refused = shell.run("regions")
    assert refused.returncode == 2 and "must be basic or unset, not nope" in refused.stderr


def test_the_environment_goes_before_what_is_stored(shell: Shell) -> None:
    assert login(shell, "--in-file").returncode == 0
    shell.environment |= {"SINCH_KEY_ID": "other", "SINCH_KEY_SECRET": "other"}
    assert shell.run("auth", "status").returncode == 4


def keys(shell: Shell) -> dict[str, str]:
    found: dict[str, str] = json.loads((shell.home / "lib" / "keys.json").read_text())
    return found


def test_another_login_leaves_nothing_of_the_one_before(shell: Shell) -> None:
    shell.use_key_store()
    assert login(shell).returncode == 0
    assert login(shell, "--in-file").returncode == 0
    assert keys(shell) == {}
    assert json.loads(shell.stored.read_text())["keySecret"] == "secret"
    assert login(shell).returncode == 0
    assert keys(shell) == {"sinch-order/key": "secret"}
    assert "secret" not in shell.stored.read_text().replace("keySecret", "")


def test_logout_takes_the_tokens_along(shell: Shell) -> None:
    assert login(shell, "--in-file").returncode == 0
    assert shell.run("regions").returncode == 0
    tokens = shell.home / "cache" / "sinch-order" / "tokens"
    assert len(list(tokens.iterdir())) == 1
    assert shell.run("auth", "logout").returncode == 0
    assert list(tokens.iterdir()) == []
    assert not shell.stored.exists()


@pytest.mark.parametrize(
    ("store", "why"),
    [
        ("get_password", "RuntimeError"),  # whatever a key store raises, its words stay with it
        ("not installed", "keyring is not installed"),
    ],
)
def test_a_key_store_that_fails_is_an_error_that_says_what_to_do(
    shell: Shell, store: str, why: str
) -> None:
    shell.use_key_store()
    assert login(shell).returncode == 0
    library = shell.home / "lib"
    if store == "not installed":
        (library / "keyring.py").write_text("raise ModuleNotFoundError('x', name='keyring')")
    else:
        broken = KEY_STORE.replace(
            "return self._all().get(", "raise RuntimeError('tHe-SeCrEt'); self._all().get("
        )
        (library / "test_key_store.py").write_text(broken)
    assert shell.stored.exists()
    for arguments in (["regions"], ["auth", "status"], ["auth", "logout"]):
        done = shell.run(*arguments)
        assert done.returncode == 1
        assert why in done.stderr and "SINCH_KEY_SECRET" in done.stderr
        assert "tHe-SeCrEt" not in done.stderr and "went wrong" not in done.stderr
    assert not shell.stored.exists()
    assert "entry sinch-order of key" in done.stderr  # it may still be there: where is said


def test_logout_removes_tokens_and_files_before_the_key_store_is_asked(shell: Shell) -> None:
    shell.use_key_store()
    assert login(shell).returncode == 0
    assert shell.run("regions").returncode == 0
    tokens = shell.home / "cache" / "sinch-order" / "tokens"
    assert list(tokens.iterdir())
    left_over = shell.stored.with_name(f".{shell.stored.name}.0123abcd.tmp")
    left_over.write_text('{"keySecret": "secret"}')
    (tokens / ".one.json.0123abcd.tmp").write_text('{"token": "secret"}')
    broken = KEY_STORE.replace("del kept[", "raise RuntimeError(); del kept[")
    (shell.home / "lib" / "test_key_store.py").write_text(broken)
    assert shell.run("auth", "logout").returncode == 1
    assert list(tokens.iterdir()) == []
    assert list(shell.stored.parent.iterdir()) == []


def test_logout_in_sandbox_mode_takes_the_real_tokens_along(shell: Shell) -> None:
    assert login(shell, "--in-file").returncode == 0
    assert shell.run("regions").returncode == 0
    shell.environment["SINCH_ORDER_SANDBOX"] = "1"
    assert shell.run("auth", "logout").returncode == 0
    assert list((shell.home / "cache" / "sinch-order" / "tokens").iterdir()) == []
    assert not shell.stored.exists()


def test_logout_with_a_damaged_file_takes_tokens_and_the_secret_it_still_names(
    shell: Shell,
) -> None:
    shell.use_key_store()
    assert login(shell).returncode == 0
    assert shell.run("regions").returncode == 0
    shell.stored.write_text(shell.stored.read_text()[:-3])
    done = shell.run("auth", "logout")
    assert done.returncode == 0, done.stderr
    assert keys(shell) == {}
    assert list((shell.home / "cache" / "sinch-order" / "tokens").iterdir()) == []
    assert not shell.stored.exists()


def test_status_says_where_each_part_comes_from(shell: Shell) -> None:
    assert login(shell, "--in-file").returncode == 0
    where = str(shell.stored)

    def sources(*flags: str, **variables: str) -> tuple[int, str, str]:
        before = dict(shell.environment)
        shell.environment |= variables
        done = shell.run("auth", "status", "--json", *flags)
        shell.environment = before
        found = json.loads(done.stdout or "{}")
        return done.returncode, found.get("projectSource", ""), found.get("source", "")

    env_key = {"SINCH_KEY_ID": "key", "SINCH_KEY_SECRET": "secret"}
    assert sources() == (0, where, where)
    assert sources("--project", "p") == (0, "--project", where)
    assert sources(SINCH_PROJECT_ID="p") == (0, "SINCH_PROJECT_ID", where)
    assert sources(**env_key) == (0, where, "SINCH_KEY_ID and SINCH_KEY_SECRET")
    assert sources(SINCH_KEY_SECRET="secret") == (0, where, f"{where} and SINCH_KEY_SECRET")
    assert sources(SINCH_ACCESS_TOKEN="x")[0] == 4
    shell.environment |= {"SINCH_KEY_ID": "other", "SINCH_KEY_SECRET": "wrong"}
    told = shell.run("auth", "status")
    assert "the key from SINCH_KEY_ID and SINCH_KEY_SECRET" in told.stderr


def test_a_damaged_credentials_file_is_not_quoted_and_can_be_got_rid_of(shell: Shell) -> None:
    assert login(shell, "--in-file").returncode == 0
    shell.stored.write_text('{"keySecret": "tHe-SeCrEt", "projectId": tHe-SeCrEt')
    done = shell.run("regions")
    assert done.returncode == 1 and "is damaged" in done.stderr
    assert "tHe-SeCrEt" not in done.stderr
    assert shell.run("auth", "logout").returncode == 1
    assert not shell.stored.exists()
    assert shell.run("auth", "logout").returncode == 0


def test_at_a_terminal_the_secret_is_not_echoed_and_a_file_is_asked_for(shell: Shell) -> None:
    secret = "uNuSuAl-4711"
    with Gateway(shell.home / "gateway", f"key:{secret}") as gateway:
        urls = {"SINCH_NUMBERS_URL": gateway.url, "SINCH_AUTH_URL": gateway.url}
        child = pexpect.spawn(
            sys.executable,
            ["-m", "sinch_order_cli", "auth", "login"],
            env={**shell.environment, **urls, "TERM": "xterm"},
            encoding="utf-8",
            timeout=30,
        )
        heard = io.StringIO()
        child.logfile_read = heard
        for question, answer in [
            ("Project ID", "demo\r"),
            ("Key ID", "key\r"),
            ("Key secret", f"{secret}\r"),
            ("file that only you can read", "y"),
        ]:
            child.expect(question)
            child.send(answer)
        child.expect("The key is valid")
        child.expect(pexpect.EOF)
        child.close()
    assert child.exitstatus == 0
    assert "uNuSuAl" not in heard.getvalue()
    assert json.loads(shell.stored.read_text())["keySecret"] == secret


def test_no_flag_takes_a_secret() -> None:
    def flags(command: Any) -> Iterator[str]:
        for parameter in command.params:
            yield from [*parameter.opts, parameter.name]
        for inner in getattr(command, "commands", {}).values():
            yield from flags(inner)

    every = set(flags(command_tree()))
    assert "--key-id" in every
    assert not [flag for flag in every if re.search("secret|token|password", flag)]
