"""Opens connections to the API while the rest of the program is being loaded.

That is half of what a command takes on this machine, and two of the round trips that it waits for.
Nothing is sent over them before the command is sure of what to send. Where it takes more to tell
whether the API is reached directly, the client opens them as soon as it is there.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinch_order_cli.api.opening import Stock
    from sinch_order_cli.commands.settings import Settings

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PORTS = {"http": 80, "https": 443}


def open_early(stock: Stock, settings: Settings, count: int) -> bool:
    """Begin to open connections; False where the client has to, which knows more."""
    where = _direct(settings.numbers_url, settings.environment)
    if where is None or not _has_credentials(settings.environment):
        return False
    scheme, host, port = where
    stock.open(host, port, secure=scheme == "https", count=count)
    return True


def _direct(url: str, environment: Mapping[str, str]) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address that is surely reached without a proxy."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    local = host in _LOOPBACK
    if not (host.isascii() and port and "@" not in parts.netloc):
        return None
    if not (local or (parts.scheme == "https" and not _may_have_proxy(environment))):
        return None
    return parts.scheme, host, port


def _may_have_proxy(environment: Mapping[str, str]) -> bool:
    """Whether the environment names proxies, or the system has settings of its own for them."""
    named = any(name.lower().endswith("_proxy") for name, value in environment.items() if value)
    return named or sys.platform in ("darwin", "win32")


def _has_credentials(environment: Mapping[str, str]) -> bool:
    return bool(
        environment.get("SINCH_PROJECT_ID")
        and (
            environment.get("SINCH_ACCESS_TOKEN")
            or (environment.get("SINCH_KEY_ID") and environment.get("SINCH_KEY_SECRET"))
        )
    )
