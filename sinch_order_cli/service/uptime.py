"""The time since this machine booted, and which boot that was."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def uptime() -> tuple[str, float]:
    """The boot and the seconds since it, by a clock that nobody sets.

    Where the system does not name its boots, they are told apart by their time, to ten minutes:
    setting the clock then looks like a reboot, which only makes waits longer.
    """
    seconds = time.monotonic()
    with suppress(OSError):
        return _BOOT_ID.read_text().strip(), seconds
    return f"{(time.time() - seconds) / 600:.0f}", seconds
