"""The cost of thousands of stored orders: listing, listing after a save, deleting, checking.

python -m tests.benchmarks.many [--large 100000] [--forget 10000]
"""

from __future__ import annotations

import argparse
import json
import os
import ssl
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.processes import Taken, once

KYC = Path(__file__).parents[1] / "contract" / "kyc" / "au-mobile.json"
STOCKS = (("AU", "MOBILE"), ("SE", "LOCAL"), ("GB", "MOBILE"))
"""The sandbox has four hundred numbers of each."""

PROGRAM = [sys.executable, "-m", "sinch_order_cli"]


def order_of_real_size(name: str, number: int, state: str) -> Any:
    """Return an order as after all steps: with its form, answers, a document and messages."""
    from sinch_order_cli.workflow.model import Order, SentAttachment
    from sinch_order_cli.workflow.steps import read_lookup

    order = Order(name=name, region_code="AU", number_type="MOBILE", project_id="p")
    order.lookup = read_lookup(json.loads(KYC.read_text("utf-8")), 1_800_000_000.0)
    order.answers = [[{"senderId": f"+614{number:08d}"}], {"city": "Melbourne"}, {"a": "b"}]
    order.registered, order.registered_at = order.answers, "2026-01-01T00:00:00Z"
    order.attachments = {"letter": SentAttachment(file_name="letter.pdf", mime_type="a/b")}
    order.logs = [{"message": "Looked at.", "createTime": "2026-01-01T00:00:00Z"}]
    order.updated_at = "2026-01-02T00:00:00Z"
    order.server = {
        "idNumberOrder": f"{number:026d}",
        "state": state,
        "regionCode": "AU",
        "numberType": "MOBILE",
        "orderNumbers": [{"phoneNumber": f"+614{number:08d}"}],
        "expireTime": "2100-01-01T00:00:00Z",
    }
    return order


def write_orders(directory: Path, count: int, open_orders: int = 20) -> None:
    """Write order files of realistic size, all but a few of them final."""
    from sinch_order_cli.store.orders import OrderStore

    store = OrderStore(directory)
    store.directory.mkdir(parents=True, mode=0o700)
    marker = b"MARKER-NUMBER"
    texts = {}
    for state in ("CREATED", "COMPLETED"):
        made = order_of_real_size("au-mobile-MARKER-NUMBER", 0, state)
        texts[state] = msgspec.json.format(msgspec.json.encode(made), indent=1)
    for number in range(count):
        text = texts["CREATED" if number < open_orders else "COMPLETED"]
        content = text.replace(marker, b"%d" % number).replace(b"0" * 26, b"%026d" % number)
        path = store.path(f"au-mobile-{number}")
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        os.write(descriptor, content)
        os.close(descriptor)
    time.sleep(0.1)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a home whose orders are in its folder `state`."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "SINCH_ORDER_STATE_DIR": str(home / "state"),
        "SINCH_PROJECT_ID": "p",
        "SINCH_ACCESS_TOKEN": "t",
    }


def listing(count: int) -> tuple[Taken, Taken]:
    """Measure `orders --all --json` for the first time, reading every file, and once more."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        write_orders(home / "state", count)
        line = [*PROGRAM, "orders", "--all", "--json"]
        with (home / "listed").open("wb") as out:
            first = once(line, environment(home), output=out.fileno())
        time.sleep(0.1)
        with (home / "listed").open("wb") as out:
            again = once(line, environment(home), output=out.fileno())
        found = json.loads((home / "listed").read_bytes())["orders"]
        assert len(found) == count, len(found)
        return first, again


def forgetting(count: int) -> Taken:
    """Measure `forget --final` of this many orders."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        write_orders(home / "state", count, 0)
        took = once([*PROGRAM, "forget", "--final", "--yes"], environment(home))
        assert not any((home / "state" / "orders").iterdir())
        return took


def watching(count: int, round_trip: float = 0.15) -> float:
    """Return the seconds of `status --all` with this many open orders, over TLS with 150 ms
    latency."""
    from benchmarks.steps import World

    with tempfile.TemporaryDirectory() as scratch:
        world = World(Path(scratch), tls=True)
        with world.running() as relays:
            known = world.environment(*relays)
            reserve(world, known, count)
            for relay in relays:
                relay.round_trip = round_trip
            took = once([*PROGRAM, "status", "--all", "--json"], known)
        assert took.code == 0
        return took.seconds


def reserve(world: Any, known: dict[str, str], count: int) -> None:
    """Reserve numbers through the API, and write a file for each order."""
    import httpx

    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.model import Order

    store = OrderStore(Path(known["SINCH_ORDER_STATE_DIR"]))
    context = ssl.create_default_context(cafile=known["SSL_CERT_FILE"])
    base = f"{known['SINCH_NUMBERS_URL']}/v1/projects/demo"
    with httpx.Client(verify=context, auth=("key", "secret"), timeout=30) as client:
        for number in range(count):
            region, kind = STOCKS[number % len(STOCKS)]
            body = {
                "regionCode": region,
                "numberType": kind,
                "quantityOrderOption": {"requestedQuantity": 1},
                "smsConfiguration": {"servicePlanId": "p"},
            }
            made = client.post(f"{base}/numberOrders:createNumberOrder", json=body)
            assert made.is_success, made.text
            store.save(
                Order(
                    name=f"order-{number}",
                    region_code=region,
                    number_type=kind,
                    project_id="demo",
                    server=made.json(),
                )
            )


def main() -> None:
    """Measure, and print a line for each case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--forget", type=int, default=10_000)
    parser.add_argument("--open", type=int, nargs="*", default=[1, 20, 200])
    given = parser.parse_args()
    for count in given.open:
        print(f"status --all, {count} open orders: {watching(count):.2f} s", flush=True)
    took = forgetting(given.forget)
    print(f"forget {given.forget:,}: {took.seconds:.1f} s, {took.cpu:.1f} s of CPU", flush=True)
    for what, one in zip(("first", "again"), listing(given.large), strict=True):
        print(
            f"orders --all --json of {given.large:,}, {what}: {one.seconds:.1f} s, "
            f"{one.cpu:.1f} s of CPU, {one.megabytes:.0f} MiB",
            flush=True,
        )


if __name__ == "__main__":
    main()
