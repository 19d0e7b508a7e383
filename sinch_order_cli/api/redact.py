"""A body for `--verbose`: its structure, without personal data."""

from __future__ import annotations

from typing import Any

import msgspec

from sinch_order_cli.api.models import UnreadableError, read_object

MASK = "***"

_SHOWN = frozenset(
    {
        "regionCode", "regionName", "numberType", "type", "types", "capability", "capabilities",
        "state", "step", "idNumberOrder", "phoneNumber", "phoneNumbers", "requestedQuantity",
        "sequentialOrder",
        "searchPattern", "pattern", "currencyCode", "amount", "paymentIntervalMonths",
        "supportingDocumentationRequired", "expireTime", "createTime", "updateTime",
        "attachmentId", "mimeType", "uploadStatus", "mandatory", "code", "status", "field",
        "token_type", "expires_in",
    }
)  # fmt: skip
"""Keys of the API whose values are not sensitive. All others are masked."""

_FREE_FORM = frozenset({"requestDetails", "fields"})
"""Below these, the keys are defined by a country and don't count."""


def masked(body: bytes) -> str:
    """Return the JSON object in `body` on one line with masked values; "" for anything else."""
    try:
        content = read_object(body)
    except UnreadableError:
        return ""
    return msgspec.json.encode(_mask(content, shown=False, free=False)).decode() if content else ""


def _mask(value: Any, *, shown: bool, free: bool) -> Any:
    if isinstance(value, dict):
        return {
            key: _mask(inner, shown=not free and key in _SHOWN, free=free or key in _FREE_FORM)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_mask(inner, shown=shown, free=free) for inner in value]
    return value if shown or value is None else MASK
