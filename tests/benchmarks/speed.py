"""The time and round trips of commands, compared with their targets.

    python -m tests.benchmarks.speed [--runs 9] [--few] [--instructions] [--readme]

Everything is measured in one run on one machine, the compared programs in turns, so that other work
of the machine affects all of them; a ratio is the median of the ratios within each turn. The parent
waits in `wait4`, without polling. The API is a server on the loopback interface, and for the steps
of an order one with 150 ms latency over TLS 1.3 (through a relay): the round trips are the added
time divided by the latency. Instructions are counted by callgrind.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import many, readme, starts, steps
from benchmarks.processes import median, ratio

ORDERS = starts.ORDERS


class Row(NamedTuple):
    """A line of the table: the subject, its value, unit and limit."""

    what: str
    value: float
    unit: str
    most: float | None = None

    @property
    def target(self) -> str:
        """The target in words."""
        return "" if self.most is None else f"at most {self.most:g}"

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        return "" if self.most is None else "ok" if self.value <= self.most else "OVER"


def saving(directory: Path, answers: int = 200) -> tuple[float, float]:
    """Return the seconds for saving one answer, including both syncs, and for just the same bytes.

    Medians, measured in turns, so that other work of the disk affects both.
    """
    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.model import Order

    store = OrderStore(directory)
    raw = json.loads(
        (Path(__file__).parents[1] / "contract" / "kyc" / "au-mobile.json").read_text("utf-8")
    )
    from sinch_order_cli.workflow.steps import read_lookup

    order = Order(name="au-mobile", region_code="AU", number_type="MOBILE")
    order.lookup = read_lookup(raw, time.time())
    times, bare = [], []
    beside = directory / "bare"
    for number in range(answers):
        order.answers = [[{"senderId": f"+6141{number}"}], {}, {}]
        started = time.perf_counter()
        store.save(order)
        times.append(time.perf_counter() - started)
        content = store.path(order.name).read_bytes()
        started = time.perf_counter()
        write_and_sync(beside, content)
        bare.append(time.perf_counter() - started)
    return statistics.median(times), statistics.median(bare)


def write_and_sync(path: Path, content: bytes) -> None:
    """Write bytes with the minimum for crash safety: write, sync, rename, sync the directory."""
    temporary = path.with_name("new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def of_starts(runs: int, *, count: bool) -> list[Row]:
    """Measure commands on this machine alone."""
    taken, counted = starts.measure(runs, count=count)
    nothing = taken["nothing"]

    def times(what: str, name: str, most: float | None = None, of: str = "seconds") -> Row:
        unit = "× python -c pass" + (" (CPU)" if of == "cpu" else "")
        return Row(what, ratio(taken[name], nothing, of), unit, most)

    rows = [
        times("`--version`", "version", 1.5),
        times("root `--help`", "help", 1.5),
        times("a command's `--help`", "command help", 1.3),
        times("a usage error", "usage", 6),
        times("one API call, `--json`", "json", 10, "cpu"),
        Row("the same", ratio(taken["json"], taken["bare"]), "× a bare httpx.get", 1.3),
        Row("the same as a table", ratio(taken["table"], taken["bare"]), "× a bare httpx.get", 1.6),
        times(f"`orders`, {ORDERS:,} orders", "orders", 8),
        times("the same just after a save", "after a save", 8),
        Row("Tab, stored words", median(taken["tab"]) * 1000, "ms", 10),
        Row("`wizard` to its first question", median(taken["wizard"]) * 1000, "ms", 150),
        times("a bare httpx.get", "bare"),
    ]
    for name, what in (("curl", "curl, the same GET"), ("gh", "`gh --version`")):
        rows += [times(what, name)] if name in taken else []
    rows.append(Row("`python -c pass`", median(nothing) * 1000, "ms"))
    for name, found in counted.items():
        if name != "nothing":
            unit = "× python -c pass (instructions)"
            rows.append(Row(_WORDS[name], found / counted["nothing"], unit))
    return rows


_WORDS = {
    "usage": "a usage error",
    "command help": "a command's `--help`",
    "json": "one API call, `--json`",
    "orders": f"`orders`, {ORDERS:,} orders",
}


def of_steps(runs: int) -> list[Row]:
    """Measure what the steps of an order wait for."""
    program = [sys.executable, "-m", "sinch_order_cli"]
    found = steps.measure(runs, tls=True, program=program)
    rows = []
    for one in found:
        unit = f"round trips; {one.far * 1000:.0f} ms, {one.connections} connections, "
        unit += f"{one.requests} requests"
        rows.append(Row(one.name, one.round_trips, unit, one.most))
    total = sum(one.far for one in found)
    rows.append(Row("all of these, 150 ms away", total, "s", steps.HAPPY_PATH))
    return rows


def of_many(*, few: bool) -> list[Row]:
    """Measure many orders."""
    large, forgotten = (20_000, 2_000) if few else (100_000, 10_000)
    rows = [
        Row(
            f"`status --all`, {n} open, 150 ms away",
            many.watching(n),
            "s",
            1.8 if n == 20 else None,
        )
        for n in ((1, 20) if few else (1, 20, 200, 1_000))
    ]
    took = many.forgetting(forgotten)
    rows.append(Row(f"`forget` {forgotten:,} of {forgotten:,}", took.seconds, "s", 5))
    first, again = many.listing(large)
    what = f"`orders --all --json` of {large:,}"
    rows.append(Row(f"{what}, new to the index", first.seconds, "s"))
    rows.append(Row(what, again.seconds, "s", 4))
    rows.append(Row("the same", again.megabytes, "MiB", 100))
    return rows


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=9, help="how often each program is run")
    parser.add_argument("--few", action="store_true", help="fewer orders, for a quick look")
    parser.add_argument("--instructions", action="store_true", help="count them; takes minutes")
    parser.add_argument("--readme", action="store_true", help="put the table into the README")
    given = parser.parse_args()
    rows = []
    for part in (
        lambda: of_starts(given.runs, count=given.instructions),
        lambda: of_saving(),
        lambda: of_steps(max(3, given.runs // 3)),
        lambda: of_many(few=given.few),
    ):
        found = part()
        rows += found
        for row in found:
            line = f"{row.what:<42} {row.value:8.2f} {row.unit:<52} {row.target:<12} {row.verdict}"
            print(line, flush=True)
    if given.readme:
        table = [["", "measured", "target"]]
        table += [[row.what, f"{row.value:.2f} {row.unit}", row.target] for row in rows]
        readme.put("speed", readme.markdown(table))


def of_saving() -> list[Row]:
    """Measure saving one answer."""
    with tempfile.TemporaryDirectory() as scratch:
        saved, synced = saving(Path(scratch) / "saving")
    return [
        Row("saving one answer", saved * 1000, "ms", 2),
        Row("the same bytes, written and synced bare", synced * 1000, "ms"),
    ]


if __name__ == "__main__":
    main()
