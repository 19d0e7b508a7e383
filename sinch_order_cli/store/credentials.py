"""Credentials between commands: in the system keyring, or if there is none in a private file.

A small file contains what is not secret: project ID, key ID, and the secret's location. The secret
is stored in the system keyring, or, only if the user agrees, in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from sinch_order_cli.decoding import thread_safe
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
"""The key ID in a file that may be damaged elsewhere."""


class Stored(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Stored credentials. `key_secret` is "" if the secret is in the system keyring."""

    project_id: str
    key_id: str
    place: Literal["keyring", "file"]
    key_secret: str = ""

    def __repr__(self) -> str:
        return f"Stored(project_id={self.project_id!r}, key_id={self.key_id!r}, {self.place})"


class CredentialStore:
    """The user's stored credentials.

    Args:
        path: the file for everything but the secret.
        warn: called with a sentence about each automatic repair, and about what is left to do.
    """

    def __init__(self, path: Path, warn: Callable[[str], None] = lambda text: None) -> None:
        self.path = path
        self._warn = warn

    def load(self) -> Stored | None:
        """Return the stored credentials without reading the keyring; None if there are none.

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
            return msgspec.json.decode(content, type=thread_safe(Stored))
        except (ValueError, RecursionError):
            # Don't describe the damage, as the secret may be in that place.
            raise StoreError(
                f"{self.path} is damaged", hint=Suggestion("auth login", say="To replace it")
            ) from None

    def secret(self, stored: Stored) -> str:
        """Return the secret of `stored`.

        Raises:
            StoreError: the keyring can't be read, or no longer contains the secret.
        """
        return stored.key_secret if stored.place == "file" else key_store.read(stored.key_id)

    def save(self, project_id: str, key_id: str, secret: str, *, in_file: bool) -> None:
        """Store credentials, replacing earlier ones completely.

        Args:
            in_file: store the secret in the private file; only if the user agreed.

        Raises:
            StoreError: they can't be stored there; then nothing is stored.
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
            kept = before is not None and before.place == "keyring" and before.key_id == key_id
            if not (in_file or kept):
                with suppress(StoreError):  # the first error is the one to tell
                    key_store.remove(key_id)
            raise
        if (
            before is not None
            and before.place == "keyring"
            and (in_file or before.key_id != key_id)
        ):
            self._remove_replaced(before.key_id)

    def _remove_replaced(self, key_id: str) -> None:
        """Delete a secret no longer used; a failure is only told, as the new one is stored."""
        try:
            key_store.remove(key_id)
        except StoreError as error:
            reason = f" ({error.reason})" if error.reason else ""
            self._warn(
                f"The system keyring still has the earlier secret of {key_id}{reason}. Delete its "
                f"entry {key_store.SERVICE} yourself."
            )

    def forget(self) -> Stored | None:
        """Delete the stored credentials: the file first, so that keyring errors can't prevent it.

        Returns:
            The credentials, or None if there were none.

        Raises:
            StoreError: the file can't be deleted; or it is deleted, but the keyring refuses to
                delete the secret, or it is unknown whether it has one.
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
        """Delete a damaged file, and the secret of the key that it still names."""
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
