"""Names that come from a server or a person lead to no other file; what is written can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_order_cli.errors import DataError, NotFoundError, StoreError, UsageError
from sinch_order_cli.store import files
from sinch_order_cli.store.forget import forget_orders
from sinch_order_cli.store.lookups import LookupStore
from sinch_order_cli.store.names import file_name, is_name, is_reserved, plain_name, short_name
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.store.salvage import salvage
from sinch_order_cli.workflow.model import Lookup, Order

NOW = "2026-11-23T12:00:00Z"


def lookup(raw: dict[str, Any]) -> Lookup:
    return Lookup(looked_up_at=NOW, raw=raw, needs_registration=True)


@pytest.mark.parametrize("region", ["../orders/au", "..", "", "A/B", "a\x00", "C:", "Ä", "a" * 300])
def test_a_lookup_is_kept_under_plain_words_only(tmp_path: Path, region: str) -> None:
    store = OrderStore(tmp_path)
    store.save(Order(name="au-mobile"))
    before = store.content("au-mobile")
    kept = LookupStore(tmp_path, source="x")
    with pytest.raises(StoreError):
        kept.save(region, "mobile", lookup({}))
    assert kept.last(region, "mobile") is None
    assert store.content("au-mobile") == before
    assert [path.name for path in tmp_path.rglob("*.json")] == ["au-mobile.json"]


@pytest.mark.parametrize(
    "name", ["../au", "a/b", "..", "", ".hidden", "A", "a\n", "x" * 65, "a\\b"]
)
def test_a_name_that_leads_elsewhere_is_refused_everywhere(tmp_path: Path, name: str) -> None:
    store = OrderStore(tmp_path / "state")
    with pytest.raises(UsageError):
        store.save(Order(name=name))
    with pytest.raises(UsageError):
        store.load(name)
    with pytest.raises(UsageError), store.hold(name):
        pass
    with pytest.raises(UsageError):
        list(forget_orders(store, [name]))
    with pytest.raises((NotFoundError, UsageError)):
        store.resolve(name)
    assert list(tmp_path.rglob("*.json")) == []


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("../orders/au", "orders-au-mobile"),
        ("$(touch x)", "touch-x--mobile"),
        ("\x1b[31m", "31m-mobile"),
        ("é" * 200, "mobile"),
        ("a" * 200, "a" * 56),
    ],
)
def test_words_of_a_server_are_made_a_name(tmp_path: Path, region: str, expected: str) -> None:
    store = OrderStore(tmp_path)
    with store.claim(short_name(region, "MOBILE")) as name:
        assert name == expected
        store.save(Order(name=name))
    assert store.names() == [expected]


@given(st.text(max_size=200))
def test_every_text_has_a_plain_name(text: str) -> None:
    name = plain_name(text)
    assert is_name(name) and not is_reserved(name)
    assert is_name(f"{name}-99")
    assert file_name(text) in (text, None)


@pytest.mark.parametrize("name", ["con", "nul", "aux.json", "com1", "lpt9.x", "prn", "a."])
def test_names_that_some_system_cannot_hold_are_refused(tmp_path: Path, name: str) -> None:
    store = OrderStore(tmp_path)
    with pytest.raises(UsageError):
        store.check_new_name(name)
    with store.claim(name) as claimed:
        assert not is_reserved(claimed)
    assert store.check_new_name("console") == "console"


def test_a_file_that_no_order_can_have_is_left_alone(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    store.save(Order(name="one"))
    (store.directory / "Über uns.json").write_text("{}")
    assert store.names() == ["one"]


@pytest.mark.parametrize("depth", [1, 40, 60])
def test_a_large_lookup_can_be_read_again(tmp_path: Path, depth: int) -> None:
    inner: Any = [0] * 2_500_000
    for _ in range(depth):
        inner = [inner]
    store = OrderStore(tmp_path)
    order = Order(name="large", answers={"a": "b"}, lookup=lookup({"fields": inner}))
    store.save(order)
    assert store.path("large").stat().st_size < 6_000_000
    assert store.load("large").lookup == order.lookup
    cut = store.content("large")[:-20]
    found = salvage(cut).order
    assert found.answers == {"a": "b"}


def test_what_could_not_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = OrderStore(tmp_path)
    store.save(Order(name="one", answers={"a": 1}))
    monkeypatch.setattr(files, "LARGEST", 1000)
    with pytest.raises(StoreError):
        store.save(Order(name="one", answers={"a": "x" * 2000}))
    assert store.load("one").answers == {"a": 1}
    with pytest.raises(StoreError):
        LookupStore(tmp_path, source="x").save("AU", "MOBILE", lookup({"a": "x" * 2000}))


@pytest.mark.parametrize("depth", [100, 180, 190, 200, 300, 900, 950, 980, 990, 1000, 2000])
def test_what_is_nested_is_read_again_or_refused(tmp_path: Path, depth: int) -> None:
    answers: Any = 1
    for _ in range(depth):
        answers = [answers]
    store = OrderStore(tmp_path)
    try:
        store.save(Order(name="deep", answers=answers))
    except DataError:
        assert not store.path("deep").exists()
    else:
        read = msgspec.json.encode(store.load("deep").answers)
        assert read.count(b"[") == depth
