"""Holds every request and every answer of a test against the contract.

`ContractTransport` wraps the transport of an `httpx.Client`::

    httpx.Client(transport=ContractTransport())

It raises `ContractError` (an `AssertionError`, so that no `except httpx.HTTPError` hides it) for
whatever the contract does not have. It is stricter than the contract's own text: the contract
lets both sides ignore unknown fields, while here an unknown field is an error, because it is
nearly always a misspelt one.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import yaml
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

CONTRACT = Path(__file__).with_name("number-order-api.yaml")

_SERVER = "https://numbers.api.sinch.com"
_METHODS = ("get", "put", "post", "delete")
_ANY_CALL = {"429": "slow down", "502": "gateway", "503": "not now", "504": "gateway"}


class ContractError(AssertionError):
    """A request or an answer that the contract does not have."""


class ContractTransport(httpx.BaseTransport):
    """Checks what goes through it, whatever the host: a base URL of a test server will do.

    Paths outside `/v1/` (`/oauth2/token`, templates) are no part of the contract and pass.

    Args:
        inner: the transport that does the work; a new `httpx.HTTPTransport` if None.
        check_requests: False for tests that send wrong requests on purpose.
    """

    def __init__(
        self, inner: httpx.BaseTransport | None = None, *, check_requests: bool = True
    ) -> None:
        # Test servers speak plain http; reading the CA bundle would cost more than the test.
        self._inner = inner or httpx.HTTPTransport(verify=False)
        self._check_requests = check_requests
        self.calls: list[tuple[str, int]] = []
        """operationId and status of every call so far, in order."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        in_contract = request.url.path.startswith("/v1/")
        if in_contract and self._check_requests:
            check_request(request)
        answer = self._inner.handle_request(request)
        assert isinstance(answer.stream, httpx.SyncByteStream)
        try:
            raw = b"".join(answer.stream)
        finally:
            answer.close()
        response = httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(raw)
        )
        if in_contract:
            self.calls.append((operation_id(request), answer.status_code))
            check_response(request, response, raw)
        return response

    def close(self) -> None:
        self._inner.close()


def check_request(request: httpx.Request) -> None:
    """Raises ContractError for a request (read already) that the contract does not have."""
    if "Authorization" not in request.headers:
        raise ContractError(f"{request.method} {request.url}: no credentials")
    errors = list(_contract().iter_request_errors(_Request(request)))
    if errors:
        raise ContractError(f"request {request.method} {request.url}: {_explain(errors)}")


def check_response(request: httpx.Request, response: httpx.Response, body: bytes) -> None:
    """Raises ContractError for an answer that the contract does not have for this request."""
    errors = list(_contract().iter_response_errors(_Request(request), _Response(response, body)))
    if errors:
        raise ContractError(
            f"answer {response.status_code} to {request.method} {request.url}: "
            f"{_explain(errors)}\n{body[:2000]!r}"
        )
    if "Date" not in response.headers:
        raise ContractError(f"answer to {request.method} {request.url}: no Date header")
    if response.status_code == 401 and "WWW-Authenticate" not in response.headers:
        raise ContractError(f"answer to {request.method} {request.url}: no WWW-Authenticate header")


def operation_id(request: httpx.Request) -> str:
    """The contract's name for what the request asks for."""
    path = _Request(request).path
    for pattern, operations in _operations():
        if re.fullmatch(pattern, path) and request.method in operations:
            return operations[request.method]
    raise ContractError(f"{request.method} {request.url}: not in the contract")


class _Request:
    """An httpx request as openapi-core reads one, moved to the host of the contract."""

    host_url = _SERVER

    def __init__(self, request: httpx.Request) -> None:
        query = parse_qsl(request.url.query.decode(), keep_blank_values=True)
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(query), header=Headers(list(request.headers.items()))
        )
        self.path = request.url.raw_path.decode().partition("?")[0]
        self.method = request.method.lower()
        self.body = request.content or None
        self.content_type = request.headers.get("Content-Type", "")


class _Response:
    def __init__(self, response: httpx.Response, body: bytes) -> None:
        self.status_code = response.status_code
        self.headers = Headers(list(response.headers.items()))
        self.content_type = response.headers.get("Content-Type", "")
        self.data = body


@cache
def _text() -> dict[str, Any]:
    text: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return text


@cache
def _operations() -> list[tuple[str, dict[str, str]]]:
    """Patterns of the contract's paths, each with its operationIds by method."""
    return [
        (
            re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)),
            {method.upper(): item[method]["operationId"] for method in set(item) & set(_METHODS)},
        )
        for path, item in _text()["paths"].items()
    ]


@cache
def _contract() -> OpenAPI:
    contract = deepcopy(_text())
    del contract["security"]  # OAuth 2 is more than openapi-core checks; check_request does
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path in contract["paths"].values():
        for method in set(path) & set(_METHODS):
            for status, words in _ANY_CALL.items():
                path[method]["responses"][status] = {"description": words, "content": error}
    _close_objects(contract)
    return OpenAPI.from_dict(contract)


def _close_objects(node: Any) -> None:
    """Makes fields that the contract does not name an error, wherever it does not allow them."""
    if isinstance(node, list):
        for part in node:
            _close_objects(part)
    elif isinstance(node, dict):
        for part in node.values():
            _close_objects(part)
        if node.get("type") == "object" and "properties" in node:
            node.setdefault("additionalProperties", False)


def _explain(errors: list[Any]) -> str:
    lines = []
    for error in errors:
        cause = error.__cause__ or error
        details = getattr(cause, "schema_errors", None) or [cause]
        lines += [getattr(detail, "message", None) or repr(detail) for detail in details]
    return "; ".join(lines)
