"""The file of failures to simulate, reloaded when its text changes; `faults` describes it."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
from msgspec import Struct

from sinch_order_cli.sandbox.answers import ViolationStyle
from sinch_order_cli.sandbox.faults import AnyRule, Elsewhere, Rule, StayWaiting
from sinch_order_cli.sandbox.operations import OPERATIONS

_ORDER_OPERATIONS = frozenset(OPERATIONS) - {
    "listAvailableRegions",
    "lookupNumberRequirements",
    "searchAvailableNumbers",
    "getAvailableNumber",
    "createNumberOrder",
    "listActiveNumbers",
    "getActiveNumber",
    "getCallbackConfiguration",
}


class Script(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The content of the file."""

    rules: tuple[AnyRule, ...] = ()
    violation_style: ViolationStyle = "brackets"
    date_offset: int = 0


class Faults:
    """The rules, and how often each has been used.

    Raises:
        ValueError: the file doesn't exist or is invalid; the message says where.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._text = b""
        self._script = Script()
        self._seen: list[int] = []
        if path is not None:
            if not path.is_file():
                raise ValueError(f"{path} doesn't exist")
            self._reload()

    def take(self, operation: str) -> tuple[Rule | None, Script]:
        """Return the fault for this request, or None, and the settings for all responses.

        Raises:
            ValueError: the file has changed and is now invalid.
        """
        with self._lock:
            self._reload()
            for index, rule in enumerate(self._script.rules):
                if rule.matches(operation) and self._count(index, rule):
                    return rule, self._script
            return None, self._script

    def _count(self, index: int, rule: Rule) -> bool:
        """Count a request that matches. Return True if it gets the fault."""
        last = None if rule.times is None else rule.after + rule.times
        if last is not None and self._seen[index] >= last:
            return False
        self._seen[index] += 1
        return self._seen[index] > rule.after

    def _reload(self) -> None:
        if self._path is None:
            return
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            text = b"[]"  # deleted while the server runs: no more faults
        if text != self._text:
            self._script = _read_script(text, self._path)
            self._seen = [0] * len(self._script.rules)
            self._text = text


def _read_script(text: bytes, path: Path) -> Script:
    try:
        content = msgspec.json.decode(text)
        if isinstance(content, list):
            content = {"rules": content}
        script = msgspec.convert(content, Script)
    except msgspec.ValidationError as problem:
        raise ValueError(f"{problem}, in {path}") from None
    except (msgspec.DecodeError, RecursionError) as problem:
        raise ValueError(f"{path} is not JSON ({problem})") from None
    for index, rule in enumerate(script.rules):
        known = _operations_of(rule)
        if rule.operation not in {"*", *known}:
            raise ValueError(
                f"`{rule.operation}` is not an operation for this fault, at"
                f" `$.rules[{index}].operation` in {path}. Use *, {', '.join(sorted(known))}"
            )
    return script


def _operations_of(rule: AnyRule) -> frozenset[str]:
    if isinstance(rule, Elsewhere):
        return _ORDER_OPERATIONS
    if isinstance(rule, StayWaiting):
        return frozenset({"uploadNumberOrderAttachment"})
    return frozenset({*OPERATIONS, "token"})
