"""What surrounds every drawn question: its words above, and below them help, errors and keys.

Only imported when a question is drawn: questionary takes as long to load as eight Pythons.
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
"""Columns; below this, keys are named in the fewest words."""
_ESCAPE_WAIT = 0.05
"""Seconds to tell Esc from the beginning of an arrow key's sequence."""

STYLE = questionary.Style(
    [
        # No cyan, yellow or green for words: they can't be read on white.
        ("qmark", "noinherit bold"),
        ("question", "bold"),
        ("answer", "noinherit"),
        ("pointer", "bold"),
        ("chosen", "bold"),
        # Not "bright black", which some themes (Solarized) make the background's colour.
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
"""Which keys are named first where not all fit in a line."""


class Hint(Struct, frozen=True):
    """What a key does, in words, and how much it matters to say so."""

    words: str
    rank: int


Line = list[tuple[str, str]]
"""One line of the screen: pieces of text with their styles."""


class _Made:
    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text()


def whenever_drawn(text: Callable[[], str]) -> str:
    """A message for questionary, which formats it at each drawing: it fits the window of then."""
    return cast("str", _Made(text))


class Around(Struct, frozen=True):
    """What a question stands in.

    Attributes:
        status: see `Prompter`.
        refresh: seconds between two looks at it.
        steps: whether there are steps to go to.
        leave: what Ctrl-C does, in words.
        glyphs: replaces signs that the terminal's encoding lacks.
        suspended: called before the shell takes over the terminal.
    """

    status: Status | None
    refresh: float
    steps: bool
    leave: str
    glyphs: Callable[[str], str]
    suspended: Callable[[], None]


class Drawn(ABC):
    """One question on the screen: a prompt of questionary's, with our keys and lines joined to it.

    Args:
        careful: keys that were pressed before the question is drawn are dropped.
    """

    def __init__(self, question: Question, around: Around, *, careful: bool = False) -> None:
        self.error = ""
        self._message = safe(question.message, 1000)
        self._help = [safe(line, 2000) for line in question.help if line]
        self._keys = question.keys
        self._around = around
        self._careful = careful
        self._all_keys = False

    @abstractmethod
    def prompt(self) -> questionary.Question:
        """The prompt; its result is the answer. Built where it is asked, on that terminal."""

    @abstractmethod
    def hints(self) -> list[Hint]:
        """What the keys for answering do."""

    @abstractmethod
    def said(self, answer: Any) -> str:
        """The answer in words, for the line that stays; empty if it is `nothing`."""

    @property
    def nothing(self) -> str:
        """What is said instead of an answer that is empty."""
        return "none"

    def typed(self) -> str:
        """What stands in the field."""
        return ""

    def marked(self) -> list[Any]:
        """The values that are marked."""
        return []

    def escape(self) -> bool:
        """Close what is open; False if nothing is, and Esc leads back."""
        return False

    def wrong(self) -> str:
        """What is wrong with the answer so far."""
        return self.error

    def join(self, prompt: questionary.Question, *parts: Container) -> questionary.Question:
        """Join our keys, our lines and the clock to a prompt, of which `parts` are shown."""
        application = prompt.application
        # What a list no longer needs stays empty below, so that nothing jumps.
        application.layout = Layout(
            HSplit(list(parts), align=VerticalAlign.TOP),
            focused_element=application.layout.current_window,
        )
        # Enter alone, which is checked, ends a question: not prompt_toolkit's Ctrl-O or Alt-Enter.
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
        """Columns to write in; the last stays free, where some terminals wrap."""
        return max(10, get_app().output.get_size().columns - 1)

    @property
    def rows(self) -> int:
        return get_app().output.get_size().rows

    def message_lines(self, beside: int = 0) -> list[str]:
        """The question, wrapped under itself; `beside` columns stay free at the right."""
        first, *more = wrap(self._message, self._prose() - 2 - beside)
        return [self._around.glyphs(line) for line in [first, *(f"  {line}" for line in more)]]

    def below(self) -> list[Line]:
        """The lines under the answer."""
        return [*self.help_lines(), *self.foot_lines()]

    def help_lines(self) -> list[Line]:
        """The help, cut where it would push the answer off the screen."""
        lines = [part for line in self._help for part in wrap(line, self._prose(), 4)]
        most = max(2, self.rows // 3)
        if len(lines) > most:
            lines = [*lines[: most - 1], "    …"]
        return [[("class:dim", line)] for line in lines]

    def foot_lines(self) -> list[Line]:
        """What is wrong, the status, and the keys that work here."""
        lines: list[Line] = []
        if wrong := self.wrong():
            first, *more = wrap(safe(wrong, 1000), self._prose(), 4)
            lines.append([("class:error", f"  ✗ {first.lstrip()}")])
            lines += [[("class:error", line)] for line in more]
        status = safe(self._around.status()) if self._around.status else ""
        facts = [fact for fact in status.split(" · ") if fact]
        while len(facts) > 1 and cells(" · ".join(facts)) + 2 > self.columns:
            del facts[0]  # the last of them is the time
        drawn = wrap_facts(facts, self.columns, 2) + self._key_lines()
        return [*lines, *([("class:dim", line)] for line in drawn)]

    def _key_lines(self) -> list[str]:
        """The keys in one line: where not all fit, the rarer ones only after `?`."""
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
        ways += [Hint("Esc back", OFTEN)] if self._keys.back else []
        ways += [Hint("Ctrl-R review", RARE)] if self._keys.review else []
        ways += [Hint("Ctrl-G steps", OBVIOUS)] if self._around.steps else []
        words = self._around.leave
        words = words.split()[-1] if self.columns < _NARROW else words
        return [*ways, Hint(f"Ctrl-C {words}", NEEDED)]

    def _prose(self) -> int:
        return min(self.columns, _PROSE)

    def window(self, lines: Callable[[], list[Line]], *, focus: bool = False) -> Window:
        """A window no higher than its lines."""
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
        """The keys that lead away from the question."""
        bindings = KeyBindings()

        def leads_to(signal: Callable[[], Exception], *keys: str) -> None:
            def leave(event: KeyPressEvent) -> None:
                end(event, exception=signal())

            for key in keys:
                # A character may be part of what is being typed.
                free = Condition(partial(self._free, key))
                bindings.add(key, eager=True, filter=free)(leave)

        # In a field of prompt_toolkit's, these would search a history that there is none of.
        bindings.add("c-r", eager=True)(lambda event: None)
        bindings.add("c-s", eager=True)(lambda event: None)
        # All of them everywhere: prompt_toolkit leaves Ctrl-D to text fields, and a signal from
        # outside (`kill -INT`) is a key of its own.
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
        """Whether `key` shows the keys that there is no room for, and is no part of an answer."""
        return self._free(key) and (self._all_keys or len(self._all_key_lines()) > 1)

    def _pressed(self, value: Any) -> Pressed:
        pressed = Pressed(value, self.typed())
        pressed.marked = self.marked()
        return pressed

    def _free(self, key: str) -> bool:
        """Whether a key is no part of what is being typed."""
        return len(key) > 1 or not self.typed()


def drop_typed_ahead(application: Application[Any]) -> None:
    """Forget the keys that were pressed before now; but Ctrl-C among them leaves."""
    typed = get_typeahead(application.input)
    with application.input.raw_mode():  # else what is not yet ended by Enter can't be read
        while keys := application.input.read_keys():
            typed += keys
        typed += application.input.flush_keys()
    if any(press.key in ("c-c", "<sigint>") for press in typed):
        application.exit(exception=interrupted())


def end(event: KeyPressEvent, *, result: Any = None, exception: Exception | None = None) -> None:
    """End the question.

    Where a key before it in the same breath has ended it already (Esc, then Ctrl-C), the key goes
    to the next question.
    """
    if event.app.is_done:
        event.app.key_processor.feed_multiple(event.key_sequence)
    elif exception is not None:
        event.app.exit(exception=exception)
    else:
        event.app.exit(result=result)


def _named(key: str) -> str:
    """A key as it is written on keyboards: "Ctrl-N" for prompt_toolkit's "c-n"."""
    if key.startswith("c-"):
        return f"Ctrl-{key[2:].upper()}"
    return key.upper() if len(key) > 1 else key
