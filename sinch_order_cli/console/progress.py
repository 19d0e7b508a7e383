"""Show activity: a spinner while waiting, a bar for uploads, a panel while watching.

rich does the drawing: each is a `Live`, and the spinner's animation is its `Spinner`. The reasons
for custom code:

- Importing these costs ten times `python -c pass` (148 ms and 14 ms where it was measured), more
  than most calls take. It is done in a separate thread, during the call, and only if the call takes
  longer than 0.15 s.
- `Status` replaces `sys.stdout`, and can't be told not to: a result printed meanwhile ends up on
  standard error. `Live` can.
- `Progress` would draw only what the bar's last line repeats. That line remains on the screen, and
  is all there is of a quick upload, so it is formatted without rich.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import ceil
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from sinch_order_cli.api.threads import block_signals
from sinch_order_cli.console.text_layout import cells, fit

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live
    from rich.spinner import Spinner as Turning
    from rich.text import Text

_DELAY = 0.15
"""Seconds before the spinner appears, so that it doesn't flicker for fast calls."""
_FRAME = 0.1
_SIGN, _PLAIN_SIGN = "dots", "line"
"""rich's names of the animations; the second is ASCII."""
_INDENT = 2
_SIGN_ROOM = _INDENT + 2
_BAR = 24
"""Columns of a full bar."""


class Busy(Protocol):
    """Work of unknown duration."""

    def update(self, text: str) -> None:
        """Show what the program is waiting for now."""


class Progress(Protocol):
    """Work of a known amount."""

    def advance(self, count: int) -> None:
        """Report that `count` more bytes are done."""


class SilentBusy:
    """Without redrawing: each text is printed once, as a line, or not at all."""

    def __init__(self, note: Callable[[str], None] | None, text: str) -> None:
        self._note = note
        self._said = ""
        self.update(text)

    def update(self, text: str) -> None:
        if self._note and text != self._said:
            self._note(f"{text.rstrip('.…')}…")
        self._said = text


class SilentProgress:
    """Without redrawing."""

    def advance(self, count: int) -> None:
        """Show nothing."""


class Moving(ABC):
    """Lines at the bottom of the terminal that are redrawn regularly and removed at the end.

    Args:
        width: returns the current columns of the terminal.
        glyphs: replaces characters missing in the stream's encoding.
        frame: seconds between redraws.
    """

    def __init__(
        self,
        stream: TextIO,
        width: Callable[[], int],
        glyphs: Callable[[str], str],
        frame: float = _FRAME,
    ) -> None:
        self._stream = _Unfailing(stream)
        self._width = width
        self._glyphs = glyphs
        self._frame = frame
        self._live: Live | None = None
        self._ended = False
        self._drawing = threading.RLock()
        self._begin = threading.Timer(_DELAY, self._draw)
        self._begin.daemon = True

    @abstractmethod
    def _lines(self, room: int) -> list[str]:
        """Return the current lines, each at most `room` columns."""

    def __enter__(self) -> Self:
        with block_signals():
            self._begin.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._begin.cancel()
        with self._drawing:
            self._ended = True
            self._erase()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Hide the lines while something else is written, then draw them again."""
        with self._drawing:
            was_there = self._live is not None
            self._erase()
            try:
                yield
            finally:
                if was_there:
                    self._draw()

    def _draw(self) -> None:
        from rich.console import Console
        from rich.live import Live

        console = Console(
            file=self._stream,  # type: ignore[arg-type]
            force_terminal=True,
            color_system=None,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )
        with self._drawing:
            if self._ended or self._live is not None:
                return
            self._live = Live(
                get_renderable=self._drawn,
                console=console,
                refresh_per_second=1 / self._frame,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            with block_signals():
                self._live.start(refresh=True)

    def _drawn(self) -> RenderableType:
        return _as_it_is("\n".join(self._now()))

    def _now(self) -> list[str]:
        # One column stays free, as some terminals wrap a full line.
        room = self._width() - 1
        return [fit(self._glyphs(line), room) for line in self._lines(room)]

    def _erase(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None


def _as_it_is(text: str) -> Text:
    from rich.text import Text

    return Text(text, no_wrap=True, overflow="ignore", end="")


class _Unfailing:
    """A stream that ignores a closed terminal, which the command will notice itself."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = stream.encoding

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()


class Spinner(Moving):
    """An animation and a text, removed at the end."""

    def __init__(
        self, stream: TextIO, text: str, width: Callable[[], int], glyphs: Callable[[str], str]
    ) -> None:
        super().__init__(stream, width, glyphs)
        self._text = text
        self._turning: Turning | None = None
        self._until = 0.0

    def update(self, text: str) -> None:
        self._text = text

    def wait(self, seconds: float) -> None:
        """Show a countdown to the next attempt beside the text."""
        self._until = monotonic() + seconds

    def _lines(self, room: int) -> list[str]:
        left = ceil(self._until - monotonic())
        again = f" · again in {left} s" if left > 0 else ""
        return [fit(self._text, room - cells(again) - _SIGN_ROOM) + again]

    def _drawn(self) -> RenderableType:
        from rich.padding import Padding
        from rich.spinner import Spinner as Turning

        if self._turning is None:
            self._turning = Turning(_SIGN)
            if any(self._glyphs(sign) != sign for sign in self._turning.frames):
                self._turning = Turning(_PLAIN_SIGN)
        self._turning.update(text=_as_it_is(*self._now()))
        return Padding(self._turning, (0, 0, 0, _INDENT), expand=False)


class Bar(Moving):
    """`uploading loa.pdf ━━━━━━ 1.2 of 1.2 MB · 3.1 MB/s`; the last state remains on the screen.

    Args:
        total: bytes.
        clock: returns seconds from any starting point.
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
        super().__exit__(kind, error, traceback)
        self._stream.write("\n".join([*self._now(), ""]))
        self._stream.flush()

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
    """Several lines that are kept up to date and removed at the end.

    Args:
        lines: returns the current lines for a number of columns.
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
    """Return bytes per second."""
    return count / max(seconds, 0.001)


def _bytes(count: float, scale: float, *, unit: bool = False) -> str:
    """Format `count` in the unit suitable for `scale`: "1.2" or "1.2 MB"."""
    for size, name in ((1_000_000, "MB"), (1_000, "kB")):
        if scale >= size:
            return f"{count / size:.1f}" + (f" {name}" if unit else "")
    return f"{count:.0f}" + (" B" if unit else "")
