"""The completion scripts, and where each shell looks for one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

SHELLS = ("bash", "zsh", "fish", "powershell")

SCRIPTS = Path(__file__).with_name("completions")
"""The generated scripts, a part of the package; `completions/` of the project is the same."""

SUFFIX = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}

_BEGIN, _END = "# >>> sinch-order completion >>>", "# <<< sinch-order completion <<<"


def script(shell: str) -> str:
    """The completion script of one of `SHELLS`."""
    return (SCRIPTS / f"sinch-order.{SUFFIX[shell]}").read_text(encoding="utf-8")


def target(shell: str, home: Path, environment: Mapping[str, str]) -> Path:
    """Where the script has to lie so that the shell finds it."""
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return {
        "bash": data / "bash-completion" / "completions" / "sinch-order",
        "zsh": data / "sinch-order" / "zsh" / "_sinch-order",
        "fish": config / "fish" / "completions" / "sinch-order.fish",
        "powershell": config / "powershell" / "sinch-order.ps1",
    }[shell]


def startup_file(shell: str, home: Path, environment: Mapping[str, str]) -> tuple[Path, str] | None:
    """The shell's own file that has to name the script, and the lines; None where none has to."""
    path = target(shell, home, environment)
    if shell == "zsh":
        folder = Path(environment.get("ZDOTDIR") or home)
        lines = f'fpath=("{path.parent}" $fpath)\nautoload -Uz compinit && compinit'
        return folder / ".zshrc", lines
    if shell == "powershell":
        return path.parent / "Microsoft.PowerShell_profile.ps1", f'. "{path}"'
    return None


def add_block(path: Path, lines: str) -> None:
    """Put our lines at the end of a file, in the place of those that were there."""
    before = without_block(path.read_text(encoding="utf-8")) if path.exists() else ""
    gap = "" if not before or before.endswith("\n") else "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{before}{gap}{_BEGIN}\n{lines}\n{_END}\n", encoding="utf-8")


def remove_block(path: Path) -> bool:
    """Take our lines out of a file; whether there were any."""
    if not path.exists():
        return False
    before = path.read_text(encoding="utf-8")
    after = without_block(before)
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


def without_block(text: str) -> str:
    """A file's text without our lines; all else is as it was."""
    head, begin, rest = text.partition(_BEGIN + os.linesep if _BEGIN + "\r\n" in text else _BEGIN)
    if not begin or _END not in rest:
        return text
    return head + rest.partition(_END)[2].lstrip("\r\n")
