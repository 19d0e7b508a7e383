"""How questions are asked: what every prompter can do, and the signals a person can give.

The prompter is passed in. `prompts.for_terminal` picks one: questionary's prompts on a real
terminal, plain lines for screen readers and dumb terminals, one that refuses and names the flag.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from sinch_order_cli.errors import InterruptedByUser, UsageError
from sinch_order_cli.prompts.question import (
    NO_KEYS,
    Confirm,
    Edit,
    ExtraKey,
    FilePath,
    Keys,
    Mark,
    Option,
    Question,
    Secret,
    Select,
    Text,
    Validate,
)

__all__ = [
    "NO_KEYS", "ExtraKey", "GoBack", "GoReview", "GoToStep", "Keys", "Option", "Pressed",
    "Prompter", "RefusingPrompter", "Status", "Validate", "interrupted", "refuse",
]  # fmt: skip

Status = Callable[[], str]
"""A line that stays in sight under each question, made anew while it waits: the time left."""


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


class Prompter(ABC):
    """Asks one question at a time.

    Attributes:
        status: what is said of the order under each question.
        steps: whether there are steps to go to; `GoToStep` may be raised by every method then.

    Every method raises `GoBack`, `GoReview` or `Pressed` where `keys` allow them, and
    `InterruptedByUser` on Ctrl-C, Ctrl-D, `:quit` or the end of input, which is never taken as
    an answer. What the arguments mean is said in `question.py`.
    """

    status: Status | None = None
    steps: bool = False

    @abstractmethod
    def ask(self, question: Question) -> Any:
        """The answer: a text, a path, an option's value, those of several, or yes or no."""

    def text(
        self,
        message: str,
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
        """A text, of one line unless `multiline`; "" comes back only where `optional`."""
        answer: str = self.ask(
            Text(
                message=message, flag=flag, default=default, help=help, placeholder=placeholder,
                validate=validate, suggestions=suggestions, keys=keys, optional=optional,
                multiline=multiline,
            )
        )  # fmt: skip
        return answer

    def path(
        self,
        message: str,
        *,
        flag: str = "",
        default: str = "",
        validate: Validate | None = None,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        offered: Callable[[str], bool] | None = None,
    ) -> str:
        """A file's path, as it is meant: without quotes, and with `~` resolved."""
        answer: str = self.ask(
            FilePath(
                message=message, flag=flag, default=default, validate=validate, help=help,
                keys=keys, offered=offered,
            )
        )  # fmt: skip
        return answer

    def select(
        self,
        message: str,
        options: Sequence[Option],
        *,
        flag: str = "",
        default: Any = None,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        search: bool | None = None,
        careful: bool = False,
    ) -> Any:
        """The value of one option."""
        return self.ask(
            Select(
                message=message, options=options, flag=flag, default=default, help=help,
                keys=keys, search=search, careful=careful,
            )
        )  # fmt: skip

    def mark(
        self,
        message: str,
        options: Sequence[Option],
        *,
        flag: str = "",
        minimum: int = 0,
        or_pointed: bool = False,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        search: bool | None = None,
        other: Callable[[str], Option | None] | None = None,
    ) -> list[Any]:
        """The values of the options that are marked, at least `minimum`, in their order."""
        answer: list[Any] = self.ask(
            Mark(
                message=message, options=options, flag=flag, minimum=minimum,
                or_pointed=or_pointed, help=help, keys=keys, search=search, other=other,
            )
        )  # fmt: skip
        return answer

    def confirm(
        self,
        message: str,
        *,
        flag: str = "",
        default: bool | None = None,
        yes: str = "Yes",
        no: str = "No",
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        careful: bool = False,
    ) -> bool:
        """Yes or no."""
        answer: bool = self.ask(
            Confirm(
                message=message, flag=flag, default=default, yes=yes, no=no, help=help,
                keys=keys, careful=careful,
            )
        )  # fmt: skip
        return answer

    def edit(
        self,
        message: str,
        text: str = "",
        *,
        flag: str = "",
        suffix: str = ".txt",
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
    ) -> str:
        """Text of several lines, written in the person's own editor."""
        answer: str = self.ask(
            Edit(message=message, text=text, flag=flag, suffix=suffix, help=help, keys=keys)
        )
        return answer

    def secret(self, message: str, *, flag: str = "") -> str:
        """A secret, without the spaces around it."""
        answer: str = self.ask(Secret(message=message, flag=flag))
        return answer


def interrupted() -> InterruptedByUser:
    """What leaving raises; whoever saved the order says more, and how to go on."""
    return InterruptedByUser("Exited.")


def refuse(missing: Sequence[tuple[str, str]]) -> UsageError:
    """The refusal to ask, naming everything that is missing at once.

    Args:
        missing: what each value is, in words, and the flag or argument that gives it.
    """
    flags = [flag or name for name, flag in missing]
    count = "1 value is" if len(missing) == 1 else f"{len(missing)} values are"
    return UsageError(
        f"{count} missing: {', '.join(flags)}.",
        reason="there is no terminal to ask, or --no-input was given",
        hint="Give the missing values, or run the command in a terminal without --no-input.",
        details=[
            {"path": flag, "title": name, "problem": "is missing", "given": None}
            for name, flag in missing
        ],
    )


class RefusingPrompter(Prompter):
    """Asks nothing: every question is a refusal that names its flag."""

    def ask(self, question: Question) -> NoReturn:
        raise refuse([(question.message, question.flag)])
