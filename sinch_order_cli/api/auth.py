"""Credentials: an access key or a given token; and the interface of the token cache."""

from __future__ import annotations

import base64
from typing import Protocol

from msgspec import Struct

from sinch_order_cli.errors import AuthError, Suggestion


class Credentials(Struct, frozen=True, kw_only=True):
    """The configured credentials; their repr never shows a secret.

    `basic` (SINCH_ORDER_AUTH=basic) sends key ID and secret with every request; otherwise
    `access_token` is sent; otherwise a token is fetched for the key.
    """

    project_id: str
    key_id: str = ""
    key_secret: str = ""
    access_token: str = ""
    basic: bool = False

    def __repr__(self) -> str:
        return f"Credentials(project_id={self.project_id!r}, key_id={self.key_id!r})"

    @property
    def uses_access_token(self) -> bool:
        """True if requests carry the given token, which can't be renewed."""
        return bool(self.access_token) and not self.basic

    def require(self) -> None:
        """Check that the credentials are complete.

        Raises:
            AuthError: some are missing; the message lists them all.
        """
        if missing := self._missing():
            listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
            raise AuthError(
                f"not signed in: {listed} {'is' if len(missing) == 1 else 'are'} not set",
                hint=Suggestion(
                    "auth login", say="Set them from an access key of your Sinch dashboard, or run"
                ),
            )

    @property
    def is_complete(self) -> bool:
        """True if the credentials are complete."""
        return not self._missing()

    def _missing(self) -> list[str]:
        needed = {"SINCH_PROJECT_ID": self.project_id}
        if not self.uses_access_token:
            needed |= {"SINCH_KEY_ID": self.key_id, "SINCH_KEY_SECRET": self.key_secret}
        return [name for name, value in needed.items() if not value.strip()]

    def basic_header(self) -> str:
        """Return the Authorization header with key ID and secret."""
        pair = f"{self.key_id.strip()}:{self.key_secret.strip()}"
        return "Basic " + base64.b64encode(pair.encode(errors="replace")).decode("ascii")


class Token(Struct, frozen=True):
    """An access token. `expires_at` is in seconds since 1970, `lifetime` in seconds."""

    value: str
    expires_at: float
    lifetime: float

    def __repr__(self) -> str:
        return f"Token(expires_at={self.expires_at!r}, lifetime={self.lifetime!r})"

    def is_fresh(self, now: float) -> bool:
        """Return True if the token is usable: more than 60 s, and a tenth of its lifetime,
        remain."""
        return self.expires_at - now > min(60.0, self.lifetime / 10)


class TokenCache(Protocol):
    """Stores tokens between commands. No method raises; a cache that fails behaves as if empty.

    A key is a short hexadecimal digest of key ID, secret and token URL. It doesn't reveal the
    secret and can be used as a file name.
    """

    def load(self, key: str) -> Token | None:
        """Return the last token saved under the key, even if it has expired."""

    def save(self, key: str, token: Token) -> None:
        """Store the token, replacing an earlier one."""

    def discard(self, key: str) -> None:
        """Delete a token that the server refused."""
