"""Check URLs: which are allowed, and which may receive the credentials."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import httpx

from sinch_order_cli.errors import UsageError

NUMBERS_URL = "https://numbers.api.sinch.com"
AUTH_URL = "https://auth.sinch.com/oauth2/token"

_PORTS = {"http": 80, "https": 443}


def numbers_base(url: str) -> httpx.URL:
    """Return the base URL of the Numbers API, without a trailing slash.

    Raises:
        UsageError: it is neither https nor http to localhost, or has more than a path.
    """
    base = _checked(url, "SINCH_NUMBERS_URL")
    return base.copy_with(path=base.path.rstrip("/") or "/")


def token_endpoint(url: str) -> httpx.URL:
    """Return the token URL; users set SINCH_AUTH_URL with or without its path.

    Raises:
        UsageError: it is neither https nor http to localhost, or has more than a path.
    """
    endpoint = _checked(url, "SINCH_AUTH_URL")
    path = endpoint.path.rstrip("/")
    if path.endswith("/token"):
        return endpoint.copy_with(path=path)
    return endpoint.copy_with(path=f"{path}/oauth2/token")


def resource_url(base: httpx.URL, *segments: str, verb: str = "") -> httpx.URL:
    """Return a resource's URL; each segment is escaped into one step of the path.

    Raises:
        UsageError: a segment is empty or would go up the path.
    """
    for segment in segments:
        if segment.strip(".") == "" or not _is_text(segment):
            raise _unusable(segment)
    path = "/".join(quote(segment, safe="") for segment in segments)
    # Join the text, not the parsed path, to preserve %2F and %2B.
    return httpx.URL(f"{str(base).rstrip('/')}/{path}{':' + verb if verb else ''}")


def with_query(url: httpx.URL, query: Mapping[str, str | Sequence[str]]) -> httpx.URL:
    """Return the URL with a query; a list becomes one parameter for each item.

    Raises:
        UsageError: a value contains bytes that are not text, as command-line arguments can.
    """
    for value in query.values():
        for text in [value] if isinstance(value, str) else value:
            if not _is_text(text):
                raise _unusable(text)
    return url.copy_merge_params(query)


def is_loopback(url: httpx.URL) -> bool:
    """Return True for localhost: 127.0.0.0/8, ::1 or the name."""
    if url.host == "localhost":
        return True
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False


def is_safe(url: httpx.URL) -> bool:
    """Return True if requests to the URL can't be read by others."""
    return bool(url.host) and (url.scheme == "https" or (url.scheme == "http" and is_loopback(url)))


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Return True if scheme, host and port are equal."""
    return _origin(one) == _origin(other)


def host_of(url: httpx.URL) -> str:
    """Return the host for display, with its port unless it is the default."""
    return url.netloc.decode("ascii")


def port_of(url: httpx.URL) -> int | None:
    """Return the URL's port, by default that of its scheme."""
    return url.port or _PORTS.get(url.scheme)


def _is_text(value: str) -> bool:
    """Return True if the text can be encoded: undecodable bytes of a command line can't."""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _unusable(value: str) -> UsageError:
    return UsageError(
        f"{value!a} is not a valid ID or number",
        hint="Give the ID or number as printed by the API.",
    )


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, port_of(url)


def _checked(text: str, variable: str) -> httpx.URL:
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise UsageError(f"{variable} is not a URL", reason=str(error)) from error
    if not is_safe(url):
        raise UsageError(
            f"{variable} must be an https URL",
            reason="your key would be sent unencrypted, and plain http is for this machine only "
            "(localhost, 127.0.0.1, ::1)",
        )
    if url.userinfo or url.query or url.fragment:
        raise UsageError(
            f"{variable} must be a plain URL without user, question mark or #",
            hint="Set the key in SINCH_KEY_ID and SINCH_KEY_SECRET.",
        )
    return url
