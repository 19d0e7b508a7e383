"""Upgrade files of earlier versions, so that every later program can read them.

A change of the file format increments `workflow.model.VERSION` and adds one step here, from the
previous version; the steps run in sequence. Tests have a sample file of each version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.errors import DamagedError, StoreError, Suggestion
from sinch_order_cli.workflow.model import VERSION, Order

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def _attempts_for_intent(document: dict[str, Any]) -> dict[str, Any]:
    """Version 2: attempts instead of a single intent to reserve, groups instead of shared numbers.

    The host of the attempts is unknown, so the current one is assumed.
    """
    server = document.get("server") if isinstance(document.get("server"), dict) else {}
    intent, order_id = document.get("intent"), (server or {}).get("idNumberOrder")
    attempt: dict[str, Any] = {
        "body": document.get("request") or {},
        "projectId": document.get("projectId") or "",
        "timeLimit": 120.0,
    }
    if order_id:
        made = (server or {}).get("createTime") or document.get("createdAt") or ""
        attempt |= {"outcome": "reserved", "idNumberOrder": order_id, "sentAt": made}
        document["attempts"] = [attempt]
    elif isinstance(intent, dict) and intent.get("action") == "create":
        document["attempts"] = [attempt | {"sentAt": intent.get("at") or ""}]
    if isinstance(intent, dict) and intent.get("action") == "create":
        document["intent"] = None
    together = document.get("together")
    if isinstance(together, list) and len(together) > 1:
        chosen = ",".join(sorted(map(str, together)))
        document["group"] = f"{document.get('projectId') or ''}:{chosen}"
    return document


MIGRATIONS: dict[int, Migration] = {1: _attempts_for_intent}
"""The steps by version: MIGRATIONS[1] converts a version 1 document to version 2."""


def upgrade(
    document: Any,
    path: Path,
    *,
    to: int = VERSION,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> dict[str, Any]:
    """Upgrade a decoded file to this program's version.

    Raises:
        DamagedError: it is not an order file.
        StoreError: it has a newer version.
    """
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise damaged(path, "its version is missing")
    if version > to:
        raise StoreError(
            f"{path} was written by a newer sinch-order (version {version} of the file)",
            reason=f"this program supports versions up to {to} and would lose newer data",
            hint="Upgrade sinch-order, or use the machine that wrote the file.",
        )
    while version < to:
        document = migrations[version](document)
        version += 1
        document["version"] = version
    result: dict[str, Any] = document
    return result


def decode_order(content: bytes, path: Path) -> Order:
    """Parse an order file of any version up to this program's.

    Raises:
        DamagedError: it is not a valid order file.
        StoreError: it has a newer version.
    """
    try:
        document = upgrade(msgspec.json.decode(content), path)
        order = msgspec.convert(document, thread_safe(Order))
        order.check()
        return order
    except RecursionError:
        raise damaged(path, "it is nested too deeply") from None
    except ValueError as error:  # msgspec's errors, and invalid UTF-8
        raise damaged(path, str(error)) from error


def damaged(path: Path, why: str) -> DamagedError:
    """Return the error for a file that can't be parsed."""
    return DamagedError(
        f"{path} is damaged",
        reason=why,
        hint=Suggestion(
            "resume", path.stem, say="The file was left unchanged. To recreate the order"
        ),
    )
