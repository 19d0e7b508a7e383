"""The interface of all prompters, and the exceptions for the user's navigation.

The prompter is passed in. `prompts.for_terminal` chooses it: questionary's prompts on a real
terminal, plain lines for screen readers and dumb terminals, or one that refuses and names the flag.
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
"""Returns a line shown under each question and updated while it waits: the time left."""


class GoBack(Exception):
    """Esc or `:back`: go to the previous question."""


class GoReview(Exception):
    """Ctrl-R or `:review`: go to the overview of the answers."""


class GoToStep(Exception):
    """Ctrl-G or `:steps`: go to another step of the order."""


class Pressed(Exception):
    """An extra key was pressed; `value` is the value of its `ExtraKey`.

    Attributes:
        typed: the text in the field.
        marked: the values of the marked options.
    """

    def __init__(self, value: Any, typed: str = "") -> None:
        super().__init__(value)
        self.value = value
        self.typed = typed
        self.marked: list[Any] = []


SAVES = "save and exit"


class Prompter(ABC):
    """Asks one question at a time.

    Attributes:
        status: the line about the order under each question.
        steps: whether the user can go to other steps; if so, any method may raise `GoToStep`.
        leave: what Ctrl-C does, in words; `SAVES` where every answer is saved at once.

    Every method raises `GoBack`, `GoReview` or `Pressed` if `keys` allow them, and
    `InterruptedByUser` on Ctrl-C, Ctrl-D, `:quit` or end of input, which never counts as an answer.
    `question.py` describes the arguments.
    """

    status: Status | None = None
    steps: bool = False
    leave: str = "exit"

    @abstractmethod
    def ask(self, question: Question) -> Any:
        """Return the answer: a text, a path, the value of one or several options, or a bool."""

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
        """Ask for a text, on one line unless `multiline`. Only an `optional` answer can be ""."""
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
        """Ask for a file path. Return it without quotes and with `~` expanded."""
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
        """Ask for one option and return its value."""
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
        """Return the values of the marked options, at least `minimum`, in order."""
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
        """Ask for yes or no."""
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
        """Ask for text of several lines, written in the user's editor."""
        answer: str = self.ask(
            Edit(message=message, text=text, flag=flag, suffix=suffix, help=help, keys=keys)
        )
        return answer

    def secret(self, message: str, *, flag: str = "") -> str:
        """Ask for a secret. Return it without surrounding spaces."""
        answer: str = self.ask(Secret(message=message, flag=flag))
        return answer


def interrupted() -> InterruptedByUser:
    """Return the error for exiting. The code that saved the order adds how to continue."""
    return InterruptedByUser("Exited.")


def refuse(missing: Sequence[tuple[str, str]]) -> UsageError:
    """Return the error for not prompting, which lists all missing values.

    Args:
        missing: each value in words, and the flag or argument that sets it.
    """
    from sinch_order_cli.text import is_missing

    return UsageError(
        is_missing([flag or name for name, flag in missing]),
        reason="there is no terminal to ask, or --no-input was given",
        hint="Give the missing values, or run the command in a terminal without --no-input.",
        details=[
            {"flag": flag, "title": name, "problem": "is missing", "given": None}
            for name, flag in missing
        ],
    )


class RefusingPrompter(Prompter):
    """Never prompts: every question raises an error that names its flag."""

    def ask(self, question: Question) -> NoReturn:
        raise refuse([(question.message, question.flag)])
