"""Files of every earlier version are read by every later program.

A change of the file's form raises `workflow.model.VERSION` and adds one step here, from the
version before it; the steps run one after the other. Tests keep a sample file of each version.
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
    """Version 2: attempts in place of the one intent to reserve, groups in place of shared numbers.

    Where the attempts were made is not known; it counts as the current host.
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
"""From a version to the next one: MIGRATIONS[1] makes a version 2 document of a version 1 one."""


def upgrade(
    document: Any,
    path: Path,
    *,
    to: int = VERSION,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> dict[str, Any]:
    """Bring a decoded file up to the version that this program knows.

    Raises:
        DamagedError: it is no order file.
        StoreError: it is of a newer version.
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
    """Read the content of an order file of any version up to this program's.

    Raises:
        DamagedError: it is no order file, or not any more.
        StoreError: it is of a newer version.
    """
    try:
        document = upgrade(msgspec.json.decode(content), path)
        order = msgspec.convert(document, thread_safe(Order))
        order.check()
        return order
    except RecursionError:
        raise damaged(path, "it is nested too deeply") from None
    except ValueError as error:  # msgspec's errors, and text that is not UTF-8
        raise damaged(path, str(error)) from error


def damaged(path: Path, why: str) -> DamagedError:
    """The error for a file that can't be understood."""
    return DamagedError(
        f"{path} is damaged",
        reason=why,
        hint=Suggestion(
            "resume", path.stem, say="The file was left unchanged. To recreate the order"
        ),
    )
