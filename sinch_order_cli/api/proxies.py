"""Find the proxy for a URL, from the environment or the system's settings.

Only that URL's proxy is validated, and unreadable entries of NO_PROXY are ignored, since a setting
meant for other programs must not break this one.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from contextlib import suppress

import httpx
from msgspec import Struct

from sinch_order_cli.api.hosts import host_of, port_of
from sinch_order_cli.errors import UsageError

_HOST = re.compile(rb"[A-Za-z0-9._-]+")


class Route(Struct, frozen=True):
    """The route to a URL.

    `variable` is the setting that names the proxy. `unreadable` contains the ignored entries of
    NO_PROXY.
    """

    proxy: httpx.URL | None = None
    variable: str = ""
    unreadable: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Describe the proxy, without its password."""
        return "" if self.proxy is None else f"the proxy {host_of(self.proxy)} ({self.variable})"


def route_to(url: httpx.URL, environ: Mapping[str, str] = os.environ) -> Route:
    """Return the route to the URL.

    Raises:
        UsageError: the proxy's URL is invalid or of an unsupported kind.
    """
    variable, named = _named_proxy(url, environ)
    if not named:
        return Route()
    passed_by, unreadable = _is_passed_by(url, environ)
    if passed_by:
        return Route(unreadable=unreadable)
    return Route(_proxy(named, variable), variable, unreadable)


def _named_proxy(url: httpx.URL, environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the setting that names the proxy for the URL, and its value; "" if there is none."""
    for name in (f"{url.scheme}_proxy", "all_proxy"):
        spelled = name if name in environ else name.upper()
        if named := environ.get(spelled, "").strip():
            return spelled, named
    if any(name.lower().endswith("_proxy") for name in environ):
        return "", ""
    from urllib.request import getproxies, proxy_bypass  # the system's settings

    named = getproxies().get(url.scheme, "")
    return ("your system's settings", named) if named and not proxy_bypass(url.host) else ("", "")


def _proxy(named: str, variable: str) -> httpx.URL:
    with suppress(httpx.InvalidURL, ValueError):
        proxy = httpx.URL(named if "://" in named else f"http://{named}")
        if proxy.scheme in ("http", "https") and _is_host(proxy):
            return proxy
    raise UsageError(
        "the proxy set in your environment can't be used",
        reason=f"{variable} is not a supported URL (http or https)",
        hint=f"Correct {variable}.",
    )


def _is_passed_by(url: httpx.URL, environ: Mapping[str, str]) -> tuple[bool, tuple[str, ...]]:
    """Return True if NO_PROXY contains the URL, and the unreadable entries."""
    listed = environ.get("no_proxy", environ.get("NO_PROXY", ""))
    found, unreadable = False, []
    for entry in filter(None, (part.strip() for part in listed.split(","))):
        try:
            found = _names(entry, url) or found
        except ValueError:
            unreadable.append(entry)
    return found, tuple(unreadable)


def _names(entry: str, url: httpx.URL) -> bool:
    """Match an entry of NO_PROXY with the URL: `*`, a host, a domain, an IP or a range.

    Raises:
        ValueError: the entry is invalid.
    """
    if entry == "*":
        return True
    scheme, separator, rest = entry.rpartition("://")
    with suppress(ValueError):
        bare = rest[1:-1] if rest.startswith("[") and rest.endswith("]") else rest
        network = ipaddress.ip_network(bare, strict=False)
        address = _ip(url.host)
        return address is not None and address in network
    try:
        given = httpx.URL(f"http://{rest.removeprefix('*').removeprefix('.')}")
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error
    if not _is_host(given) or given.raw_path != b"/" or given.userinfo or given.fragment:
        raise ValueError("not a host")
    if (separator and scheme != url.scheme) or (given.port and given.port != port_of(url)):
        return False
    return url.raw_host == given.raw_host or url.raw_host.endswith(b"." + given.raw_host)


def _is_host(url: httpx.URL) -> bool:
    """Return True if the URL has a valid host name, as httpx accepts almost anything."""
    return bool(_HOST.fullmatch(url.raw_host)) or _ip(url.host) is not None


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
