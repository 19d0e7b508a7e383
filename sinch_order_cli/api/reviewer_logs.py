"""Reads the reviewers' messages in whatever shape they come: what they ask must not be dropped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sinch_order_cli.api import exact

LONGEST_UNKNOWN = 2000  # characters of a message that is shown as JSON
LONGEST = 10_000  # characters of a message
MOST = 500  # messages; the newest are kept

_TEXTS = ("message", "text", "comment", "note", "description", "body", "content", "reason")
_TIMES = (
    "createTime", "create_time", "createdAt", "created_at", "created", "timestamp", "time", "date",
    "updateTime",
)  # fmt: skip
_LONGEST_TIME = 64
_SECONDS_END = 1e11  # a larger number of the epoch counts milliseconds

Log = dict[str, str]


def read_logs(logs: Any) -> list[Log]:
    """Each entry as `message` and `createTime`; what has no known shape becomes its JSON.

    Both are bounded: they are kept in the order's file and shown again and again.
    """
    entries = logs if isinstance(logs, list) else [logs]
    return [log for entry in entries[-MOST:] if (log := _log(entry))["message"]]


def _log(entry: Any) -> Log:
    if not isinstance(entry, dict):
        return {"message": _bounded(_as_text(entry)), "createTime": ""}
    time = next((entry[name] for name in _TIMES if entry.get(name) is not None), "")
    return {"message": _bounded(_message(entry)), "createTime": _moment(time)[:_LONGEST_TIME]}


def _bounded(text: str) -> str:
    """The text, or its beginning and how much of it is cut off."""
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
    """A time as RFC 3339 has it where it is a number of the epoch; any other as it came."""
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
    return exact.encode(value).decode()[:LONGEST_UNKNOWN]
