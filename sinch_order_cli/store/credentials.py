"""Credentials between runs: in the system keyring, or where there is none in a private file.

What is not secret (project and key id, and where the secret lies) stands in a small file; the
secret goes into the key store. Only if the user agrees does it stand in the file as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from sinch_order_cli.errors import StoreError, Suggestion
from sinch_order_cli.store import key_store
from sinch_order_cli.store.files import (
    make_private_dir,
    read_file,
    remove_file,
    remove_left_overs,
    write_file,
)

_KEY_ID = re.compile(rb'"keyId"\s*:\s*"([A-Za-z0-9._-]{1,200})"')
"""The key id in a file that may be damaged elsewhere."""


class Stored(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Credentials as they are kept. `key_secret` is "" while the key store has it."""

    project_id: str
    key_id: str
    place: Literal["keyring", "file"]
    key_secret: str = ""

    def __repr__(self) -> str:
        return f"Stored(project_id={self.project_id!r}, key_id={self.key_id!r}, {self.place})"


class CredentialStore:
    """The stored credentials of this user.

    Args:
        path: the file with what is not secret.
        warn: told, in a sentence, what was put right on the way.
    """

    def __init__(self, path: Path, warn: Callable[[str], None] = lambda text: None) -> None:
        self.path = path
        self._warn = warn

    def load(self) -> Stored | None:
        """What is stored, without asking the key store; None where nothing is.

        Raises:
            StoreError: the file is damaged or can't be read.
        """
        remove_left_overs(self.path.parent)
        try:
            content, was_loose = read_file(self.path)
        except FileNotFoundError:
            return None
        if was_loose:
            self._warn(f"{self.path} was readable by other users. Its permissions were fixed.")
        try:
            return msgspec.json.decode(content, type=Stored)
        except (ValueError, RecursionError):
            # What is wrong with it is not said: the secret may stand there.
            raise StoreError(
                f"{self.path} is damaged", hint=Suggestion("auth login", say="To replace it")
            ) from None

    def secret(self, stored: Stored) -> str:
        """The secret that goes with `stored`.

        Raises:
            StoreError: the key store can't be asked, or has it no more.
        """
        return stored.key_secret if stored.place == "file" else key_store.read(stored.key_id)

    def save(self, project_id: str, key_id: str, secret: str, *, in_file: bool) -> None:
        """Keep credentials in the place of earlier ones, of which nothing stays.

        Args:
            in_file: into the private file; only where the user agreed.

        Raises:
            StoreError: they can't be kept there; nothing is kept then.
        """
        before = None
        with suppress(StoreError):
            before = self.load()
        if not in_file:
            key_store.write(key_id, secret)
        stored = Stored(
            project_id=project_id,
            key_id=key_id,
            place="file" if in_file else "keyring",
            key_secret=secret if in_file else "",
        )
        try:
            if not self.path.parent.is_dir():
                make_private_dir(self.path.parent)
            write_file(self.path, msgspec.json.encode(stored))
        except StoreError:
            if not in_file:
                key_store.remove(key_id)
            raise
        if (
            before is not None
            and before.place == "keyring"
            and (in_file or before.key_id != key_id)
        ):
            key_store.remove(before.key_id)

    def forget(self) -> Stored | None:
        """Remove what is stored: the file first, so that nothing a key store does can keep it.

        Returns:
            What it was; None where there was nothing.

        Raises:
            StoreError: the file can't be removed; or it is removed, but the key store does not
                let go of the secret, or it can't be known whether it has one.
        """
        try:
            stored = self.load()
        except StoreError as error:
            return self._forget_damaged(error)
        remove_file(self.path)
        if stored is not None and stored.place == "keyring":
            _remove_secret(stored.key_id)
        return stored

    def _forget_damaged(self, error: StoreError) -> Stored:
        """Remove a file that can't be understood, and the secret of the key it still names."""
        content = b""
        with suppress(StoreError, FileNotFoundError):
            content, _ = read_file(self.path)
        remove_file(self.path)
        named = _KEY_ID.search(content)
        if named is None:
            raise StoreError(
                f"{self.path} was damaged and was deleted",
                reason="the system keyring may still contain a secret",
                hint=f"Delete the entry {key_store.SERVICE} from the system keyring yourself.",
            ) from error
        key_id = named[1].decode("ascii")
        _remove_secret(key_id)
        return Stored(project_id="", key_id=key_id, place="keyring")


def _remove_secret(key_id: str) -> None:
    try:
        key_store.remove(key_id)
    except StoreError as error:
        error.hints.insert(
            0,
            f"Delete the entry {key_store.SERVICE} of {key_id} from the system keyring yourself. "
            "The files are deleted.",
        )
        raise
