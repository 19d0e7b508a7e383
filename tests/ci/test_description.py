"""The package's description on an index has no picture and no link that leads nowhere there."""

from __future__ import annotations

import re
import runpy
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def test_the_description_holds_without_the_files_beside_the_readme(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interface = ModuleType("hatchling.metadata.plugin.interface")
    interface.MetadataHookInterface = object  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, interface.__name__, interface)  # only builds install it
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "![" in readme
    text = runpy.run_path(str(ROOT / "hatch_build.py"))["long_description"](readme)
    assert not [to for to in re.findall(r"\]\(([^)]*)\)", text) if not to.startswith("http")]
    assert "only in the directory" not in text and "<!-- end" not in text
    assert text.startswith("# sinch-order") and "see docs/faults.md" in text
    assert len(text) > 0.9 * len(readme)


def test_the_metadata_name_no_address_that_nobody_owns() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "urls" not in project
    assert "readme" in project["dynamic"]


def test_no_paper_sends_anyone_to_an_address_that_does_not_exist() -> None:
    for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.findall(
            r"github\.com|gitlab\.com|pypi\.org|open an issue|@\w+\.\w+", text, re.I
        )
