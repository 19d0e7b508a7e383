"""A field to type into, drawn: text or a path, checked when it is left."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    get_common_complete_suffix,
)
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys as Named
from prompt_toolkit.layout import ConditionalContainer, Window
from prompt_toolkit.layout.controls import BufferControl
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

from sinch_order_cli.console.text_layout import cells, fit
from sinch_order_cli.prompts.list_state import folded
from sinch_order_cli.prompts.prompt_layout import (
    ENTER,
    OBVIOUS,
    USEFUL,
    USUAL,
    Frame,
    Hint,
    Line,
    end,
)
from sinch_order_cli.text import safe

_MENU = 6
_ROOM = 20
"""Columns that an answer needs beside its question; else it gets a line of its own."""


class Field:
    """A text to type; Enter leaves it if `check` has nothing to say.

    Args:
        default: stands in the field; typing replaces it, moving the cursor edits it.
        check: what is wrong with the text, None if nothing is.
        completer: offers texts under the field while one types, taken with Tab.
    """

    def __init__(
        self,
        frame: Frame,
        *,
        default: str,
        check: Callable[[str], str | None],
        completer: Completer | None = None,
        optional: bool = False,
        multiline: bool = False,
    ) -> None:
        self._frame = frame
        self._check = check
        self._optional = optional
        self._completes = completer is not None
        self._multiline = multiline
        self._untouched = bool(default)
        self._buffer = Buffer(
            document=Document(default),
            completer=completer,
            complete_while_typing=self._completes,
            multiline=multiline,
            on_text_changed=lambda _: self._look_again(),
            on_cursor_position_changed=lambda _: self._touch(),
        )
        frame.hints = self._hints
        frame.escape = self._close_menu
        frame.typed = lambda: self._buffer.text

    def application(self, refresh: float) -> Application[Any]:
        """Asks; the result is the text."""
        frame = self._frame
        field = Window(
            BufferControl(self._buffer, input_processors=[_Prefilled(lambda: self._untouched)]),
            get_line_prefix=self._prefix,
            wrap_lines=True,
            dont_extend_height=True,
        )
        above = ConditionalContainer(
            frame.window(self._above), Condition(lambda: bool(self._above()))
        )
        parts = [above, field, frame.window(self._below)]
        return frame.application(parts, field, self._bindings(), refresh)

    def _apart(self) -> bool:
        """Whether the answer gets its own line, because the question leaves no room for it."""
        return self._width_of(self._frame.question_lines()[-1]) + _ROOM > self._frame.columns

    def _prefix(self, line: int, wrapped: int) -> StyleAndTextTuples:
        if wrapped or line:
            return [("", "   ")]
        if self._apart():
            return self._frame.fragments([[("class:pointer", " » ")]])
        return self._frame.fragments([[*self._frame.question_lines()[-1], ("", "   ")]])

    def _above(self) -> list[Line]:
        """The lines of the question that the answer does not share."""
        lines = self._frame.question_lines()
        return lines if self._apart() else lines[:-1]

    def _below(self) -> list[Line]:
        frame = self._frame
        return [*self._menu(), *frame.help_lines(), *frame.foot_lines()]

    def _menu(self) -> list[Line]:
        """The completions around the one that is taken, a few at a time."""
        state = self._buffer.complete_state
        if state is None or not state.completions:
            return []
        at = state.complete_index or 0
        top = max(0, min(at - _MENU // 2, len(state.completions) - _MENU))
        lines: list[Line] = []
        for place, completion in enumerate(state.completions[top : top + _MENU], top):
            text = fit(safe(completion.display_text), self._frame.columns - 5)
            taken = place == state.complete_index
            lines.append([("class:chosen", f"   » {text}") if taken else ("", f"     {text}")])
        left = len(state.completions) - top - len(lines)
        return [*lines, [("class:dim", f"     ↓ {left} more")]] if left else lines

    def _hints(self) -> list[Hint]:
        if self._untouched:
            return [
                Hint("Enter keep", USEFUL),
                Hint("type to replace", USEFUL),
                Hint("← edit", OBVIOUS),
            ]
        if not self._buffer.text:
            return [Hint("Enter leave empty", USEFUL)] if self._optional else []
        return [Hint("Tab complete", USUAL)] if self._completes else []

    def _touch(self) -> None:
        self._untouched = False

    def _look_again(self) -> None:
        """A complaint goes as soon as it is met, and not before."""
        self._touch()
        if self._frame.error and self._check(self._buffer.text) is None:
            self._frame.error = ""

    def _complete(self) -> None:
        """What Tab adds: the rest if there is one way to go on, else as much as is common to all.

        Looked up here and now: the menu fills in the background, and Tab may come before it.
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
        """If a folder is taken from the menu: offer what is in it, instead of leaving with it."""
        state = self._buffer.complete_state
        if state is None or state.complete_index is None:
            return False
        self._buffer.complete_state = None
        if not self._buffer.text.endswith(os.sep):
            return False
        self._buffer.start_completion()
        return True

    def _close_menu(self) -> bool:
        if self._buffer.complete_state is None:
            return False
        self._buffer.cancel_completion()
        return True

    def _bindings(self) -> KeyBindings:
        bindings = self._frame.bindings()

        def enter(event: KeyPressEvent) -> None:
            if self._open_folder():
                return
            text = self._buffer.text
            self._frame.error = self._check(text) or ""
            if not self._frame.error:
                end(event, result=text)

        for key in ENTER:
            bindings.add(key, eager=True)(enter)

        @bindings.add("tab", eager=True)
        def _(event: KeyPressEvent) -> None:
            state = self._buffer.complete_state
            if state is None or state.complete_index is None:
                self._complete()
            elif not (len(state.completions) == 1 and self._open_folder()):
                self._buffer.complete_next()

        @bindings.add(Named.BracketedPaste, eager=True)
        def _(event: KeyPressEvent) -> None:
            lines = event.data.strip().splitlines()
            self._insert(("\n" if self._multiline else " ").join(lines))

        untouched = Condition(lambda: self._untouched)

        @bindings.add(Named.Any, filter=untouched)
        def _(event: KeyPressEvent) -> None:
            if event.data.isprintable():
                self._insert(event.data)

        @bindings.add("right", filter=untouched)
        @bindings.add("end", filter=untouched)
        @bindings.add("c-e", filter=untouched)
        def _(event: KeyPressEvent) -> None:
            self._touch()

        return bindings

    def _insert(self, text: str) -> None:
        """Put text where the cursor is, or in the place of what nobody has touched yet."""
        if self._untouched:
            self._buffer.document = Document(text)
        else:
            self._buffer.insert_text(text)

    @staticmethod
    def _width_of(line: Line) -> int:
        return cells("".join(text for _, text in line))


class _Prefilled(Processor):
    """Draws the text as selected while typing would replace it."""

    def __init__(self, untouched: Callable[[], bool]) -> None:
        self._untouched = untouched

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        fragments = transformation_input.fragments
        if self._untouched():
            fragments = [("class:prefilled", text) for _, text, *_ in fragments]
        return Transformation(fragments)


class _Among(Completer):
    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        for text in self._texts:
            if folded(typed) in folded(text) and text != typed:
                yield Completion(text, start_position=-len(typed))


def among(texts: Sequence[str]) -> Completer:
    """Offers those of `texts` that hold what was typed."""
    return _Among(texts)


class Paths(Completer):
    """Offers the files and folders that begin as what was typed; folders end in a slash.

    Args:
        offered: whether a file of this name is offered; all if None.
    """

    def __init__(self, offered: Callable[[str], bool] | None = None) -> None:
        self._offered = offered

    def _is_offered(self, entry: os.DirEntry[str]) -> bool:
        return self._offered is None or entry.is_dir() or self._offered(entry.name)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        folder, begin = os.path.split(typed.lstrip("'\""))
        try:
            with os.scandir(Path(folder or ".").expanduser()) as entries:
                found = sorted(
                    entry.name + (os.sep if entry.is_dir() else "")
                    for entry in entries
                    if entry.name.startswith(begin)
                    and (begin or not entry.name.startswith("."))
                    and self._is_offered(entry)
                )
        except (OSError, ValueError, RuntimeError):  # RuntimeError: ~nobody
            return
        for name in found:
            if name != begin:
                yield Completion(name, start_position=-len(begin))
