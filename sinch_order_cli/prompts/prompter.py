"""How questions are asked: what every prompter can do, and the signals a person can give.

The prompter is passed in. `prompter_for` picks one: with redrawing for a real terminal, plain
lines for screen readers and dumb terminals, and one that refuses and names the flag.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, Protocol

from msgspec import Struct

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import InterruptedByUser, UsageError

Validate = Callable[[str], str | None]
"""Says in a sentence what is wrong with a text, None if nothing is. Called often: no effects."""

Status = Callable[[], str]
"""A line that stays in sight under each question, made anew while it waits: the time left."""

FILTERED = 8
"""Lists longer than this are narrowed by typing."""


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


class GoBack(Exception):
    """Esc, or `:back`: to the question before."""


class GoReview(Exception):
    """Ctrl-R, or `:review`: to the overview of the answers."""


class GoToStep(Exception):
    """Ctrl-G, or `:steps`: to another step of the order."""


class Pressed(Exception):
    """An extra key; `value` is what the caller bound to it.

    Attributes:
        typed: what stood in the field.
        marked: the values of the options that were marked.
    """

    def __init__(self, value: Any, typed: str = "") -> None:
        super().__init__(value)
        self.value = value
        self.typed = typed
        self.marked: list[Any] = []


class Prompter(Protocol):
    """Asks one question at a time.

    Attributes:
        status: what is said of the order under each question.
        steps: whether there are steps to go to; `GoToStep` is raised by every method then.

    Every method raises `GoBack`, `GoReview` or `Pressed` where `keys` allow them, and
    `InterruptedByUser` on Ctrl-C, Ctrl-D, `:quit` or the end of input, which is never taken as
    an answer. `flag` is what gives the value without asking; only a refusal shows it. `help` is
    shown under the question, one line each.
    """

    status: Status | None
    steps: bool

    def text(
        self,
        question: str,
        *,
        flag: str = "",
        default: str = "",
        help: Sequence[str] = (),
        placeholder: str = "",
        validate: Validate | None = None,
        suggestions: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        optional: bool = False,
        multiline: bool = False,
    ) -> str:
        """A text, of one line unless `multiline`; "" comes back only where `optional`.

        Typing replaces `default`; it can be edited, too. `placeholder` is an example, and never
        an answer. A pasted line break becomes a space unless `multiline`.
        """

    def select(
        self,
        question: str,
        options: Sequence[Option],
        *,
        flag: str = "",
        default: Any = None,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        search: bool | None = None,
        careful: bool = False,
    ) -> Any:
        """The value of one option. `default` is the value to start at.

        `careful`: an answer may cost something. What was typed before the question is drawn is
        dropped, and nothing is chosen beforehand, so that Enter alone is no answer.

        `search` turns narrowing by typing on or off; None leaves it to the list's length.
        """

    def mark(
        self,
        question: str,
        options: Sequence[Option],
        *,
        flag: str = "",
        minimum: int = 0,
        or_pointed: bool = False,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        search: bool | None = None,
    ) -> list[Any]:
        """The values of the options that are marked, at least `minimum`, in their order.

        `or_pointed`: where none is marked, Enter takes the one that is pointed at.
        """

    def confirm(
        self,
        question: str,
        *,
        flag: str = "",
        default: bool | None = None,
        yes: str = "Yes",
        no: str = "No",
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        careful: bool = False,
    ) -> bool:
        """Yes or no. Without a `default` Enter alone is not an answer; `careful` as in `select`."""

    def path(
        self,
        question: str,
        *,
        flag: str = "",
        default: str = "",
        validate: Validate | None = None,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        offered: Callable[[str], bool] | None = None,
    ) -> str:
        """A file's path; `~`, quotes and escapes of drag-and-drop are resolved for `validate`.

        `offered`: whether a file of this name is offered while one types; all if None.
        """

    def edit(
        self,
        question: str,
        text: str = "",
        *,
        flag: str = "",
        suffix: str = ".txt",
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
    ) -> str:
        """Text of several lines, written in the person's own editor."""

    def secret(self, question: str, *, flag: str = "") -> str:
        """A secret: nothing of it is shown or kept in a history."""


def interrupted() -> InterruptedByUser:
    """What leaving raises; whoever saved the order says more, and how to go on."""
    return InterruptedByUser("Left.")


def refuse(missing: Sequence[tuple[str, str]]) -> UsageError:
    """The refusal to ask, naming everything that is missing at once.

    Args:
        missing: what each value is, in words, and the flag or argument that gives it.
    """
    flags = [flag or name for name, flag in missing]
    count = "1 value is" if len(missing) == 1 else f"{len(missing)} values are"
    return UsageError(
        f"{count} missing: {', '.join(flags)}.",
        reason="There is no terminal to ask on, or --no-input was given.",
        hint="Give what is missing, or run this in a terminal and without --no-input.",
        details=[
            {"path": flag, "title": name, "problem": "is missing", "given": None}
            for name, flag in missing
        ],
    )


class RefusingPrompter:
    """Asks nothing: every question is a refusal that names its flag."""

    status: Status | None = None
    steps: bool = False

    def text(self, question: str, *, flag: str = "", **_: Any) -> NoReturn:
        raise refuse([(question, flag)])

    def select(
        self, question: str, options: Sequence[Option], *, flag: str = "", **_: Any
    ) -> NoReturn:
        raise refuse([(question, flag)])

    def mark(
        self, question: str, options: Sequence[Option], *, flag: str = "", **_: Any
    ) -> NoReturn:
        raise refuse([(question, flag)])

    def confirm(self, question: str, *, flag: str = "", **_: Any) -> NoReturn:
        raise refuse([(question, flag)])

    def path(self, question: str, *, flag: str = "", **_: Any) -> NoReturn:
        raise refuse([(question, flag)])

    def edit(self, question: str, text: str = "", *, flag: str = "", **_: Any) -> NoReturn:
        raise refuse([(question, flag)])

    def secret(self, question: str, *, flag: str = "") -> NoReturn:
        raise refuse([(question, flag)])


def prompter_for(terminal: Terminal) -> Prompter:
    """The prompter that suits the terminal; nothing heavy is imported before the first question."""
    if not terminal.interactive:
        return RefusingPrompter()
    if terminal.accessible or not terminal.stderr_tty:
        # Redrawing needs a terminal to draw on: with `2> file` questions are plain lines there.
        from sinch_order_cli.prompts.plain_prompter import PlainPrompter

        return PlainPrompter(terminal)
    from sinch_order_cli.prompts.terminal_prompter import TerminalPrompter

    return TerminalPrompter(terminal)
