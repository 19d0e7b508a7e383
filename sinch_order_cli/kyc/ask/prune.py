"""Remove unanswered nulls from answers, and add containers that must exist.

Checking, asking and sending all use this view of the data, so they agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sinch_order_cli.kyc.ask.conditions import Child, Part, Unfolder
from sinch_order_cli.kyc.ask.field_builder import is_consent, merge
from sinch_order_cli.kyc.ask.sections import shape_of
from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.schema.schema import Schema, is_left_out

ABSENT: Final = object()

_DEEPEST = 40
_FURTHER = {"additionalProperties", "patternProperties"}


class View:
    """Removes unanswered nulls from data.

    Args:
        unfolder: one that includes every branch, since the meaning of null must not depend on
            conditions.
    """

    def __init__(self, unfolder: Unfolder) -> None:
        self._unfolder = unfolder
        self._children: dict[tuple[int, ...], list[Child]] = {}
        self._parts: dict[tuple[int, ...], list[Part]] = {}

    def of(self, data: Any) -> Any:
        """Return the data without nulls that only mean "not answered yet". Never changes its
        argument."""
        root = self._unfolder.document.root
        if not root:
            return data
        found = self._value(data, self._unfolded([Part(root)]), 0)
        return None if found is ABSENT else found

    def unknown(self, data: Any) -> Iterator[tuple[Steps, Sequence[str]]]:
        """Yield the members that the form doesn't describe, each with the names its object does
        have. Objects that allow or forbid additional members are skipped."""
        root = self._unfolder.document.root
        if root:
            yield from self._unknown(data, self._unfolded([Part(root)]), ())

    def _unknown(
        self, value: Any, parts: list[Part], steps: Steps
    ) -> Iterator[tuple[Steps, Sequence[str]]]:
        shape = shape_of(self._unfolder, parts) if len(steps) < _DEEPEST else ""
        if isinstance(value, Mapping) and shape == "object":
            known = self._members(parts)
            open_ended = any(_FURTHER & part.schema.keys() for part in parts)
            for name, member in value.items():
                if name in known:
                    below = self._unfolded(known[name].parts)
                    yield from self._unknown(member, below, (*steps, name))
                elif not open_ended:
                    yield (*steps, name), list(known)
        elif isinstance(value, list) and shape in ("tuple", "rows"):
            first, items = _entries(parts)
            for place, member in enumerate(value):
                entry = [Part(first[place])] if place < len(first) else items
                if entry:
                    yield from self._unknown(member, self._unfolded(entry), (*steps, place))

    def _members(self, parts: list[Part]) -> dict[str, Child]:
        key = tuple(id(part.schema) for part in parts)
        if key not in self._children:
            self._children[key] = list(self._unfolder.children(parts))
        return {child.name: child for child in self._children[key]}

    def _unfolded(self, parts: Sequence[Part]) -> list[Part]:
        key = tuple(id(part.schema) for part in parts)
        if key not in self._parts:
            self._parts[key] = self._unfolder.parts(parts, None)
        return self._parts[key]

    def _value(self, value: Any, parts: list[Part], depth: int) -> Any:
        """Return the pruned value, or ABSENT if it is not an answer."""
        implied = any("@implied" in part.schema for part in parts)
        if not implied and is_left_out((part.schema for part in parts), value):
            return ABSENT
        if value is None and not implied:
            return self._null(parts)
        if implied and (value in (None, {}, []) or (value == "" and self._refuses_blank(parts))):
            value = _empty(parts)
        if depth > _DEEPEST:
            return value
        if isinstance(value, Mapping):
            return self._object(value, parts, depth)
        if isinstance(value, list):
            return self._list(value, parts, depth)
        return value

    def _null(self, parts: list[Part]) -> Any:
        sure = [part for part in parts if not part.conditional] or parts
        passes = self._unfolder.evaluator.passes
        if is_consent(parts) or not all(passes(part.schema, None) for part in sure):
            return ABSENT
        return None

    def _refuses_blank(self, parts: list[Part]) -> bool:
        """Return True if blank text means no answer, as for an unfilled place in a file."""
        passes = self._unfolder.evaluator.passes
        return any(not part.conditional and not passes(part.schema, "") for part in parts)

    def _object(self, value: Mapping[str, Any], parts: list[Part], depth: int) -> Any:
        known = self._members(parts)
        strict = {name for part in parts for name in part.schema.get("@answered", ())}
        kept: dict[str, Any] = {}
        for name, member in value.items():
            found = member
            if name in known:
                below = self._unfolded(known[name].parts)
                found = self._value(member, below, depth + 1)
                found = ABSENT if found is None and name in strict else found
                if found == "" and not known[name].required and self._refuses_blank(below):
                    found = ABSENT
            if found is not ABSENT:
                kept[name] = found
        for name, child in known.items():
            if name not in value and any("@implied" in part.schema for part in child.parts):
                kept[name] = self._value(None, self._unfolded(child.parts), depth + 1)
        implied = any("@implied" in part.schema for part in parts)
        return ABSENT if value and not kept and not implied and depth else kept

    def _list(self, value: list[Any], parts: list[Part], depth: int) -> Any:
        first, items = _entries(parts)
        least = max(merge(parts).get("minItems", 0), len(first))
        kept: list[Any] = []
        answered = 0
        for place, member in enumerate(value):
            below = self._unfolded([Part(first[place])] if place < len(first) else items)
            found = self._value(member, below, depth + 1) if below else member
            # A row keeps its index so that paths stay valid; missing answers are reported there.
            kept.append(_empty(below) if found is ABSENT else found)
            if found is not ABSENT:
                answered = place + 1
        if not answered and is_left_out((part.schema for part in parts), []):
            least = 0
        del kept[max(answered, min(least, len(kept))) :]
        kept.extend(
            self._value(None, self._unfolded([Part(schema)]), depth + 1)
            for schema in first[len(value) :]
            if "@implied" in schema
        )
        implied = any("@implied" in part.schema for part in parts)
        return ABSENT if value and not kept and not implied and depth else kept


def _entries(parts: Sequence[Part]) -> tuple[list[Schema], list[Part]]:
    """Return the schemas of a list's first entries one by one, and the parts of all other
    entries."""
    first: list[Schema] = next(
        (p.schema["prefixItems"] for p in parts if "prefixItems" in p.schema), []
    )
    return first, [Part(part.schema["items"]) for part in parts if "items" in part.schema]


def _empty(parts: Sequence[Part]) -> Any:
    """Return the empty container for a place, or None if it is not a container."""
    merged = merge(parts)
    types = merged.get("type", [])
    if "array" in types and "object" not in types:
        first = merged.get("prefixItems", [])
        return [_empty([Part(schema)]) for schema in first if "@implied" in schema]
    return {} if "object" in types or "properties" in merged else None
