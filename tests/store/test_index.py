"""The index of the orders: what is told of them without reading their files."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from sinch_order_cli.errors import StateError, StoreError
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import (
    BatchRow,
    Lookup,
    Order,
    SentAttachment,
    seconds_left,
)


def order(name: str, **more: object) -> Order:
    server = {
        "idNumberOrder": f"id-{name}", "state": "CREATED", "expireTime": "2100-01-01T00:00:00Z",
        "orderNumbers": [{"phoneNumber": "+61411111112"}], "metadata": {"x": 1},
    }  # fmt: skip
    lookup = Lookup(
        looked_up_at="2026-01-01T00:00:00Z", raw={"schema": "SECRET-FORM"},
        needs_registration=True, attachments=("a", "b"), mandatory_attachments=("a", "b"),
    )  # fmt: skip
    known: dict[str, object] = {"server": server, "lookup": lookup, "answers": ["SECRET-ANSWER"]}
    return Order(name=name, **{**known, **more})  # type: ignore[arg-type]


def test_orders_are_told_as_their_files_would_tell_them(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    sent = {"a": SentAttachment(file_name="a.pdf", upload_status="COMPLETED")}
    failed = {"b": SentAttachment(file_name="b.pdf", upload_status="FAILED")}
    batch = BatchRow(file="/rows.csv", ref="row", problem="no", exit_code=3)
    orders = [
        order("new", server=None, lookup=None), order("chosen", server=None, request={
            "numberOrderOption": {"phoneNumbers": ["+61411111113"]}}),
        order("reserved"), order("half", registered_at="2026-01-01T00:00:00Z", attachments=sent),
        order("whole", registered_at="2026-01-01T00:00:00Z", attachments={
            **sent, "b": SentAttachment(file_name="b.pdf")}),
        order("failed", registered_at="2026-01-01T00:00:00Z", attachments=sent | failed),
        order("row", batch=batch, clock_offset=3.5),
    ]  # fmt: skip
    for one in orders:
        store.save(one)
    seen = OrderIndex(store).as_seen([one.name for one in orders])
    for one in orders:
        told = seen[one.name]
        assert told is not None
        assert (told.step, told.state, told.phone_numbers, told.batch) == (
            one.step, one.state, one.phone_numbers, one.batch,
        )  # fmt: skip
        assert seconds_left(told, 0.0) == seconds_left(one, 0.0)
        assert told.id_number_order == one.id_number_order
    assert b"SECRET" not in (tmp_path / "index.db").read_bytes()


def test_damaged_orders_are_none_and_others_are_left_out(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    for name in ("good", "bad", "other"):
        store.save(order(name))
    store.path("bad").write_text("{")
    seen = OrderIndex(store).as_seen({"good", "bad", "nobody"})
    assert set(seen) == {"good", "bad"}
    assert seen["bad"] is None


def test_an_index_of_an_earlier_version_is_made_anew(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    store.save(order("mine"))
    with closing(sqlite3.connect(tmp_path / "index.db")) as database:
        database.executescript(
            "CREATE TABLE orders (name TEXT PRIMARY KEY, mtime INTEGER, size INTEGER, id TEXT, "
            "final INTEGER) WITHOUT ROWID; CREATE TABLE directory (mtime INTEGER);"
            "CREATE INDEX open_orders ON orders (final) WHERE final = 0;"
            "INSERT INTO orders VALUES ('gone', 1, 1, 'id', 0); PRAGMA user_version = 1;"
        )
    index = OrderIndex(store)
    assert index.identities() == [("mine", "id-mine")]
    assert list(index.as_seen(["mine", "gone"])) == ["mine"]


@pytest.mark.skipif(os.name == "nt", reason="a file keeps its time of creation there")
def test_a_file_of_equal_time_and_size_is_read_again_before_reserving(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    store.save(order("mine", server={"idNumberOrder": "id", "state": "EXPIRED"}))
    time.sleep(0.2)
    assert OrderIndex(store).open_names() == []
    path = store.path("mine")
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(content.replace(b"EXPIRED", b"CREATED"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert OrderIndex(store).open_identities() == [("mine", "id")]


@pytest.mark.parametrize("file", ["mine 2.json", "mine (conflicted copy).json", ".json", ".x.json"])
def test_a_file_that_no_order_can_have_is_none(tmp_path: Path, file: str) -> None:
    store = OrderStore(tmp_path)
    store.save(order("mine"))
    (store.directory / file).write_text("{}")
    for _ in range(2):  # the second time what was saved since is looked at
        time.sleep(0.2)
        assert OrderIndex(store).open_names() == ["mine"]
        assert OrderIndex(store).open_identities() == [("mine", "id-mine")]
        (store.directory / file).unlink()
        (store.directory / file).write_text("{}")
        store.save(order("mine"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("target", ["nowhere", "mine.json"])
@pytest.mark.parametrize("logged", [False, True])
def test_a_link_that_leads_nowhere_is_an_open_order(
    tmp_path: Path, target: str, logged: bool
) -> None:
    store = OrderStore(tmp_path)
    for name in ("mine", "other"):
        store.save(order(name, server={"idNumberOrder": f"id-{name}", "state": "EXPIRED"}))
    time.sleep(0.2)
    assert OrderIndex(store).open_names() == []
    path = store.path("mine")
    with store.changes.changing("mine") if logged else nullcontext():
        path.unlink()
        path.symlink_to(target)
    assert OrderIndex(store).open_names() == ["mine"]
    assert OrderIndex(store).open_identities() == [("mine", "id-mine")]
    assert store.resolve("mine") == "mine"
    with store.claim("mine") as name:
        assert name == "mine-2"
    with pytest.raises(StateError):
        store.check_new_name("mine")
    with pytest.raises(StoreError, match="can't read"):
        store.load("mine")
