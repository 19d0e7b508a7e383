"""From a schema to its questions: sections and their fields.

The same walk builds the overview, in which `*` replaces row numbers and every conditional field is
listed, and the questions for given answers, in which each row is a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import UNSET, Struct, structs

from sinch_order_cli.kyc.ask import number_fields
from sinch_order_cli.kyc.ask.conditions import Child, Part, Unfolder
from sinch_order_cli.kyc.ask.field_builder import humanised, item_choices, make_field, merge
from sinch_order_cli.kyc.model import Field, Fork, Section
from sinch_order_cli.kyc.paths import ROW, Step, Steps, join
from sinch_order_cli.kyc.schema.schema import Schema, is_blank, is_left_out

MOST_FIELDS = 3_000
"""Limit on fields, since references can multiply them endlessly. No real form has this many."""

_MOST_IN_ROWS = 10_000

MOST_PROPOSED_ROWS = 100
_DEEPEST = 20

_QUESTIONS = ("field", "json")
"""Shapes of a place that one answer fills."""


class Draft(Struct):
    """A section while its fields are being collected."""

    steps: Steps
    title: str
    description: str = ""
    fields: list[Field] = []
    repeatable: bool = False
    row: int | None = None
    min_rows: int = 0
    max_rows: int | None = None
    optional: bool = False
    ends_rows: bool = False

    def done(self) -> Section:
        """Return the finished section."""
        return Section(
            path=join(self.steps),
            title=self.title,
            description=self.description,
            fields=tuple(
                number_fields.mark_number_field(self.fields) if self.repeatable else self.fields
            ),
            repeatable=self.repeatable,
            row=self.row,
            min_rows=self.min_rows,
            max_rows=self.max_rows,
            optional=self.optional,
        )


class Place(Struct, frozen=True):
    """The current place of the walk.

    `live`: the data contain this place or must contain it, so its required fields are required now
    (in an overview: in each row). `shape`: the result of `shape_of` for the parts. `optional`: the
    place is inside an optional section.
    """

    steps: Steps
    shape: str
    parts: list[Part]
    value: Any
    title: str
    live: bool = True
    conditional: bool = False
    required: bool = True
    instead: tuple[str, ...] = ()
    within_row: str = ""
    optional: bool = False

    @property
    def is_question(self) -> bool:
        """Return True if a single answer fills the place."""
        return self.shape in _QUESTIONS


class Walker:
    """Walks a form, for given answers or (with `unfolder.everything`) for all possible ones."""

    def __init__(self, unfolder: Unfolder) -> None:
        self.unfolder = unfolder
        self._overview = unfolder.everything
        self._drafts: list[Draft] = []
        self._fields = 0
        self._most = MOST_FIELDS if self._overview else _MOST_IN_ROWS
        self.cut_short = False
        self._open: list[int] = []
        self.endless: list[Steps] = []
        self.unasked: list[Field] = []
        self.forks: list[Fork] = []
        self.parts: dict[str, list[Part]] = {}

    def sections(self, data: Any) -> tuple[Section, ...]:
        """Return the sections in the form's order, without those that have no questions."""
        return tuple(section for section in self.outline(data) if section.fields)

    def outline(self, data: Any) -> tuple[Section, ...]:
        """Return the sections, with an extra section without fields after the rows of each list. It
        represents the list itself, which may have no rows."""
        root = self.unfolder.document.root
        if root:
            parts = self.unfolder.parts([Part(root)], data)
            title = merge(parts).get("title", "")
            top = Draft((), title or "Registration", merge(parts).get("description", ""))
            self._drafts.append(top)
            self._place(Place((), shape_of(self.unfolder, parts), parts, data, title), top)
        return tuple(draft.done() for draft in self._drafts if draft.fields or draft.ends_rows)

    def _place(self, place: Place, draft: Draft) -> None:
        """Walk into a place; a place that is one question becomes a field of `draft`."""
        shape = place.shape
        if self._fields >= self._most:
            self.cut_short = True
            return
        if shape != "field" and self._is_endless(place):
            self.endless.append(place.steps)
            self._field(place, draft, opaque=True)
        elif shape == "object":
            self._within(place, self._object, draft)
        elif shape == "tuple":
            self._within(place, self._tuple, draft)
        elif shape == "rows":
            self._within(place, self._rows, draft)
        else:
            self._field(place, draft, opaque=shape == "json")

    def _within(self, place: Place, walk: Callable[[Place, Draft], None], draft: Draft) -> None:
        mine = _holders(place.parts)
        self._open.extend(mine)
        walk(place, draft)
        del self._open[len(self._open) - len(mine) :]

    def _is_endless(self, place: Place) -> bool:
        """Return True if the place repeats a schema that contains it, as in a tree of any depth."""
        return len(place.steps) >= _DEEPEST or bool(_holders(place.parts) & set(self._open))

    def _field(self, place: Place, draft: Draft, *, opaque: bool = False) -> None:
        self._fields += 1
        name = place.steps[-1] if place.steps else ""
        if name == ROW or (isinstance(name, int) and draft.repeatable):
            name = next((step for step in reversed(place.steps) if isinstance(step, str)), name)
        field = self.unfolder.cached_field(
            (
                place.steps,
                place.title,
                place.required and place.live,
                place.conditional,
                opaque,
                place.instead,
            ),
            place.parts,
            lambda: self._made(place, name, opaque=opaque),
        )
        draft.fields.append(field)
        self.parts[field.path] = place.parts

    def _made(self, place: Place, name: Step, *, opaque: bool) -> Field:
        field = make_field(
            self.unfolder.document,
            place.parts,
            place.steps,
            name,
            required=place.required and place.live,
            conditional=place.conditional,
            opaque=opaque,
        )
        if place.instead and not field.required and not field.conditional:
            field = structs.replace(field, instead=place.instead)
        if field.default is not UNSET and not self._fits(place.parts, field.default):
            field = structs.replace(field, default=UNSET)
        if "title" not in merge(place.parts) and place.title:
            return structs.replace(field, title=place.title)
        return field

    def _fits(self, parts: Sequence[Part], value: Any) -> bool:
        """Return True if the form accepts the value as an answer."""
        passes = self.unfolder.evaluator.passes
        return not is_blank(value) and all(passes(p.schema, value) for p in parts if p.binding)

    def _unasked(self, place: Place) -> None:
        """Record a field that is not asked but may have a fixed value."""
        if place.is_question:
            hidden = Draft(place.steps, place.title)
            self._field(place, hidden, opaque=place.shape == "json")
            self.unasked += hidden.fields

    def _object(self, place: Place, draft: Draft) -> None:
        value = place.value if isinstance(place.value, Mapping) else {}
        later: list[Place] = []
        children = [
            self._child(place, child, value.get(child.name))
            for child in self.unfolder.children(place.parts)
        ]
        for below in self._with_alternatives(place, children):
            if any("@hidden" in part.schema for part in below.parts):
                self._unasked(below)
            elif below.is_question or self._is_endless(below):
                self._place(below, draft)
            else:
                later.append(below)
        for below in later:
            self._section(below)

    def _with_alternatives(self, place: Place, children: list[Place]) -> list[Place]:
        """Return the members of an object, each with the fields that can be answered instead."""
        titles = {child.steps[-1]: child.title for child in children}
        rivals: dict[Step, list[str]] = {}
        for branches in self.unfolder.undecided(place.parts, place.value or {}):
            named = branches.titles(lambda name: titles.get(name, humanised(name)))
            if branches.untouched(place.value or {}) and not branches.telling and all(named):
                own = [tuple(join((*place.steps, n)) for n in names) for names in branches.own]
                self.forks.append(Fork(tuple(named), tuple(own)))
            for at, names in enumerate(branches.required):
                others = [title for n, title in enumerate(named) if n != at]
                for name in names if all(others) else ():
                    rivals.setdefault(name, []).extend(others)
        if not rivals:
            return children
        return [
            structs.replace(child, instead=tuple(dict.fromkeys(rivals.get(child.steps[-1], ()))))
            for child in children
        ]

    def _tuple(self, place: Place, draft: Draft) -> None:
        entries = place.value if isinstance(place.value, list) else []
        for at, schema in enumerate(_first(place.parts, "prefixItems")):
            value = entries[at] if at < len(entries) else None
            parts = self.unfolder.parts([Part(schema)], value)
            implied = any("@implied" in part.schema for part in parts)
            below = Place(
                (*place.steps, at),
                shape_of(self.unfolder, parts),
                parts,
                value,
                title=merge(parts).get("title", "") or humanised(at),
                live=place.live and _is_there(parts, value, needed=implied),
                within_row=place.within_row,
                optional=place.optional or _may_be_left_out(parts),
            )
            if any("@hidden" in part.schema for part in parts):
                self._unasked(below)
            elif below.is_question:
                self._place(below, draft)
            else:
                self._section(below)

    def _child(self, place: Place, child: Child, value: Any) -> Place:
        parts = self.unfolder.parts(child.parts, value)
        implied = any("@implied" in part.schema for part in parts)
        required = child.required or implied
        shape = shape_of(self.unfolder, parts)
        return Place(
            (*place.steps, child.name),
            shape,
            parts,
            value,
            title=merge(parts).get("title", "") or humanised(child.name),
            live=place.live and (shape in _QUESTIONS or _is_there(parts, value, needed=required)),
            conditional=place.conditional or child.conditional,
            required=required,
            within_row=place.within_row,
            optional=place.optional or _may_be_left_out(parts),
        )

    def _section(self, place: Place) -> None:
        """Walk into a place that is a section of its own."""
        title = f"{place.within_row} · {place.title}" if place.within_row else place.title
        about = merge(place.parts).get("description", "")
        draft = Draft(place.steps, title, about, optional=place.optional)
        self._drafts.append(draft)
        self._place(place, draft)

    def _rows(self, place: Place, draft: Draft) -> None:
        merged = merge(place.parts)
        low, high = merged.get("minItems", 0), merged.get("maxItems")
        shown = draft.title if draft.steps == place.steps else place.title
        for row, value in self._row_values(place, low):
            at = ROW if row is None else row
            parts = self.unfolder.parts([Part(s) for s in _items(place.parts)], value)
            below = Draft(
                place.steps if row is None else (*place.steps, row),
                shown,
                draft.description,
                repeatable=True,
                row=row,
                min_rows=low,
                max_rows=high,
                optional=place.optional,
            )
            self._drafts.append(below)
            inside = Place(
                (*place.steps, at),
                shape_of(self.unfolder, parts),
                parts,
                value,
                title=merge(parts).get("title", "") or place.title,
                live=place.live or self._overview,
                conditional=place.conditional,
                within_row=shown if row is None else f"{shown} {row + 1}",
                optional=place.optional,
            )
            self._place(inside, below)
        if not self._overview:
            end = Draft(place.steps, shown, repeatable=True, min_rows=low, max_rows=high)
            end.ends_rows, end.optional = True, place.optional
            self._drafts.append(end)

    def _row_values(self, place: Place, low: int) -> Iterator[tuple[int | None, Any]]:
        if self._overview:
            yield None, None
            return
        rows = place.value if isinstance(place.value, list) else []
        first = 1 if place.required and place.value is None else 0
        wanted = max(low, first) if place.live else 0
        for row in range(max(len(rows), min(wanted, MOST_PROPOSED_ROWS))):
            yield row, rows[row] if row < len(rows) else None


def shape_of(unfolder: Unfolder, parts: Sequence[Part]) -> str:
    """Return the shape of a place: "object", "tuple" or "rows" for nested places, else "field" or
    "json" for one answer."""
    merged = merge(parts)
    types = [name for name in merged.get("type", ()) if name != "null"]
    if "@opaque" in merged:
        return "json"
    if "object" in (types or ["object"]) and any("properties" in p.schema for p in parts):
        # A free-form object is one answer; a section without fields is not a question.
        asks = any(part.schema.get("properties") for part in parts) or "@implied" in merged
        return "object" if asks or not types else "field"
    if "array" not in (types or ["array"]):
        return "field"
    if any("prefixItems" in part.schema for part in parts):
        return "tuple"
    if merged.get("items") and item_choices(unfolder.document, merged) is None:
        return "rows"
    return "field"


def _may_be_left_out(parts: Sequence[Part]) -> bool:
    return any("@optional" in part.schema for part in parts)


def _is_there(parts: Sequence[Part], value: Any, *, needed: bool) -> bool:
    """Return True if the required members of a place are required now."""
    left_out = is_left_out((part.schema for part in parts), value)
    return not left_out and (needed or value is not None)


def _holders(parts: Sequence[Part]) -> set[int]:
    """Identify the schemas with members that lead to a place, to detect repetition."""
    members = ("properties", "prefixItems", "items")
    return {id(p.schema[key]) for p in parts for key in members if p.schema.get(key)}


def _first(parts: Sequence[Part], keyword: str) -> list[Schema]:
    return next((part.schema[keyword] for part in parts if keyword in part.schema), [])


def _items(parts: Sequence[Part]) -> list[Schema]:
    return [part.schema["items"] for part in parts if "items" in part.schema]
