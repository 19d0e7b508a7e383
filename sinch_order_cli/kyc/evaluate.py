"""Whether data fit a schema, keyword by keyword, as JSON Schema 2020-12 says.

Kept apart from everything that people read: what comes out names the place, the keyword and the
schema, and `checks.py` makes problems of it. Form and data are both from outside, so the work is
bounded: a schema that refers to itself without end, or data too deep, is left to the server.

Lengths count code points, as JSON Schema has it. Java counts some characters (emoji) as two; no
known form makes a matter of that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sinch_order_cli.kyc.assertions import ASSERTIONS
from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.patterns import Patterns
from sinch_order_cli.kyc.schema import Document, Schema, has_type

MOST_WORK = 300_000
"""Keywords looked at in one check; a form of 1,000 fields takes some 10,000."""

_DEEPEST = 60


class Violation(NamedTuple):
    """One keyword that the value at `steps` does not satisfy.

    `nested` holds, for a choice of schemas, what is wrong under the nearest of them.
    """

    steps: Steps
    keyword: str
    schema: Schema
    value: Any
    nested: tuple[Violation, ...] = ()


class Evaluator:
    """Checks values against the schemas of one document."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        self.document = document
        self.patterns = patterns
        self.gave_up = False
        self._left = MOST_WORK
        self._depth = 0
        self._open: set[tuple[str, int, Steps]] = set()

    def violations(self, schema: Schema, value: Any, steps: Steps = ()) -> list[Violation]:
        """Everything that is wrong with the value, in the order of the schema."""
        found: list[Violation] = []
        self._within(found, schema, value, steps)
        return found

    def passes(self, schema: Schema, value: Any) -> bool:
        """Whether the value fits."""
        return not self.violations(schema, value)

    def begin(self) -> None:
        """Allow the full amount of work again."""
        self._left = MOST_WORK

    def spend(self, work: int) -> bool:
        """Whether that much work is still allowed. Once it is not, nothing more is found wrong."""
        self._left -= work
        if self._left < 0:
            self.gave_up = True
        return self._left >= 0

    def _within(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if self._depth >= _DEEPEST:
            self.gave_up = True
            return
        if not self.spend(1 + len(schema)):
            return
        if "type" in schema and not has_type(value, schema["type"]):
            self._fail(found, "type", schema, value, steps)
            return
        self._depth += 1
        for keyword, wanted in schema.items():
            if keyword in ASSERTIONS:
                concerns, fails = ASSERTIONS[keyword]
                if concerns(value) and fails(wanted, value):
                    self._fail(found, keyword, schema, value, steps)
            elif keyword in _APPLICATORS:
                _APPLICATORS[keyword](self, found, schema, value, steps)
        self._depth -= 1

    def _fail(
        self,
        found: list[Violation],
        keyword: str,
        schema: Schema,
        value: Any,
        steps: Steps,
        nested: tuple[Violation, ...] = (),
    ) -> None:
        if self._left >= 0:  # what is found when work was cut short may be wrong
            found.append(Violation(steps, keyword, schema, value, nested))

    def _reference(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        key = schema["$ref"]
        place = (key, id(value), steps)
        if place in self._open:
            self.gave_up = True
            return
        self._open.add(place)
        try:
            self._within(found, self.document.refs[key], value, steps)
        finally:
            self._open.discard(place)

    def _all_of(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        for branch in schema["allOf"]:
            self._within(found, branch, value, steps)

    def _any_of(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        self._alternatives(found, "anyOf", schema, value, steps)

    def _one_of(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        self._alternatives(found, "oneOf", schema, value, steps)

    def _alternatives(
        self, found: list[Violation], keyword: str, schema: Schema, value: Any, steps: Steps
    ) -> None:
        wrong = [self.violations(branch, value, steps) for branch in schema[keyword]]
        passed = sum(not branch for branch in wrong)
        if passed == 1 or (passed and keyword == "anyOf"):
            return
        nearest = [] if passed else min(wrong, key=_distance)
        self._fail(found, keyword, schema, value, steps, tuple(nearest))

    def _not(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if self.passes(schema["not"], value):
            self._fail(found, "not", schema, value, steps)

    def _if(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        branch = "then" if self.passes(schema["if"], value) else "else"
        if branch in schema:
            self._within(found, schema[branch], value, steps)

    def _pattern(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, str) and not self.patterns.matches(schema["pattern"], value):
            self._fail(found, "pattern", schema, value, steps)

    def _properties(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            for name, child in schema["properties"].items():
                if name in value:
                    self._within(found, child, value[name], (*steps, name))

    def _pattern_properties(
        self, found: list[Violation], schema: Schema, value: Any, steps: Steps
    ) -> None:
        if isinstance(value, Mapping):
            for pattern, child in schema["patternProperties"].items():
                for name in value:
                    if self._matches(pattern, name):
                        self._within(found, child, value[name], (*steps, name))

    def _matches(self, pattern: str, name: str) -> bool:
        return self.patterns.matches(pattern, name) and pattern not in self.patterns.skipped

    def _additional(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if not isinstance(value, Mapping):
            return
        known = schema.get("properties", {})
        patterns = schema.get("patternProperties", {})
        for name, member in value.items():
            if name not in known and not any(self._matches(one, name) for one in patterns):
                self._within(found, schema["additionalProperties"], member, (*steps, name))

    def _names(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            for name in value:
                if not self.passes(schema["propertyNames"], name):
                    self._fail(found, "propertyNames", schema, name, (*steps, name))

    def _required(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, Mapping):
            strict = schema.get("@answered", ())
            for name in schema["required"]:
                if name not in value or (name in strict and is_unanswered(value[name])):
                    self._fail(found, "required", schema, None, (*steps, name))

    def _dependent_required(
        self, found: list[Violation], schema: Schema, value: Any, steps: Steps
    ) -> None:
        if isinstance(value, Mapping):
            for name, wanted in schema["dependentRequired"].items():
                for other in wanted if name in value else ():
                    if other not in value:
                        self._fail(found, "required", schema, None, (*steps, other))

    def _dependent_schemas(
        self, found: list[Violation], schema: Schema, value: Any, steps: Steps
    ) -> None:
        if isinstance(value, Mapping):
            for name, child in schema["dependentSchemas"].items():
                if name in value:
                    self._within(found, child, value, steps)

    def _prefix_items(
        self, found: list[Violation], schema: Schema, value: Any, steps: Steps
    ) -> None:
        if isinstance(value, list):
            for place, (child, item) in enumerate(zip(schema["prefixItems"], value, strict=False)):
                self._within(found, child, item, (*steps, place))

    def _items(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, list):
            first = len(schema.get("prefixItems", ()))
            for place in range(first, len(value)):
                self._within(found, schema["items"], value[place], (*steps, place))

    def _contains(self, found: list[Violation], schema: Schema, value: Any, steps: Steps) -> None:
        if isinstance(value, list):
            fitting = sum(self.passes(schema["contains"], item) for item in value)
            low, high = schema.get("minContains", 1), schema.get("maxContains")
            if fitting < low or (high is not None and fitting > high):
                self._fail(found, "contains", schema, value, steps)


def is_unanswered(value: Any) -> bool:
    """Whether a value is no answer to a field that a list of rules marks as required."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _distance(wrong: list[Violation]) -> tuple[int, int, int]:
    """How far data are from a schema: a wrong type or fixed value is another thing altogether."""
    kinds = [violation.keyword for violation in wrong]
    return (kinds.count("type"), kinds.count("const") + kinds.count("enum"), len(kinds))


_APPLICATORS: dict[str, Callable[[Evaluator, list[Violation], Schema, Any, Steps], None]] = {
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
