"""Who asks: an access key, or a token that was got elsewhere; and where tokens are kept."""

from __future__ import annotations

import base64
from typing import Protocol

from msgspec import Struct

from sinch_order_cli.errors import AuthError, Suggestion


class Credentials(Struct, frozen=True, kw_only=True):
    """What the program was given to sign in with; its repr never shows a secret.

    `basic` (SINCH_ORDER_AUTH=basic) sends key id and secret with every request; otherwise
    `access_token` is used as it is, otherwise a token is got for the key.
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
        """Whether requests carry the token that was given, not one that can be renewed."""
        return bool(self.access_token) and not self.basic

    def require(self) -> None:
        """Make sure that there is enough to sign in with.

        Raises:
            AuthError: something is missing; the message names all of it.
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
        """Whether there is enough to sign in with."""
        return not self._missing()

    def _missing(self) -> list[str]:
        needed = {"SINCH_PROJECT_ID": self.project_id}
        if not self.uses_access_token:
            needed |= {"SINCH_KEY_ID": self.key_id, "SINCH_KEY_SECRET": self.key_secret}
        return [name for name, value in needed.items() if not value.strip()]

    def basic_header(self) -> str:
        """The Authorization header with key id and secret."""
        pair = f"{self.key_id.strip()}:{self.key_secret.strip()}"
        return "Basic " + base64.b64encode(pair.encode(errors="replace")).decode("ascii")


class Token(Struct, frozen=True):
    """An access token. Times are seconds: since 1970, and the whole life it was given."""

    value: str
    expires_at: float
    lifetime: float

    def __repr__(self) -> str:
        return f"Token(expires_at={self.expires_at!r}, lifetime={self.lifetime!r})"

    def is_fresh(self, now: float) -> bool:
        """Whether it will do for a request: not within 60 s, or a tenth of its life, of its end."""
        return self.expires_at - now > min(60.0, self.lifetime / 10)


class TokenCache(Protocol):
    """Keeps tokens between runs. A cache that fails is an empty one: no method raises.

    A key is a short hexadecimal text that stands for key id, secret and token address; the secret
    can't be told from it, and it can be a file's name.
    """

    def load(self, key: str) -> Token | None:
        """The token last saved under the key, however old."""

    def save(self, key: str, token: Token) -> None:
        """Keep the token in the place of an earlier one."""

    def discard(self, key: str) -> None:
        """Forget the token: the server refused it."""
