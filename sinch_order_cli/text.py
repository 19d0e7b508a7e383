"""Words that come from outside, in places where they would mean something else than text."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping

_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,128}\Z", re.ASCII)


def word(value: object) -> str:
    """A state or an ID of a server as it came; what no such word has is replaced by `?`.

    Both are shown in tables and pipes and typed into commands, so neither may hold a space, a
    control character or anything that a shell reads.
    """
    text = value if isinstance(value, str) else ""
    if _WORD.match(text):
        return text
    return re.sub(r"[^A-Za-z0-9_.:-]", "?", text[:128])


def quote(argument: str, *, shell: str = "") -> str:
    """An argument of a command that is to be pasted, quoted where the shell needs it.

    Args:
        shell: `posix`, `powershell` or `cmd`; the shell in use unless given.
    """
    shell = shell or shell_in_use()
    if shell == "posix":
        return shlex.quote(argument)
    if argument and not re.search(r"[^\w@%+=:,./\\-]", argument, re.ASCII):
        return argument
    if shell == "powershell":
        return "'" + argument.replace("'", "''") + "'"
    return '"' + argument.replace("%", "%%").replace('"', '""') + '"'


def shell_in_use(
    environ: Mapping[str, str] = os.environ, *, windows: bool = os.name == "nt"
) -> str:
    """The kind of shell that commands are pasted into."""
    if not windows:
        return "posix"
    return "powershell" if "PSModulePath" in environ and "PROMPT" not in environ else "cmd"
