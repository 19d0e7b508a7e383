"""Parse one schema, in any dialect or mixture, into the form that `schema.py` describes.

No input makes it fail: unreadable parts are omitted and noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sinch_order_cli.kyc.model import Unread
from sinch_order_cli.kyc.parse import keywords, spellings
from sinch_order_cli.kyc.parse.references import Scopes
from sinch_order_cli.kyc.paths import ROW, Steps, join
from sinch_order_cli.kyc.schema import formats
from sinch_order_cli.kyc.schema.schema import NEVER, Schema

DEEPEST = 30
MOST_SCHEMAS = 30_000
_MOST_NOTES = 100

SAYS_NOTHING = {"title", "description", "@messages", "@placeholder", "@undecided"}
"""Keys that don't restrict the answer."""

_ONE = {"not": "not", "if": "if", "then": "then", "else": "else", "propertyNames": "propertyNames"}
_OTHERS = {"type", "template", "contains", "$ref", "dependencies", "@hidden"}
_OTHERS |= {"exclusiveMinimum", "exclusiveMaximum"}
_OF_ROW = (
    *("properties", "allOf", "anyOf", "oneOf", "if", "then", "else", "dependentRequired"),
    *("dependentSchemas", "dependencies"),
)
_MANY = ("allOf", "anyOf", "oneOf")
_BY_NAME = ("patternProperties", "dependentSchemas")


class Reader:
    """Parses schemas; collects unsupported parts and the targets of `$ref`."""

    def __init__(self) -> None:
        self.unread: list[Unread] = []
        self.refs: dict[str, Schema] = {}
        self.scopes = Scopes()
        self._read = 0
        self._depth = 0
        self._noted: set[str] = set()

    def document(self, raw: Any, steps: Steps = ()) -> Schema:
        """Parse a schema for which `#` in a `$ref` means itself or the document around it."""
        with self.scopes.document(raw):
            return self.schema(raw, steps)

    def note(self, steps: Steps, what: str, raw: Any, *, once: str = "") -> None:
        """Note an unsupported part for the user; parts with the same `once` are noted only once."""
        if once in self._noted or len(self.unread) >= _MOST_NOTES:
            return
        if once:
            self._noted.add(once)
        self.unread.append(Unread(join(steps), what, raw))

    def schema(self, raw: Any, steps: Steps) -> Schema:
        """Parse the schema that describes the data at `steps`."""
        self._read += 1
        if self._depth >= DEEPEST or self._read > MOST_SCHEMAS:
            what = "nested too deeply" if self._depth >= DEEPEST else "too large a form"
            self.note(steps, what, raw, once=what)
            return {"@opaque": True}
        self._depth += 1
        try:
            with self.scopes.schema(raw):
                return self._schema(raw, steps)
        finally:
            self._depth -= 1

    def _schema(self, raw: Any, steps: Steps) -> Schema:
        raw = _unwrapped(raw)
        if raw is None or raw is True:
            return {}
        if raw is False:
            return dict(NEVER)
        if not isinstance(raw, Mapping):
            self.note(steps, "not a field definition", raw)
            return {"@opaque": True}
        raw = _expanded_choices(_expanded_rows(spellings.to_keywords(raw)))
        if "$ref" in raw and self.scopes.ref_stands_alone:
            raw = {key: value for key, value in raw.items() if key not in keywords.LIMITS}
        out: Schema = {}
        for key, value in raw.items():
            if value is not None:
                self._keyword(out, str(key), value, steps)
        self._parts(out, raw, steps)
        _settle(out, raw)
        if not out.keys() - SAYS_NOTHING and any(map(_holds_fields, _unknown(raw).values())):
            out["@opaque"] = True
        return out

    def _keyword(self, out: Schema, key: str, value: Any, steps: Steps) -> None:
        """Parse a keyword that doesn't depend on other keywords."""
        try:
            if key in keywords.SIMPLE:
                name, read = keywords.SIMPLE[key]
                out[name] = read(value)
                if key == "format" and value not in formats.CHECKS:
                    what = f"the format {value}, which is not checked here"
                    self.note(steps, what, None, once=what)
            elif key == "type":
                self._type(out, value, steps)
            elif key == "@hidden":
                out[key] = True
            elif key in _ONE:
                out[key] = self.schema(value, steps)
            elif key in _MANY:
                out[key] = [self.schema(branch, steps) for branch in keywords.values(value)]
            elif key in _BY_NAME:
                out[key] = self._by_name(value, steps)
            elif key == "contains":
                out[key] = self.schema(value, (*steps, ROW))
            elif key == "$ref":
                out[key] = self._reference(value, steps)
            elif key == "dependencies":
                self._dependencies(out, value, steps)
            elif key in ("exclusiveMinimum", "exclusiveMaximum"):
                _exclusive(out, key, value)
            elif key not in keywords.SILENT and not key.startswith(("x-", "ui:")):
                self.note(steps, f"the keyword {key}", value, once=key)
                out["@undecided"] = True
        except keywords.Unreadable:
            self._unreadable(out, key, value, steps)
            if key == "$ref" and "type" not in out:
                out["@opaque"] = True

    def _unreadable(self, out: Schema, key: str, value: Any, steps: Steps) -> None:
        self.note(steps, f"the value of {key}", value)
        out["@undecided"] = True

    def _type(self, out: Schema, value: Any, steps: Steps) -> None:
        """Parse `type`. An unknown type restricts nothing, and the field is asked as text."""
        if value == spellings.DOCUMENT:
            out["@document"] = True
            self.note(steps, "a document among the answers, without a known answer", None)
            out["@undecided"] = True
            return
        try:
            out.update(keywords.types(value))
        except keywords.Unreadable:
            self._unreadable(out, "type", value, steps)

    def _parts(self, out: Schema, raw: Mapping[str, Any], steps: Steps) -> None:
        """Parse the schemas of an object's members or a list's entries."""
        required = raw.get("required")
        if isinstance(required, list):
            try:
                out["required"] = keywords.names(required)
            except keywords.Unreadable:
                self._unreadable(out, "required", required, steps)
        elif required is not None and not _is_flag(required):
            self._unreadable(out, "required", required, steps)
        if raw.get("properties") is not None:
            self._properties(out, raw, steps)
        if isinstance(extra := raw.get("additionalProperties"), bool | Mapping):
            out["additionalProperties"] = self.schema(extra, (*steps, ROW))
        elif extra is not None:
            self._unreadable(out, "additionalProperties", extra, steps)
        items, first = raw.get("items"), raw.get("prefixItems")
        if isinstance(items, list):  # a tuple in drafts before 2020-12
            items, first = raw.get("additionalItems"), items
        if isinstance(first, list) and first:
            out["prefixItems"] = [self.schema(s, (*steps, i)) for i, s in enumerate(first)]
        if items is not None:
            out["items"] = self.schema(items, (*steps, ROW))

    def _properties(self, out: Schema, raw: Mapping[str, Any], steps: Steps) -> None:
        read: dict[str, Schema] = {}
        needed: list[str] = []
        for name, spec in spellings.in_order(raw, self._entries(out, raw["properties"], steps)):
            if name in read:
                self.note((*steps, name), "a second field of this name", spec)
                out["@undecided"] = True
                continue
            read[name] = self.schema(spec, (*steps, name))
            if isinstance(spec, Mapping) and _is_required(spec):
                needed.append(name)
                if read[name].get("type") == ["array"]:
                    read[name]["minItems"] = max(read[name].get("minItems", 0), 1)
        out["properties"] = read
        unasked = {name for name, schema in read.items() if _is_filled_by_server(schema)}
        needed = [name for name in needed if name not in unasked]
        if unasked and "required" in out:
            out["required"] = [name for name in out["required"] if name not in unasked]
        if needed:
            out["required"] = list(dict.fromkeys([*out.get("required", []), *needed]))
            out["@answered"] = needed
        if isinstance(raw["properties"], list):
            out.setdefault("type", ["object"])

    def _entries(self, out: Schema, raw: Any, steps: Steps) -> Iterator[tuple[str, Any]]:
        if isinstance(raw, Mapping):
            yield from ((str(name), spec) for name, spec in raw.items())
        elif isinstance(raw, list):
            for spec in raw:
                name = _name(spec)
                if name is not None:
                    yield name, spec
                elif spec is not None:
                    self.note(steps, "a field without a name", spec)
                    out["@undecided"] = True
        else:
            self._unreadable(out, "properties", raw, steps)

    def _by_name(self, raw: Any, steps: Steps) -> dict[str, Schema]:
        if not isinstance(raw, Mapping):
            raise keywords.Unreadable
        return {str(name): self.schema(spec, steps) for name, spec in raw.items()}

    def _dependencies(self, out: Schema, raw: Any, steps: Steps) -> None:
        """Parse draft 7's `dependencies`: lists of names, or schemas."""
        if not isinstance(raw, Mapping):
            raise keywords.Unreadable
        for name, wanted in raw.items():
            if isinstance(wanted, list):
                out.setdefault("dependentRequired", {})[str(name)] = keywords.names(wanted)
            else:
                schemas = out.setdefault("dependentSchemas", {})
                schemas[str(name)] = self.schema(wanted, steps)

    def _reference(self, ref: Any, steps: Steps) -> str:
        """Return the key in `refs` of the target of `ref`, which is parsed on first use."""
        if not isinstance(ref, str):
            raise keywords.Unreadable
        found = self.scopes.find(ref)
        if found is None:
            raise keywords.Unreadable
        key, target = found
        if key not in self.refs:
            # Store before parsing, as a schema may refer to itself.
            self.refs[key] = {}
            self.refs[key].update(self.schema(target, steps))
        return key


def _unknown(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that are not keywords."""
    known = {*keywords.SIMPLE, *keywords.SILENT, *_ONE, *_MANY, *_BY_NAME, *_OTHERS}
    return {k: v for k, v in raw.items() if k not in known and not k.startswith(("x-", "ui:"))}


def _holds_fields(raw: Any) -> bool:
    """Return True if an unknown part contains field descriptions: pages, panels, components."""
    if isinstance(raw, Mapping):
        return bool(raw) and all(isinstance(one, Mapping | list) for one in raw.values())
    return isinstance(raw, list) and any(isinstance(one, Mapping) for one in raw)


def _is_filled_by_server(schema: Schema) -> bool:
    """Return True if a field is not asked and has no fixed value, so the server must know it."""
    return "@hidden" in schema and not {"const", "enum", "default", "properties"} & schema.keys()


def _name(spec: Any) -> str | None:
    if isinstance(spec, Mapping):
        for key in ("name", "key", "id"):
            if isinstance(spec.get(key), str) and spec[key]:
                return str(spec[key])
    return None


def _is_required(spec: Mapping[str, Any]) -> bool:
    required = spec.get("required")
    return _is_flag(required) and keywords.flag(required)


def is_declined(required: Any) -> bool:
    """Return True if `required` is false, as opposed to absent or a list of names."""
    return _is_flag(required) and not keywords.flag(required)


def _is_flag(value: Any) -> bool:
    try:
        keywords.flag(value)
    except keywords.Unreadable:
        return False
    return True


def _unwrapped(raw: Any) -> Any:
    """Return the content of a list of fields, or of a template with the keywords beside it."""
    if isinstance(raw, Mapping) and "template" in raw and "properties" not in raw:
        template = raw["template"]
        beside = {key: value for key, value in raw.items() if key != "template"}
        if not is_type(beside.get("type")):
            beside.pop("type", None)  # a rule's own kind, not the field's type
        inner = _unwrapped(template)
        return {**beside, **inner} if isinstance(inner, Mapping) else template
    return {"properties": raw} if isinstance(raw, list) else raw


def is_type(raw: Any) -> bool:
    """Return True if the value is valid for JSON Schema's `type`."""
    if isinstance(raw, list):
        return bool(raw) and all(map(is_type, raw))
    return isinstance(raw, str) and raw in keywords.TYPES


def _expanded_rows(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Rewrite rows given as `type: array` with `properties`, or as `items` with a list of
    fields."""
    items = raw.get("items")
    if isinstance(items, list) and items and all(_name(spec) is not None for spec in items):
        return {**raw, "items": {"type": "object", "properties": items}}
    if raw.get("type") not in ("array", ["array"]) or raw.get("properties") is None or items:
        return raw
    row = {key: raw[key] for key in _OF_ROW if key in raw}
    row |= {key: raw[key] for key in spellings.ORDER if isinstance(raw.get(key), list)}
    if isinstance(raw.get("required"), list):
        row["required"] = raw["required"]
    rest = {key: value for key, value in raw.items() if key not in row}
    return {**rest, "items": {"type": "object", **row}}


def _expanded_choices(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Rewrite a multiple choice given as `type: array` with the values beside it.

    Taken literally, the values must be lists. If none is, no answer would be valid.
    """
    listed = raw.get("enum")
    if raw.get("type") not in ("array", ["array"]) or not isinstance(listed, list):
        return raw
    if not listed or raw.get("items") is not None or any(isinstance(v, list) for v in listed):
        return raw
    one = {key: raw[key] for key in ("enum", "enumNames") if key in raw}
    return {**{key: value for key, value in raw.items() if key not in one}, "items": one}


def _exclusive(out: Schema, key: str, value: Any) -> None:
    """Parse a number, or draft 4's flag that makes the limit beside it exclusive (see
    `_settle`)."""
    out[key] = value if isinstance(value, bool) else keywords.number(value)


def _settle(out: Schema, raw: Mapping[str, Any]) -> None:
    """Parse keywords that depend on others."""
    for key in ("const", "default"):
        if key in raw and (key == "const" or raw[key] is not None):
            out[key] = raw[key]
    examples = raw.get("examples", raw.get("example"))
    if examples is not None:
        out["examples"] = examples if isinstance(examples, list) else [examples]
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(out.get(exclusive), bool) and out.pop(exclusive) and bound in out:
            out[exclusive] = out.pop(bound)
    if raw.get("nullable") is True and "type" in out:
        out["type"] = [*out["type"], "null"]
    titles = raw.get("enumNames")
    if isinstance(titles, list) and len(titles) == len(out.get("enum", ())):
        named = [
            {"const": value, **({} if title is None else {"title": str(title)})}
            for value, title in zip(out.pop("enum"), titles, strict=True)
        ]
        if "oneOf" in out:
            out["allOf"] = [*out.get("allOf", ()), {"oneOf": named}]
        else:
            out["oneOf"] = named
