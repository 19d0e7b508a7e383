"""How long commands take, each as a multiple of `python -c pass` or of a bare script.

    python tests/benchmarks/speed.py [--runs 15] [--readme]

Everything is measured in one run on one machine, the compared programs in turns, so that what
else the machine does hits all alike. The API is a server on the loopback interface; curl asks the
same server, to show what a request costs without Python.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import readme

REGIONS = {
    "availableRegions": [
        {"regionCode": code, "regionName": code, "types": ["MOBILE", "LOCAL"]}
        for code in ("AU", "BR", "DE", "FR", "GB", "IT", "SE", "US")
    ]
}
ORDERS, OPEN_ORDERS = 10_000, 20
BARE = """import os, httpx
headers = {"Authorization": "Bearer t"}
print(httpx.get(os.environ["REGIONS"], headers=headers).text)
"""


class Api(BaseHTTPRequestHandler):
    """Answers every GET with the regions."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps(REGIONS).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: it would be measured."""


def once(command: Sequence[str], environment: dict[str, str], *, terminal: bool = False) -> float:
    """Seconds that a process takes; with `terminal` its output goes to a pseudo-terminal."""
    if not terminal:
        started = time.perf_counter()
        subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
        return time.perf_counter() - started
    import pty

    master, slave = pty.openpty()
    drain = threading.Thread(target=_drain, args=(master,), daemon=True)
    drain.start()
    started = time.perf_counter()
    subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, timeout=60
    )
    took = time.perf_counter() - started
    os.close(slave)
    drain.join(1)
    os.close(master)
    return took


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:
        return


def in_turns(programs: dict[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """The median time of each program, all of them run in turns."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        program()
    for _ in range(runs):
        for name, program in programs.items():
            times[name].append(program())
    return {name: statistics.median(measured) for name, measured in times.items()}


def make_orders(directory: Path) -> None:
    """Ten thousand orders on disk, twenty of them open."""
    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.model import Order

    store = OrderStore(directory)
    store.directory.mkdir(parents=True, mode=0o700)
    for number in range(ORDERS):
        state = "CREATED" if number < OPEN_ORDERS else "COMPLETED"
        order = Order(name=f"au-mobile-{number}", region_code="AU", number_type="MOBILE")
        order.server = {
            "idNumberOrder": f"{number:026d}",
            "state": state,
            "orderNumbers": [{"phoneNumber": f"+614{number:08d}"}],
        }
        import msgspec

        path = store.path(order.name)
        path.write_bytes(msgspec.json.encode(order))
        path.chmod(0o600)
    time.sleep(0.1)


def saving(directory: Path, answers: int = 200) -> tuple[float, float]:
    """Seconds that saving one answer takes, both syncs among them, and the same bytes bare.

    Medians, in turns: what else the disk has to do hits both.
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
    """The least that a power cut leaves whole: written, synced, renamed, the directory synced."""
    temporary = path.with_name("new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def measure(runs: int) -> list[tuple[str, float, str, str]]:
    """Every line of the table: what, how much, its unit, its target."""
    program = [sys.executable, "-m", "sinch_order_cli"]
    script = Path(sys.executable).with_name("sinch-order")
    if script.exists():
        program = [str(script)]
    with tempfile.TemporaryDirectory() as scratch:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        regions_url = f"{url}/v1/projects/p/availableRegions"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": scratch,
            "TERM": "xterm-256color",
            "SINCH_ORDER_STATE_DIR": f"{scratch}/state",
            "SINCH_NUMBERS_URL": url,
            "SINCH_PROJECT_ID": "p",
            "SINCH_ACCESS_TOKEN": "t",
            "REGIONS": regions_url,
        }
        make_orders(Path(scratch) / "state")
        python = [sys.executable]

        def run(*command: str, terminal: bool = False) -> Callable[[], float]:
            return lambda: once(command, environment, terminal=terminal)

        programs = {
            "nothing": run(*python, "-c", "pass"),
            "bare": run(*python, "-c", BARE),
            "version": run(*program, "--version"),
            "help": run(*program, "--help"),
            "usage": run(*program, "search", "AU"),
            "command help": run(*program, "search", "--help"),
            "json": run(*program, "regions", "--json"),
            "table": run(*program, "regions", terminal=True),
            "orders": run(*program, "orders"),
            "orders table": run(*program, "orders", terminal=True),
        }
        if shutil.which("curl"):
            programs["curl"] = run("curl", "-s", "-H", "Authorization: Bearer t", regions_url)
        times = in_turns(programs, runs)
        server.shutdown()
        pass_, bare = times["nothing"], times["bare"]
        saved, synced = saving(Path(scratch) / "saving")
    lines = [
        ("`--version`", times["version"] / pass_, "× python -c pass", "1.5"),
        ("root `--help`", times["help"] / pass_, "× python -c pass", "1.5"),
        ("a usage error", times["usage"] / pass_, "× python -c pass", "8"),
        ("a command's `--help`", times["command help"] / pass_, "× python -c pass", "8"),
        ("one API call, `--json`", times["json"] / bare, "× a bare httpx.get", "1.3"),
        ("the same as a table", times["table"] / bare, "× a bare httpx.get", "1.6"),
        ("saving one answer", saved * 1000, "ms", "2"),
        ("the same bytes, written and synced bare", synced * 1000, "ms", ""),
        (f"`orders`, {ORDERS:,} orders", times["orders"] / pass_, "× python -c pass", "10"),
        ("the same as a table", times["orders table"] / pass_, "× python -c pass", ""),
        ("a bare httpx.get", bare / pass_, "× python -c pass", ""),
    ]
    if "curl" in times:
        lines.append(("curl, the same GET", times["curl"] / pass_, "× python -c pass", ""))
    lines.append(("`python -c pass`", pass_ * 1000, "ms", ""))
    return lines


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=15, help="how often each program is run")
    parser.add_argument("--readme", action="store_true", help="put the table into the README")
    arguments = parser.parse_args()
    lines = measure(arguments.runs)
    if arguments.readme:
        rows = [["", "measured", "target"]]
        for what, value, unit, target in lines:
            rows.append([what, f"{value:.2f} {unit}", f"at most {target}" if target else ""])
        readme.put("speed", readme.markdown(rows))
    for what, value, unit, target in lines:
        verdict = "" if not target else "ok" if value <= float(target) else "OVER"
        limit = f"at most {target}" if target else ""
        print(f"{what:<32} {value:8.2f} {unit:<20} {limit:<12} {verdict}")


if __name__ == "__main__":
    main()
