"""A run of the wizard in the sandbox, from the real program in a pseudo-terminal, as screens.

Time is ours: it stands still but for the seconds that a person would take for each answer, so that
the same program always gives the same pictures. What can't be held still is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte
from papers import pdf
from prompts.screen import DOWN, ENTER
from wizard.person import Person

COLUMNS, ROWS = 80, 32

STARTED = 1_763_989_980
"""Seconds since 1970: 24 Nov 2025, 13:13 UTC."""

_PROGRAM = """
import pathlib, sys, time
clock = pathlib.Path(sys.argv.pop(1))
time.time = lambda: float(clock.read_text())
import datetime
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(time.time(), tz)
import sinch_order_cli.sandbox.server as server
import sinch_order_cli.console.progress as busy
import sinch_order_cli.text as text
server.datetime = text.datetime = Clock
busy.rate = lambda count, seconds: 3_100_000
sys.argv[0] = "sinch-order"
from sinch_order_cli.__main__ import main
main()
"""

_MASKS = (
    (re.compile(r"\b01[0-9a-hjkmnp-tv-z]{24}\b"), "01kay2f5w4d0shhamtbykft2xz"),
    (re.compile(r"again in \d s"), "again in 1 s"),
)
"""What the server makes up and what the real clock counts, each as long as it is there."""

# pyte does not know dim text, and nothing here blinks.
pyte.graphics.TEXT[2] = "+blink"

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"

Row = tuple[pyte.screens.Char, ...]


class Frame(NamedTuple):
    """What is on the screen for a while."""

    seconds: float
    rows: tuple[Row, ...]
    name: str
    """What the picture of this moment is called; "" where none is made."""


class Stop(NamedTuple):
    """A question, what is typed there, and the seconds that a person thinks about it."""

    question: str
    typed: str = ""
    keys: str = ENTER
    thinks: float = 30
    name: str = ""


RUN: Sequence[Stop] = (
    Stop("? Country", "aus"),
    Stop("? What would you like", thinks=600, name="requirements"),
    Stop("? Number", thinks=90, name="number"),
    Stop("? What will you use the number for"),
    Stop("? Service plan ID", "1dez6a83"),
    Stop("? Callback URL"),
    Stop("? Reserve +61", keys=DOWN + ENTER, thinks=20, name="reserve"),
    Stop("? Purpose of the traffic", thinks=45),
    Stop("? Intended use of mobile"),
    Stop("? I confirm that my business", keys="y"),
    Stop("? Business name", "Acme Pty Ltd"),
    Stop("? Address", "1 Main Street"),
    Stop("? Address, second line"),
    Stop("? City", "Melbourne"),
    Stop("? State", "vic"),
    Stop("? Country", "AU"),
    Stop("? Postal code", "300"),
    Stop("✗", "0", thinks=5, name="answers"),
    Stop("? First name", "Zoë"),
    Stop("? Last name", "O'Neil"),
    Stop("? Phone number", "+61 2 9876 5432"),
    Stop("? Your answers", thinks=60, name="review"),
    Stop("? Letter of authorisation"),
    Stop("? File", "letter.pdf", thinks=300),
    Stop("? Proof of identity, optional"),
    Stop("? Submit au-mobile-112?", keys=DOWN + ENTER, thinks=60, name="submit"),
    Stop("? Save Acme", keys="n", thinks=0),
    Stop("? Watch the review?", keys=DOWN + ENTER, thinks=1),
)


def record(home: Path, run: Sequence[Stop] = RUN) -> list[Frame]:
    """Go through the wizard; a frame for each question as it is asked and as it is answered."""
    (home / "letter.pdf").write_bytes(pdf(1_200_000))
    clock = home / "clock"
    now = float(STARTED)
    clock.write_text(str(now))
    program = ("-c", _PROGRAM, str(clock))
    frames: list[Frame] = []
    with Person(home, "wizard", columns=COLUMNS, rows=ROWS, program=program, folder=home) as person:
        for stop in run:
            frames += _at(person, stop)
            now += stop.thinks
            _set(clock, now)
            person.send(stop.keys)
        # The review takes a few seconds.
        person.wait_for("waiting for the reviewers", "Ctrl-C stops")
        frames.append(Frame(2.5, _rows(person), "follow"))
        _set(clock, now + 30)
        assert person.ended() == 0
        frames.append(Frame(6, _rows(person), "completed"))
    return frames


BATCH: Sequence[tuple[str, str, str, str]] = (
    ("shop-1", "AU", "MOBILE", "Acme Pty Ltd"), ("shop-2", "AU", "MOBILE", "Acme Pty Ltd"),
    ("shop-3", "AU", "MOBILE", "REFUSE ME"), ("depot-1", "AU", "MOBILE", "Globex Pty Ltd"),
    ("depot-2", "AU", "MOBILE", "Globex Pty Ltd"), ("office-1", "US", "LOCAL", ""),
    ("office-2", "US", "LOCAL", ""), ("office-3", "US", "LOCAL", ""),
)  # fmt: skip
"""The rows of the batch: ref, region, type, business name; one of them is refused."""


def record_batch(home: Path) -> Frame:
    """Run a batch; the live table while the server takes in its documents."""
    (home / "letter.pdf").write_bytes(pdf())
    (home / "numbers.csv").write_text(_batch_file())
    clock = home / "clock"
    clock.write_text(str(float(STARTED)))
    program = ("-c", _PROGRAM, str(clock))
    batch = ("batch", "run", "numbers.csv", "--until", "decided", "--yes")
    with Person(home, *batch, columns=COLUMNS, rows=ROWS, program=program, folder=home) as person:
        person.wait_for("registered          4", "submitted           3", "failed              1")
        # What is not final yet is killed with the terminal.
        return Frame(1, _rows(person), "batch")


def _batch_file() -> str:
    answers = {
        "purposeOfTheTraffic": "Notifications", "intendedUseOfMobileNumbers": "Transactional",
        "iConfirmThatMyBusinessHasAValidUseCaseForThisLn": "yes",
        "endBusinessAddress": "1 Main Street", "city": "Melbourne", "state": "VIC",
        "country": "AU", "postalCode": "3000", "firstName": "Ann", "lastName": "Lee",
        "phoneNumber": "+61298765432",
    }  # fmt: skip
    columns = ["ref", "region", "type", "quantity", "set.endBusinessName"]
    columns += [*(f"set.{name}" for name in answers), "document.Letter of authorisation"]
    rows = [",".join(columns)]
    for ref, region, kind, business in BATCH:
        rest = [business, *answers.values(), "letter.pdf"] if business else [""] * 13
        rows.append(",".join([ref, region, kind, "1", *rest]))
    return "\n".join(rows) + "\n"


def _set(clock: Path, now: float) -> None:
    new = clock.with_suffix(".new")
    new.write_text(str(now))
    new.replace(clock)


def _at(person: Person, stop: Stop) -> Iterator[Frame]:
    if stop.question == "✗":
        person.wait_for("✗")
    else:
        person.wait_for_question(stop.question)
    yield Frame(2.4 if stop.name else 0.9 if stop.typed else 1.1, _rows(person), stop.name)
    if stop.typed:
        person.send(stop.typed)
        person.wait_for(stop.typed)
        yield Frame(0.6, _rows(person), "")


def _rows(person: Person) -> tuple[Row, ...]:
    """The screen once nothing more comes, with one id for all that the server made up."""
    person._read(0.15)
    screen = person._screen
    rows = []
    for number in range(ROWS):
        line = screen.buffer[number]
        cells = [line[column] for column in range(COLUMNS)]
        # The spinner turns by the real clock.
        cells = [c._replace(data="⠹") if c.data in SPINNER else c for c in cells]
        text = "".join(cell.data or "\0" for cell in cells)
        for pattern, instead in _MASKS if len(text) == COLUMNS else ():
            for found in pattern.finditer(text):
                for place, char in zip(range(*found.span()), instead, strict=True):
                    cells[place] = cells[place]._replace(data=char)
        rows.append(tuple(cells))
    return tuple(rows)
