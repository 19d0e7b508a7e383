"""Run histories: `python -m tests.simulation --seeds 1000 [--start K] [--minutes M] [--survey]`."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import Counter
from contextlib import suppress

from . import adapter
from .history import Report, run
from .tape import History, random_history, shrink

COLLECTED_EVERY = 200
"""Histories. Without it, an hour takes 16 GB."""


def main() -> int:
    """Run histories one after another; return 1 if an invariant was violated."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--survey", action="store_true", help="go on after what is broken")
    parser.add_argument("--only", default="", help="count only what begins so")
    given = parser.parse_args()
    began = time.monotonic()
    found: Counter[str] = Counter()
    count = 0
    with adapter.installed(), suppress(KeyboardInterrupt):
        for seed in range(given.start, given.start + given.seeds):
            if given.minutes and time.monotonic() - began > given.minutes * 60:
                break
            history = random_history(seed)
            report = run(history)
            gc.unfreeze()  # the wizard freezes everything, as in a process of its own
            count += 1
            if count % COLLECTED_EVERY == 0:  # what was frozen is not collected by itself any more
                gc.collect()
            if report.broken and report.broken.startswith(given.only):
                found[report.broken] += 1
                seconds = time.monotonic() - began
                print(f"\nseed {seed}, history {count}, {seconds:.1f} s: {report.broken}")
                if found[report.broken] == 1:  # finding the smallest takes minutes
                    print(smallest(history, report), flush=True)
                else:
                    print(report.words, flush=True)
                if not given.survey:
                    break
    seconds, busy = time.monotonic() - began, time.process_time()
    print(
        f"\n{count} histories in {seconds:.0f} s: {count / seconds:.1f} a second, "
        f"{count / busy:.1f} a second of the processor",
        dict(found) or "nothing was broken",
    )
    return 1 if found else 0


def smallest(history: History, report: Report) -> Report:
    """Return the shortest story with the same violation."""
    shorter = shrink(history, lambda one: run(one).broken == report.broken)
    return run(shorter)


if __name__ == "__main__":
    sys.exit(main())
