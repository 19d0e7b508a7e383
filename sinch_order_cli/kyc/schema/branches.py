"""What tells the branches of an `anyOf` or `oneOf` apart, and what each is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sinch_order_cli.kyc.schema.schema import Document, Schema, choices_of


class Branches:
    """The branches of one `anyOf` or `oneOf`.

    Attributes:
        linked: each branch, and all that holds beside it.
        shared: members that every branch has.
        own: for each branch, the members that it has and not all the others have.
        fixed: for each branch, its members that have fixed values.
        telling: members that have fixed values in every branch.
        required: for each branch, those of its own that have to be answered.
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
        """The branch that is meant: the only one of which something is answered; else None."""
        found = [place for place, names in enumerate(self.own) if _answered(names, value)]
        return found[0] if len(found) == 1 else None

    def untouched(self, value: Any) -> bool:
        """Whether every branch has members of its own and nothing of any is answered."""
        return all(self.own) and not any(_answered(names, value) for names in self.own)

    def differ(self) -> bool:
        """Whether they are containers of different kinds, or lists of different things."""
        kinds = [kind for kind in map(_container, self.linked) if kind]
        return len(set(kinds)) > 1 or kinds.count("array") > 1

    def titles(self, field_title: Callable[[str], str]) -> list[str]:
        """What each branch is called: its title, else the fields that only it requires."""
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
    """Whether a branch is an "object" of members, an "array" of entries, or "plain", which is
    neither; "" where that is not said."""
    if any(schema.get("items") or "prefixItems" in schema for schema in linked):
        return "array"
    kinds = {name for schema in linked for name in schema.get("type", ())} - {"null"}
    if kinds and not kinds & {"object", "array"}:
        return "plain"
    return "object" if any(schema.get("properties") for schema in linked) else ""
