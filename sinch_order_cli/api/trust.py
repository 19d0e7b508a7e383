"""The trusted certificates: those of the operating system.

Reading all of them takes longer than a handshake. If OpenSSL can look one up in a hashed directory,
it does so first. All are read only if that fails to verify the server.
"""

from __future__ import annotations

import os
import ssl
import sys
import threading
from pathlib import Path

from sinch_order_cli.errors import UsageError
from sinch_order_cli.text import plain

_NAMED = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that name other certificates; OpenSSL reads them itself."""


class Trust:
    """The system's certificates, loaded on first use; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._quick: ssl.SSLContext | None = None
        self._full: ssl.SSLContext | None = None
        self._is_enough = True

    def context(self) -> ssl.SSLContext:
        """Return the context for the first attempt to verify a server.

        Raises:
            UsageError: the file in SSL_CERT_FILE contains no certificate.
        """
        with self._lock:
            if self._quick is None and self._is_enough:
                self._quick = _quick()
                self._is_enough = self._quick is not None
            if self._quick is not None and self._is_enough:
                return self._quick
        return self.full()

    def full(self) -> ssl.SSLContext:
        """Return the context for a server that `context` could not verify.

        Raises:
            UsageError: the file in SSL_CERT_FILE contains no certificate.
        """
        with self._lock:
            self._is_enough = False
            if self._full is None:
                self._full = _full()
            return self._full


def _quick() -> ssl.SSLContext | None:
    """Return a context that looks certificates up without reading all; None if impossible."""
    if sys.platform in ("darwin", "win32"):  # the system verifies, not OpenSSL
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["http/1.1"])
    if any(os.environ.get(name) for name in _NAMED):
        context.set_default_verify_paths()
        return context
    directory = ssl.get_default_verify_paths().capath
    if directory is None or not _has_hashes(directory):
        return None
    context.load_verify_locations(capath=directory)
    return context


def _has_hashes(directory: str) -> bool:
    """Return True if the directory contains certificates in OpenSSL's hashed form."""
    try:
        return any(name.endswith(".0") for name in os.listdir(directory))  # noqa: PTH208 - only names needed
    except OSError:
        return False


def _full() -> ssl.SSLContext:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["http/1.1"])
    named = os.environ.get("SSL_CERT_FILE")
    # OpenSSL reads the variable itself; these systems' certificate stores don't.
    if named and sys.platform in ("darwin", "win32") and Path(named).is_file():
        try:
            context.load_verify_locations(named)
        except (ssl.SSLError, OSError) as error:
            raise UsageError(
                "The file that SSL_CERT_FILE names holds no certificate that can be read.",
                reason=plain(named),
                hint="Correct SSL_CERT_FILE.",
            ) from error
    return context
