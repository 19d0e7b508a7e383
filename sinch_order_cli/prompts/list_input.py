"""A list for choosing one or several options: a custom questionary.Question.

questionary's own list accepts an option that the filter excluded or that is disabled, hangs if the
filter matches only disabled options, and doesn't show long hints or marked options outside the
window. Its choices, separators and style are used here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys as Named
from prompt_toolkit.layout import Layout
from questionary import Choice, Separator

from sinch_order_cli.console.text_layout import cells, fit, wrap
from sinch_order_cli.prompts.list_state import Choosing
from sinch_order_cli.prompts.prompt_layout import (
    NEEDED,
    OBVIOUS,
    STYLE,
    USEFUL,
    USUAL,
    Drawn,
    Hint,
    Line,
    PromptContext,
    end,
)
from sinch_order_cli.prompts.question import Confirm, Mark, Option, Select
from sinch_order_cli.text import safe

_INLINE = 4
"""Maximum number of short options shown beside their question."""
_PAGE = 10


class OptionList(Drawn):
    """Options below a question; Enter selects the current one, or all marked ones."""

    def __init__(self, question: Select | Mark | Confirm, around: PromptContext) -> None:
        self._careful = not isinstance(question, Mark) and question.careful
        super().__init__(question, around, careful=self._careful)
        self._mark = question if isinstance(question, Mark) else None
        self._letters: dict[str, int] = {}
        if isinstance(question, Confirm):
            self._letters = {"y": 0, "n": 1}
            options: Sequence[Option] = [Option(True, question.yes), Option(False, question.no)]
            self._search = False
        else:
            options = question.options
            self._search = question.searched
        default = None if isinstance(question, Mark) else question.default
        self._choosing = Choosing(options, default)
        if self._careful or not (isinstance(question, Select | Mark) or question.points):
            self._choosing.pointer = None
        # Use the index instead of the value, as questionary replaces None by the title.
        self._choices = [
            Choice(
                safe(option.label),
                place,
                disabled=safe(option.disabled),
                description=safe(f"({option.disabled})" if option.disabled else option.hint),
            )
            for place, option in enumerate(options)
        ]

    def prompt(self) -> questionary.Question:
        window = self.window(self._lines, focus=True)
        application: Application[Any] = Application(
            layout=Layout(window),
            key_bindings=self._choosing_keys(),
            style=STYLE,
            include_default_pygments_style=False,
            erase_when_done=True,
        )
        return self.join(questionary.Question(application), window)

    def said(self, answer: Any) -> str:
        choosing = self._choosing
        if self._mark:
            return ", ".join(_compact(choosing.options[at].label) for at in sorted(choosing.marked))
        return _compact(choosing.pointed.label) if choosing.pointed else ""

    def typed(self) -> str:
        return self._choosing.typed

    def marked(self) -> list[Any]:
        return self._choosing.values() if self._mark else []

    @property
    def escapes(self) -> bool:
        return self._search and bool(self._choosing.typed)

    def escape(self) -> bool:
        if not self._choosing.typed:
            return False
        self._narrow("")
        return True

    # Display

    def _lines(self) -> list[Line]:
        question: list[Line] = [[("class:question", line)] for line in self.message_lines()]
        question[0].insert(0, ("class:qmark", "? "))
        if inline := self._inline(question[-1]):
            return [*question[:-1], inline, *self.below()]
        choosing, below = self._choosing, self.foot_lines()
        if choosing.typed:
            question[-1] += [("", "   "), ("class:match", safe(choosing.typed))]
        above = [*question, *self.help_lines()]
        room = self.rows - len(above) - len(below) - 1
        page, places = self._page(room)
        if choosing.out_of_sight(places):
            page, places = self._page(room - 1)
            labels = ", ".join(one.label.strip() for one in choosing.out_of_sight(places))
            also = fit(f"   Also marked: {safe(labels, 500)}", self.columns)
            page.append([("class:match", also)])
        return [*above, *page, *below]

    def _inline(self, question: Line) -> Line | None:
        """Return question and options as one line, if they are few and short."""
        if self._mark or self._search or len(self._choices) > _INLINE:
            return None
        if any(choice.description or choice.disabled for choice in self._choices):
            return None
        line = [*question, ("", "  ")]
        for choice in self._choices:
            here = choice.value == self._choosing.pointer
            line.append(("class:pointer", " » ") if here else ("", "   "))
            line.append(("class:chosen" if here else "", str(choice.title)))
        return line if cells("".join(text for _, text in line)) <= self.columns else None

    def _page(self, room: int) -> tuple[list[Line], list[int]]:
        """Return the lines of the options that fit, and the indexes of those options."""
        choosing = self._choosing
        if (other := self._other) is not None:
            lines = self._beside(" » ", "class:chosen", safe(other.label), safe(other.hint))
            return lines, []
        if not choosing.found:
            return self._row(Separator(f'No match for "{safe(choosing.typed, 80)}".')), []
        drawn = {place: self._row(self._choices[place]) for place in choosing.found}
        heights = {place: len(lines) for place, lines in drawn.items()}
        # Two lines state how many options are above and below.
        shown = choosing.shown(room if sum(heights.values()) <= room else room - 2, heights)
        above = self._row(Separator(f"↑ {shown.above} more")) if shown.above else []
        below = self._row(Separator(f"↓ {shown.below} more")) if shown.below else []
        return [*above, *(line for at in shown.places for line in drawn[at]), *below], shown.places

    def _row(self, choice: Choice) -> list[Line]:
        """Return the lines of a choice: its description beside the title or, if narrow, below
        it."""
        title, hint = str(choice.title), choice.description or ""
        if isinstance(choice, Separator):
            return [[("class:dim", f"   {title}")]]
        here = choice.value == self._choosing.pointer
        style = "class:dim" if choice.disabled else "class:chosen" if here else ""
        lead = " » " if here else "   "
        if self._mark:
            lead += "[x] " if choice.value in self._choosing.marked else "[ ] "
        return self._beside(lead, style, title, hint)

    def _beside(self, lead: str, style: str, title: str, hint: str) -> list[Line]:
        """Return a title with its hint beside it or, if narrow, below it."""
        room = self.columns - len(lead)
        first, *more = wrap(title, room)
        lines: list[Line] = [[("class:pointer", lead), (style, first)]]
        lines += [[(style, " " * len(lead) + line)] for line in more]
        if hint and cells(title) + 3 + cells(hint) <= room:
            lines[0].append(("class:dim", f"   {hint}"))
        elif hint:
            lines += [[("class:dim", line)] for line in wrap(hint, self.columns, len(lead) + 2)]
        return lines

    def hints(self) -> list[Hint]:
        choosing = self._choosing
        letters = " or ".join(self._letters)
        hints = [Hint(letters, NEEDED)] if letters else []
        if letters and choosing.pointer is None:
            return hints
        inline = self._inline([("", f"  {self.message_lines()[-1]}")])
        if self._other is None:
            hints.append(Hint("←→ choose" if inline else "↑↓ choose", USUAL))
        if self._search:
            hints.append(Hint("Esc show all" if choosing.typed else "type to filter", USUAL))
        if self._other is not None:
            return [*hints, Hint("Enter select", USEFUL)]
        if self._mark and self._marks_on_enter:
            return [*hints, Hint("Enter mark", USEFUL)]
        if self._mark:
            hints.append(Hint("Space mark", USEFUL))
            if choosing.marked:
                return [*hints, Hint(f"Enter select {len(choosing.marked)}", USEFUL)]
        return [*hints, Hint("Enter select", OBVIOUS)]

    # Keys

    @property
    def _marks_on_enter(self) -> bool:
        """Return True if Enter marks the filtered option instead of submitting the earlier
        marks."""
        or_pointed = self._mark is not None and self._mark.or_pointed
        return bool(self._choosing.typed) and (not or_pointed or bool(self._choosing.marked))

    @property
    def _other(self) -> Option | None:
        """Return the option offered for a typed text without matches."""
        offered = self._mark.other if self._mark else None
        typed = self._choosing.typed
        return offered(typed) if offered and typed and not self._choosing.found else None

    def _narrow(self, typed: str) -> None:
        self.error = ""
        self._choosing.filter(typed)

    def _enter(self, event: KeyPressEvent) -> None:
        choosing = self._choosing
        if self._mark:
            self._enter_marks(event, self._mark)
        elif choosing.pointed is None:
            self.error = self._nothing_chosen()
        else:
            end(event, result=choosing.pointed.value)

    def _enter_marks(self, event: KeyPressEvent, question: Mark) -> None:
        choosing = self._choosing
        if (other := self._other) is not None:
            end(event, exception=self._pressed(other.value))
            return
        if choosing.pointer is not None and self._marks_on_enter:
            choosing.marked.add(choosing.pointer)
            choosing.filter("")
            return
        if question.or_pointed and not choosing.marked:
            choosing.toggle()
        if len(choosing.marked) < question.least:
            count = "one" if question.least == 1 else str(question.least)
            self.error = f"Mark at least {count}. Press Space to mark the line at »."
        else:
            end(event, result=choosing.values())

    def _nothing_chosen(self) -> str:
        if self._letters:
            return f"Choose one: press {' or '.join(self._letters)}."
        if self._careful and self._choosing.found:
            return "Choose one with the arrow keys, then press Enter."
        if self._choosing.found:
            found = self._choices[self._choosing.found[0]]
            return f"{found.title} can't be chosen: {found.disabled}"
        return "Nothing to select."

    def _choosing_keys(self) -> KeyBindings:
        bindings = KeyBindings()
        choosing, count = self._choosing, len(self._choices)
        for key in ("enter", "c-j"):  # some terminals and programs send this for Enter
            bindings.add(key, eager=True)(self._enter)

        def moves(steps: int, *keys: str, around: bool = True) -> None:
            def move(event: KeyPressEvent) -> None:
                self.error = ""
                if choosing.pointer is None:  # nothing was preselected
                    choosing.filter(choosing.typed)
                else:
                    choosing.move(steps, around=around)

            for key in keys:
                bindings.add(key, eager=True)(move)

        moves(-1, "up", "left", "c-p", "s-tab")
        moves(1, "down", "right", "c-n", "tab")
        moves(-_PAGE, "pageup", around=False)
        moves(_PAGE, "pagedown", around=False)
        moves(-count, "home", around=False)
        moves(count, "end", around=False)
        for letter, place in self._letters.items():
            self._bind_letter(bindings, letter, place)
        if self._search:
            self._bind_filter(bindings)
        if self._mark:

            @bindings.add(" ", filter=Condition(lambda: not choosing.typed))
            def _(event: KeyPressEvent) -> None:
                self.error = ""
                choosing.toggle()

        return bindings

    def _bind_letter(self, bindings: KeyBindings, letter: str, place: int) -> None:
        @bindings.add(letter)
        @bindings.add(letter.upper())
        def _(event: KeyPressEvent) -> None:
            self.error = ""
            self._choosing.pointer = place
            if not self._careful:  # else Enter submits the visible answer
                self._enter(event)

    def _bind_filter(self, bindings: KeyBindings) -> None:
        @bindings.add(Named.Any)
        @bindings.add(Named.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            typed = " ".join(event.data.splitlines())
            if typed.isprintable():
                self._narrow((self._choosing.typed + typed).lstrip())

        @bindings.add("backspace")
        def _(event: KeyPressEvent) -> None:
            self._narrow(self._choosing.typed[:-1])

        @bindings.add("c-u")
        @bindings.add("c-w")
        def _(event: KeyPressEvent) -> None:
            self._narrow("")


def _compact(label: str) -> str:
    """Collapse the aligned columns of a list label into a single phrase."""
    return "  ".join(part for part in label.split("  ") if part.strip())
