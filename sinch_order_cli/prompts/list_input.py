"""A list to choose one or several from, drawn: filtered by typing, scrolled, never too high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys as Named

from sinch_order_cli.console.text_layout import cells, fit, wrap
from sinch_order_cli.prompts.list_state import Choosing
from sinch_order_cli.prompts.prompt_layout import (
    ENTER,
    NEEDED,
    OBVIOUS,
    USEFUL,
    USUAL,
    Frame,
    Hint,
    Line,
    end,
)
from sinch_order_cli.prompts.prompter import Option
from sinch_order_cli.text import safe

_INLINE = 4
"""So many short options stand beside their question."""
_PAGE = 10


class OptionList:
    """Options under a question; Enter takes the pointed one, or those that are marked.

    Args:
        search: typing narrows the list.
        several: Space marks; Enter needs `minimum` marks.
        or_pointed: Enter marks the pointed option where none is marked.
        letters: keys that take an option at once, by its place.
        careful: a letter only points, so that Enter takes what was seen.
    """

    def __init__(
        self,
        frame: Frame,
        choosing: Choosing,
        *,
        search: bool,
        several: bool = False,
        minimum: int = 0,
        or_pointed: bool = False,
        letters: Mapping[str, int] | None = None,
        careful: bool = False,
    ) -> None:
        self._frame = frame
        self._choosing = choosing
        self._search = search
        self._several = several
        self._minimum = minimum
        self._or_pointed = or_pointed
        self._letters = letters or {}
        self._careful = careful
        frame.hints = self._hints
        frame.escape = self._clear_filter
        frame.typed = lambda: choosing.typed

    def application(self, refresh: float) -> Application[Any]:
        """Asks; the answer is in the list's state."""
        window = self._frame.window(self._lines, focus=True)
        return self._frame.application([window], window, self._bindings(), refresh)

    def taken(self) -> Option:
        """The option that Enter took."""
        pointed = self._choosing.pointed
        assert pointed is not None
        return pointed

    def _lines(self) -> list[Line]:
        frame = self._frame
        question, help, foot = frame.question_lines(), frame.help_lines(), frame.foot_lines()
        if inline := self._inline(question):
            return [*question[:-1], inline, *help, *foot]
        if self._choosing.typed:
            question[-1] = [*question[-1], ("", "   "), ("class:match", safe(self._choosing.typed))]
        room = frame.rows - len(question) - len(help) - len(foot) - 1
        options, places = self._options(room)
        if self._choosing.out_of_sight(places):
            options, places = self._options(room - 1)
            options.append(self._marked_elsewhere(places))
        return [*question, *help, *options, *foot]

    def _marked_elsewhere(self, places: Sequence[int]) -> Line:
        """The marked options that the filter or the window hides: Enter takes them, too."""
        labels = [option.label.strip() for option in self._choosing.out_of_sight(places)]
        text = fit(f"   Also marked: {safe(', '.join(labels), 500)}", self._frame.columns)
        return [("class:match", text)]

    def _inline(self, question: list[Line]) -> Line | None:
        """Question and options in one line, if they are few and short."""
        options = self._choosing.options
        if self._several or self._search or len(options) > _INLINE:
            return None
        if any(option.hint or option.disabled for option in options):
            return None
        line = [*question[-1], ("", "  ")]
        for place, option in enumerate(options):
            here = place == self._choosing.pointer
            line.append(("class:pointer", " » ") if here else ("", "   "))
            line.append(("class:chosen" if here else "", safe(option.label)))
        fits = cells("".join(text for _, text in line)) <= self._frame.columns
        return line if fits else None

    def _options(self, room: int) -> tuple[list[Line], list[int]]:
        """The lines of the options that fit, and the places of those options."""
        choosing = self._choosing
        if not choosing.found:
            return [[("", f'   No match for "{safe(choosing.typed, 80)}".')]], []
        drawn = {place: self._option(place) for place in choosing.found}
        heights = {place: len(lines) for place, lines in drawn.items()}
        # Two lines say what is above and below.
        shown = choosing.shown(room if sum(heights.values()) <= room else room - 2, heights)
        lines: list[Line] = []
        if shown.above:
            lines.append([("class:dim", f"   ↑ {shown.above} more")])
        for place in shown.places:
            lines += drawn[place]
        if shown.below:
            lines.append([("class:dim", f"   ↓ {shown.below} more")])
        return lines, shown.places

    def _option(self, place: int) -> list[Line]:
        """One option, its label and hint beside each other or, where it is narrow, below."""
        option = self._choosing.options[place]
        here = place == self._choosing.pointer
        style = "class:dim" if option.disabled else "class:chosen" if here else ""
        lead = " » " if here else "   "
        if self._several:
            lead += "[x] " if place in self._choosing.marked else "[ ] "
        label = safe(option.label)
        hint = safe(f"({option.disabled})" if option.disabled else option.hint)
        room = self._frame.columns - len(lead)
        beside = bool(hint) and cells(label) + 3 + cells(hint) <= room
        first, *more = wrap(label, room)
        lines: list[Line] = [[("class:pointer", lead), (style, first)]]
        lines += [[(style, " " * len(lead) + line)] for line in more]
        if beside:
            lines[0].append(("class:dim", f"   {hint}"))
        elif hint:
            lines += [
                [("class:dim", line)] for line in wrap(hint, self._frame.columns, len(lead) + 2)
            ]
        return lines

    def _hints(self) -> list[Hint]:
        choosing = self._choosing
        letters = " or ".join(self._letters)
        hints = [Hint(letters, NEEDED)] if letters else []
        if letters and choosing.pointer is None:
            return hints
        inline = self._inline(self._frame.question_lines())
        hints.append(Hint("←→ choose" if inline else "↑↓ choose", USUAL))
        if self._search:
            hints.append(Hint("Esc show all" if choosing.typed else "type to filter", USUAL))
        if self._several and self._marks_on_enter:
            return [*hints, Hint("Enter mark", USEFUL)]
        if self._several:
            hints.append(Hint("Space mark", USEFUL))
        count = len(choosing.marked) if self._several else 0
        if count:
            return [*hints, Hint(f"Enter select {count}", USEFUL)]
        return [*hints, Hint("Enter select", OBVIOUS)]

    @property
    def _marks_on_enter(self) -> bool:
        """Whether Enter marks what was filtered for, instead of taking what was marked before."""
        return bool(self._choosing.typed) and (not self._or_pointed or bool(self._choosing.marked))

    def _clear_filter(self) -> bool:
        if not self._choosing.typed:
            return False
        self._frame.error = ""
        self._choosing.filter("")
        return True

    def _enter(self, event: KeyPressEvent) -> None:
        choosing, frame = self._choosing, self._frame
        if self._several and choosing.pointer is not None and self._marks_on_enter:
            choosing.marked.add(choosing.pointer)
            choosing.filter("")
            return
        if self._or_pointed and not choosing.marked:
            choosing.toggle()
        if self._several and len(choosing.marked) < self._minimum:
            count = "one" if self._minimum == 1 else str(self._minimum)
            frame.error = f"Mark at least {count}. Press Space to mark the line at »."
        elif not self._several and choosing.pointer is None:
            frame.error = self._nothing_chosen()
        else:
            end(event)

    def _nothing_chosen(self) -> str:
        if self._letters:
            return f"Choose one: press {' or '.join(self._letters)}."
        if self._careful and self._choosing.found:
            return "Choose one with the arrow keys, then press Enter."
        return "Nothing to select."

    def _bindings(self) -> KeyBindings:
        bindings = self._frame.bindings()
        choosing = self._choosing
        for key in ENTER:
            bindings.add(key, eager=True)(self._enter)

        def moves(steps: int, *keys: str, around: bool = True) -> None:
            def move(event: KeyPressEvent) -> None:
                self._frame.error = ""
                if choosing.pointer is None:  # nothing was proposed
                    choosing.filter(choosing.typed)
                else:
                    choosing.move(steps, around=around)

            for key in keys:
                bindings.add(key, eager=True)(move)

        moves(-1, "up", "left", "c-p", "s-tab")
        moves(1, "down", "right", "c-n", "tab")
        moves(-_PAGE, "pageup", around=False)
        moves(_PAGE, "pagedown", around=False)
        moves(-len(choosing.options), "home", around=False)
        moves(len(choosing.options), "end", around=False)
        self._bind_letters(bindings)
        if self._several:

            @bindings.add(" ", filter=Condition(lambda: not choosing.typed))
            def _(event: KeyPressEvent) -> None:
                self._frame.error = ""
                choosing.toggle()

        if self._search:
            self._bind_filter(bindings)
        return bindings

    def _bind_letters(self, bindings: KeyBindings) -> None:
        for letter, place in self._letters.items():

            @bindings.add(letter)
            @bindings.add(letter.upper())
            def _(event: KeyPressEvent, place: int = place) -> None:
                self._frame.error = ""
                self._choosing.pointer = place
                if not self._careful:
                    end(event)

    def _bind_filter(self, bindings: KeyBindings) -> None:
        choosing = self._choosing

        def narrow(typed: str) -> None:
            self._frame.error = ""
            choosing.filter(typed)

        @bindings.add(Named.Any)
        @bindings.add(Named.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            typed = " ".join(event.data.splitlines())
            if typed.isprintable():
                narrow((choosing.typed + typed).lstrip())

        @bindings.add("backspace")
        def _(event: KeyPressEvent) -> None:
            narrow(choosing.typed[:-1])

        @bindings.add("c-u")
        @bindings.add("c-w")
        def _(event: KeyPressEvent) -> None:
            narrow("")
