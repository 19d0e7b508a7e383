"""Describe network failures in general terms, not in those of the HTTP library."""

from __future__ import annotations

import os
import socket
import ssl
from pathlib import Path

import httpx

from sinch_order_cli.api.error_body import read_error
from sinch_order_cli.api.hosts import host_of
from sinch_order_cli.api.proxies import Route
from sinch_order_cli.api.request import Answer, Call
from sinch_order_cli.api.retry import AttemptFailed, retry_after_seconds
from sinch_order_cli.errors import DataError
from sinch_order_cli.text import plain


def not_now(call: Call, answer: Answer, now: float) -> AttemptFailed:
    """Return the failed attempt for a 429 or server error, with the requested wait."""
    error = read_error(answer.body)
    said = f": {error.message}" if error is not None and error.message else ""
    headers = answer.headers
    wait = retry_after_seconds(headers.get("Retry-After", ""), headers.get("Date", ""), now)
    return AttemptFailed(
        f"{host_of(call.url)} answered {answer.status}{said}".rstrip("."),
        status=answer.status,
        retry_after=wait,
    )


def too_large(call: Call) -> AttemptFailed | DataError:
    """Return the error for a too large response: a failed attempt, or a DataError for a
    template."""
    if call.sink is None:
        host = host_of(call.url)
        return AttemptFailed(
            f"the answer of {host} is larger than any API response", may_pass=False
        )
    return DataError(
        f"couldn't {call.operation}: it has more than {call.largest} bytes",
        hint="Get the template from your Sinch contact or the dashboard.",
    )


def unsupported_encoding(call: Call, headers: httpx.Headers) -> AttemptFailed:
    """Return the failed attempt for a response in an unrequested encoding."""
    coding = plain(headers.get("Content-Encoding"), 100)
    return AttemptFailed(
        f"the answer of {host_of(call.url)} has an unexpected encoding ({coding})",
        may_pass=False,
    )


def failure_of(error: Exception, call: Call, connect_timeout: float, route: Route) -> AttemptFailed:
    """Return the failed attempt for an exception of httpx.

    Args:
        route: the route to the host; the message names a failing proxy.

    Before a connection was made, or if an upload was cut off before its last byte, the server
    certainly has done nothing.
    """
    host = host_of(call.url)
    if isinstance(error, httpx.ConnectTimeout):
        through = f" through {route.words}" if route.proxy else ""
        return AttemptFailed(
            f"no connection to {host}{through} within {connect_timeout:g} seconds", untaken=True
        )
    if isinstance(error, httpx.ProxyError):
        answer = plain(str(error))
        return AttemptFailed(
            f"{route.words or 'the proxy'}, used for {host}, says: {answer}",
            untaken=True,
            may_pass=answer.startswith("5"),
            hint=f"Check {route.variable or 'HTTPS_PROXY'}, or ask the administrator of the proxy.",
        )
    if isinstance(error, httpx.ConnectError):
        return _not_connected(error, host, route)
    if isinstance(error, UnicodeError | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return AttemptFailed(f"nothing can be sent to {host}", untaken=True, may_pass=False)
    untaken = call.upload is not None and not call.upload.handed_over
    if isinstance(error, httpx.TimeoutException):
        return AttemptFailed(f"{host} did not answer in time", untaken=untaken)
    if isinstance(error, httpx.DecodingError):
        return AttemptFailed(f"the answer of {host} is damaged", may_pass=False)
    when = "while the file was being sent" if untaken else "before the answer was complete"
    return AttemptFailed(f"the connection to {host} was lost {when}", untaken=untaken)


def _not_connected(error: Exception, host: str, route: Route) -> AttemptFailed:
    cause = _root(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = cause.verify_message or "it can't be verified"
        return AttemptFailed(
            f"the certificate of {host} is not trusted: {why}",
            untaken=True,
            may_pass=False,
            hint=_certificate_hint(),
        )
    if isinstance(cause, ssl.SSLError):
        return AttemptFailed(
            f"no secure connection to {host} could be established", untaken=True, may_pass=False
        )
    if route.proxy is not None:
        return _proxy_down(cause, host, route)
    if isinstance(cause, socket.gaierror):
        return AttemptFailed(f"the name {host} can't be looked up", untaken=True)
    if isinstance(cause, ConnectionRefusedError):
        return AttemptFailed(f"{host} refuses the connection", untaken=True)
    if isinstance(cause, OSError) and cause.strerror:
        return AttemptFailed(f"no connection to {host}: {cause.strerror}", untaken=True)
    return AttemptFailed(f"no connection to {host}", untaken=True)


def _proxy_down(cause: BaseException, host: str, route: Route) -> AttemptFailed:
    why = "it can't be reached"
    if isinstance(cause, socket.gaierror):
        why = "its name can't be looked up"
    elif isinstance(cause, ConnectionRefusedError):
        why = "it refuses the connection"
    elif isinstance(cause, OSError) and cause.strerror:
        why = cause.strerror
    return AttemptFailed(
        f"{route.words}, used for {host}, is down: {why}",
        untaken=True,
        hint=f"Check {route.variable}, or ask the administrator of the proxy.",
    )


def _certificate_hint() -> str:
    named = os.environ.get("SSL_CERT_FILE", "")
    if named and not Path(named).is_file():
        return f"Correct SSL_CERT_FILE. The file {plain(named)} doesn't exist."
    return (
        "If your company inspects traffic, add its certificate to the system's store, or set "
        "SSL_CERT_FILE to it."
    )


def _root(error: BaseException) -> BaseException:
    """Return the first exception of a chain, which is the operating system's."""
    while (earlier := error.__cause__ or error.__context__) is not None:
        error = earlier
    return error
