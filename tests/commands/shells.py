"""The real shells in a pseudo-terminal, with our completion, as somebody types into them.

A key of the shell's own (Ctrl-X b) tells what now stands in the line, through a pipe beside the
terminal: nothing is read off the screen, and nothing has to be waited for.
"""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import stat
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pexpect

SHELLS = ("bash", "zsh", "fish")

KILL_LINE, TAB, TELL = "\x15", "\t", "\x18b"

SECONDS = 30.0
"""Time limit of everything that is waited for."""

_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?>=]*[a-zA-Z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()].|[=>])")

_STARTUP = {
    "bash": (
        "bind 'set completion-query-items 0'; bind 'set page-completions off'\n"
        """bind -x '"\\C-xb": printf "%s\\0" "$READLINE_LINE" >{told}'\n"""
    ),
    "zsh": (
        "LISTMAX=0\n"
        "_tell() {{ printf '%s\\0' \"$BUFFER\" >{told} }}\n"
        "zle -N _tell; bindkey '^Xb' _tell\n"
    ),
    "fish": "bind \\cxb 'printf \"%s\\\\0\" (commandline | string collect) >{told}'\n",
}

_OURS = {
    "bash": ". {script}\n",
    "zsh": "autoload -Uz compinit && compinit -u -D\n. {script}\n",
    "fish": ". {script}\n",
}


class LiveShell:
    """A shell that somebody types into; a context manager.

    Args:
        shell: one of `SHELLS`.
        home: the shell's home directory; its start-up files there are read as they are.
        script: our completion script, read after them; None where `home` names it.
        environment: more variables.
    """

    def __init__(
        self,
        shell: str,
        home: Path,
        *,
        script: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.shell = shell
        self.home = home
        self._told = home / "told"
        os.mkfifo(self._told)
        self._pipe = os.open(self._told, os.O_RDWR)
        startup = home / f"startup.{shell}"
        ours = _OURS[shell].format(script=shlex.quote(str(script))) if script else ""
        own = _STARTUP[shell].format(told=shlex.quote(str(self._told)))
        startup.write_text(ours + own, encoding="utf-8")
        self._child = pexpect.spawn(
            shell,
            self._arguments(startup),
            cwd=str(home),
            env={**plain_environment(home), **(environment or {})},
            dimensions=(200, 160),
            encoding="utf-8",
            codec_errors="replace",
            timeout=SECONDS,
        )
        self._child.delaybeforesend = None
        self.screen = ""
        if shell == "zsh":
            self._child.send(f" . {shlex.quote(str(startup))}\r")
        # A key that comes too early may be lost, and may not: what it tells comes first then.
        end = time.monotonic() + SECONDS
        while self._wait(1.0, key=TELL) is None:
            assert time.monotonic() < end, f"{shell} does not start: {self.screen!r}"
        self._wait(SECONDS, key=KILL_LINE + "ready" + TELL, until=b"ready\0")

    def _arguments(self, startup: Path) -> list[str]:
        if self.shell == "bash":
            rc = self.home / ".bashrc"
            before = f". {shlex.quote(str(rc))}\n" if rc.exists() else ""
            startup.write_text(before + startup.read_text("utf-8"), encoding="utf-8")
            return ["--noprofile", "--rcfile", str(startup), "-i"]
        return ["-i"] if self.shell == "zsh" else ["-i", "-C", f"source {startup}"]

    def __enter__(self) -> LiveShell:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.close(force=True)
        os.close(self._pipe)
        self._told.unlink()

    def complete(self, line: str, *, tabs: int = 1) -> str:
        """What stands in the line after `line` and Tab; the list that came with it: `screen`."""
        self.type(line)
        return self._ask(TAB * tabs)

    def type(self, line: str) -> str:
        """Type `line` into an empty one; what then stands there."""
        return self._ask(KILL_LINE + line)

    def run(self, line: str) -> None:
        """Run `line`, to its end."""
        self.type(line)
        self._ask("\r")

    def seconds(self, line: str) -> tuple[float, float]:
        """How long Tab takes after `line`, and of that what the pipe and the terminal take.

        Raises:
            ValueError: Tab changes nothing there.
        """
        self.type(line)
        started = time.perf_counter()
        self._ask("")
        empty = time.perf_counter() - started
        started = time.perf_counter()
        if self._ask(TAB) == line:
            raise ValueError(f"{self.shell} does not complete {line!r}")
        return time.perf_counter() - started, empty

    def _ask(self, keys: str) -> str:
        told = self._wait(SECONDS, key=keys + TELL)
        if told is None:
            raise TimeoutError(f"{self.shell} does not answer; on its screen: {self.screen!r}")
        return told

    def _wait(self, seconds: float, *, key: str, until: bytes = b"\0") -> str | None:
        """Press `key`; what the shell then tells, None if it does not."""
        self._child.send(key)
        seen, told = "", b""
        end = time.monotonic() + seconds
        while not told.endswith(until) and time.monotonic() < end:
            for ready in select.select([self._pipe, self._child], [], [], 0.05)[0]:
                if ready is self._pipe:
                    told += os.read(self._pipe, 65536)
                else:
                    seen += self._child.read_nonblocking(65536)
        self.screen = _SEQUENCE.sub("", seen)
        return told[:-1].decode() if told else None


def plain_environment(home: Path) -> dict[str, str]:
    """What a shell of a person who has set nothing finds; programs of `home/bin` go first."""
    return {
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "HOME": str(home),
        "ZDOTDIR": str(home),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "PS1": "> ",
        "SINCH_ORDER_STATE_DIR": str(home / "state"),
    }


class Program:
    """A `sinch-order` in `home/bin` that completes as ours does, and else keeps its arguments."""

    def __init__(self, home: Path) -> None:
        self._calls = home / "calls"
        self._arguments = home / "arguments"
        path = home / "bin" / "sinch-order"
        path.parent.mkdir(exist_ok=True)
        ours = f"{shlex.quote(sys.executable)} -m sinch_order_cli"
        path.write_text(
            f'#!/bin/sh\nif [ "$1" = __complete ]; then\n'
            f'    echo "$@" >>{shlex.quote(str(self._calls))}\n    exec {ours} "$@"\nfi\n'
            f"printf '%s\\0' \"$@\" >{shlex.quote(str(self._arguments))}\n"
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    @property
    def calls(self) -> list[str]:
        """The arguments of every start for completion."""
        return self._calls.read_text().splitlines() if self._calls.exists() else []

    @property
    def arguments(self) -> list[str]:
        """What it was run with the last time."""
        return self._arguments.read_bytes().decode().split("\0")[:-1]


def installed(shell: str) -> bool:
    """Whether this machine has the shell."""
    return shutil.which(shell) is not None
