"""Differences and titles of the branches of an `anyOf` or `oneOf`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sinch_order_cli.kyc.schema.schema import Document, Schema, choices_of


class Branches:
    """The branches of one `anyOf` or `oneOf`.

    Attributes:
        linked: each branch with all the schemas that apply with it.
        shared: members that every branch has.
        own: for each branch, its members that not all the others have.
        fixed: for each branch, its members that have fixed values.
        telling: members that have fixed values in every branch.
        required: for each branch, its own members that are required.
    """

    def __init__(self, document: Document, branches: list[Schema]) -> None:
        self.linked = [list(document.linked(branch)) for branch in branches]
        named = [_names(linked) for linked in self.linked]
        self.shared = set(named[0]).intersection(*named[1:])
        self.own = [[name for name in names if name not in self.shared] for names in named]
        self.fixed = [_fixed(linked) for linked in self.linked]
        self.telling = [n for n in self.fixed[0] if all(n in other for other in self.fixed)]
        self.required = [
            [name for name in own if any(name in s.get("required", ()) for s in linked)]
            for linked, own in zip(self.linked, self.own, strict=True)
        ]

    def begun(self, value: Any) -> int | None:
        """Return the index of the only branch that has an answer, or None."""
        found = [place for place, names in enumerate(self.own) if _answered(names, value)]
        return found[0] if len(found) == 1 else None

    def untouched(self, value: Any) -> bool:
        """Return True if every branch has its own members and none of them is answered."""
        return all(self.own) and not any(_answered(names, value) for names in self.own)

    def differ(self) -> bool:
        """Return True if the branches are containers of different kinds or lists of different
        entries."""
        kinds = [kind for kind in map(_container, self.linked) if kind]
        return len(set(kinds)) > 1 or kinds.count("array") > 1

    def titles(self, field_title: Callable[[str], str]) -> list[str]:
        """Name each branch: by its title, else by the fields that only it requires."""
        return [
            next((str(s["title"]) for s in linked if s.get("title")), "")
            or " and ".join(map(field_title, required or own))
            for linked, own, required in zip(self.linked, self.own, self.required, strict=True)
        ]


def _answered(names: list[str], value: Any) -> bool:
    blank: tuple[Any, ...] = (None, "", [], {})
    return isinstance(value, Mapping) and any(value.get(name) not in blank for name in names)


def _fixed(linked: list[Schema]) -> dict[str, Schema]:
    return {
        name: child
        for schema in linked
        for name, child in schema.get("properties", {}).items()
        if choices_of(child)
    }


def _names(linked: list[Schema]) -> list[str]:
    keys = ("required", "properties")
    return list(dict.fromkeys(name for s in linked for key in keys for name in s.get(key, ())))


def _container(linked: list[Schema]) -> str:
    """Return the kind of a branch: "object", "array", "plain" for any other value, or "" if the
    schema doesn't say."""
    if any(schema.get("items") or "prefixItems" in schema for schema in linked):
        return "array"
    kinds = {name for schema in linked for name in schema.get("type", ())} - {"null"}
    if kinds and not kinds & {"object", "array"}:
        return "plain"
    return "object" if any(schema.get("properties") for schema in linked) else ""
