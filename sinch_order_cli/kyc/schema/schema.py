"""The internal schema of all dialects: JSON Schema 2020-12 with annotations.

A schema is a dict built by this package from known keywords, so its values have the types that JSON
Schema requires. Annotations contain what JSON Schema can't express. They begin with `@`, unlike all
keywords:

- `@messages`: the form's own error texts by keyword, `*` for all
- `@placeholder`: an example to show in an empty field
- `@answered`: names of required properties for which a blank text or an empty list is no answer
- `@implied`: the container always exists; null or absence means that it is empty
- `@optional`: the whole section may be omitted; while it is empty, nothing in it is required
- `@long`: several lines are likely
- `@hidden`: hidden or read-only in the form, so it is not asked
- `@document`: the field is for a document, and its answer is unknown
- `@opaque`: unsupported; its answer is raw JSON
- `@undecided`: contains an unsupported rule, so validity can't be decided
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from sinch_order_cli.kyc.model import Choice

Schema = dict[str, Any]

NEVER: Schema = {"not": {}}


class Document(Struct, frozen=True):
    """A whole form: its schema, and the targets of `$ref` by key."""

    root: Schema
    refs: Mapping[str, Schema] = {}

    def linked(self, schema: Schema) -> Iterator[Schema]:
        """Yield the schema and all that always apply with it: `$ref` and `allOf`."""
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
    """Return the JSON type of a value; whole floats are integers, as in JSON Schema."""
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
    """Return True if the value has one of the types."""
    found = json_type(value)
    return found in types or (found == "integer" and "number" in types)


def same(one: Any, other: Any) -> bool:
    """Compare as JSON does: `true` is not 1, 1.0 is 1."""
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
    """Return the values that a schema lists, without null, or None if it lists none.

    They come from `enum`, `const`, and `oneOf`/`anyOf` of constants with titles.
    """
    if "enum" in schema or "const" in schema:
        listed = schema["enum"] if "enum" in schema else [schema["const"]]
        return tuple(Choice(value, shown(value)) for value in listed if not is_blank(value))
    for keyword in ("oneOf", "anyOf"):
        if keyword in schema and (found := _of_branches(schema[keyword])) is not None:
            return found
    return None


def _of_branches(branches: list[Schema]) -> tuple[Choice, ...] | None:
    """Read choices from branches: the title of a branch with one value is that value's title."""
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
    """Return True if the value is empty and belongs to an optional section."""
    return value in (None, {}, []) and any("@optional" in schema for schema in schemas)


def is_blank(value: Any) -> bool:
    """Return True if the value is null or blank text, which is never an answer."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: Any) -> str:
    """Format a value for users: text without quotes, everything else as JSON."""
    if isinstance(value, str):
        return value
    import msgspec

    return msgspec.json.encode(value).decode()
