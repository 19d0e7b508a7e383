"""Credentials between runs: in the system's key store, or where there is none in a private file.

What is not secret (project and key id, and where the secret lies) stands in a small file; the
secret goes into the key store. Only if the user agrees does it stand in the file as well.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from sinch_order_cli.errors import StoreError
from sinch_order_cli.store.files import make_private_dir, read_file, remove_file, write_file

SERVICE = "sinch-order"
"""What the secret is called in the key store, with the key id as its user."""


class Stored(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Credentials as they are kept. `key_secret` is "" while the key store has it."""

    project_id: str
    key_id: str
    place: Literal["keyring", "file"]
    key_secret: str = ""

    def __repr__(self) -> str:
        return f"Stored(project_id={self.project_id!r}, key_id={self.key_id!r}, {self.place})"


class CredentialStore:
    """The stored credentials of this user. `path` is the file with what is not secret."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Stored | None:
        """What is stored, without asking the key store; None where nothing is.

        Raises:
            StoreError: the file is damaged or can't be read.
        """
        try:
            content, _ = read_file(self.path)
            return msgspec.json.decode(content, type=Stored)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            raise StoreError(
                f"{self.path} is damaged", reason=str(error), hint="Run: sinch-order auth login"
            ) from error

    def secret(self, stored: Stored) -> str:
        """The secret that goes with `stored`.

        Raises:
            StoreError: the key store can't be asked, or has it no more.
        """
        if stored.place == "file":
            return stored.key_secret
        import keyring
        import keyring.errors

        try:
            secret = keyring.get_password(SERVICE, stored.key_id)
        except keyring.errors.KeyringError as error:
            raise StoreError(
                "the system's key store can't be asked",
                reason=str(error) or type(error).__name__,
                hint="Unlock it, or set SINCH_KEY_SECRET.",
            ) from error
        if not secret:
            raise StoreError(
                f"the system's key store has no secret for the key {stored.key_id}",
                hint="Run: sinch-order auth login",
            )
        return secret

    def save(self, project_id: str, key_id: str, secret: str, *, in_file: bool) -> None:
        """Keep credentials, in the place of earlier ones.

        Args:
            in_file: into the private file; only where the user agreed.

        Raises:
            StoreError: they can't be kept there.
        """
        if not in_file:
            import keyring
            import keyring.errors

            try:
                keyring.set_password(SERVICE, key_id, secret)
            except keyring.errors.KeyringError as error:
                raise StoreError(
                    "the system's key store did not take the secret",
                    reason=str(error) or type(error).__name__,
                    hint="Unlock it, or use SINCH_KEY_ID and SINCH_KEY_SECRET.",
                ) from error
        stored = Stored(
            project_id=project_id,
            key_id=key_id,
            place="file" if in_file else "keyring",
            key_secret=secret if in_file else "",
        )
        make_private_dir(self.path.parent)
        write_file(self.path, msgspec.json.encode(stored))

    def forget(self) -> Stored | None:
        """Remove what is stored; returns what it was, None where there was nothing."""
        stored = self.load()
        if stored is None:
            return None
        if stored.place == "keyring":
            import keyring
            import keyring.errors

            with suppress(keyring.errors.KeyringError):
                keyring.delete_password(SERVICE, stored.key_id)
        remove_file(self.path)
        return stored


def key_store_name() -> str:
    """The system's key store as it calls itself; "" where there is none to use."""
    try:
        import keyring
        import keyring.backends.fail
        import keyring.errors
    except ModuleNotFoundError:
        return ""
    backend = keyring.get_keyring()
    if isinstance(backend, keyring.backends.fail.Keyring) or backend.priority <= 0:
        return ""
    return str(backend.name)
