"""The parts of a schema that apply to given data: resolves conditions and references.

Several schemas can describe one place in the data. `Unfolder.parts` finds them. `Unfolder.children`
finds the members of an object, and whether each is asked and required.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sinch_order_cli.kyc.ask.alternatives import Alternatives
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.kyc.schema.branches import Branches
from sinch_order_cli.kyc.schema.evaluate import Evaluator
from sinch_order_cli.kyc.schema.schema import NEVER, Schema, choices_of


class Part(NamedTuple):
    """One schema that describes a place in the data.

    `conditional`: it depends on other answers. `binding`: it certainly applies now; an alternative
    is not binding while others are still possible.
    """

    schema: Schema
    conditional: bool = False
    binding: bool = True


class Child(NamedTuple):
    """A member of an object."""

    name: str
    parts: list[Part]
    required: bool
    conditional: bool


class Unfolder:
    """Finds the parts of a schema that apply.

    Args:
        everything: include every branch of every condition, as for an overview of the form, and not
            only those that apply to the data.
    """

    def __init__(self, evaluator: Evaluator, *, everything: bool) -> None:
        self.evaluator = evaluator
        self.document = evaluator.document
        self.everything = everything
        self._alternatives: dict[tuple[int, str], Alternatives] = {}
        self._fields: dict[Hashable, tuple[list[Part], Field]] = {}

    def cached_field(self, place: Hashable, parts: list[Part], make: Callable[[], Field]) -> Field:
        """The question for a place, cached by its parts: each answer walks the form several times,
        and most of it is unchanged."""
        known = self._fields.get(place)
        if known is None or not _are_the_same(known[0], parts):
            known = self._fields[place] = (parts, make())
        return known[1]

    def parts(self, parts: Iterable[Part], value: Any) -> list[Part]:
        """Return the parts and all schemas that apply with them for `value` (None: no answer
        yet)."""
        found: list[Part] = []
        seen: set[int] = set()
        todo = list(parts)
        while todo:
            part = todo.pop(0)
            for schema in self.document.linked(part.schema):
                if id(schema) not in seen and self.evaluator.spend(1):
                    seen.add(id(schema))
                    found.append(part._replace(schema=schema))
                    if _CONDITIONS & schema.keys():
                        todo.extend(self._branches(found[-1], value))
        return found

    def children(self, parts: Sequence[Part]) -> Iterator[Child]:
        """Yield the members of an object that are asked, in the form's order."""
        defined: dict[str, list[Part]] = {}
        undescribed: dict[str, Part] = {}
        required: set[str] = set()
        always: set[str] = set()
        hidden: set[str] = set()
        unasked: set[str] = set()
        kept_out: set[str] = set()  # always, or depending on answers
        wanted: set[str] = set()  # including by conditions that can't be decided here
        for part in parts:
            for name, schema in part.schema.get("properties", {}).items():
                defined.setdefault(name, []).append(part._replace(schema=schema))
                if schema == NEVER:
                    kept_out.add(name)
                    unasked.update([name] if part.binding else ())
            names = part.schema.get("required", ())
            required.update(names if part.binding else ())
            wanted.update(names)
            for name in names if part.binding or self.everything else ():
                undescribed.setdefault(name, part._replace(schema={}))
            always.update(() if part.conditional else names)
            if "if" in part.schema:
                hidden |= self._decided(part.schema)
            kept_out |= _forbidden(part)
            unasked |= _forbidden(part) if part.binding else set()
        for name, part in undescribed.items():
            defined.setdefault(name, [part])
        for name, ways in defined.items():
            by_condition = name in hidden and name not in always
            if not self.everything and (name in unasked or (by_condition and name not in wanted)):
                continue
            ways = [way for way in ways if way.schema != NEVER]
            conditional = by_condition or name in kept_out or all(way.conditional for way in ways)
            if ways:
                yield Child(name, ways, name in required, conditional)

    def _branches(self, part: Part, value: Any) -> Iterator[Part]:
        schema = part.schema
        if "if" in schema:
            yield from self._if(part, value)
        present = value if isinstance(value, Mapping) else {}
        for name, wanted in schema.get("dependentRequired", {}).items():
            if name in present:
                yield Part({"required": wanted}, True, part.binding)
        for name, dependent in schema.get("dependentSchemas", {}).items():
            if name in present or self.everything:
                yield Part(dependent, True, part.binding and name in present)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema and choices_of({keyword: schema[keyword]}) is None:
                yield from self._of_several(part, keyword, value)

    def _if(self, part: Part, value: Any) -> Iterator[Part]:
        schema = part.schema
        if self.everything:
            for branch in ("then", "else"):
                if branch in schema:
                    yield Part(schema[branch], True, False)
            return
        judged = {} if value is None and _is_of_object(schema["if"]) else value
        holds = self.evaluator.verdict(schema["if"], judged)
        for branch, when in (("then", True), ("else", False)):
            if branch in schema and holds in (when, None):
                yield Part(schema[branch], True, part.binding and holds is not None)

    def _of_several(self, part: Part, keyword: str, value: Any) -> Iterator[Part]:
        key = (id(part.schema), keyword)
        if key not in self._alternatives:
            self._alternatives[key] = Alternatives(
                self.evaluator, part.schema[keyword], everything=self.everything
            )
        several = self._alternatives[key]
        if several.differ:
            yield Part({"@opaque": True}, part.conditional, part.binding)
            return
        if several.common:
            yield Part(several.common, part.conditional, part.binding)
        chosen, sure = several.fitting(value)
        for schema in chosen:
            yield Part(schema, True, part.binding and sure and not self.everything)

    def undecided(self, parts: Iterable[Part], value: Any) -> Iterator[Branches]:
        """Yield the alternatives of an object for which no branch is chosen yet."""
        for part in parts:
            for keyword in ("anyOf", "oneOf"):
                several = self._alternatives.get((id(part.schema), keyword))
                if several and not several.fitting(value)[1]:
                    yield several.branches

    def _decided(self, schema: Schema) -> set[str]:
        """Return the names required by branches of a condition, which are asked only in those
        branches."""
        return {
            name
            for branch in ("then", "else")
            if branch in schema
            for name in self.required_by(schema[branch])
        }

    def required_by(self, schema: Schema) -> set[str]:
        """Return the names a schema requires, with or without a condition."""
        found: set[str] = set()
        for linked in self.document.linked(schema):
            found.update(linked.get("required", ()))
            if "if" in linked:
                found |= self._decided(linked)
        return found


def _are_the_same(parts: list[Part], others: list[Part]) -> bool:
    return len(parts) == len(others) and all(
        one.schema is other.schema for one, other in zip(parts, others, strict=True)
    )


def _is_of_object(schema: Schema) -> bool:
    return bool({"properties", "required"} & schema.keys())


def _forbidden(part: Part) -> set[str]:
    """Return the name that `not: {required: [name]}` forbids."""
    unwanted = part.schema.get("not", {})
    names = unwanted.get("required", ())
    return set(names) if set(unwanted) == {"required"} and len(names) == 1 else set()


_CONDITIONS = {"if", "dependentRequired", "dependentSchemas", "anyOf", "oneOf"}
