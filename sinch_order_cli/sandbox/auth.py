"""Authentication: the token endpoint, and the check of each request.

The only valid key has the ID `key` and the secret `secret`, for any project. Tokens are stored as
hashes in the database, so that they remain valid after a restart.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from werkzeug.datastructures import Authorization
from werkzeug.wrappers import Request, Response

from sinch_order_cli.sandbox.database import Transaction
from sinch_order_cli.sandbox.wire import ApiError, json_response, unauthenticated

KEY_ID = "key"
KEY_SECRET = "secret"  # noqa: S105  the emulator's documented key, useless elsewhere
TOKEN_LIFE = timedelta(seconds=3600)

_REMEMBER_EXPIRED = timedelta(days=7)  # so that the error says expired, not unknown


def issue_token(request: Request, transaction: Transaction, now: datetime) -> Response:
    """Respond to `/oauth2/token`; errors have OAuth's format (RFC 6749, 5.2)."""
    if not _is_our_key(request.authorization):
        challenge = {"WWW-Authenticate": 'Basic realm="sinch"'}
        return json_response({"error": "invalid_client"}, 401, challenge)
    if request.form.get("grant_type") != "client_credentials":
        return json_response({"error": "unsupported_grant_type"}, 400)
    token = secrets.token_urlsafe(32)
    transaction.save_token(_hash(token), now + TOKEN_LIFE, forget=now - _REMEMBER_EXPIRED)
    body = {
        "access_token": token,
        "token_type": "bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": "",
    }
    return json_response(body, headers={"Cache-Control": "no-store"})


def authenticate(request: Request, transaction: Transaction, now: datetime) -> None:
    """Accept a request with a valid token, or with the key by Basic authentication.

    Raises:
        ApiError: 401, with the reason in `WWW-Authenticate`.
    """
    credentials = request.authorization
    if credentials is None:
        raise unauthenticated("Credentials are missing")
    if credentials.type == "basic":
        if not _is_our_key(credentials):
            raise unauthenticated("The key id or the key secret is wrong", scheme="Basic")
        return
    expires = transaction.token_expires(_hash(credentials.token or ""))
    if expires is None:
        raise unauthenticated("The access token is not valid")
    if expires <= now.timestamp():
        raise token_expired()


def token_expired() -> ApiError:
    """Return the 401 for an expired token."""
    return unauthenticated("The access token expired")


def callback_secret(project_id: str) -> str:
    """Return the secret of a project's events, which, like the key, is the same in every run."""
    return hashlib.sha256(f"sandbox callbacks {project_id}".encode()).hexdigest()


def _is_our_key(credentials: Authorization | None) -> bool:
    if credentials is None or credentials.type != "basic":
        return False
    given = f"{credentials.username}:{credentials.password}"
    return compare_digest(given.encode(), f"{KEY_ID}:{KEY_SECRET}".encode())


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
