"""Access tokens between one-off commands, in the user's cache directory, never a secret."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from sinch_order_cli.api.auth import Token
from sinch_order_cli.errors import StoreError
from sinch_order_cli.store.files import (
    make_private_dir,
    read_file,
    remove_file,
    remove_left_overs,
    write_file,
)


class FileTokenCache:
    """A token in a file of its own for each key; see `api.auth.TokenCache`.

    Args:
        directory: where the files lie; made for the owner alone when a token is first saved.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def load(self, key: str) -> Token | None:
        """The token last saved under the key, however old; None where it can't be read."""
        with suppress(FileNotFoundError, StoreError, ValueError, RecursionError):
            content, _ = read_file(self._directory / f"{key}.json")
            return msgspec.json.decode(content, type=Token)
        return None

    def save(self, key: str, token: Token) -> None:
        """Keep the token; a cache that can't be written is no cache."""
        with suppress(StoreError):
            make_private_dir(self._directory)
            remove_left_overs(self._directory)
            write_file(self._directory / f"{key}.json", msgspec.json.encode(token))

    def discard(self, key: str) -> None:
        """Forget the token."""
        with suppress(StoreError):
            remove_file(self._directory / f"{key}.json")

    def clear(self) -> None:
        """Forget all tokens, whatever key they are for.

        Raises:
            StoreError: one can't be removed.
        """
        remove_left_overs(self._directory)
        for path in self._directory.glob("*.json"):
            remove_file(path)
