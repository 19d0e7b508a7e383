"""Several programs on one order, and on the store, at once: no update is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sinch_order_cli.sandbox.server import SandboxServer
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Order
from tests.commands.shell import Shell

pytestmark = pytest.mark.timeout(120)

PROGRAMS, ROUNDS = 4, 40

WORKER = """
import pathlib, sys, time
from sinch_order_cli.errors import LockedError, NotFoundError
from sinch_order_cli.store.forget import forget_orders
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Order

store = OrderStore(pathlib.Path(sys.argv[1]), warn=lambda text: sys.exit(text))
rounds, locked = int(sys.argv[3]), 0
print("ready", flush=True)
sys.stdin.readline()
for count in range(rounds):
    while True:
        try:
            with store.edit("shared") as order:
                order.answers = [*order.answers, f"{sys.argv[2]}-{count}"]
                store.save(order)
                break
        except LockedError:
            locked += 1
            time.sleep(0.002)
    with store.claim("au-mobile") as name:
        store.save(Order(name=name, answers=[sys.argv[2], count]))
    known = {name for name, _ in OrderIndex(store).identities()}
    assert {"shared", name} <= known, known
    while count % 4 == 0:
        try:
            list(forget_orders(store, [name]))
            break
        except LockedError:  # another one looks whether the name is free
            time.sleep(0.002)
print(locked)
"""


def test_no_update_is_lost_and_no_name_is_given_twice(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    store.save(Order(name="shared", answers=[]))
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path), str(number), str(ROUNDS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(PROGRAMS)
    ]  # fmt: skip
    for program in programs:
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        _, errors = program.communicate(timeout=100)
        assert (program.returncode, errors) == (0, "")
    found = store.load("shared").answers
    assert sorted(found) == sorted(f"{n}-{c}" for n in range(PROGRAMS) for c in range(ROUNDS))
    kept = [store.load(name).answers for name in store.names() if name != "shared"]
    assert sorted(kept) == [[str(n), c] for n in range(PROGRAMS) for c in range(ROUNDS) if c % 4]
    assert {name for name, _ in OrderIndex(store).identities()} == set(store.names())
    assert not [path for path in store.directory.iterdir() if path.suffix != ".json"]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    server = SandboxServer(tmp_path / "emulator")
    server.start()
    yield Shell(tmp_path, server.url)
    server.stop()


def test_two_programs_on_one_order(shell: Shell) -> None:
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]
    name = shell.ok(*create)["name"]
    sets = {"city": "Perth", "postalCode": "6000", "endBusinessName": "Acme", "firstName": "Zoë"}
    started = {
        field: shell.start("register", name, "--set", f"{field}={value}")
        for field, value in sets.items()
    }
    kept = []
    for field, program in started.items():
        _, errors = program.communicate("", timeout=60)
        # 3: it was kept and is not enough to be sent; 6: the order was in use, nothing was done.
        assert program.returncode in (3, 6), errors
        if program.returncode == 3:
            kept.append(field)
        else:
            assert "used by another sinch-order process" in errors
    assert kept
    answers = json.dumps(shell.order(name)["answers"], ensure_ascii=False)
    assert {field for field, value in sets.items() if f'"{value}"' in answers} == set(kept)


def test_an_order_in_use_is_shown_but_not_changed_nor_forgotten(shell: Shell) -> None:
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]
    name = shell.ok(*create)["name"]
    before = shell.order(name)
    with OrderStore(shell.state).hold(name):
        for arguments in [
            ("register", name, "--set", "city=Perth"),
            ("submit", name, "--yes"),
            ("forget", name, "--yes"),
        ]:
            done = shell.run(*arguments)
            assert done.code == 6, (arguments, done.err)
            assert "process" in done.err
        for arguments in [("status", name), ("resume", name), ("attach", name, "--list")]:
            assert shell.run(*arguments).code == 0
        assert shell.order(name) == before
    assert shell.run("forget", name, "--yes").code == 0


def test_reading_an_order_saves_nothing_over_what_another_program_saved(shell: Shell) -> None:
    """`register --show` looks up what the order asks for, which takes a while."""
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]
    name = shell.ok(*create)["name"]
    store = OrderStore(shell.state)
    with store.edit(name) as order:
        order.lookup = None
        store.save(order)
    before = shell.order(name)
    assert shell.ok("register", name, "--show")
    assert shell.order(name) == before
