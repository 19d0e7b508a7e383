"""What a console of Windows has to be told before it understands colours and redrawing."""

from __future__ import annotations

import os
from typing import TextIO

WINDOWS = os.name == "nt"

_ESCAPE_SEQUENCES = 0x0004
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING, which is off where the console is older than a program."""


def takes_escape_sequences(terminal: TextIO) -> bool:
    """Whether a terminal does; a console of Windows is told to, and an old one can't."""
    if not WINDOWS:
        return True
    import ctypes
    import msvcrt

    try:
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(terminal.fileno()))  # type: ignore[attr-defined]
        mode = ctypes.c_ulong()
        kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
        if not kernel32.GetConsoleMode(handle, ctypes.byref(mode)):
            return True  # no console, but a terminal of another kind
        return bool(kernel32.SetConsoleMode(handle, mode.value | _ESCAPE_SEQUENCES))
    except (OSError, ValueError):
        return False
