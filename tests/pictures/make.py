"""Make the README's pictures from the real program, in the sandbox.

    python tests/pictures/make.py

The wizard runs in a pseudo-terminal and is answered as a person would; what stands on the screen
then is drawn as SVG into `docs/`.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS, LINES = 80, 66
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

ENTER, DOWN = "\r", "\x1b[B"

Script = Sequence[tuple[str, str]]
"""What to wait for, and what to type then."""

ORDER: Script = [
    ("Country", "aus" + ENTER),
    ("What now", ENTER),
    ("How will you choose", ENTER),
    ("narrow", ENTER),
    ("What is the number for", ENTER),
    ("Service plan id", "1dez6a83" + ENTER),
    ("Callback URL", ENTER),
    ("Reserve \\+61", ENTER),
    ("Purpose of the traffic", ENTER),
    ("Intended use", ENTER),
    ("I confirm", "y"),
    ("Business name", "Acme Pty Ltd" + ENTER),
    ("Address", "1 Main Street" + ENTER),
    ("second line", ENTER),
    ("City", "Melbourne" + ENTER),
    ("State", "vic" + ENTER),
    ("Country", "AU" + ENTER),
    ("Postal code", "3000" + ENTER),
    ("First name", "Zoë" + ENTER),
    ("Last name", "O'Neil" + ENTER),
    ("Phone number", "+61 2 9876 5432" + ENTER),
    ("Send these answers", ENTER),
    ("File", "letter.pdf" + ENTER),
    ("Proof of identity, optional", ENTER),
    ("Submit au", ENTER),
    ("Follow it", DOWN + ENTER),
]


def run(script: Script, scratch: str, *, until: str) -> pyte.Screen:
    """Run the wizard to the end of the script, or to where `until` stands."""
    screen = pyte.HistoryScreen(COLUMNS, LINES, history=1000)
    stream = pyte.Stream(screen)
    (Path(scratch) / "letter.pdf").write_bytes(PDF)
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "SINCH_ORDER_STATE_DIR": f"{scratch}/state",
        "TZ": "Australia/Melbourne",
    }
    child = pexpect.spawn(
        sys.executable,
        ["-m", "sinch_order_cli", "wizard", "--sandbox"],
        cwd=scratch,
        env=environment,
        dimensions=(LINES, COLUMNS),
        encoding="utf-8",
        timeout=20,
    )
    seen = io.StringIO()
    child.logfile_read = seen
    for waited, typed in script:
        child.expect(waited)
        # What is typed before the question is drawn whole would be drawn twice.
        child.expect(r"Ctrl-C save and leave")
        child.send(typed)
    child.expect(until)
    child.expect(pexpect.EOF)
    child.close()
    stream.feed(seen.getvalue())
    return screen


def draw(screen: pyte.Screen, title: str, path: Path) -> None:
    """The screen as an SVG picture."""
    rows = [*screen.history.top, *(screen.buffer[line] for line in range(screen.lines))]
    texts = [_text([row[column] for column in range(screen.columns)]) for row in rows]
    while texts and not texts[-1].plain.strip():
        texts.pop()
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for text in texts:
        console.print(text, soft_wrap=True)
    console.save_svg(str(path), title=title)


def _text(cells: Sequence[pyte.screens.Char]) -> Text:
    text = Text()
    for cell in cells:
        style = " ".join(
            part
            for part in (
                "bold" if cell.bold else "",
                "reverse" if cell.reverse else "",
                cell.fg if cell.fg in ("red", "green", "cyan", "magenta", "blue") else "",
                "yellow" if cell.fg == "brown" else "",
            )
            if part
        )
        text.append(cell.data, style or None)
    text.rstrip()
    return text


def main() -> None:
    """Draw every picture."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        screen = run(ORDER, scratch, until="the number is yours.")
        draw(screen, "sinch-order wizard --sandbox", DOCS / "wizard.svg")


if __name__ == "__main__":
    main()
