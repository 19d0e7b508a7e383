"""The one reading of environment variables that switch something on or off.

Nothing is imported until something is wrong: completion in the shell loads this, too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_YES = ("1", "true", "yes", "on", "y")
_NO = ("", "0", "false", "no", "off", "n")


def is_on(environ: Mapping[str, str], name: str) -> bool:
    """Whether a variable says yes; one that is not set says no.

    Raises:
        UsageError: it says neither yes nor no.
    """
    value = environ.get(name, "")
    said = value.strip().lower()
    if said in _YES:
        return True
    if said in _NO:
        return False
    from sinch_order_cli.errors import UsageError

    raise UsageError(
        f"{name} must be yes or no, not '{value}'",
        hint="Use 1 or 0, true or false, yes or no, on or off, y or n.",
        details=[{"where": name, "problem": "must be yes or no", "given": value}],
    )
