"""Parse the reviewers' messages in any shape, so that no request of theirs is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

LONGEST_UNKNOWN = 2000  # characters of a message in an unknown shape, shown as JSON
LONGEST = 10_000  # characters of a message
MOST = 500  # messages; the newest are kept

_TEXTS = ("message", "text", "comment", "note", "description", "body", "content", "reason")
_TIMES = (
    "createTime", "create_time", "createdAt", "created_at", "created", "timestamp", "time", "date",
    "updateTime",
)  # fmt: skip
_LONGEST_TIME = 64
_SECONDS_END = 1e11  # larger epoch numbers are milliseconds

Log = dict[str, str]


def read_logs(logs: Any) -> list[Log]:
    """Return `message` and `createTime` of each entry; an entry of unknown shape becomes JSON text.

    Number and length are limited, as messages are stored in the order's file.
    """
    entries = logs if isinstance(logs, list) else [logs]
    return [log for entry in entries[-MOST:] if (log := _log(entry))["message"]]


def _log(entry: Any) -> Log:
    if not isinstance(entry, dict):
        return {"message": _bounded(_as_text(entry)), "createTime": ""}
    time = next((entry[name] for name in _TIMES if entry.get(name) is not None), "")
    return {"message": _bounded(_message(entry)), "createTime": _moment(time)[:_LONGEST_TIME]}


def _bounded(text: str) -> str:
    """Truncate the text, with a note on how much is missing."""
    cut = len(text) - LONGEST
    return f"{text[:LONGEST]}… ({cut} more characters)" if cut > 0 else text


def _message(entry: dict[str, Any]) -> str:
    for name in _TEXTS:
        inner = entry.get(name)
        if isinstance(inner, dict) and (text := _message(inner)):
            return text
        if text := _as_text(inner):
            return text
    rest = {k: v for k, v in entry.items() if k not in (*_TEXTS, *_TIMES) and _as_text(v)}
    return _as_text(rest)


def _moment(time: Any) -> str:
    """Convert an epoch number to RFC 3339; any other time is unchanged."""
    if isinstance(time, int | float) and not isinstance(time, bool):
        try:
            moment = datetime.fromtimestamp(time / (1000 if time > _SECONDS_END else 1), UTC)
        except (ValueError, OverflowError, OSError):
            return _as_text(time)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return _as_text(time)


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or value in ([], {}):
        return ""
    return msgspec.json.encode(value).decode()[:LONGEST_UNKNOWN]
