"""Access tokens between commands, in the user's cache directory. Secrets are never stored."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from sinch_order_cli.api.auth import Token
from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.errors import StoreError
from sinch_order_cli.store.files import (
    make_private_dir,
    read_file,
    remove_file,
    remove_left_overs,
    write_file,
)


class FileTokenCache:
    """Stores each key's token in its own file; see `api.auth.TokenCache`.

    Args:
        directory: the directory of the files; created for the owner only when a token is saved.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def load(self, key: str) -> Token | None:
        """Return the last token saved under the key, even if expired; None if it can't be read."""
        with suppress(FileNotFoundError, StoreError, ValueError, RecursionError):
            content, _ = read_file(self._directory / f"{key}.json")
            return msgspec.json.decode(content, type=thread_safe(Token))
        return None

    def save(self, key: str, token: Token) -> None:
        """Store the token; write errors are ignored."""
        with suppress(StoreError):
            make_private_dir(self._directory)
            remove_left_overs(self._directory)
            write_file(self._directory / f"{key}.json", msgspec.json.encode(token))

    def discard(self, key: str) -> None:
        """Delete the token."""
        with suppress(StoreError):
            remove_file(self._directory / f"{key}.json")

    def clear(self) -> None:
        """Delete all tokens, of any key.

        Raises:
            StoreError: a token can't be deleted.
        """
        remove_left_overs(self._directory)
        for path in self._directory.glob("*.json"):
            remove_file(path)
