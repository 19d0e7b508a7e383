"""The paper for new contributors names files, and things in them, that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "sinch_order_cli"
PAPER = ROOT / "docs" / "architecture.md"


def is_there(named: str) -> bool:
    """Whether a file or folder is there, or a name at the top of one: `room/file.name`.

    Files are named from the project or from the package; `N` in `version-N` is any number.
    """
    place = re.sub(r"-N\b", "-*", named.rstrip("/"))
    if any(any(root.glob(place)) for root in (PACKAGE, ROOT)):
        return True
    stem, _, name = place.rpartition(".")
    return any(name in defined(root / f"{stem}.py") for root in (PACKAGE, ROOT))


def defined(path: Path) -> set[str]:
    """The names at the top of a file; none where there is no file."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body if path.is_file() else ():
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {one.id for one in targets if isinstance(one, ast.Name)}
    return found


def test_what_the_architecture_names_is_there() -> None:
    quoted = re.findall(r"`([^`\s]+)`", PAPER.read_text("utf-8"))
    named = {one for one in quoted if "/" in one or one.endswith(".py")}
    assert len(named) > 40
    assert sorted(one for one in named if not is_there(one)) == []
    assert not is_there("commands/gone.py")
    assert not is_there("workflow/model.gone")
    assert is_there("workflow/model.VERSION")
