"""Whether data fit a schema, keyword by keyword, as JSON Schema 2020-12 says.

Kept apart from everything that people read: what comes out names the place, the keyword and the
schema, and `checks.py` makes problems of it. Form and data are both from outside, so the work is
bounded: a schema that refers to itself without end, or data too deep, is left to the server.

Lengths count code points, as JSON Schema has it. Java counts some characters (emoji) as two; no
known form makes a matter of that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from sinch_order_cli.kyc import formats
from sinch_order_cli.kyc.paths import Steps
from sinch_order_cli.kyc.patterns import Patterns
from sinch_order_cli.kyc.schema import Document, Schema, has_type, same

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
        for keyword in schema:
            check = _CHECKS.get(keyword)
            if check is not None:
                check(self, found, schema, value, steps)
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


def is_multiple(value: Any, of: Any) -> bool:
    """Exact in decimal: 0.3 is a multiple of 0.1, whatever binary fractions say."""
    return Decimal(repr(value)) % Decimal(repr(of)) == 0 if abs(value) < 1e25 else True


Simple = Callable[[Any, Any], bool]
"""Whether a value of the right type fails: keyword's value, value."""


def _on(kind: Callable[[Any], bool], keyword: str, fails: Simple) -> Callable[..., None]:
    def check(
        self: Evaluator, found: list[Violation], schema: Schema, value: Any, steps: Steps
    ) -> None:
        if kind(value) and fails(schema[keyword], value):
            self._fail(found, keyword, schema, value, steps)

    return check


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _anything(value: Any) -> bool:
    return True


def has_twins(items: list[Any]) -> bool:
    """Whether two items are equal, without comparing each with each where that can be avoided."""
    if all(isinstance(item, str) for item in items):
        return len(set(items)) != len(items)
    return any(same(one, other) for place, one in enumerate(items) for other in items[:place])


def _pattern(
    self: Evaluator, found: list[Violation], schema: Schema, value: Any, steps: Steps
) -> None:
    if isinstance(value, str) and not self.patterns.matches(schema["pattern"], value):
        self._fail(found, "pattern", schema, value, steps)


_CHECKS: dict[str, Callable[[Evaluator, list[Violation], Schema, Any, Steps], None]] = {
    "$ref": Evaluator._reference,
    "enum": _on(_anything, "enum", lambda enum, v: not any(same(one, v) for one in enum)),
    "const": _on(_anything, "const", lambda const, v: not same(const, v)),
    "minLength": _on(_is_text, "minLength", lambda low, v: len(v) < low),
    "maxLength": _on(_is_text, "maxLength", lambda high, v: len(v) > high),
    "pattern": _pattern,
    "format": _on(
        _is_text, "format", lambda name, v: name in formats.CHECKS and not formats.CHECKS[name](v)
    ),
    "minimum": _on(_is_number, "minimum", lambda low, v: v < low),
    "maximum": _on(_is_number, "maximum", lambda high, v: v > high),
    "exclusiveMinimum": _on(_is_number, "exclusiveMinimum", lambda low, v: v <= low),
    "exclusiveMaximum": _on(_is_number, "exclusiveMaximum", lambda high, v: v >= high),
    "multipleOf": _on(_is_number, "multipleOf", lambda of, v: not is_multiple(v, of)),
    "minItems": _on(_is_list, "minItems", lambda low, v: len(v) < low),
    "maxItems": _on(_is_list, "maxItems", lambda high, v: len(v) > high),
    "uniqueItems": _on(_is_list, "uniqueItems", lambda on, v: on and has_twins(v)),
    "minProperties": _on(_is_object, "minProperties", lambda low, v: len(v) < low),
    "maxProperties": _on(_is_object, "maxProperties", lambda high, v: len(v) > high),
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
