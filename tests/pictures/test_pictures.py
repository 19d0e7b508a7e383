"""The pictures in `docs/` are what the program shows now."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from pictures.make import DOCS, pictures
from pictures.recording import COLUMNS
from pictures.svg import WIDTH

AGAIN = "make them again and look at them: python tests/pictures/make.py"


@pytest.mark.timeout(240)
def test_the_pictures_show_what_the_program_does() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.svg")}
    # On a machine that is very busy a screen may be caught half drawn; not twice.
    made = pictures()
    if made != kept:
        made = pictures()
    assert set(made) == set(kept), AGAIN
    drifted = [name for name, text in made.items() if kept[name] != text]
    assert not drifted, f"{drifted} show another program; {AGAIN}"


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_is_svg_that_needs_nothing_from_elsewhere(path: Path) -> None:
    root = ET.parse(path).getroot()
    assert root.get("viewBox", "").split()[2] == str(WIDTH)
    assert root.get("aria-label")
    text = path.read_text(encoding="utf-8")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in text and "@import" not in text
    for one in root.iter("{http://www.w3.org/2000/svg}text"):
        assert float(one.get("textLength", "0")) <= COLUMNS * 8.4
