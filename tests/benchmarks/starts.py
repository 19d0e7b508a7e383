"""The cost of starting: each command as a multiple of `python -c pass`, in turns."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.many import order_of_real_size, write_orders
from benchmarks.processes import Taken, in_turns, instructions, once, until_shown

ORDERS = 10_000
REGIONS = {
    "availableRegions": [
        {"regionCode": code, "regionName": code, "types": ["MOBILE", "LOCAL"]}
        for code in ("AU", "BR", "DE", "FR", "GB", "IT", "SE", "US")
    ]
}
BARE = """import os, httpx
headers = {"Authorization": "Bearer t"}
print(httpx.get(os.environ["REGIONS"], headers=headers).text)
"""
ENTRY = """#!{python}
import sys
from sinch_order_cli.__main__ import main
sys.exit(main())
"""
"""The entry script as current installers write it; older ones also import `re`."""


class Api(BaseHTTPRequestHandler):
    """Responds to every GET with the regions."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Respond."""
        body = json.dumps(REGIONS).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing, as that would be measured."""


@contextmanager
def home() -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield a home with ten thousand orders, twenty of them open, and an API with regions."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        write_orders(folder / "state", ORDERS)
        few = folder / "few"
        write_orders(few, 20)
        yield (
            folder,
            {
                "PATH": os.environ["PATH"],
                "HOME": scratch,
                "TERM": "xterm-256color",
                "SINCH_ORDER_STATE_DIR": f"{scratch}/state",
                "SINCH_NUMBERS_URL": url,
                "SINCH_PROJECT_ID": "p",
                "SINCH_ACCESS_TOKEN": "t",
                "REGIONS": f"{url}/v1/projects/p/availableRegions",
                "GH_TOKEN": "t",
                "GH_NO_UPDATE_NOTIFIER": "1",
            },
        )
        server.shutdown()


def measure(runs: int, *, count: bool) -> tuple[dict[str, list[Taken]], dict[str, int]]:
    """Return the cost of each program in each turn; with `count` also the instructions of some."""
    from sinch_order_cli.store.orders import OrderStore

    with home() as (folder, environment):
        entry = folder / "sinch-order"
        entry.write_text(ENTRY.format(python=sys.executable))
        entry.chmod(0o755)
        python, program = sys.executable, str(entry)
        few = environment | {"SINCH_ORDER_STATE_DIR": str(folder / "few")}
        store = OrderStore(folder / "state")

        def run(*line: str, terminal: bool = False) -> Callable[[], Taken]:
            return lambda: once(line, environment, terminal=terminal)

        def after_a_save() -> Taken:
            store.save(order_of_real_size("au-mobile-7", 7, "CREATED"))
            return once([program, "orders"], environment)

        programs = {
            "nothing": run(python, "-c", "pass"),
            "bare": run(python, "-c", BARE),
            "version": run(program, "--version"),
            "help": run(program, "--help"),
            "usage": run(program, "search", "AU"),
            "command help": run(program, "search", "--help"),
            "json": run(program, "regions", "--json"),
            "table": run(program, "regions", terminal=True),
            "orders": run(program, "orders"),
            "after a save": after_a_save,
            "tab": lambda: once([program, "__complete", "zsh", "sinch-order status au-"], few),
        }
        new = environment | {"SINCH_ORDER_STATE_DIR": str(folder / "new")}
        programs["wizard"] = lambda: until_shown([program, "wizard"], new, b"Country")
        if shutil.which("curl"):
            line = ("curl", "-s", "-H", "Authorization: Bearer t", environment["REGIONS"])
            programs["curl"] = run(*line)
        if shutil.which("gh"):
            programs["gh"] = run("gh", "--version")
        taken = in_turns(programs, runs)
        lines = {
            "nothing": [python, "-c", "pass"],
            "usage": [program, "search", "AU"],
            "command help": [program, "search", "--help"],
            "json": [program, "regions", "--json"],
            "orders": [program, "orders"],
        }
        counted = {name: instructions(line, environment) for name, line in lines.items() if count}
    return taken, {name: found for name, found in counted.items() if found}
