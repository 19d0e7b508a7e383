"""What a command does not use it does not load: loading is most of the time that it takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.many import order_of_real_size

from sinch_order_cli.store.orders import OrderStore

ASKING = {"questionary", "prompt_toolkit"}
DRAWING = {"rich", "pygments"}
NETWORK = {"httpx", "httpcore", "ssl", "truststore"}
FRAMEWORK = {"typer", "msgspec", "inspect", "dataclasses"}
JUDGING = {"jsonschema", "referencing"}
NEVER = {"pydantic"}


def loaded(arguments: list[str], home: Path) -> set[str]:
    """The packages that a command line loads, and the rooms of the program."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sinch_order_cli", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "SINCH_ORDER_STATE_DIR": str(home / "state"),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    names = {line.rpartition("|")[2].strip() for line in lines}
    assert "sinch_order_cli" in names, done.stderr
    rooms = {".".join(name.split(".")[:2]) for name in names if name.startswith("sinch_order_cli.")}
    return {name.partition(".")[0] for name in names} | rooms


@pytest.mark.parametrize(
    ("line", "unwanted"),
    [
        ("--version", FRAMEWORK | NETWORK | ASKING | DRAWING | {"re", "json", "pathlib"}),
        ("--help", FRAMEWORK | NETWORK | ASKING | DRAWING | {"re", "json", "pathlib"}),
        ("search --help", NETWORK | ASKING | DRAWING | JUDGING),
        ("search AU", {"msgspec"} | NETWORK | ASKING | DRAWING | JUDGING),
        ("orders", NETWORK | ASKING | DRAWING | JUDGING),
        ("plan AU/", NETWORK | ASKING | DRAWING | JUDGING),
        ("batch template", NETWORK | ASKING | DRAWING | JUDGING),
        ("batch status numbers.csv", NETWORK | ASKING | DRAWING | JUDGING),
        ("customer list", NETWORK | ASKING | DRAWING | JUDGING),
        ("customer add acme --set company.name=Acme", NETWORK | ASKING | DRAWING | JUDGING),
        ("orders --sandbox --json", NETWORK | ASKING | DRAWING | JUDGING | {"werkzeug"}),
        # httpx loads a command line of its own where click is installed, as it is for our linter.
        ("regions --sandbox --json", ASKING | JUDGING),
        # Only the sandbox judges by jsonschema, and only what is sent to it.
        ("check --region AU --type MOBILE --answers /dev/null --sandbox", ASKING | DRAWING),
    ],
)
def test_a_command_loads_what_it_uses(line: str, unwanted: set[str], tmp_path: Path) -> None:
    assert loaded(line.split(), tmp_path) & (unwanted | NEVER) == set()


def test_a_list_of_orders_needs_no_form(tmp_path: Path) -> None:
    order = order_of_real_size("au-mobile-7", 7, "CREATED")
    OrderStore(tmp_path / "state").save(order)
    assert loaded(["orders"], tmp_path) & {"sinch_order_cli.kyc", "csv", *NETWORK} == set()


@pytest.mark.parametrize("line", ["sinch-order sea", "sinch-order status "])
def test_a_tab_loads_nothing_that_python_has_not_loaded(line: str, tmp_path: Path) -> None:
    orders = tmp_path / "state" / "orders"
    orders.mkdir(parents=True)
    (orders / "one.json").write_text('{"server": {"state": "CREATED"}}')
    few = {"__future__", "_json", "sinch_order_cli.commands", "sinch_order_cli.switches"}
    nothing = loaded(["--version"], tmp_path)
    assert loaded(["__complete", "zsh", line], tmp_path) - nothing <= few
