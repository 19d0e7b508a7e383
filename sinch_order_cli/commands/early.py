"""Open connections to the API while the rest of the program loads.

Loading takes half of a command's local time, and the connection two of the round trips it waits
for. Nothing is sent until the command is ready to. If it is not obvious that the API is reached
without a proxy, the client opens the connections later.
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
    """Start opening connections; return False if that must be left to the client."""
    where = _direct(settings.numbers_url, settings.environment)
    if where is None or not _has_credentials(settings.environment):
        return False
    scheme, host, port = where
    stock.open(host, port, secure=scheme == "https", count=count)
    return True


def _direct(url: str, environment: Mapping[str, str]) -> tuple[str, str, int] | None:
    """Return scheme, host and port of a URL certainly reached without a proxy, else None."""
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
    """Return True if the environment or the system's settings may define proxies."""
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
