"""Questions as plain lines, for screen readers and dumb terminals: nothing is ever redrawn.

Choices have numbers and can be found by part of their label. `:back`, `:review` and `:quit` replace
the keys of the drawn prompts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.text_layout import cells, wrap
from sinch_order_cli.prompts.editor import edit_text, unquote
from sinch_order_cli.prompts.list_state import folded, matching
from sinch_order_cli.prompts.prompter import (
    GoBack,
    GoReview,
    GoToStep,
    Pressed,
    Prompter,
    interrupted,
)
from sinch_order_cli.prompts.question import (
    Confirm,
    Edit,
    FilePath,
    Keys,
    Mark,
    Option,
    Question,
    Secret,
    Select,
    Text,
)
from sinch_order_cli.text import safe

_READ_OUT = 20
"""Longer lists are not read out before the question."""
_ROOM = 12
"""Minimum columns for an answer beside its prompt."""
_STATUS_EVERY = 600.0
"""Seconds between announcements of the status; more often would be tiring to listen to."""


class PlainPrompter(Prompter):
    """Writes questions to standard error and reads answers from standard input."""

    def __init__(self, terminal: Terminal, clock: Callable[[], float] = time.monotonic) -> None:
        self._terminal = terminal
        self._clock = clock
        self._status_said = -_STATUS_EVERY

    def ask(self, question: Question) -> Any:
        match question:
            case Text():
                return self._text(question, question.suggestions, question.placeholder)
            case FilePath():
                return unquote(self._text(question))
            case Select():
                return self._select(question)
            case Mark():
                return self._mark(question)
            case Confirm():
                return self._confirm(question)
            case Edit():
                return self._edit(question)
            case Secret():
                return self._secret(question)
        raise TypeError(type(question))

    def _text(
        self, question: Text | FilePath, suggestions: Sequence[str] = (), placeholder: str = ""
    ) -> str:
        optional = isinstance(question, Text) and question.optional
        default = question.default
        self._introduce(question)
        if placeholder:
            self._say(f"For example {placeholder}.")
        if suggestions:
            self._say("Likely answers: " + ", ".join(suggestions[:_READ_OUT]) + ".")
        if default:
            empty = " :empty leaves it empty." if optional else ""
            self._say(f"Enter keeps {default}.{empty}")
        elif optional:
            self._say("Enter leaves it empty.")
        while True:
            typed = self._read("Answer", question.keys, words=("empty",) if optional else ())
            if typed == ":empty" and optional:
                return ""
            answer = typed or default
            problem = question.problem(answer)
            if problem is None:
                return answer
            self._wrong(problem)

    def _select(self, question: Select) -> Any:
        options, default = question.options, question.default
        if question.careful:
            self._drop_typed_ahead()
            default = None
        self._introduce(question)
        preset = next((o for o in options if default is not None and o.value == default), None)
        self._list_all(options)
        if preset:
            self._say(f"Enter selects {_said(preset)}.")
        while True:
            typed = self._read("Number or part of the text", question.keys, words=("list",))
            if typed == ":list":
                self._list(options, range(len(options)))
                continue
            if preset and not typed:
                place: int | None = options.index(preset)
            else:
                place = self._find(options, typed, whole=question.careful)
            if place is not None:
                self._say(f"{_said(options[place])}.")
                return options[place].value

    def _mark(self, question: Mark) -> list[Any]:
        options = question.options
        self._introduce(question)
        self._list_all(options)
        kept = [place for place, option in enumerate(options) if option.marked]
        if kept:
            self._say(f"Enter keeps {self._labels(options, kept)}. :none selects none.")
        elif not question.least:
            self._say("Enter selects none.")
        while True:
            typed = self._read(
                "Numbers or texts, separated by commas", question.keys, words=("list", "none")
            )
            if typed == ":list":
                self._list(options, range(len(options)))
                continue
            other = question.other(typed) if question.other and typed else None
            if other is not None and not matching(options, typed):
                self._say(f"{_said(other)}.")
                raise Pressed(other.value)
            chosen = self._find_all(options, "" if typed == ":none" else typed)
            if not typed:
                chosen = kept
            if chosen is None:
                continue
            if len(chosen) >= question.least:
                self._say(f"{self._labels(options, chosen) or 'None'}.")
                return [options[place].value for place in chosen]
            self._wrong(f"Choose at least {question.least}.")

    def _confirm(self, question: Confirm) -> bool:
        default, yes, no = question.default, question.yes, question.no
        if question.careful:
            self._drop_typed_ahead()
            default = None
        self._introduce(question)
        if (yes, no) != ("Yes", "No"):
            self._say(f"Yes means: {yes}. No means: {no}.")
        if default is not None:
            self._say(f"Enter selects {yes if default else no}.")
        while True:
            typed = folded(self._read("Yes or no", question.keys))
            if not typed and default is not None:
                return default
            for value, known in ((True, ("y", "yes", yes)), (False, ("n", "no", no))):
                if typed in map(folded, known):
                    return value
            self._wrong("Answer yes or no.")

    def _edit(self, question: Edit) -> str:
        text = question.text
        self._introduce(question)
        if text:
            self._say(f"The text so far:\n{safe(text, 10_000, lines=True)}\n:keep keeps it.")
        self._say("Enter the lines, then :done. :editor opens your editor.")
        lines: list[str] = []
        while True:
            typed = self._read("Line", question.keys, words=("done", "editor", "keep"), strip=False)
            if typed == ":keep":
                return text
            if typed == ":editor":
                return edit_text("\n".join(lines) or text, question.suffix)
            if typed == ":done":
                return "\n".join(lines)
            lines.append(typed)

    def _secret(self, question: Secret) -> str:
        prompt = f"{safe(question.message)}, not shown while you type > "
        while True:
            if not self._terminal.stdin_tty or self._terminal.stdin is not sys.stdin:
                answer = self._line(prompt)
            else:
                import getpass

                try:
                    answer = getpass.getpass(prompt, stream=self._terminal.stderr)
                except (EOFError, KeyboardInterrupt):
                    raise interrupted() from None
            problem = question.problem(answer)
            if problem is None:
                return answer.strip()
            self._wrong(problem)

    def _introduce(self, question: Question) -> None:
        self._say("")
        self._say_status()
        said = safe(question.message)
        self._say(said if said.endswith(("?", ".", ":")) else f"{said}.")
        for line in question.help:
            self._say(safe(line, 2000))

    def _say_status(self) -> None:
        if self.status and self._clock() - self._status_said >= _STATUS_EVERY:
            self._status_said = self._clock()
            if said := self.status():
                self._say(f"{safe(said)}.")

    def _read(self, what: str, keys: Keys, *, words: Sequence[str] = (), strip: bool = True) -> str:
        """Read a line that is an answer, or one of `words` as typed, including its colon.

        Raises:
            GoBack, GoReview, Pressed, InterruptedByUser: the user typed the word for it.
        """
        extra = {key.name: key.value for key in keys.extra}
        known = [
            word
            for word, on in (("back", keys.back), ("review", keys.review), ("steps", self.steps))
            if on
        ]
        offered = ", ".join(f":{word}" for word in [*known, *extra, "quit"])
        while True:
            line = self._line(f"{what}, or {offered} > ")
            word = line.strip().lower()
            name = word[1:]
            if not word.startswith(":") or not name.lstrip(":").isalpha():
                return line.strip() if strip else line
            if name in ("quit", "q"):
                raise interrupted()
            if name == "back" and keys.back:
                raise GoBack
            if name == "review" and keys.review:
                raise GoReview
            if name == "steps" and self.steps:
                raise GoToStep
            if name in extra:
                raise Pressed(extra[name])
            if name in words:
                return word
            if name.startswith(":"):  # "::text" is an answer that begins with a colon
                return line.strip()[1:]
            self._wrong(f"{word} is not available here.")

    def _line(self, prompt: str) -> str:
        try:
            # Ctrl-C may come as soon as the prompt is visible, before reading begins.
            self._terminal.put(self._folded(prompt))
            line = self._terminal.stdin.readline()
        except (KeyboardInterrupt, EOFError):
            line = ""
        if not line:
            self._terminal.put("\n")
            raise interrupted()
        return line.rstrip("\r\n")

    def _folded(self, prompt: str) -> str:
        """Wrap a prompt so that its last line has room for the answer."""
        width = self._terminal.width
        if cells(prompt) + _ROOM <= width:
            return prompt
        return "\n".join(wrap(prompt.removesuffix("> "), width)) + "\n> "

    def _drop_typed_ahead(self) -> None:
        """Discard the lines typed before the question was written."""
        if not self._terminal.stdin_tty:
            return
        try:
            import termios

            termios.tcflush(self._terminal.stdin.fileno(), termios.TCIFLUSH)
        except (ImportError, OSError, ValueError):  # Windows; a closed terminal
            return

    def _find(self, options: Sequence[Option], typed: str, *, whole: bool = False) -> int | None:
        """Return the index of the option that matches; None, after printing why, if unclear.

        Args:
            whole: require the whole text of an option, not a part.
        """
        if not typed:
            self._wrong("An answer is required.")
            return None
        exact = [n for n, option in enumerate(options) if folded(option.label) == folded(typed)]
        if not exact and typed.isdecimal() and 1 <= int(typed) <= len(options):
            exact = [int(typed) - 1]
        found = exact[:1] or ([] if whole else matching(options, typed))
        if len(found) > 1:
            self._say(f"{len(found)} matches:")
            self._list(options, sorted(found))
            return None
        if not found:
            self._wrong(f'No match for "{safe(typed, 80)}".')
            return None
        if why := options[found[0]].disabled:
            self._wrong(f"{_said(options[found[0]])} can't be selected: {safe(why)}")
            return None
        return found[0]

    def _find_all(self, options: Sequence[Option], typed: str) -> list[int] | None:
        places = []
        for part in filter(None, (part.strip() for part in typed.split(","))):
            place = self._find(options, part)
            if place is None:
                return None
            places.append(place)
        return sorted(set(places))

    def _list_all(self, options: Sequence[Option]) -> None:
        if len(options) > _READ_OUT:
            self._say(f"{len(options)} choices. Enter part of one, or :list to list all.")
        else:
            self._list(options, range(len(options)))

    def _list(self, options: Sequence[Option], places: Sequence[int]) -> None:
        """Write short choices on one line, longer ones on a line each."""
        lines = []
        for place in places:
            option = options[place]
            parts = [_said(option), safe(option.hint)]
            parts += [f"can't be selected: {safe(option.disabled)}"] if option.disabled else []
            words, number = ", ".join(filter(None, parts)), f"{place + 1} "
            lines.append(words if words.startswith(number) else number + words)
        short = sum(map(len, lines)) + 2 * len(lines) <= 2 * self._terminal.width
        short = short and not any("," in line for line in lines)
        self._say(", ".join(lines) if short else "\n".join(lines))

    @staticmethod
    def _labels(options: Sequence[Option], places: Sequence[int]) -> str:
        return ", ".join(_said(options[place]) for place in places)

    def _say(self, text: str) -> None:
        self._terminal.say(safe(text, 20_000, lines=True))

    def _wrong(self, problem: str) -> None:
        self._say(f"Not accepted: {safe(problem)}")


def _said(option: Option) -> str:
    """Return a choice's label without the spaces that align it in a drawn list."""
    return safe(" ".join(option.label.split()))
