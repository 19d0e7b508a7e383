"""From what the server answered, or did not, to an error that a person can act on."""

from __future__ import annotations

from math import ceil
from typing import Any

import httpx

from sinch_order_cli.api.hosts import host_of
from sinch_order_cli.api.messages import Answer, Call
from sinch_order_cli.api.models import UnreadableError, read_object
from sinch_order_cli.api.retry import Setback
from sinch_order_cli.api.visible import picture
from sinch_order_cli.errors import (
    AuthError,
    DataError,
    NotFoundError,
    SinchOrderError,
    StateError,
    UnknownOutcomeError,
    UnreachableError,
)

LONGEST_TEXT = 500
MOST_VIOLATIONS = 1000
_JOINERS = "\u200c\u200d"  # invisible, harmless, and part of the spelling in several languages


def plain(text: Any, limit: int = LONGEST_TEXT) -> str:
    """A server's text in one line of bounded length; control and direction characters are shown
    as their pictures."""
    if not isinstance(text, str):
        return ""
    words = " ".join(text[: limit * 4].split())
    line = "".join(c if c.isprintable() or c in _JOINERS else picture(c) for c in words)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def api_error(body: bytes) -> dict[str, Any] | None:
    """The `error` object of the API's own error shape; None for anything else's words."""
    try:
        error = read_object(body).get("error")
    except UnreadableError:
        return None
    return error if isinstance(error, dict) else None


def lost(call: Call, setback: Setback) -> SinchOrderError:
    """What a request ends in that got no answer to use, after all repetitions it may have."""
    host = host_of(call.url)
    reason = setback.reason + "."
    if not call.repeatable and not setback.untaken:
        return UnknownOutcomeError(
            f"The answer was lost: {host} may have done it ({call.operation}), or not.",
            reason=reason,
        )
    hint = setback.hint or "Check your connection, then run the same command again."
    why = f"no answer from {host}"
    if setback.status is not None:
        why = f"{host} can't do it now"
        hint = "Run the same command again in a while."
    if setback.retry_after:
        hint = f"Run it again in {_duration(setback.retry_after)}: the server asks for that."
    return UnreachableError(
        f"Couldn't {call.operation}: {why}.",
        status=setback.status,
        reason=reason,
        hint=hint,
    )


def redirect_reason(answer: Answer) -> str:
    """Where a redirect points, and that it is not followed; "" for any other answer."""
    if not answer.is_redirect:
        return ""
    target = plain(answer.headers.get("Location"), 200)
    return f"It points to {target or 'nowhere'}; redirects are never followed."


def unlike_the_api(url: httpx.URL, status: int, variable: str) -> UnreachableError:
    """Something else than the API answered: a proxy, a login page, a wrong address."""
    return UnreachableError(
        f"{host_of(url)} answered {status} with something that is not the API.",
        status=status,
        reason="A proxy or a network's login page may have answered in its place.",
        hint=f"Check your network, and {variable} if you have set it.",
    )


def unreadable(call: Call, status: int) -> SinchOrderError:
    """A success whose body can't be read: for what must not be repeated, an unknown outcome."""
    if call.repeatable:
        return unlike_the_api(call.url, status, "SINCH_NUMBERS_URL")
    return UnknownOutcomeError(
        f"{host_of(call.url)} answered {status}, but not as the API does: it may have done it "
        f"({call.operation}), or not.",
        reason="The answer can't be read.",
    )


def refusal(call: Call, answer: Answer, *, basic: bool, given_token: bool) -> SinchOrderError:
    """The error for an answer that is neither a success nor worth repeating."""
    status = answer.status
    if answer.is_redirect:
        return _redirected(call, answer)
    error = api_error(answer.body)
    server_says = plain((error or {}).get("message"))
    if status == 401:
        return _unauthenticated(server_says, basic=basic, given_token=given_token)
    if status == 403:
        return _forbidden(call, server_says, basic=basic)
    if status == 413:
        return _too_large(call, server_says)
    if error is None:
        return unlike_the_api(call.url, status, "SINCH_NUMBERS_URL")
    failed = f"Couldn't {call.operation}: "
    reason = server_says or plain(error.get("status")) or f"The API answered {status}."
    if status in (404, 410):
        return NotFoundError(failed + "the API does not know it.", reason=reason)
    if status in (409, 412) or error.get("status") == "FAILED_PRECONDITION":
        return StateError(failed + "its state does not allow it.", reason=reason)
    if status in (400, 422):
        return DataError(
            failed + "the API does not accept what was sent.",
            reason=reason,
            details=violations(error),
        )
    return SinchOrderError(failed + f"the API answered {status}.", reason=reason)


def template_refusal(call: Call, answer: Answer) -> SinchOrderError:
    """The error for a template that did not come, from whatever host it lies on."""
    message = f"Couldn't {call.operation}: {host_of(call.url)} answered {answer.status}."
    hint = "Get it from your Sinch contact, or from the dashboard."
    if answer.status in (404, 410):
        return NotFoundError(message, hint=hint)
    reason = redirect_reason(answer)
    return UnreachableError(message, status=answer.status, reason=reason, hint=hint)


def violations(error: dict[str, Any]) -> list[dict[str, str]]:
    """The `fieldViolations` of all details, as `field` and `description`.

    Nothing else of a detail is relied on, not even its type: where they stand and how fields are
    written is not documented (FACTS.md, step 4).
    """
    details = error.get("details")
    found = []
    for detail in details if isinstance(details, list) else []:
        listed = detail.get("fieldViolations") if isinstance(detail, dict) else None
        for violation in listed if isinstance(listed, list) else []:
            if not isinstance(violation, dict):
                continue
            field, description = plain(violation.get("field")), plain(violation.get("description"))
            if field or description:
                found.append({"field": field, "description": description})
    return found[:MOST_VIOLATIONS]


def _redirected(call: Call, answer: Answer) -> SinchOrderError:
    reason = redirect_reason(answer)
    # 303 and 302 are also how servers answer a POST that they have carried out.
    if not call.repeatable and answer.status not in (301, 307, 308):
        return UnknownOutcomeError(
            f"{host_of(call.url)} answered with a redirect: it may have done it "
            f"({call.operation}), or not.",
            reason=reason,
        )
    return UnreachableError(
        f"Couldn't {call.operation}: {host_of(call.url)} answered {answer.status}, a redirect.",
        status=answer.status,
        reason=reason,
        hint="Check SINCH_NUMBERS_URL if you have set it.",
    )


def _unauthenticated(server_says: str, *, basic: bool, given_token: bool) -> AuthError:
    if given_token:
        return AuthError(
            "The access token in SINCH_ACCESS_TOKEN has expired or is wrong.",
            reason=server_says,
            hint="Get a new one, or set SINCH_KEY_ID and SINCH_KEY_SECRET instead: "
            "tokens are then got and renewed for you.",
        )
    return AuthError(
        "The Numbers API does not accept your access key.",
        reason=server_says,
        hint="Check SINCH_KEY_ID and SINCH_KEY_SECRET, or run: sinch-order auth login"
        if basic
        else "Check that the key belongs to this API and project, or run: sinch-order auth login",
    )


def _forbidden(call: Call, server_says: str, *, basic: bool) -> AuthError:
    hint = "Check SINCH_PROJECT_ID: a key of another project is answered like this, too."
    if basic:
        hint = (
            "Unset SINCH_ORDER_AUTH: under Basic the API refuses some requests that it accepts "
            "with a token. Else check SINCH_PROJECT_ID."
        )
    return AuthError(
        f"Couldn't {call.operation}: your access key may not do this.",
        reason=server_says or "The API gave no reason.",
        hint=hint,
    )


def _too_large(call: Call, server_says: str) -> DataError:
    size = "" if call.upload is None else f"It has {_megabytes(call.upload.size)}. "
    return DataError(
        f"Couldn't {call.operation}: it is too large for the API.",
        reason=size + (server_says or "The API does not say what its limit is."),
        hint="Make the file smaller, for example by scanning at a lower resolution.",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size} bytes"


def _duration(seconds: float) -> str:
    """How long at least; what `terminal.text.duration` says is rounded down."""
    for size, unit in ((3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{ceil(seconds / size)} {unit}"
    return f"{ceil(seconds)} seconds"
