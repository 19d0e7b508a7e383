"""The tests run the program installed beside them, by the name that users type."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"

# Options of the interpreter that the tests happen to run with are not those that a user's program
# has, and a program that has any is not forked but executed, which takes ten times as long.
for name in [one for one in os.environ if one.startswith("PYTHON")]:
    del os.environ[name]
sys.dont_write_bytecode = False  # every worker would compile every test again

# Shells start what runs in the background with Ctrl-C ignored, and programs would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
