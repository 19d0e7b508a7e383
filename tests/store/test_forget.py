"""`forget` leaves nothing of an order; `orders` says what could be forgotten."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from sinch_order_cli.errors import DamagedError, StoreError
from sinch_order_cli.store import files
from sinch_order_cli.store.customers import CustomerStore
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import OrderStore
from tests.commands.shell import ANSWERS, LETTER, PDF, Shell

pytestmark = pytest.mark.timeout(120)


def everything(folder: Path) -> bytes:
    return b"\n".join(
        str(path).encode() + (path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    )


def test_nothing_of_a_forgotten_order_is_left_not_even_in_the_sandbox(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "PLAN", "--yes"]
    name = shell.ok(*create, "--name", "qwerty")["name"]
    shell.ok("register", name, "--answers", shell.file("answers.json", ANSWERS))
    shell.ok("attach", name, LETTER, shell.file("letter-of-zoe.pdf", PDF))
    shell.ok("submit", name, "--yes")
    done = shell.run("status", name, "--watch", "--json", "--timeout", "60")
    assert done.code == 0, done.err
    id_ = shell.order(name)["server"]["idNumberOrder"]
    store = OrderStore(shell.state / "sandbox")
    left = store.directory / f".{name}.json.0a1b2c3d.tmp"
    left.write_text("Zoë")
    with store.hold(name):
        store.keep_copy(name)
        store.keep_copy(name)
    before = everything(shell.state)
    traces = [one.encode() for one in (name, id_, "Zoë", "letter-of-zoe", "Acme Pty")]
    assert all(trace in before for trace in traces)
    reminder = shell.run("orders").err
    assert "1 final order" in reminder and "sinch-order forget --final" in reminder
    assert shell.ok("forget", "--final", "--older-than", "1h")["forgotten"] == []
    assert shell.ok("forget", "--final")["forgotten"] == [name]
    after = everything(shell.state)
    assert [trace for trace in traces if trace in after] == []
    assert "final order" not in shell.run("orders").err


def test_an_order_that_came_to_nothing_leaves_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    gone = ["create", "AU", "MOBILE", "--number", "+61411111197", "--sms-plan", "p", "--yes"]
    assert shell.run(*gone).code == 5
    state = shell.state / "sandbox"
    assert [*(state / "orders").iterdir(), *(state / "locks").iterdir()] == []


@pytest.mark.parametrize("folder", ["", "orders", "damaged", "requirements", "customers"])
def test_what_a_killed_program_left_of_a_save_goes_and_what_is_written_now_stays(
    tmp_path: Path, folder: str
) -> None:
    store = OrderStore(tmp_path)
    store.directory.mkdir(mode=0o700)
    (tmp_path / folder).mkdir(mode=0o700, exist_ok=True)
    left = tmp_path / folder / ".one.json.00000001.tmp"
    left.write_text("Zoë")
    fresh, descriptor = files._open_temporary(tmp_path / folder / "one.json")
    try:
        list(OrderIndex(store).open_orders())
        assert (left.exists(), fresh.exists()) == (False, True)
    finally:
        os.close(descriptor)
    list(OrderIndex(OrderStore(tmp_path)).open_orders())
    assert not fresh.exists()


def test_reading_a_customer_removes_what_a_killed_program_left(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path)
    store.directory.mkdir(mode=0o700)
    (store.directory / "acme.json").write_text("{}")
    left = store.directory / ".acme.json.00000001.tmp"
    left.write_text("Zoë")
    with suppress(StoreError, DamagedError):
        CustomerStore(tmp_path).load("acme")
    assert not left.exists()


def test_only_old_ones_are_forgotten(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    old, new = 1_600_000_000.0, time.time()
    from sinch_order_cli.workflow.model import Order

    for name, moment in (("old", old), ("new", new)):
        order = Order(name=name, server={"state": "COMPLETED", "idNumberOrder": name})
        OrderStore(shell.state / "sandbox", now=lambda at=moment: at).save(order)
    assert shell.ok("forget", "--final", "--older-than", "30d")["forgotten"] == ["old"]
    assert OrderStore(shell.state / "sandbox").names() == ["new"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("x", "--final"), ("x", "--older-than", "30d"), ("--final", "--older-than", "x")],
)
def test_what_forget_refuses(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert Shell(tmp_path).run("forget", *arguments).code == 2
