"""The output of commands: results, messages and questions.

Standard output contains only a command's result; all messages go to standard error. With `--json`,
both contain only JSON.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from sinch_order_cli.console.error_view import describe
from sinch_order_cli.console.output import Output
from sinch_order_cli.console.text_layout import cells, wrap, wrap_facts
from sinch_order_cli.errors import (
    Hint,
    InterruptedByUser,
    SinchOrderError,
    Suggestion,
    hint_lines,
)
from sinch_order_cli.switches import is_on
from sinch_order_cli.text import encode_shown, safe

if TYPE_CHECKING:
    from sinch_order_cli.console.progress import Busy, Progress


def _bare(suggestion: Suggestion) -> str:
    """Format a command without the program's name, which is unknown by default."""
    return " ".join(suggestion.argv)


LONGEST_SENTENCE = 4000
"""Maximum characters of a message."""


class Terminal(Output):
    """The output for results, messages and questions, and the terminal's capabilities.

    Args:
        environ: SINCH_ORDER_NO_INPUT and the variables of `Streams` are used.
        json: print results and errors as JSON.
        no_input: never prompt, like `--no-input`.
        sandbox: name the sandbox in every header.
        quiet: print only results, questions, warnings and errors.
        verbose: with `json`, also print the trace.
        commands: formats a suggestion as a command line, as `views/command_line.py` does.

    Attributes:
        interactive: prompts are possible.
    """

    def __init__(
        self,
        stdin: TextIO,
        stdout: TextIO,
        stderr: TextIO,
        environ: Mapping[str, str],
        *,
        json: bool = False,
        no_input: bool = False,
        sandbox: bool = False,
        quiet: bool = False,
        verbose: bool = False,
        commands: Callable[[Suggestion], str] = _bare,
    ) -> None:
        self.command_line = commands
        super().__init__(stdin, stdout, stderr, environ, json=json)
        self.sandbox, self.quiet, self.verbose = sandbox, quiet, verbose
        refused = no_input or is_on(environ, "SINCH_ORDER_NO_INPUT")
        self.interactive = self.stdin_tty and not refused

    @classmethod
    def from_environment(
        cls,
        *,
        json: bool = False,
        no_input: bool = False,
        sandbox: bool = False,
        quiet: bool = False,
        verbose: bool = False,
        commands: Callable[[Suggestion], str] = _bare,
    ) -> Terminal:
        """Return the terminal of this process."""
        return cls(
            sys.stdin, sys.stdout, sys.stderr, os.environ,
            json=json, no_input=no_input, sandbox=sandbox, quiet=quiet, verbose=verbose,
            commands=commands,
        )  # fmt: skip

    # Results, on standard output; see also `Output`

    def lines(self, text: str | Suggestion, indent: int = 0) -> None:
        """Print a part of the result, wrapped on a terminal."""
        width = self._prose_width() if self.stdout_tty else 1_000_000
        self.print("\n".join(self._wrapped(text, width, indent, hang=2)))

    # Messages, on standard error

    def note(self, text: str | Suggestion = "", indent: int = 0, hang: int = 0) -> None:
        """Print information, wrapped. Omitted with `--json`."""
        if self.quiet or (self.json and not self.stderr_tty):
            return
        self.say(text, indent, hang)

    def success(self, text: str | Suggestion) -> None:
        """Print that something was done."""
        if not self.quiet:
            self._mark("✓", "green", text)

    def warn(self, text: str | Suggestion) -> None:
        """Print a warning; the work continues.

        With `--json`, warnings are part of the result or the error.
        """
        if self.json:
            self._held_warnings.append(self.in_words(text))
        self._mark("!", "magenta", text)

    def correction(self, text: str) -> None:
        """Print an automatic correction: as a note, or with `--json` as a warning."""
        if self.json:
            self.warn(text)
        else:
            self.note(text, indent=2)

    def ended(self, error: SinchOrderError, complete: Callable[[], None]) -> None:
        """Print the error that ended a command. Exiting is not an error, so none is shown.

        Args:
            complete: adds the details that are only for scripts.
        """
        if self.json:
            complete()
        elif isinstance(error, InterruptedByUser):
            for text in (error.reason, error.message):
                if text:
                    self.say(text, indent=2)
            self.hint(error.hints)
            return
        self.error(error)

    def error(self, error: SinchOrderError) -> None:
        """Print an error with its reason and hint; with `--json` as one JSON object."""
        if self.json:
            from sinch_order_cli.console.error_json import error_document

            warnings = [*error.warnings, *self.take_warnings()]
            document = error_document(error, warnings, self)
            self._write_bytes(self.stderr, encode_shown(document) + b"\n")
            return
        self._mark("✗", "red", safe(error.message, 2000))
        if error.reason:
            self.say(safe(error.reason, 2000), indent=2)
        details = () if error.details_shown else error.details
        above, below = error.in_one_line, "\n".join(map(self.in_words, error.hints))
        # The others only repeat the message in fields, for scripts.
        said = [describe(detail, self.in_words, above, below) for detail in details]
        for line in dict.fromkeys(filter(None, said)):
            self.say(line, indent=4)
        self._hint(error.hints)

    def trace(self, line: str) -> None:
        """Print a line of the trace for `--verbose`; with `--json` as an object."""
        if not self.json:
            self.note(self.style(line, "dim"))
        elif self.verbose:
            from sinch_order_cli.results import error_shapes

            self._write_bytes(self.stderr, encode_shown(error_shapes.TraceLine(trace=line)) + b"\n")

    def hint(self, hint: Hint) -> None:
        """Print a hint on its own lines; commands are not wrapped, so that they can be copied."""
        if not (self.quiet or (self.json and not self.stderr_tty)):
            self._hint(hint)

    def _hint(self, hint: Hint) -> None:
        for line in hint_lines(hint):
            for part in self.unwrapped(line, tty=self.stderr_tty):
                self._write(self.stderr, f"{part}\n")

    def unwrapped(self, hint: str | Suggestion, *, tty: bool) -> list[str]:
        """Return the lines of a hint; a command is not wrapped, but gets its own line.

        Args:
            tty: format for a terminal, not for a file.
        """
        if not tty:
            return [f"  {self.in_words(hint)}"]
        if isinstance(hint, str):
            hint = safe(hint, 2000)
        return self._wrapped(hint, self.width, 2)

    def in_words(self, hint: Hint) -> str:
        """Return a hint on one line, with its commands."""
        return ", then ".join(self._in_words(one) for one in hint_lines(hint))

    def _in_words(self, line: str | Suggestion) -> str:
        if isinstance(line, str):
            return safe(line, 2000)
        command = safe(self.command_line(line), 2000)
        return f"{safe(line.say, 2000)}: {command}" if line.say else command

    def _wrapped(self, text: str | Suggestion, width: int, indent: int, hang: int = 0) -> list[str]:
        """Wrap a text; a command stays on one line, its own if necessary."""
        if isinstance(text, str):
            return wrap(text, width, indent, hang)
        whole = self._in_words(text)
        if cells(whole) + indent <= width:
            return [f"{' ' * indent}{whole}"]
        words = wrap(f"{safe(text.say, 2000)}:", width, indent, hang) if text.say else []
        return [*words, f"{' ' * (indent + hang)}{safe(self.command_line(text), 2000)}"]

    def header(self, left: str, right: str = "", under: Sequence[str] = ()) -> None:
        """Print a header after an empty line: `Step 4 of 6 · Registration … 47 h 58 min left`.

        The sandbox is named beside `right`. Text that does not fit goes on the next line.

        Args:
            under: more facts, on their own line.
        """
        right = " · ".join(part for part in (right, "SANDBOX" if self.sandbox else "") if part)
        if self.accessible:
            said = [*left.split(" · "), *under, *(right.split(" · ") if right else [])]
            self.say("\n" + " ".join(f"{part.rstrip('.')}." for part in said))
            return
        room = self._prose_width()
        gap = room - cells(left) - cells(right)
        if right and gap >= 2:
            lines = [self.style(left, "bold") + " " * gap + right]
        else:
            lines = [self.style(line, "bold") for line in wrap_facts(left.split(" · "), room)]
            rest = right.split(" · ") if right else []
            lines += wrap_facts(rest, room)
        lines += [self.style(line, "dim") for line in wrap_facts(under, room)]
        self._write(self.stderr, "\n" + "".join(line + "\n" for line in lines))

    @contextmanager
    def spinner(self, text: str) -> Iterator[Busy]:
        """Show a spinner. Yields an object with `update(text)`, used for retries."""
        from sinch_order_cli.console.progress import SilentBusy, Spinner

        if not self.stderr_tty or self.accessible or self.quiet:
            yield SilentBusy(self.note if self.accessible else None, text)
            return
        spinner = Spinner(self.stderr, text, lambda: self.width, self.glyphs)
        with spinner, self._drawing(spinner):
            yield spinner

    def waiting(self, reason: str, seconds: float) -> None:
        """Show the reason of a wait, with a countdown in the spinner if there is one.

        With `--json` it is part of the trace.
        """
        if self.json:
            self.trace(reason)
        else:
            self.note(reason)
        wait = getattr(self._moving, "wait", None)
        if wait is not None:
            wait(seconds)

    @contextmanager
    def progress(self, total: int, text: str) -> Iterator[Progress]:
        """Show the progress of an upload of `total` bytes. Yields an object with
        `advance(count)`."""
        from sinch_order_cli.console.progress import Bar, SilentProgress

        if not self.stderr_tty or self.accessible or self.quiet:
            if self.accessible or not self.json:
                self.note(f"{text}…", indent=0 if self.accessible else 2)
            yield SilentProgress()
            return
        self.lose_count()
        bar = Bar(self.stderr, text, total, lambda: self.width, self.glyphs)
        with bar, self._drawing(bar):
            yield bar

    @contextmanager
    def panel(self, lines: Callable[[int], list[str]], instead: str) -> Iterator[None]:
        """Keep lines up to date at the bottom; other output appears above them.

        Args:
            lines: returns the current lines for a number of columns.
            instead: printed once if redrawing is not possible.
        """
        from sinch_order_cli.console.progress import Panel

        if not self.stderr_tty or self.accessible:
            if self.accessible:
                self.note(instead)
            yield
            return
        self.lose_count()
        panel = Panel(self.stderr, lines, lambda: self.width, self.glyphs)
        with panel, self._drawing(panel):
            yield

    def say(self, text: str | Suggestion = "", indent: int = 0, hang: int = 0) -> None:
        """Print a part of a conversation, wrapped; also with `--json`."""
        lines = self._lines(text, indent, hang)
        self._write(self.stderr, "".join(line.rstrip() + "\n" for line in lines))

    def put(self, text: str) -> None:
        """Print already formatted text to standard error."""
        self._write(self.stderr, text)

    def _mark(self, glyph: str, colour: str, text: str | Suggestion) -> None:
        if self.json and not self.stderr_tty:
            return
        if isinstance(text, str):  # it may contain text from a server
            text = safe(text, LONGEST_SENTENCE, lines=True)
        lines = self._lines(text, indent=2)
        lines[0] = f"{self.style(glyph, colour)} {lines[0].lstrip()}"
        self._written.add_mark()
        self._write(self.stderr, "".join(line + "\n" for line in lines))

    def _lines(self, text: str | Suggestion, indent: int, hang: int = 0) -> list[str]:
        """Wrap for a terminal; in a log or pipe, a sentence stays on one line."""
        width = self._prose_width() if self.stderr_tty else 1_000_000
        return self._wrapped(text, width, indent, hang)
