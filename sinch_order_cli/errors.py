"""The exception hierarchy; each class has the exit code of the program.

::

    SinchOrderError                1   unexpected failure
    ├── UsageError                 2   a flag or value is missing or invalid
    ├── DataError                  3   answers or files refused, locally or by the server
    ├── AuthError                  4   credentials or permission
    ├── NotFoundError              5   an order, number or document does not exist
    ├── StateError                 6   the order is expired, final or already submitted
    │   ├── LockedError            6   another program is using the order
    │   └── ChangedElsewhereError  6   the registration was changed since last read
    ├── UnreachableError           7   network or server, after the retries
    ├── UnknownOutcomeError        8   the request may have gone through
    ├── WatchTimeoutError          9   `--watch --timeout` has passed
    ├── RefusedError              10   rejected or expired (final), or BLOCKED
    ├── InterruptedByUser        130   Ctrl-C, end of input, a closed terminal
    ├── OutputError                1   the result can't be written to standard output
    └── StoreError                 1   a local file can't be read or written
        └── DamagedError           1   an order's file can't be parsed

The codes are part of the documented interface, as scripts depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Suggestion:
    """A next step: a command of this program with its arguments.

    It is independent of shells; `views/command_line.py` formats it as a line to paste, with the
    program's name and all options needed in that context.

    Args:
        command: the command's name, such as "customer document add".
        say: its purpose, as a phrase before the command.
        options: the flags, with `_` for `-` (`from_` for `from`): True for one without a value, one
            or several texts for one with; False, None and "" omit it.
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
        """Return the same command with another purpose."""
        other = Suggestion("", say=say)
        other.argv = self.argv
        return other

    def with_option(self, flag: str, value: str | bool | Sequence[str] | None) -> Suggestion:
        """Return the same command with another flag, given as typed."""
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
"""The next steps: a sentence, a command, or several of these, each on its own line."""


def hint_lines(hint: Hint) -> list[str | Suggestion]:
    """Return the lines of a hint."""
    if isinstance(hint, str):
        return list(hint.splitlines())
    return [hint] if isinstance(hint, Suggestion) else list(hint)


class SinchOrderError(Exception):
    """An error, shown in three parts, and as JSON for scripts.

    Args:
        message: what failed, on one line, naming the object.
        reason: why, on one line; empty if the message already says so.
        hint: what to do next, preferably a `Suggestion`.
        details: one mapping for each problem: `where`, `path` or `flag`, `problem`, `given`, `fix`;
            `--json` prints them in one shape.
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
        """The details were already shown as a table, so they are printed only for scripts."""
        self.warnings: list[str] = []
        """Warnings still to be printed with the error."""

    @property
    def in_one_line(self) -> str:
        """The message and the reason, without a full stop."""
        return f"{self.message}: {self.reason}" if self.reason else self.message

    @property
    def hint(self) -> str:
        """The next steps as lines, with commands by name only."""
        return "\n".join(map(str, self.hints))

    @hint.setter
    def hint(self, hint: Hint) -> None:
        self.hints = hint_lines(hint)


class UsageError(SinchOrderError):
    """A flag or value is missing or invalid; nothing was sent."""

    exit_code = 2
    kind = "usage"


class DataError(SinchOrderError):
    """KYC answers or files are refused, locally or by the server.

    `details` have `path`, `title`, `problem` and `given` for a field validated locally, or `field`
    and `description` as in the server's violation.
    """

    exit_code = 3
    kind = "data"


class AuthError(SinchOrderError):
    """Credentials are missing or refused, or the key lacks a permission."""

    exit_code = 4
    kind = "auth"


class NotFoundError(SinchOrderError):
    """An order, number or document does not exist, or no longer."""

    exit_code = 5
    kind = "not-found"


class StateError(SinchOrderError):
    """The order is expired, final or already submitted, so this step is not possible."""

    exit_code = 6
    kind = "state"


class LockedError(StateError):
    """Another running program is using this order."""

    kind = "locked"


class ChangedElsewhereError(StateError):
    """Someone else changed the registration; reported once, then the user decides."""

    kind = "changed-elsewhere"


class UnreachableError(SinchOrderError):
    """The network or the server failed, after the retries; this request changed nothing.

    Args:
        status: the HTTP status of the last response, None if there was none.
        retry_after: seconds that the server asks to wait, or None.
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
    """A 429 to a request that is not retried automatically; nothing was done."""


class UnknownOutcomeError(SinchOrderError):
    """No answer to a request that must not be repeated: it may have gone through.

    Args:
        status: the HTTP status of an inconclusive response, None if there was none.
        retry_after: seconds that the server asks to wait, or None.
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
    """`--watch --timeout` passed before the order was final."""

    exit_code = 9
    kind = "timeout"


class RefusedError(SinchOrderError):
    """Watching ended with REJECTED or EXPIRED, or with BLOCKED, which needs the user."""

    exit_code = 10
    kind = "refused"


class InterruptedByUser(SinchOrderError):
    """Ctrl-C, end of input or a closed terminal; all input is saved."""

    exit_code = 130
    kind = "interrupted"


class OutputError(SinchOrderError):
    """Standard output can't be written: a full disk, or it is closed. Completed actions stay
    done."""

    kind = "output"


class StoreError(SinchOrderError):
    """A local file can't be read or written: full disk, read-only directory, damaged content."""

    kind = "store"


class DamagedError(StoreError):
    """An order's file exists but is not one that this program wrote; it is left unchanged."""
