"""Parse environment variables that switch something on or off.

Nothing is imported until an error occurs, as shell completion loads this module too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_YES = ("1", "true", "yes", "on", "y")
_NO = ("", "0", "false", "no", "off", "n")


def is_on(environ: Mapping[str, str], name: str) -> bool:
    """Return True if a variable means yes; False if it is not set.

    Raises:
        UsageError: the value means neither yes nor no.
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
