"""User input: paths as terminals paste them, and text written in an editor."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sinch_order_cli.errors import UsageError
from sinch_order_cli.text import safe


def unquote(text: str, *, windows: bool = sys.platform == "win32") -> str:
    """Remove quotes, escapes and `file://` from a dragged or typed path, and expand `~`.

    If a file with exactly the typed name exists, the path is not changed.
    """
    path = text.strip()
    if not Path(path).exists():
        path = _as_powershell(path) if windows else _as_a_shell(path)
    if path.startswith("file://"):
        path = _from_uri(path, windows=windows)
    try:
        return str(Path(path).expanduser()) if path.startswith("~") else path
    except RuntimeError:  # ~ with an unknown user
        return path


def _as_a_shell(text: str) -> str:
    """Parse the text as one shell word; return it unchanged if it is several."""
    try:
        words = shlex.split(text)
    except ValueError:  # an unmatched quote is part of the name
        return text
    if len(words) == 1:
        return words[0]
    return re.sub(r"\\(.)", r"\1", text)  # the spaces are literal


def _as_powershell(text: str) -> str:
    """Remove the quotes of cmd and PowerShell, and the `&` that PowerShell puts before them."""
    path = text.removeprefix("&").strip()
    if len(path) < 2 or path[0] != path[-1] or path[0] not in "'\"":
        return text
    return path[1:-1].replace("''", "'") if path[0] == "'" else path[1:-1]


def _from_uri(uri: str, *, windows: bool) -> str:
    from urllib.parse import unquote as decode

    path = decode(uri.removeprefix("file://").removeprefix("localhost"))
    # file:///C:/papers/loa.pdf
    return path[1:] if windows and re.match(r"/[A-Za-z]:", path) else path


def edit_text(text: str, suffix: str, environ: Mapping[str, str] = os.environ) -> str:
    """Let the user edit `text` in their editor ($VISUAL, $EDITOR or the system's). Return the
    result.

    Only the user can read the temporary file, and it is always removed.

    Raises:
        UsageError: there is no editor, or it failed; nothing was changed.
    """
    # A private directory, because editors leave backups and swap files beside the file.
    with tempfile.TemporaryDirectory(prefix="sinch-order-") as folder:
        file = Path(folder) / f"answer{suffix}"
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        _run_editor(file, environ)
        try:
            return file.read_text(encoding="utf-8").rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                "The text saved by the editor can't be read.",
                reason=safe(str(error)),
                hint="Save the text as UTF-8 under its original name.",
            ) from error


def _run_editor(file: Path, environ: Mapping[str, str]) -> None:
    windows = sys.platform == "win32"
    chosen = environ.get("VISUAL") or environ.get("EDITOR")
    command = chosen or ("notepad" if windows else "vi")
    try:
        # $EDITOR may contain arguments ("code --wait"). The editor draws on the terminal, even if
        # results are piped to a file.
        output = None if windows or not sys.stderr.isatty() else sys.stderr.fileno()
        # POSIX rules would remove the quotes around `C:\Program Files`.
        parts = shlex.split(command, posix=not windows)
        parts = [part.strip('"') for part in parts] if windows else parts
        code = subprocess.run([*parts, str(file)], stdout=output, check=False).returncode  # noqa: S603 (the user's own editor)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The editor {safe(command, 80)} can't be started.",
            reason=f"{getattr(error, 'strerror', None) or safe(str(error))}.",
            hint="Set EDITOR to an editor that is installed, for example EDITOR=nano.",
        ) from error
    if code != 0:
        raise UsageError(
            f"The editor {safe(command, 80)} exited with code {code}. The text is unchanged.",
            hint="Try again, or set EDITOR to another editor.",
        )
