"""The standard streams: their capabilities, and output that works together with redrawn lines.

Write errors are handled here (`orders | head`, a full disk, a closed terminal).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from errno import EINVAL, EIO, ENXIO
from typing import TYPE_CHECKING, TextIO

from sinch_order_cli.console.encoding import encodable
from sinch_order_cli.console.windows import WINDOWS, takes_escape_sequences
from sinch_order_cli.console.written_lines import Position, Written
from sinch_order_cli.errors import OutputError
from sinch_order_cli.switches import is_on
from sinch_order_cli.text import safe_json, without_controls

if TYPE_CHECKING:
    from sinch_order_cli.console.progress import Moving

_WIDEST = 100
"""Longer lines are hard to read, and the time left at the right would be overlooked."""

_SGR = {"bold": 1, "dim": 2, "red": 31, "green": 32, "magenta": 35}
"""Colours readable on black and on white, unlike yellow and cyan."""


class Streams:
    """Standard input, output and error, and the terminal's capabilities.

    Args:
        environ: NO_COLOR, CLICOLOR_FORCE, TERM and ACCESSIBLE are used.

    Attributes:
        accessible: plain lines without redrawing, for screen readers and dumb terminals.
    """

    def __init__(
        self, stdin: TextIO, stdout: TextIO, stderr: TextIO, environ: Mapping[str, str]
    ) -> None:
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.stdin_tty, self.stdout_tty, self.stderr_tty = map(_isatty, (stdin, stdout, stderr))
        shown = stderr if self.stderr_tty else stdout if self.stdout_tty else None
        dumb = environ.get("TERM") == "dumb" or not (shown is None or takes_escape_sequences(shown))
        self.accessible = dumb or is_on(environ, "ACCESSIBLE")
        self._forced_colour = is_on(environ, "CLICOLOR_FORCE")
        self._no_colour = bool(environ.get("NO_COLOR")) or (dumb and not self._forced_colour)
        self._environ = environ
        self._moving: Moving | None = None
        self._written = Written()

    @property
    def width(self) -> int:
        """The terminal's current columns, or 80 if unknown."""
        for stream, tty in ((self.stderr, self.stderr_tty), (self.stdout, self.stdout_tty)):
            if tty:
                try:
                    return os.get_terminal_size(stream.fileno()).columns or 80
                except (OSError, ValueError):
                    continue
        return shutil.get_terminal_size().columns if "COLUMNS" in self._environ else 80

    @property
    def height(self) -> int:
        """The current rows of the terminal on standard error, or 24 if unknown."""
        try:
            return os.get_terminal_size(self.stderr.fileno()).lines or 24
        except (OSError, ValueError):
            return 24

    def colour(self, stream: TextIO) -> bool:
        """Return True if `stream` supports escape sequences for colour."""
        if self._no_colour:
            return False
        return self._forced_colour or (
            self.stderr_tty if stream is self.stderr else self.stdout_tty
        )

    def style(self, text: str, *styles: str, stream: TextIO | None = None) -> str:
        """Return `text` in bold, dim, red, green or magenta, if the stream supports colour."""
        if not styles or not text or not self.colour(stream or self.stderr):
            return text
        return f"\x1b[{';'.join(str(_SGR[style]) for style in styles)}m{text}\x1b[0m"

    def position(self) -> Position | None:
        """Return the terminal position of the next line, for `rewind`; None without redrawing."""
        if not self.stderr_tty or self.accessible:
            return None
        return self._written.position(self.width)

    def rewind(self, position: Position | None) -> None:
        """Erase the lines written since the position, unless they can't be counted or must stay."""
        if position is None:
            return
        rows = self._written.rewind(position, self.width)
        if rows:
            self.stderr.write(f"\r\x1b[{rows}A\x1b[J")
            self.stderr.flush()

    def lose_count(self) -> None:
        """Stop counting lines, as another program writes to the terminal; earlier positions are
        void."""
        self._written.lose_count()

    def glyphs(self, text: str) -> str:
        """Replace characters that standard error's encoding lacks, such as ✓ by `+`."""
        return encodable(text, self.stderr)

    @contextmanager
    def _drawing(self, moving: Moving) -> Iterator[None]:
        before, self._moving = self._moving, moving
        try:
            yield
        finally:
            self._moving = before

    def _prose_width(self) -> int:
        return min(self.width, _WIDEST)

    def _write(self, stream: TextIO, text: str) -> None:
        text = without_controls(text)
        if self.stderr_tty and (stream is self.stderr or self.stdout_tty):
            self._written.add(text, self.width)
        try:
            with self._moving.aside() if self._moving else nullcontext():
                stream.write(encodable(text, stream))
                stream.flush()
        except OSError as error:
            self._not_written(stream, error)

    def _write_bytes(self, stream: TextIO, content: bytes) -> None:
        content = safe_json(content)
        binary = getattr(stream, "buffer", None)
        if binary is None:
            self._write(stream, content.decode())
            return
        self.lose_count()
        try:
            with self._moving.aside() if self._moving else nullcontext():
                stream.flush()
                binary.write(content)
                binary.flush()
        except OSError as error:
            self._not_written(stream, error)

    def _not_written(self, stream: TextIO, error: OSError) -> None:
        """Handle a write error: a closed reader (`orders | head`), or a full disk.

        A lost message doesn't stop the work. A closed terminal also sends SIGHUP, whose handler
        saves and exits; until then nothing is shown.

        Raises:
            SystemExit: 141, as for SIGPIPE, if the reader of the results is closed.
            OutputError: results can't be written for another reason.
        """
        mute(stream)
        if stream is not self.stdout or error.errno in (EIO, ENXIO):
            return
        # On Windows, a pipe closed by its reader gives EINVAL.
        if isinstance(error, BrokenPipeError) or (WINDOWS and error.errno == EINVAL):
            raise SystemExit(141)
        raise output_error(error) from error


def output_error(error: OSError) -> OutputError:
    """Return the error for results that can't be written."""
    return OutputError("the result can't be written", reason=error.strerror or str(error))


def mute(stream: TextIO) -> None:
    """Discard buffered output, as Python would report an error when flushing at exit."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)


def _isatty(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # already closed
        return False
