"""Showing that work goes on: a spinner for waiting, a bar for uploads, a panel for following.

rich draws and redraws: each is its `Live`, the spinner's sign is its `Spinner`. What is our own has
a reason:

- rich takes longer to import than most calls take that it would be shown for. It is imported in a
  thread of its own, while the call waits, and only once the wait is long.
- `Status` takes `sys.stdout` and `sys.stderr` over as long as it turns; from a thread of ours this
  would meet what the command writes. `Live` can be told not to.
- `Progress` is a table: at 40 columns it leaves out how much is done and how fast. And a quick
  upload's last line stays in sight, for which rich need not be loaded.
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
"""Seconds: what is faster needs no spinner, and would only flicker."""
_FRAME = 0.1
_SIGN, _PLAIN_SIGN = "dots", "line"
"""rich's names for what turns; the second is ASCII."""
_INDENT = 2
_SIGN_ROOM = _INDENT + 2
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
    """Lines at the bottom of the terminal that are drawn again and again, gone at the end.

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
        """What is to be seen now, each line in `room` columns."""

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
        """Out of the way, so that something else can be written; then it is drawn anew."""
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
        # One column stays free: a line that is full to the brim wraps on some terminals.
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
    """The stream, where it does not matter that a terminal is gone: the command will notice."""

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
    """A turning sign and a text, gone without a trace at the end."""

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
        """Count down, beside the text, to the next try."""
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
