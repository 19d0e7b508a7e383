"""Format suggestions as command lines for the user's shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from sinch_order_cli.errors import Suggestion
from sinch_order_cli.text import quote

PROGRAM = "sinch-order"

_SIGNS = frozenset({"…", "<", ">"})
"""Characters that mark placeholders, or that shells interpret."""

_WITHOUT_ORDERS = frozenset({"help", "sandbox", "completion"})
"""Commands that are the same in and outside the sandbox."""

_OF_A_PROJECT = frozenset({"search", "requirements", "regions", "plan", "wizard", "batch"})
"""Commands that work in the current project; an order has its own."""


class CommandLine:
    """Formats suggestions as lines to paste into the user's shell.

    Args:
        sandbox: True if a flag selected the sandbox, and must be repeated.
        project: the project set by a flag; "" if none.
        program: how to call the program; by default as this process was.
        shell: `posix`, `powershell` or `cmd`; by default the user's shell.
    """

    def __init__(
        self, *, sandbox: bool = False, project: str = "", program: str = "", shell: str = ""
    ) -> None:
        self._sandbox, self._project, self._shell = sandbox, project, shell
        if program:
            self.__dict__["_program"] = program

    @cached_property
    def _program(self) -> str:
        return called(sys.argv[0], sys.orig_argv, os.environ, self._shell)

    def __call__(self, suggestion: Suggestion) -> str:
        argv = suggestion.argv
        words = [self._program, *(_shown(one, self._shell) for one in argv)]
        if (
            self._sandbox
            and argv[0] not in _WITHOUT_ORDERS
            and not {"--sandbox", "--help"} & {*argv}
        ):
            words.append("--sandbox")
        if self._project and _needs_project(argv):
            words += ["--project", quote(self._project, shell=self._shell)]
        return " ".join(words)


def _shown(argument: str, shell: str) -> str:
    """Quote an argument if necessary; placeholders are unchanged."""
    return argument if argument in _SIGNS else quote(argument, shell=shell)


def _needs_project(argv: Sequence[str]) -> bool:
    """Return True if a command works in the current project, not in an order's own."""
    if "--project" in argv or "--help" in argv:
        return False
    if argv[0] == "create":
        return "--from" not in argv
    if argv[0] == "resume":
        return "--order-id" in argv
    if argv[0] == "check":
        return "--region" in argv
    return argv[0] in _OF_A_PROJECT


def called(
    argv0: str, orig_argv: Sequence[str], environ: Mapping[str, str], shell: str = ""
) -> str:
    """Return how to call this program again.

    By its name if the search path finds it; otherwise as it was called: by path, or as a Python
    module.

    Args:
        argv0: the first of `sys.argv`.
        orig_argv: `sys.orig_argv`, the interpreter's arguments.
    """
    script = Path(argv0)
    as_module = script.name == "__main__.py" and script.parent.name == "sinch_order_cli"
    if not as_module and script.stem != PROGRAM:
        return PROGRAM  # inside another program, such as a test
    from shutil import which

    found = which(PROGRAM, path=environ.get("PATH"))
    if found is not None and _is_same(Path(found), script, as_module):
        return PROGRAM
    if as_module:
        return " ".join([quote(orig_argv[0], shell=shell), "-m", "sinch_order_cli"])
    return quote(argv0, shell=shell)


def _is_same(found: Path, script: Path, as_module: bool) -> bool:
    """Return True if the program on the search path is the running one."""
    try:
        if as_module:
            return found.parent.samefile(Path(sys.executable).parent)
        return found.samefile(script)
    except OSError:
        return False
