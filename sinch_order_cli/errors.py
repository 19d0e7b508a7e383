"""One exception tree; each class carries the exit code that it ends the program with.

::

    SinchOrderError                1   unexpected failure
    ├── UsageError                 2   a flag or value is missing or wrong
    ├── DataError                  3   answers or files are not acceptable, here or to the server
    ├── AuthError                  4   credentials or permission
    ├── NotFoundError              5   an order, number or attachment is not there, or gone
    ├── StateError                 6   the order is expired, final or already submitted
    │   ├── LockedError            6   another program works on the order
    │   └── ChangedElsewhereError  6   the registration is not what it was when last seen here
    ├── UnreachableError           7   network or server, after the retries
    ├── UnknownOutcomeError        8   the request may have been carried out
    ├── WatchTimeoutError          9   `--watch --timeout` ran out
    ├── RefusedError              10   final and refused (REJECTED, EXPIRED), or BLOCKED
    ├── InterruptedByUser        130   Ctrl-C, end of input, a closed terminal
    ├── OutputError                1   the result can't be written to standard output
    └── StoreError                 1   a local file can't be read or written
        └── DamagedError           1   an order's file is there and can't be understood

The codes are fixed by the command line's documentation; scripts depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Suggestion:
    """Something to do next: a command of this program, with its arguments.

    A value, which knows nothing of shells: `views/command_line.py` makes a line of it that can be
    pasted, with the program's name and whatever else it needs where it is shown.

    Args:
        command: the command's name, such as "customer document add".
        say: what it is good for, as a phrase that the command follows.
        options: the flags, with `_` for `-` (`from_` for `from`): True for one without a value, a
            text or several texts for one with; False, None and "" leave it out.
    """

    __slots__ = ("argv", "say")

    def __init__(
        self,
        command: str,
        *arguments: str,
        say: str = "",
        **options: str | bool | Sequence[str] | None,
    ) -> None:
        self.say = say
        self.argv = (*command.split(), *arguments)
        for name, value in options.items():
            self.argv += _flagged(f"--{name.rstrip('_').replace('_', '-')}", value)

    def saying(self, say: str) -> Suggestion:
        """The same command, for another reason."""
        other = Suggestion("", say=say)
        other.argv = self.argv
        return other

    def with_option(self, flag: str, value: str | bool | Sequence[str] | None) -> Suggestion:
        """The same command with one more flag, which is named as it is typed."""
        other = self.saying(self.say)
        other.argv += _flagged(flag, value)
        return other

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Suggestion):
            return NotImplemented
        return (self.argv, self.say) == (other.argv, other.say)

    def __hash__(self) -> int:
        return hash((self.argv, self.say))

    def __str__(self) -> str:
        command = " ".join(self.argv)
        return f"{self.say}: {command}" if self.say else command

    def __repr__(self) -> str:
        return f"<Suggestion {self}>"


def _flagged(flag: str, value: str | bool | Sequence[str] | None) -> tuple[str, ...]:
    if value is True:
        return (flag,)
    values = [value] if isinstance(value, str) else value or []
    return tuple(part for one in values if one for part in (flag, one))


Hint = str | Suggestion | Sequence[str | Suggestion]
"""What to do next: a sentence, a command, or several of these, each a line of its own."""


def hint_lines(hint: Hint) -> list[str | Suggestion]:
    """The lines of a hint."""
    if isinstance(hint, str):
        return list(hint.splitlines())
    return [hint] if isinstance(hint, Suggestion) else list(hint)


class SinchOrderError(Exception):
    """An error that the user is told about in three parts, and a script in JSON.

    Args:
        message: what happened, in one line, naming the thing.
        reason: why, in one line; empty where the message already says it.
        hint: what to do next, best as a `Suggestion`.
        details: one mapping for each single thing that is wrong: `where`, `path` or `flag`,
            `problem`, `given`, `fix`; `--json` prints them all in one shape.
    """

    exit_code: ClassVar[int] = 1
    kind: ClassVar[str] = "unexpected"

    def __init__(
        self,
        message: str,
        *,
        reason: str = "",
        hint: Hint = "",
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.hints = hint_lines(hint)
        self.details = [dict(detail) for detail in details]
        self.details_shown = False
        """People have seen the details in a table, so that only scripts are told them."""
        self.warnings: list[str] = []
        """What was warned of on the way, and is yet to be shown with the error."""

    @property
    def hint(self) -> str:
        """What to do next, in lines; commands are named, and not as they are typed."""
        return "\n".join(map(str, self.hints))

    @hint.setter
    def hint(self, hint: Hint) -> None:
        self.hints = hint_lines(hint)


class UsageError(SinchOrderError):
    """A flag or value is missing or wrong; nothing was sent."""

    exit_code = 2
    kind = "usage"


class DataError(SinchOrderError):
    """KYC answers or files are not acceptable, here or to the server.

    `details` carry `path`, `title`, `problem` and `given` for a field that was checked here; a
    server's violation carries `field` and `description` as the server wrote them.
    """

    exit_code = 3
    kind = "data"


class AuthError(SinchOrderError):
    """No credentials, credentials that are not accepted, or a key that may not do this."""

    exit_code = 4
    kind = "auth"


class NotFoundError(SinchOrderError):
    """An order, a number or an attachment that is named but not there, or gone."""

    exit_code = 5
    kind = "not-found"


class StateError(SinchOrderError):
    """The order is expired, final or already submitted, so this step can't be done."""

    exit_code = 6
    kind = "state"


class LockedError(StateError):
    """Another running program works on this order."""

    kind = "locked"


class ChangedElsewhereError(StateError):
    """Somebody else changed the registration; said once, and then the operator decides."""

    kind = "changed-elsewhere"


class UnreachableError(SinchOrderError):
    """The network or the server failed, after the retries; nothing was changed by this request.

    Args:
        status: the HTTP status of the last answer, None where there was none.
        retry_after: the seconds that the server asks to wait, None where it asks for none.
    """

    exit_code = 7
    kind = "unreachable"

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        reason: str = "",
        hint: Hint = "",
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(message, reason=reason, hint=hint, details=details)
        self.status = status
        self.retry_after = retry_after


class RateLimitedError(UnreachableError):
    """429 to a request that is not repeated by itself; it came before anything was done."""


class UnknownOutcomeError(SinchOrderError):
    """A request that must not be repeated was sent and its answer lost: it may have been done.

    Args:
        status: the HTTP status of the answer that said nothing, None where none came.
        retry_after: the seconds that the server asks to wait, None where it asks for none.
    """

    exit_code = 8
    kind = "unknown-outcome"

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        reason: str = "",
        hint: Hint = "",
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(message, reason=reason, hint=hint, details=details)
        self.status = status
        self.retry_after = retry_after


class WatchTimeoutError(SinchOrderError):
    """`--watch --timeout` ran out before the order reached a final state."""

    exit_code = 9
    kind = "timeout"


class RefusedError(SinchOrderError):
    """Watching ended in REJECTED or EXPIRED, or in BLOCKED, which wants the operator."""

    exit_code = 10
    kind = "refused"


class InterruptedByUser(SinchOrderError):
    """Ctrl-C, end of input or a closed terminal; everything entered is saved."""

    exit_code = 130
    kind = "interrupted"


class OutputError(SinchOrderError):
    """Standard output takes no more: a full disk, or it was closed. What was done stays done."""

    kind = "output"


class StoreError(SinchOrderError):
    """A local file can't be read or written: full disk, read-only directory, damaged content."""

    kind = "store"


class DamagedError(StoreError):
    """An order's file is there and is not what this program wrote; it is left as it is."""
