"""The tests run the program installed beside them, by the name that users type."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"

# Shells start what runs in the background with Ctrl-C ignored, and programs would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
