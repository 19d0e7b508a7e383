"""Showing that work goes on: a spinner for waiting, a bar for uploads, a panel for following.

rich has all three, but importing it takes longer than most calls that they are shown for, and
what is said meanwhile would have to go through a console of its own.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from time import monotonic
from types import TracebackType
from typing import Protocol, Self, TextIO

from sinch_order_cli.terminal.text import cells, fit

_DELAY = 0.15
"""Seconds: what is faster needs no spinner, and would only flicker."""
_FRAME = 0.1
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_PLAIN_FRAMES = "|/-\\"
_BAR = 24
"""Columns of a full bar."""


class Busy(Protocol):
    """Work of unknown length."""

    def update(self, text: str) -> None:
        """Say what is waited for now."""


class Progress(Protocol):
    """Work of which the amount is known."""

    def advance(self, count: int) -> None:
        """`count` more bytes are done."""


class SilentBusy:
    """Where nothing may be redrawn: each text is said once, as a line, or not at all."""

    def __init__(self, note: Callable[[str], None] | None, text: str) -> None:
        self._note = note
        self._said = ""
        self.update(text)

    def update(self, text: str) -> None:
        if self._note and text != self._said:
            self._note(f"{text.rstrip('.…')}…")
        self._said = text


class SilentProgress:
    """Where nothing may be redrawn."""

    def advance(self, count: int) -> None:
        """Nothing is shown."""


class Moving(ABC):
    """Lines at the bottom of the terminal that a thread of its own draws again and again.

    Args:
        width: columns of the terminal, as it is now.
        glyphs: replaces the signs that the stream's encoding lacks.
        frame: seconds from one drawing to the next.
    """

    def __init__(
        self,
        stream: TextIO,
        width: Callable[[], int],
        glyphs: Callable[[str], str],
        frame: float = _FRAME,
    ) -> None:
        self._stream = stream
        self._width = width
        self._glyphs = glyphs
        self._frame = frame
        self._drawn: list[int] = []
        self._shown: list[str] = []
        self._drawing = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._turn, daemon=True)

    @abstractmethod
    def _lines(self, room: int) -> list[str]:
        """What is to be seen now, each line in `room` columns."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()
        with self.aside():
            pass

    def _stop(self) -> None:
        self._ended.set()
        self._thread.join()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Out of the way, so that something else can be written; the next turn draws anew."""
        with self._drawing:
            self._put(self._erased())
            self._drawn = []
            yield

    def _turn(self) -> None:
        wait = _DELAY
        while not self._ended.wait(wait):
            wait = self._frame
            self._draw()

    def _draw(self) -> None:
        # One column stays free: a line that is full to the brim wraps on some terminals.
        room = self._width() - 1
        lines = [fit(self._glyphs(line), room) for line in self._lines(room)]
        with self._drawing:
            if self._drawn and lines == self._shown:
                return
            self._put(self._erased() + "\n".join(lines))
            self._drawn, self._shown = [cells(line) for line in lines], lines

    def _erased(self) -> str:
        """Back to where the drawing began, nothing below; a narrower window may have wrapped it."""
        if not self._drawn:
            return ""
        rows = sum(max(1, -(-wide // max(1, self._width()))) for wide in self._drawn)
        return "\r" + (f"\x1b[{rows - 1}A" if rows > 1 else "") + "\x1b[J"

    def _put(self, text: str) -> None:
        if not text:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone; the command will notice by itself
            self._ended.set()


class Spinner(Moving):
    """A turning sign and a text, gone without a trace at the end."""

    def __init__(
        self, stream: TextIO, text: str, width: Callable[[], int], glyphs: Callable[[str], str]
    ) -> None:
        super().__init__(stream, width, glyphs)
        self._text = text
        self._frames = _FRAMES if glyphs(_FRAMES) == _FRAMES else _PLAIN_FRAMES
        self._turns = 0
        self._until = 0.0

    def update(self, text: str) -> None:
        self._text = text

    def wait(self, seconds: float) -> None:
        """Count down, beside the text, to the next try."""
        self._until = monotonic() + seconds

    def _lines(self, room: int) -> list[str]:
        self._turns += 1
        left = ceil(self._until - monotonic())
        again = f" · again in {left} s" if left > 0 else ""
        return [f"  {self._frames[self._turns % len(self._frames)]} {self._text}{again}"]


class Bar(Moving):
    """`uploading loa.pdf ━━━━━━ 1.2 of 1.2 MB · 3.1 MB/s`; what was done last stays in sight.

    Args:
        total: bytes.
        clock: seconds, from any start.
    """

    def __init__(
        self,
        stream: TextIO,
        text: str,
        total: int,
        width: Callable[[], int],
        glyphs: Callable[[str], str],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(stream, width, glyphs)
        self._text = text
        self._total = total
        self._done = 0
        self._clock = clock
        self._began = clock()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()
        self._draw()
        self._put("\n")

    def advance(self, count: int) -> None:
        self._done = min(self._total, self._done + count)

    def _lines(self, room: int) -> list[str]:
        speed = rate(self._done, self._clock() - self._began)
        amount = (
            f"{_bytes(self._done, self._total)} of {_bytes(self._total, self._total, unit=True)}"
        )
        facts = f"{amount} · {_bytes(speed, speed, unit=True)}/s"
        text = fit(self._text, max(10, room - cells(facts) - 5))
        bar = min(_BAR, room - cells(text) - cells(facts) - 5)
        return [f"  {text} {self._drawn_bar(bar) + ' ' if bar >= 4 else ''}{facts}"]

    def _drawn_bar(self, width: int) -> str:
        full = width if not self._total else width * self._done // self._total
        return "━" * full + "·" * (width - full)


class Panel(Moving):
    """Several lines that are kept up to date, gone at the end; what they said stands above.

    Args:
        lines: what is to be seen now, in so many columns.
    """

    def __init__(
        self,
        stream: TextIO,
        lines: Callable[[int], list[str]],
        width: Callable[[], int],
        glyphs: Callable[[str], str],
    ) -> None:
        super().__init__(stream, width, glyphs, frame=0.5)
        self._lines_now = lines

    def _lines(self, room: int) -> list[str]:
        return self._lines_now(room)


def rate(count: float, seconds: float) -> float:
    """Bytes a second."""
    return count / max(seconds, 0.001)


def _bytes(count: float, scale: float, *, unit: bool = False) -> str:
    """`count` in the unit in which `scale` reads well: "1.2" or "1.2 MB"."""
    for size, name in ((1_000_000, "MB"), (1_000, "kB")):
        if scale >= size:
            return f"{count / size:.1f}" + (f" {name}" if unit else "")
    return f"{count:.0f}" + (" B" if unit else "")
