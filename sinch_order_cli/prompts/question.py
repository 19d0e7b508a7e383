"""A question as data: what is asked, what may be answered, and which keys lead elsewhere.

Who asks it is another matter: a terminal, plain lines, a script, or nobody (`prompter.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

Validate = Callable[[str], str | None]
"""Says in a sentence what is wrong with a text, None if nothing is. Called often: no effects."""

FILTERED = 8
"""Lists longer than this are narrowed by typing."""

NEEDED = "An answer is needed here."


class Option(Struct, frozen=True):
    """One line to choose.

    Attributes:
        value: what the prompter returns for it.
        label: what is shown; columns are aligned by the caller.
        hint: more about it, shown dim beside the label.
        marked: already marked, where several can be.
        disabled: why it can't be chosen now; empty if it can.
    """

    value: Any
    label: str
    hint: str = ""
    marked: bool = False
    disabled: str = ""


class ExtraKey(Struct, frozen=True):
    """A key of the caller's own: `ExtraKey("m", "more", MORE)` raises `Pressed(MORE)`.

    `key` is one character or prompt_toolkit's name of a key ("c-n", "f2"). Without redrawing it
    is typed as `:` and `name`. In a list a character means the key only where nothing has been
    typed to filter.
    """

    key: str
    name: str
    value: Any


class Keys(Struct, frozen=True):
    """The keys that work at a question, beside those for answering and for leaving."""

    back: bool = False
    review: bool = False
    extra: tuple[ExtraKey, ...] = ()


NO_KEYS = Keys()


class Question(Struct, frozen=True, kw_only=True):
    """What every question has.

    Attributes:
        message: the question itself, or the name of what is asked for.
        flag: what gives the value without asking; only a refusal shows it.
        help: shown under the question, one line each.
    """

    message: str
    flag: str = ""
    help: Sequence[str] = ()
    keys: Keys = NO_KEYS

    def problem(self, typed: str) -> str | None:
        """What is wrong with a typed answer, in a sentence; None if nothing is."""
        return None if typed.strip() else NEEDED


class Text(Question, frozen=True, kw_only=True):
    """A text, of one line unless `multiline`; "" is an answer only where `optional`.

    Attributes:
        default: what typing replaces; it can be edited, too.
        placeholder: an example, and never an answer.
        suggestions: likely answers.
        multiline: a pasted line break is kept, and does not become a space.
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
    """A file's path; `~`, quotes and escapes of drag-and-drop are resolved for `validate`.

    Attributes:
        offered: whether a file of this name is offered while one types; all if None.
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
    """A secret: nothing of it is shown or kept in a history."""


class Select(Question, frozen=True, kw_only=True):
    """One of the options.

    Attributes:
        default: the value to start at.
        search: whether typing narrows the list; None leaves it to the list's length.
        careful: an answer may cost something. What was typed before the question is drawn is
            dropped, and nothing is chosen beforehand, so that Enter alone is no answer.
    """

    options: Sequence[Option]
    default: Any = None
    search: bool | None = None
    careful: bool = False

    @property
    def searched(self) -> bool:
        """Whether typing narrows the list."""
        return len(self.options) > FILTERED if self.search is None else self.search


class Mark(Question, frozen=True, kw_only=True):
    """Any number of the options, at least `minimum`.

    Attributes:
        or_pointed: where none is marked, Enter takes the one that is pointed at.
        search: as in `Select`.
        other: what is offered where a typed text fits no option, None for nothing. Taking it
            raises `Pressed` with its value.
    """

    options: Sequence[Option]
    minimum: int = 0
    or_pointed: bool = False
    search: bool | None = None
    other: Callable[[str], Option | None] | None = None

    @property
    def searched(self) -> bool:
        """Whether typing narrows the list."""
        return len(self.options) > FILTERED if self.search is None else self.search

    @property
    def least(self) -> int:
        """How many have to be marked."""
        return 1 if self.or_pointed else self.minimum


class Confirm(Question, frozen=True, kw_only=True):
    """Yes or no. Without a `default` Enter alone is not an answer; `careful` as in `Select`.

    Attributes:
        yes, no: what the two answers do, in words.
    """

    default: bool | None = None
    yes: str = "Yes"
    no: str = "No"
    careful: bool = False

    @property
    def plain(self) -> bool:
        """Whether the answers are Yes and No, and nothing that has to be read first."""
        return (self.yes, self.no) == ("Yes", "No") and not self.careful

    @property
    def points(self) -> bool:
        """Whether one of the answers is proposed: two things to do are read before Enter."""
        named = self.yes != "Yes" and self.no != "No"
        return not self.careful and (self.default is not None or named)


class Edit(Question, frozen=True, kw_only=True):
    """Text of several lines, written in the person's own editor.

    Attributes:
        text: what it is so far.
        suffix: how the name of the editor's file ends, for its colours.
    """

    text: str = ""
    suffix: str = ".txt"
