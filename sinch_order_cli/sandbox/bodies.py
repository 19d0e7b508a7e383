"""Validate request bodies by the contract's schemas; violations name their field."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from werkzeug.wrappers import Request

from sinch_order_cli.sandbox.inventory import Criteria
from sinch_order_cli.sandbox.judge import path_text, violations
from sinch_order_cli.sandbox.wire import invalid_argument

Json = dict[str, Any]
Problem = tuple[str, str]

MAX_JSON = 1024 * 1024  # bytes

_IN_WORDS = (
    ("RegionCode", "^[A-Z]{2}$", "must be two capital letters, as in ISO 3166-1"),
    ("PhoneNumber", r"^\+[1-9][0-9]{4,14}$", "must be a number in E.164 form, with the +"),
)
"""Schemas that the contract describes only in words: the intended pattern, and its message."""


def json_body(request: Request) -> Json:
    """Return the request's JSON object.

    Raises:
        ApiError: 400, if the body is not a JSON object.
    """
    if not request.is_json:
        raise invalid_argument("The content type must be application/json")
    content = request.get_data()
    if len(content) > MAX_JSON:
        raise invalid_argument(f"The body is larger than {MAX_JSON} bytes")
    try:
        body = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise invalid_argument(f"The body is not JSON: {problem}") from None
    if not isinstance(body, dict):
        raise invalid_argument("The body must be a JSON object")
    return body


def refuse(problems: Iterable[Problem]) -> None:
    """Raise a 400 that lists all problems, if there are any."""
    found = list(problems)
    if found:
        raise invalid_argument("The request is not valid", found)


def valid_body(request: Request, schema: str) -> Json:
    """Return the request's JSON object, validated by a schema of the contract.

    Raises:
        ApiError: 400, if the body is invalid.
    """
    body = json_body(request)
    wrong = violations({**_contract(), "$ref": f"#/components/schemas/{schema}"}, body)
    refuse((path_text(one.place), one.description) for one in wrong)
    return body


@cache
def _contract() -> Json:
    """Return the contract's schemas of request bodies, with the patterns it gives only in words."""
    path = Path(__file__).with_name("contract.json")
    contract: Json = msgspec.json.decode(path.read_bytes())
    schemas = contract["components"]["schemas"]
    for name, pattern, message in _IN_WORDS:
        schemas[name] |= {"pattern": pattern, "message": message}
    url = schemas["CreateNumberOrderRequest"]["properties"]["callbackUrl"]
    url |= {"pattern": "^https?://[^/?#]", "message": "must be an http or https URL"}
    return contract


def criteria(option: Json) -> Criteria:
    """Return the filters of a valid `QuantityOrderOption` or search."""
    pattern = option.get("numberPattern", {})
    return Criteria(
        capabilities=tuple(option.get("capabilities", ())),
        pattern=pattern.get("pattern", ""),
        search_pattern=pattern.get("searchPattern", "CONTAINS"),
    )
