"""What is said on the three streams: results, words on the way, questions.

Standard output carries a command's result and nothing else; everything said to a person on the
way goes to standard error. With `--json` both carry JSON alone.
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
from sinch_order_cli.text import safe

if TYPE_CHECKING:
    from sinch_order_cli.console.progress import Busy, Progress


def _bare(suggestion: Suggestion) -> str:
    """A command without the program's name: nobody told this terminal what that is."""
    return " ".join(suggestion.argv)


LONGEST_SENTENCE = 4000
"""Characters of a sentence that says what was done, or what to look at."""


class Terminal(Output):
    """Where results, words and questions go, and what the terminal at the other end can do.

    Args:
        environ: SINCH_ORDER_NO_INPUT is read, and what `Streams` reads.
        json: results and errors are JSON.
        no_input: never ask, as with `--no-input`.
        sandbox: every header says that this is the sandbox.
        quiet: only results, questions, warnings and errors are shown.
        verbose: with `json`, the trace is shown, too.
        commands: the line to type for a suggestion, as `views/command_line.py` makes it.

    Attributes:
        interactive: questions may be asked.
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
        """The terminal of this process."""
        return cls(
            sys.stdin, sys.stdout, sys.stderr, os.environ,
            json=json, no_input=no_input, sandbox=sandbox, quiet=quiet, verbose=verbose,
            commands=commands,
        )  # fmt: skip

    # Results, on standard output; the others are in `Output`

    def lines(self, text: str | Suggestion, indent: int = 0) -> None:
        """Part of the result, wrapped at words where it goes to a terminal."""
        width = self._prose_width() if self.stdout_tty else 1_000_000
        self.print("\n".join(self._wrapped(text, width, indent, hang=2)))

    # Words on the way, on standard error

    def note(self, text: str | Suggestion = "", indent: int = 0, hang: int = 0) -> None:
        """Something to know, wrapped at words. With `--json` only people are told."""
        if self.quiet or (self.json and not self.stderr_tty):
            return
        self.say(text, indent, hang)

    def success(self, text: str | Suggestion) -> None:
        """Something was done."""
        if not self.quiet:
            self._mark("✓", "green", text)

    def warn(self, text: str | Suggestion) -> None:
        """Something to look at, though the work goes on.

        With `--json` warnings stand in the result, or in the error.
        """
        if self.json:
            self._held_warnings.append(self.in_words(text))
        self._mark("!", "magenta", text)

    def correction(self, text: str) -> None:
        """Something given was changed without asking: a note; with `--json` a warning."""
        if self.json:
            self.warn(text)
        else:
            self.note(text, indent=2)

    def ended(self, error: SinchOrderError, complete: Callable[[], None]) -> None:
        """Show what a command ended with. Leaving is no failure, and is not shown as one.

        Args:
            complete: adds to the error's details what only scripts are told.
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
        """What happened, why, and what to type next; with `--json` one JSON object."""
        if self.json:
            from sinch_order_cli.api import exact
            from sinch_order_cli.console.error_json import error_document

            warnings = [*error.warnings, *self.take_warnings()]
            document = error_document(error, warnings, self)
            self._write_bytes(self.stderr, exact.encode_shown(document) + b"\n")
            return
        self._mark("✗", "red", safe(error.message, 2000))
        if error.reason:
            self.say(safe(error.reason, 2000), indent=2)
        for detail in () if error.details_shown else error.details:
            # The others are for scripts: they say in fields what the message says in words.
            said = describe(detail, self.in_words, error.message)
            if said and said not in (error.message, error.reason):
                self.say(said, indent=4)
        self._hint(error.hints)

    def trace(self, line: str) -> None:
        """A line for who asked with `--verbose`; with `--json` an object of its own."""
        if not self.json:
            self.note(self.style(line, "dim"))
        elif self.verbose:
            from sinch_order_cli.api import exact
            from sinch_order_cli.results import error_shapes

            self._write_bytes(
                self.stderr, exact.encode_shown(error_shapes.TraceLine(trace=line)) + b"\n"
            )

    def hint(self, hint: Hint) -> None:
        """What to type next, in lines of its own; a command stays in one piece, to be copied."""
        if not (self.quiet or (self.json and not self.stderr_tty)):
            self._hint(hint)

    def _hint(self, hint: Hint) -> None:
        for line in hint_lines(hint):
            for part in self.in_one_piece(line, tty=self.stderr_tty):
                self._write(self.stderr, f"{part}\n")

    def in_one_piece(self, hint: str | Suggestion, *, tty: bool) -> list[str]:
        """A hint's line, or two: a command is not wrapped, but gets a line of its own.

        Args:
            tty: the lines are for a terminal and not for a file.
        """
        if not tty:
            return [f"  {self.in_words(hint)}"]
        if isinstance(hint, str):
            hint = safe(hint, 2000)
        return self._wrapped(hint, self.width, 2)

    def in_words(self, hint: Hint) -> str:
        """A hint in one line, its commands as they have to be typed here."""
        return ", then ".join(self._in_words(one) for one in hint_lines(hint))

    def _in_words(self, line: str | Suggestion) -> str:
        if isinstance(line, str):
            return safe(line, 2000)
        command = safe(self.command_line(line), 2000)
        return f"{safe(line.say, 2000)}: {command}" if line.say else command

    def _wrapped(self, text: str | Suggestion, width: int, indent: int, hang: int = 0) -> list[str]:
        """Wrapped at words; a command stays in one piece, in a line of its own where need be."""
        if isinstance(text, str):
            return wrap(text, width, indent, hang)
        whole = self._in_words(text)
        if cells(whole) + indent <= width:
            return [f"{' ' * indent}{whole}"]
        words = wrap(f"{safe(text.say, 2000)}:", width, indent, hang) if text.say else []
        return [*words, f"{' ' * (indent + hang)}{safe(self.command_line(text), 2000)}"]

    def header(self, left: str, right: str = "", under: Sequence[str] = ()) -> None:
        """Where one is: `Step 4 of 6 · Registration … 47 h 58 min left`, after an empty line.

        The sandbox is named beside `right`. What does not fit goes on its own line.

        Args:
            under: more facts, in a line of their own.
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
        """Shows that work goes on. What it yields has `update(text)`, for the retries' waiting."""
        from sinch_order_cli.console.progress import SilentBusy, Spinner

        if not self.stderr_tty or self.accessible or self.quiet:
            yield SilentBusy(self.note if self.accessible else None, text)
            return
        spinner = Spinner(self.stderr, text, lambda: self.width, self.glyphs)
        with spinner, self._drawing(spinner):
            yield spinner

    def waiting(self, reason: str, seconds: float) -> None:
        """Say why there is a wait, and count down in the spinner, where there is one, to its end.

        With `--json` it stands in the trace.
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
        """Shows an upload of `total` bytes. What it yields has `advance(count)`."""
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
        """Keeps lines up to date at the bottom; what is written meanwhile goes above them.

        Args:
            lines: what is to be seen now, in so many columns.
            instead: said once where nothing may be redrawn.
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
        """Part of a conversation, wrapped at words; said with `--json` too."""
        lines = self._lines(text, indent, hang)
        self._write(self.stderr, "".join(line.rstrip() + "\n" for line in lines))

    def put(self, text: str) -> None:
        """Text to standard error as it is, for what is laid out already."""
        self._write(self.stderr, text)

    def _mark(self, glyph: str, colour: str, text: str | Suggestion) -> None:
        if self.json and not self.stderr_tty:
            return
        if isinstance(text, str):  # a server's words may stand in it
            text = safe(text, LONGEST_SENTENCE, lines=True)
        lines = self._lines(text, indent=2)
        lines[0] = f"{self.style(glyph, colour)} {lines[0].lstrip()}"
        self._written.add_mark()
        self._write(self.stderr, "".join(line + "\n" for line in lines))

    def _lines(self, text: str | Suggestion, indent: int, hang: int = 0) -> list[str]:
        """Wrapped for a person; in a log or a pipe a sentence stays in one line."""
        width = self._prose_width() if self.stderr_tty else 1_000_000
        return self._wrapped(text, width, indent, hang)
