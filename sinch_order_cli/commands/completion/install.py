"""The places of completion scripts for each shell, and the lines in its start-up file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

SHELLS = ("bash", "zsh", "fish", "powershell")

SUFFIX = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}

SCRIPTS = Path(__file__).with_name("scripts")

_BEGIN, _END = "# >>> sinch-order completion >>>", "# <<< sinch-order completion <<<"

Ask = Callable[[Sequence[str]], str]
"""Runs a shell's command; returns its output, or "" on failure."""


class Place(Struct, frozen=True):
    """The place of a shell's script, and the start-up files that may have to load it.

    Attributes:
        script: the file.
        startup: the shell's start-up file that must load it; None if the shell finds it itself.
        lines: the lines required there.
        candidates: all start-up files that may contain our lines from an earlier installation.
    """

    script: Path
    startup: Path | None
    lines: str
    candidates: tuple[Path, ...]


def script(shell: str) -> str:
    """Return the completion script of one of `SHELLS`."""
    return (SCRIPTS / f"sinch-order.{SUFFIX[shell]}").read_text(encoding="utf-8")


def ask(command: Sequence[str]) -> str:
    """Run a shell in its own session, so that it can't use our terminal."""
    try:
        done = subprocess.run(  # noqa: S603 - a shell by name, with our own text
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def place(shell: str, home: Path, environment: Mapping[str, str], ask: Ask = ask) -> Place:
    """Return the place for the script of one of `SHELLS`; bash and PowerShell are asked for
    theirs."""
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    if shell == "bash":
        own = environment.get("BASH_COMPLETION_USER_DIR")
        return _bash(home, Path(own) if own else data / "bash-completion", ask)
    if shell == "zsh":
        return _zsh(Path(environment.get("ZDOTDIR") or home) / ".zshrc", data)
    if shell == "fish":
        return Place(config / "fish" / "completions" / "sinch-order.fish", None, "", ())
    return _powershell(home, config, ask)


def _bash(home: Path, folder: Path, ask: Ask) -> Place:
    script = folder / "completions" / "sinch-order"
    names = (".bash_profile", ".bash_login", ".profile")
    profiles = tuple(home / name for name in names)
    # On macOS, terminals start a login shell, which reads the first of these instead of .bashrc.
    login = sys.platform == "darwin"
    there = next((path for path in profiles if path.exists()), profiles[0])
    startup = there if login else home / ".bashrc"
    # The package bash-completion loads scripts from this folder on Tab. Without it, nothing does.
    loaded = "declare -F _completion_loader || declare -F _comp_load"
    if ask(["bash", "-lic" if login else "-ic", loaded]):
        return Place(script, None, "", (*profiles, home / ".bashrc"))
    lines = f"[ -r {_sh(script)} ] && . {_sh(script)}"
    return Place(script, startup, lines, (*profiles, home / ".bashrc"))


def _zsh(startup: Path, data: Path) -> Place:
    script = data / "sinch-order" / "zsh" / "_sinch-order"
    # compinit is slow, and users with completion already call it.
    lines = (
        f"fpath=({_sh(script.parent)} $fpath)\n"
        "if (( $+functions[compdef] )); then\n"
        "    autoload -Uz _sinch-order && compdef _sinch-order sinch-order\n"
        "else\n"
        "    autoload -Uz compinit && compinit\n"
        "fi"
    )
    return Place(script, startup, lines, (startup,))


def _powershell(home: Path, config: Path, ask: Ask) -> Place:
    command = ["-NoProfile", "-NonInteractive", "-Command", "$PROFILE.CurrentUserAllHosts"]
    said = ask(["pwsh", *command]) or ask(["powershell", *command])
    folder = home / "Documents" / "PowerShell" if os.name == "nt" else config / "powershell"
    profile = Path(said.splitlines()[-1].strip()) if said else folder / "profile.ps1"
    script = profile.with_name("sinch-order.ps1")
    quoted = str(script).replace("'", "''")
    return Place(script, profile, f". '{quoted}'", (profile,))


def _sh(path: Path) -> str:
    return shlex.quote(str(path))


def write_script(path: Path, text: str) -> None:
    """Write a script to `path`.

    Raises:
        OSError: it can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def remove_script(path: Path) -> bool:
    """Delete a script, and the folder created for it. Return True if it existed.

    Raises:
        OSError: it can't be deleted.
    """
    if not path.exists():
        return False
    path.unlink()
    if path.parent.name == "zsh":
        for folder in (path.parent, path.parent.parent):
            if not any(folder.iterdir()):
                folder.rmdir()
    return True


def add_block(path: Path, lines: str) -> None:
    """Add our lines at the end of a start-up file, replacing earlier ones.

    Raises:
        OSError: it can't be read or written; it is unchanged.
    """
    before, encoding = _read(path)
    kept = without_block(before)
    end = "\r\n" if "\r\n" in kept else "\n"
    gap = "" if not kept or kept.endswith("\n") else end
    block = "\n".join((_BEGIN, lines, _END, "")).replace("\n", end)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, f"{kept}{gap}{block}", encoding)


def remove_block(path: Path) -> bool:
    """Remove our lines from a start-up file, and the file if nothing else is in it.

    Returns:
        True if there were any.

    Raises:
        OSError: it can't be read or written; it is unchanged.
    """
    before, encoding = _read(path)
    after = without_block(before)
    if after == before:
        return False
    if after:
        _replace(path, after, encoding)
    else:
        path.unlink()
    return True


def without_block(text: str) -> str:
    """Return a file's text without our lines."""
    head, begin, rest = text.partition(_BEGIN)
    if not begin or _END not in rest:
        return text
    tail = rest.partition(_END)[2]
    return head + tail.removeprefix("\r").removeprefix("\n")


def _read(path: Path) -> tuple[str, str]:
    """Return a start-up file's text, "" if it doesn't exist, and its encoding.

    Windows PowerShell writes UTF-16; in other encodings the bytes are preserved.
    """
    content = path.read_bytes() if path.exists() else b""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return content.decode(encoding, "surrogateescape"), encoding


def _replace(path: Path, text: str, encoding: str) -> None:
    """Write a start-up file atomically, keeping a symbolic link."""
    real = path.resolve()
    temporary = real.with_name(f"{real.name}.sinch-order")
    temporary.write_bytes(text.encode(encoding, "surrogateescape"))
    if real.exists():
        shutil.copymode(real, temporary)
    temporary.replace(real)
