"""Customers on disk: private, whole, locked, and gone when forgotten."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from sinch_order_cli.customers.model import Customer, Document, Lesson
from sinch_order_cli.errors import (
    DamagedError,
    LockedError,
    NotFoundError,
    StateError,
    StoreError,
    UsageError,
)
from sinch_order_cli.store.customers import CustomerStore
from sinch_order_cli.store.orders import OrderStore

LESSON = Lesson(region="DE", type="LOCAL", path="0.a", title="A", fact="company.name")


def stored(store: CustomerStore, name: str = "acme") -> None:
    with store.claim(name) as customer:
        customer.facts = {"company.name": "Zoë Ltd", "company.taxNumber": "12345"}
        customer.documents = [Document(kind="passport", path="/p", sha256="0", size=1)]
        customer.learned = [LESSON]
        store.save(customer)


def test_a_customer_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path, now=lambda: 1_700_000_000)
    stored(store)
    found = store.load("acme")
    assert found.facts == {"company.name": "Zoë Ltd", "company.taxNumber": "12345"}
    assert (found.learned, found.documents[0].kind) == ([LESSON], "passport")
    assert found.updated_at == "2023-11-14T22:13:20Z"
    assert found.created_at == "2023-11-14T22:13:20.000000Z"
    document = json.loads(store.path("acme").read_bytes())
    assert list(document) == [
        *("version", "name", "facts", "documents", "learned", "createdAt", "updatedAt")
    ]
    assert set(document["documents"][0]) == {
        *("kind", "path", "sha256", "size", "mimeType", "person", "issued", "expires", "servedFor")
    }


def test_two_customers_of_one_name_made_in_the_same_second_are_not_one(tmp_path: Path) -> None:
    times = iter((1_700_000_000.25, 1_700_000_000.5))
    store = CustomerStore(tmp_path, now=lambda: next(times))
    stored(store)
    first = store.load("acme")
    store.forget("acme")
    stored(store)
    assert store.load("acme").created_at != first.created_at


def test_files_are_the_owner_s_alone_and_tightened_where_they_are_not(tmp_path: Path) -> None:
    said: list[str] = []
    os.umask(os.umask(0))
    store = CustomerStore(tmp_path / "state", warn=said.append)
    stored(store)
    with store.edit_lessons() as lessons:
        lessons.append(LESSON)
    for path in (store.path("acme"), tmp_path / "state" / "learned.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.directory.stat().st_mode) == 0o700
    store.path("acme").chmod(0o644)
    store.load("acme")
    assert stat.S_IMODE(store.path("acme").stat().st_mode) == 0o600
    assert len(said) == 1 and "permissions were fixed" in said[0]


def test_a_name_is_taken_once_and_follows_the_rules_of_orders(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path)
    stored(store)
    with pytest.raises(StateError, match="already"), store.claim("acme"):
        pass
    for bad in ("Acme", "", "-a", "../x", "a/b", "a" * 65):
        with pytest.raises(UsageError, match="is not a valid customer name"), store.claim(bad):
            pass
    with pytest.raises(NotFoundError) as caught:
        store.load("acm")
    assert caught.value.reason == "did you mean acme?"
    with pytest.raises(NotFoundError):
        store.load("../learned")


def test_a_claim_that_comes_to_nothing_leaves_nothing(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path)
    with store.claim("acme"):
        pass
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_two_programs_never_change_one_customer_at_once(tmp_path: Path) -> None:
    store, other = CustomerStore(tmp_path), CustomerStore(tmp_path)
    stored(store)
    with store.edit("acme"):
        for attempt in (other.edit("acme"), other.claim("acme")):
            with pytest.raises(LockedError), attempt:
                pass
        with pytest.raises(LockedError):
            other.forget("acme")
        with pytest.raises(LockedError):
            other.rename("acme", "zeta")
    assert other.names() == ["acme"]


def test_a_rename_keeps_everything_and_takes_no_name_that_is_in_use(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path)
    stored(store)
    stored(store, "zeta")
    with pytest.raises(StateError, match="already"):
        store.rename("acme", "zeta")
    store.rename("acme", "beta")
    assert store.names() == ["beta", "zeta"]
    assert store.load("beta").facts["company.name"] == "Zoë Ltd"


def test_nothing_of_a_forgotten_customer_is_left(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path)
    stored(store)
    (store.directory / ".acme.json.0a1b2c3d.tmp").write_text("Zoë")
    store.forget("acme")
    assert [str(path) for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(NotFoundError):
        store.forget("acme")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": true}',
        b'{"version": 1, "facts": []}',
        b'{"version": 1, "facts": {"company.nmae": "x"}}',
        b'{"version": 1, "facts": {"people.0.phone": "12"}}',
        b'{"version": 1, "documents": [{"kind": "x", "path": "", "sha256": "", "size": 1}]}',
        b'{"a":' * 5000,
        b"\xff",
    ],
)
def test_a_damaged_file_is_an_error_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    said: list[str] = []
    store = CustomerStore(tmp_path, warn=said.append)
    store.directory.mkdir(mode=0o700)
    store.path("acme").write_bytes(content)
    store.path("acme").chmod(0o600)
    with pytest.raises(DamagedError):
        store.load("acme")
    assert list(store.everyone()) == [] and len(said) == 1
    assert store.path("acme").read_bytes() == content


def test_a_newer_file_is_not_touched(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path)
    store.directory.mkdir(mode=0o700)
    store.path("acme").write_bytes(b'{"version": 2, "name": "acme"}')
    with pytest.raises(StoreError, match="newer"):
        store.load("acme")


def test_what_was_taught_is_one_file_and_never_lost_to_damage(tmp_path: Path) -> None:
    said: list[str] = []
    store = CustomerStore(tmp_path, warn=said.append)
    assert store.lessons() == []
    with store.edit_lessons() as lessons:
        lessons.append(LESSON)
    assert store.lessons() == [LESSON]
    (tmp_path / "learned.json").write_bytes(b"{")
    assert store.lessons() == [] and len(said) == 1
    with pytest.raises(DamagedError), store.edit_lessons():
        pass
    assert (tmp_path / "learned.json").read_bytes() == b"{"


def test_a_kill_while_saving_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CustomerStore(tmp_path)
    stored(store)
    before = store.path("acme").read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sinch_order_cli.store.files._sync", killed)
    with pytest.raises(KeyboardInterrupt):
        store.save(Customer(name="acme"))
    assert store.path("acme").read_bytes() == before


def test_no_order_has_the_lock_of_a_customer_or_of_what_was_taught(tmp_path: Path) -> None:
    store, orders = CustomerStore(tmp_path), OrderStore(tmp_path)
    stored(store)
    with orders.hold("customer-acme"), orders.hold("learned"):
        with store.edit("acme") as customer:
            assert customer.name == "acme"
        with store.edit_lessons() as lessons:
            lessons.append(LESSON)


def test_locks_that_a_killed_forget_left_go_and_those_of_others_stay(tmp_path: Path) -> None:
    store = CustomerStore(tmp_path)
    stored(store)
    for name in ("gone", "acme"):
        (tmp_path / "locks" / f".customer-{name}.lock").touch()
    with store.claim("new"):
        assert [one.name for one in CustomerStore(tmp_path).everyone()] == ["acme"]
        left = {path.name for path in (tmp_path / "locks").iterdir()}
        assert left == {".customer-acme.lock", ".customer-new.lock"}
