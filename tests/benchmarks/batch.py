"""The time of a batch compared with the server's rate limit, and its memory.

    python -m tests.benchmarks.batch [--rows 200] [--latency 0.15] [--limit 10]

200 rows with a server that responds after 150 ms and allows 10 requests per second, and with one
without a limit; then time and memory of `batch status` for 1,000 and 10,000 rows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wrappers import Response

from sinch_order_cli.sandbox.app import App
from sinch_order_cli.sandbox.database import Database
from sinch_order_cli.sandbox.fault_file import Faults
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import BatchRow, Order, timestamp
from sinch_order_cli.workflow.steps import read_lookup

CONTRACT = Path(__file__).parents[1] / "contract" / "kyc"

ANSWERS = {
    "purposeOfTheTraffic": "Notifications",
    "intendedUseOfMobileNumbers": "Transactional",
    "iConfirmThatMyBusinessHasAValidUseCaseForThisLn": "yes",
    "endBusinessName": "Acme Pty Ltd",
    "endBusinessAddress": "1 Main Street",
    "city": "Melbourne",
    "state": "VIC",
    "country": "AU",
    "postalCode": "3000",
    "firstName": "Zoe",
    "lastName": "Neil",
    "phoneNumber": "+61298765432",
}


class Quiet(WSGIRequestHandler):
    """Logs no requests."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Print nothing."""


class Limit:
    """A token bucket in front of an application: 429 above the rate, and a delay of each
    response."""

    def __init__(self, app: Any, latency: float, rate: float | None) -> None:
        self._app, self._latency, self._rate = app, latency, rate
        self._lock = threading.Lock()
        self._tokens, self._at = rate or 0.0, time.monotonic()
        self.answered = self.refused = 0

    def __call__(self, environ: Any, start: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(self._latency)
        if environ["PATH_INFO"].startswith("/v1") and not self._take():
            refusal = Response("{}", 429, {"Retry-After": "1"}, mimetype="application/json")
            return refusal(environ, start)
        found: Iterable[bytes] = self._app(environ, start)
        return found

    def _take(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if self._rate is not None:
                grown = self._tokens + (now - self._at) * self._rate
                self._tokens, self._at = min(self._rate, grown), now
                if self._tokens < 1:
                    self.refused += 1
                    return False
                self._tokens -= 1
            self.answered += 1
            return True


def write_rows(path: Path, count: int) -> None:
    """Write a batch file with this many rows."""
    names = ["ref", "region", "type", "pattern", *(f"set.{name}" for name in ANSWERS)]
    values = ",".join(ANSWERS.values())
    rows = [f"row-{n},AU,MOBILE,+614,{values},letter.pdf" for n in range(count)]
    header = ",".join([*names, "document.Letter of authorisation"])
    path.write_text("\n".join([header, *rows]) + "\n")
    path.with_name("letter.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")


def program(home: Path, url: str, *arguments: str) -> tuple[float, float, int, int]:
    """Return seconds, CPU seconds, megabytes and exit code of a command."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "SINCH_ORDER_STATE_DIR": str(home / "state"),
        "SINCH_NUMBERS_URL": url, "SINCH_AUTH_URL": url, "SINCH_PROJECT_ID": "demo",
        "SINCH_KEY_ID": "key", "SINCH_KEY_SECRET": "secret",
    }  # fmt: skip
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "sinch_order_cli", *arguments],
        env=environment, capture_output=True, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    megabytes = max(before.ru_maxrss, after.ru_maxrss) // 1024
    return time.monotonic() - started, used, megabytes, done.returncode


def measure(rows: int, latency: float, rate: float | None, parallel: int) -> None:
    """Run a batch once, and print its time beside the limit."""
    from datetime import UTC, datetime, timedelta

    with tempfile.TemporaryDirectory() as folder:
        home, data = Path(folder) / "home", Path(folder) / "server"
        home.mkdir()
        data.mkdir()
        write_rows(home / "rows.csv", rows)
        app = App(
            Database(data),
            Faults(None),
            base_url="http://127.0.0.1",
            clock=lambda: datetime.now(UTC),
            review=timedelta(seconds=1),
            log=lambda line: None,
        )
        limit = Limit(app, latency, rate)
        server = ThreadedWSGIServer("127.0.0.1", 0, limit, Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.port}"
        file = str(home / "rows.csv")
        seconds, used, megabytes, code = program(
            home, url, "batch", "run", file, "--yes", "--parallel", str(parallel)
        )
        server.shutdown()
        bare = limit.answered / rate if rate else limit.answered * latency / parallel
        print(
            f"{rows} rows, {parallel} at a time, limit {rate or 'none'}: {seconds:.0f} s "
            f"(bare {bare:.0f} s), {limit.answered / rows:.1f} requests a row, "
            f"{limit.refused} refused, {used:.1f} s of the processor, {megabytes} MB, exit {code}"
        )


def main() -> None:
    """Measure, and print a line for each case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--latency", type=float, default=0.15)
    parser.add_argument("--limit", type=float, default=10.0)
    given = parser.parse_args()
    for rate in (given.limit, None):
        for parallel in (4, 16):
            measure(given.rows, given.latency, rate, parallel)
    for rows in (1_000, 10_000):
        measure_status(rows)


def measure_status(rows: int) -> None:
    """Measure the status of this many submitted rows.

    Once after their files have changed, which fills the index, and once more.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_rows(home / "rows.csv", rows)
        write_orders(home / "state" / "orders", home / "rows.csv", rows)
        file = str(home / "rows.csv")
        for when in ("for the first time", "again"):
            status = ("batch", "status", file, "--format", "csv")
            seconds, used, megabytes, code = program(home, "http://127.0.0.1:9", *status)
            print(
                f"status of {rows} rows {when}: {seconds:.2f} s ({used:.2f} s of the "
                f"processor), {megabytes} MB, exit {code}"
            )


def write_orders(folder: Path, file: Path, count: int) -> None:
    """Write the orders of the rows, with requirements and answers of realistic size."""
    lookup = json.loads((CONTRACT / "au-mobile.json").read_text())
    store = OrderStore(folder.parent)
    for number in range(count):
        phone = f"+614{number:08d}"
        price = {"monthlyPrice": {"currencyCode": "USD", "amount": "1.00"}}
        order = Order(
            name=f"row-{number}", project_id="demo", region_code="AU", number_type="MOBILE",
            lookup=read_lookup(lookup, time.time()), answers=[[{"senderId": phone}], ANSWERS],
            request={"numberOrderOption": {"phoneNumbers": [phone]}},
            server={
                "idNumberOrder": f"{number:026d}", "state": "IN_REVIEW",
                "expireTime": "2100-01-01T00:00:00Z",
                "orderNumbers": [{"phoneNumber": phone, "numberPrice": price}],
            },
            registered_at=timestamp(time.time()),
            batch=BatchRow(file=str(file), ref=f"row-{number}"),
        )  # fmt: skip
        if number == 0:
            store.save(order)
        else:
            path = store.path(order.name)
            path.write_bytes(msgspec.json.encode(order))
            path.chmod(0o600)


if __name__ == "__main__":
    main()
