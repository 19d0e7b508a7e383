"""Enable colours and cursor movement in Windows consoles."""

from __future__ import annotations

import os
from typing import TextIO

WINDOWS = os.name == "nt"

_ESCAPE_SEQUENCES = 0x0004
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING, off by default in older consoles."""


def takes_escape_sequences(terminal: TextIO) -> bool:
    """Return True if a terminal supports escape sequences; they are enabled in Windows consoles."""
    if not WINDOWS:
        return True
    import ctypes
    import msvcrt

    try:
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(terminal.fileno()))  # type: ignore[attr-defined]
        mode = ctypes.c_ulong()
        kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
        if not kernel32.GetConsoleMode(handle, ctypes.byref(mode)):
            return True  # not a console, but another kind of terminal
        return bool(kernel32.SetConsoleMode(handle, mode.value | _ESCAPE_SEQUENCES))
    except (OSError, ValueError):
        return False
