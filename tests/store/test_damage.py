"""Files that somebody or something damaged: never a traceback, never an overwrite, much kept."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sinch_order_cli.errors import DamagedError, SinchOrderError, StoreError
from sinch_order_cli.store.credentials import CredentialStore
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.lookups import LookupStore
from sinch_order_cli.store.migrations import MIGRATIONS, decode_order
from sinch_order_cli.store.order_content import order_content
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.store.salvage import salvage
from sinch_order_cli.store.tokens import FileTokenCache
from sinch_order_cli.views.order_columns import order_row
from sinch_order_cli.views.order_results import order_result
from sinch_order_cli.workflow.model import VERSION, Order
from sinch_order_cli.workflow.order_json import as_json
from sinch_order_cli.workflow.urgency import by_urgency

pytestmark = pytest.mark.timeout(60)

RECORDED = sorted(Path(__file__).parent.glob("version-*/*.json"))
"""Files as each version of the program wrote them, in whole orders against the sandbox."""

WHOLE = RECORDED[-1].read_bytes()

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 2**70) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A recorded file, cut off, with bytes changed, or with something else for a value."""
    content = bytearray(draw(st.sampled_from(RECORDED)).read_bytes())
    kind = draw(st.sampled_from(["cut", "bytes", "value", "anything"]))
    if kind == "cut":
        return bytes(content[: draw(st.integers(0, len(content)))])
    if kind == "bytes":
        for _ in range(draw(st.integers(1, 4))):
            content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
        return bytes(content)
    if kind == "anything":
        return draw(st.binary(max_size=200))
    document = json.loads(content)
    place: Any = document
    for _ in range(draw(st.integers(0, 4))):
        inner = [value for value in _inside(place) if isinstance(value, dict | list) and value]
        place = draw(st.sampled_from(inner)) if inner else place
    key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    place[key] = draw(json_values)
    return json.dumps(document).encode(errors="replace")


def as_document(order: Order) -> Any:
    return msgspec.json.decode(msgspec.json.encode(order))


def _inside(place: Any) -> list[Any]:
    return list(place.values() if isinstance(place, dict) else place)


fuzz = settings(
    max_examples=int(os.environ.get("FUZZ", 100)),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@fuzz
@given(content=damaged())
def test_whatever_stands_in_an_order_file_is_read_or_refused(
    tmp_path: Path, content: bytes
) -> None:
    store = OrderStore(tmp_path)
    store.directory.mkdir(exist_ok=True, mode=0o700)
    store.path("one").write_bytes(content)
    try:
        order = store.load("one")
        for use in (as_json(order), order_result(order, 0.0), order_row(order, 0.0, str)):
            assert use
        by_urgency([order], 0.0)
    except StoreError:
        pass
    list(OrderIndex(store).open_orders())
    list(OrderIndex(store).all_orders())
    left = salvage(content)
    kept, found = left.order, left.found
    assert store.path("one").read_bytes() == content
    assert found <= set(as_document(kept))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("server", {"orderNumbers": [None]}),
        ("server", {"orderNumbers": {"phoneNumber": "+1"}}),
        ("server", {"orderNumbers": [{"numberPrice": {"monthlyPrice": "1.00"}}]}),
        ("server", {"orderNumbers": [{"capabilities": 1}]}),
        ("request", {"numberOrderOption": []}),
        ("request", {"numberOrderOption": {"phoneNumbers": [1]}}),
        ("request", {"quantityOrderOption": "5"}),
        ("request", {"smsConfiguration": "plan"}),
        ("offer", {"capability": 1}),
        ("offer", {"monthlyPrice": "1.00"}),
        ("logs", ["Approved."]),
        ("answers", {}),
    ],
)
def test_a_part_that_is_not_what_it_should_be_is_found_when_the_file_is_read(
    tmp_path: Path, key: str, value: Any
) -> None:
    document = {**json.loads(WHOLE), key: value}
    content = json.dumps(document).encode()
    if key == "answers":
        assert decode_order(content, tmp_path).answers == value  # a country's own: anything goes
        return
    with pytest.raises(DamagedError):
        decode_order(content, tmp_path / "one.json")
    left = salvage(content)
    order, found = left.order, left.found
    assert key not in found
    assert as_document(order)["answers"] == document["answers"]


@fuzz
@given(content=damaged() | json_values.map(lambda value: json.dumps(value).encode()))
def test_whatever_stands_in_the_other_files_is_read_or_refused(
    tmp_path: Path, content: bytes
) -> None:
    for name in ("credentials.json", "key.json", "requirements/AU-MOBILE.json"):
        (tmp_path / "requirements").mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    lookups = LookupStore(tmp_path, source="x")
    assert lookups.last("AU", "MOBILE") is None or lookups.recent("AU", "MOBILE", 0.0) is None
    FileTokenCache(tmp_path).load("key")
    try:
        CredentialStore(tmp_path / "credentials.json").load()
    except SinchOrderError as error:
        assert "credentials.json" in error.message
    assert (tmp_path / "credentials.json").read_bytes() == content


@fuzz
@example(places=[(8073, 1)])  # a name that no order can have
@given(places=st.lists(st.tuples(st.integers(0, 16383), st.integers(0, 255)), max_size=30))
def test_a_damaged_index_is_made_anew(tmp_path: Path, places: list[tuple[int, int]]) -> None:
    store = OrderStore(tmp_path)
    if not store.directory.exists():
        for name, state in (("one", "CREATED"), ("two", "COMPLETED")):
            order = Order(name=name)
            order.server = {"idNumberOrder": f"id-{name}", "state": state}
            store.save(order)
    index = tmp_path / "index.db"
    index.unlink(missing_ok=True)
    assert len(OrderIndex(store).identities()) == 2
    content = bytearray(index.read_bytes())
    for place, value in places:
        content[place % len(content)] = value
    index.write_bytes(content)
    assert {one.name for one in OrderIndex(store).all_orders()} == {"one", "two"}
    assert {one.name for one in OrderIndex(store).open_orders()} <= {"one", "two"}
    OrderIndex(store).identities()


def test_an_index_that_another_program_keeps_busy_is_not_waited_for(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    store.save(Order(name="one"))
    list(OrderIndex(store).open_orders())
    holding = sqlite3.connect(tmp_path / "index.db", isolation_level=None)
    holding.execute("BEGIN EXCLUSIVE")
    store.save(Order(name="two"))
    assert {one.name for one in OrderIndex(store).open_orders()} == {"one", "two"}
    holding.execute("COMMIT")
    holding.close()
    assert {name for name, _ in OrderIndex(store).identities()} == {"one", "two"}


@pytest.mark.parametrize("size", range(0, len(WHOLE), len(WHOLE) // 40))
def test_what_stands_whole_in_a_cut_file_is_kept(size: int) -> None:
    left = salvage(WHOLE[:size])
    order, found = left.order, left.found
    whole = as_document(decode_order(WHOLE, Path("one.json")))
    for key in found:
        assert as_document(order)[key] == whole[key]
    text = WHOLE[:size].decode(errors="ignore")
    assert ("answers" in found) == ('\n "setAside"' in text)


def test_half_a_file_still_tells_what_may_have_been_reserved() -> None:
    order = decode_order(WHOLE, Path("one.json"))
    content = order_content(order)
    assert order.lookup is not None and order.attempts
    for size in range(len(content) // 2, len(content), 50):
        left = salvage(content[:size]).order
        assert (left.request, left.attempts) == (order.request, order.attempts)
        assert left.id_number_order == order.id_number_order


def without(content: bytes, *keys: str) -> bytes:
    """A file in which these members can't be read."""
    for key in keys:
        content = content.replace(b'\n "%s": ' % key.encode(), b'\n "%s": !' % key.encode(), 1)
    return content


def test_the_id_and_the_request_are_taken_from_the_attempt_that_reserved() -> None:
    order = decode_order(WHOLE, Path("one.json"))
    content = order_content(order)
    left = salvage(without(content, "server", "request"))
    assert not left.found & {"server", "request"} and not left.may_be_reserved
    assert left.order.id_number_order == order.id_number_order != ""
    assert left.order.request == order.attempts[-1].body != {}


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_nothing_of_a_version_1_file_is_lost_when_it_is_read_and_saved(
    tmp_path: Path, path: Path
) -> None:
    store = OrderStore(tmp_path)
    store.save(Order(name=path.stem))
    store.path(path.stem).write_bytes(path.read_bytes())
    order = store.load(path.stem)
    assert order.answers and order.id_number_order and order.phone_numbers
    before = json.loads(path.read_bytes())
    store.save(order)
    after = json.loads(store.path(path.stem).read_bytes())
    for key, value in before.items():
        if key not in ("version", "name", "updatedAt"):
            lost = f"{key} is lost: it needs a step in store/migrations.py"
            assert _with_new_members(value, after[key]) == after[key], lost


def _with_new_members(before: Any, after: Any) -> Any:
    """What was stored, with the members that later versions add to it."""
    if isinstance(before, dict) and isinstance(after, dict):
        kept = {key: _with_new_members(one, after.get(key)) for key, one in before.items()}
        return {**after, **kept}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [_with_new_members(one, now) for one, now in zip(before, after, strict=True)]
    return before


def test_there_is_a_step_and_a_recorded_file_for_every_version() -> None:
    """Whoever raises VERSION records files as the version before it wrote them."""
    assert set(MIGRATIONS) == set(range(1, VERSION))
    for version in range(1, VERSION + 1):
        assert list((Path(__file__).parent / f"version-{version}").glob("*.json"))
