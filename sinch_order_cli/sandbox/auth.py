"""Credentials: the token endpoint, and who may call the API.

One key works: id `key`, secret `secret`, with any project. Tokens are kept as hashes in the
database, so that they outlive the server that issued them.
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
KEY_SECRET = "secret"  # noqa: S105  the documented key of an emulator, of use nowhere else
TOKEN_LIFE = timedelta(seconds=3600)

_REMEMBER_EXPIRED = timedelta(days=7)  # so that an old token is told to be expired, not unknown


def issue_token(request: Request, transaction: Transaction, now: datetime) -> Response:
    """The answer of `/oauth2/token`; errors have OAuth's own form (RFC 6749, 5.2)."""
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
    """Lets a request pass that carries one of our tokens, or the key itself by Basic.

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
    """The 401 of a token whose time is over."""
    return unauthenticated("The access token expired")


def callback_secret(project_id: str) -> str:
    """The secret of a project's events: the same in every run, as the key is."""
    return hashlib.sha256(f"sandbox callbacks {project_id}".encode()).hexdigest()


def _is_our_key(credentials: Authorization | None) -> bool:
    if credentials is None or credentials.type != "basic":
        return False
    given = f"{credentials.username}:{credentials.password}"
    return compare_digest(given.encode(), f"{KEY_ID}:{KEY_SECRET}".encode())


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
