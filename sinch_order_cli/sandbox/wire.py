"""Responses: JSON, times, and error bodies exactly as in the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from werkzeug.wrappers import Response


class ApiError(Exception):
    """Ends a request with an error of the contract."""

    def __init__(
        self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = headers or {}

    def response(self) -> Response:
        """Return the error response."""
        return json_response(self.body, self.status, self.headers)


def json_response(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response with a JSON body."""
    response = Response(msgspec.json.encode(body), status, mimetype="application/json")
    response.headers.update(headers or {})
    return response


def timestamp(moment: datetime) -> str:
    """Format as RFC 3339 in UTC with milliseconds, such as `2026-11-23T16:53:00.000Z`."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def error(
    code: int,
    status: str,
    message: str,
    details: Iterable[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> ApiError:
    """Return an error with any code; the functions below add the details of each code."""
    body = {"code": code, "message": message, "status": status, "details": list(details)}
    return ApiError(code, {"error": body}, headers)


def invalid_argument(message: str, violations: Iterable[tuple[str, str]] = ()) -> ApiError:
    """400. `violations` are pairs of a field's path and a message."""
    listed = [{"field": field, "description": text} for field, text in violations]
    return error(
        400, "INVALID_ARGUMENT", message, [{"type": "BadRequest", "fieldViolations": listed}]
    )


def unauthenticated(why: str, *, scheme: str = "Bearer") -> ApiError:
    """401. `why` is used in `WWW-Authenticate`; for an expired token it contains `expired`."""
    challenge = f'{scheme} realm="sinch"'
    if scheme == "Bearer":
        challenge += f', error="invalid_token", error_description="{why}"'
    return error(401, "UNAUTHENTICATED", why, headers={"WWW-Authenticate": challenge})


def not_found(resource_type: str, resource_name: str, message: str) -> ApiError:
    """404, naming the missing resource."""
    detail = {
        "type": "ResourceInfo",
        "resourceType": resource_type,
        "resourceName": resource_name,
        "owner": "",
        "description": message,
    }
    return error(404, "NOT_FOUND", message, [detail])


def content_too_large(resource_name: str, limit: int) -> ApiError:
    """413. `limit` is in bytes."""
    message = f"The file is larger than {limit // (1024 * 1024)} MB"
    detail = {"type": "ResourceInfo", "resourceName": resource_name, "description": message}
    return error(413, "CONTENT_TOO_LARGE", message, [detail])
