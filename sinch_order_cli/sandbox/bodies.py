"""What the contract says about request bodies, checked so that violations name their field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
from werkzeug.wrappers import Request

from sinch_order_cli.sandbox.inventory import (
    CAPABILITIES,
    NUMBER_TYPES,
    SEARCH_PATTERNS,
    Criteria,
)
from sinch_order_cli.sandbox.wire import invalid_argument

Json = dict[str, Any]
Problem = tuple[str, str]

MAX_QUANTITY = 100
MAX_JSON = 1024 * 1024  # bytes

_VOICE_IDS = {"RTC": "appId", "EST": "trunkId", "FAX": "serviceId"}


def json_body(request: Request) -> Json:
    """The request's JSON object.

    Raises:
        ApiError: 400, when the body is anything else.
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


def refuse(problems: Iterator[Problem]) -> None:
    """Raises a 400 that names every problem, where there are any."""
    found = list(problems)
    if found:
        raise invalid_argument("The request is not valid", found)


def check_lookup(body: Json) -> Iterator[Problem]:
    """What is wrong with a `LookupNumberRequirementsRequest`."""
    region_code = body.get("regionCode")
    if not isinstance(region_code, str) or not re.fullmatch("[A-Z]{2}", region_code):
        yield "regionCode", "must be two capital letters, as in ISO 3166-1"
    if body.get("numberType") not in NUMBER_TYPES:
        yield "numberType", f"must be one of {', '.join(NUMBER_TYPES)}"


def check_create(body: Json) -> Iterator[Problem]:
    """What is wrong with a `CreateNumberOrderRequest`."""
    yield from check_lookup(body)
    yield from _object(body, "smsConfiguration", _check_sms)
    yield from _object(body, "voiceConfiguration", _check_voice)
    options = [name for name in ("numberOrderOption", "quantityOrderOption") if name in body]
    if len(options) != 1:
        yield "numberOrderOption", "give exactly one of numberOrderOption and quantityOrderOption"
    yield from _object(body, "numberOrderOption", _check_number_option)
    yield from _object(body, "quantityOrderOption", _check_quantity_option)
    url = body.get("callbackUrl")
    if "callbackUrl" in body and not (isinstance(url, str) and _is_web_address(url)):
        yield "callbackUrl", "must be an http or https URL"


def criteria(option: Json) -> Criteria:
    """What numbers must be like, from a valid `QuantityOrderOption` or search."""
    pattern = option.get("numberPattern", {})
    return Criteria(
        capabilities=tuple(option.get("capabilities", ())),
        pattern=pattern.get("pattern", ""),
        search_pattern=pattern.get("searchPattern", "CONTAINS"),
    )


def _object(
    body: Json, name: str, check: Callable[[Json, str], Iterator[Problem]]
) -> Iterator[Problem]:
    """Problems of an object that may be left out, but not be empty or anything else."""
    if name not in body:
        return
    value = body[name]
    if not isinstance(value, dict) or not value:
        yield name, "must be an object that is not empty; leave it out if it is not wanted"
        return
    yield from check(value, f"{name}.")


def _check_sms(sms: Json, prefix: str) -> Iterator[Problem]:
    yield from _text(sms, "servicePlanId", prefix)
    if "campaignId" in sms:
        yield from _text(sms, "campaignId", prefix)


def _check_voice(voice: Json, prefix: str) -> Iterator[Problem]:
    kind = voice.get("type")
    if not isinstance(kind, str) or kind not in _VOICE_IDS:
        yield f"{prefix}type", f"must be one of {', '.join(_VOICE_IDS)}"
        return
    yield from _text(voice, _VOICE_IDS[kind], prefix)
    for other in _VOICE_IDS.values():
        if other in voice and other != _VOICE_IDS[kind]:
            yield f"{prefix}{other}", f"does not go with type {kind}"


def _check_number_option(option: Json, prefix: str) -> Iterator[Problem]:
    numbers = option.get("phoneNumbers")
    if not isinstance(numbers, list) or len(numbers) != 1:
        yield f"{prefix}phoneNumbers", "must hold exactly one number"
    elif not isinstance(numbers[0], str) or not re.fullmatch(r"\+[1-9][0-9]{4,14}", numbers[0]):
        yield f"{prefix}phoneNumbers[0]", "must be a number in E.164 form, with the +"


def _check_quantity_option(option: Json, prefix: str) -> Iterator[Problem]:
    quantity = option.get("requestedQuantity")
    whole = isinstance(quantity, int) and not isinstance(quantity, bool)
    if not whole or not 1 <= option["requestedQuantity"] <= MAX_QUANTITY:
        yield f"{prefix}requestedQuantity", f"must be a whole number from 1 to {MAX_QUANTITY}"
    if not isinstance(option.get("sequential", False), bool):
        yield f"{prefix}sequential", "must be true or false"
    yield from check_criteria(option, prefix)


def check_criteria(option: Json, prefix: str) -> Iterator[Problem]:
    """What is wrong with the criteria of a `QuantityOrderOption` or search."""
    capabilities = option.get("capabilities", [])
    if not isinstance(capabilities, list) or any(c not in CAPABILITIES for c in capabilities):
        yield f"{prefix}capabilities", f"must be among {', '.join(CAPABILITIES)}"
    pattern = option.get("numberPattern", {})
    if not isinstance(pattern, dict):
        yield f"{prefix}numberPattern", "must be an object"
        return
    if not isinstance(pattern.get("pattern", ""), str):
        yield f"{prefix}numberPattern.pattern", "must be text"
    if pattern.get("searchPattern", "START") not in SEARCH_PATTERNS:
        what = f"must be one of {', '.join(SEARCH_PATTERNS)}"
        yield f"{prefix}numberPattern.searchPattern", what


def _text(body: Json, name: str, prefix: str) -> Iterator[Problem]:
    if not isinstance(body.get(name), str) or not body[name].strip():
        yield f"{prefix}{name}", "is required"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
