"""A question as data: its message, possible answers and navigation keys.

It is independent of who asks: a terminal, plain lines, a script, or a refusal (`prompter.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

Validate = Callable[[str], str | None]
"""Returns a sentence on what is wrong with a text, or None. Called often, so without side
effects."""

FILTERED = 8
"""Lists longer than this can be filtered by typing."""

NEEDED = "An answer is needed here."


class Option(Struct, frozen=True):
    """One option of a list.

    Attributes:
        value: the prompter's return value for it.
        label: the text shown; the caller aligns columns.
        hint: more information, shown dimmed beside the label.
        marked: initially marked, if several can be.
        disabled: why it can't be selected now; empty if it can.
        whole: the text that a filter looks at, if it is not the label and hint; else "".
    """

    value: Any
    label: str
    hint: str = ""
    marked: bool = False
    disabled: str = ""
    whole: str = ""


class ExtraKey(Struct, frozen=True):
    """An additional key: `ExtraKey("m", "more", MORE)` raises `Pressed(MORE)`.

    `key` is one character or a key name of prompt_toolkit ("c-n", "f2"). In plain lines the user
    types `:` and `name`. In a list, a character is the key only if no filter has been typed.
    """

    key: str
    name: str
    value: Any


class Keys(Struct, frozen=True):
    """The keys available at a question, other than those for answering and exiting."""

    back: bool = False
    review: bool = False
    extra: tuple[ExtraKey, ...] = ()


NO_KEYS = Keys()


class Question(Struct, frozen=True, kw_only=True):
    """The base of all questions.

    Attributes:
        message: the question, or the name of the value.
        flag: the flag that sets the value without a prompt; only shown when prompting is refused.
        help: lines shown below the question.
    """

    message: str
    flag: str = ""
    help: Sequence[str] = ()
    keys: Keys = NO_KEYS

    def problem(self, typed: str) -> str | None:
        """Return a sentence on what is wrong with a typed answer, or None."""
        return None if typed.strip() else NEEDED


class Text(Question, frozen=True, kw_only=True):
    """A text, on one line unless `multiline`; "" is only allowed if `optional`.

    Attributes:
        default: initial text, which typing replaces and which can also be edited.
        placeholder: an example, never used as an answer.
        suggestions: likely answers.
        multiline: keep pasted line breaks instead of replacing them with spaces.
    """

    default: str = ""
    placeholder: str = ""
    validate: Validate | None = None
    suggestions: Sequence[str] = ()
    optional: bool = False
    multiline: bool = False

    def problem(self, typed: str) -> str | None:
        if not typed and self.optional:
            return None
        problem = self.validate(typed) if self.validate else None
        return problem or (None if typed else NEEDED)


class FilePath(Question, frozen=True, kw_only=True):
    """A file path; `validate` gets it with `~`, quotes and drag-and-drop escapes resolved.

    Attributes:
        offered: a test for file names to suggest while typing; None suggests all.
    """

    default: str = ""
    validate: Validate | None = None
    offered: Callable[[str], bool] | None = None

    def problem(self, typed: str) -> str | None:
        from sinch_order_cli.prompts.editor import unquote

        if not typed.strip():
            return NEEDED
        return self.validate(unquote(typed)) if self.validate else None


class Secret(Question, frozen=True, kw_only=True):
    """A secret, which is never shown or stored in a history."""


class Select(Question, frozen=True, kw_only=True):
    """One of the options.

    Attributes:
        default: the value of the initially selected option.
        search: whether typing filters the list; None decides by the list's length.
        careful: an answer may cost money. Input typed before the question is drawn is discarded,
            and nothing is preselected, so Enter alone is not an answer.
    """

    options: Sequence[Option]
    default: Any = None
    search: bool | None = None
    careful: bool = False

    @property
    def searched(self) -> bool:
        """True if typing filters the list."""
        return len(self.options) > FILTERED if self.search is None else self.search


class Mark(Question, frozen=True, kw_only=True):
    """Any number of the options, at least `minimum`.

    Attributes:
        or_pointed: if none is marked, Enter selects the current option.
        search: as in `Select`.
        other: returns an option for a typed text without matches, or None. Selecting it raises
            `Pressed` with its value.
    """

    options: Sequence[Option]
    minimum: int = 0
    or_pointed: bool = False
    search: bool | None = None
    other: Callable[[str], Option | None] | None = None

    @property
    def searched(self) -> bool:
        """True if typing filters the list."""
        return len(self.options) > FILTERED if self.search is None else self.search

    @property
    def least(self) -> int:
        """The minimum number of marks."""
        return 1 if self.or_pointed else self.minimum


class Confirm(Question, frozen=True, kw_only=True):
    """Yes or no. Without a `default`, Enter alone is not an answer; `careful` as in `Select`.

    Attributes:
        yes, no: labels for the two answers.
    """

    default: bool | None = None
    yes: str = "Yes"
    no: str = "No"
    careful: bool = False

    @property
    def plain(self) -> bool:
        """True if the answers are just Yes and No, and not labels that must be read first."""
        return (self.yes, self.no) == ("Yes", "No") and not self.careful

    @property
    def points(self) -> bool:
        """True if an answer is preselected. Labelled actions must be read first, so they have
        none."""
        named = self.yes != "Yes" and self.no != "No"
        return not self.careful and (self.default is not None or named)


class Edit(Question, frozen=True, kw_only=True):
    """Text of several lines, written in the user's editor.

    Attributes:
        text: the initial text.
        suffix: the extension of the editor's file, for syntax highlighting.
    """

    text: str = ""
    suffix: str = ".txt"
