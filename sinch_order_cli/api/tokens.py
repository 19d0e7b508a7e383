"""The Authorization header of each request, and its tokens.

Not an `httpx.Auth`: its flow is part of a single send of a client, here one attempt, while the
token request and the repetition after a 401 have their own retries, timeouts, trace and
connections. That would need a retrying transport below a second client. It passed all tests, but
with 6 more functions and 29 more lines, and a read crossed 64 functions instead of 59.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import httpx

from sinch_order_cli.api.auth import Credentials, Token, TokenCache
from sinch_order_cli.api.error_body import read_error
from sinch_order_cli.api.errors import describe_response, is_html, not_the_api, redirect_reason
from sinch_order_cli.api.hosts import host_of
from sinch_order_cli.api.models import UnreadableError, read_object
from sinch_order_cli.api.request import Answer, Call
from sinch_order_cli.api.transport import Transport
from sinch_order_cli.errors import AuthError, SinchOrderError, Suggestion, UnreachableError

USUAL_LIFETIME = 3600.0  # seconds, if the server gives none (FACTS.md, credentials)
LONGEST_LIFETIME = 30 * 86400.0


class Authorizer:
    """Signs requests; fetches and caches a token for the key when necessary."""

    def __init__(
        self,
        credentials: Credentials,
        endpoint: httpx.URL,
        transport: Transport,
        cache: TokenCache | None,
        now: Callable[[], float],
    ) -> None:
        self._credentials = credentials
        self._endpoint = endpoint
        self._transport = transport
        self._cache = cache
        self._now = now
        self._token: Token | None = None
        self._cache_key = _cache_key(endpoint, credentials)

    def header(self) -> str:
        """Return the Authorization header for a request sent now.

        Raises:
            AuthError: credentials are missing or refused.
            UnreachableError: no token can be fetched.
        """
        credentials = self._credentials
        credentials.require()
        if credentials.basic:
            return credentials.basic_header()
        if credentials.access_token:
            return "Bearer " + _header_safe(credentials.access_token.strip())
        token = self._kept() or self._fetch()
        return f"Bearer {token.value}"

    def open(self) -> None:
        """Start opening a connection for a token, if the first request needs one."""
        credentials = self._credentials
        has_key = not (credentials.basic or credentials.access_token)
        if has_key and self._kept() is None:
            self._transport.open(self._endpoint)

    def _kept(self) -> Token | None:
        """Return the cached token if it can still be used, else None."""
        if self._token is None and self._cache is not None:
            self._token = self._cache.load(self._cache_key)
        token = self._token
        if token is None or not token.is_fresh(self._now()) or not _is_header_safe(token.value):
            return None
        return token

    def drop(self) -> bool:
        """Discard a token refused by the server. Return False if no other can be fetched."""
        if self._credentials.basic or self._credentials.access_token:
            return False
        self._token = None
        if self._cache is not None:
            self._cache.discard(self._cache_key)
        return True

    def _fetch(self) -> Token:
        call = Call(
            operation="sign in",
            method="POST",
            url=self._endpoint,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            content=b"grant_type=client_credentials",
        )
        answer = self._transport.deliver(call, self._credentials.basic_header())
        if answer.status != 200:
            raise self._refused(answer)
        self._token = self._read(answer)
        if self._cache is not None:
            self._cache.save(self._cache_key, self._token)
        return self._token

    def _read(self, answer: Answer) -> Token:
        try:
            body = read_object(answer.body)
        except UnreadableError as error:
            raise self._unlike(answer) from error
        value = body.get("access_token")
        if not isinstance(value, str) or not _is_header_safe(value):
            raise self._unlike(answer)
        lifetime = _seconds(body.get("expires_in"))
        return Token(value, self._now() + lifetime, lifetime)

    def _unlike(self, answer: Answer) -> UnreachableError:
        return not_the_api(
            self._endpoint, answer.status, "SINCH_AUTH_URL", describe_response(answer)
        )

    def _refused(self, answer: Answer) -> SinchOrderError:
        host = host_of(self._endpoint)
        if is_html(answer):
            return self._unlike(answer)
        if answer.status in (400, 401, 403):
            return AuthError(
                f"{host} did not accept the key ID and secret",
                reason=said.message if (said := read_error(answer.body)) else "",
                hint=Suggestion(
                    "auth login", say="Check SINCH_KEY_ID and SINCH_KEY_SECRET, or run"
                ),
            )
        return UnreachableError(
            f"{host} did not issue a token: it answered {answer.status}",
            status=answer.status,
            reason=redirect_reason(answer),
            hint="Check SINCH_AUTH_URL.",
        )


def _cache_key(endpoint: httpx.URL, credentials: Credentials) -> str:
    """Return the cache key of a token, which depends on the secret too.

    The secret is the key of the hash, so it can't be recovered from the result.
    """
    bound_to = f"{endpoint}\n{credentials.key_id.strip()}".encode(errors="replace")
    secret = credentials.key_secret.strip().encode(errors="replace")
    return hmac.new(secret, bound_to, hashlib.sha256).hexdigest()[:32]


def _seconds(lifetime: Any) -> float:
    try:
        seconds = float(lifetime)
    except (TypeError, ValueError, OverflowError):
        return USUAL_LIFETIME
    return seconds if 0 < seconds <= LONGEST_LIFETIME else USUAL_LIFETIME


def _is_header_safe(value: str) -> bool:
    return bool(value) and all("!" <= char <= "~" for char in value)


def _header_safe(value: str) -> str:
    if _is_header_safe(value):
        return value
    raise AuthError(
        "SINCH_ACCESS_TOKEN is not a valid token: it contains spaces, line breaks or non-ASCII "
        "characters",
        hint="Copy the token again, as one line.",
    )
