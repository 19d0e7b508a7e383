"""Orders held by another program: waited for a moment, said, and never overwritten."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from plain_http import HTTP

from sinch_order_cli.errors import LockedError, NotFoundError
from sinch_order_cli.sandbox.server import SandboxServer
from sinch_order_cli.store.files import make_private_dir
from sinch_order_cli.store.forget import forget_orders
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Order
from tests.commands.gateway import Answer, Gateway
from tests.commands.shell import Shell

pytestmark = pytest.mark.timeout(120)

PARALLEL = 8
CREATE = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]


@contextmanager
def held(store: OrderStore, name: str, seconds: float) -> Iterator[None]:
    """The order, held by somebody else for so long."""
    taken = threading.Event()

    def hold() -> None:
        with store.hold(name, wait=0.0):
            taken.set()
            time.sleep(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait()
    yield
    thread.join()


@pytest.mark.parametrize(("seconds", "told"), [(0.3, 0), (1.6, 1)])
def test_an_order_that_is_held_for_a_moment_is_waited_for(
    tmp_path: Path, seconds: float, told: int
) -> None:
    said: list[str] = []
    with held(OrderStore(tmp_path), "one", seconds):
        began = time.monotonic()
        with OrderStore(tmp_path, waiting=said.append).hold("one"):
            assert seconds - 0.2 < time.monotonic() - began < 4.5
    assert len(said) == told
    assert all("one" in text and "process" in text for text in said)


def test_the_wait_ends_after_five_seconds(tmp_path: Path) -> None:
    with OrderStore(tmp_path).hold("one"):
        began = time.monotonic()
        with pytest.raises(LockedError), OrderStore(tmp_path).hold("one"):
            pass
        assert 4.9 < time.monotonic() - began < 8


def test_an_order_renamed_by_the_process_that_was_waited_for_is_told(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    gone = pytest.raises(NotFoundError, match="renamed or deleted by the process that was using")
    with held(OrderStore(tmp_path), "one", 1.6), store.hold("one"), gone:
        store.load("one")
    with pytest.raises(NotFoundError, match="no order named 'two'"):
        store.load("two")


def test_what_somebody_else_saved_is_not_overwritten(tmp_path: Path) -> None:
    mine, theirs = OrderStore(tmp_path), OrderStore(tmp_path)
    mine.save(Order(name="one", answers={"a": 1}))
    order, mark = mine.read("one")
    theirs.save(Order(name="one", answers={"a": 2}))
    assert not mine.save_unless_changed(order, mark)
    assert mine.load("one").answers == {"a": 2}
    order, mark = mine.read("one")
    order.answers = {"a": 3}
    with theirs.hold("one"):
        assert not mine.save_unless_changed(order, mark)
    assert mine.save_unless_changed(order, mark)
    assert theirs.load("one").answers == {"a": 3}
    _, mark = mine.read("one")
    list(forget_orders(theirs, ["one"]))
    assert not mine.save_unless_changed(order, mark)
    assert mine.names() == []


@pytest.fixture
def faults(tmp_path: Path) -> Path:
    path = tmp_path / "faults.json"
    path.write_text("[]")
    return path


@pytest.fixture
def shell(tmp_path: Path, faults: Path) -> Iterator[Shell]:
    with SandboxServer(tmp_path / "emulator", faults=faults) as server:
        yield Shell(tmp_path, server.url)


def _effects(shell: Shell) -> dict[str, int]:
    effects: dict[str, int] = HTTP.get(
        f"{shell.environment['SINCH_NUMBERS_URL']}/sandbox/effects"
    ).json()
    return effects


def test_asking_the_server_keeps_nobody_waiting(shell: Shell, faults: Path) -> None:
    """`status` of a slow server used to hold the order, and then to save what it had read."""
    name = shell.ok(*CREATE)["name"]
    faults.write_text('[{"operation": "getNumberOrder", "fault": "delay-after", "seconds": 6}]')
    status = shell.start("status", name)
    deadline = time.monotonic() + 30
    while not _effects(shell).get("getNumberOrder") and time.monotonic() < deadline:
        time.sleep(0.1)
    began = time.monotonic()
    with OrderStore(shell.state).hold(name, wait=0.0):
        pass
    assert time.monotonic() - began < 1
    done = shell.run("register", name, "--set", "city=Perth")
    assert done.code == 3, done.err
    _, errors = status.communicate("", timeout=60)
    assert status.returncode == 0, errors
    assert "changed elsewhere" not in errors
    assert '"Perth"' in str(shell.order(name)["answers"]).replace("'", '"')


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with Gateway(tmp_path / "emulator") as gateway:
        yield gateway


def test_creating_unrelated_orders_waits_for_nobodys_network_calls(
    tmp_path: Path, gateway: Gateway
) -> None:
    """Of eight at once four used to fail, since the list of orders was held over the lookup.

    The server answers each call only once all eight programs have sent theirs: where one waited
    for another's answer, none would ever come.
    """
    meeting = {part: threading.Barrier(PARALLEL) for part in (":lookup", ":createNumberOrder")}

    def meet(method: str, path: str, body: bytes, answer: Answer) -> Answer:
        for part, barrier in meeting.items():
            if part in path:
                barrier.wait(60)
        return answer

    gateway.change = meet
    shell = Shell(tmp_path, gateway.url)
    create = ("create", "GB", "MOBILE", "--quantity", "1", "--yes", "--json")
    programs = [shell.start(*create, "--name", f"order-{count}") for count in range(PARALLEL)]
    for program in programs:
        _, errors = program.communicate("", timeout=100)
        assert program.returncode == 0, errors
    orders = [shell.order(f"order-{count}") for count in range(PARALLEL)]
    assert len({one["server"]["idNumberOrder"] for one in orders}) == PARALLEL


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_new_directory_is_private_from_the_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several workers that make it at once, none may find it open and warn of that."""
    seen: list[int] = []
    tighten = Path.chmod

    def chmod(path: Path, mode: int) -> None:
        seen.append(stat.S_IMODE(path.stat().st_mode))
        tighten(path, mode)

    monkeypatch.setattr(Path, "chmod", chmod)
    before = os.umask(0)
    try:
        assert not make_private_dir(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert seen == [0o700, 0o700]
