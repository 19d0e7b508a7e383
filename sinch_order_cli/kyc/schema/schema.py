"""The one form that every dialect is read into: JSON Schema 2020-12, annotated.

A schema is a dict that this package built itself from known keywords, so its values have the
types that JSON Schema says. Beside the keywords of JSON Schema it may hold what a country's form
says and JSON Schema can't. Those keys begin with `@`, which no keyword that is read does:

- `@messages`: the form's own error texts by keyword, `*` for all
- `@placeholder`: an example to show in an empty field
- `@answered`: names of required properties that a blank text or an empty list does not answer
- `@implied`: the container is always there; null or its absence means that it is empty
- `@optional`: the section may be left out as a whole: empty it lacks nothing
- `@long`: several lines are likely
- `@hidden`: the form would not show it, or not let it be changed: it is not asked
- `@document`: a document is asked for, and what to answer is not known
- `@opaque`: this part was not understood; its answer is raw JSON
- `@undecided`: it holds something that was not understood; whether a value fits can't be told
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from sinch_order_cli.kyc.model import Choice

Schema = dict[str, Any]

NEVER: Schema = {"not": {}}


class Document(Struct, frozen=True):
    """A whole form: its schema, and the schemas that `$ref` leads to by their key."""

    root: Schema
    refs: Mapping[str, Schema] = {}

    def linked(self, schema: Schema) -> Iterator[Schema]:
        """The schema and all that hold beside it whatever the data: `$ref` and `allOf`."""
        seen: set[int] = set()
        todo = [schema]
        while todo:
            schema = todo.pop(0)
            if id(schema) in seen:
                continue
            seen.add(id(schema))
            yield schema
            if "$ref" in schema:
                todo.append(self.refs[schema["$ref"]])
            todo.extend(schema.get("allOf", ()))


def json_type(value: Any) -> str:
    """The JSON type of a value; whole floats are integers, as JSON Schema has it."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case Mapping():
            return "object"
        case _:
            return "array"


def has_type(value: Any, types: list[str]) -> bool:
    """Whether the value is of one of the types."""
    found = json_type(value)
    return found in types or (found == "integer" and "number" in types)


def same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: `true` is not 1, 1.0 is 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return (type(one) is type(other) and one == other) or (
        isinstance(one, int | float) and isinstance(other, int | float) and one == other
    )


def choices_of(schema: Schema) -> tuple[Choice, ...] | None:
    """The values that a schema itself lists, null left out; None where it lists none.

    `enum`, `const`, and `oneOf`/`anyOf` of constants with titles.
    """
    if "enum" in schema or "const" in schema:
        listed = schema["enum"] if "enum" in schema else [schema["const"]]
        return tuple(Choice(value, shown(value)) for value in listed if not is_blank(value))
    for keyword in ("oneOf", "anyOf"):
        if keyword in schema and (found := _of_branches(schema[keyword])) is not None:
            return found
    return None


def _of_branches(branches: list[Schema]) -> tuple[Choice, ...] | None:
    """A branch of one value gives the value its title; the title of a field is its own."""
    found: list[Choice] = []
    for branch in branches:
        if branch.get("type") == ["null"]:
            continue
        listed = choices_of(branch)
        if listed is None or "properties" in branch:
            return None
        title = branch.get("title") if len(listed) == 1 else None
        found.extend(Choice(one.value, title or one.title) for one in listed)
    return tuple(found)


def is_left_out(schemas: Iterable[Schema], value: Any) -> bool:
    """Whether the value is the empty place of a section that may be left out."""
    return value in (None, {}, []) and any("@optional" in schema for schema in schemas)


def is_blank(value: Any) -> bool:
    """Whether a value is no answer that anyone could choose: null, or text without a letter."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: Any) -> str:
    """A value as people read it: text bare, all else as JSON."""
    if isinstance(value, str):
        return value
    from sinch_order_cli.api import exact

    return exact.encode(value).decode()
