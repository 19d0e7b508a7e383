"""What surrounds every drawn question: its words above, and below them help, errors and keys.

Only imported when a question is drawn: prompt_toolkit takes as long to load as eight Pythons.
"""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import HSplit, Layout, VerticalAlign, Window
from prompt_toolkit.layout.containers import Container
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.styles import Style

from sinch_order_cli.console.text_layout import cells, wrap, wrap_facts
from sinch_order_cli.prompts.prompter import (
    GoBack,
    GoReview,
    GoToStep,
    Keys,
    Pressed,
    Status,
    interrupted,
)
from sinch_order_cli.text import safe

_PROSE = 100
_NARROW = 60
"""Columns; below this, keys are named in the fewest words."""
_ESCAPE_WAIT = 0.05
"""Seconds to tell Esc from the beginning of an arrow key's sequence."""

STYLE = Style.from_dict(
    {
        # No cyan, yellow or green for words: they can't be read on white.
        "qmark": "bold",
        "question": "bold",
        "pointer": "bold",
        "chosen": "bold",
        "prefilled": "reverse",
        # Not "bright black", which some themes (Solarized) make the background's colour.
        "dim": "dim",
        "error": "ansired",
        "match": "bold",
    }
)

ENTER = ("enter", "c-j")
"""Enter, as some terminals and programs send it."""

NEEDED, USEFUL, OFTEN, USUAL, RARE, OBVIOUS = range(6)
"""Which keys are named first where not all fit in a line."""


class Hint(Struct, frozen=True):
    """What a key does, in words, and how much it matters to say so."""

    words: str
    rank: int


Line = list[tuple[str, str]]
"""One line of the screen: pieces of text with their styles."""


class Frame:
    """One question on the screen.

    Args:
        help: lines shown under the question.
        hints: what the keys for answering do, before the keys that go elsewhere.
        leave: what Ctrl-C does, in words.
        typed: what stands in the field, for a key of the caller's own.
        careful: keys that were pressed before the question is drawn are dropped.
        glyphs: replaces signs that the terminal's encoding lacks.
    """

    def __init__(
        self,
        question: str,
        *,
        help: Sequence[str],
        keys: Keys,
        status: Status | None,
        steps: bool,
        leave: str,
        glyphs: Callable[[str], str],
        careful: bool = False,
    ) -> None:
        self.question = safe(question, 1000)
        self.error = ""
        self.hints: Callable[[], list[Hint]] = list
        self.escape: Callable[[], bool] = lambda: False
        self.suspended: Callable[[], None] = lambda: None
        self.typed: Callable[[], str] = str
        self._help = [safe(line, 2000) for line in help if line]
        self._keys = keys
        self._status = status
        self._steps = steps
        self._leave = leave
        self._glyphs = glyphs
        self._careful = careful
        self._all_keys = False
        self._status_drawn = ""

    @property
    def columns(self) -> int:
        """Columns to write in; the last stays free, where some terminals wrap."""
        return max(10, get_app().output.get_size().columns - 1)

    @property
    def rows(self) -> int:
        return get_app().output.get_size().rows

    def question_lines(self) -> list[Line]:
        """The question, wrapped under itself."""
        first, *more = wrap(self.question, min(self.columns, _PROSE) - 2)
        lines: list[Line] = [[("class:qmark", "? "), ("class:question", first)]]
        return lines + [[("class:question", f"  {line}")] for line in more]

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
        if self.error:
            first, *more = wrap(safe(self.error, 1000), self._prose(), 4)
            lines.append([("class:error", f"  ✗ {first.lstrip()}")])
            lines += [[("class:error", line)] for line in more]
        self._status_drawn = safe(self._status()) if self._status else ""
        facts = [fact for fact in self._status_drawn.split(" · ") if fact]
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

    def _prose(self) -> int:
        return min(self.columns, _PROSE)

    def _ways_out(self) -> list[Hint]:
        ways = [Hint(f"{_named(extra.key)} {extra.name}", RARE) for extra in self._keys.extra]
        ways += [Hint("Esc back", OFTEN)] if self._keys.back else []
        ways += [Hint("Ctrl-R review", RARE)] if self._keys.review else []
        ways += [Hint("Ctrl-G steps", OBVIOUS)] if self._steps else []
        words = self._leave.split()[-1] if self.columns < _NARROW else self._leave
        return [*ways, Hint(f"Ctrl-C {words}", NEEDED)]

    def window(self, lines: Callable[[], list[Line]], *, focus: bool = False) -> Window:
        """A window no higher than its lines."""
        control = FormattedTextControl(
            lambda: self.fragments(lines()), focusable=focus, show_cursor=False
        )
        return Window(control, dont_extend_height=True)

    def fragments(self, lines: Sequence[Line]) -> StyleAndTextTuples:
        """Lines as prompt_toolkit takes them."""
        pieces: StyleAndTextTuples = []
        for number, line in enumerate(lines):
            if number:
                pieces.append(("", "\n"))
            pieces.extend((style, self._glyphs(text)) for style, text in line)
        return pieces

    def bindings(self) -> KeyBindings:
        """The keys that lead away from the question."""
        bindings = KeyBindings()

        def leads_to(signal: Callable[[], Exception], *keys: str) -> None:
            def leave(event: KeyPressEvent) -> None:
                end(event, exception=signal())

            for key in keys:
                # A character may be part of what is being typed.
                free = Condition(partial(self._free, key))
                bindings.add(key, eager=True, filter=free)(leave)

        # All of them everywhere: prompt_toolkit leaves Ctrl-D to text fields, and a signal from
        # outside (`kill -INT`) is a key of its own.
        leads_to(interrupted, "c-c", "c-d", "<sigint>")
        if self._keys.review:
            leads_to(GoReview, "c-r")
        if self._steps:
            leads_to(GoToStep, "c-g")
        for extra in self._keys.extra:
            leads_to(self._pressed(extra.value), extra.key)

        @bindings.add("?", eager=True, filter=Condition(partial(self._hides_keys, "?")))
        @bindings.add("f1", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._all_keys = not self._all_keys

        @bindings.add("c-z", eager=True)
        def _(event: KeyPressEvent) -> None:
            self.suspended()
            event.app.suspend_to_background()

        @bindings.add("escape")
        def _(event: KeyPressEvent) -> None:
            if not self.escape() and self._keys.back:
                end(event, exception=GoBack())

        return bindings

    def _hides_keys(self, key: str) -> bool:
        """Whether `key` shows the keys that there is no room for, and is no part of an answer."""
        return self._free(key) and (self._all_keys or len(self._all_key_lines()) > 1)

    def _all_key_lines(self) -> list[str]:
        hints = [*self.hints(), *self._ways_out()]
        return wrap_facts([hint.words for hint in hints], self.columns, 2)

    def _pressed(self, value: Any) -> Callable[[], Exception]:
        return lambda: Pressed(value, self.typed())

    def _free(self, key: str) -> bool:
        """Whether a key is no part of what is being typed."""
        return len(key) > 1 or not self.typed()

    def application(
        self, parts: Sequence[Container], focus: Window, bindings: KeyBindings, refresh: float
    ) -> Application[Any]:
        """The question as a program of its own, gone from the screen when it is answered."""
        # What a list no longer needs stays empty below, so that nothing jumps.
        content = HSplit(list(parts), align=VerticalAlign.TOP)
        application: Application[Any] = Application(
            layout=Layout(content, focused_element=focus),
            key_bindings=bindings,
            style=STYLE,
            include_default_pygments_style=False,
            erase_when_done=True,
        )
        application.ttimeoutlen = _ESCAPE_WAIT
        application.timeoutlen = _ESCAPE_WAIT

        def begin() -> None:
            if self._careful:
                drop_typed_ahead(application)
            if self._status:
                application.create_background_task(self._keep_time(application, refresh))

        application.pre_run_callables.append(begin)
        return application

    async def _keep_time(self, application: Application[Any], every: float) -> None:
        """Draw the question again when the status changes."""
        while True:
            await sleep(every)
            if self._status and safe(self._status()) != self._status_drawn:
                application.invalidate()


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
