"""One place decides between text, JSON and CSV: `Output.show` of `console/output.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sinch_order_cli

PACKAGE = Path(sinch_order_cli.__file__).parent
ROOMS = ("commands", "views", "wizard")
ASKED = ("json", "sheet")
"""What a terminal or the flags know of the format."""


def formats_read(source: str, name: str = "") -> Iterator[str]:
    """Where a source reads which format was asked for.

    To hand it on as an argument of the same name (`json=flags.json`) is no decision. Nor are a
    module called json, as in `msgspec.json.decode`, and the maker of a view called `sheet`.
    """
    tree = ast.parse(source)
    handed = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.keyword)}
    modules = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ASKED
            and isinstance(node.ctx, ast.Load)
            and id(node) not in handed | modules
        ):
            yield f"{name}:{node.lineno} {ast.unparse(node)}"


def test_no_command_and_no_view_asks_for_the_format() -> None:
    files = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    assert len(files) > 50
    found = [
        one
        for path in files
        for one in formats_read(path.read_text("utf-8"), str(path.relative_to(PACKAGE)))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "if run.settings.flags.json: pass",
        "x = 1 if terminal.json else 2",
        "for one in () if self._terminal.json else found: pass",
        "if a and not terminal.sheet: pass",
    ],
)
def test_what_asks_for_the_format_is_found(source: str) -> None:
    assert len(list(formats_read(source))) == 1


@pytest.mark.parametrize(
    "source", ["Terminal(json=flags.json)", "msgspec.json.decode(x)", "show(sheet=listing.sheet)"]
)
def test_what_hands_the_format_on_is_not(source: str) -> None:
    assert list(formats_read(source)) == []
