"""Showing that work goes on: a spinner for waiting, a bar for uploads.

rich has both, but importing it takes longer than most calls that they are shown for.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    """One line at the bottom that a thread of its own draws again and again.

    Args:
        glyphs: replaces the signs that the stream's encoding lacks.
    """

    def __init__(self, stream: TextIO, width: int, glyphs: Callable[[str], str]) -> None:
        self._stream = stream
        self._width = width
        self._glyphs = glyphs
        self._drawn = 0
        self._drawing = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._turn, daemon=True)

    @abstractmethod
    def _line(self) -> str:
        """What is to be seen now."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        with self.aside():
            pass

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Out of the way, so that something else can be written; the next turn draws anew."""
        with self._drawing:
            if self._drawn:
                self._put(f"\r{' ' * self._drawn}\r")
                self._drawn = 0
            yield

    def _turn(self) -> None:
        wait = _DELAY
        while not self._ended.wait(wait):
            wait = _FRAME
            self._draw()

    def _draw(self) -> None:
        # One column stays free: a line that is full to the brim wraps on some terminals.
        line = fit(self._glyphs(self._line()), self._width - 1)
        with self._drawing:
            gap = " " * max(0, self._drawn - cells(line))
            self._put(f"\r{line}{gap}")
            self._drawn = cells(line)

    def _put(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone; the command will notice by itself
            self._ended.set()


class Spinner(Moving):
    """A turning sign and a text, gone without a trace at the end."""

    def __init__(self, stream: TextIO, text: str, width: int, glyphs: Callable[[str], str]) -> None:
        super().__init__(stream, width, glyphs)
        self._text = text
        self._frames = _FRAMES if glyphs(_FRAMES) == _FRAMES else _PLAIN_FRAMES
        self._turns = 0

    def update(self, text: str) -> None:
        self._text = text

    def _line(self) -> str:
        self._turns += 1
        return f"  {self._frames[self._turns % len(self._frames)]} {self._text}"


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
        width: int,
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
        self._ended.set()
        self._thread.join()
        self._draw()
        self._put("\n")

    def advance(self, count: int) -> None:
        self._done = min(self._total, self._done + count)

    def _line(self) -> str:
        speed = rate(self._done, self._clock() - self._began)
        amount = (
            f"{_bytes(self._done, self._total)} of {_bytes(self._total, self._total, unit=True)}"
        )
        facts = f"{amount} · {_bytes(speed, speed, unit=True)}/s"
        text = fit(self._text, max(10, self._width - cells(facts) - 6))
        room = min(_BAR, self._width - cells(text) - cells(facts) - 6)
        bar = "" if room < 4 else self._drawn_bar(room) + " "
        return f"  {text} {bar}{facts}"

    def _drawn_bar(self, width: int) -> str:
        full = width if not self._total else width * self._done // self._total
        return "━" * full + "·" * (width - full)


def rate(count: float, seconds: float) -> float:
    """Bytes a second."""
    return count / max(seconds, 0.001)


def _bytes(count: float, scale: float, *, unit: bool = False) -> str:
    """`count` in the unit in which `scale` reads well: "1.2" or "1.2 MB"."""
    for size, name in ((1_000_000, "MB"), (1_000, "kB")):
        if scale >= size:
            return f"{count / size:.1f}" + (f" {name}" if unit else "")
    return f"{count:.0f}" + (" B" if unit else "")
