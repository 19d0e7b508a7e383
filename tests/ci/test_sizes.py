"""Files fit a head and functions a screen, or say why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sinch_order_cli

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
REASON = "# Over {} lines: "
PACKAGE = Path(sinch_order_cli.__file__).parent


def too_long(path: Path) -> Iterator[str]:
    """What is too long in a file, and gives no reason."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if len(lines) > LONGEST_FILE and REASON.format(LONGEST_FILE) not in text:
        yield f"{path}: {len(lines)} lines"
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION and REASON.format(LONGEST_FUNCTION) not in lines[first - 2]:
            yield f"{path}:{node.lineno} {node.name}: {length} lines"


def test_what_is_long_says_why(tmp_path: Path) -> None:
    assert [one for path in sorted(PACKAGE.rglob("*.py")) for one in too_long(path)] == []
    long = "def f():\n" + "    x = 1\n" * 60
    (tmp_path / "a.py").write_text(long)
    assert len(list(too_long(tmp_path / "a.py"))) == 1
    (tmp_path / "a.py").write_text(f"{REASON.format(60)}so.\n{long}")
    assert list(too_long(tmp_path / "a.py")) == []


def test_each_room_says_what_it_is() -> None:
    for room in PACKAGE.iterdir():
        if (room / "__init__.py").is_file():
            said = ast.get_docstring(ast.parse((room / "__init__.py").read_text()))
            assert said, room
