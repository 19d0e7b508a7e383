"""Questions for the branches of `anyOf` and `oneOf`: which branches are possible for the
answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sinch_order_cli.kyc.schema.branches import Branches
from sinch_order_cli.kyc.schema.evaluate import Evaluator
from sinch_order_cli.kyc.schema.schema import NEVER, Schema, choices_of, has_type, same


class Alternatives:
    """The branches of an `anyOf` or `oneOf`.

    A property with fixed values in every branch selects the branch. It stays one question with all
    the values, so that the user can still change it once answered.

    Attributes:
        branches: the comparison of the branches.
        common: what applies in every branch.
        differ: True if the branches can't be turned into questions; the answer is raw JSON.
    """

    def __init__(self, evaluator: Evaluator, branches: list[Schema], *, everything: bool) -> None:
        self._passes = evaluator.passes
        self._everything = everything
        self._schemas = branches
        self.branches = Branches(evaluator.document, branches)
        self._linked = self.branches.linked
        self.differ = self.branches.differ()
        telling = self.branches.telling
        self.common = self._told_apart()
        self._asked = [
            {"allOf": [_without(schema, telling) for schema in linked]} if telling else branch
            for branch, linked in zip(branches, self._linked, strict=True)
        ]

    def fitting(self, value: Any) -> tuple[list[Schema], bool]:
        """Return the branches possible for the data, and whether they certainly apply."""
        if self._everything:
            return self._asked, False
        possible = [i for i, linked in enumerate(self._linked) if _possible(linked, value)]
        if len(possible) == 1:
            return [self._asked[possible[0]]], True
        judged = {} if value is None else value
        if passing := [i for i in possible if self._passes(self._schemas[i], judged)]:
            return [self._asked[i] for i in passing], len(passing) == 1
        if (chosen := self.branches.begun(value)) is not None:
            return [self._asked[chosen]], True
        return [self._asked[i] for i in possible or range(len(self._asked))], False

    def _told_apart(self) -> Schema:
        common: Schema = {}
        needed = [{n for s in linked for n in s.get("required", ())} for linked in self._linked]
        if required := sorted(set.intersection(*needed)):
            common["required"] = required
        if telling := self.branches.telling:
            fixed = self.branches.fixed
            common["properties"] = {
                name: _joined([branch[name] for branch in fixed]) for name in telling
            }
        return common


def _joined(children: list[Schema]) -> Schema:
    """Combine schemas into one question that accepts the values of all of them."""
    kept = {key: text for key, text in children[0].items() if key in ("description", "type")}
    titles = {child.get("title") for child in children}
    if len(titles) == 1 and (title := titles.pop()):
        kept["title"] = title
    values: list[Schema] = []
    for child in children:
        for choice in choices_of(child) or ():
            if not any(same(choice.value, known["const"]) for known in values):
                values.append({"const": choice.value, "title": choice.title})
    return {**kept, "oneOf": values}


def _without(schema: Schema, names: list[str]) -> Schema:
    """Return the schema without these properties; its references are listed beside it already."""
    kept = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    if "properties" in kept:
        kept["properties"] = {n: s for n, s in kept["properties"].items() if n not in names}
    return kept


def _possible(linked: list[Schema], value: Any) -> bool:
    """Return True if no answer contradicts the branch."""
    for schema in linked:
        if value is None:
            if schema.get("type") == ["null"]:
                return False
            continue
        if "type" in schema and not has_type(value, schema["type"]):
            return False
        if _contradicts(schema, value):
            return False
        if isinstance(value, Mapping):
            for name, child in schema.get("properties", {}).items():
                if name in value and (child == NEVER or _contradicts(child, value[name])):
                    return False
    return True


def _contradicts(schema: Schema, value: Any) -> bool:
    listed = choices_of(schema) if {"const", "enum"} & schema.keys() else None
    return listed is not None and not any(same(choice.value, value) for choice in listed)
