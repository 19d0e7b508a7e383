"""Order files: whole at any moment, private, locked, and found again."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sinch_order_cli.errors import DataError, LockedError, NotFoundError, StoreError, UsageError
from sinch_order_cli.store import files
from sinch_order_cli.store.forget import forget_orders
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.lookups import MAX_AGE, LookupStore
from sinch_order_cli.store.migrations import upgrade
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Lookup, Order
from sinch_order_cli.workflow.urgency import by_urgency

pytestmark = pytest.mark.timeout(60)

VERSION_1 = {
    "version": 1,
    "name": "au-mobile-112",
    "projectId": "demo",
    "regionCode": "AU",
    "numberType": "MOBILE",
    "request": {"numberOrderOption": {"phoneNumbers": ["+61411111112"]}},
    "server": {"idNumberOrder": "01k0order", "state": "CREATED", "expireTime": None},
    "answers": [[{"senderId": "+61411111112"}], {}, {}],
    "registeredAt": "",
}
"""A file as the first version wrote it: every later version has to read it."""


@pytest.fixture
def store(tmp_path: Path) -> OrderStore:
    return OrderStore(tmp_path / "state")


def order(name: str, state: str = "CREATED", **server: object) -> Order:
    made = Order(name=name, region_code="AU", number_type="MOBILE")
    made.server = {"idNumberOrder": f"id-{name}", "state": state, **server}
    return made


def test_what_is_saved_is_read_again(store: OrderStore) -> None:
    made = order("one")
    made.answers = [[{"a": 1.5, "b": None, "c": True}], {"é": "ü"}]
    store.save(made)
    assert store.load("one") == made


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_it_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        store = OrderStore(tmp_path / "a" / "b")
        store.save(order("one"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(store.path("one").stat().st_mode) == 0o600
    for folder in (tmp_path / "a", tmp_path / "a" / "b", store.directory):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_that_others_can_read_is_tightened_and_said(tmp_path: Path) -> None:
    said: list[str] = []
    store = OrderStore(tmp_path, warn=said.append)
    store.save(order("one"))
    store.path("one").chmod(0o644)
    store.load("one")
    assert stat.S_IMODE(store.path("one").stat().st_mode) == 0o600
    assert len(said) == 1 and "was readable by other users" in said[0]


@pytest.mark.parametrize("failing", ["fsync", "write"])
def test_a_failed_save_leaves_the_old_file_whole_and_no_other(
    store: OrderStore, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    made = order("one")
    store.save(made)
    before = store.path("one").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(files.os, "fsync", full)
    else:
        monkeypatch.setattr(files.os, "fdopen", full)
    made.answers = ["new"]
    with pytest.raises(StoreError, match="can't write") as caught:
        store.save(made)
    assert "Free some space" in caught.value.hint
    assert store.path("one").read_bytes() == before
    assert [path.name for path in store.directory.iterdir()] == ["one.json"]


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from sinch_order_cli.store.orders import OrderStore\n"
        "from sinch_order_cli.workflow.model import Order\n"
        "store = OrderStore(pathlib.Path(sys.argv[1]))\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    store.save(Order(name='one', answers=['x' * 5000, n]))\n"
        "    if n == 1: print('on', flush=True)\n"
    )
    for wait in (0.0, 0.003, 0.011, 0.03):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None and process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        text, number = OrderStore(tmp_path).load("one").answers
        assert len(text) == 5000 and number >= 1


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"version": "1"}', b"\xff\xfe", b"[" * 9999]
)
def test_a_damaged_file_is_said_and_left_as_it_is(store: OrderStore, content: bytes) -> None:
    store.save(order("one"))
    store.path("one").write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        store.load("one")
    assert store.path("one").read_bytes() == content


def test_a_file_of_a_newer_version_is_not_touched(store: OrderStore) -> None:
    store.save(order("one"))
    content = json.dumps({**VERSION_1, "version": 3}).encode()
    store.path("one").write_bytes(content)
    with pytest.raises(StoreError, match="newer"):
        store.load("one")
    assert store.path("one").read_bytes() == content


def test_files_of_the_first_version_are_read_by_every_later_one(store: OrderStore) -> None:
    store.save(order("au-mobile-112"))
    store.path("au-mobile-112").write_text(json.dumps(VERSION_1))
    found = store.load("au-mobile-112")
    assert found.phone_numbers == ["+61411111112"] and found.id_number_order == "01k0order"
    assert found.answers == VERSION_1["answers"]
    steps = {1: lambda old: {**old, "two": True}, 2: lambda old: {**old, "three": True}}
    lifted = upgrade(dict(VERSION_1), Path("x"), to=3, migrations=steps)
    assert lifted["version"] == 3 and lifted["two"] and lifted["three"]


def test_the_second_program_is_told_who_works_on_an_order(store: OrderStore) -> None:
    store.save(order("one"))
    with store.hold("one"), pytest.raises(LockedError) as caught, store.hold("one"):
        pass
    assert f"process {os.getpid()}" in caught.value.message
    with store.hold("one"):
        pass


def test_a_killed_program_lets_go_of_its_order(store: OrderStore) -> None:
    script = (
        "import sys, pathlib, time\n"
        "from sinch_order_cli.store.orders import OrderStore\n"
        "with OrderStore(pathlib.Path(sys.argv[1])).hold('one'):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(store.root)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None and process.stdout.readline()
    with pytest.raises(LockedError, match=f"process {process.pid}"), store.hold("one"):
        pass
    process.kill()
    process.communicate()
    with store.hold("one"):
        pass


def test_an_order_is_found_by_name_id_or_a_beginning(store: OrderStore) -> None:
    for name in ("au-mobile-112", "au-mobile-113", "de-local"):
        store.save(order(name))
    assert store.resolve("au-mobile-112") == "au-mobile-112"
    assert store.resolve("id-de") == "de-local"
    assert store.resolve("DE") == "de-local"
    with pytest.raises(UsageError, match="matches 2 orders"):
        store.resolve("au")
    for wrong in ("", "x", "../state", "../../etc/passwd"):
        with pytest.raises(NotFoundError):
            store.resolve(wrong)


def test_names_that_are_no_names(store: OrderStore) -> None:
    for wrong in ("", "../x", "a/b", ".hidden", "A", "x" * 65, "-x"):
        with pytest.raises(UsageError):
            store.check_new_name(wrong)


def test_two_claims_of_one_name_get_two_names(store: OrderStore) -> None:
    with store.claim("au-mobile") as first, store.claim("au-mobile") as second:
        assert (first, second) == ("au-mobile", "au-mobile-2")


def test_the_index_follows_the_files_whatever_happens_to_either(store: OrderStore) -> None:
    def open_names() -> set[str]:
        return {one.name for one in OrderIndex(store).open_orders()}

    store.save(order("one"))
    store.save(order("two", "COMPLETED"))
    assert open_names() == {"one"}
    store.save(order("one", "REJECTED"))
    store.save(order("three"))
    assert open_names() == {"three"}
    (store.root / "index.db").unlink()
    assert open_names() == {"three"}
    (store.root / "index.db").write_bytes(b"no database at all, but long enough to be read" * 99)
    assert open_names() == {"three"}
    list(forget_orders(store, ["three"]))
    assert open_names() == set()
    assert {one.name for one in OrderIndex(store).all_orders()} == {"one", "two"}


def test_the_most_urgent_come_first() -> None:
    soon = order("soon", expireTime="2030-01-01T00:00:00Z")
    later = order("later", expireTime="2030-01-02T00:00:00Z")
    never = order("never", expireTime=None)
    blocked, review = order("blocked", state="BLOCKED"), order("review", state="IN_REVIEW")
    done, idea = order("done", state="COMPLETED"), Order(name="idea")
    mixed = [done, review, idea, never, later, blocked, soon]
    names = [one.name for one in by_urgency(mixed, 0.0)]
    assert names == ["blocked", "soon", "later", "never", "idea", "review", "done"]


def test_a_lookup_is_kept_for_its_server_and_for_a_day(tmp_path: Path) -> None:
    kept = LookupStore(tmp_path, source="https://a")
    lookup = Lookup(looked_up_at="2026-01-01T00:00:00Z", raw={}, needs_registration=False)
    kept.save("AU", "MOBILE", lookup)
    asked = 1767225600.0
    assert kept.recent("AU", "MOBILE", asked + MAX_AGE - 2) == lookup
    assert kept.recent("AU", "MOBILE", asked + MAX_AGE + 2) is None
    assert kept.last("AU", "MOBILE") == lookup
    assert LookupStore(tmp_path, source="https://b").last("AU", "MOBILE") is None


def test_a_save_outlasts_a_power_cut(store: OrderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is on the disk before the name, and the name before the save is done."""
    done: list[str] = []
    sync, replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        done.append("folder" if folder else "content")
        sync(descriptor)

    def rename(source: Path, target: Path) -> Path:
        assert source.parent == target.parent
        done.append("name")
        return replace(source, target)

    monkeypatch.setattr(files.os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", rename)
    store.save(order("one"))
    assert done == ["content", "name", "folder"]


@pytest.mark.parametrize("answers", ["caf\udce9", json.loads("[" * 900 + "]" * 900)])
def test_what_is_no_text_is_refused_and_the_old_file_kept(
    store: OrderStore, answers: object
) -> None:
    made = order("one")
    store.save(made)
    before = store.path("one").read_bytes()
    made.answers = answers
    try:
        store.save(made)
    except DataError:
        assert store.path("one").read_bytes() == before
    else:
        assert store.load("one").answers == answers


def test_the_index_does_not_trust_a_time_that_a_later_change_may_share(store: OrderStore) -> None:
    """Two changes within a tick of the clock, of the same size, have the same time."""
    store.save(order("one", "IN_REVIEW"))
    path = store.path("one")
    moment = time.time_ns()
    os.utime(path, ns=(moment, moment))
    os.utime(store.directory, ns=(moment, moment))
    assert OrderIndex(store).open_names() == ["one"]
    content = path.read_bytes()
    path.write_bytes(content.replace(b"IN_REVIEW", b"COMPLETED"))
    os.utime(path, ns=(moment, moment))
    assert path.stat().st_size == len(content)
    assert OrderIndex(store).open_names() == []
