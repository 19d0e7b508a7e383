"""The time since this machine booted, and an ID of the boot."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def uptime() -> tuple[str, float]:
    """Return an ID of the boot and the seconds since, by a clock that can't be set.

    If the system has no boot IDs, the boot time to ten minutes is used: setting the clock then
    looks like a reboot, which only makes waits longer.
    """
    seconds = time.monotonic()
    with suppress(OSError):
        return _BOOT_ID.read_text().strip(), seconds
    return f"{(time.time() - seconds) / 600:.0f}", seconds
