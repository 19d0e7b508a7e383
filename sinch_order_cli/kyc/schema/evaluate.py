"""Validate data against a schema, keyword by keyword, by JSON Schema 2020-12.

Independent of wording: a violation names the place, the keyword and the schema, and `problems.py`
words it. Form and data come from outside, so the work is limited: endless recursion and very deep
data are left to the server, as is everything that can't be decided here (`outcome.py`).

Lengths count code points, as in JSON Schema. Java counts some characters (emoji) as two, which
matters for no known form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.schema.assertions import ASSERTIONS
from sinch_order_cli.kyc.schema.branches import Branches
from sinch_order_cli.kyc.schema.outcome import Outcome, Verdict, Violation, within
from sinch_order_cli.kyc.schema.patterns import Patterns
from sinch_order_cli.kyc.schema.schema import Document, Schema, has_type, is_left_out

MOST_WORK = 300_000
"""Limit on keywords evaluated in one check; a form with 1,000 fields takes about 10,000."""

_DEEPEST = 60


class Evaluator:
    """Validates values against the schemas of one document."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        self.document = document
        self.patterns = patterns
        self.gave_up = False
        self._left = MOST_WORK
        self._depth = 0
        self._open: set[tuple[str, int, Steps]] = set()
        self._about: Steps | None = None

    def outcome(self, schema: Schema, value: Any, steps: Steps = ()) -> Outcome:
        """Return the violations in the schema's order, and whether more are possible."""
        found = Outcome()
        about, self._about = self._about, None  # a verdict concerns the whole value
        try:
            self._within(found, schema, value, steps)
        finally:
            self._about = about
        return found

    def violations(
        self, schema: Schema, value: Any, steps: Steps = (), *, about: Steps | None = None
    ) -> list[Violation]:
        """Return all certain violations.

        Args:
            about: omit violations that concern only other places, neither this place nor one above
                or below it.
        """
        found = Outcome()
        self._about = about
        try:
            self._within(found, schema, value, steps)
        finally:
            self._about = None
        return found.violations

    def verdict(self, schema: Schema, value: Any) -> Verdict:
        """Return whether the value is valid, or None if that can't be decided here."""
        return self.outcome(schema, value).verdict

    def passes(self, schema: Schema, value: Any) -> bool:
        """Return True if the value has no certain violation."""
        return self.verdict(schema, value) is not False

    def begin(self) -> None:
        """Reset the work limit."""
        self._left = MOST_WORK

    def spend(self, context: int) -> bool:
        """Use up work. Return False once the limit is reached; from then on checks are
        undecided."""
        self._left -= context
        if self._left < 0:
            self.gave_up = True
        return self._left >= 0

    def _within(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if self._about is not None and _apart(steps, self._about):
            return
        if self._depth >= _DEEPEST or not self.spend(1 + len(schema)):
            self._give_up(found)
            return
        if "@optional" in schema and is_left_out((schema,), value):
            return
        if "type" in schema and not has_type(value, schema["type"]):
            found.violations.append(Violation(steps, "type", schema, value))
            return
        self._depth += 1
        for keyword, wanted in schema.items():
            if keyword in ASSERTIONS:
                concerns, holds = ASSERTIONS[keyword]
                if concerns(value):
                    verdict = holds(wanted, value)
                    if verdict is not True:
                        found.settle(verdict, Violation(steps, keyword, schema, value))
            elif keyword in _APPLICATORS:
                _APPLICATORS[keyword](self, found, schema, value, steps)
        self._depth -= 1

    def _give_up(self, found: Outcome) -> None:
        found.undecided = self.gave_up = True

    def _perhaps(
        self, found: Outcome, applies: Verdict, schema: Schema, value: Any, steps: Steps
    ) -> None:
        """Check against a schema that may not apply, so that its violations count as undecided."""
        if applies is True:
            self._within(found, schema, value, steps)
        elif applies is None and self.outcome(schema, value, steps).verdict is not True:
            found.undecided = True

    def _undecided(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        found.undecided = True

    def _reference(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        key = schema["$ref"]
        place = (key, id(value), steps)
        if place in self._open:
            self._give_up(found)
            return
        self._open.add(place)
        try:
            self._within(found, self.document.refs[key], value, steps)
        finally:
            self._open.discard(place)

    def _all_of(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        for branch in schema["allOf"]:
            self._within(found, branch, value, steps)

    def _any_of(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        self._alternatives(found, "anyOf", schema, value, steps)

    def _one_of(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        self._alternatives(found, "oneOf", schema, value, steps)

    def _alternatives(
        self, found: Outcome, keyword: str, schema: Schema, value: Any, steps: Steps
    ) -> None:
        outcomes = [self.outcome(branch, value, steps) for branch in schema[keyword]]
        verdicts = [outcome.verdict for outcome in outcomes]
        verdict = within(verdicts, 1, 1 if keyword == "oneOf" else None)
        nearest: list[Violation] = []
        if verdict is False and True not in verdicts:
            chosen = Branches(self.document, schema[keyword]).begun(value)
            meant = outcomes if chosen is None else [outcomes[chosen]]
            nearest = min([outcome.violations for outcome in meant], key=_distance)
        found.settle(verdict, Violation(steps, keyword, schema, value, tuple(nearest)))

    def _not(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        verdict = within([self.verdict(schema["not"], value)], 0, 0)
        found.settle(verdict, Violation(steps, "not", schema, value))

    def _if(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        holds = self.verdict(schema["if"], value)
        if holds is not None:
            self._within(found, schema.get("then" if holds else "else", {}), value, steps)
            return
        then, other = (
            self.outcome(schema.get(branch, {}), value, steps) for branch in ("then", "else")
        )
        # If both refuse for different reasons, the required change is unknown.
        either_way = {(violation.steps, violation.keyword) for violation in other.violations}
        found.violations.extend(v for v in then.violations if v[:2] in either_way)
        found.undecided |= not (then.verdict and other.verdict)

    def _pattern(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, str):
            verdict = self.patterns.verdict(schema["pattern"], value)
            found.settle(verdict, Violation(steps, "pattern", schema, value))

    def _properties(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            for name, child in schema["properties"].items():
                if name in value:
                    self._within(found, child, value[name], (*steps, name))

    def _pattern_properties(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            for pattern, child in schema["patternProperties"].items():
                for name in value:
                    applies = self.patterns.verdict(pattern, name)
                    self._perhaps(found, applies, child, value[name], (*steps, name))

    def _additional(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if not isinstance(value, Mapping):
            return
        known = schema.get("properties", {})
        patterns = schema.get("patternProperties", {})
        further = schema["additionalProperties"]
        for name, member in value.items():
            if name not in known:
                free = within((self.patterns.verdict(one, name) for one in patterns), 0, 0)
                self._perhaps(found, free, further, member, (*steps, name))

    def _names(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            for name in value:
                verdict = self.verdict(schema["propertyNames"], name)
                found.settle(verdict, Violation((*steps, name), "propertyNames", schema, name))

    def _required(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            strict = schema.get("@answered", ())
            for name in schema["required"]:
                if name not in value or (name in strict and is_unanswered(value[name])):
                    found.violations.append(Violation((*steps, name), "required", schema, None))

    def _dependent_required(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            for name, wanted in schema["dependentRequired"].items():
                for other in wanted if name in value else ():
                    if other not in value:
                        missing = Violation((*steps, other), "required", schema, None)
                        found.violations.append(missing)

    def _dependent_schemas(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            for name, child in schema["dependentSchemas"].items():
                if name in value:
                    self._within(found, child, value, steps)

    def _prefix_items(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, list):
            for place, (child, item) in enumerate(zip(schema["prefixItems"], value, strict=False)):
                self._within(found, child, item, (*steps, place))

    def _items(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, list):
            first = len(schema.get("prefixItems", ()))
            for place in range(first, len(value)):
                self._within(found, schema["items"], value[place], (*steps, place))

    def _contains(self, found: Outcome, schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, list):
            verdicts = [self.verdict(schema["contains"], item) for item in value]
            verdict = within(verdicts, schema.get("minContains", 1), schema.get("maxContains"))
            found.settle(verdict, Violation(steps, "contains", schema, value))


def _apart(one: Steps, other: Steps) -> bool:
    """Return True if neither place contains the other."""
    return any(a != b and str(a) != str(b) for a, b in zip(one, other, strict=False))


def is_unanswered(value: Any) -> bool:
    """Return True if the value counts as no answer in a field marked as required by a rule list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _distance(wrong: list[Violation]) -> tuple[int, int, int]:
    """Rank how far data are from a schema: a wrong type or fixed value is furthest."""
    kinds = [violation.keyword for violation in wrong]
    return (kinds.count("type"), kinds.count("const") + kinds.count("enum"), len(kinds))


_APPLICATORS: dict[str, Callable[[Evaluator, Outcome, Schema, Any, Steps], None]] = {
    "@opaque": Evaluator._undecided,
    "@undecided": Evaluator._undecided,
    "$ref": Evaluator._reference,
    "pattern": Evaluator._pattern,
    "required": Evaluator._required,
    "dependentRequired": Evaluator._dependent_required,
    "properties": Evaluator._properties,
    "patternProperties": Evaluator._pattern_properties,
    "additionalProperties": Evaluator._additional,
    "propertyNames": Evaluator._names,
    "dependentSchemas": Evaluator._dependent_schemas,
    "prefixItems": Evaluator._prefix_items,
    "items": Evaluator._items,
    "contains": Evaluator._contains,
    "allOf": Evaluator._all_of,
    "anyOf": Evaluator._any_of,
    "oneOf": Evaluator._one_of,
    "not": Evaluator._not,
    "if": Evaluator._if,
}
