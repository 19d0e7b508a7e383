"""The layout around each drawn question: the message above, help, errors and keys below.

Import only to draw a question: loading questionary takes as long as starting Python 8 times.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

import questionary
from msgspec import Struct
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import HSplit, Layout, VerticalAlign, Window
from prompt_toolkit.layout.containers import Container
from prompt_toolkit.layout.controls import FormattedTextControl

from sinch_order_cli.console.text_layout import cells, wrap, wrap_facts
from sinch_order_cli.prompts.prompter import (
    GoBack,
    GoReview,
    GoToStep,
    Pressed,
    Status,
    interrupted,
)
from sinch_order_cli.prompts.question import Question
from sinch_order_cli.text import safe

_PROSE = 100
_NARROW = 60
"""Columns below which key hints are shortest."""
_ESCAPE_WAIT = 0.05
"""Seconds to distinguish Esc from the start of an arrow key's sequence."""

STYLE = questionary.Style(
    [
        # No cyan, yellow or green for text: they are unreadable on white.
        ("qmark", "noinherit bold"),
        ("question", "bold"),
        ("answer", "noinherit"),
        ("pointer", "bold"),
        ("chosen", "bold"),
        # Not "bright black", which some themes (Solarized) use as the background.
        ("dim", "dim"),
        ("error", "ansired"),
        ("match", "bold"),
        ("completion-menu", "noinherit"),
        ("completion-menu.completion", "noinherit"),
        ("completion-menu.completion.current", "noinherit reverse"),
        ("scrollbar.background", "noinherit"),
        ("scrollbar.button", "noinherit reverse"),
    ]
)

NEEDED, USEFUL, OFTEN, USUAL, RARE, OBVIOUS = range(6)
"""Priorities of key hints if not all fit on a line."""


class Hint(Struct, frozen=True):
    """A key's action in words, and the priority of showing it."""

    words: str
    rank: int


Line = list[tuple[str, str]]
"""One line of the screen: pieces of text with their styles."""


class _Made:
    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text()


def redrawn_message(text: Callable[[], str]) -> str:
    """A message that questionary formats at each redraw, so it fits the current window."""
    return cast("str", _Made(text))


class PromptContext(Struct, frozen=True):
    """The surroundings of a question.

    Attributes:
        status: see `Prompter`.
        refresh: seconds between updates of the status.
        steps: whether the user can go to other steps.
        leave: the action of Ctrl-C, in words.
        glyphs: replaces characters missing in the terminal's encoding.
        suspended: called before the shell gets the terminal.
    """

    status: Status | None
    refresh: float
    steps: bool
    leave: str
    glyphs: Callable[[str], str]
    suspended: Callable[[], None]


class Drawn(ABC):
    """One question on the screen: a prompt of questionary with added keys and lines.

    Args:
        careful: discard keys pressed before the question is drawn.
    """

    def __init__(self, question: Question, around: PromptContext, *, careful: bool = False) -> None:
        self.error = ""
        self._message = safe(question.message, 1000)
        self._help = [safe(line, 2000) for line in question.help if line]
        self._keys = question.keys
        self._around = around
        self._careful = careful
        self._all_keys = False

    @abstractmethod
    def prompt(self) -> questionary.Question:
        """Build the prompt, whose result is the answer. Call on the terminal that asks it."""

    @abstractmethod
    def hints(self) -> list[Hint]:
        """Return the hints for the keys that answer."""

    @abstractmethod
    def said(self, answer: Any) -> str:
        """Return the answer in words, for the line that remains; empty if it equals `nothing`."""

    @property
    def nothing(self) -> str:
        """Return the text shown for an empty answer."""
        return "none"

    def typed(self) -> str:
        """Return the text in the field."""
        return ""

    def marked(self) -> list[Any]:
        """Return the values that are marked."""
        return []

    @property
    def escapes(self) -> bool:
        """Return True if the next Esc does not go back, which `hints` says."""
        return False

    def escape(self) -> bool:
        """Close an open menu or filter. Return False if there is none, so that Esc goes back."""
        return False

    def wrong(self) -> str:
        """Return the problem with the current answer."""
        return self.error

    def join(self, prompt: questionary.Question, *parts: Container) -> questionary.Question:
        """Add our keys, lines and status to a prompt, of which `parts` are shown."""
        application = prompt.application
        # Keep the rows that a list no longer needs, so that the layout doesn't jump.
        application.layout = Layout(
            HSplit(list(parts), align=VerticalAlign.TOP),
            focused_element=application.layout.current_window,
        )
        # Only Enter, which validates, ends a question: not prompt_toolkit's Ctrl-O or Alt-Enter.
        application.current_buffer.accept_handler = None
        own = [application.key_bindings] if application.key_bindings else []
        application.key_bindings = merge_key_bindings([*own, self._bindings()])
        application.ttimeoutlen = application.timeoutlen = _ESCAPE_WAIT
        application.refresh_interval = self._around.refresh if self._around.status else 0
        if self._careful:
            application.pre_run_callables.append(partial(drop_typed_ahead, application))
        return prompt

    @property
    def columns(self) -> int:
        """Return the usable columns; the last stays free, as some terminals wrap there."""
        return max(10, get_app().output.get_size().columns - 1)

    @property
    def rows(self) -> int:
        return get_app().output.get_size().rows

    def message_lines(self, beside: int = 0) -> list[str]:
        """Return the wrapped question; `beside` columns stay free at the right."""
        first, *more = wrap(self._message, self._prose() - 2 - beside)
        return [self._around.glyphs(line) for line in [first, *(f"  {line}" for line in more)]]

    def below(self) -> list[Line]:
        """Return the lines below the answer."""
        return [*self.help_lines(), *self.foot_lines()]

    def help_lines(self) -> list[Line]:
        """Return the help, truncated if it would push the answer off the screen."""
        lines = [part for line in self._help for part in wrap(line, self._prose(), 4)]
        most = max(2, self.rows // 3)
        if len(lines) > most:
            lines = [*lines[: most - 1], "    …"]
        return [[("class:dim", line)] for line in lines]

    def foot_lines(self) -> list[Line]:
        """Return the error, the status, and the available keys."""
        lines: list[Line] = []
        if wrong := self.wrong():
            first, *more = wrap(safe(wrong, 1000), self._prose(), 4)
            lines.append([("class:error", f"  ✗ {first.lstrip()}")])
            lines += [[("class:error", line)] for line in more]
        status = safe(self._around.status()) if self._around.status else ""
        facts = [fact for fact in status.split(" · ") if fact]
        while len(facts) > 1 and cells(" · ".join(facts)) + 2 > self.columns:
            del facts[0]  # the last fact is the time left
        drawn = wrap_facts(facts, self.columns, 2) + self._key_lines()
        return [*lines, *([("class:dim", line)] for line in drawn)]

    def _key_lines(self) -> list[str]:
        """Return the keys on one line; if not all fit, `?` shows the rarer ones."""
        lines = self._all_key_lines()
        if self._all_keys or len(lines) == 1:
            return lines
        hints = [*self.hints(), *self._ways_out()]
        more = "F1" if self.typed() else "?"
        more += "" if self.columns < _NARROW else " more keys"
        shown: list[Hint] = []
        for hint in sorted(hints, key=lambda one: one.rank):
            line = [one.words for one in hints if one is hint or one in shown]
            if cells(" · ".join([*line, more])) + 2 <= self.columns:
                shown.append(hint)
        words = [one.words for one in hints if one in shown]
        return wrap_facts([*words, more], self.columns, 2)

    def _all_key_lines(self) -> list[str]:
        hints = [*self.hints(), *self._ways_out()]
        return wrap_facts([hint.words for hint in hints], self.columns, 2)

    def _ways_out(self) -> list[Hint]:
        ways = [Hint(f"{_named(extra.key)} {extra.name}", RARE) for extra in self._keys.extra]
        ways += [Hint("Esc back", OFTEN)] if self._keys.back and not self.escapes else []
        ways += [Hint("Ctrl-R review", RARE)] if self._keys.review else []
        ways += [Hint("Ctrl-G steps", OBVIOUS)] if self._around.steps else []
        words = self._around.leave
        words = words.split()[-1] if self.columns < _NARROW else words
        return [*ways, Hint(f"Ctrl-C {words}", NEEDED)]

    def _prose(self) -> int:
        return min(self.columns, _PROSE)

    def window(self, lines: Callable[[], list[Line]], *, focus: bool = False) -> Window:
        """Return a window no higher than its lines."""
        control = FormattedTextControl(
            lambda: self._fragments(lines()), focusable=focus, show_cursor=False
        )
        return Window(control, dont_extend_height=True)

    def _fragments(self, lines: Sequence[Line]) -> StyleAndTextTuples:
        pieces: StyleAndTextTuples = []
        for number, line in enumerate(lines):
            if number:
                pieces.append(("", "\n"))
            pieces.extend((style, self._around.glyphs(text)) for style, text in line)
        return pieces

    def _bindings(self) -> KeyBindings:
        """Return the keys that leave the question."""
        bindings = KeyBindings()

        def leads_to(signal: Callable[[], Exception], *keys: str) -> None:
            def leave(event: KeyPressEvent) -> None:
                end(event, exception=signal())

            for key in keys:
                # A character may belong to the typed text.
                free = Condition(partial(self._free, key))
                bindings.add(key, eager=True, filter=free)(leave)

        # In prompt_toolkit's fields these would search a history, which is always empty.
        bindings.add("c-r", eager=True)(lambda event: None)
        bindings.add("c-s", eager=True)(lambda event: None)
        # All of them everywhere: prompt_toolkit leaves Ctrl-D to text fields, and an external
        # signal (`kill -INT`) has a key of its own.
        leads_to(interrupted, "c-c", "c-d", "<sigint>")
        if self._keys.review:
            leads_to(GoReview, "c-r")
        if self._around.steps:
            leads_to(GoToStep, "c-g")
        for extra in self._keys.extra:
            leads_to(partial(self._pressed, extra.value), extra.key)

        @bindings.add("?", eager=True, filter=Condition(partial(self._hides_keys, "?")))
        @bindings.add("f1", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._all_keys = not self._all_keys

        @bindings.add("c-z", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._around.suspended()
            event.app.suspend_to_background()

        @bindings.add("escape")
        def _(event: KeyPressEvent) -> None:
            if not self.escape() and self._keys.back:
                end(event, exception=GoBack())

        return bindings

    def _hides_keys(self, key: str) -> bool:
        """Return True if `key` shows the hidden key hints and is not part of an answer."""
        return self._free(key) and (self._all_keys or len(self._all_key_lines()) > 1)

    def _pressed(self, value: Any) -> Pressed:
        pressed = Pressed(value, self.typed())
        pressed.marked = self.marked()
        return pressed

    def _free(self, key: str) -> bool:
        """Return True if the key is not part of the typed text."""
        return len(key) > 1 or not self.typed()


def drop_typed_ahead(application: Application[Any]) -> None:
    """Discard the keys pressed so far, except Ctrl-C, which exits."""
    typed = get_typeahead(application.input)
    with application.input.raw_mode():  # otherwise input not yet ended by Enter can't be read
        while keys := application.input.read_keys():
            typed += keys
        typed += application.input.flush_keys()
    if any(press.key in ("c-c", "<sigint>") for press in typed):
        application.exit(exception=interrupted())


def end(event: KeyPressEvent, *, result: Any = None, exception: Exception | None = None) -> None:
    """End the question.

    If an earlier key of the same input already ended it (Esc, then Ctrl-C), the key goes to the
    next question.
    """
    if event.app.is_done:
        event.app.key_processor.feed_multiple(event.key_sequence)
    elif exception is not None:
        event.app.exit(exception=exception)
    else:
        event.app.exit(result=result)


def _named(key: str) -> str:
    """Return a key's usual name: "Ctrl-N" for prompt_toolkit's "c-n"."""
    if key.startswith("c-"):
        return f"Ctrl-{key[2:].upper()}"
    return key.upper() if len(key) > 1 else key
