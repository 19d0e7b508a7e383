"""The index looks at the files that this program's saves changed, and at all where others did."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sinch_order_cli.store import file_marks, index
from sinch_order_cli.store.forget import forget_orders
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Order

COUNT = 12


def settle() -> None:
    """Until a later change has a later time than those so far."""
    time.sleep(file_marks.TICK_NS / 1e9 + 0.02)


def order(name: str, state: str = "CREATED") -> Order:
    return Order(name=name, server={"idNumberOrder": f"id-{name}", "state": state})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OrderStore]:
    """Some open orders that the index knows."""
    made = OrderStore(tmp_path)
    for number in range(COUNT):
        made.save(order(f"o{number}"))
    settle()
    OrderIndex(made).open_names()
    yield made


def read_by(store: OrderStore, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], list[str]]:
    """The orders that are open, and whose files were read to tell."""
    fresh, read = OrderStore(store.root), []
    load = fresh.load
    monkeypatch.setattr(fresh, "load", lambda name: read.append(name) or load(name))
    return set(OrderIndex(fresh).open_names()), sorted(read)


@pytest.mark.parametrize("wait", [False, True])
def test_after_a_save_only_what_was_saved_is_read(
    store: OrderStore, monkeypatch: pytest.MonkeyPatch, wait: bool
) -> None:
    store.save(order("o1", "COMPLETED"))
    store.save(order("new"))
    with store.hold("o2"):
        store.discard("o2")
    if wait:
        settle()
    left = {f"o{n}" for n in range(COUNT)} - {"o1", "o2"} | {"new"}
    assert read_by(store, monkeypatch) == (left, ["new", "o1"])
    settle()
    store.save(order("o3", "EXPIRED"))
    found, read = read_by(store, monkeypatch)
    assert found == left - {"o3"}
    assert "o3" in read and len(read) <= 3


def test_what_somebody_else_changed_is_seen_beside_what_was_saved(
    store: OrderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(order("o1", "COMPLETED"))
    settle()
    there = store.path("o5")
    beside = there.with_name("beside")
    beside.write_bytes(msgspec.json.encode(order("o5", "REJECTED")))
    beside.replace(there)
    store.path("o6").unlink()
    store.path("mine").write_bytes(msgspec.json.encode(order("mine")))
    settle()
    store.save(order("o2", "COMPLETED"))
    expected = {f"o{n}" for n in range(COUNT)} - {"o1", "o2", "o5", "o6"} | {"mine"}
    assert read_by(store, monkeypatch)[0] == expected


@pytest.mark.parametrize("damage", ["gone", "short", "nonsense", "long"])
def test_a_log_that_is_not_right_is_not_believed(
    store: OrderStore, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    store.save(order("o1", "COMPLETED"))
    log = store.changes.path
    if damage == "gone":
        log.unlink()
    elif damage == "short":
        log.write_bytes(log.read_bytes().partition(b" ")[0])
    elif damage == "nonsense":
        log.write_bytes(b"\xff\x00 a b\n" + log.read_bytes())
    else:
        monkeypatch.setattr(index, "LARGEST", 1)
    assert "o1" not in read_by(store, monkeypatch)[0]
    settle()
    assert "o1" not in read_by(store, monkeypatch)[0]


def test_a_kill_in_the_middle_of_a_save_is_not_taken_for_none(
    store: OrderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt), store.changes.changing("o1"):
        store.path("o1").unlink()
        monkeypatch.setattr(store.changes, "_time", lambda: -1)
        raise KeyboardInterrupt
    assert "o1" not in read_by(store, monkeypatch)[0]


def test_no_name_is_left_in_the_log_of_what_was_forgotten(store: OrderStore) -> None:
    store.save(order("zoe"))
    OrderIndex(store).open_names()
    assert b"zoe" in store.changes.path.read_bytes()
    assert b"id-zoe" in (store.root / "index.db").read_bytes()
    assert list(forget_orders(store, ["zoe", "o2"])) == ["zoe", "o2"]
    assert not store.changes.path.exists()
    assert b"zoe" not in (store.root / "index.db").read_bytes()
    assert len(OrderIndex(store).open_names()) == COUNT - 1


def test_final_orders_are_listed_from_what_was_kept_the_last_touched_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = iter(range(1_800_000_000, 1_900_000_000, 10))
    store = OrderStore(tmp_path, now=lambda: float(next(moment)))
    for name in ("a", "b", "c", "open"):
        store.save(order(name, "CREATED" if name == "open" else "COMPLETED"))
    described: list[str] = []

    def describe(one: Order) -> bytes:
        described.append(one.name)
        return one.name.encode()

    def listed(version: str = "1") -> list[bytes]:
        return list(OrderIndex(OrderStore(tmp_path)).final_listed(describe, version))

    settle()
    assert listed() == [b"c", b"b", b"a"] and sorted(described) == ["a", "b", "c"]
    store.save(order("a", "COMPLETED"))
    assert listed() == [b"a", b"c", b"b"] and described[3:] == ["a"]
    assert listed("2") == [b"a", b"c", b"b"] and len(described) == 7
    monkeypatch.setattr(OrderIndex, "_describe", lambda *_: (_ for _ in ()).throw(OSError))
    assert listed("3") == [b"a", b"c", b"b"]
