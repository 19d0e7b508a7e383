"""Turn a response, or its absence, into an error with a hint for the user."""

from __future__ import annotations

from math import ceil
from typing import Any

import httpx

from sinch_order_cli.api.error_body import ErrorBody, read_error
from sinch_order_cli.api.hosts import host_of
from sinch_order_cli.api.models import UnreadableError, is_json, read_object
from sinch_order_cli.api.request import Answer, Call
from sinch_order_cli.api.retry import AttemptFailed, retry_after_seconds
from sinch_order_cli.errors import (
    AuthError,
    DataError,
    NotFoundError,
    RateLimitedError,
    SinchOrderError,
    StateError,
    Suggestion,
    UnknownOutcomeError,
    UnreachableError,
)
from sinch_order_cli.text import plain

REFUSALS = frozenset({400, 403, 404, 409, 413, 422})
"""Statuses that, with a JSON body, mean that nothing was changed."""

CANT_BE_READ = "the answer can't be read"

_BEFORE = b"\xef\xbb\xbf \t\r\n"  # may precede the first significant character


def api_error(body: bytes) -> dict[str, Any] | None:
    """Return the `error` object of the API's own error format; None for any other body."""
    try:
        error = read_object(body).get("error")
    except UnreadableError:
        return None
    return error if isinstance(error, dict) else None


def lost(call: Call, failure: AttemptFailed) -> SinchOrderError:
    """Return the error for a request without a usable response after all retries."""
    host = host_of(call.url)
    reason = failure.reason
    if not call.repeatable and not failure.untaken:
        return UnknownOutcomeError(
            f"no answer from {host}: it may or may not have completed the request "
            f"({call.operation})",
            status=failure.status,
            retry_after=failure.retry_after,
            reason=reason,
        )
    hint = failure.hint or "Check your connection, then run the command again."
    why = f"no answer from {host}"
    if failure.status is not None:
        why = f"{host} is temporarily unavailable"
        hint = "Run the command again later."
    if failure.retry_after:
        hint = f"Run the command again in {_duration(failure.retry_after)}, as the server requests."
    return UnreachableError(
        f"couldn't {call.operation}: {why}",
        status=failure.status,
        retry_after=failure.retry_after,
        reason=reason,
        hint=hint,
    )


def rate_limited(call: Call, answer: Answer, now: float) -> RateLimitedError:
    """Return the error for a 429 to a request that is not retried automatically."""
    headers = answer.headers
    wait = retry_after_seconds(headers.get("Retry-After", ""), headers.get("Date", ""), now)
    says = plain((api_error(answer.body) or {}).get("message"))
    again = "Run the command again later."
    return RateLimitedError(
        f"couldn't {call.operation}: {host_of(call.url)} received too many requests",
        status=answer.status,
        retry_after=wait,
        reason=says or "it answered 429",
        hint=f"Run the command again in {_duration(wait)}, as the server requests."
        if wait
        else again,
    )


def redirect_reason(answer: Answer) -> str:
    """Describe a redirect, which is not followed; "" for any other response."""
    if not answer.is_redirect:
        return ""
    if answer.status == 304:
        return (
            "it is an answer for caches, and no cache was used, so a cache in between may be at "
            "fault"
        )
    target = plain(answer.headers.get("Location"), 200)
    if answer.status == 303:
        return f"the answer is at {target or 'an unnamed URL'}, and redirects are never followed"
    return f"it redirects to {target or 'nowhere'}, and redirects are never followed"


def not_the_api(
    url: httpx.URL, status: int, variable: str, reason: str = CANT_BE_READ
) -> UnreachableError:
    """Return the error for a response that is not the API's: a proxy, a login page, a wrong URL."""
    return UnreachableError(
        f"{host_of(url)} answered {status}, but not with an API response",
        status=status,
        reason=reason,
        hint=f"Check your network, and {variable} if you have set it.",
    )


def unreadable(call: Call, status: int, reason: str = CANT_BE_READ) -> SinchOrderError:
    """Return the error for an unreadable success; for unrepeatable requests, an unknown outcome."""
    if call.repeatable:
        return not_the_api(call.url, status, "SINCH_NUMBERS_URL", reason)
    return _unknown(call, status, reason)


def refusal(call: Call, answer: Answer, *, basic: bool, given_token: bool) -> SinchOrderError:
    """Return the error for a response that is neither a success nor worth retrying.

    A request that must not be repeated counts as refused only with a definite status (REFUSALS,
    401).
    """
    status = answer.status
    said = read_error(answer.body)
    if said is None and not call.repeatable and is_json(answer.body):
        said = ErrorBody()  # such as `null`: the status tells it
    if status == 401:
        return _unauthenticated(_words(said), basic=basic, given_token=given_token)
    if status == 413 and call.upload is not None:
        return _too_large(call, said)
    if not call.repeatable and (said is None or status not in REFUSALS):
        reason = redirect_reason(answer) or _words(said) or describe_response(answer)
        return _unknown(call, status, reason)
    if answer.is_redirect:
        return _redirected(call, answer)
    if said is None:
        return not_the_api(call.url, status, "SINCH_NUMBERS_URL", describe_response(answer))
    return _refused(call, status, said, basic=basic)


def _refused(call: Call, status: int, said: ErrorBody, *, basic: bool) -> SinchOrderError:
    if status == 403:
        return _forbidden(call, said, basic=basic)
    if status == 413:
        return _too_large(call, said)
    failed = f"couldn't {call.operation}: "
    reason = _words(said) or f"the API answered {status}"
    if status in (404, 410):
        return NotFoundError(failed + "not found", reason=reason, details=said.details)
    if status in (409, 412) or said.status == "FAILED_PRECONDITION":
        return StateError(
            failed + "not possible in the current state", reason=reason, details=said.details
        )
    if status in (400, 422):
        return DataError(
            failed + "the API did not accept the request", reason=reason, details=said.details
        )
    return SinchOrderError(
        failed + f"the API answered {status}", reason=reason, details=said.details
    )


def _words(said: ErrorBody | None) -> str:
    return (said.message or said.status) if said is not None else ""


def _unknown(call: Call, status: int, reason: str) -> UnknownOutcomeError:
    return UnknownOutcomeError(
        f"{host_of(call.url)} answered {status}, but not with an API response: it may or may not "
        f"have completed the request ({call.operation})",
        reason=reason,
    )


def is_html(answer: Answer) -> bool:
    """Return True if the response is an HTML page, which the API never sends."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind.endswith("html") or answer.body.lstrip(_BEFORE).startswith(b"<")


def describe_response(answer: Answer) -> str:
    """Describe a response that is not the API's, in a sentence."""
    if is_html(answer):
        return "a proxy or a network's login page may have answered instead"
    if not answer.body.strip(_BEFORE):
        return "the answer is empty"
    if answer.headers.get("Content-Type", "").lower().startswith("text/"):
        return f"it says: {plain(answer.body[:4000].decode(errors='replace'))}"
    return CANT_BE_READ


def template_refusal(call: Call, answer: Answer) -> SinchOrderError:
    """Return the error for a template that couldn't be downloaded, from any host."""
    message = f"couldn't {call.operation}: {host_of(call.url)} answered {answer.status}"
    hint = "Get the template from your Sinch contact or the dashboard."
    if answer.status in (404, 410):
        return NotFoundError(message, hint=hint)
    reason = redirect_reason(answer)
    return UnreachableError(message, status=answer.status, reason=reason, hint=hint)


def _redirected(call: Call, answer: Answer) -> UnreachableError:
    what, check = "a redirect", ""
    if answer.status == 304:
        what, check = "not modified", "your network, and "
    return UnreachableError(
        f"couldn't {call.operation}: {host_of(call.url)} answered {answer.status}, {what}",
        status=answer.status,
        reason=redirect_reason(answer),
        hint=f"Check {check}SINCH_NUMBERS_URL if you have set it.",
    )


def _unauthenticated(server_says: str, *, basic: bool, given_token: bool) -> AuthError:
    if given_token:
        return AuthError(
            "the access token in SINCH_ACCESS_TOKEN has expired or is invalid",
            reason=server_says,
            hint="Get a new token, or set SINCH_KEY_ID and SINCH_KEY_SECRET to renew tokens "
            "automatically.",
        )
    return AuthError(
        "the Numbers API did not accept your access key",
        reason=server_says,
        hint=Suggestion(
            "auth login",
            say="Check SINCH_KEY_ID and SINCH_KEY_SECRET, or run"
            if basic
            else "Check that the key belongs to this API and project, or run",
        ),
    )


def _forbidden(call: Call, said: ErrorBody, *, basic: bool) -> AuthError:
    hint = "Check SINCH_PROJECT_ID. A key of another project has no permission either."
    if basic:
        hint = (
            "Unset SINCH_ORDER_AUTH, because the API refuses some requests with Basic "
            "authentication. Or check SINCH_PROJECT_ID."
        )
    return AuthError(
        f"couldn't {call.operation}: your access key doesn't have permission",
        reason=said.message or "the API gave no reason",
        hint=hint,
        details=said.details,
    )


def _too_large(call: Call, said: ErrorBody | None) -> DataError:
    reason = _words(said) or "the API doesn't state its limit"
    failed = f"couldn't {call.operation}: it is too large for the API"
    details = said.details if said is not None else ()
    if call.upload is None:
        return DataError(failed, reason=reason, details=details)
    return DataError(
        failed,
        reason=f"it has {_megabytes(call.upload.size)}: {reason}",
        hint="Make the file smaller, for example by scanning at a lower resolution.",
        details=details,
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size} bytes"


def _duration(seconds: float) -> str:
    """Format a wait rounded up; `text.duration` rounds down."""
    for size, unit in ((3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{ceil(seconds / size)} {unit}"
    return f"{ceil(seconds)} seconds"
