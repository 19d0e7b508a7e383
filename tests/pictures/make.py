"""Make the README's pictures from the real program, in the sandbox.

    python tests/pictures/make.py

A test makes them again and compares, so that they show what the program does now.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pictures import svg
from pictures.recording import Frame, record, record_batch

DOCS = Path(__file__).parents[2] / "docs"

STILLS = ("requirements", "number", "reserve", "answers", "review", "submit")
TITLE = "sinch-order wizard --sandbox"


def pictures() -> dict[str, str]:
    """Every picture by its file's name in `docs/`."""
    with tempfile.TemporaryDirectory() as home:
        frames = record(Path(home))
    with tempfile.TemporaryDirectory() as home:
        batch = svg.still(record_batch(Path(home)), "sinch-order batch run numbers.csv --sandbox")
    return {**drawn(frames), "batch.svg": batch}


def drawn(frames: list[Frame]) -> dict[str, str]:
    """The run, and the moments of it that have a picture of their own."""
    named = {frame.name: frame for frame in frames if frame.name}
    stills = {f"wizard-{name}.svg": svg.still(named[name], TITLE) for name in STILLS}
    return {"wizard.svg": svg.moving(frames, TITLE, shown="requirements"), **stills}


def main() -> None:
    """Write every picture."""
    DOCS.mkdir(exist_ok=True)
    for name, text in pictures().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
