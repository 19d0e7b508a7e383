"""Text input: questionary's text, path and password, validated on leaving the field."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import questionary
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    PathCompleter,
    get_common_complete_suffix,
)
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Always
from prompt_toolkit.filters.app import shift_selection_mode
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys as Named
from prompt_toolkit.layout import Dimension, HSplit
from prompt_toolkit.selection import SelectionState
from prompt_toolkit.shortcuts import CompleteStyle

from sinch_order_cli.console.text_layout import cells
from sinch_order_cli.prompts.list_state import folded
from sinch_order_cli.prompts.prompt_layout import (
    OBVIOUS,
    STYLE,
    USEFUL,
    USUAL,
    Drawn,
    Hint,
    PromptContext,
    end,
    redrawn_message,
)
from sinch_order_cli.prompts.question import FilePath, Secret, Text
from sinch_order_cli.text import safe

_MENU = 6
_ROOM = 20
"""Minimum columns for an answer beside its question; with fewer it gets its own line."""


class Field(Drawn):
    """A text, path or secret to type; Enter submits it if it is valid."""

    def __init__(self, question: Text | FilePath | Secret, around: PromptContext) -> None:
        super().__init__(question, around)
        if isinstance(question, Text) and question.placeholder:
            self._help.append(safe(f"For example {question.placeholder}.", 2000))
        self._question = question
        self._buffer = Buffer()
        self._refused = False

    def prompt(self) -> questionary.Question:
        prompt = self._questionary()
        application = prompt.application
        self._buffer = buffer = application.current_buffer
        if buffer.text:  # selected, so that typing replaces it and moving the cursor edits it
            buffer.selection_state = SelectionState(0)
            buffer.selection_state.enter_shift_mode()
        buffer.on_text_changed += lambda _: self._revalidate()
        window = application.layout.current_window
        window.dont_extend_height = Always()
        window.height = self._height
        application.key_bindings = merge_key_bindings(
            [application.key_bindings or KeyBindings(), self._editing()]
        )
        # The field with its menu. Its own error line would truncate errors.
        field = cast("HSplit", application.layout.container).children[0]
        return self.join(prompt, field, self.window(self.below))

    def _questionary(self) -> questionary.Question:
        question = self._question
        message = redrawn_message(self._shown_message)
        more: dict[str, Any] = {
            "style": STYLE,
            "validate": lambda text: question.problem(text) or True,
            "validate_while_typing": False,
            "prompt_continuation": "   ",
            "reserve_space_for_menu": 0,
            "erase_when_done": True,
        }
        if isinstance(question, Secret):
            return questionary.password(message, **more)
        if isinstance(question, FilePath):
            return questionary.path(
                message,
                question.default,
                completer=Paths(question.offered),
                complete_style=CompleteStyle.COLUMN,
                **more,
            )
        completer = ContainsCompleter(question.suggestions) if question.suggestions else None
        return questionary.text(message, question.default, completer=completer, **more)

    def _shown_message(self) -> str:
        text = "\n".join(self.message_lines())
        if cells(f"? {text}".splitlines()[-1]) + _ROOM > self.columns:
            return f"{text}\n{self._around.glyphs(' »')}"
        return f"{text}  "

    def _height(self) -> Dimension:
        """Return the height, with room for the menu while it is open."""
        state = self._buffer.complete_state
        shown = min(_MENU, len(state.completions)) if state else 0
        return Dimension(min=1 + shown) if shown else Dimension()

    def typed(self) -> str:
        return self._buffer.text

    def said(self, answer: str) -> str:
        return "" if isinstance(self._question, Secret) else first_line(answer)

    @property
    def nothing(self) -> str:
        return "not shown" if isinstance(self._question, Secret) else "left empty"

    def hints(self) -> list[Hint]:
        if self._buffer.selection_state and self._buffer.text:
            return [
                Hint("Enter keep", USEFUL),
                Hint("type to replace", USEFUL),
                Hint("← edit", OBVIOUS),
            ]
        if not self._buffer.text:
            optional = isinstance(self._question, Text) and self._question.optional
            return [Hint("Enter leave empty", USEFUL)] if optional else []
        completes = isinstance(self._question, FilePath) or (
            isinstance(self._question, Text) and bool(self._question.suggestions)
        )
        return [Hint("Tab complete", USUAL)] if completes else []

    def escape(self) -> bool:
        if self._buffer.complete_state is None:
            return False
        self._buffer.cancel_completion()
        return True

    def wrong(self) -> str:
        error = self._buffer.validation_error
        return error.message if error else ""

    def _revalidate(self) -> None:
        """Remove an error as soon as the input is valid, but show none while typing."""
        if self._refused:
            self._refused = not self._buffer.validate()

    def _complete(self) -> None:
        """Complete with Tab: the whole rest if it is unambiguous, else the common prefix.

        The lookup is synchronous, since the menu fills in the background and may be late.
        """
        buffer = self._buffer
        requested = CompleteEvent(completion_requested=True)
        found = list(buffer.completer.get_completions(buffer.document, requested))
        if len(found) == 1:
            buffer.apply_completion(found[0])
            if buffer.text.endswith(os.sep):
                buffer.start_completion()
        elif common := get_common_complete_suffix(buffer.document, found):
            buffer.insert_text(common)
            buffer.start_completion()
        elif found:
            buffer.start_completion(select_first=True)

    def _open_folder(self) -> bool:
        """If a folder is selected in the menu, list its contents instead of submitting."""
        state = self._buffer.complete_state
        if state is None or state.complete_index is None:
            return False
        self._buffer.complete_state = None
        if not self._buffer.text.endswith(os.sep):
            return False
        self._buffer.start_completion()
        return True

    def _editing(self) -> KeyBindings:
        bindings = KeyBindings()

        @bindings.add("enter", eager=True)
        def _(event: KeyPressEvent) -> None:
            if self._open_folder():
                return
            self._refused = not self._buffer.validate()
            if not self._refused:
                end(event, result=self._buffer.text)

        @bindings.add("tab", eager=True)
        def _(event: KeyPressEvent) -> None:
            state = self._buffer.complete_state
            if state is None or state.complete_index is None:
                self._buffer.exit_selection()
                self._complete()
            elif not (len(state.completions) == 1 and self._open_folder()):
                self._buffer.complete_next()

        # questionary's path would merge two slashes, as in file:///.
        @bindings.add(os.sep, eager=True)
        def _(event: KeyPressEvent) -> None:
            self._insert(os.sep)

        @bindings.add(Named.BracketedPaste, eager=True)
        def _(event: KeyPressEvent) -> None:
            multiline = isinstance(self._question, Text) and self._question.multiline
            lines = event.data.strip().splitlines()
            self._insert(("\n" if multiline else " ").join(lines))

        @bindings.add("backspace", filter=shift_selection_mode)
        @bindings.add("c-a", filter=shift_selection_mode)
        @bindings.add("c-e", filter=shift_selection_mode)
        def _(event: KeyPressEvent) -> None:
            self._buffer.exit_selection()
            event.key_processor.feed(event.key_sequence[0], first=True)

        return bindings

    def _insert(self, text: str) -> None:
        if self._buffer.selection_state:
            self._buffer.cut_selection()
        self._buffer.insert_text(text)


class ContainsCompleter(Completer):
    """Suggests those of `texts` that contain the typed text."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        for text in self._texts:
            if folded(typed) in folded(text) and text != typed:
                yield Completion(text, start_position=-len(typed), display=safe(text))


class Paths(PathCompleter):
    """Suggests files and folders that start with the typed text; folders end with a slash.

    Args:
        offered: a test for file names to suggest; None suggests all.
    """

    def __init__(self, offered: Callable[[str], bool] | None = None) -> None:
        def kept(path: str) -> bool:
            return offered is None or Path(path).is_dir() or offered(Path(path).name)

        super().__init__(expanduser=True, file_filter=kept)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor.lstrip("'\"")
        begun = os.path.split(typed)[1]
        for found in super().get_completions(Document(typed), event):
            folder = os.sep if found.display_text.endswith("/") else ""
            name = begun + found.text
            if (begun or not name.startswith(".")) and found.text + folder:
                yield Completion(found.text + folder, display=safe(name + folder))


def first_line(text: str) -> str:
    """Return the first line of a text, and the number of further lines."""
    first, *more = text.splitlines() or [""]
    if not more:
        return first
    return f"{first} (+ {len(more)} {'line' if len(more) == 1 else 'lines'})"
